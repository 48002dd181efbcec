"""Passages: the text of a Turtle file and a name in, the statements that may be about what has the name out.

A file of a million triples is gone through once, at the speed of a regular expression, to know where statements end;
only those that hold the name are then read. What could deceive that, such as an escape in a name, is told by None, and
the file must be read as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from cisld.files.tokens import TERMINALS
from cisld.rdf.names import RDF

_OPAQUE = "|".join(TERMINALS[kind] for kind in ("long", "string", "iri", "comment"))
_STATEMENT = re.compile(
    rf"(?:\s++|\#[^\n\r]*+)*+(?P<directive>@(?:prefix|base)\b|(?i:prefix|base)\b)?"
    rf"(?:[^\"'<#.\\]++|{_OPAQUE}|\\.|\.(?!\s|\Z)|<)*+\.(?=\s|\Z)",
    re.DOTALL,
)
_SPACE = re.compile(r"(?:\s++|\#[^\n\r]*+)*+")
_TERM = re.compile(r"<[^>]*+>|[^\s\[(]*+")
_REST = re.compile(r"(?:\s++|\#[^\n\r]*+)*+\Z")
_WORD = re.compile(r"[\w-]+")
_NIL = f"<{RDF}nil>"
_HIDDEN = re.compile(r"\\[uU_-]|<>")
_CUT = re.compile(r"[\w-]\s*>")
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
        if not words or not name.endswith(words[-1] + ">") or name == _NIL or not self._starts or self._hidden:
            return None
        found = [index for index in self._holding(words[-1]) if self._may_begin(index, words[-1])]
        return [(self._starts[index], self._statement(index)) for index in found] if len(found) <= _MANY else None

    def _holding(self, word: str) -> Iterator[int]:
        """Yield the statements that hold a word, in their order."""
        at = self.text.find(word)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            yield index
            at = self.text.find(word, self._starts[index + 1]) if index + 1 < len(self._starts) else -1

    def _may_begin(self, index: int, word: str) -> bool:
        """Tell whether the first term of a statement may end in a word; with a directive in it, it may be any term."""
        start = _SPACE.match(self.text, self._starts[index]).end()  # type: ignore[union-attr]  # it matches nothing too
        return self._kinds[index] or word in _TERM.match(self.text, start)[0]  # type: ignore[index]

    def context(self, offset: int) -> str:
        """Return the directives that stand before an offset, with what shares a statement with them."""
        return "\n".join(self._statement(index) for index in self._directives if self._starts[index] < offset)

    def _statement(self, index: int) -> str:
        return self.text[self._starts[index] : self._starts[index + 1] if index + 1 < len(self._starts) else None]

    @cached_property
    def _hidden(self) -> bool:
        """Whether the last word of a name may not stand in the text: escaped, left out as in <>, or cut by a prefix."""
        return _HIDDEN.search(self.text) is not None or any(_CUT.search(self._statement(at)) for at in self._directives)

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
