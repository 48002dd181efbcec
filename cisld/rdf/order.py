"""Order: from two literals to whether the first is less than the second, as the operators of SPARQL 1.1 and XSD 1.1 say."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from cisld.rdf.datatypes import CALENDAR, DURATION, INTEGERS, well_formed
from cisld.rdf.literals import STRING, literal
from cisld.rdf.names import XSD

_DAY = 86_400
_FOURTEEN_HOURS = 14 * 3_600
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Value(NamedTuple):
    """Hold the family in which a literal can be compared, and its value there."""

    family: str
    value: Any


class Instant(NamedTuple):
    """Hold seconds on the time line, and whether the literal names its time zone."""

    seconds: Fraction
    zoned: bool


def compare(left: str, right: str) -> int | None:
    """Return -1, 0 or 1 for literals in N-Triples form, or None where they cannot be compared.

    SPARQL 1.1 17.3, https://www.w3.org/TR/sparql11-query/#OperatorMapping

    >>> integer, decimal = "^^<" + XSD + "integer>", "^^<" + XSD + "decimal>"
    >>> compare('"9"' + integer, '"10.0"' + decimal), compare('"1"' + integer, '"1.00"' + decimal)
    (-1, 0)
    >>> compare('"a"', '"1"' + integer) is None
    True
    """
    one, other = value_of(left), value_of(right)
    if one is None or other is None or one.family != other.family:
        return None
    return _COMPARE[one.family](one.value, other.value)


@lru_cache(maxsize=8192)
def value_of(term: str) -> Value | None:
    """Return the comparable value of a term in N-Triples form; None for what is ill-typed or has no order.

    >>> value_of('"2019-02-30"^^<http://www.w3.org/2001/XMLSchema#date>') is None
    True
    """
    if term[0] != '"':
        return None
    lexical, datatype, _ = literal(term)
    read = _READ.get(datatype)
    return read(lexical, datatype) if read and well_formed(lexical, datatype) else None


def _number(lexical: str, datatype: str) -> Value:
    return Value("number", Decimal(lexical))


def _double(lexical: str, datatype: str) -> Value:
    return Value("number", float(lexical.replace("INF", "inf")))


def _float(lexical: str, datatype: str) -> Value:
    wide = float(lexical.replace("INF", "inf"))
    return Value("number", _single(wide))


def _single(wide: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", wide))[0])
    except OverflowError:
        return math.copysign(math.inf, wide)


def _string(lexical: str, datatype: str) -> Value:
    return Value("string", lexical)


def _boolean(lexical: str, datatype: str) -> Value:
    return Value("boolean", lexical in ("true", "1"))


def _calendar(lexical: str, datatype: str) -> Value:
    found = CALENDAR[datatype].fullmatch(lexical)
    parts = found.groupdict() if found else {}
    days = day_number(_whole(parts.get("year") or "1972"), int(parts.get("month") or 12), int(parts.get("day") or 1))
    seconds = Fraction(days * _DAY + _clock(parts, lexical)) - _offset(parts["zone"])
    family = "dateTime" if datatype == XSD + "dateTimeStamp" else datatype[len(XSD) :]
    return Value(family, Instant(seconds, parts["zone"] is not None))


def _whole(digits: str) -> int:
    return int(Decimal(digits))


def _clock(parts: dict[str, Any], lexical: str) -> Fraction:
    if "hour" not in parts:
        return Fraction(0)
    if parts["hour"] is None:
        return Fraction(0 if "T" not in lexical else _DAY)
    return int(parts["hour"]) * 3_600 + int(parts["minute"]) * 60 + Fraction(Decimal(parts["second"]))


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


def _duration(lexical: str, datatype: str) -> Value:
    found = DURATION.fullmatch(lexical)
    parts = (
        {name: Fraction(Decimal(part or 0)) for name, part in found.groupdict().items() if name != "sign"}
        if found
        else {}
    )
    sign = -1 if lexical.startswith("-") else 1
    months = int(parts["years"] * 12 + parts["months"])
    seconds = parts["days"] * _DAY + parts["hours"] * 3_600 + parts["minutes"] * 60 + parts["seconds"]
    return Value("duration", (sign * months, sign * seconds))


def _compare_numbers(one: Decimal | float, other: Decimal | float) -> int | None:
    if isinstance(one, float) or isinstance(other, float):
        one, other = float(one), float(other)
        if math.isnan(one) or math.isnan(other):
            return None
    return _sign(one, other)


def _compare_instants(one: Instant, other: Instant) -> int | None:
    """Compare as XSD 1.1 part 2, D.2.2 does: without one of the zones, only what is over fourteen hours apart has an order."""
    if one.zoned == other.zoned or abs(one.seconds - other.seconds) > _FOURTEEN_HOURS:
        return _sign(one.seconds, other.seconds)
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


_READ: dict[str, Callable[[str, str], Value]] = {
    **dict.fromkeys(INTEGERS, _number),
    **dict.fromkeys(CALENDAR, _calendar),
    XSD + "decimal": _number,
    XSD + "double": _double,
    XSD + "float": _float,
    STRING: _string,
    XSD + "boolean": _boolean,
    XSD + "duration": _duration,
    XSD + "yearMonthDuration": _duration,
    XSD + "dayTimeDuration": _duration,
}
_COMPARE: dict[str, Callable[[Any, Any], int | None]] = {
    "number": _compare_numbers,
    "string": _sign,
    "boolean": _sign,
    "duration": _compare_durations,
    **{iri[len(XSD) :]: _compare_instants for iri in CALENDAR},
}
