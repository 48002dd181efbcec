"""Sources: a store in, its books with their chapters and the attestations that tie facts to lines out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from cisld.graph.store import Term
from cisld.rdf.names import CISLD, RDF

_TYPE = ox.NamedNode(RDF + "type")
_LINE = re.compile("[0-9]{1,9}")
_NUMBER = re.compile(r"(?:.*[/#:])?b?(?P<number>\d+)\Z")


@dataclass(frozen=True, order=True)
class Span:
    """Name the lines `first` to `last` of a book, both counted from 1 and both included.

    >>> print(Span("https://w3id.org/cisld/id/source/b003", 174, 176))
    003 L174-176
    """

    book: str
    first: int
    last: int

    def __str__(self) -> str:
        lines = f"L{self.first}" if self.first == self.last else f"L{self.first}-{self.last}"
        return f"{number_of(self.book)} {lines}"

    def __contains__(self, line: int) -> bool:
        return self.first <= line <= self.last


@dataclass(frozen=True)
class Attestation:
    """Hold that lines of a source state facts; the span is None where the segment has no lines in the graph."""

    iri: str
    facts: tuple[str, ...]
    segment: str = ""
    span: Span | None = None
    footnote: str = ""
    source: str = ""
    printed: tuple[str, ...] = ()
    confidence: str = ""
    issues: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the place and, where there is a doubt, the confidence: `003 L174-176 fn34, medium: date-inferred`."""
        place = str(self.span) if self.span else local(self.segment or self.source)
        if self.footnote:
            place += f" fn{self.footnote.rpartition('fn')[2]}"
        grade = local(self.confidence).removeprefix("confidence-")
        doubts = ", ".join(local(issue).removeprefix("issue-") for issue in self.issues)
        parts = [] if grade in ("", "high") else [grade]
        return f"{place}, {': '.join([*parts, *([doubts] if doubts else [])])}" if parts or doubts else place


@dataclass(frozen=True)
class Chapter:
    """Name a chapter with its lines."""

    iri: str
    span: Span


@dataclass(frozen=True)
class Book:
    """Name a book that is a source, with its chapters in the order of their lines."""

    iri: str
    digest: str = ""
    line_count: int = 0
    chapters: tuple[Chapter, ...] = field(default=())

    @property
    def number(self) -> str:
        return number_of(self.iri)


def number_of(book: str) -> str:
    """Return the number at the end of a book's IRI, else its last part.

    >>> number_of("https://w3id.org/cisld/id/source/b003"), number_of("http://example.org/novel")
    ('003', 'novel')
    """
    found = _NUMBER.match(book)
    return found["number"] if found else local(book)


def local(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local("https://w3id.org/cisld/code#issue-ocr")
    'issue-ocr'
    """
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def value_of(term: Term) -> str:
    """Return the IRI, the label of a blank node or the lexical form of a term; a triple term as N-Triples writes it."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def column(store: ox.Store, property: str) -> dict[str, list[str]]:
    """Return the objects of a property of the cisld vocabulary by subject, as strings in a fixed order."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(CISLD + property), None):
        found[value_of(quad.subject)].append(value_of(quad.object))
    return {subject: sorted(objects) for subject, objects in found.items()}


def instances(store: ox.Store, cls: str) -> list[str]:
    """Return the things that have a class of the cisld vocabulary, sorted."""
    return sorted(value_of(quad.subject) for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(CISLD + cls)))


def spans(store: ox.Store) -> dict[str, Span]:
    """Return the lines of each node that has a book, a first and a last line."""
    books, first, last = (column(store, name) for name in ("inBook", "lineStart", "lineEnd"))
    return {
        node: Span(books[node][0], int(first[node][0]), int(last[node][0]))
        for node in books
        if _is_line(first.get(node)) and _is_line(last.get(node))
    }


def _is_line(values: list[str] | None) -> bool:
    """Tell whether the first value is a line number; what is none is left to the shapes."""
    return values is not None and _LINE.fullmatch(values[0]) is not None


def books(store: ox.Store) -> list[Book]:
    """Return the books, sorted: what is typed as one, and what a segment is in."""
    digests, counts, placed = column(store, "textDigest"), column(store, "lineCount"), spans(store)
    named = {*instances(store, "Book"), *(span.book for span in placed.values())}
    chapters = [Chapter(iri, placed[iri]) for iri in instances(store, "Chapter") if iri in placed]
    chapters.sort(key=lambda chapter: chapter.span)
    return [
        Book(
            iri,
            digests.get(iri, [""])[0],
            int(counts[iri][0]) if _is_line(counts.get(iri)) else 0,
            tuple(chapter for chapter in chapters if chapter.span.book == iri),
        )
        for iri in sorted(named)
    ]


_PROPERTIES = ("segment", "viaFootnote", "fromSource", "asPrinted", "confidence", "issue", "supportsProperty")


def attestations(store: ox.Store) -> list[Attestation]:
    """Return the attestations, sorted by IRI."""
    return list(_attestations(store))


def _attestations(store: ox.Store) -> Iterator[Attestation]:
    placed = spans(store)
    facts = column(store, "attests")
    columns = [column(store, name) for name in _PROPERTIES]
    for iri in sorted(facts):
        segment, footnote, source, printed, confidence, issues, properties = (each.get(iri, []) for each in columns)
        yield Attestation(
            iri=iri,
            facts=tuple(facts[iri]),
            segment=_first(segment),
            span=placed.get(_first(segment)),
            footnote=_first(footnote),
            source=_first(source),
            printed=tuple(printed),
            confidence=_first(confidence),
            issues=tuple(issues),
            properties=tuple(properties),
        )


def _first(values: list[str]) -> str:
    return values[0] if values else ""
