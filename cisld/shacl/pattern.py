"""Patterns: from a regular expression of XPath and texts to those it does not match, within a time limit."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from functools import cache
from itertools import filterfalse

from cisld.shacl.regex import RegexError, to_python, to_re2

Sift = Callable[[Collection[str]], list[str]]

SECONDS = 4
_LONG = 1_000
_VARIABLE = re.compile(r"[*+?]|\{\d+,\d*\}")
_FAR = re.compile(r"\\[pPwWiIcC]")
_PLAIN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?:|[^\\\[]", re.DOTALL)
_CHILD = """
import json, re, sys
pattern, flags, texts = json.load(sys.stdin)
search = re.compile(pattern, flags).search
json.dump([number for number, text in enumerate(texts) if not search(text)], sys.stdout)
"""


class PatternError(Exception):
    """Say why a pattern cannot be used."""

    def __init__(self, code: str, what: str, todo: str) -> None:
        super().__init__(code, what, todo)
        self.code, self.what, self.todo = code, what, todo


class Pattern:
    """Hold a regular expression as fn:matches reads it: XPath Functions 5.6.1 with flags i, m, s, x, q.

    https://www.w3.org/TR/xpath-functions-31/#regex-syntax; raises PatternError. RE2 runs it where it can; what needs
    lookaround or back references runs in a child process that is stopped after SECONDS.

    >>> Pattern(r"^\\p{Lu}", "").missing(["Минск", "минск"])
    ['минск']
    """

    def __init__(self, pattern: str, flags: str = "") -> None:
        self.pattern = pattern
        try:
            self._sift = _in_process(pattern, flags)
            self._foreign = None if self._sift else _checked(pattern, flags)
        except (re.error, RegexError, RecursionError, OverflowError) as error:
            what = f'sh:pattern "{pattern[:200]}" is no regular expression: {error}.'
            raise PatternError("CIS107", what, "Mend the pattern.") from None

    def missing(self, texts: Collection[str]) -> list[str]:
        """Return the texts in which the pattern is not found; PatternError CIS108 over the time limit."""
        if self._sift is not None:
            return self._sift(texts)
        return self._in_child(sorted({*texts})) if texts else []

    def _in_child(self, texts: list[str]) -> list[str]:
        import json  # both are heavy and rarely needed: few patterns are foreign to RE2
        import subprocess

        question = json.dumps([*(self._foreign or ()), texts])
        try:
            answer = subprocess.run(
                [sys.executable, "-I", "-S", "-c", _CHILD],
                input=question,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=SECONDS,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            what = f'sh:pattern "{self.pattern[:200]}" needs more than {SECONDS} seconds.'
            raise PatternError("CIS108", what, "Write it without lookaround and back references.") from None
        return [texts[number] for number in json.loads(answer.stdout)]


def _in_process(pattern: str, flags: str) -> Sift | None:
    """Return a sift that cannot run away: Python's for plain patterns (it starts faster), else RE2's, else None."""
    if not _is_plain(pattern, flags):
        search = _safe(pattern, flags)
        return None if search is None else lambda texts: list(filterfalse(search, texts))
    fast = re.compile(*to_python(pattern, flags)).search

    def sift(texts: Collection[str]) -> list[str]:
        if max(map(len, texts), default=0) < _LONG:
            return list(filterfalse(fast, texts))
        slow = _safe(pattern, flags) or fast
        return [text for text in texts if not (fast if len(text) < _LONG else slow)(text)]

    return sift


@cache
def _safe(pattern: str, flags: str) -> Callable[[str], object] | None:
    import re2  # it is a library in C++, and most patterns do without

    try:
        options = re2.Options()
        options.log_errors = False
        return re2.compile(to_re2(pattern, flags), options).search  # type: ignore[no-any-return]
    except (re2.error, RegexError):
        return None


def _is_plain(pattern: str, flags: str) -> bool:
    """Tell whether a backtracking engine is at worst quadratic: one part of variable length, or all of one way."""
    if not set(flags) <= {"i", "s", "q"} or len(pattern) > 500 or _FAR.search(pattern):
        return False
    if "q" in flags:
        return True
    rest = "".join("x" if len(part) > 1 or part == "." else part for part in _PLAIN.findall(pattern))
    if not set(rest) & set("()|") and len(_VARIABLE.findall(rest)) <= 1 + rest.startswith("^"):
        return True
    from cisld.shacl.deterministic import is_deterministic  # most patterns are plainer and do not wait for it

    return set(flags) <= {"s"} and is_deterministic(to_python(pattern, flags)[0])


def _checked(pattern: str, flags: str) -> tuple[str, int]:
    text, number = to_python(pattern, flags)
    re.compile(text, number)
    return text, number
