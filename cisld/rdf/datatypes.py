"""Datatypes: from a lexical form and a datatype IRI to whether XSD 1.1 has that form, calendar included."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from cisld.rdf.grammar import Grammar
from cisld.rdf.names import RDF, XSD

Check = Callable[[str], bool]

_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_CLOCK = r"(?:(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)|24:00:00(?:\.0+)?)"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"


CALENDAR = {
    XSD + "dateTime": Grammar(f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}"),
    XSD + "dateTimeStamp": Grammar(f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE[:-1]}"),
    XSD + "date": Grammar(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}"),
    XSD + "time": Grammar(f"{_CLOCK}{_ZONE}"),
    XSD + "gYear": Grammar(f"{_YEAR}{_ZONE}"),
    XSD + "gYearMonth": Grammar(f"{_YEAR}-{_MONTH}{_ZONE}"),
    XSD + "gMonth": Grammar(f"--{_MONTH}{_ZONE}"),
    XSD + "gMonthDay": Grammar(f"--{_MONTH}-{_DAY}{_ZONE}"),
    XSD + "gDay": Grammar(f"---{_DAY}{_ZONE}"),
}
"""The grammar of the seven-property datatypes: XSD 1.1 part 2, 3.3.7 to 3.3.14, https://www.w3.org/TR/xmlschema11-2/."""

DURATION = Grammar(
    r"(?P<sign>-)?P(?=\d|T\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)

INTEGERS: dict[str, tuple[int | None, int | None]] = {
    XSD + "integer": (None, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "short": (-(2**15), 2**15 - 1),
    XSD + "byte": (-(2**7), 2**7 - 1),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "unsignedByte": (0, 2**8 - 1),
}
"""The integer datatypes with their bounds: XSD 1.1 part 2, 3.4.13 to 3.4.25."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAME_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_INTEGER = Grammar(r"[+-]?\d+")
_BASE64 = Grammar(
    r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_DOUBLE = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_TEXT = r"[^\x00-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]*"
_TOKEN = r"(?:[^\s]+(?: [^\s]+)*)?"


def well_formed(lexical: str, datatype: str) -> bool:
    """Tell whether a lexical form belongs to a datatype; every form belongs to a datatype that is not built in.

    RDF 1.1 Concepts 5.1, https://www.w3.org/TR/rdf11-concepts/#xsd-datatypes

    >>> well_formed("2020-02-29", XSD + "date"), well_formed("2019-02-29", XSD + "date")
    (True, False)
    >>> well_formed("256", XSD + "unsignedByte"), well_formed("any", "http://example.org/own")
    (False, True)
    """
    check = DATATYPES.get(datatype)
    return check is None or check(lexical)


def _integer(least: int | None, most: int | None) -> Check:
    if least is None and most is None:
        return _INTEGER

    def check(lexical: str) -> bool:
        if not _INTEGER(lexical):
            return False
        digits = lexical.lstrip("+-").lstrip("0") or "0"
        negative = lexical[0] == "-" and digits != "0"
        if len(digits) > 20:
            return (least if negative else most) is None
        value = -int(digits) if negative else int(digits)
        return (least is None or least <= value) and (most is None or value <= most)

    return check


def _calendar(grammar: Grammar) -> Check:
    def check(lexical: str) -> bool:
        found = grammar.match(lexical)
        return found is not None and in_calendar(found)

    return check


def _date(lexical: str) -> bool:
    """Let the C library judge the common form, and the grammar what it refuses (year 0, five digits, a time zone)."""
    if len(lexical) == 10 and lexical[4] == lexical[7] == "-":
        try:
            date.fromisoformat(lexical)
        except ValueError:
            return _any_date(lexical)
        return True
    return _any_date(lexical)


def in_calendar(found: re.Match[str]) -> bool:
    """Tell whether the day that a grammar of CALENDAR found is a day of its month."""
    parts = found.groupdict()
    if not parts.get("day") or not parts.get("month"):
        return True
    return int(parts["day"]) <= days_in(parts.get("year", "2000"), int(parts["month"]))


def days_in(year: str, month: int) -> int:
    """Return the days of a month; the year is a numeral of any length.

    XSD 1.1 part 2, E.3.2, https://www.w3.org/TR/xmlschema11-2/#f-daymo

    >>> days_in("1900", 2), days_in("-0004", 2)
    (28, 29)
    """
    if month != 2:
        return _DAYS[month - 1]
    tail = int(year[-4:])
    return 29 if tail % 4 == 0 and (tail % 100 != 0 or tail % 400 == 0) else 28


def _duration(forbidden: str) -> Check:
    def check(lexical: str) -> bool:
        found = DURATION.match(lexical)
        return found is not None and not any(found[part] for part in forbidden.split())

    return check


_any_date = _calendar(CALENDAR[XSD + "date"])
DATATYPES: dict[str, Check] = {
    **{iri: _integer(*bounds) for iri, bounds in INTEGERS.items()},
    **{iri: _calendar(pattern) for iri, pattern in CALENDAR.items()},
    XSD + "date": _date,
    XSD + "string": Grammar(_TEXT, re.UNICODE),
    XSD + "normalizedString": Grammar(r"[^\t\n\r]*", re.UNICODE),
    XSD + "token": Grammar(_TOKEN, re.UNICODE),
    XSD + "language": Grammar(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    XSD + "Name": Grammar(f"[:{_NAME_START}][:{_NAME}]*", re.UNICODE),
    XSD + "NCName": Grammar(f"[{_NAME_START}][{_NAME}]*", re.UNICODE),
    XSD + "NMTOKEN": Grammar(f"[:{_NAME}]+", re.UNICODE),
    XSD + "boolean": Grammar("true|false|1|0"),
    XSD + "decimal": Grammar(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD + "double": Grammar(_DOUBLE),
    XSD + "float": Grammar(_DOUBLE),
    XSD + "hexBinary": Grammar(r"(?:[0-9a-fA-F]{2})*"),
    XSD + "base64Binary": lambda lexical: _BASE64(lexical) and not lexical.endswith(" "),
    XSD + "anyURI": Grammar(r"[^\x00-\x1F<>\"{}|\\^`]*", re.UNICODE),
    XSD + "duration": _duration(""),
    XSD + "yearMonthDuration": _duration("days hours minutes seconds"),
    XSD + "dayTimeDuration": _duration("years months"),
    RDF + "langString": lambda lexical: True,
}
"""The check of the lexical space of each built-in datatype."""
