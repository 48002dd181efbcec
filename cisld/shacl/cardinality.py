"""Cardinality constraint components (SHACL 4.2): how many value nodes."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.shacl.constraint import Constraint, Run, component
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.values import Values


class MinCount(Constraint):
    """SHACL 4.2.1, https://www.w3.org/TR/shacl/#MinCountConstraintComponent."""

    least: int
    text: str
    component = component("MinCount")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield the focus nodes with fewer value nodes."""
        return map(Violation, values.fewer(self.least))


class MaxCount(Constraint):
    """SHACL 4.2.2, https://www.w3.org/TR/shacl/#MaxCountConstraintComponent."""

    most: int
    text: str
    component = component("MaxCount")

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield the focus nodes with more value nodes."""
        return map(Violation, values.more(self.most))


def min_count(read: Reader, value: str) -> MinCount:
    """Build the constraint of sh:minCount."""
    least = read.integer("minCount", value)
    return MinCount(least, f"There must be {least} value{'s' * (least != 1)} or more.")


def max_count(read: Reader, value: str) -> MaxCount:
    """Build the constraint of sh:maxCount."""
    most = read.integer("maxCount", value)
    return MaxCount(most, f"There must be no more than {most} value{'s' * (most != 1)}.")
