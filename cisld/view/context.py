"""The JSON-LD context: an ontology and a prefix map in, terms that compact IRIs and values without loss out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from cisld.files.parse import quads
from cisld.files.project import Project
from cisld.rdf.names import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

ID, LANGUAGE, NONE = "@id", "@language", "@none"
KEYWORDS = {"id": "@id", "type": "@type", "reverse": "@reverse"}
"""Aliases, so that a document reads `id` and `type`."""

LABELS = tuple(
    [RDFS + name for name in ("label", "comment")]
    + [SKOS + f"{kind}Label" for kind in ("pref", "alt", "hidden")]
    + [SKOS + name for name in ("definition", "scopeNote", "example", "note")]
    + [DCTERMS + name for name in ("title", "description")]
)
"""Properties whose values are texts in a language; they are terms of every context."""

_CLASSES = (OWL + "Class", RDFS + "Class")
_PROPERTIES = tuple(OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
_NAME = re.compile(r"[A-Za-z][\w-]*\Z")
_GEN_DELIM = tuple(":/?#[]@")

Definition = str | dict[str, Any]


class Clash(Exception):
    """Say that an IRI cannot be written because its scheme is also a prefix of the context."""


@dataclass(frozen=True)
class Term:
    """Hold one term: the IRI it stands for and how its values are read ("" for no coercion)."""

    name: str
    iri: str
    coercion: str = ""


@dataclass(frozen=True)
class Context:
    """Hold terms, prefixes and the address under which they are published ("" for nowhere).

    JSON-LD 1.1 3.1, https://www.w3.org/TR/json-ld11/#the-context

    >>> context = Context({"ex": "http://example.org/"}, (Term("knows", "http://example.org/knows", ID),))
    >>> context.curie("http://example.org/knows"), context.key("http://example.org/knows").name
    ('ex:knows', 'knows')
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    address: str = ""
    dropped: tuple[str, ...] = ()

    def without(self, prefix: str) -> Context:
        """Return the context with a prefix taken away."""
        left = {name: namespace for name, namespace in self.prefixes.items() if name != prefix}
        return replace(self, prefixes=left, dropped=(*self.dropped, prefix))

    def key(self, iri: str) -> Term | None:
        """Return the term of a property or class."""
        return self._by_iri.get(iri)

    def curie(self, iri: str) -> str:
        """Return the compact IRI, else the IRI; Clash if its scheme would be taken for a prefix.

        JSON-LD 1.1 API 6.2, https://www.w3.org/TR/json-ld11-api/#iri-compaction
        """
        if (found := self._pattern.match(iri)) and len(iri) > found.end() and not iri.startswith("//", found.end()):
            return f"{self._by_namespace[found[0]]}:{iri[found.end() :]}"
        scheme, _, rest = iri.partition(":")
        if scheme in self.prefixes and not rest.startswith("//"):
            raise Clash(scheme)
        return iri

    def document(self, used: Collection[str] | None = None) -> dict[str, Any]:
        """Return the context as a JSON object; with `used`, only these terms and the prefixes that they need."""
        names = set(self.prefixes) | {term.name for term in self.terms} if used is None else set(used)
        terms = {term.name: self._definition(term) for term in self.terms if term.name in names}
        heads = {curie.partition(":")[0] for curie in _strings(terms.values())}
        prefixes = {name: _prefix(iri) for name, iri in sorted(self.prefixes.items()) if name in names or name in heads}
        aliases = {name: keyword for name, keyword in KEYWORDS.items() if used is None or name in names}
        return {"@version": 1.1, **aliases, **prefixes, **dict(sorted(terms.items()))}

    def _definition(self, term: Term) -> Definition:
        if not term.coercion:
            return self.curie(term.iri)
        if term.coercion == LANGUAGE:
            return {"@id": self.curie(term.iri), "@container": LANGUAGE}
        return {"@id": self.curie(term.iri), "@type": ID if term.coercion == ID else self.curie(term.coercion)}

    @cached_property
    def _by_iri(self) -> dict[str, Term]:
        return {term.iri: term for term in self.terms}

    @cached_property
    def _by_namespace(self) -> dict[str, str]:
        return {namespace: prefix for prefix, namespace in sorted(self.prefixes.items(), reverse=True)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_namespace, key=lambda namespace: (-len(namespace), namespace))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def context_for(project: Project, address: str = "") -> Context:
    """Return the context of a project's ontology and prefixes; with an address, documents refer to it.

    Raises InputError CIS001 to CIS009 for an ontology that cannot be read.
    """
    ontology = project.files("ontology") if project.ontology else []
    statements = (quad for file in ontology for quad in quads(file, project.base))
    return context_of(statements, project.prefixes, project.base, address)


def context_of(ontology: Iterable[ox.Quad], prefixes: Mapping[str, str], own: str = "", address: str = "") -> Context:
    """Return the context of an ontology: a term for each class and property that it declares.

    Where two declared IRIs have the same local name, the one that starts with `own` has it, else the first
    in the order of IRIs; a term wins over a prefix of the same name. Object properties are coerced to IRIs,
    datatype properties with one XSD range to that datatype, properties of texts are language maps.

    >>> turtle = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <http://e/party> a owl:ObjectProperty ."
    >>> quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    >>> context_of(quads, {"e": "http://e/"}).document()["party"]
    {'@id': 'e:party', '@type': '@id'}
    """
    kinds, ranges = _declarations(ontology)
    taken: dict[str, Term] = {}
    for iri in sorted({*kinds, *LABELS}, key=lambda iri: (not iri.startswith(own), iri not in LABELS, iri)):
        name = iri.removeprefix(namespace(iri))
        if _NAME.match(name) and name not in KEYWORDS:
            taken.setdefault(name, Term(name, iri, _coercion(iri, kinds[iri], ranges[iri])))
    return Context(_usable(prefixes, taken), tuple(taken.values()), address)


def _usable(prefixes: Mapping[str, str], terms: Mapping[str, Term]) -> dict[str, str]:
    """Return the prefixes that are no term, no keyword and not the scheme of an IRI of the context itself."""
    iris = [term.iri for term in terms.values()] + list(prefixes.values())
    schemes = {iri.partition(":")[0] for iri in iris if not iri.partition(":")[2].startswith("//")}
    barred = schemes | KEYWORDS.keys() | terms.keys()
    return {prefix: iri for prefix, iri in prefixes.items() if _NAME.match(prefix) and prefix not in barred}


def _declarations(ontology: Iterable[ox.Quad]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    ranges: dict[str, set[str]] = defaultdict(set)
    for quad in ontology:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            if quad.predicate.value == RDF + "type" and quad.object.value in _CLASSES + _PROPERTIES:
                kinds[quad.subject.value].add(quad.object.value)
            elif quad.predicate.value == RDFS + "range":
                ranges[quad.subject.value].add(quad.object.value)
    return kinds, ranges


def _coercion(iri: str, kinds: set[str], ranges: set[str]) -> str:
    if iri in LABELS or ranges == {RDF + "langString"}:
        return LANGUAGE
    if OWL + "ObjectProperty" in kinds:
        return ID
    only = next(iter(ranges)) if len(ranges) == 1 else ""
    return only if only.startswith(XSD) and only != XSD + "string" else ""


def namespace(iri: str) -> str:
    """Return an IRI up to its last # or /.

    >>> namespace("http://www.w3.org/2004/02/skos/core#Concept")
    'http://www.w3.org/2004/02/skos/core#'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _prefix(iri: str) -> Definition:
    """Return the definition of a prefix; one that ends in no gen-delim must say what it is (JSON-LD 1.1 9.15.1)."""
    return iri if iri.endswith(_GEN_DELIM) else {"@id": iri, "@prefix": True}


def _strings(definitions: Iterable[Definition]) -> list[str]:
    return [
        text
        for definition in definitions
        for text in ([definition] if isinstance(definition, str) else definition.values())
        if isinstance(text, str)
    ]
