"""Run: data files and shapes files in, the outcome of validating one against the other out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cisld.graph.columns import Columns
from cisld.rdf.names import Prefixes
from cisld.report import baseline
from cisld.report.finding import SEVERITIES, Finding, Graphs, Key, findings, in_order, rules_of
from cisld.report.fix import Mended, mend
from cisld.report.ignore import sift
from cisld.report.lint import folded, idle, lint
from cisld.report.outcome import Outcome
from cisld.report.place import Whereabouts
from cisld.shacl import Shapes


@dataclass(frozen=True)
class Job:
    """What to validate against what; `only` are shapes by IRI; `known` is a baseline; `made` are generated files."""

    data: Sequence[Path]
    shapes: Sequence[Path]
    prefixes: Prefixes = field(default_factory=Prefixes)
    only: Sequence[str] = ()
    gate: str = SEVERITIES[0]
    known: Sequence[Key] = ()
    lint: bool = False
    made: frozenset[Path] = frozenset()


@dataclass(frozen=True)
class Done:
    """The outcome, and what only some runs ask for: every finding, what is fixed, the shapes graph."""

    outcome: Outcome
    every: list[Finding]
    fixed: list[Key]
    shapes: Columns

    def mended(self, job: Job) -> list[Mended]:
        """Return the data files, but for generated ones, in which something is safe to mend."""
        return mend(self.every, [path for path in job.data if path not in job.made], self.shapes)


def validate(job: Job) -> Done:
    """Validate and sort out what is found.

    Raises InputError CIS001 to CIS009 for a file, CIS100 to CIS113 for shapes.
    """
    ready, data = Shapes.load(job.shapes), Columns.load(job.data)
    report = ready.validate(data, job.only or None)
    graphs = Graphs(data, ready.graph, Whereabouts(job.data), Whereabouts(job.shapes, "shape"), job.prefixes)
    found = findings(report, graphs)
    if job.lint:
        found += [*lint(job.data, job.prefixes), *idle(report.warnings, graphs.in_shapes, job.prefixes)]
    sifted = sift(found, [*job.data, *(job.shapes if job.lint else ())])
    every = in_order([*sifted.found, *sifted.remarks])
    parts = baseline.parted(every, job.known)
    outcome = Outcome(
        found=tuple(parts.new),
        sizes={"triples": len(data), "files": len(job.data), "shapes": len(ready.order)},
        warnings=() if job.lint else tuple(folded(report.warnings, job.prefixes)),
        known=tuple(parts.known),
        ignored=tuple(sifted.ignored),
        rules=rules_of(report, graphs),
        gate=job.gate,
        report=report,
        prefixes=job.prefixes,
    )
    return Done(outcome, every, parts.fixed, ready.graph)
