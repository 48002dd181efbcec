"""RDF/XML: triples as written in, XML out that any parser reads back as the same triples."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.rdf.names import RDF, Prefixes
from cisld.view.nodes import Nodes, Object, Subject, group

_NAME = re.compile(r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF][-\w.\u00B7]*\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STRING = ox.Literal("").datatype
_RESERVED = re.compile(r"xml", re.IGNORECASE)
_NOT_PROPERTIES = frozenset(
    RDF + name for name in ("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description")
)


def dumps(quads: Iterable[ox.Quad], prefixes: Prefixes) -> str:
    """Return the triples as RDF/XML, one element a line; UsageError CIS050 for what XML cannot hold.

    RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/

    >>> quads = ox.parse('<http://e/s> <http://e/p> "a < b"@en .', format=ox.RdfFormat.TURTLE)
    >>> print(dumps(quads, Prefixes({"e": "http://e/"})), end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:e="http://e/">
      <rdf:Description rdf:about="http://e/s">
        <e:p xml:lang="en">a &lt; b</e:p>
      </rdf:Description>
    </rdf:RDF>
    """
    nodes = group(quads).get(ox.DefaultGraph(), Nodes())
    names = _Names(prefixes)
    for predicate in sorted({predicate.value for properties in nodes.properties.values() for predicate in properties}):
        names.of(predicate)
    body = "".join(_description(subject, nodes, names) for subject in sorted(nodes.properties, key=str))
    head = "".join(f"\n  xmlns:{prefix}={quoteattr(iri)}" for iri, prefix in sorted(names.used.items(), key=_by_prefix))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="{RDF}"{head}>\n{body}</rdf:RDF>\n'


class _Names:
    """Give the qualified name of each property, and the namespaces in use."""

    def __init__(self, prefixes: Prefixes) -> None:
        usable = {
            iri: prefix for prefix, iri in prefixes.items() if _NAME.match(prefix) and not _RESERVED.match(prefix)
        }
        self.prefixes = {**usable, RDF: "rdf"}
        self.used: dict[str, str] = {}

    def of(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1
        while cut < len(iri) and not _NAME.match(iri[cut:]):
            cut += 1
        namespace, local = iri[:cut], iri[cut:]
        if not local or iri in _NOT_PROPERTIES:
            raise UsageError(
                "CIS050", f"The property <{iri}>, which has no XML name.", "Use another format than rdfxml."
            )
        prefix = self.prefixes.get(namespace) or self.used.get(namespace) or self._new()
        if namespace != RDF:
            self.used[namespace] = prefix
        return f"{prefix}:{local}"

    def _new(self) -> str:
        taken = {*self.prefixes.values(), *self.used.values()}
        return next(name for number in range(len(taken) + 1) if (name := f"ns{number}") not in taken)


def _description(subject: Subject, nodes: Nodes, names: _Names) -> str:
    lines = sorted(
        f"    {_property(names.of(predicate.value), term)}\n"
        for predicate, objects in nodes.properties[subject].items()
        for term in objects
    )
    return f"  <rdf:Description {_about(subject, 'about')}>\n{''.join(lines)}  </rdf:Description>\n"


def _property(name: str, term: Object) -> str:
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction):
        raise UsageError("CIS050", f"{term}, which RDF/XML 1.1 cannot hold.", "Use --to turtle or ntriples.")
    if not isinstance(term, ox.Literal):
        return f"<{name} {_about(term, 'resource')}/>"
    if _FORBIDDEN.search(term.value):
        raise UsageError("CIS050", "A literal with a control character, which XML cannot hold.", "Use --to turtle.")
    kind = f' xml:lang="{term.language}"' if term.language else f" rdf:datatype={_attribute(term.datatype.value)}"
    return f"<{name}{'' if term.datatype == _STRING else kind}>{escape(term.value, _ENTITIES)}</{name}>"


_ENTITIES = {"\r": "&#xD;"}
"""A carriage return as it stands would be read as a line feed (XML 1.0 2.11)."""


def _about(node: Subject, attribute: str) -> str:
    if isinstance(node, ox.BlankNode):
        return f'rdf:nodeID="{node.value}"'
    return f"rdf:{attribute}={_attribute(node.value)}"


def _attribute(iri: str) -> str:
    return quoteattr(iri)


def _by_prefix(item: tuple[str, str]) -> str:
    return item[1]
