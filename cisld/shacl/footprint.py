"""Footprint: shapes in, the predicates whose triples their validation reads out; None where it may read any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import Any

from cisld.graph.columns import SUBCLASS, TYPE
from cisld.shacl import cardinality, custom, logic, other, pairs, shapebased, sparql, strings, valuerange, valuetype
from cisld.shacl.constraint import Constraint
from cisld.shacl.shape import Shape
from cisld.shacl.targets import Target
from cisld.shacl.vocabulary import sh

Predicates = Set[str] | None
"""Predicates in N-Triples form, or None for any."""

_CLASSES = frozenset((TYPE, SUBCLASS))
_NOTHING: frozenset[str] = frozenset()


def footprint(shapes: Iterable[Shape]) -> Predicates:
    """Return the predicates that the validation of these shapes, and of those they refer to, reads.

    It may name more than is read, never less: a graph cut down to these predicates gives the same results.
    SHACL 3, https://www.w3.org/TR/shacl/#validation

    >>> from cisld.shacl.paths import predicate
    >>> footprint([Shape("<e:S>", predicate("<e:p>"), (Target(sh("targetObjectsOf"), "<e:q>"),))]) == {"<e:p>", "<e:q>"}
    True
    """
    seen: set[Shape] = set()
    rest = list(shapes)
    while rest:
        shape = rest.pop()
        if shape not in seen and not shape.deactivated:
            seen.add(shape)
            rest += shape.children
    return united(map(own, seen))


def own(shape: Shape) -> Predicates:
    """Return the predicates that one shape reads itself: for its targets, its path and its constraints."""
    path = frozenset(shape.path.predicates()) if shape.path else _NOTHING
    return united([path, *map(_targeted, shape.targets), *map(constrained, shape.constraints)])


def constrained(constraint: Constraint) -> Predicates:
    """Return the predicates that a constraint reads beyond its value nodes; a kind that is not listed may read any."""
    return _READ.get(type(constraint), _any)(constraint)


def united(parts: Iterable[Set[str] | None]) -> set[str] | None:
    """Return the union; None, which stands for all there are, swallows all.

    >>> united([{"<e:p>"}, None]) is None
    True
    """
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _targeted(target: Target) -> Predicates:
    return _TARGETS[target.kind](target.value)


def _any(constraint: Constraint) -> Predicates:
    return None


def _nothing(constraint: Constraint) -> Predicates:
    return _NOTHING


def _of_query(constraint: Any) -> Predicates:
    found: Predicates = constraint.query.query.predicates(constraint.query.prefixes)
    return found


_TARGETS: dict[str, Callable[[str], Predicates]] = {
    sh("targetNode"): lambda value: _NOTHING,
    sh("targetClass"): lambda value: _CLASSES,
    sh("targetSubjectsOf"): lambda value: frozenset((value,)),
    sh("targetObjectsOf"): lambda value: frozenset((value,)),
}
_READ: dict[type[Constraint], Callable[[Any], Predicates]] = {
    **dict.fromkeys(
        (
            *(valuetype.Datatype, valuetype.NodeKind, other.HasValue, other.In, valuerange.Range),
            *(cardinality.MinCount, cardinality.MaxCount),
            *(strings.MinLength, strings.MaxLength, strings.Matching, strings.LanguageIn, strings.UniqueLang),
            *(logic.Not, logic.And, logic.Or, logic.Xone),
            *(shapebased.Node, shapebased.Property, shapebased.Qualified),
        ),
        _nothing,
    ),
    valuetype.Class: lambda constraint: _CLASSES,
    **dict.fromkeys((pairs.Equals, pairs.Disjoint, pairs.LessThan), lambda constraint: frozenset((constraint.other,))),
    **dict.fromkeys((sparql.Sparql, custom.Ask), _of_query),
    other.Closed: _any,
}
"""What each kind of constraint reads."""
