"""Homes: the subjects of files in, in the order in which they were loaded, the files that have a subject out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path


class Homes:
    """Know which of the files that were loaded together have a subject; it may be in the list of a file many times.

    >>> homes = Homes(["<e:a>", "<e:b>"], [(Path("a.ttl"), 1), (Path("b.ttl"), 2)])
    >>> [path.name for path in homes.files("<e:b>")], list(homes.files("<e:c>"))
    (['b.ttl'], [])
    """

    def __init__(self, subjects: list[str], ends: list[tuple[Path, int]]) -> None:
        self.subjects = subjects
        self.paths, self.ends = [path for path, _ in ends], [end for _, end in ends]

    @cached_property
    def _first(self) -> dict[str, int]:
        """Where each subject comes first in the list."""
        return dict(zip(reversed(self.subjects), range(len(self.subjects) - 1, -1, -1), strict=True))

    def files(self, subject: str) -> Iterator[Path]:
        """Yield the files that have the subject, in the order in which they were loaded."""
        at = self._first.get(subject)
        while at is not None:
            file = bisect_right(self.ends, at)
            yield self.paths[file]
            try:
                at = self.subjects.index(subject, self.ends[file])
            except ValueError:
                return
