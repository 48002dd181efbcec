"""Report: all results of a validation, and the same as an RDF graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

from cisld.graph.columns import TYPE, Triple
from cisld.rdf.literals import written
from cisld.rdf.names import XSD
from cisld.shacl.result import Result
from cisld.shacl.vocabulary import sh


class Report(NamedTuple):
    """Hold a validation report: SHACL 3.6.1, https://www.w3.org/TR/shacl/#results-validation-report.

    `warnings` are sentences about shapes that could not find anything.
    """

    results: tuple[Result, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no result, of whatever severity."""
        return not self.results

    def graph(self) -> Iterator[Triple]:
        """Yield the report as triples, terms in N-Triples form; each path is a copy with blank nodes of its own.

        >>> len(list(Report().graph()))
        2
        """
        numbers = count()

        def name() -> str:
            return f"_:report{next(numbers)}"

        report = name()
        yield report, TYPE, sh("ValidationReport")
        yield report, sh("conforms"), written(str(self.conforms).lower(), XSD + "boolean")
        for result in self.results:
            node = name()
            yield report, sh("result"), node
            yield from _described(result, node, name)


def _described(result: Result, node: str, name: Callable[[], str]) -> Iterator[Triple]:
    yield node, TYPE, sh("ValidationResult")
    yield node, sh("focusNode"), result.focus
    if result.path is not None:
        path, triples = result.path.node(name)
        yield node, sh("resultPath"), path
        yield from triples
    if result.value is not None:
        yield node, sh("value"), result.value
    yield node, sh("sourceConstraintComponent"), result.component
    yield node, sh("sourceShape"), result.source_shape
    if result.source_constraint is not None:
        yield node, sh("sourceConstraint"), result.source_constraint
    yield node, sh("resultSeverity"), result.severity
    for message in result.messages:
        yield node, sh("resultMessage"), message
