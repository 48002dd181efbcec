"""Constraints: what each constraint component gives the run: shapes it needs, violations among value nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from cisld.graph.columns import Columns
from cisld.shacl.result import Result, Violation
from cisld.shacl.values import Values
from cisld.shacl.vocabulary import sh

if TYPE_CHECKING:
    from cisld.shacl.seeds import Dataset
    from cisld.shacl.shape import Shape


class Run(Protocol):
    """Say what a constraint may ask while the data graph is validated."""

    data: Columns

    def failing(self, shape: Shape) -> set[str]:
        """Return the nodes that do not conform to a shape, of those it was asked about."""

    def results(self, shape: Shape) -> dict[str, list[Result]]:
        """Return the results of a shape by the node that was validated."""

    def dataset(self) -> Dataset:
        """Return the data graph and the shapes graph where SPARQL can be asked."""


class Constraint:
    """Hold one constraint of a shape: SHACL 3.4, https://www.w3.org/TR/shacl/#constraints.

    `component` is the IRI for results, `children` the shapes that value nodes are checked against, `source` the node of
    the shapes graph that declares the constraint (only SPARQL), `text` what is required, in plain English.
    """

    component = ""
    children: tuple[Shape, ...] = ()
    source: str | None = None
    text = ""
    messages: tuple[str, ...] = ()

    def __init__(self, *parts: object) -> None:
        """Take the parts that the class annotates, in that order: a dataclass that costs nothing at every start."""
        for name, part in zip(type(self).__annotations__, parts, strict=False):
            setattr(self, name, part)

    def violations(self, values: Values, run: Run) -> Iterable[Violation]:
        """Yield what is wrong at the focus nodes of `values`."""
        raise NotImplementedError

    def failing(self, values: Values, run: Run) -> set[str]:
        """Return the focus nodes at which something is wrong."""
        return {violation.focus for violation in self.violations(values, run)}


class ValueConstraint(Constraint):
    """A constraint that each value node meets or breaks by itself, so that each distinct node is judged once."""

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that break the constraint."""
        raise NotImplementedError

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield each focus node with each value node that breaks the constraint."""
        return (Violation(focus, value) for focus, value in values.having(self.bad(values.distinct, run)))

    def failing(self, values: Values, run: Run) -> set[str]:
        """Return the focus nodes that have a value node that breaks the constraint."""
        return values.owners(self.bad(values.distinct, run))


def component(name: str) -> str:
    """Return the IRI of a core constraint component.

    >>> component("MinCount")
    '<http://www.w3.org/ns/shacl#MinCountConstraintComponent>'
    """
    return sh(f"{name}ConstraintComponent")
