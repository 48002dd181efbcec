"""Search: a group graph pattern in, steps out that find whether one solution is there, a triple pattern at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from typing import Protocol

from cisld.graph.columns import Column, Columns
from cisld.rdf.literals import is_literal
from cisld.shacl.expression import Expression, Solution, as_stored
from cisld.shacl.graphpattern import GroupPattern, TriplePattern
from cisld.shacl.paths import Path, column_of, inverted, predicate, values_at

Way = Callable[[Solution], bool]
"""Tells whether the rest of a search can be gone from a solution, which it may change."""

Doubts = Callable[[str], bool]
"""Tells of a node whether the store may lead from it where a path does not lead by what is written."""

Ends = Callable[[str], tuple[str, ...]]

_MANY = 1_000_000
_FEW = 2
_CROWD = 4


class Doubt(Exception):
    """Say that a search cannot tell."""


class Ground(Protocol):
    """Say where a search goes."""

    data: Columns

    def faithful(self, path: Path) -> bool:
        """Tell whether the literals that a path reads stand in the store as they are written."""

    def doubts(self, path: Path) -> Doubts | None:
        """Return what tells the nodes from which the store may lead elsewhere than the path, None if there is none."""

    def spend(self) -> None:
        """Count a step; raises Doubt when there have been too many."""


class Step(Protocol):
    """Go one step."""

    def before(self, on: Way) -> Way:
        """Return what goes the step in each way there is, and on from there, until one leads to the end."""


class Search:
    """Search solutions of a group where some variables are bound; `foreign` and `sure` as in `cisld.shacl.sieve`.

    `finds` tells whether there is one, and raises Doubt when it cannot tell.
    """

    def __init__(
        self, ground: Ground, group: GroupPattern, bound: Set[str], foreign: frozenset[str], sure: bool
    ) -> None:
        self.ground, self.sure = ground, sure
        self.steps: list[Step] = []
        self.bound = set(bound)
        self.foreign = foreign | group.named - bound - group.bound()
        self._tests = list(group.filters)
        self._absent = list(group.absent)
        self._plan(group)
        self.finds: Way = _arrive
        for step in reversed(self.steps):
            self.finds = step.before(self.finds)

    def _plan(self, group: GroupPattern) -> None:
        left, all_bound = list(group.patterns), self.bound | group.bound()
        self._test()
        while left:
            pattern = min(left, key=lambda each: _cost(each, self.bound, self.ground.data))
            if _cost(pattern, self.bound, self.ground.data) > _FEW:
                self._forbid(all_bound)
            together = _meeting(pattern, left, self.bound)
            left = [each for each in left if each not in together and each is not pattern]
            self.steps.append(self._step(pattern, together))
            self.bound |= pattern.variables
            self._test()
        self._forbid(all_bound)
        if self.sure and self._tests:
            self.steps.append(_Never())

    def _step(self, pattern: TriplePattern, together: list[TriplePattern]) -> Step:
        if together:
            return _Meet(self.ground, pattern.subject[1:], together, self.sure)
        return _Match(self.ground, pattern, frozenset(self.bound), self.sure)

    def _test(self) -> None:
        """Add the tests whose variables are now bound."""
        for test in [test for test in self._tests if test.variables <= self.bound]:
            self._tests.remove(test)
            self.steps.append(_Passes(test, self.sure))

    def _forbid(self, all_bound: set[str]) -> None:
        """Add the absent groups whose variables are now bound; they cost more than a step that goes one way."""
        for absent in [group for group in self._absent if group.variables() & all_bound <= self.bound]:
            self._absent.remove(absent)
            if self.sure or not is_blurred(absent, self.foreign):
                inner = Search(self.ground, absent, self.bound, self.foreign, not self.sure)
                self.steps.append(_Absent(inner))


def _arrive(solution: Solution) -> bool:
    return True


def _doubt(solution: Solution) -> bool:
    raise Doubt


def is_blurred(group: GroupPattern, foreign: frozenset[str]) -> bool:
    """Tell whether the engine may find less than a group seems to say.

    Not all of it is read, or its variables are bound to what is not known, or a path has no step at a term that is not
    in the data: editions of SPARQL differ in whether that leads from the term to itself.
    """
    return bool(group.partial or group.others or group.may_stand_still or group.variables() & foreign)


def _meeting(pattern: TriplePattern, left: list[TriplePattern], bound: set[str]) -> list[TriplePattern]:
    """Return the patterns that bind a subject by a predicate to an object that is known, if the pattern is one."""
    found = [
        each
        for each in left
        if each.subject == pattern.subject and isinstance(each.verb, Path) and each.verb.predicate
        if not _is_known(each.subject, bound) and _is_known(each.object, bound)
    ]
    return found if pattern in found else []


class _Meet:
    """Bind a subject to what several triple patterns allow, from the one that allows fewest."""

    def __init__(self, ground: Ground, name: str, patterns: list[TriplePattern], sure: bool) -> None:
        self.ground, self.name, self.sure = ground, name, sure
        verbs = [each.verb for each in patterns if isinstance(each.verb, Path)]
        self.parts = [
            (verb, ground.data[verb.predicate], each.object) for verb, each in zip(verbs, patterns, strict=True)
        ]
        self.known: dict[tuple[int, str], frozenset[str]] = {}

    def before(self, on: Way) -> Way:
        columns = [column for _, column, _ in self.parts]
        objects = [object for _, _, object in self.parts]

        def meet(solution: Solution) -> bool:
            self.ground.spend()
            ends = [_term(object, solution) for object in objects]
            if not self.sure:
                self._refuse_doubt(ends)
            for each in self._meeting(columns, ends):
                solution[self.name] = each
                if on(solution):
                    return True
            return False

        return meet

    def _meeting(self, columns: list[Column], ends: list[str]) -> Collection[str]:
        """Return the subjects that lead over each column to its end."""
        found: Collection[str] = min(
            (column.inverse.objects(end) for column, end in zip(columns, ends, strict=True)), key=len
        )
        for place, (column, end) in enumerate(zip(columns, ends, strict=True)):
            if len(found) > _CROWD:
                found = self._subjects(place, column, end).intersection(found)
            else:
                found = [each for each in found if column.one.get(each) == end or end in column.objects(each)]
        return found

    def _subjects(self, place: int, column: Column, end: str) -> frozenset[str]:
        found = self.known.get((place, end))
        if found is None:
            found = self.known[place, end] = frozenset(column.inverse.objects(end))
        return found

    def _refuse_doubt(self, objects: list[str]) -> None:
        for (path, _, _), object in zip(self.parts, objects, strict=True):
            if is_literal(object) and not (as_stored(object) and self.ground.faithful(path)):
                raise Doubt


class _Match:
    """Match a triple pattern."""

    def __init__(self, ground: Ground, pattern: TriplePattern, bound: frozenset[str], sure: bool) -> None:
        self.ground, self.pattern, self.bound, self.sure = ground, pattern, bound, sure
        self.subject, self.object = (_is_known(each, bound) for each in (pattern.subject, pattern.object))
        self.start, self.end = pattern.subject[1:], pattern.object[1:]

    def before(self, on: Way) -> Way:
        if isinstance(self.pattern.verb, Path):
            return self._along(self.pattern.verb, on)
        name, ways = self.pattern.verb[1:], dict[str, Way]()

        def over(verb: str, solution: Solution) -> bool:
            if verb not in ways:
                ways[verb] = self._along(predicate(verb), on)
            return ways[verb](solution)

        def over_any(solution: Solution) -> bool:
            for each in self.ground.data.by_predicate:
                solution[name] = each
                if over(each, solution):
                    return True
            return False

        return (lambda solution: over(solution[name], solution)) if name in self.bound else over_any

    def _along(self, path: Path, on: Way) -> Way:
        if self.subject and self.object:
            return self._checked(self._ends(path), on)
        if self.subject:
            return self._led(self._ends(path), self.pattern.subject, self.end, on)
        if self.object:
            return self._led(self._ends(inverted(path)), self.pattern.object, self.start, on)
        return _doubt

    def _checked(self, ends: Ends, on: Way) -> Way:
        def check(solution: Solution) -> bool:
            self.ground.spend()
            found, wanted = ends(_term(self.pattern.subject, solution)), _term(self.pattern.object, solution)
            return (wanted in found or self._may_be(wanted, found)) and on(solution)

        return check

    def _led(self, ends: Ends, place: str, name: str, on: Way) -> Way:
        spend = self.ground.spend

        def lead(solution: Solution) -> bool:
            spend()
            for each in ends(_term(place, solution)):
                solution[name] = each
                if on(solution):
                    return True
            return False

        return lead

    def _ends(self, path: Path) -> Ends:
        """Return what gives the ends of a path at a node."""
        data, column = self.ground.data, column_of(path, self.ground.data)
        ends: Ends = (lambda node: values_at(path, {node}, data).get(node, ())) if column is None else column.objects
        doubts = None if self.sure else self.ground.doubts(path)
        return ends if doubts is None else _unless(doubts, ends)

    def _may_be(self, wanted: str, found: tuple[str, ...]) -> bool:
        """Tell whether the store may hold one of two literals as it holds the other."""
        if self.sure or not is_literal(wanted):
            return False
        return any(is_literal(each) and not (as_stored(each) and as_stored(wanted)) for each in found)


class _Passes:
    """Let solutions pass for which a filter says yes, or, in doubt, does not say no."""

    def __init__(self, filter: Expression, sure: bool) -> None:
        self.test, self.sure = filter.test, sure

    def before(self, on: Way) -> Way:
        test, sure = self.test, self.sure

        def passes(solution: Solution) -> bool:
            said = test(solution)
            return bool(said or (said is None and not sure)) and on(solution)

        return passes


class _Absent:
    """Let solutions pass that do not fit a group."""

    def __init__(self, inner: Search) -> None:
        self.inner = inner

    def before(self, on: Way) -> Way:
        finds = self.inner.finds
        return lambda solution: not finds(solution) and on(solution)


class _Never:
    """Let nothing pass."""

    def before(self, on: Way) -> Way:
        return lambda solution: False


def _unless(doubts: Doubts, ends: Ends) -> Ends:
    def sound(node: str) -> tuple[str, ...]:
        if doubts(node):
            raise Doubt
        return ends(node)

    return sound


def _is_known(place: str, bound: frozenset[str] | set[str]) -> bool:
    return place[0] != "?" or place[1:] in bound


def _term(place: str, solution: Solution) -> str:
    return solution[place[1:]] if place[0] == "?" else place


def _cost(pattern: TriplePattern, bound: set[str], data: Columns) -> float:
    """Return about how many ways there are to match a pattern where some variables are bound."""
    subject, object = _is_known(pattern.subject, bound), _is_known(pattern.object, bound)
    if subject and object:
        return 0
    if isinstance(pattern.verb, str):
        return 3 if pattern.verb[1:] in bound else len(data.by_predicate)
    if not subject and not object:
        return _MANY
    column = column_of(inverted(pattern.verb) if object else pattern.verb, data)
    known = pattern.object if object else pattern.subject
    if column is None:
        return 3
    return len(column.objects(known)) if known[0] != "?" else len(column) / (len(column.one) + len(column.many) or 1)
