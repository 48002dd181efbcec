"""Order: from two literals to which of them is less, as the operators of SPARQL 1.1 and XSD 1.1 say."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cisld.rdf.datatypes import CALENDAR, DATATYPES, DURATION, INTEGERS, in_calendar
from cisld.rdf.grammar import Grammar
from cisld.rdf.literals import STRING, lexical
from cisld.rdf.names import XSD

if TYPE_CHECKING:
    from fractions import Fraction

Value = tuple[str, Any]
"""The family in which a literal can be compared, and its value there."""
Instant = tuple["int | Fraction", bool]
"""Seconds on the time line, and whether the literal names its time zone."""
Read = Callable[[str], Value | None]

PLAIN = Grammar(rf'"(-?\d+(?:\.\d+)?)"\^\^<{XSD}(?:decimal|integer)>')
"""A number in N-Triples form as most are written, its digits as a group."""

_DAY = 86_400
_FOURTEEN_HOURS = 14 * 3_600
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


def compare(left: str, right: str) -> int | None:
    """Return -1, 0 or 1 for literals in N-Triples form, or None where they cannot be compared.

    SPARQL 1.1 17.3, https://www.w3.org/TR/sparql11-query/#OperatorMapping

    >>> integer, decimal = "^^<" + XSD + "integer>", "^^<" + XSD + "decimal>"
    >>> compare('"9"' + integer, '"10.0"' + decimal), compare('"1"' + integer, '"1.00"' + decimal)
    (-1, 0)
    >>> compare('"a"', '"1"' + integer) is None
    True
    """
    return compare_values(value_of(left), value_of(right))


def compare_values(one: Value | None, other: Value | None) -> int | None:
    """Return -1, 0 or 1 for two values, or None where they cannot be compared.

    >>> compare_values(("string", "a"), ("string", "b"))
    -1
    """
    if one is None or other is None or one[0] != other[0]:
        return None
    return _COMPARE[one[0]](one[1], other[1])


def value_of(term: str) -> Value | None:
    """Return the comparable value of a term in N-Triples form; None for what is ill-typed or has no order.

    >>> value_of('"2019-02-30"^^<http://www.w3.org/2001/XMLSchema#date>') is None
    True
    """
    if term[0] != '"':
        return None
    end = term.rindex('"')
    read = _READ.get(term[end + 1 :])
    return read(lexical(term) if "\\" in term else term[1:end]) if read else None


def beyond(bound: Value | None, terms: Iterable[str], above: bool) -> set[str]:
    """Return terms that are numbers plainly above a bound, or below: to round keeps the order, but for what is alike.

    >>> number = '"%s"^^<' + XSD + "decimal>"
    >>> beyond(value_of(number % 0), {number % -1, number % 0, number % 2}, True) == {number % 2}
    True
    """
    if bound is None or bound[0] != "number":
        return set()
    limit = float(bound[1])
    found = [(term, float(match[1])) for term in terms if (match := PLAIN.match(term))]
    return {term for term, value in found if (value > limit if above else value < limit)}


def _numeric(datatype: str) -> Read:
    check = DATATYPES[datatype]

    def read(text: str) -> Value | None:
        return ("number", Decimal(text)) if check(text) else None

    return read


def _decimal(text: str) -> Value | None:
    """Judge the common form, digits with one point or none, without the grammar."""
    digits = text.replace(".", "", 1)
    common = digits.isdecimal() and digits.isascii()
    return ("number", Decimal(text)) if common or DATATYPES[XSD + "decimal"](text) else None


def _date(text: str) -> Value | None:
    """Let the C library read the common form, and the grammar the rest."""
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return "date", (date.fromisoformat(text).toordinal() * _DAY + _ORDINALS, False)
        except ValueError:
            return _any_date(text)
    return _any_date(text)


def _double(text: str) -> Value | None:
    return ("number", _to_float(text)) if DATATYPES[XSD + "double"](text) else None


def _float(text: str) -> Value | None:
    return ("number", _single(_to_float(text))) if DATATYPES[XSD + "float"](text) else None


def _to_float(text: str) -> float:
    return float(text.replace("INF", "inf"))


def _single(wide: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", wide))[0])
    except OverflowError:
        return math.copysign(math.inf, wide)


def _string(text: str) -> Value:
    return ("string", text)


def _boolean(text: str) -> Value | None:
    return ("boolean", text in ("true", "1")) if DATATYPES[XSD + "boolean"](text) else None


def _calendar(datatype: str) -> Read:
    grammar, family = CALENDAR[datatype], "dateTime" if datatype.endswith("Stamp") else datatype[len(XSD) :]

    def read(text: str) -> Value | None:
        found = grammar.match(text)
        if found is None or not in_calendar(found):
            return None
        parts = found.groupdict()
        days = day_number(
            _whole(parts.get("year") or "1972"), int(parts.get("month") or 12), int(parts.get("day") or 1)
        )
        seconds = days * _DAY + _clock(parts, text) - _offset(parts["zone"])
        return family, (seconds, parts["zone"] is not None)

    return read


def _whole(digits: str) -> int:
    return int(digits) if len(digits) < 20 else int(Decimal(digits))


def _clock(parts: dict[str, Any], text: str) -> int | Fraction:
    if "hour" not in parts:
        return 0
    if parts["hour"] is None:
        return 0 if "T" not in text else _DAY
    second = parts["second"]
    exact = _exact(second) if "." in second else int(second)
    return int(parts["hour"]) * 3_600 + int(parts["minute"]) * 60 + exact


def _exact(digits: str) -> Fraction:
    from fractions import Fraction  # few literals have parts of seconds, and it is as slow to load as all of this

    return Fraction(digits)


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3_600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def day_number(year: int, month: int, day: int) -> int:
    """Return the day of the proleptic Gregorian calendar, counted from 0000-03-01, for a year of any size.

    >>> day_number(2000, 3, 1) - day_number(2000, 2, 1)
    29
    """
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def _duration(datatype: str) -> Read:
    check = DATATYPES[datatype]

    def read(text: str) -> Value | None:
        found = DURATION.match(text)
        if found is None or not check(text):
            return None
        part = {name: _exact(digits or "0") for name, digits in found.groupdict().items() if name != "sign"}
        seconds = part["days"] * _DAY + part["hours"] * 3_600 + part["minutes"] * 60 + part["seconds"]
        sign = -1 if found["sign"] else 1
        return ("duration", (sign * int(part["years"] * 12 + part["months"]), sign * seconds))

    return read


def _compare_numbers(one: Decimal | float, other: Decimal | float) -> int | None:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _sign(one, other)
    left, right = float(one), float(other)
    return None if math.isnan(left) or math.isnan(right) else _sign(left, right)


def _compare_instants(one: Instant, other: Instant) -> int | None:
    """Compare as XSD 1.1 part 2, D.2.2: where one lacks a zone, only what is over fourteen hours apart has an order."""
    if one[1] == other[1] or not -_FOURTEEN_HOURS <= one[0] - other[0] <= _FOURTEEN_HOURS:
        return _sign(one[0], other[0])
    return None


def _compare_durations(one: tuple[int, Fraction], other: tuple[int, Fraction]) -> int | None:
    """Compare as XSD 1.1 part 2, 3.3.6.1: added to four dates, the order must be the same."""
    orders = {_sign(_added(one, start), _added(other, start)) for start in _REFERENCES}
    return orders.pop() if len(orders) == 1 else None


def _added(duration: tuple[int, Fraction], start: tuple[int, int]) -> Fraction:
    months = start[0] * 12 + start[1] - 1 + duration[0]
    return day_number(months // 12, months % 12 + 1, 1) * _DAY + duration[1]


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _tail(datatype: str) -> str:
    return "" if datatype == STRING else f"^^<{datatype}>"


_ORDINALS = (day_number(1, 1, 1) - 1) * _DAY
_any_date = _calendar(XSD + "date")
_READ: dict[str, Read] = {
    **{_tail(iri): _numeric(iri) for iri in INTEGERS},
    **{_tail(iri): _calendar(iri) for iri in CALENDAR},
    _tail(XSD + "decimal"): _decimal,
    _tail(XSD + "date"): _date,
    **{_tail(XSD + name): _duration(XSD + name) for name in ("duration", "yearMonthDuration", "dayTimeDuration")},
    _tail(XSD + "double"): _double,
    _tail(XSD + "float"): _float,
    _tail(STRING): _string,
    _tail(XSD + "boolean"): _boolean,
}
_COMPARE: dict[str, Callable[[Any, Any], int | None]] = {
    "number": _compare_numbers,
    "string": _sign,
    "boolean": _sign,
    "duration": _compare_durations,
    **{iri[len(XSD) :]: _compare_instants for iri in CALENDAR},
}
