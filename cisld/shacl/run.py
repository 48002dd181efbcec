"""The run: from shapes in order and a data graph to a report; each shape is evaluated once, for all its nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cisld.errors import InputError
from cisld.graph.columns import Columns, uncollected
from cisld.rdf.literals import written
from cisld.shacl.constraint import Constraint
from cisld.shacl.report import Report
from cisld.shacl.result import Result, Violation
from cisld.shacl.seeds import Dataset
from cisld.shacl.shape import Shape
from cisld.shacl.shapebased import Property
from cisld.shacl.values import Values, value_nodes

MOST_RESULTS = 1_000_000


class Evaluation(NamedTuple):
    """What an evaluation finds: for the node of each shape with targets its focus nodes, and the results at each.

    `made` is how many results were made, those of nested shapes among them.
    """

    focus: dict[str, set[str]]
    results: dict[str, dict[str, list[Result]]]
    made: int


def run(
    order: list[Shape], graph: Columns, data: Columns, chosen: set[str] | None, warnings: tuple[str, ...]
) -> Report:
    """Validate the data graph against shapes that stand parents first; `chosen` are the shapes whose targets count.

    SHACL 3.4, https://www.w3.org/TR/shacl/#validation-definition; raises InputError CIS108, CIS109, CIS112.
    """
    found = evaluate(order, graph, data, chosen)
    idle = [node for node, focus in found.focus.items() if not focus]
    return reported(found.results, idle, warnings)


def evaluate(
    order: list[Shape],
    graph: Columns,
    data: Columns,
    chosen: set[str] | None,
    within: Mapping[str, set[str] | None] | None = None,
) -> Evaluation:
    """Evaluate the shapes with targets; `within` leaves of the focus nodes of a shape only some, all for None.

    Raises InputError CIS108, CIS109, CIS112.
    """
    validation = _Run(order, graph, data)
    with uncollected():
        entries = {shape: focus_nodes(shape, data) for shape in targeted(order, chosen)}
        if within is not None:
            entries = {shape: _only(focus, within.get(shape.node, set())) for shape, focus in entries.items()}
        validation.evaluate(entries)
    focus = {shape.node: nodes for shape, nodes in entries.items()}
    return Evaluation(focus, validation.found(entries), validation.count)


def focus_nodes(shape: Shape, data: Columns) -> set[str]:
    """Return the focus nodes of the targets of a shape."""
    found = [target.focus(data) for target in shape.targets]
    return set(found[0]) if len(found) == 1 else set().union(*found)


def _only(focus: set[str], nodes: set[str] | None) -> set[str]:
    return focus if nodes is None else focus & nodes


def targeted(order: Iterable[Shape], chosen: set[str] | None) -> list[Shape]:
    """Return the shapes with targets that count."""
    return [s for s in order if s.targets and not s.deactivated and (chosen is None or s.node in chosen)]


def reported(
    results: Mapping[str, Mapping[str, list[Result]]], idle: Iterable[str], warnings: tuple[str, ...]
) -> Report:
    """Return the report of results by shape and focus node, in a fixed order; `idle` are shapes without focus node."""
    found = (result for by_focus in results.values() for each in by_focus.values() for result in each)
    unmet = tuple(f"{node} has a target that selects no node of the data." for node in sorted(idle))
    return Report(tuple(sorted(found, key=lambda result: result.key)), warnings + unmet)


class _Run:
    """Hold what is known about shapes and nodes while one data graph is validated.

    Going down the order, each shape learns which nodes others will ask it about; going up, each is evaluated once, when
    all that it asks about is known. So nothing recurses, and a shape that many others use costs as much as one.
    """

    def __init__(self, order: list[Shape], graph: Columns, data: Columns) -> None:
        self.order, self.graph, self.data = order, graph, data
        self._failing: dict[Shape, set[str]] = {}
        self._results: dict[Shape, dict[str, list[Result]]] = {}
        self._dataset: Dataset | None = None
        self.count = 0

    def failing(self, shape: Shape) -> set[str]:
        """Return the nodes that do not conform to a shape, of those it was asked about."""
        return self._failing.get(shape, set())

    def results(self, shape: Shape) -> dict[str, list[Result]]:
        """Return the results of a shape by the node that was validated."""
        return self._results.get(shape, {})

    def dataset(self) -> Dataset:
        """Return the data graph and the shapes graph where SPARQL can be asked."""
        if self._dataset is None:
            self._dataset = Dataset(self.data, self.graph)
        return self._dataset

    def evaluate(self, entries: dict[Shape, set[str]]) -> None:
        """Evaluate every shape for the nodes of `entries`, which need results, and for those that others ask about."""
        reported = {shape: set(nodes) for shape, nodes in entries.items()}
        asked: dict[Shape, set[str]] = {}
        for shape in self.order:
            self._ask(shape, reported, asked)
        for shape in reversed(self.order):
            if not shape.deactivated:
                self._judge(shape, reported.pop(shape, set()), asked.pop(shape, set()))

    def _ask(self, shape: Shape, reported: dict[Shape, set[str]], asked: dict[Shape, set[str]]) -> None:
        if shape.deactivated or not shape.children:
            return
        for nodes, into in ((reported.get(shape), reported), (asked.get(shape), asked)):
            if not nodes:
                continue
            found = value_nodes(nodes, shape.path, self.data).distinct
            for constraint in shape.constraints:
                demanded = into if isinstance(constraint, Property) else asked
                for child in constraint.children:
                    demanded.setdefault(child, set()).update(found)

    def _judge(self, shape: Shape, reported: set[str], asked: set[str]) -> None:
        failing: set[str] = set()
        if reported:
            failing = self._report(shape, value_nodes(reported, shape.path, self.data))
        if asked := asked - reported:
            values = value_nodes(asked, shape.path, self.data)
            failing = failing.union(*(constraint.failing(values, self) for constraint in shape.constraints))
        self._failing[shape] = failing

    def _report(self, shape: Shape, values: Values) -> set[str]:
        results: dict[str, list[Result]] = {}
        for constraint in shape.constraints:
            for violation in constraint.violations(values, self):
                results.setdefault(violation.focus, []).append(_result(shape, constraint, violation))
                self._count()
        self._results[shape] = results
        return set(results)

    def _count(self) -> None:
        self.count += 1
        if self.count > MOST_RESULTS:
            raise InputError("CIS112", f"More than {MOST_RESULTS} results.", "Validate a part of the data or shapes.")

    def found(self, entries: dict[Shape, set[str]]) -> dict[str, dict[str, list[Result]]]:
        """Return the results at the focus nodes of targets."""
        return {
            shape.node: {node: results for node, results in self.results(shape).items() if node in nodes}
            for shape, nodes in entries.items()
        }


def _result(shape: Shape, constraint: Constraint, violation: Violation) -> Result:
    if violation.nested is not None:
        return violation.nested
    return Result(
        violation.focus,
        violation.path or shape.path,
        violation.value,
        constraint.component,
        shape.node,
        constraint.source,
        shape.severity,
        _messages(shape, constraint, violation),
    )


def _messages(shape: Shape, constraint: Constraint, violation: Violation) -> tuple[str, ...]:
    ways: Iterable[tuple[str, ...]] = (violation.messages, constraint.messages, shape.messages)
    return next(filter(None, ways), (written(constraint.text),) if constraint.text else ())
