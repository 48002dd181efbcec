"""Turtle and TriG: quads as written in, text in the layout of the formatter, with only the prefixes in use, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.files.document import Anonymous, Blank, Block, Collection, Declaration, Document, Fact, Iri, Item, Node
from cisld.files.layout import layout
from cisld.rdf.literals import Literal
from cisld.view.nodes import Nodes, Object, Subject, group, order

_PREFIX = "@prefix "


def dumps(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> str:
    """Return quads as Turtle, or as TriG where there are named graphs; UsageError CIS050 for terms of RDF 1.2.

    RDF 1.1 Turtle, https://www.w3.org/TR/turtle/, RDF 1.1 TriG, https://www.w3.org/TR/trig/

    >>> quads = ox.parse('<http://e/s> <http://e/p> "01", [ <http://e/q> (1) ] .', format=ox.RdfFormat.TURTLE)
    >>> print(dumps(quads, {"e": "http://e/", "f": "http://f/"}), end="")
    @prefix e: <http://e/> .
    <BLANKLINE>
    e:s
      e:p "01" ;
      e:p [ e:q ( 1 ) ] ;
    .
    """
    graphs = group(quads)
    default = graphs.pop(ox.DefaultGraph(), Nodes())
    declared = [Declaration(prefix, Iri(namespace)) for prefix, namespace in prefixes.items()]
    texts = [_split(layout(_document(default, declared)))]
    for name in sorted(graphs, key=order):  # type: ignore[arg-type]
        head, body = _split(layout(_document(graphs[name], declared)))
        texts.append((head, f"{name} {{\n{body}}}\n"))
    prologue = "".join(sorted({line for head, _ in texts for line in head.splitlines(keepends=True)}))
    return "\n".join(part for part in (prologue, *(body for _, body in texts)) if part)


def _split(text: str) -> tuple[str, str]:
    """Return the prefix lines of a text, and the rest."""
    head, blank, body = text.partition("\n\n")
    return (f"{head}\n", body) if blank and head.startswith(_PREFIX) else ("", text)


def _document(nodes: Nodes, declared: list[Declaration]) -> Document:
    blocks = [Block(_name(subject), 0, facts=_facts(subject, nodes)) for subject in nodes.roots()]
    return Document(declarations=declared, blocks=blocks)


def _facts(subject: Subject, nodes: Nodes) -> list[Fact]:
    return [
        Fact(Iri(predicate.value), _node(term, nodes), 0, 0)
        for predicate, objects in nodes.properties[subject].items()
        for term in objects
    ]


def _node(term: Object, nodes: Nodes) -> Node:
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction):
        raise UsageError("CIS050", f"{term}, which Turtle and TriG 1.1 cannot hold.", "Use ntriples or nquads.")
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if term in nodes.lists:
        return Collection(0, [Item(_node(item, nodes), 0) for item in nodes.lists[term]])
    return Anonymous(0, _facts(term, nodes)) if term in nodes.inline else _name(term)


def _name(node: Subject) -> Node:
    return Iri(node.value) if isinstance(node, ox.NamedNode) else Blank(node.value)
