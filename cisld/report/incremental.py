"""Incremental: the files of today, shapes and the past in, what a full run finds out.

Nothing here judges anything: focus nodes that a change can have touched go through the one engine again, over the part
of the graph that it reads, and the results at all others are those of the earlier run. In doubt the run is a full one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from cisld.graph.columns import Columns, Triple
from cisld.graph.part import Both, Late, Part, TooMuch
from cisld.report.past import Anew, Past
from cisld.report.record import Results
from cisld.report.sheet import Sheets
from cisld.shacl import Shapes
from cisld.shacl.affected import affected
from cisld.shacl.change import Change, Nodes
from cisld.shacl.components import PARAMETERS
from cisld.shacl.constraint import component
from cisld.shacl.fetch import fetch, fetch_targets
from cisld.shacl.footprint import united
from cisld.shacl.locality import words
from cisld.shacl.run import MOST_RESULTS, Evaluation, evaluate, focus_nodes, targeted

_CORE = {component(name[0].upper() + name[1:]) for name in PARAMETERS}
_FICKLE = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT"))
"""What depends on the hour, on chance, or on the order in which the store finds solutions."""

_OF_NAMES = frozenset(("MIN", "MAX"))
"""What may depend on how blank nodes are named."""

_INEXACT = ("#double>", "#float>")
_WITNESSES = 3
_SHARE = 4
"""To ask for a part of the graph is worth it while that costs less than the whole divided by this."""


@dataclass(frozen=True)
class Found:
    """What a run finds: results, a few focus nodes of each shape, how many triples and results, the graph to ask.

    `part` is there if the graph is only made when it is asked; `inexact` says that there are numbers of which the sum
    depends on their order, and a query that adds up.
    """

    results: Results
    focus: Mapping[str, list[str]]
    triples: int
    made: int
    data: Columns
    part: Part | None = None
    inexact: bool = False


@dataclass(frozen=True)
class Question:
    """What to validate: files and shapes; `chosen` are the nodes of the shapes that count, None for all."""

    sheets: Sheets
    ready: Shapes
    chosen: set[str] | None

    @cached_property
    def words(self) -> set[str]:
        """The keywords and the names of functions of all queries."""
        return words(self.ready.order)

    @property
    def adds(self) -> bool:
        """Whether a query adds up."""
        return not self.words.isdisjoint(("SUM", "AVG"))

    def evaluate(self, data: Columns, within: Mapping[str, Nodes] | None = None) -> Evaluation:
        """Evaluate the shapes, at some focus nodes or all."""
        return evaluate(self.ready.order, self.ready.graph, data, self.chosen, within)


def fully(question: Question) -> Found:
    """Validate everything; raises InputError CIS108, CIS109, CIS112, and Damaged."""
    data = question.sheets.whole()
    made = question.evaluate(data)
    inexact = question.adds and any(
        map(_is_inexact, (o for column in data.by_predicate.values() for o in column.values()))
    )
    return Found(made.results, _some(made), len(data), made.made, data, inexact=inexact)


def again(question: Question, past: Past) -> Found:
    """Validate what has changed since; raises InputError CIS108, CIS109, CIS112, and Anew and Damaged."""
    if not _is_steady(question, past):
        raise Anew
    try:
        return _in_part(question, past)
    except TooMuch:
        return _in_whole(question, past)


def _is_steady(question: Question, past: Past) -> bool:
    """Tell whether queries that are asked the same of the same triples give the same again."""
    if question.words & _FICKLE or (past.moved and question.words & _OF_NAMES):
        return False
    return not (question.adds and (past.record.inexact or any(_is_inexact(object) for _, _, object in past.triples)))


def _is_inexact(term: str) -> bool:
    return term.endswith(_INEXACT)


def _in_part(question: Question, past: Past) -> Found:
    """Validate over the part of the graph that is needed; raises TooMuch."""
    part = Part(question.sheets.pieces, past.record.triples // _SHARE)
    within = _touched(question, past, part)
    entries = {}
    for shape in targeted(question.ready.order, question.chosen):
        nodes = within[shape.node]
        if nodes is None:
            raise TooMuch
        fetch_targets(shape, nodes, part)
        entries[shape] = nodes
    data = part.columns()
    fetch(question.ready.order, {shape: nodes & focus_nodes(shape, data) for shape, nodes in entries.items()}, part)
    made = question.evaluate(part.columns(), within)
    focus = _focus(past, within, made)
    if focus is None:
        raise TooMuch
    number = past.record.triples + sum(_more(triple, past, part) for triple in past.triples)
    return Found(_merged(past, within, made), focus, number, _made(past, made), Late(question.sheets.surely), part)


def _in_whole(question: Question, past: Past) -> Found:
    """Validate over the whole graph."""
    data = question.sheets.whole()
    within = _touched(question, past, data)
    made = question.evaluate(data, within)
    focus = _focus(past, within, made)
    if focus is None:
        shapes = targeted(question.ready.order, question.chosen)
        focus = {shape.node: list(islice(focus_nodes(shape, data), _WITNESSES)) for shape in shapes}
    return Found(_merged(past, within, made), focus, len(data), _made(past, made), data)


def _touched(question: Question, past: Past, data: Columns) -> dict[str, Nodes]:
    """Return for the node of each shape the nodes whose results may not be those of the record."""
    found = affected(question.ready.order, Change(past.triples, Both(data, past.gone)))
    return {shape.node: united([nodes, _rewritten(past, shape.node)]) for shape, nodes in found.items()}


def _rewritten(past: Past, shape: str) -> set[str]:
    """Return the nodes with a result of a query that shows a literal: which one depends on all literals beside it."""
    typed = {subject for subject, _, object in past.triples if object[0] == '"' and object[-1] == ">"}
    return {
        focus
        for focus, results in past.results.get(shape, {}).items()
        if typed and any(result.focus in typed and result.component not in _CORE for result in results)
    }


def _merged(past: Past, within: Mapping[str, Nodes], made: Evaluation) -> Results:
    merged: Results = {}
    for shape, by_focus in past.results.items():
        nodes = within.get(shape, set())
        if nodes is not None:
            merged[shape] = {focus: results for focus, results in by_focus.items() if focus not in nodes}
    for shape, by_focus in made.results.items():
        merged.setdefault(shape, {}).update(by_focus)
    return merged


def _focus(past: Past, within: Mapping[str, Nodes], made: Evaluation) -> dict[str, list[str]] | None:
    """Return a few focus nodes of each shape; None if those of a shape are gone and others would have to be sought."""
    found = {}
    for shape, new in _some(made).items():
        nodes, before = within[shape], [past.name(node) for node in past.record.focus.get(shape, ())]
        kept = [] if nodes is None else [node for node in before if node not in nodes]
        found[shape] = [*kept, *new][:_WITNESSES]
        if before and nodes is not None and not found[shape]:
            return None
    return found


def _some(made: Evaluation) -> dict[str, list[str]]:
    return {shape: list(islice(nodes, _WITNESSES)) for shape, nodes in made.focus.items()}


def _made(past: Past, made: Evaluation) -> int:
    """Return how many results a full run makes at most; Anew if that may be too many."""
    number = past.record.made + made.made
    if number > MOST_RESULTS:
        raise Anew
    return number


def _more(triple: Triple, past: Past, part: Part) -> int:
    """Return 1 for a triple that the graph did not have, -1 for one that it does not have any more, else 0."""
    times = part.times(triple)
    before = triple in past.gone or times > past.come[triple]
    return (times > 0) - before
