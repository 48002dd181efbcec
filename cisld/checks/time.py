"""Time: a graph in, what cannot be so in time out: the wrong order, parts outside their whole, plans told as facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from cisld.checks.finding import Fact, Finding, Reason, stated
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri, is_literal, lexical
from cisld.rdf.names import CISLD, CODE, PROV, SCHEMA


def _c(name: str) -> str:
    return f"<{CISLD}{name}>"


def _code(name: str) -> str:
    return f"<{CODE}{name}>"


ORDERED = (
    (_c("start"), _c("end")),
    (f"<{SCHEMA}startDate>", f"<{SCHEMA}endDate>"),
    (f"<{PROV}startedAtTime>", f"<{PROV}endedAtTime>"),
)
"""A property that says when a thing began, and the one that says when it ended."""

WHOLES = {
    _c("partOfEvent"): (_c("date"), _c("date")),
    _c("inSeries"): (_c("date"), _c("start")),
    _c("inProgramme"): (_c("start"), _c("validFrom")),
    _c("aboutEvent"): (_c("refPeriod"), _c("date")),
    f"<{SCHEMA}superEvent>": (f"<{SCHEMA}startDate>", f"<{SCHEMA}startDate>"),
}
"""A property from a part to its whole, with the dates of each that are to meet; the whole may also have an end."""

_ENDS = {_c("date"): _c("end"), _c("start"): _c("end"), _c("validFrom"): _c("validUntil"),
         f"<{SCHEMA}startDate>": f"<{SCHEMA}endDate>"}  # fmt: skip

_HAPPENED = (_c("date"), _c("start"), _c("foundedOn"))
_DONE = {_code(f"project-status-{name}") for name in ("built", "completed", "working")}
_RELATIVE = re.compile(
    r"\b(?:this|last|next|the current|the previous|the same) (?:year|month|week|decade)\b|\byears? (?:ago|later)\b"
    r"|\bв (?:этом|прошлом|следующем|текущем) году\b",
    re.I,
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_BRACKET = re.compile(r"\[[^\]]*\d{4}[^\]]*\]|\b(?:19|20)\d\d\b")


class Span(NamedTuple):
    """The first and the last day that a period can include; an empty string is an end that is open or not known."""

    first: str
    last: str


@dataclass
class _Calendar:
    """The periods of a graph, and dates of literals that are as precise as they are written."""

    columns: Columns

    @cached_property
    def earliest(self) -> dict[str, str]:
        return {node: lexical(value) for node, value in self.columns[_c("earliest")].pairs()}

    @cached_property
    def latest(self) -> dict[str, str]:
        return {node: lexical(value) for node, value in self.columns[_c("latest")].pairs()}

    def span(self, term: str) -> Span:
        if is_literal(term):
            text = lexical(term)[:10]
            return Span(text, text + "-99-99"[max(len(text) - 4, 0) :]) if _DATE.match(text) else Span("", "")
        return Span(self.earliest.get(term, ""), self.latest.get(term, ""))

    def dates(self, subject: str, property: str) -> Iterator[tuple[Span, Fact]]:
        for value in self.columns[property].objects(subject):
            yield self.span(value), (subject, property, value)


def check(columns: Columns) -> Iterator[Finding]:
    """Yield what cannot be so in time; a period counts only as far as it is known.

    >>> list(check(Columns()))
    []
    """
    calendar = _Calendar(columns)
    yield from _order(calendar)
    yield from _parts(calendar)
    yield from _foretold(calendar)
    yield from _relative(calendar)
    yield from _gaps(calendar)
    yield from _older(calendar)


def _order(calendar: _Calendar) -> Iterator[Finding]:
    """Find an end before the start; relations and production sites are left to rule R093."""
    left = calendar.columns.instances(_c("Relation")) | calendar.columns.instances(_c("ProductionSite"))
    for start, end in ORDERED:
        for subject in calendar.columns[start].subjects() - left:
            for began, one in calendar.dates(subject, start):
                for ended, other in calendar.dates(subject, end):
                    if began.first and ended.last and began.first > ended.last:
                        what = f"{subject} ended ({other[2]}) before it began ({one[2]})."
                        yield Finding("CIS330", "violation", what, "Mend one of the dates.", other, (stated(one),))


def _parts(calendar: _Calendar) -> Iterator[Finding]:
    for link, (mine, theirs) in WHOLES.items():
        for part, whole in calendar.columns[link].pairs():
            for span, one in calendar.dates(part, mine):
                for other, bounds in _bounds(calendar, whole, theirs):
                    if _misses(span, other):
                        what = f"{part} ({one[2]}) lies outside {whole}, whose time is {bounds[0][2]}."
                        because = (stated((part, link, whole)), *map(stated, bounds))
                        yield Finding("CIS331", "warning", what, "Mend a date, or the link to the whole.", one, because)


def _bounds(calendar: _Calendar, whole: str, property: str) -> Iterator[tuple[Span, list[Fact]]]:
    """Yield the time of a whole: from its start to its end where it has both."""
    ends = list(calendar.dates(whole, _ENDS.get(property, "")))
    for span, fact in calendar.dates(whole, property):
        open_end = property in (_c("start"), _c("validFrom"))
        last = ends[0][0].last if ends else "" if open_end else span.last
        yield Span(span.first, last), [fact, *(found for _, found in ends)]


def _misses(one: Span, other: Span) -> bool:
    after = one.first and other.last and one.first > other.last
    before = one.last and other.first and one.last < other.first
    return bool(after or before)


def _foretold(calendar: _Calendar) -> Iterator[Finding]:
    """Find what is told as a fact though its latest source was written before it; steps and figures have rules."""
    columns = calendar.columns
    actual = set(columns[_c("modality")].inverse.objects(_code("modality-actual")))
    done = {thing for status in _DONE for thing in columns[_c("projectStatus")].inverse.objects(status)}
    dated = columns[_c("foundedOn")].subjects()
    left = columns.instances(_c("LifecycleEvent")) | columns.instances(_c("Observation"))
    for thing in sorted((actual | done | dated) - left):
        for property in (*_HAPPENED, *((_c("end"),) if thing in done else ())):
            if not columns[property].objects(thing):
                continue
            written, source = _written(calendar, thing, property)
            for span, fact in calendar.dates(thing, property):
                if written and span.first > written:
                    what = f"{thing} is told as a fact of {fact[2]}, but its latest source was written by {written}."
                    yield Finding("CIS332", "violation", what, "Make it a plan, or mend the date.", fact, (source,))


def _written(calendar: _Calendar, thing: str, property: str) -> tuple[str, Reason]:
    """Return the last day on which a source can have been written that says when, with the attestation of it.

    An attestation that names the properties which it supports says nothing of others.
    """
    found = ("", Reason(""))
    supported = calendar.columns[_c("supportsProperty")]
    for attestation in calendar.columns[_c("attests")].inverse.objects(thing):
        named = supported.objects(attestation)
        day = _day(calendar, attestation) if not named or property in named else ""
        if day > found[0]:
            found = (day, Reason(f"{attestation}, written by {day}", (attestation,)))
    return found


def _day(calendar: _Calendar, attestation: str) -> str:
    columns = calendar.columns
    for read in columns[_c("retrieved")].objects(attestation):
        return lexical(read)
    for segment in columns[_c("segment")].objects(attestation):
        for place in (_c("inChapter"), _c("inBook")):
            for source in columns[place].objects(segment):
                for period in columns[_c("timeOfWriting")].objects(source):
                    return calendar.span(period).last
    return ""


def _relative(calendar: _Calendar) -> Iterator[Finding]:
    """Find a date that rests on 'this year' and does not say by what the year is known."""
    columns = calendar.columns
    inferred, basis = _code("issue-date-inferred"), columns[_c("dateBasis")]
    for attestation, wording in columns[_c("asPrinted")].pairs():
        found = _RELATIVE.search(lexical(wording))
        if not found or _BRACKET.search(lexical(wording)) or inferred in columns[_c("issue")].objects(attestation):
            continue
        for thing in columns[_c("attests")].objects(attestation):
            for property in _HAPPENED:
                for value in columns[property].objects(thing):
                    if not basis.objects(thing):
                        what = f'{thing} is dated {value} by "{found[0]}" and has no {_c("dateBasis")}.'
                        because = (stated((attestation, _c("asPrinted"), wording)),)
                        todo = "Say how the year is known."
                        yield Finding("CIS333", "warning", what, todo, (thing, property, value), because)


def _gaps(calendar: _Calendar) -> Iterator[Finding]:
    """Find a time between two chairmanships of an organisation; two at one time are left to rule R097."""
    columns = calendar.columns
    role, organisation = "<http://www.w3.org/ns/org#role>", "<http://www.w3.org/ns/org#organization>"
    held: dict[str, list[tuple[Span, Fact]]] = defaultdict(list)
    for chair in columns[role].inverse.objects(_code("role-chair")):
        for body in columns[organisation].objects(chair):
            for start, fact in calendar.dates(chair, _c("start")):
                end = next((span for span, _ in calendar.dates(chair, _c("end"))), Span("", ""))
                held[body].append((Span(start.first, end.last or start.last), fact))
    for body, terms in sorted(held.items()):
        terms.sort()
        for (one, fact), (other, later) in pairwise(terms):
            if one.last and other.first and other.first > _following(one.last):
                what = f"Nobody is said to chair {body} between {one.last} and {other.first}."
                yield Finding("CIS334", "info", what, "Add who did, if a source tells.", later, (stated(fact),))


def _following(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except ValueError:
        return day


def _older(calendar: _Calendar) -> Iterator[Finding]:
    """Find a relation that began before one of its parties was founded; residents and their zones have rule R048."""
    columns = calendar.columns
    founded = columns[_c("foundedOn")].subjects()
    relations = columns.instances(_c("Relation"))
    for predicate in sorted(columns.by_predicate):
        if predicate in (_c("zone"), _c("successorOf")):
            continue
        for relation, party in columns[predicate].pairs():
            if party in founded and relation in relations and is_iri(party):
                yield from _before(calendar, (relation, predicate, party))


def _before(calendar: _Calendar, link: Fact) -> Iterator[Finding]:
    for start, one in calendar.dates(link[0], _c("start")):
        for founded, other in calendar.dates(link[2], _c("foundedOn")):
            if start.last and founded.first and start.last < founded.first:
                what = f"{link[0]} began ({one[2]}) before {link[2]} was founded ({other[2]})."
                todo = "Mend a date, or name the predecessor."
                yield Finding("CIS335", "warning", what, todo, one, (stated(link), stated(other)))
