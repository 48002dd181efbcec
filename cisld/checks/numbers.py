"""Numbers: an English text in, the numbers that it can be read as out, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, product

from cisld.checks.wording import plain

_UNITS = (
    "one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|nine ninth"
    "|ten tenth|eleven eleventh|twelve twelfth|thirteen thirteenth|fourteen fourteenth|fifteen fifteenth"
    "|sixteen sixteenth|seventeen seventeenth|eighteen eighteenth|nineteen nineteenth"
)
_TENS = (
    "twenty twentieth|thirty thirtieth|forty fortieth|fifty fiftieth|sixty sixtieth|seventy seventieth"
    "|eighty eightieth|ninety ninetieth"
)
_SMALL = {word: number for number, words in enumerate(_UNITS.split("|"), 1) for word in words.split()}
_ROUND = {word: number * 10 for number, words in enumerate(_TENS.split("|"), 2) for word in words.split()}
_WORDS = _SMALL | _ROUND | {"zero": 0, "a": 1, "an": 1, "every": 1}
_MAGNITUDES = {
    "dozen": 12, "hundred": 100, "hundredth": 100, "thousand": 10**3, "thousands": 10**3,
    "million": 10**6, "millions": 10**6, "mln": 10**6, "mn": 10**6,
    "billion": 10**9, "billions": 10**9, "bln": 10**9, "bn": 10**9, "trillion": 10**12, "trn": 10**12,
}  # fmt: skip
_ALONE = {
    "both": "2", "pair": "2", "couple": "2", "twice": "2", "double": "2", "doubled": "2",
    "doubling": "2", "thrice": "3", "triple": "3", "tripled": "3", "tripling": "3", "quadrupled": "4",
    "single": "1", "once": "1", "none": "0", "no": "0", "half": "0.5 50 1.5",
}  # fmt: skip
"""Words that are a number by themselves; a half is also 50 (per cent) and, as growth by half, 1.5."""


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_100 = rf"(?:(?:{_any(_ROUND)})(?:[- ](?:{_any(_SMALL)})\b)?|(?:{_any(_SMALL)}|zero))"
_DIGITS = r"\d+(?:[.,]\d+)*"
_MAGNITUDE = rf"(?:{_any(_MAGNITUDES)})\b"
_QUANTITY = re.compile(
    rf"(?P<amount>(?<![\d.,])(?P<digits>{_DIGITS})(?:st|nd|rd|th)?"
    rf"|\b(?P<words>{_BELOW_100})(?:fold)?\b|\b(?:half )?an?(?= {_MAGNITUDE}))"
    rf"(?P<half> and a half\b)?(?P<magnitudes>(?:[- ]?{_MAGNITUDE})*)"
    rf"(?P<rest>(?<=hundred)(?: and)? (?P<few>{_BELOW_100})\b(?P<more>(?: {_MAGNITUDE})*))?"
)
_SPACED = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?: \d{{3}})+)(?![\d])((?:[- ]?{_MAGNITUDE})*)")
_TORN = re.compile(rf"(?<![\d.,])(\d{{1,3}}), (\d{{1,2}}) ?({_MAGNITUDE})")  # a misprint parts comma and decimals
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_FRACTION = re.compile(rf"\b(an?|every|one|two|three|four|five|seven|nine)[- ]({_any(_PARTS)})s?\b")
_ALONE_WORD = re.compile(rf"(?<!and a )\b[a-z]+\b(?! an? {_MAGNITUDE})")
_BETWEEN = re.compile(r" ?- ?| (?:to|and|or) |, ")
_ADDED = re.compile(r" (?:and )?")


@dataclass(frozen=True)
class _Quantity:
    """Hold the readings of one amount, its magnitude (1 if it has none) and its place in the text."""

    amounts: tuple[Decimal, ...]
    magnitude: int
    start: int
    end: int

    def values(self, magnitude: int = 0) -> Iterator[Decimal]:
        return (amount * (magnitude or self.magnitude) for amount in self.amounts)


@lru_cache(maxsize=4096)
def readings(text: str) -> frozenset[Decimal]:
    """Return each number that the text can be read as.

    >>> sorted(map(int, readings("103 companies sold for $2.5 million in the twenty-first week")))
    [21, 103, 2500000]
    >>> sorted(map(int, readings("from 10 to 15 thousand")))
    [10, 10000, 15000]
    >>> 214700000 in readings("amounted to 214, 7 million")
    True
    """
    text = plain(text)
    quantities = [_quantity(match) for match in _QUANTITY.finditer(text)]
    found = {value for quantity in quantities for value in quantity.values()}
    found |= set(_shared(quantities, text)) | set(_summed(quantities, text))
    found |= {Decimal(match[1].replace(" ", "")) * _times(match[2]) for match in _SPACED.finditer(text)}
    found |= {Decimal(f"{match[1]}.{match[2]}") * _times(match[3]) for match in _TORN.finditer(text)}
    found |= {value for match in _FRACTION.finditer(text) for value in _fraction(_WORDS[match[1]], _PARTS[match[2]])}
    alone = {number for word in _ALONE_WORD.findall(text) for number in _ALONE.get(word, "").split()}
    return frozenset(found | set(map(Decimal, alone)))


def written(number: Decimal, text: str) -> bool:
    """Tell whether a number, its sign apart, is in a text in digits or words.

    >>> written(Decimal("-6.7"), "fell by 6.7%"), written(Decimal("12"), "in 2012")
    (True, False)
    """
    return abs(number) in readings(text)


def _quantity(match: re.Match[str]) -> _Quantity:
    amounts = _amounts(match["digits"]) if match["digits"] else (_worth(match["words"] or match["amount"]),)
    if match["half"]:
        amounts = tuple(amount + Decimal("0.5") for amount in amounts)
    magnitude = _times(match["magnitudes"])
    if match["few"]:
        amounts = tuple(amount * magnitude + _worth(match["few"]) for amount in amounts)
        magnitude = _times(match["more"])
    return _Quantity(amounts, magnitude, match.start(), match.end())


def _worth(words: str) -> Decimal:
    if words.startswith("half"):
        return Decimal("0.5")
    return Decimal(sum(_WORDS[word] for word in re.split("[- ]", words)))


def _times(words: str) -> int:
    worth = 1
    for word in re.findall("[a-z]+", words):
        worth *= _MAGNITUDES[word]
    return worth


def _amounts(digits: str) -> tuple[Decimal, ...]:
    """Read points and commas as thousands (three digits follow) or, the last one, as the decimal sign."""
    groups = re.split("[.,]", digits)
    whole = [Decimal("".join(groups))] if all(len(group) == 3 for group in groups[1:]) else []
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:-1]):
        whole.append(Decimal("".join(groups[:-1]) + "." + groups[-1]))
    return tuple(whole)


def _fraction(parts: int, whole: int) -> Iterator[Decimal]:
    """Read a fraction as a share, as per cent and as growth by it, each rounded to whole, one or two digits."""
    share = Decimal(parts) / whole
    for value in (share, share * 100, share + 1):
        yield from (round(value, digits) for digits in range(3) if digits or value > 10)


def _shared(quantities: list[_Quantity], text: str) -> Iterator[Decimal]:
    """Give to amounts of a list or range the magnitude that only the last one has: "10 to 15 thousand"."""
    magnitude = 1
    for left, right in reversed(list(pairwise(quantities))):
        magnitude = max(right.magnitude, magnitude) if _joined(left, right, text) else 1
        if left.magnitude == 1 < magnitude:
            yield from left.values(magnitude)


def _joined(left: _Quantity, right: _Quantity, text: str) -> bool:
    return bool(_BETWEEN.fullmatch(text[left.end : right.start])) and left.magnitude == 1


def _summed(quantities: list[_Quantity], text: str) -> Iterator[Decimal]:
    """Add what follows in a smaller magnitude: "2 million 300 thousand"."""
    for left, right in pairwise(quantities):
        if left.magnitude > right.magnitude and _ADDED.fullmatch(text[left.end : right.start]):
            for first, second in product(left.values(), right.values()):
                yield from (first + second,) if second < left.magnitude else ()
