"""Passages: the text of a Turtle file and a name in, the statements that may be about what has the name out.

A file of a million triples is gone through once, at the speed of a regular expression, to know where statements end;
only those that hold the name are then read. What could deceive that, such as an escape in a name, is told by None, and
the file must be read as a whole.
"""

from __future__ import annotations

import re
from functools import cached_property

from cisld.files.tokens import TERMINALS
from cisld.rdf.names import RDF

_OPAQUE = "|".join(TERMINALS[kind] for kind in ("long", "string", "iri", "comment"))
_STATEMENT = re.compile(
    rf"(?:\s++|\#[^\n\r]*+)*+(?P<directive>@(?:prefix|base)\b|(?i:prefix|base)\b)?"
    rf"(?P<first><[^>]*+>|(?:\\.|[^\s\[(<\"'\\#.]|\.(?!\s|\Z))*+)"
    rf"(?:[^\"'<#.\\]++|{_OPAQUE}|\\.|\.(?!\s|\Z)|<)*+\.(?=\s|\Z)",
    re.DOTALL,
)
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
        """Return the statements whose subject may have a name, each with its offset, or None for all of the text.

        Those with a SPARQL-like directive are among them, because that has no dot before the next statement.

        >>> Passages("@prefix e: <e:> . e:a e:b 1 . e:c e:b 1.5 .").about("<e:c>")
        [(29, ' e:c e:b 1.5 .')]
        """
        words = _WORD.findall(name)
        if not words or not name.endswith(words[-1] + ">") or name == _NIL or not self._starts or self._hidden:
            return None
        found = sorted({*self._by_word.get(words[-1], ()), *self._undotted})
        return [(self._starts[index], self._statement(index)) for index in found] if len(found) <= _MANY else None

    def context(self, offset: int) -> tuple[str, ...]:
        """Return the directives that stand before an offset, with what shares a statement with them."""
        return tuple(self._statement(index) for index in self._directives if self._starts[index] < offset)

    def _statement(self, index: int) -> str:
        return self.text[self._starts[index] : self._starts[index + 1] if index + 1 < len(self._starts) else None]

    @cached_property
    def _hidden(self) -> bool:
        """Whether the last word of a name may not stand in the text: escaped, left out as in <>, or cut by a prefix."""
        return _HIDDEN.search(self.text) is not None or any(_CUT.search(self._statement(at)) for at in self._directives)

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The statements by the last word of their first term."""
        found: dict[str, list[int]] = {}
        for index, first in enumerate(self._firsts):
            for word in _WORD.findall(first)[-1:]:
                found.setdefault(word, []).append(index)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets of the statements, none if the text does not consist of statements."""
        starts: list[int] = []
        self._firsts: list[str] = []
        self._directives: list[int] = []
        self._undotted: list[int] = []
        end = 0
        while match := _STATEMENT.match(self.text, end):
            if directive := match["directive"]:
                self._directives.append(len(starts))
                self._undotted += [] if directive[0] == "@" else [len(starts)]
            starts.append(end)
            self._firsts.append(match["first"])
            end = match.end()
        return starts if _REST.match(self.text, end) and len(self._directives) <= _MANY else []
