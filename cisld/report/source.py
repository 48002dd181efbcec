"""Sources: a place in, the line of the file that it points to out, safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from cisld.errors import InputError
from cisld.files.parse import read
from cisld.files.positions import Place
from cisld.files.tokens import NEWLINE, decode

_TOKEN = re.compile(r"\"{3}.*|'{3}.*|\"(?:[^\"\\]|\\.)*\"\S*?(?=[\s;,.)\]]|$)|<[^>]*>|[\[(]|(?:[^\s;,)\]]*[^\s;,.)\]])")
_WIDEST = 140
_FRONT = 60


class Excerpt(NamedTuple):
    """A line of a source as it is shown, with how far in the place stands and how wide it is."""

    text: str
    indent: int
    width: int


@dataclass
class Sources:
    """Read the lines of files, each file once."""

    _lines: dict[str, list[str]] = field(default_factory=dict)

    def excerpt(self, place: Place) -> Excerpt | None:
        """Return the line of a place, cut to what fits, or None if it cannot be read any more."""
        lines = self._of(place.path) if place.line > 0 else []
        if not 0 < place.line <= len(lines):
            return None
        return excerpt(lines[place.line - 1], place.column)

    def _of(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                self._lines[path] = NEWLINE.split(decode(read(Path(path)), path))
            except InputError:
                self._lines[path] = []
        return self._lines[path]


def excerpt(line: str, column: int) -> Excerpt:
    r"""Return a line as it is shown, and the token that begins at a column.

    >>> excerpt("\tex:p 'x' .", 2)
    Excerpt(text="    ex:p 'x' .", indent=4, width=4)
    """
    start = column - 1
    found = _TOKEN.match(line, start)
    end = found.end() if found else start + 1
    cut = max(0, start - _FRONT) if len(line) > _WIDEST else 0
    stop = cut + _WIDEST if len(line) > cut + _WIDEST else len(line)
    head, token, tail = (_shown(part) for part in (line[cut:start], line[start : min(end, stop)], line[end:stop]))
    left, right = ("..." if cut else ""), ("..." if stop < len(line) else "")
    return Excerpt(left + head + token + tail + right, _width(left + head), max(1, _width(token)))


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "    " if letter == "\t" else "\ufffd" for letter in text)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
