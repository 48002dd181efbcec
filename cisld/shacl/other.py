"""Other constraint components (SHACL 4.8): closed, has value, in."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.rdf.literals import is_iri
from cisld.shacl.constraint import Constraint, Run, ValueConstraint, component
from cisld.shacl.paths import predicate
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.values import Values
from cisld.shacl.vocabulary import sh

_SHOWN = 10


class Closed(Constraint):
    """SHACL 4.8.1, https://www.w3.org/TR/shacl/#ClosedConstraintComponent."""

    allowed: frozenset[str]
    text: str
    component = component("Closed")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each triple of a value node whose predicate is not allowed."""
        nodes = values.distinct
        for name, column in run.data.by_predicate.items():
            if name in self.allowed:
                continue
            bad = nodes & column.one.keys() | nodes & column.many.keys()
            for focus, value in values.having(bad):
                for object in column.objects(value):
                    yield Violation(focus, object, predicate(name))


class HasValue(Constraint):
    """SHACL 4.8.2, https://www.w3.org/TR/shacl/#HasValueConstraintComponent: the same term, not an equal value."""

    value: str
    text: str
    component = component("HasValue")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield the focus nodes that lack the value."""
        return map(Violation, values.lacking(self.value))


class In(ValueConstraint):
    """SHACL 4.8.3, https://www.w3.org/TR/shacl/#InConstraintComponent: the same term, not an equal value."""

    members: frozenset[str]
    text: str
    component = component("In")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that are not in the list."""
        return nodes - self.members


def closed(read: Reader, value: str) -> Closed | None:
    """Build the constraint of sh:closed with sh:ignoredProperties; only `true` switches it on."""
    ignored = read.only("ignoredProperties")
    listed = (
        [read.iri("ignoredProperties", each) for each in read.list("ignoredProperties", ignored)] if ignored else []
    )
    if not read.boolean("closed", value):
        return None
    paths = [path for shape in read.all("property") for path in read.graph[sh("path")].objects(shape) if is_iri(path)]
    return Closed(frozenset((*listed, *paths)), "The predicate is not one that the closed shape allows.")


def has_value(read: Reader, value: str) -> HasValue:
    """Build the constraint of sh:hasValue."""
    return HasValue(value, f"One of the values must be {value}.")


def in_(read: Reader, value: str) -> In:
    """Build the constraint of sh:in."""
    members = read.list("in", value)
    shown = ", ".join(members[:_SHOWN]) + (" ..." if len(members) > _SHOWN else "")
    return In(frozenset(members), f"The value must be one of {shown}.")
