"""Run: data files and shapes files in, the outcome of validating one against the other out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cisld.files.positions import Place
from cisld.graph.columns import Columns
from cisld.rdf.names import Prefixes
from cisld.report import baseline
from cisld.report.finding import SEVERITIES, Finding, Graphs, Key, findings, in_order, rules_of
from cisld.report.fix import Mended, mend
from cisld.report.ignore import sift
from cisld.report.lint import folded, idle, lint
from cisld.report.outcome import Outcome
from cisld.report.place import Whereabouts
from cisld.shacl import Report, Shapes
from cisld.shacl.footprint import Predicates, footprint

if TYPE_CHECKING:
    from cisld.report.memory import Memory


@dataclass(frozen=True)
class Source:
    """A graph that is in no file: its name, how to get the triples of a footprint, and what it does not tell exactly.

    Triples are laid on top of columns that are there already; the notes are asked for after that.
    """

    name: str
    columns: Callable[[Predicates, Columns], Columns]
    notes: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True)
class Job:
    """What to validate against what; `only` are shapes by IRI; `known` is a baseline; `made` are generated files.

    With a `source` the data are there, and the files of `data` are what they use. `cache` is the folder where a run may
    have left what it knows.
    """

    data: Sequence[Path]
    shapes: Sequence[Path]
    prefixes: Prefixes = field(default_factory=Prefixes)
    only: Sequence[str] = ()
    gate: str = SEVERITIES[0]
    known: Sequence[Key] = ()
    lint: bool = False
    made: frozenset[Path] = frozenset()
    source: Source | None = None
    cache: Path | None = None


@dataclass(frozen=True)
class Done:
    """The outcome, and what only some runs ask for: every finding, what is fixed, the shapes graph."""

    outcome: Outcome
    every: list[Finding]
    fixed: list[Key]
    shapes: Columns
    memory: Memory | None = None

    def keep(self) -> tuple[str, ...]:
        """Leave in the cache what the next run starts from, places that were told included; return what went wrong."""
        if self.memory is None:
            return ()
        self.memory.keep()
        return tuple(self.memory.cache.notes)

    def mended(self, job: Job) -> list[Mended]:
        """Return the data files, but for generated ones, in which something is safe to mend."""
        return mend(self.every, [path for path in job.data if path not in job.made], self.shapes)


def validate(job: Job) -> Done:
    """Validate and sort out what is found.

    Raises InputError CIS001 to CIS009 for a file, CIS100 to CIS113 for shapes.
    """
    ready = Shapes.load(job.shapes)
    memory = _memory(job, ready)
    report, graphs = (memory.report, memory) if memory else _report(job, ready)
    found = findings(report, graphs)
    if job.lint:
        found += [*lint(job.data, job.prefixes), *idle(report.warnings, graphs.in_shapes, job.prefixes)]
    sifted = sift(found, [*(memory.marked if memory else job.data), *(job.shapes if job.lint else ())])
    as_found = len(sifted.found) == len(found) and not sifted.remarks and not job.lint
    every = sifted.found if as_found else in_order([*sifted.found, *sifted.remarks])
    parts = baseline.parted(every, job.known)
    outcome = Outcome(
        found=tuple(parts.new),
        sizes={
            "triples": memory.found.triples if memory else len(graphs.data),
            "files": len(job.data),
            "shapes": len(ready.order),
        },
        warnings=() if job.lint else tuple(folded(report.warnings, job.prefixes)),
        known=tuple(parts.known),
        ignored=tuple(sifted.ignored),
        rules=rules_of(report, graphs),
        gate=job.gate,
        report=report,
        prefixes=job.prefixes,
        endpoint=job.source.name if job.source else "",
        notes=tuple(job.source.notes()) if job.source else (),
    )
    return Done(outcome, every, parts.fixed, ready.graph, memory)


def _memory(job: Job, ready: Shapes) -> Memory | None:
    """Return what the cache helps to find; None if there is none, or it cannot help."""
    if job.cache is None or job.source is not None:
        return None
    from cisld.report.cache import Cache  # a run without cache does not wait for it
    from cisld.report.memory import Task, remember

    return remember(Task(job.data, job.shapes, job.only, job.prefixes), ready, Cache(job.cache))


def _report(job: Job, ready: Shapes) -> tuple[Report, Graphs]:
    """Validate everything."""
    data = _data(job, ready)
    report = ready.validate(data, job.only or None)
    beyond = Place(job.source.name, 0, 0) if job.source else None
    in_data, in_shapes = Whereabouts(job.data, elsewhere=beyond, homes=data.homes), Whereabouts(job.shapes, "shape")
    return report, Graphs(data, ready.graph, in_data, in_shapes, job.prefixes)


def _data(job: Job, ready: Shapes) -> Columns:
    """Return the data graph: of the files, or what validation reads of the source with the files beneath."""
    held = Columns.load(job.data) if job.data or not job.source else Columns()
    if job.source is None:
        return held
    chosen = ready.chosen(job.only or None)
    asked = [shape for shape in ready.order if shape.targets and (chosen is None or shape.node in chosen)]
    return job.source.columns(footprint(asked), held)
