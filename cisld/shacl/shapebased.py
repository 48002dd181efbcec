"""Shape-based constraint components (SHACL 4.7): node, property and qualified value shapes."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.shacl.constraint import Constraint, Run, ValueConstraint, component
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.shape import Shape
from cisld.shacl.values import Values


class Node(ValueConstraint):
    """SHACL 4.7.1, https://www.w3.org/TR/shacl/#NodeConstraintComponent."""

    children: tuple[Shape, ...]
    text: str
    component = component("Node")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that fail the shape."""
        return nodes & run.failing(self.children[0])


class Property(ValueConstraint):
    """SHACL 4.7.2, https://www.w3.org/TR/shacl/#PropertyConstraintComponent: the results are those of the shape."""

    children: tuple[Shape, ...]
    component = component("Property")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that fail the property shape."""
        return nodes & run.failing(self.children[0])

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each result of the property shape at each value node, for the focus node that led there."""
        results = run.results(self.children[0])
        for focus, value in values.having(values.distinct & results.keys()):
            for result in results[value]:
                yield Violation(focus, nested=result)


class Qualified(Constraint):
    """SHACL 4.7.3, https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent.

    The first of `children` is the qualified value shape; the others, with sh:qualifiedValueShapesDisjoint, are its
    siblings, to which a counted node must not conform.
    """

    least: int
    most: int | None
    component: str
    children: tuple[Shape, ...]
    text: str

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield the focus nodes with too few or too many value nodes that conform to the shape."""
        counted = values.distinct - run.failing(self.children[0])
        for sibling in self.children[1:]:
            counted &= run.failing(sibling)
        for focus in values.focus:
            number = sum(value in counted for value in values.at(focus))
            if number < self.least or (self.most is not None and number > self.most):
                yield Violation(focus)


def node(read: Reader, value: str) -> Node:
    """Build the constraint of sh:node."""
    return Node((read.node_shape("node", value),), f"The value must conform to {value}.")


def property_(read: Reader, value: str) -> Property:
    """Build the constraint of sh:property."""
    return Property((read.property_shape("property", value),))


def qualified_min(read: Reader, value: str) -> Qualified | None:
    """Build the constraint of sh:qualifiedMinCount; without a shape to count by, there is none."""
    least = read.integer("qualifiedMinCount", value)
    children, shape = _qualified(read)
    if not children:
        return None
    text = f"{least} or more values must conform to {shape}."
    return Qualified(least, None, component("QualifiedMinCount"), children, text)


def qualified_max(read: Reader, value: str) -> Qualified | None:
    """Build the constraint of sh:qualifiedMaxCount; without a shape to count by, there is none."""
    most = read.integer("qualifiedMaxCount", value)
    children, shape = _qualified(read)
    if not children:
        return None
    text = f"No more than {most} values may conform to {shape}."
    return Qualified(0, most, component("QualifiedMaxCount"), children, text)


def _qualified(read: Reader) -> tuple[tuple[Shape, ...], str]:
    value = read.only("qualifiedValueShape")
    if value is None:
        read.notes.append(f"{read.node} has a qualified count without sh:qualifiedValueShape: it counts nothing.")
        return (), ""
    disjoint = read.boolean("qualifiedValueShapesDisjoint", read.only("qualifiedValueShapesDisjoint"))
    others = [each for each in read.siblings(read.node) if each != value] if disjoint else []
    return tuple(read.shape("qualifiedValueShape", each) for each in (value, *others)), value
