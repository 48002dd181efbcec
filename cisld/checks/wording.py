"""Wording: words as printed and a text in, whether the text has them out; how both are written does not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″"), '"') | dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_NOTHING = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹*\\\u00ad\u200b\ufeff"))
_TABLE = _QUOTES | _DASHES | _NOTHING
_HEADING = re.compile(r"^#+[ \t]+", re.MULTILINE)
_LEFT_OUT = re.compile(r"\s*\[?(?:…|\.\.\.)\]?\s*")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text without what only a typesetter adds: Markdown, superscript digits, kinds of quotes, capitals.

    >>> plain("## The  **Road**: “\\\\$1.5 million”.¹⁸")
    'the road: "$1.5 million".'
    """
    text = unicodedata.normalize("NFC", _HEADING.sub("", text)).translate(_TABLE)
    return " ".join(text.casefold().split())


def printed(wording: str, text: str) -> bool:
    """Tell whether a text has a wording, as whole words and whole numbers; `…` stands for words left out.

    >>> printed("Kazakh", "in Kazakhstan"), printed("exceeded 1", "exceeded 1.5 billion")
    (False, False)
    >>> printed("the parties … signed", "the parties met and signed")
    True
    """
    pieces = [piece for piece in _LEFT_OUT.split(plain(wording)) if piece]
    place = 0
    for piece in pieces:
        found = _whole(piece).search(plain(text), place)
        if not found:
            return False
        place = found.end()
    return bool(pieces)


def _whole(piece: str) -> re.Pattern[str]:
    """Match a piece that is not a part of a longer word or number; footnote digits glued to a word may follow."""
    before, after = "", ""
    if piece[0].isdigit():
        before = r"(?<!\d)(?<!\d[.,])"
    elif piece[0].isalpha():
        before = r"(?<![^\W\d_])"
    if piece[-1].isdigit():
        after = r"(?!\d)(?![.,]\d)"
    elif piece[-1].isalpha():
        after = r"(?![^\W\d_])"
    return re.compile(before + re.escape(piece) + after)
