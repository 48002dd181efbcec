"""Past: the record of an earlier run and the files of today in, what has come and gone since out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, partial
from itertools import accumulate

from cisld.graph.columns import Triple
from cisld.graph.part import home, numbered, triples_of
from cisld.graph.pieces import Pieces, differences, having, number_of
from cisld.rdf.literals import is_blank
from cisld.report.cache import Cache
from cisld.report.record import Record, Results, Seen, every, renamed
from cisld.report.sheet import Sheet


class Anew(Exception):
    """Say that the record is of no use."""


class Past:
    """Lay a record over the files of today: which file is which, and which triples came and went; raises Anew, Damaged.

    Blank nodes of a file are numbered by their order in it. Those of an earlier version get the names of those of today
    that have the same numbers, so that what has not changed keeps its name; the others get names that are not in use.
    """

    def __init__(self, record: Record, files: Sequence[Sheet], cache: Cache) -> None:
        self.record, self.files, self.cache = record, files, cache
        self.twins = twins(record.files, [file.seen for file in files])
        self._first_before = [0, *accumulate(seen.blanks for seen in record.files)]
        self._first_now = [0, *accumulate(file.pieces.blanks for file in files)]
        self.moved = any(self.name(f"_:b{number}") != f"_:b{number}" for number in self._marks())
        self.changed: list[Pieces] = []
        self.gone: Counter[Triple] = Counter()
        self.come: Counter[Triple] = Counter()
        for before, now in self._pairs():
            self._compare(before, now)

    def _marks(self) -> list[int]:
        """Return blank nodes before which, in the record, a file begins or ends: if those keep their names, all do."""
        pairs = zip(self._first_before, self.record.files, strict=False)
        return [number for first, seen in pairs if seen.blanks for number in (first, first + seen.blanks - 1)]

    def _pairs(self) -> list[tuple[int | None, int | None]]:
        """Return each file that is not as it was, by its numbers then and now."""
        new = set(range(len(self.files))) - set(self.twins.values())
        paired = [(before, self.twins.get(before)) for before in range(len(self.record.files))]
        differing = [(before, now) for before, now in paired if now is None or not self.same(before)]
        return [*differing, *((None, now) for now in sorted(new))]

    def same(self, before: int) -> bool:
        """Tell whether a file of then is there as it was."""
        now = self.twins.get(before)
        return now is not None and self.files[now].seen.key == self.record.files[before].key

    def _compare(self, before: int | None, now: int | None) -> None:
        old = None if before is None else self.cache.pieces(self.record.files[before].key)
        new = None if now is None else self.files[now].pieces
        if before is not None and old is None:
            raise Anew
        self.changed += filter(None, (old, new))
        gone, come = differences(old, new)
        if before is not None and gone:
            self.gone += triples_of(gone, partial(self._named, before))
        if now is not None and come:
            self.come += triples_of(come, partial(numbered, self._first_now[now]))

    def _named(self, before: int, number: int) -> str:
        """Return the name of today of a blank node of a file of then."""
        now = self.twins.get(before)
        if now is not None and number < self.files[now].pieces.blanks:
            return numbered(self._first_now[now], number)
        return f"_:gone{before}.{number}"

    def name(self, term: str) -> str:
        """Return the name of today of a term of the record."""
        if not is_blank(term):
            return term
        return self._named(*self._home(term))

    def _home(self, node: str) -> tuple[int, int]:
        """Return the file of then of a blank node of the record, and its number there."""
        return home(node, self._first_before, len(self.record.files))

    @cached_property
    def results(self) -> Results:
        """The results of the record, with the names of today; raises Anew."""
        if not self.moved:
            return self.record.results
        if any(":b" in message for result in every(self.record.results) for message in result.messages):
            raise Anew
        return renamed(self.record.results, self.name)

    @property
    def triples(self) -> set[Triple]:
        """The triples that only one version of a file has."""
        return self.gone.keys() ^ self.come.keys()

    @cached_property
    def in_order(self) -> bool:
        """Whether the files that are as they were stand in the same order."""
        now = [self.twins[before] for before in range(len(self.record.files)) if self.same(before)]
        return now == sorted(now)

    def is_steady(self, node: str) -> bool:
        """Tell whether no file that has changed has, or had, a triple of a node as subject."""
        if is_blank(node):
            return self.same(self._home(node)[0])
        return not any(next(having(pieces.subjects, number_of(node)), None) is not None for pieces in self.changed)


def twins(before: Sequence[Seen], now: Sequence[Seen]) -> dict[int, int]:
    """Return which of the files of now each of the files of then is: that of its path, else one of its content.

    >>> before = [Seen("a", "1", 0), Seen("b", "2", 0)]
    >>> twins(before, [Seen("c", "2", 0), Seen("a", "3", 0)])
    {0: 1, 1: 0}
    """
    by_path = {seen.path: place for place, seen in enumerate(now)}
    found = {place: by_path[seen.path] for place, seen in enumerate(before) if seen.path in by_path}
    free: dict[str, list[int]] = {}
    for place in sorted(set(range(len(now))) - set(found.values()), reverse=True):
        free.setdefault(now[place].key, []).append(place)
    for place, seen in enumerate(before):
        if place not in found and free.get(seen.key):
            found[place] = free[seen.key].pop()
    return found
