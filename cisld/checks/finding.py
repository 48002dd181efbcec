"""Findings: what a check sees in, one line for people and one object for programs out, each with its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cisld.files.positions import Place
from cisld.rdf.names import RDF, Prefixes

Fact = tuple[str, str, str]
"""A triple in N-Triples form."""
Where = Callable[[tuple[str, ...]], Place | None]
"""Find the place of a subject, of a subject with a predicate, or of a triple."""

GRADES = {"violation": 0, "critical": 0, "warning": 1, "important": 1, "info": 2, "minor": 2}
"""How grave a severity is, 0 being the gravest; the words of SHACL, and those of OOPS! for the pitfalls."""

_IRI = re.compile(r"<[^<>\s]*>")
_TYPE = f"<{RDF}type>"


@dataclass(frozen=True)
class Reason:
    """One thing that a finding rests on: the triple where it stands, and what is to be said of it."""

    text: str
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is there, what to do, and the triple (or its subject alone) where it stands; IRIs as <IRI>."""

    code: str
    severity: str
    what: str
    todo: str
    at: tuple[str, ...]
    because: tuple[Reason, ...] = ()


def said(fact: Fact) -> str:
    """Return a triple as a person writes it.

    >>> said(("<e:a>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<e:C>"))
    '<e:a> a <e:C>'
    """
    subject, predicate, object = fact
    return f"{subject} {'a' if predicate == _TYPE else predicate} {object}"


def stated(fact: Fact, note: str = "") -> Reason:
    """Return the reason that a triple stands in the data."""
    return Reason(said(fact) + note, fact)


def short(text: str, prefixes: Prefixes) -> str:
    """Return a sentence with its <IRI>s as CURIEs.

    >>> short("<http://example.org/a> is odd", Prefixes(ex="http://example.org/"))
    'ex:a is odd'
    """
    return _IRI.sub(lambda found: prefixes.shorten(found[0][1:-1]), text)


def in_order(found: Iterable[Finding], where: Where) -> list[Finding]:
    """Return findings sorted by place, then by code and sentence."""
    return sorted(found, key=lambda each: (where(each.at) or Place("", 0, 0), each.code, each.what))


def lines(found: Iterable[Finding], prefixes: Prefixes, where: Where) -> Iterator[str]:
    """Yield a line for each finding, and below it one for each thing that it rests on."""
    for finding in found:
        head = _place(where(finding.at))
        text = short(f"{finding.what} {finding.todo}".strip(), prefixes)
        yield f"{head}{finding.severity} {finding.code} {text}"
        for reason in finding.because:
            yield f"  {_place(where(reason.at) if reason.at else None)}{short(reason.text, prefixes)}"


def fields(finding: Finding, prefixes: Prefixes, where: Where) -> dict[str, object]:
    """Return what JSON tells of a finding."""
    because = [{**_where(where(each.at)), "text": short(each.text, prefixes)} for each in finding.because]
    return {
        **_where(where(finding.at)),
        "code": finding.code,
        "severity": finding.severity,
        "message": short(finding.what, prefixes),
        "todo": short(finding.todo, prefixes),
        "subject": short(finding.at[0], prefixes) if finding.at else "",
        **({"because": because} if because else {}),
    }


def _place(place: Place | None) -> str:
    return f"{place}: " if place else ""


def _where(place: Place | None) -> dict[str, object]:
    return {"file": place.path, "line": place.line, "column": place.column} if place else {}
