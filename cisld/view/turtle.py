"""Turtle and TriG: quads as written in, text with one statement a line, sorted, with only the prefixes in use, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from cisld.rdf.names import RDF, RDFS, SKOS, Prefixes
from cisld.view.nodes import NIL, Nodes, Object, Subject, group, order

_STRING, _TYPE = ox.Literal("").datatype, ox.NamedNode(RDF + "type")
_FIRST = {RDF + "type": "0", RDFS + "label": "1", SKOS + "prefLabel": "2", SKOS + "altLabel": "3"}


def dumps(quads: Iterable[ox.Quad], prefixes: Prefixes) -> str:
    """Return quads as Turtle, or as TriG where there are named graphs.

    RDF 1.1 Turtle, https://www.w3.org/TR/turtle/, RDF 1.1 TriG, https://www.w3.org/TR/trig/

    >>> quads = ox.parse('<http://e/s> <http://e/p> "01", [ <http://e/q> () ] .', format=ox.RdfFormat.TURTLE)
    >>> print(dumps(quads, Prefixes({"e": "http://e/", "f": "http://f/"})), end="")
    @prefix e: <http://e/> .
    <BLANKLINE>
    e:s
      e:p [ e:q () ] ;
      e:p "01" ;
    .
    """
    graphs, terms = group(quads), _Terms(prefixes)
    default = graphs.pop(ox.DefaultGraph(), Nodes())
    blocks = list(_blocks(default, terms, ""))
    for name in sorted(graphs, key=order):  # type: ignore[arg-type]
        inner = "\n".join(_blocks(graphs[name], terms, "  "))
        blocks.append(f"{terms.node(name)} {{\n{inner}}}\n")  # type: ignore[arg-type]
    head = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(terms.used))
    return "\n".join([head, *blocks] if head else blocks)


class _Terms:
    """Write terms, noting which prefixes were used."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.prefixes = prefixes
        self.used: set[str] = set()
        self._short: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        short = self._short.get(iri)
        if short is None:
            short = self._short[iri] = self.prefixes.shorten(iri)
            if not short.startswith("<"):
                self.used.add(short.partition(":")[0])
        return short

    def node(self, node: Subject) -> str:
        return self.iri(node.value) if isinstance(node, ox.NamedNode) else str(node)

    def term(self, term: Object, nodes: Nodes) -> str:
        if isinstance(term, ox.NamedNode):
            return "()" if term == NIL else self.iri(term.value)
        if isinstance(term, ox.Literal):
            return self.literal(term)
        if isinstance(term, ox.Triple):
            parts = (self.term(part, nodes) for part in (term.subject, term.predicate, term.object))
            return f"<<( {' '.join(parts)} )>>"
        if term in nodes.lists:
            return f"( {' '.join(self.term(item, nodes) for item in nodes.lists[term])} )"
        if term in nodes.inline:
            return f"[ {' ; '.join(self.facts(term, nodes))} ]"
        return str(term)

    def literal(self, literal: ox.Literal) -> str:
        if literal.language or literal.datatype == _STRING:
            return str(literal)
        quoted = str(ox.Literal(literal.value))
        return f"{quoted}^^{self.iri(literal.datatype.value)}"

    def facts(self, subject: Subject, nodes: Nodes) -> Iterator[str]:
        """Yield each predicate and object of a subject, `a` and labels first, then by predicate."""
        verbs = {
            ("a" if predicate == _TYPE else self.iri(predicate.value)): predicate
            for predicate in nodes.properties[subject]
        }
        for verb in sorted(verbs, key=lambda verb: (_FIRST.get(verbs[verb].value, "4"), verb)):
            for term in nodes.properties[subject][verbs[verb]]:
                yield f"{verb} {self.term(term, nodes)}"


def _blocks(nodes: Nodes, terms: _Terms, indent: str) -> Iterator[str]:
    for subject in nodes.roots():
        lines = "".join(f"{indent}  {fact} ;\n" for fact in terms.facts(subject, nodes))
        yield f"{indent}{terms.node(subject)}\n{lines}{indent}.\n"
