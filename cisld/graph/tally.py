"""Tallies: a query that counts by row and column and another count of the same in, both beside each other out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.files.parse import read
from cisld.files.project import Tally
from cisld.files.tokens import decode
from cisld.graph.store import answer
from cisld.rdf.names import Prefixes


@dataclass(frozen=True)
class Cell:
    """Hold a row, a column, what the data count there, what the other count gave, and the reason for a difference."""

    row: str
    column: str
    counted: int
    noted: int
    reason: str = ""

    @property
    def lacking(self) -> bool:
        """Tell whether the data have fewer than the other count."""
        return self.counted < self.noted


def cells(tally: Tally, store: ox.Store, prefixes: Prefixes) -> list[Cell]:
    """Return the cells of the other count, in its order, each with what the data count.

    Raises InputError CIS001 to CIS003 for a file that cannot be read, CIS005 for a line that is not row, column, count
    and reason, CIS201, CIS202 and CIS214 for the query.
    """
    counted = {(row, column): number for row, column, number in _rows(tally.query, store, prefixes)}
    return [
        Cell(row, column, counted.get((row, column), 0), noted, reason)
        for row, column, noted, reason in _noted(tally.beside)
    ]


def _rows(path: Path, store: ox.Store, prefixes: Prefixes) -> Iterator[tuple[str, str, int]]:
    solutions = answer(store, decode(read(path), str(path)), prefixes, name=str(path))
    if not isinstance(solutions, ox.QuerySolutions) or len(solutions.variables) != 3:
        raise _no_count(path)
    for row in solutions:
        first, second, count = (getattr(term, "value", "") for term in row)
        if not count.isdigit():
            raise _no_count(path)
        yield first, second, int(count)


def _no_count(path: Path) -> InputError:
    what, todo = "The query does not give row, column and count.", "Write a SELECT of these three."
    return InputError("CIS214", what, todo, str(path))


def _noted(path: Path) -> Iterator[tuple[str, str, int, str]]:
    """Yield row, column, count and reason of each line but the first, which names them."""
    for number, line in enumerate(decode(read(path), str(path)).splitlines()[1:], 2):
        row, column, noted, reason = [*line.split("\t"), "", "", ""][:4]
        if not noted.isdigit() or line.count("\t") > 3:
            what, todo = f'"{line[:60]}" is not row, column, count and reason.', "Part them by tabs."
            raise InputError("CIS005", what, todo, f"{path}:{number}")
        yield row, column, int(noted), reason
