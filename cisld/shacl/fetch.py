"""Fetch: shapes and nodes in; a part of a graph takes in what the validation of the nodes reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cisld.graph.columns import SUBCLASS
from cisld.graph.part import Part, TooMuch
from cisld.shacl.constraint import Constraint
from cisld.shacl.footprint import constrained
from cisld.shacl.locality import fetch_query
from cisld.shacl.other import Closed
from cisld.shacl.pairs import Disjoint, Equals, LessThan
from cisld.shacl.paths import ends
from cisld.shacl.shape import Shape
from cisld.shacl.sparql import Sparql
from cisld.shacl.targets import Target
from cisld.shacl.valuetype import Class
from cisld.shacl.vocabulary import sh


def fetch(order: Sequence[Shape], entries: dict[Shape, set[str]], part: Part) -> None:
    """Let a part of a graph take in all that the validation of these nodes reads.

    Raises TooMuch where a part will not do: for a constraint that may read anything.
    """
    part.stating(SUBCLASS)
    asked = {shape: set(nodes) for shape, nodes in entries.items()}
    for shape in order:
        nodes = asked.get(shape)
        if not nodes or shape.deactivated:
            continue
        values = nodes if shape.path is None else ends(shape.path, nodes, part)
        for constraint in shape.constraints:
            _FETCH.get(type(constraint), _fetch_nothing)(constraint, nodes, values, part)
            for child in constraint.children:
                asked.setdefault(child, set()).update(values)


def fetch_targets(shape: Shape, nodes: set[str], part: Part) -> None:
    """Let a part of a graph take in all that tells whether nodes are focus nodes of a shape; raises TooMuch."""
    part.stating(SUBCLASS)
    for target in shape.targets:
        _FETCH_TARGET[target.kind](target, nodes, part)


def _fetch_nothing(constraint: Constraint, nodes: set[str], values: set[str], part: Part) -> None:
    if constrained(constraint) != frozenset():
        raise TooMuch


_FETCH: dict[type[Constraint], Callable[[Any, set[str], set[str], Part], None]] = {
    **dict.fromkeys((Equals, Disjoint, LessThan), lambda constraint, nodes, values, part: part.outward(nodes)),
    **dict.fromkeys((Class, Closed), lambda constraint, nodes, values, part: part.outward(values)),
    Sparql: lambda constraint, nodes, values, part: fetch_query(constraint.query, nodes, part),
}
_FETCH_TARGET: dict[str, Callable[[Target, set[str], Part], None]] = {
    sh("targetNode"): lambda target, nodes, part: None,
    sh("targetClass"): lambda target, nodes, part: part.outward(nodes),
    sh("targetSubjectsOf"): lambda target, nodes, part: part.outward(nodes),
    sh("targetObjectsOf"): lambda target, nodes, part: part.inward(nodes, target.value),
}
