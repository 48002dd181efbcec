"""Change: triples that came or went and a graph in, the nodes at which a path or a class may now be another out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from cisld.graph.columns import SUBCLASS, TYPE, Columns, Triple
from cisld.shacl.paths import Path, ends, inverted

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


def back(path: Path, nodes: set[str], data: Columns) -> set[str]:
    """Return the nodes from which a path leads to some nodes."""
    return ends(inverted(path), nodes, data) if nodes else set()


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


_TOUCHED: dict[str, Callable[[Path, Change], set[str]]] = {
    "predicate": lambda path, change: change.subjects(path.predicate),
    "inverse": _over_inverse,
    "sequence": _over_sequence,
    "alternative": _over_alternative,
    "zeroOrOne": _over_alternative,
    **dict.fromkeys(("zeroOrMore", "oneOrMore"), _over_repeated),
}
