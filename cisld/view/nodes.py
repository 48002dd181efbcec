"""Nodes: quads in, the same statements by graph and subject out, with lists and single-use blank nodes found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pyoxigraph as ox

from cisld.rdf.names import RDF

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = dict[ox.NamedNode, list[Object]]

FIRST, REST, NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
DEEP = 32
"""How deep blank nodes and lists are written inside each other; what lies deeper gets a label."""


@dataclass
class Nodes:
    """Hold the statements of one graph by subject, and which blank nodes may be written in place.

    `inline` are the blank nodes to be written where they are used, `lists` the items by list head, `hidden` all
    blank nodes that are not written on their own.
    """

    properties: dict[Subject, Properties] = field(default_factory=dict)
    inline: set[ox.BlankNode] = field(default_factory=set)
    lists: dict[Subject, list[Object]] = field(default_factory=dict)
    hidden: set[ox.BlankNode] = field(default_factory=set)

    def roots(self) -> list[Subject]:
        """Return the subjects that are written on their own: IRIs in order, then blank nodes in order."""
        return sorted((node for node in self.properties if node not in self.hidden), key=order)


def order(term: Subject | Object) -> tuple[int, int, str, str]:
    """Return the place of a term: IRIs, then blank nodes by number, then literals.

    >>> order(ox.BlankNode("b2")) < order(ox.BlankNode("b10")) < order(ox.Literal("a"))
    True
    """
    if isinstance(term, ox.NamedNode):
        return (0, 0, term.value, "")
    if isinstance(term, ox.BlankNode):
        return (1, len(term.value), term.value, "")
    return (2, 0, str(term), "")


def merged(files: Iterable[Iterable[ox.Quad]]) -> Iterator[ox.Quad]:
    """Yield the quads of several files, blank nodes named b0, b1 ... as they come and those of each file kept apart.

    RDF 1.1 Semantics 4.1, https://www.w3.org/TR/rdf11-mt/#shared-blank-nodes-unions-and-merges

    >>> file = lambda: ox.parse("_:x <http://e/p> 1 .", format=ox.RdfFormat.TURTLE)
    >>> [str(quad.subject) for quad in merged([file(), file()])]
    ['_:b0', '_:b1']
    """
    numbers = iter(range(2**63))
    for quads in files:
        yield from _relabel(quads, {}, numbers)


def _relabel(
    quads: Iterable[ox.Quad], known: dict[ox.BlankNode, ox.BlankNode], numbers: Iterator[int]
) -> Iterator[ox.Quad]:
    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            if term not in known:
                known[term] = ox.BlankNode(f"b{next(numbers)}")
            return known[term]
        if isinstance(term, ox.Triple):
            return ox.Triple(named(term.subject), term.predicate, named(term.object))
        return term

    unnamed = (ox.BlankNode, ox.Triple)
    for quad in quads:
        subject, object, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, unnamed) or isinstance(object, unnamed) or isinstance(graph, unnamed):
            yield ox.Quad(named(subject), quad.predicate, named(object), named(graph))
        else:
            yield quad


def group(quads: Iterable[ox.Quad]) -> dict[Subject | ox.DefaultGraph, Nodes]:
    """Return the statements by graph name, without repeats, each graph with its lists and inline blank nodes."""
    graphs: dict[Subject | ox.DefaultGraph, Nodes] = {}
    seen = _Uses()
    for quad in quads:
        name, subject = quad.graph_name, cast(Subject, quad.subject)
        nodes = graphs.get(name)
        if nodes is None:
            nodes = graphs[name] = Nodes()
        objects = nodes.properties.setdefault(subject, {}).setdefault(quad.predicate, [])
        objects.append(quad.object)
    for name, nodes in graphs.items():
        _sort(nodes)
        seen.add(name, nodes)
    for name, nodes in graphs.items():
        _fold(nodes, seen.parents(name, nodes))
    return graphs


def _sort(nodes: Nodes) -> None:
    for properties in nodes.properties.values():
        for predicate, objects in properties.items():
            if len(objects) > 1:
                properties[predicate] = sorted(set(objects), key=order)


class _Uses:
    """Count where blank nodes are used: only one used once, in one graph, may be written in place."""

    def __init__(self) -> None:
        self.graphs: dict[ox.BlankNode, set[str]] = defaultdict(set)

    def add(self, name: Subject | ox.DefaultGraph, nodes: Nodes) -> None:
        if isinstance(name, ox.BlankNode):
            self.graphs[name] |= {"", str(name)}
        for subject, properties in nodes.properties.items():
            if isinstance(subject, ox.BlankNode):
                self.graphs[subject].add(str(name))
            for objects in properties.values():
                for term in objects:
                    if isinstance(term, ox.BlankNode):
                        self.graphs[term].add(str(name))

    def parents(self, name: Subject | ox.DefaultGraph, nodes: Nodes) -> dict[ox.BlankNode, Subject]:
        """Return the one subject that uses each blank node, for those with one use."""
        found: dict[ox.BlankNode, Subject | None] = {}
        for subject, properties in nodes.properties.items():
            for objects in properties.values():
                for term in objects:
                    if isinstance(term, ox.BlankNode):
                        found[term] = None if term in found or len(self.graphs[term]) > 1 else subject
        return {node: parent for node, parent in found.items() if parent is not None}


def _fold(nodes: Nodes, parents: dict[ox.BlankNode, Subject]) -> None:
    cells = _lists(nodes, parents)
    for node in _too_deep(parents):
        del parents[node]
        if node in cells:
            del nodes.lists[node]
            for cell in cells[node]:
                parents.pop(cell, None)
    kept = {cell for head in nodes.lists for cell in cells[head]}
    nodes.inline = {node for node in parents if node in nodes.properties and node not in kept}
    nodes.hidden = nodes.inline | kept


def _lists(nodes: Nodes, parents: dict[ox.BlankNode, Subject]) -> dict[Subject, list[ox.BlankNode]]:
    """Find the well-formed lists, back from rdf:nil, and return their cells by head.

    JSON-LD 1.1 API 8.1, https://www.w3.org/TR/json-ld11-api/#serialize-rdf-as-json-ld-algorithm
    """
    found: dict[Subject, list[ox.BlankNode]] = {}
    for last, properties in nodes.properties.items():
        if properties.get(REST) != [NIL] or not _is_cell(last, nodes, parents):
            continue
        cells: list[ox.BlankNode] = []
        cell: Subject = last
        while isinstance(cell, ox.BlankNode) and _is_cell(cell, nodes, parents):
            cells.append(cell)
            uses = nodes.properties[parents[cell]].get(REST, [])
            if cell not in uses:
                break
            cell = parents[cell]
        cells.reverse()
        found[cells[0]] = cells
    for head, cells in found.items():
        nodes.lists[head] = [nodes.properties[cell][FIRST][0] for cell in cells]
        for cell in cells[1:]:
            parents[cell] = head
        for item in nodes.lists[head]:
            if isinstance(item, ox.BlankNode) and item in parents:
                parents[item] = head
    return found


def _is_cell(node: Subject, nodes: Nodes, parents: dict[ox.BlankNode, Subject]) -> bool:
    properties = nodes.properties.get(node, {})
    return (
        node in parents
        and len(properties) == 2
        and len(properties.get(FIRST, ())) == 1
        and len(properties.get(REST, ())) == 1
    )


def _too_deep(parents: dict[ox.BlankNode, Subject]) -> list[ox.BlankNode]:
    """Return the blank nodes at which a cycle, or a nesting deeper than DEEP, is to be cut."""
    depths: dict[Subject, int] = {}
    cuts: list[ox.BlankNode] = []
    for start in sorted(parents, key=order):
        chain: dict[ox.BlankNode, None] = {}
        node: Subject = start
        while isinstance(node, ox.BlankNode) and node in parents and node not in depths and node not in chain:
            chain[node] = None
            node = parents[node]
        if node in chain:
            # a cycle: `start` order makes the cut fall at the same node every time
            depths[node] = 0
            cuts.append(node)  # type: ignore[arg-type]
        for link in reversed(chain):
            if link not in depths:
                depths[link] = depths.get(parents[link], 0) + 1
                if depths[link] > DEEP:
                    depths[link] = 0
                    cuts.append(link)
    return cuts
