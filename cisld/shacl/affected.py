"""Affected: shapes and a change in, the focus nodes whose results may now be others out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cisld.shacl.change import Change, Nodes, back, touched
from cisld.shacl.constraint import Constraint
from cisld.shacl.footprint import constrained, united
from cisld.shacl.locality import answered_otherwise
from cisld.shacl.other import Closed
from cisld.shacl.pairs import Disjoint, Equals, LessThan
from cisld.shacl.shape import Shape
from cisld.shacl.sparql import Sparql
from cisld.shacl.targets import Target
from cisld.shacl.valuetype import Class
from cisld.shacl.vocabulary import sh


def affected(order: Sequence[Shape], change: Change) -> dict[Shape, Nodes]:
    """Return for each shape with targets the nodes that may have other results at it or may be focus nodes anew.

    `order` has parents before their children. In doubt a node is among them.
    """
    ends: dict[Shape, Nodes] = {}
    for shape in reversed(order):
        ends[shape] = set() if shape.deactivated else _affected(shape, change, ends)
    return {
        shape: united([ends[shape], *(_TARGETED[target.kind](change, target) for target in shape.targets)])
        for shape in order
        if shape.targets and not shape.deactivated
    }


def _affected(shape: Shape, change: Change, ends: dict[Shape, Nodes]) -> Nodes:
    at_focus = [_AT_FOCUS.get(type(each), _nowhere)(each, change) for each in shape.constraints]
    at_values = [_AT_VALUES.get(type(each), _unless_read)(each, change) for each in shape.constraints]
    values = united([*at_values, *(ends[child] for child in shape.children)])
    if values is None or shape.path is None:
        return united([*at_focus, values])
    return united([*at_focus, touched(shape.path, change), back(shape.path, values, change.data)])


def _nowhere(constraint: Constraint, change: Change) -> Nodes:
    return set()


def _unless_read(constraint: Constraint, change: Change) -> Nodes:
    """Return every node for a constraint that reads what has changed, and of which no more is known."""
    read = constrained(constraint)
    return None if change.triples and (read is None or not read.isdisjoint(change.by_predicate)) else set()


def _queried(constraint: Any, change: Change) -> Nodes:
    found = _unless_read(constraint, change)
    return answered_otherwise(constraint.query, change) if found is None else found


def _closed(constraint: Any, change: Change) -> Nodes:
    return {subject for subject, predicate, _ in change.triples if predicate not in constraint.allowed}


_PAIRS = (Equals, Disjoint, LessThan)
_AT_FOCUS: dict[type[Constraint], Callable[[Any, Change], Nodes]] = {
    **dict.fromkeys(_PAIRS, lambda constraint, change: change.subjects(constraint.other)),
    Sparql: _queried,
}
_AT_VALUES: dict[type[Constraint], Callable[[Any, Change], Nodes]] = {
    **dict.fromkeys((*_PAIRS, Sparql), _nowhere),
    Class: lambda constraint, change: change.instances(constraint.cls),
    Closed: _closed,
}
_TARGETED: dict[str, Callable[[Change, Target], Nodes]] = {
    sh("targetNode"): lambda change, target: set(),
    sh("targetClass"): lambda change, target: change.instances(target.value),
    sh("targetSubjectsOf"): lambda change, target: change.subjects(target.value),
    sh("targetObjectsOf"): lambda change, target: change.objects(target.value),
}
