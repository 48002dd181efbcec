"""Deterministic patterns: a regular expression for Python's `re` in, whether it can be trusted not to run away out.

Backtracking takes time only where a part of a text can be read in two ways. A pattern is of one way if, after each of
its characters, the next one of the text decides which character of the pattern it is, and by which loop one gets there;
then all that backtracking can try again fails at its first character. In other words, the Glushkov automaton of the
pattern is deterministic, and no step of it comes from two loops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

_TOKEN = re.compile(r"\(\?:|\\.|\[\^?(?:\\.|[^\]\\])+\]|[*+?]|\{\d+(?:,\d*)?\}|[^\\\[\]{}*+?]", re.DOTALL)
_STRANGE = re.compile(r"\\[^\Wtnr]")
"""An escape that stands for more letters than it names, or for another one."""

_MOST = 200


class _Refused(Exception):
    """Say that a pattern has something that is not looked into."""


class Part(NamedTuple):
    """Hold a part: the characters that it can begin and end with, by number, and whether it may be empty."""

    first: list[int]
    last: list[int]
    is_optional: bool


def is_deterministic(pattern: str) -> bool:
    r"""Tell whether a pattern of classes, groups and quantifiers is of one way from its ^ on, but for one last loop.

    It then takes no more steps than the square of the length of a text.

    >>> is_deterministic(r"^[a-z]+(-[a-z]+)*\Z"), is_deterministic(r"^([a-z]+)*\Z")
    (True, False)
    """
    tokens = _TOKEN.findall(pattern)
    if len(tokens) > _MOST or "".join(tokens) != pattern or tokens[:1] != ["^"]:
        return False
    if tokens[-1] == r"\Z":
        tokens.pop()
    try:
        return _Automaton(tokens[1:]).is_of_one_way()
    except _Refused:
        return False


class _Automaton:
    """Read tokens and keep which characters can follow which: `following` has one twice if two ways lead there."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = _without_last_loop(tokens)
        self.place = 0
        self.characters: list[str] = []
        self.following: dict[int, list[int]] = {}
        self.start = self._sequence().first
        if self.place < len(self.tokens):
            raise _Refused

    def is_of_one_way(self) -> bool:
        """Tell whether no two characters that can come next have a letter in common."""
        samples = set(_samples(self.tokens))
        sets = [{each for each in samples if re.fullmatch(part, each, re.DOTALL)} for part in self.characters]
        every = [self.start, *self.following.values()]
        return not any(sets[one] & sets[other] for nexts in every for one, other in combinations(nexts, 2))

    def _sequence(self) -> Part:
        whole = Part([], [], True)
        while self.place < len(self.tokens) and self.tokens[self.place] != ")":
            part = self._quantified()
            self._link(whole.last, part.first)
            first = whole.first + part.first if whole.is_optional else whole.first
            last = part.last + whole.last if part.is_optional else part.last
            whole = Part(first, last, whole.is_optional and part.is_optional)
        return whole

    def _quantified(self) -> Part:
        part = self._single()
        if self.place == len(self.tokens) or self.tokens[self.place][0] not in "*+?{":
            return part
        sign = self.tokens[self.place]
        self.place += 1
        if part.is_optional:
            raise _Refused
        if sign != "?":
            self._link(part.last, part.first)
        return part._replace(is_optional=sign in "*?" or re.match(r"\{0+\D", sign) is not None)

    def _single(self) -> Part:
        token = self.tokens[self.place]
        self.place += 1
        if token in ("(", "(?:"):
            part = self._sequence()
            if self.place == len(self.tokens):
                raise _Refused
            self.place += 1
            return part
        if token in "^$|)" or token[0] in "*+?{" or _STRANGE.search(token):
            raise _Refused
        self.characters.append(token)
        return Part([len(self.characters) - 1], [len(self.characters) - 1], False)

    def _link(self, lasts: list[int], firsts: list[int]) -> None:
        for last in lasts:
            self.following.setdefault(last, []).extend(firsts)


def _without_last_loop(tokens: list[str]) -> list[str]:
    """Return the tokens without a character that is repeated at the end, which costs no more than a text is long."""
    loops = len(tokens) > 1 and tokens[-1][0] in "*+?{" and tokens[-2] != ")"
    return tokens[:-2] if loops else tokens


def _samples(tokens: list[str]) -> Iterator[str]:
    """Yield letters of which each class of the tokens has one that tells it from another: those that it names, +-1."""
    for letter in {" ", *"".join(tokens), *"\t\n\r\f\v"}:
        for code in (ord(letter) - 1, ord(letter), ord(letter) + 1):
            if 0 <= code <= 0x10FFFF:
                yield chr(code)
