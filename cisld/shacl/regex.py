"""Regular expressions: from the dialect of XPath to those of RE2 and of Python."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Write = Callable[[str], str]

_START = (
    r"A-Z_a-z:\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
)
_PLANES = "\U00010000-\U000effff"
_INITIAL = re.sub(r"\\u(....)", lambda found: chr(int(found[1], 16)), _START) + _PLANES
_NAME = _INITIAL + r"\-.0-9" + "\u00b7\u0300-\u036f\u203f-\u2040"
_CLASSES = {"i": _INITIAL, "c": _NAME, "s": r" \t\n\r"}

BLOCKS = {
    "BasicLatin": "\\x00-\\x7f",
    "Latin-1Supplement": "\u0080-\u00ff",
    "LatinExtended-A": "\u0100-\u017f",
    "LatinExtended-B": "\u0180-\u024f",
    "IPAExtensions": "\u0250-\u02af",
    "CombiningDiacriticalMarks": "\u0300-\u036f",
    "Greek": "\u0370-\u03ff",
    "GreekandCoptic": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u04ff",
    "CyrillicSupplement": "\u0500-\u052f",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff",
    "Georgian": "\u10a0-\u10ff",
    "LatinExtendedAdditional": "\u1e00-\u1eff",
    "GreekExtended": "\u1f00-\u1fff",
    "GeneralPunctuation": "\u2000-\u206f",
    "CurrencySymbols": "\u20a0-\u20cf",
    "LetterlikeSymbols": "\u2100-\u214f",
    "NumberForms": "\u2150-\u218f",
    "Arrows": "\u2190-\u21ff",
    "MathematicalOperators": "\u2200-\u22ff",
    "Hiragana": "\u3040-\u309f",
    "Katakana": "\u30a0-\u30ff",
    "CJKUnifiedIdeographs": "\u4e00-\u9fff",
    "HangulSyllables": "\uac00-\ud7a3",
}
"""The Unicode blocks that a pattern can name as \\p{IsName}."""

_WORD = ("L", "M", "N", "S")
_TOKEN = re.compile(r"\\[pP]\{(\^?)([\w-]+)\}|\\(.)|(.)", re.DOTALL)


class RegexError(Exception):
    """Say what cannot be put in the other dialect."""


def to_re2(pattern: str, flags: str) -> str:
    r"""Return the pattern for RE2, flags in front.

    >>> to_re2(r"^\d+$", "i")
    '(?i)^[\\p{Nd}]+$'
    """
    kept = "".join(flag for flag in "ims" if flag in _checked(flags))
    head = f"(?{kept})" if kept else ""
    return head + _translated(pattern, flags, lambda category: f"\\p{{{category}}}", "$", False)


def to_python(pattern: str, flags: str) -> tuple[str, int]:
    r"""Return the pattern and flags for Python's `re`.

    >>> to_python("^a$", "")
    ('^a\\Z', 0)
    """
    table = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
    number = sum(int(table[flag]) for flag in set(_checked(flags)) & table.keys())
    return _translated(pattern, flags, _in_python, "$" if "m" in flags else r"\Z", True), number


def _checked(flags: str) -> str:
    if unknown := set(flags) - set("imsxq"):
        raise RegexError(f"the flag {min(unknown)} is none of i, m, s, x, q")
    return flags


def _translated(pattern: str, flags: str, category: Write, end: str, subtraction: bool) -> str:
    if "q" in flags:
        return re.escape(pattern)
    written, position = [], 0
    while position < len(pattern):
        if pattern[position] == "[":
            text, position = _class(pattern, position, category, subtraction, "x" in flags)
        else:
            found = _TOKEN.match(pattern, position)
            assert found is not None
            position = found.end()
            text = _outside(found, category, end, "x" in flags)
        written.append(text)
    return "".join(written)


def _outside(found: re.Match[str], category: Write, end: str, extended: bool) -> str:
    if found[4]:
        return "" if extended and found[4] in " \t\n\r" else end if found[4] == "$" else found[4]
    inside, negated = _escaped(found, category)
    return f"[{'^' if negated else ''}{inside}]" if inside else found[0]


def _escaped(found: re.Match[str], category: Write) -> tuple[str, bool]:
    """Return what stands in a class for an escape, and whether it is the complement; nothing for a plain escape."""
    if found[2]:
        name = found[2]
        negated = (found[0][1] == "P") != bool(found[1])
        if name.startswith("Is"):
            return _block(name[2:]), negated
        return category(name), negated
    letter = found[3]
    if letter in "dD":
        return category("Nd"), letter == "D"
    if letter in "wW":
        return "".join(category(name) for name in _WORD), letter == "W"
    return _CLASSES.get(letter.lower(), ""), letter.isupper()


def _block(name: str) -> str:
    if name not in BLOCKS:
        raise RegexError(f"the block {name} is not known")
    return BLOCKS[name]


def _class(pattern: str, start: int, category: Write, subtraction: bool, extended: bool) -> tuple[str, int]:
    """Return a bracketed class and where it ends; a complement inside becomes an alternative."""
    position = start + 1
    negated = pattern.startswith("^", position)
    position += negated
    inside: list[str] = []
    complements: list[str] = []
    without = ""
    while position < len(pattern) and (pattern[position] != "]" or not (inside or complements)):
        if pattern.startswith("-[", position):
            without, position = _class(pattern, position + 1, category, subtraction, extended)
            continue
        if pattern[position] == "[":
            raise RegexError("a bracket inside a class")
        found = _TOKEN.match(pattern, position)
        assert found is not None
        position = found.end()
        if not found[4]:
            text, complement = _escaped(found, category)
            (complements if text and complement else inside).append(text or found[0])
        elif not (extended and found[4] in " \t\n\r"):
            inside.append(found[4])
    if position >= len(pattern):
        raise RegexError("a class that is not closed")
    return _joined("".join(inside), complements, negated, without, subtraction), position + 1


def _joined(inside: str, complements: list[str], negated: bool, without: str, lookahead: bool) -> str:
    """Return a class from its parts; complements inside a negated class, and subtraction, need lookahead."""
    if not complements and not without:
        return f"[{'^' if negated else ''}{inside}]"
    if (negated or without) and not lookahead:
        raise RegexError("a class that needs lookahead")
    parts = ([f"[{inside}]"] if inside else []) + [f"[^{each}]" for each in complements]
    either = f"(?:{'|'.join(parts)})"
    text = rf"(?:(?!{either})[\s\S])" if negated and complements else f"[^{inside}]" if negated else either
    return f"(?:(?!{without}){text})" if without else text


def _in_python(category: str) -> str:
    return r"\d" if category == "Nd" else category_ranges(category)


@lru_cache(maxsize=64)
def category_ranges(category: str) -> str:
    """Return the characters of a Unicode category as ranges for a class of Python's `re`.

    >>> category_ranges("Lu").startswith("A-Z")
    True
    """
    points = [point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)).startswith(category)]
    if not points:
        raise RegexError(f"the category {category} is not known")
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)
