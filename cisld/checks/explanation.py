"""Explanation: a rule, an error code, a setting or a term of a project in, what it means and an example of it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from cisld.errors import CODES, UsageError
from cisld.files.parse import read
from cisld.files.project import KEYS, NAME, Project
from cisld.graph.sources import local, value_of
from cisld.graph.store import fill
from cisld.graph.things import Things
from cisld.rdf.names import CISLD, OWL, RDF, RDFS, SH, SKOS, nearest

_PARTS = tuple(SH + name for name in ("property", "sparql", "node", "and", "or", "xone", "not", "qualifiedValueShape"))
_PARTS += (RDF + "first", RDF + "rest")
_TARGETS = tuple(SH + f"target{kind}" for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
_SHAPES = tuple(SH + name for name in ("NodeShape", "PropertyShape", "SPARQLConstraint"))
_EXAMPLES = Path("tests", "shapes")
_TERM_ROWS = {
    "definition": (SKOS + "definition", RDFS + "comment"),
    "note": (SKOS + "scopeNote", SKOS + "note"),
    "example": (SKOS + "example",),
    "subclass of": (RDFS + "subClassOf",),
    "subproperty of": (RDFS + "subPropertyOf",),
    "domain": (RDFS + "domain",),
    "range": (RDFS + "range",),
    "inverse of": (OWL + "inverseOf",),
    "disjoint with": (OWL + "disjointWith",),
    "notation": (SKOS + "notation",),
    "code list": (SKOS + "inScheme", CISLD + "codeScheme"),
}
"""What is told of a term, by the properties that say it."""


@dataclass(frozen=True)
class Explanation:
    """Hold what something is called and is, what is to be known of it by name, and longer texts by heading."""

    title: str
    kind: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    texts: tuple[tuple[str, str], ...] = ()


def explain(project: Project, name: str, lang: str = "en") -> Explanation:
    """Explain an error code, a setting, a rule or a term; UsageError CIS031 or CIS032 where that is not one thing."""
    found = _code(name) or _setting(project, name)
    return found or _Words(project, lang).explain(name)


def _code(name: str) -> Explanation | None:
    meaning = CODES.get(name.upper())
    return Explanation(name.upper(), "error code", (("means", (meaning,)),)) if meaning else None


def _setting(project: Project, name: str) -> Explanation | None:
    """Explain cisld.toml, or one of its keys, by its whole name or by its last part."""
    if name == NAME:
        every = tuple((key, (f"{meaning} ({kind})",)) for key, (kind, meaning) in KEYS.items())
        return Explanation(NAME, "settings of a project", every)
    key = name if name in KEYS else next((key for key in KEYS if key.rpartition(".")[2] == name), "")
    if not key:
        return None
    kind, meaning = KEYS[key]
    rows = (("kind", (kind,)), ("means", (meaning,)), ("here", tuple(_here(project, key))))
    return Explanation(key, f"setting of {NAME}", rows)


def _here(project: Project, key: str) -> Iterator[str]:
    """Yield what a setting is in this project."""
    value = getattr(project, key.rpartition(".")[2], "")
    if isinstance(value, dict):
        yield f"{len(value)} entries"
    elif isinstance(value, tuple):
        yield from (_relative(each, project) if isinstance(each, Path) else str(each) for each in value)
    elif value:
        yield str(value)


def _relative(path: Path, project: Project) -> str:
    return str(path.relative_to(project.root)) if path.is_relative_to(project.root) else str(path)


class _Words:
    """Know the rules and the terms of a project."""

    def __init__(self, project: Project, lang: str) -> None:
        self.project = project
        self.files = {path: fill([path]) for path in project.files("shapes")} if project.shapes else {}
        self.shapes = ox.Store()
        for store in self.files.values():
            self.shapes.extend(store)
        ontology = fill(project.files("ontology")) if project.ontology else ox.Store()
        self.things, self.lang = Things(ontology, project.prefixes, lang), lang
        self.rules = {node: node for kind in _SHAPES for node in _subjects(self.shapes, RDF + "type", kind)}
        self.terms = {value_of(quad.subject) for quad in ontology if isinstance(quad.subject, ox.NamedNode)}
        self.shorten = project.prefixes.shorten

    def explain(self, name: str) -> Explanation:
        for find, tell in self._kinds():
            if iri := find(name):
                return tell(iri)
        try:
            return self.term(self.things.find(name))
        except UsageError as error:
            raise self._unknown(name, error) from None

    def _kinds(self) -> tuple[tuple[Callable[[str], str], Callable[[str], Explanation]], ...]:
        return (
            (lambda name: self._by_name(name, self.rules), self.rule),
            (lambda name: self._by_name(name, self.terms), self.term),
        )

    def _by_name(self, name: str, known: dict[str, str] | set[str]) -> str:
        """Return the IRI that is written as an IRI or CURIE, or that ends in the name; the empty string for none."""
        if ":" in name:
            try:
                iri = self.project.prefixes.expand(name)
            except UsageError:
                return ""
            return iri if iri in known else ""
        found = sorted(iri for iri in known if local(iri) == name) or sorted(
            iri for iri in known if local(iri).lower() == name.lower()
        )
        return found[0] if len(found) == 1 else ""

    def _unknown(self, name: str, error: UsageError) -> UsageError:
        if error.code == "CIS031":
            return error
        known = [*CODES, *KEYS, *map(local, self.rules), *map(local, self.terms), *map(self.shorten, self.terms)]
        like = nearest(name, known)
        todo = f'Did you mean "{like}"?' if like else f"A rule, an error code, {NAME}, a setting or a term has one."
        return UsageError("CIS032", f'There is nothing to explain for "{name}".', todo)

    # rules

    def rule(self, iri: str) -> Explanation:
        """Explain the rule that a shape or constraint belongs to."""
        iri = self._owner(iri)
        parts = list(self._parts(iri))
        rows = (
            ("needed", self._texts(parts, SH + "message")),
            ("why", self._texts([iri], RDFS + "comment")),
            ("severity", self._severity(parts)),
            ("targets", self._targets(iri)),
            ("paths", tuple(sorted({self.shorten(path) for part in parts for path in self._iris(part, SH + "path")}))),
            ("written in", tuple(_relative(path, self.project) for path in self._files_of(iri))),
        )
        label = "".join(self._texts([iri], RDFS + "label")[:1])
        title = f"{self.shorten(iri)} {label}".strip()
        return Explanation(title, "rule", tuple(row for row in rows if row[1]), tuple(self._examples(iri)))

    def _owner(self, iri: str) -> str:
        """Follow a part of a rule up to the shape that no other shape has as a part."""
        seen = {iri}
        while above := sorted(set(self._above(iri)) - seen):
            iri = above[0]
            seen.add(iri)
        return iri

    def _above(self, iri: str) -> Iterator[str]:
        for property in _PARTS:
            yield from _subjects(self.shapes, property, iri)

    def _parts(self, iri: str) -> Iterator[str]:
        """Yield the shape, its constraints and the shapes in it, each once."""
        seen, edge = {iri}, [iri]
        while edge:
            yield from edge
            below = [part for node in edge for property in _PARTS for part in self._iris(node, property)]
            edge = [part for part in dict.fromkeys(below) if part not in seen]
            seen.update(edge)

    def _severity(self, parts: list[str]) -> tuple[str, ...]:
        """Return the severities of a rule; SHACL 2.1.4: without one it is a violation."""
        found = dict.fromkeys(local(each) for part in parts for each in self._iris(part, SH + "severity"))
        return tuple(found) or ("Violation",)

    def _targets(self, iri: str) -> tuple[str, ...]:
        """Return the targets; SHACL 2.1.3.3: a shape that is a class is its own."""
        found = [(local(target), self.shorten(each)) for target in _TARGETS for each in sorted(self._iris(iri, target))]
        return tuple(name if kind == "targetClass" else f"{kind} {name}" for kind, name in found)

    def _files_of(self, iri: str) -> list[Path]:
        node = ox.NamedNode(iri)
        return [path for path, store in self.files.items() if next(store.quads_for_pattern(node, None, None), None)]

    def _examples(self, iri: str) -> Iterator[tuple[str, str]]:
        """Yield the first example that breaks the rule and the first that keeps it, where the project has some."""
        folder = self.project.root / _EXAMPLES / local(iri)
        for heading, pattern in (("Bad", "invalid-*.ttl"), ("Good", "valid-*.ttl")):
            for path in sorted(folder.glob(pattern))[:1]:
                yield f"{heading} example, {_relative(path, self.project)}", _without_prefixes(read(path).decode())

    # terms

    def term(self, iri: str) -> Explanation:
        """Explain a term of the ontology."""
        rows = [(name, self._told(iri, properties)) for name, properties in _TERM_ROWS.items()]
        rows.append(("codes", self._codes(iri)))
        rows.append(("rules", tuple(self._rules_of(iri))))
        kinds = ", ".join(sorted(local(each) for each in _objects(self.things.store, iri, RDF + "type")))
        title = f"{self.shorten(iri)} {self.things.label(iri)}"
        return Explanation(title, kinds or "term", tuple(row for row in rows if row[1]))

    def _told(self, iri: str, properties: tuple[str, ...]) -> tuple[str, ...]:
        """Return the values of the first of the properties that has some, texts in the language asked for."""
        store = self.things.store
        for property in properties:
            quads = list(store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(property), None))
            texts = _spoken([quad.object for quad in quads if isinstance(quad.object, ox.Literal)], self.lang)
            names = sorted(self._name(quad.object) for quad in quads if isinstance(quad.object, ox.NamedNode))
            if texts or names:
                return (*texts, *names)
        return ()

    def _name(self, term: ox.NamedNode) -> str:
        return f"{self.things.label(term.value)} ({self.shorten(term.value)})"

    def _codes(self, iri: str) -> tuple[str, ...]:
        """Return the codes of a scheme, or of the scheme that a property takes its values from."""
        schemes = [iri, *_objects(self.things.store, iri, CISLD + "codeScheme")]
        codes = {code for scheme in schemes for code in _subjects(self.things.store, SKOS + "inScheme", scheme)}
        return tuple(f"{self.shorten(code)} {self.things.label(code)}" for code in sorted(codes))

    def _rules_of(self, iri: str) -> Iterator[str]:
        """Yield the rules that have the term as target or path."""
        shapes = (node for property in (*_TARGETS, SH + "path") for node in _subjects(self.shapes, property, iri))
        for rule in sorted({self._owner(node) for node in shapes}):
            yield " ".join([self.shorten(rule), *self._texts([rule], RDFS + "label")[:1]])

    # the shapes graph

    def _iris(self, node: str, property: str) -> list[str]:
        return _objects(self.shapes, node, property)

    def _texts(self, nodes: list[str], property: str) -> tuple[str, ...]:
        found = []
        for node in nodes:
            quads = self.shapes.quads_for_pattern(_node(node), ox.NamedNode(property), None)
            found += _spoken([quad.object for quad in quads if isinstance(quad.object, ox.Literal)], self.lang)
        return tuple(dict.fromkeys(found))


def _node(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _named(term: object) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else term.value if isinstance(term, ox.NamedNode) else ""


def _subjects(store: ox.Store, property: str, object: str) -> list[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(property), _node(object))
    return sorted(_named(quad.subject) for quad in quads)


def _objects(store: ox.Store, subject: str, property: str) -> list[str]:
    quads = store.quads_for_pattern(_node(subject), ox.NamedNode(property), None)
    return sorted(filter(None, (_named(quad.object) for quad in quads)))


def _spoken(literals: list[ox.Literal], lang: str) -> list[str]:
    """Return the literals in the first language that there is of: the one asked for, English, none, any."""
    by_language: dict[str, list[str]] = {}
    for literal in literals:
        by_language.setdefault((literal.language or "").partition("-")[0], []).append(literal.value)
    wanted = next((tag for tag in (lang, "en", "", *sorted(by_language)) if tag in by_language), "")
    return sorted(by_language.get(wanted, []))


def _without_prefixes(turtle: str) -> str:
    lines = (line for line in turtle.split("\n") if not line.lower().startswith(("@prefix", "prefix ")))
    return "\n".join(lines).strip("\n")
