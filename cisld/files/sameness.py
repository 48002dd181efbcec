"""Sameness: two parses of Turtle texts in, whether they give the same graph with every term as written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox

Key: TypeAlias = tuple[object, ...]


def same(one: Iterable[ox.Quad], other: Iterable[ox.Quad], labels: set[str]) -> bool:
    """Tell whether two parses give one graph: nodes with a label in `labels` keep it, others are told by their tree.

    RDF 1.1 Concepts 3.6, https://www.w3.org/TR/rdf11-concepts/#graph-isomorphism. A node written as [ ] or ( ) is the
    object of one triple at most, so the nameless nodes are trees, and comparing trees takes linear time.

    >>> triple = [ox.Quad(ox.BlankNode("a"), ox.NamedNode("x:p"), ox.Literal("1"))]
    >>> same(triple, [ox.Quad(ox.BlankNode("b"), ox.NamedNode("x:p"), ox.Literal("1"))], set())
    True
    >>> same(triple, [ox.Quad(ox.BlankNode("b"), ox.NamedNode("x:p"), ox.Literal("1"))], {"a", "b"})
    False
    """
    numbers: dict[Key, int] = {}
    return _described(set(one), labels, numbers) == _described(set(other), labels, numbers)


def _described(quads: set[ox.Quad], labels: set[str], numbers: dict[Key, int]) -> Counter[Key]:
    """Return the triples of the named subjects and the trees of the nameless roots, each with how often it is there."""
    said: dict[object, list[ox.Quad]] = {}
    named: list[ox.Quad] = []
    inner: set[object] = set()
    for quad in quads:
        (said.setdefault(quad.subject, []) if _nameless(quad.subject, labels) else named).append(quad)
        if _nameless(quad.object, labels):
            inner.add(quad.object)
            said.setdefault(quad.object, [])
    trees = _numbered(said, labels, numbers)
    found: Counter[Key] = Counter((quad.subject, quad.predicate, trees.get(quad.object, quad.object)) for quad in named)
    found.update([(trees[node],) for node in said if node not in inner])
    return found


def _nameless(term: object, labels: set[str]) -> bool:
    return isinstance(term, ox.BlankNode) and term.value not in labels


def _numbered(said: dict[object, list[ox.Quad]], labels: set[str], numbers: dict[Key, int]) -> dict[object, Key]:
    """Return for each nameless node a number, the same for the same tree; leaves come first, without recursion."""
    trees: dict[object, Key] = {}
    opened: set[object] = set()
    waiting: list[object] = list(said)
    while waiting:
        node = waiting[-1]
        lacking = [quad.object for quad in said[node] if _nameless(quad.object, labels) and quad.object not in trees]
        if lacking and node not in opened:
            opened.add(node)
            waiting += lacking
            continue
        waiting.pop()
        counted = Counter((quad.predicate, trees.get(quad.object, quad.object)) for quad in said[node])
        trees[node] = (numbers.setdefault((frozenset(counted.items()),), len(numbers)),)
    return trees
