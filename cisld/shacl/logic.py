"""Logical constraint components (SHACL 4.6): not, and, or, xone, over the sets of nodes that fail other shapes."""

from __future__ import annotations

from collections import Counter

from cisld.shacl.constraint import Run, ValueConstraint, component
from cisld.shacl.reader import Reader
from cisld.shacl.shape import Shape


class Not(ValueConstraint):
    """SHACL 4.6.1, https://www.w3.org/TR/shacl/#NotConstraintComponent."""

    children: tuple[Shape, ...]
    text: str
    component = component("Not")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that conform to the shape."""
        return nodes - run.failing(self.children[0])


class And(ValueConstraint):
    """SHACL 4.6.2, https://www.w3.org/TR/shacl/#AndConstraintComponent."""

    children: tuple[Shape, ...]
    text: str
    component = component("And")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that fail any of the shapes."""
        return nodes.intersection(set().union(*map(run.failing, self.children)))


class Or(ValueConstraint):
    """SHACL 4.6.3, https://www.w3.org/TR/shacl/#OrConstraintComponent."""

    children: tuple[Shape, ...]
    text: str
    component = component("Or")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that fail all of the shapes."""
        return nodes.intersection(*map(run.failing, self.children))


class Xone(ValueConstraint):
    """SHACL 4.6.4, https://www.w3.org/TR/shacl/#XoneConstraintComponent; a shape that stands twice counts twice."""

    children: tuple[Shape, ...]
    text: str
    component = component("Xone")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that conform to none of the shapes or to more than one."""
        failed = Counter(node for child in self.children for node in nodes & run.failing(child))
        return {node for node in nodes if failed[node] != len(self.children) - 1}


def not_(read: Reader, value: str) -> Not:
    """Build the constraint of sh:not."""
    return Not((read.shape("not", value),), f"The value must not conform to {value}.")


def and_(read: Reader, value: str) -> And:
    """Build the constraint of sh:and."""
    return And(_shapes(read, "and", value), "The value must conform to all shapes of sh:and.")


def or_(read: Reader, value: str) -> Or:
    """Build the constraint of sh:or."""
    return Or(_shapes(read, "or", value), "The value must conform to one or more shapes of sh:or.")


def xone(read: Reader, value: str) -> Xone:
    """Build the constraint of sh:xone."""
    return Xone(_shapes(read, "xone", value), "The value must conform to exactly one shape of sh:xone.")


def _shapes(read: Reader, name: str, value: str) -> tuple[Shape, ...]:
    return tuple(read.shape(name, each) for each in read.list(name, value))
