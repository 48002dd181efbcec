"""Parameters: the declaration of a typed parameter and a value as text in, a term out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.graph.store import Term
from cisld.rdf.names import XSD, Prefixes, nearest


@dataclass(frozen=True)
class Parameter:
    """Declare a parameter of a saved query: the variable that it binds, its type, what it is for and its default."""

    name: str
    type: str
    help: str = ""
    default: str | None = None


def values(
    declared: Sequence[Parameter], given: Mapping[str, str], prefixes: Prefixes, name: str = "query"
) -> dict[str, Term]:
    """Return the term of each declared parameter, from its given value or else its default.

    Raises UsageError CIS211 for a parameter that is not declared, CIS212 for one without value, CIS213 for a value that
    is not of its type, CIS030 for an IRI with an unknown prefix or none.

    >>> values([Parameter("year", "gYear", default="2021")], {}, Prefixes())["year"].value
    '2021'
    """
    known = [parameter.name for parameter in declared]
    for key in given:
        if key not in known:
            raise UsageError("CIS211", f'The query has no parameter "{key}".', _advice(key, known), name)
    return {parameter.name: _value(parameter, given, prefixes, name) for parameter in declared}


def term(type: str, text: str, prefixes: Prefixes, where: str) -> Term:
    """Return the term that a text stands for as a value of a type in TYPES; UsageError CIS213 or CIS030 otherwise.

    >>> str(term("iri", "ex:a", Prefixes({"ex": "http://example.org/"}), "a"))
    '<http://example.org/a>'
    """
    if type == "iri":
        return ox.NamedNode(prefixes.expand(text, where))
    written, datatype, fits = TYPES[type]
    if not fits(text):
        raise UsageError("CIS213", f'"{text[:80]}" is not of type {type}.', f"Write {written}.", where)
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _value(parameter: Parameter, given: Mapping[str, str], prefixes: Prefixes, name: str) -> Term:
    text = given.get(parameter.name, parameter.default)
    if text is None:
        what = f"The query needs its parameter {parameter.name} ({parameter.help or parameter.type})."
        raise UsageError("CIS212", what, f"Add --param {parameter.name}=VALUE.", name)
    where = f"{name}: parameter {parameter.name}"
    if parameter.type == "iri" and ":" not in text:
        like = f"Write it like {parameter.default or TYPES['iri'][0]}."
        raise UsageError("CIS030", f'"{text[:80]}" has no prefix.', like, where)
    return term(parameter.type, text, prefixes, where)


def _advice(key: str, known: list[str]) -> str:
    like = nearest(key, known)
    if like:
        return f'Did you mean "{like}"?'
    return f"It has {', '.join(known)}." if known else "It has none."


def _pattern(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, re.ASCII) is not None


def _day(text: str) -> bool:
    try:
        return _pattern(r"\d{4}-\d\d-\d\d")(text) and bool(date.fromisoformat(text))
    except ValueError:
        return False


TYPES: dict[str, tuple[str, str, Callable[[str], bool]]] = {
    "iri": ("prefix:name or <IRI>", "", lambda text: True),
    "string": ("text without control characters", "string", _pattern(r"[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*")),
    "integer": ("an integer of at most 18 digits, such as 42", "integer", _pattern(r"[+-]?\d{1,18}")),
    "decimal": ("a number such as 12.5", "decimal", _pattern(r"[+-]?\d{1,18}(\.\d{1,18})?")),
    "boolean": ("true or false", "boolean", _pattern("true|false")),
    "date": ("a date as YYYY-MM-DD", "date", _day),
    "gYear": ("a year as YYYY", "gYear", _pattern(r"\d{4}")),
    "gYearMonth": ("a month as YYYY-MM", "gYearMonth", _pattern(r"\d{4}-(0[1-9]|1[0-2])")),
    "lang": ("a language tag such as en", "string", _pattern("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")),
}
"""Each type of parameter: how a value is written, its XSD datatype, and the test that a value passes."""
