"""Removal: the place of a statement in a text in, the piece of text that can go so that the rest stays whole, out."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from cisld.files.tokens import Token
from cisld.report.lint import Text

Span = tuple[int, int]
_TERMS = ("iri", "pname", "blank")


class _Statement(NamedTuple):
    """The tokens of a text and where in them an object begins and ends."""

    tokens: list[Token]
    first: int
    last: int

    def text(self, number: int) -> str:
        return self.tokens[number].text if 0 <= number < len(self.tokens) else ""

    def start(self, number: int) -> int:
        return self.tokens[number].start

    def end(self, number: int) -> int:
        return self.tokens[number].start + len(self.tokens[number].text)


def removal(text: Text, at_object: int) -> Span | None:
    """Return the piece of a text that says the statement whose object, a term, begins at an offset.

    None where the piece would take a comment with it, or where the statement cannot be cut out simply.
    """
    first = bisect_left(text.tokens, at_object, key=lambda token: token.start)
    said = _Statement(text.tokens, first, _last(text.tokens, first))
    span = _in_list(said) if said.text(first - 1) == "," else _with_predicate(said, text.text)
    if span is None or any(token.kind == "comment" and span[0] <= token.start < span[1] for token in text.tokens):
        return None
    return span


def _last(found: list[Token], first: int) -> int:
    """Return the last token of a term: a literal may have a tag or a datatype."""
    if found[first + 1].kind == "at" and found[first].kind in ("string", "long"):
        return first + 1
    return first + 2 if found[first + 1].kind == "datatype" else first


def _in_list(said: _Statement) -> Span:
    return said.end(said.first - 2), said.end(said.last)


def _with_predicate(said: _Statement, text: str) -> Span | None:
    before, behind = said.text(said.first - 2), said.text(said.last + 1)
    if behind == ",":
        return said.start(said.first), said.start(said.last + 2)
    if before == ";" and behind == ";":
        return _whole_lines(text, said.start(said.first - 1), said.end(said.last + 1))
    if before == ";":
        return said.end(said.first - 3), said.end(said.last)
    if behind == ";" and said.text(said.last + 2) != ".":
        return said.start(said.first - 1), said.start(said.last + 2)
    return _block(said, text)


def _block(said: _Statement, text: str) -> Span | None:
    """Return the whole block of a subject that has no other fact."""
    subject, dot = said.first - 2, said.last + (2 if said.text(said.last + 1) == ";" else 1)
    above = said.text(subject - 1)
    if said.tokens[subject].kind not in _TERMS or said.text(dot) != "." or above not in ("", "."):
        return None
    return _whole_lines(text, said.start(subject), said.end(dot))


def _whole_lines(text: str, start: int, end: int) -> Span | None:
    """Widen a piece to its lines if nothing else stands on them; None if a comment stands behind it."""
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    stops = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
    stop = min(stops, default=len(text))
    behind = text[end:stop].strip()
    if behind.startswith("#"):
        return None
    if behind or text[line:start].strip():
        return start, end
    return line, stop + (2 if text[stop : stop + 2] == "\r\n" else 1 if stop < len(text) else 0)
