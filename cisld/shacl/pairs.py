"""Property pair constraint components (SHACL 4.5): value nodes beside the objects of another predicate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cisld.rdf.order import compare_values, value_of
from cisld.shacl.constraint import Constraint, Run, component
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.values import Values


class Equals(Constraint):
    """SHACL 4.5.1, https://www.w3.org/TR/shacl/#EqualsConstraintComponent."""

    other: str
    text: str
    component = component("Equals")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each value node that the other predicate lacks, and each of its objects that is no value node."""
        column = run.data[self.other]
        for focus in values.focus:
            here, there = values.at(focus), column.objects(focus)
            if here != there:
                for value in dict.fromkeys((*here, *there)):
                    if value not in here or value not in there:
                        yield Violation(focus, value)


class Disjoint(Constraint):
    """SHACL 4.5.2, https://www.w3.org/TR/shacl/#DisjointConstraintComponent."""

    other: str
    text: str
    component = component("Disjoint")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each value node that is also an object of the other predicate."""
        column = run.data[self.other]
        for focus in values.focus & column.subjects():
            others = column.objects(focus)
            for value in values.at(focus):
                if value in others:
                    yield Violation(focus, value)


class LessThan(Constraint):
    """SHACL 4.5.3, 4.5.4, https://www.w3.org/TR/shacl/#LessThanConstraintComponent; `orders` are those that conform."""

    other: str
    orders: tuple[int, ...]
    component: str
    text: str

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each value node with each object of the other predicate that does not come after it."""
        column, read = run.data[self.other], cache(value_of)
        for focus in values.focus & column.subjects():
            others = [read(object) for object in column.objects(focus)]
            for value in values.at(focus):
                here = read(value)
                for other in others:
                    if compare_values(here, other) not in self.orders:
                        yield Violation(focus, value)


def equals(read: Reader, value: str) -> Equals:
    """Build the constraint of sh:equals."""
    return Equals(read.iri("equals", value), f"The values must be those of {value}.")


def disjoint(read: Reader, value: str) -> Disjoint:
    """Build the constraint of sh:disjoint."""
    return Disjoint(read.iri("disjoint", value), f"The value must not be a value of {value}.")


def less_than(read: Reader, value: str) -> LessThan:
    """Build the constraint of sh:lessThan."""
    text = f"The value must be less than each value of {value}."
    return LessThan(read.iri("lessThan", value), (-1,), component("LessThan"), text)


def less_than_or_equals(read: Reader, value: str) -> LessThan:
    """Build the constraint of sh:lessThanOrEquals."""
    text = f"The value must be no greater than each value of {value}."
    return LessThan(read.iri("lessThanOrEquals", value), (-1, 0), component("LessThanOrEquals"), text)
