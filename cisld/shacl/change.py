"""Change: shapes and triples that came or went in, the nodes at which validation may now end otherwise out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from cisld.graph.columns import SUBCLASS, TYPE, Columns
from cisld.graph.part import Part, TooMuch
from cisld.shacl.constraint import Constraint
from cisld.shacl.footprint import constrained
from cisld.shacl.other import Closed
from cisld.shacl.pairs import Disjoint, Equals, LessThan
from cisld.shacl.paths import Path, inverted, values_at
from cisld.shacl.shape import Shape
from cisld.shacl.targets import Target
from cisld.shacl.valuetype import Class
from cisld.shacl.vocabulary import sh

Triple = tuple[str, str, str]
Nodes = set[str] | None
"""Some nodes, or None for every node."""


class Change:
    """Hold the triples that only one of two graphs has, and a graph that has at least all triples of both.

    What a path reaches in a graph it reaches in a larger one, so who looks there overlooks nothing.
    """

    def __init__(self, triples: Iterable[Triple], data: Columns) -> None:
        self.triples, self.data = frozenset(triples), data

    @cached_property
    def by_predicate(self) -> dict[str, list[tuple[str, str]]]:
        """Subject and object of the triples of each predicate."""
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, object in self.triples:
            found.setdefault(predicate, []).append((subject, object))
        return found

    def subjects(self, predicate: str) -> set[str]:
        """Return the subjects of the triples of a predicate."""
        return {subject for subject, _ in self.by_predicate.get(predicate, ())}

    def objects(self, predicate: str) -> set[str]:
        """Return the objects of the triples of a predicate."""
        return {object for _, object in self.by_predicate.get(predicate, ())}

    def instances(self, cls: str) -> Nodes:
        """Return the nodes that may have become, or ceased to be, instances of a class."""
        if SUBCLASS in self.by_predicate:
            return None
        typed = self.by_predicate.get(TYPE, ())
        classes = self.data.subclasses(cls) if typed else ()
        return {subject for subject, object in typed if object in classes}


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


def united(parts: Iterable[Nodes]) -> Nodes:
    """Return the union; every node swallows all.

    >>> united([{"<e:a>"}, None]) is None
    True
    """
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _affected(shape: Shape, change: Change, ends: dict[Shape, Nodes]) -> Nodes:
    at_focus = [_AT_FOCUS.get(type(each), _nowhere)(each, change) for each in shape.constraints]
    at_values = [_AT_VALUES.get(type(each), _unless_read)(each, change) for each in shape.constraints]
    values = united([*at_values, *(ends[child] for child in shape.children)])
    if values is None or shape.path is None:
        return united([*at_focus, values])
    return united([*at_focus, touched(shape.path, change), back(shape.path, values, change.data)])


def back(path: Path, nodes: set[str], data: Columns) -> set[str]:
    """Return the nodes from which a path leads to some nodes."""
    return {start for starts in values_at(inverted(path), nodes, data).values() for start in starts} if nodes else set()


def touched(path: Path, change: Change) -> set[str]:
    """Return the nodes from which a path goes, or went, over a triple of the change."""
    return _TOUCHED[path.kind](path, change)


def _over_inverse(path: Path, change: Change) -> set[str]:
    part = path.parts[0]
    return change.objects(part.predicate) if part.predicate else touched(inverted(part), change)


def _over_sequence(path: Path, change: Change) -> set[str]:
    first, *rest = path.parts
    if not rest:
        return touched(first, change)
    later = touched(Path("sequence", "", tuple(rest)), change)
    return touched(first, change) | back(first, later, change.data)


def _over_alternative(path: Path, change: Change) -> set[str]:
    return set().union(*(touched(part, change) for part in path.parts))


def _over_repeated(path: Path, change: Change) -> set[str]:
    return back(Path("zeroOrMore", "", path.parts), touched(path.parts[0], change), change.data)


def _nowhere(constraint: Constraint, change: Change) -> Nodes:
    return set()


def _unless_read(constraint: Constraint, change: Change) -> Nodes:
    """Return every node for a constraint that reads what has changed, and of which no more is known."""
    read = constrained(constraint)
    return None if change.triples and (read is None or not read.isdisjoint(change.by_predicate)) else set()


def _closed(constraint: Any, change: Change) -> Nodes:
    return {subject for subject, predicate, _ in change.triples if predicate not in constraint.allowed}


_PAIRS = (Equals, Disjoint, LessThan)
_AT_FOCUS: dict[type[Constraint], Callable[[Any, Change], Nodes]] = dict.fromkeys(
    _PAIRS, lambda constraint, change: change.subjects(constraint.other)
)
_AT_VALUES: dict[type[Constraint], Callable[[Any, Change], Nodes]] = {
    **dict.fromkeys(_PAIRS, _nowhere),
    Class: lambda constraint, change: change.instances(constraint.cls),
    Closed: _closed,
}
_TOUCHED: dict[str, Callable[[Path, Change], set[str]]] = {
    "predicate": lambda path, change: change.subjects(path.predicate),
    "inverse": _over_inverse,
    "sequence": _over_sequence,
    "alternative": _over_alternative,
    "zeroOrOne": _over_alternative,
    **dict.fromkeys(("zeroOrMore", "oneOrMore"), _over_repeated),
}
_TARGETED: dict[str, Callable[[Change, Target], Nodes]] = {
    sh("targetNode"): lambda change, target: set(),
    sh("targetClass"): lambda change, target: change.instances(target.value),
    sh("targetSubjectsOf"): lambda change, target: change.subjects(target.value),
    sh("targetObjectsOf"): lambda change, target: change.objects(target.value),
}


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
        values = nodes
        if shape.path is not None:
            values = {end for ends in values_at(shape.path, nodes, part).values() for end in ends}
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


_FETCH: dict[type[Constraint], Callable[[Constraint, set[str], set[str], Part], None]] = {
    **dict.fromkeys(_PAIRS, lambda constraint, nodes, values, part: part.outward(nodes)),
    **dict.fromkeys((Class, Closed), lambda constraint, nodes, values, part: part.outward(values)),
}
_FETCH_TARGET: dict[str, Callable[[Target, set[str], Part], None]] = {
    sh("targetNode"): lambda target, nodes, part: None,
    sh("targetClass"): lambda target, nodes, part: part.outward(nodes),
    sh("targetSubjectsOf"): lambda target, nodes, part: part.outward(nodes),
    sh("targetObjectsOf"): lambda target, nodes, part: part.inward(nodes, target.value),
}
