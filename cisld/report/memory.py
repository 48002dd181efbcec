"""Memory: a job, its shapes and a cache in, what a full run finds and tells out, with what the next run starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cisld.errors import InputError
from cisld.files.parse import read
from cisld.files.positions import Place
from cisld.graph.columns import SUBCLASS, TYPE, Columns, Triple
from cisld.graph.part import Part, TooMuch
from cisld.graph.pieces import Damaged, Pieces, having, number_of
from cisld.rdf.literals import is_blank, is_iri, is_literal
from cisld.rdf.names import Prefixes
from cisld.report.cache import Cache
from cisld.report.finding import Graphs
from cisld.report.hint import BY_NAMES, HintKey, Hints
from cisld.report.incremental import Found, Question, again, fully
from cisld.report.past import Anew, Past
from cisld.report.place import File, Whereabouts, lasting, naming, place_of, shown
from cisld.report.record import Record, Spot, every, spot_of
from cisld.report.rule import component_name
from cisld.report.sheet import Sheets, sheets_of
from cisld.shacl import Report, Result, Shapes
from cisld.shacl.run import reported

_MOST_RESULTS = 100_000
_DEEPEST = 30


@dataclass(frozen=True)
class Task:
    """What to validate: data files, shapes files, the shapes that are asked for, and how terms are told."""

    data: Sequence[Path]
    shapes: Sequence[Path]
    only: Sequence[str]
    prefixes: Prefixes

    @property
    def name(self) -> str:
        """What the record of such a run is called."""
        return sha256("\n".join((*(path.name for path in self.shapes), "", *self.only)).encode()).hexdigest()[:32]

    def against(self, ready: Shapes) -> str:
        """Return a hash of all but the data files that results and findings depend on; raises InputError."""
        told = sha256(repr((sorted(self.prefixes.items()), self.only)).encode())
        local = any(term.startswith("<file:") for triple in ready.graph.triples() for term in triple)
        for path in self.shapes:
            told.update(sha256(read(path)).digest() + path.suffix.encode())
            told.update(path.resolve().as_uri().encode() if local else b"")
        return told.hexdigest()


def remember(task: Task, ready: Shapes, cache: Cache) -> Memory | None:
    """Return what a full run finds; None where only a run without cache can tell.

    Raises InputError CIS113 for a shape that is not there.
    """
    chosen = ready.chosen(task.only or None)
    for trusting in (True, False):
        try:
            sheets = sheets_of(task.data, cache, trusting)
            return _found(task, ready, chosen, sheets, cache) if sheets else None
        except Damaged:
            continue
        except InputError:  # the run without cache meets it too, and in its own order
            return None
    return None


def _found(task: Task, ready: Shapes, chosen: set[str] | None, sheets: Sheets, cache: Cache) -> Memory:
    question = Question(sheets, ready, chosen)
    against = task.against(ready)
    record = Record.of(cache.record(task.name))
    past: Past | None = None
    try:
        past = Past(record, sheets.files, cache) if record and record.against == against else None
        found = again(question, past) if past else fully(question)
    except Anew:
        past, found = None, fully(question)
    where = Indexed(task.data, pieces=sheets.pieces), Whereabouts(task.shapes, "shape")
    graphs = found.data, ready.graph, *where, task.prefixes
    return Memory(*graphs, task, against, sheets, found, past, cache, ready.notes)


@dataclass
class Indexed(Whereabouts):
    """Find where terms stand, looking only into files whose pieces have the subject."""

    pieces: Sequence[Pieces] = ()

    def _having(self, subject: str) -> list[File]:
        number = number_of(subject)
        files = zip(self._files, self.pieces, strict=True)
        return [file for file, pieces in files if next(having(pieces.subjects, number), None) is not None]


class PartHints(Hints):
    """Know the names of a graph, without making the graph where a part of it tells enough."""

    def __init__(self, graphs: Graphs, known: Mapping[HintKey, str], part: Part | None) -> None:
        super().__init__(graphs.data, graphs.shapes, graphs.prefixes, known)
        self.part = part

    def describes(self, node: str) -> bool:
        """Tell whether the data say something of a node."""
        try:
            return super().describes(node) if self.part is None else bool(list(statements(self.part, node)))
        except (TooMuch, Damaged):
            return super().describes(node)


def statements(graph: Columns, node: str) -> Iterator[Triple]:
    """Yield the triples at a node; a part takes them in first."""
    if isinstance(graph, Part):
        graph.outward((node,))
    for predicate, column in graph.by_predicate.items():
        for object in column.objects(node):
            yield node, predicate, object


@dataclass(frozen=True)
class Memory(Graphs):
    """Hold what results are told by, and what is known from before of their places and hints."""

    task: Task
    against: str
    sheets: Sheets
    found: Found
    past: Past | None
    cache: Cache
    notes: Sequence[str]
    placed: dict[Spot, Place] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    @cached_property
    def report(self) -> Report:
        """The report of a full run."""
        idle = [shape for shape, nodes in self.found.focus.items() if not nodes]
        return reported(self.found.results, idle, tuple(self.notes))

    @property
    def marked(self) -> list[Path]:
        """The data files that have comments which ask to ignore a finding."""
        return [file.path for file in self.sheets.files if file.pieces.marked]

    @cached_property
    def hints(self) -> Hints:
        """What may have been meant; what an earlier run has told is told again where it is still true."""
        return PartHints(self, dict(self._true_hints()), self.found.part)

    def _true_hints(self) -> Iterator[tuple[HintKey, str]]:
        known = self.past.record.hints if self.past else {}
        for key, hint in known.items():
            _, component, value, _ = key
            by_names = component_name(component) in BY_NAMES and is_iri(value)
            if not (by_names and self._names_changed) and not (is_blank(value) and self.past and self.past.moved):
                yield key, hint

    @cached_property
    def _names_changed(self) -> bool:
        """Whether some node may now be described that was not, or the other way, or be of another class."""
        past = self.past
        if past is None or any(predicate in (TYPE, SUBCLASS) for _, predicate, _ in past.triples):
            return True
        graph = self.found.part or self.found.data
        nodes = {subject for subject, _, _ in past.triples}
        new = past.come.keys() - past.gone.keys()
        return not all(any(triple not in new for triple in statements(graph, node)) for node in nodes)

    def lasting(self, term: str) -> str:
        """Return a name for a term of the data that stays when lines move."""
        if not is_blank(term):
            return term
        found = self._old_names.get(term) or self.named.get(term)
        if found is None:
            found = lasting(term, self.data)
            if not _is_named_once(term, self.data):
                return found
        self.named[term] = found
        return found

    def place(self, result: Result) -> Place | None:
        """Return where the nearest triple of a result stands."""
        spot = spot_of(result)
        found = self.placed.get(spot) or self._old_places.get(spot)
        if found is None:
            found = self._sought_place(result)
            if found is None or not _is_simple(result) or self.in_data.subject(result.focus) is None:
                return found
        self.placed[spot] = found
        return found

    @cached_property
    def _old_names(self) -> dict[str, str]:
        """The names of blank nodes that an earlier run has found, where they stand in files that are as they were."""
        past = self.past
        return (
            {past.name(term): name for term, name in past.record.names.items() if past.is_steady(term)} if past else {}
        )

    @cached_property
    def _old_places(self) -> dict[Spot, Place]:
        """The places that an earlier run has found, where no file that has changed can have another."""
        past, found = self.past, {}
        if past is not None and past.in_order:
            for (focus, path, value), (file, line, column) in past.record.places.items():
                terms = [focus, *([value] if value and is_blank(value) else ())]
                if past.same(file) and all(map(past.is_steady, terms)):
                    spot = past.name(focus), path, value and past.name(value)
                    found[spot] = Place(self._names[past.twins[file]], line, column)
        return found

    def _sought_place(self, result: Result) -> Place | None:
        part = self.found.part
        if part is not None and _is_simple(result) and not any(map(is_blank, filter(None, spot_of(result)))):
            try:
                if list(statements(part, result.focus)) and self.in_data.subject(result.focus):
                    return place_of(result, part, self.in_data)
            except (TooMuch, Damaged):
                pass
        return place_of(result, self.data, self.in_data)

    @cached_property
    def _names(self) -> list[str]:
        return [str(shown(file.path)) for file in self.sheets.files]

    def keep(self) -> None:
        """Write what the next run starts from."""
        results = list(every(self.found.results))
        if len(results) > _MOST_RESULTS:
            return
        for spot in map(spot_of, results):
            if place := self._old_places.get(spot):
                self.placed.setdefault(spot, place)
        record = self._record().to_data()
        if self.past is None or record != self.past.record.to_data():
            self.cache.keep_record(self.task.name, record)
            self.cache.sweep(self.task.name, (file.seen.key for file in self.sheets.files))

    def _record(self) -> Record:
        numbers = {name: number for number, name in enumerate(self._names)}
        return Record(
            self.against,
            tuple(file.seen for file in self.sheets.files),
            self.found.triples,
            self.found.made,
            self.found.focus,
            self.found.results,
            self.hints.told,
            {spot: (numbers[place.path], place.line, place.column) for spot, place in self.placed.items()},
            self.named,
            self.found.inexact,
        )


def _is_named_once(term: str, graph: Columns) -> bool:
    """Tell whether there is one way only to name a blank node by what leads to it."""
    for _ in range(_DEEPEST):
        subjects = {subject for subject, _, _ in naming(term, graph)}
        if len(subjects) != 1:
            return not subjects
        term = subjects.pop()
        if not is_blank(term):
            return True
    return False


def _is_simple(result: Result) -> bool:
    """Tell whether all triples that tell a result's place have its focus node as subject."""
    return not is_literal(result.focus) and (result.path is None or bool(result.path.predicate))
