"""Passages: the text of a Turtle file and a name in, the statements that may be about what has the name out.

A file of a million triples is gone through once, at the speed of a regular expression, to know where statements end;
only those that hold the name are then read. What could deceive that, such as an escape in a name, is told by None, and
the file must be read as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from cisld.files.tokens import TERMINALS

_OPAQUE = "|".join(TERMINALS[kind] for kind in ("long", "string", "iri", "comment"))
_STATEMENT = re.compile(
    rf"(?:\s++|\#[^\n\r]*+)*+(?P<directive>@(?:prefix|base)\b|(?i:prefix|base)\b)?"
    rf"(?:[^\"'<#.\\]++|{_OPAQUE}|\\.|\.(?!\s|\Z)|<)*+\.(?=\s|\Z)",
    re.DOTALL,
)
_REST = re.compile(r"(?:\s++|\#[^\n\r]*+)*+\Z")
_WORD = re.compile(r"[\w-]+")
_HIDDEN = re.compile(r"\\[uU_-]")
_MANY = 1_000


class Passages:
    """Hold the text of one file, and where its statements begin."""

    def __init__(self, text: str) -> None:
        self.text = text

    def about(self, name: str) -> list[tuple[int, str]] | None:
        """Return the statements that hold the last word of a name, each with its offset, or None for all of the text.

        >>> Passages("@prefix e: <e:> . e:a e:b 1 . e:c e:b 1.5 .").about("<e:c>")
        [(29, ' e:c e:b 1.5 .')]
        """
        words = _WORD.findall(name)
        if not words or not self._starts or self._hidden:
            return None
        found: dict[int, None] = {}
        at = self.text.find(words[-1])
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            found[index] = None
            if len(found) > _MANY:
                return None
            after = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
            at = self.text.find(words[-1], after)
        return [(self._starts[index], self._statement(index)) for index in found]

    def context(self, offset: int) -> str:
        """Return the directives that stand before an offset, with what shares a statement with them."""
        return "\n".join(self._statement(index) for index in self._directives if self._starts[index] < offset)

    def _statement(self, index: int) -> str:
        return self.text[self._starts[index] : self._starts[index + 1] if index + 1 < len(self._starts) else None]

    @cached_property
    def _hidden(self) -> bool:
        """Whether a name of the text may be written with an escape inside a word."""
        return "\\" in self.text and _HIDDEN.search(self.text) is not None

    @cached_property
    def _directives(self) -> list[int]:
        return [index for index, is_directive in enumerate(self._kinds) if is_directive]

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets of the statements, none if the text does not consist of statements."""
        starts, end = [], 0
        self._kinds: list[bool] = []
        while match := _STATEMENT.match(self.text, end):
            starts.append(end)
            self._kinds.append(match["directive"] is not None)
            end = match.end()
        return starts if _REST.match(self.text, end) and sum(self._kinds) <= _MANY else []
