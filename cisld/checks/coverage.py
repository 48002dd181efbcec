"""Coverage: a store and the text of a book in, what each line with content is there for, or that it is left, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from cisld.checks.texts import Text
from cisld.graph.sources import Book, Span, attestations, column, instances, local, spans

ATTESTED, CITED, NO_FACT, LEFT = "attested", "cited", "no fact", "left"
STATES = (ATTESTED, CITED, NO_FACT, LEFT)
"""What a line can be: attested; a footnote or entry of the literature; said to hold no fact; or none of these."""


@dataclass(frozen=True)
class Line:
    """Hold one line with content: its number, its state, and what says so (IRIs or the reason)."""

    number: int
    state: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Hold a chapter, or the lines between two, with its lines that have content."""

    label: str
    iri: str
    span: Span
    lines: tuple[Line, ...]

    def count(self, state: str) -> int:
        """Return how many lines have a state."""
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True)
class Coverage:
    """Hold the parts of a book in the order of their lines."""

    book: Book
    parts: tuple[Part, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def left(self) -> list[tuple[int, int]]:
        """The lines that nothing accounts for, as ranges; lines without content between them do not part them."""
        return _ranges(self.lines)


def cover(store: ox.Store, book: Book, text: Text, label: Callable[[str], str] = local) -> Coverage:
    """Tell for each line of a text that has content whether it is attested, cited, said to hold no fact, or left."""
    said = _said(store, book, len(text.lines))
    lines = [_line(number, said.get(number, {})) for number, content in enumerate(text.lines, 1) if content.strip()]
    parts = (
        Part(label(iri) if iri else other, iri, span, tuple(line for line in lines if line.number in span))
        for other, iri, span in _parts(book, len(text.lines))
    )
    return Coverage(book, tuple(part for part in parts if part.lines or part.iri))


def _line(number: int, said: dict[str, list[str]]) -> Line:
    state = next((state for state in STATES if state in said), LEFT)
    return Line(number, state, tuple(said.get(state, ())))


def _said(store: ox.Store, book: Book, last: int) -> dict[int, dict[str, list[str]]]:
    """Return what is said of each line, by state."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for state, span, by in _statements(store):
        if span.book == book.iri:
            for line in range(span.first, min(span.last, last) + 1):
                found[line][state].append(by)
    return found


def _statements(store: ox.Store) -> Iterator[tuple[str, Span, str]]:
    placed = spans(store)
    for attestation in attestations(store):
        if attestation.span:
            yield ATTESTED, attestation.span, attestation.iri
    for cls in ("Footnote", "ExternalSource"):
        for node in instances(store, cls):
            if node in placed:
                yield CITED, placed[node], node
    for segment, reasons in sorted(column(store, "holdsNoFact").items()):
        if segment in placed:
            yield NO_FACT, placed[segment], ", ".join(local(reason).removeprefix("no-fact-") for reason in reasons)


def _parts(book: Book, last: int) -> Iterator[tuple[str, str, Span]]:
    """Yield the chapters, and what lies before, between and after them."""
    end, label = 0, "before the chapters"
    for chapter in book.chapters:
        if chapter.span.first > end + 1:
            yield label, "", Span(book.iri, end + 1, chapter.span.first - 1)
        yield "", chapter.iri, Span(book.iri, max(end + 1, chapter.span.first), chapter.span.last)
        end, label = max(end, chapter.span.last), "between chapters"
    if end < last:
        yield "after the chapters" if end else "all lines", "", Span(book.iri, end + 1, last)


def _ranges(lines: Iterable[Line]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    before = ""
    for line in lines:
        if line.state == LEFT:
            found = (
                [*found[:-1], (found[-1][0], line.number)] if before == LEFT else [*found, (line.number, line.number)]
            )
        before = line.state
    return found


def totals(coverage: Coverage) -> dict[str, int]:
    """Return how many lines have each state."""
    counts = Counter(line.state for line in coverage.lines)
    return {state: counts[state] for state in STATES}
