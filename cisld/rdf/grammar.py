"""Grammars: a regular expression in, whether a whole text fits it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property


class Grammar:
    """Hold a regular expression that is compiled when it is first needed, since few of them are in one run.

    >>> Grammar("[0-9]+")("12")
    True
    """

    def __init__(self, pattern: str, flags: int = re.ASCII) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """Return the match of a whole text, or None."""
        return re.compile(self.pattern, self.flags).fullmatch

    def __call__(self, lexical: str) -> bool:
        """Tell whether the grammar gives the whole text."""
        return self.match(lexical) is not None
