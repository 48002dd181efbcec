"""Evidence: the data and the texts of its books in, each printed wording and number that its lines do not have out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

import pyoxigraph as ox

from cisld.checks.numbers import readings, written
from cisld.checks.texts import Text
from cisld.checks.wording import plain, printed
from cisld.graph.sources import Attestation, Span, column, local, value_of
from cisld.rdf.names import CISLD, RDF, RDFS, SKOS, WELL_KNOWN

_TYPE, _SUBCLASS = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "subClassOf")
_NUMBERS = ("value", "valueUpper", "outOf")
_NAMES = (
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "hiddenLabel",
    CISLD + "abbreviation",
    WELL_KNOWN["skosxl"] + "literalForm",
)
_NOISE = {"issue-unit-slip", "issue-ocr", "issue-glued-footnote"}
_DECIMAL = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,4})?")
_AROUND = 60


@dataclass(frozen=True)
class Claim:
    """Say that one of the wordings, or the number, stands in one of the spans, or in what is said to be printed."""

    attestation: str
    subject: str
    property: str
    wanted: tuple[str, ...]
    spans: tuple[Span, ...]
    number: bool = False
    within: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Tell whether a text has what is claimed."""
        if self.number:
            return bool(_DECIMAL.fullmatch(self.wanted[0])) and written(Decimal(self.wanted[0]), text)
        return any(printed(wording, text) for wording in self.wanted)

    def __str__(self) -> str:
        return self.wanted[0] if self.number else " or ".join(f'"{wording}"' for wording in self.wanted)


@dataclass(frozen=True)
class Missing:
    """Hold a claim that no line bears out, with the part of the text that is most like it."""

    claim: Claim
    excerpt: str


@dataclass(frozen=True)
class Result:
    """Hold what was looked for, by property and whether it was found, and what was missing."""

    counts: Mapping[tuple[str, bool], int]
    missing: tuple[Missing, ...]
    unplaced: tuple[Attestation, ...]
    """Attestations whose segment has no lines in the graph, so that nothing could be looked up."""

    @property
    def found(self) -> int:
        return sum(count for (_, held), count in self.counts.items() if held)

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    def of(self, property: str) -> tuple[int, int]:
        """Return how many claims of a property were found, and how many there are."""
        found = self.counts.get((property, True), 0)
        return found, found + self.counts.get((property, False), 0)


def check(claimed: Iterable[Claim], texts: Mapping[str, Text], unplaced: Iterable[Attestation] = ()) -> Result:
    """Look up each claim in the lines of the texts, by IRI of the book; spans in a book without text are left out."""
    counts: Counter[tuple[str, bool]] = Counter()
    missing = []
    for claim in claimed:
        lines = list(claim.within) or [texts[span.book].between(span) for span in claim.spans if span.book in texts]
        held = any(map(claim.holds, lines))
        counts[claim.property, held] += 1
        if not held:
            missing.append(Missing(claim, _nearest(claim.wanted[0], lines)))
    return Result(dict(counts), tuple(missing), tuple(unplaced))


def claims(store: ox.Store, attested: Iterable[Attestation]) -> list[Claim]:
    """Return what the attestations that have lines, and the facts that they attest, say is printed there."""
    placed = [attestation for attestation in attested if attestation.span]
    by_fact: dict[str, list[Attestation]] = defaultdict(list)
    for attestation in placed:
        for fact in attestation.facts:
            by_fact[fact].append(attestation)
    found = [claim for family in _FAMILIES for claim in family(store, placed, by_fact)]
    return sorted(found, key=lambda claim: (claim.spans, claim.attestation, claim.property, claim.wanted))


def _wordings(store: ox.Store, placed: list[Attestation], by_fact: dict[str, list[Attestation]]) -> Iterator[Claim]:
    for attestation in placed:
        for wording in attestation.printed:
            yield _claim("asPrinted", attestation.iri, [attestation], (wording,))


def _figures(store: ox.Store, placed: list[Attestation], by_fact: dict[str, list[Attestation]]) -> Iterator[Claim]:
    """Look for a figure's printed values, else for its numbers, in any of the places that state it."""
    printed_values = column(store, "valueAsPrinted")
    numbers = {name: column(store, name) for name in _NUMBERS}
    for fact, attested in sorted(by_fact.items()):
        for wording in printed_values.get(fact, ()):
            yield _claim("valueAsPrinted", fact, attested, (wording,))
        for name in () if fact in printed_values else _NUMBERS:
            for number in numbers[name].get(fact, ()):
                yield _claim(name, fact, attested, (number,), True)


def _same(store: ox.Store, placed: list[Attestation], by_fact: dict[str, list[Attestation]]) -> Iterator[Claim]:
    """Look for a figure's number in what is printed for it, where that has any and is not known to be noisy."""
    printed_values, values, changes, numbers = (
        column(store, name) for name in ("valueAsPrinted", "value", "change", "changeValue")
    )
    for fact in sorted(printed_values.keys() & by_fact.keys()):
        if any(local(issue) in _NOISE for each in by_fact[fact] for issue in each.issues):
            continue
        if not any(map(readings, printed_values[fact])):
            continue
        bare = [number for change in changes.get(fact, ()) for number in numbers.get(change, ())]
        for number in values.get(fact) or bare:
            claim = _claim("number of valueAsPrinted", fact, by_fact[fact], (number,), True)
            yield replace(claim, within=tuple(printed_values[fact]))


def _changes(store: ox.Store, placed: list[Attestation], by_fact: dict[str, list[Attestation]]) -> Iterator[Claim]:
    """Look for the number of a change where nothing printed stands for it.

    A figure that is only a change has the change's wording as its own.
    """
    printed_values, values, numbers = (column(store, name) for name in ("valueAsPrinted", "value", "changeValue"))
    for figure, changes in sorted(column(store, "change").items()):
        for change in changes if figure in by_fact else ():
            for wording in printed_values.get(change, ()):
                yield _claim("valueAsPrinted", change, by_fact[figure], (wording,))
            if change in printed_values or (figure in printed_values and figure not in values):
                continue
            for number in numbers.get(change, ()):
                yield _claim("changeValue", change, by_fact[figure], (number,), True)


def _names(store: ox.Store, placed: list[Attestation], by_fact: dict[str, list[Attestation]]) -> Iterator[Claim]:
    """Look for a name of an actor, or for a name form, where the attestation gives no wording of its own."""
    for name in sorted(_named(store) & by_fact.keys()):
        bare = [each for each in by_fact[name] if not each.printed and not each.properties]
        literals = _literals(store, _NAMES, name)
        if bare and literals:
            yield _claim("name", name, bare, literals)


def _named(store: ox.Store) -> set[str]:
    """Return the actors and the name forms: things whose names are the sources' own, not the editors'."""
    kinds, found = [CISLD + "Actor", CISLD + "NameForm"], set[str]()
    for kind in kinds:
        below = store.quads_for_pattern(None, _SUBCLASS, ox.NamedNode(kind))
        kinds.extend(value_of(quad.subject) for quad in below if value_of(quad.subject) not in kinds)
        found.update(value_of(quad.subject) for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(kind)))
    return found


_FAMILIES: tuple[Callable[[ox.Store, list[Attestation], dict[str, list[Attestation]]], Iterator[Claim]], ...] = (
    _wordings,
    _figures,
    _same,
    _changes,
    _names,
)


def _literals(store: ox.Store, properties: Iterable[str], subject: str) -> tuple[str, ...]:
    node = ox.NamedNode(subject)
    found = (quad for name in properties for quad in store.quads_for_pattern(node, ox.NamedNode(name), None))
    return tuple(sorted({value_of(quad.object) for quad in found}))


def _claim(
    property: str, subject: str, attested: list[Attestation], wanted: tuple[str, ...], number: bool = False
) -> Claim:
    spans = tuple(sorted({attestation.span for attestation in attested if attestation.span}))
    return Claim(attested[0].iri, subject, property, wanted, spans, number)


def _nearest(wanted: str, lines: list[str]) -> str:
    """Return the part of the lines that shares the longest run of letters with what is wanted."""
    text, wanted = plain(" … ".join(lines)), plain(wanted)
    match = SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    start = max(0, match.a - match.b - _AROUND)
    end = min(len(text), match.a - match.b + len(wanted) + _AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
