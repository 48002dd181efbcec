"""Sources: books, chapters and attestations as the data have them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cisld.graph.sources import Attestation, Span, attestations, books

PREFIXES = "@prefix cisld: <https://w3id.org/cisld/ontology#> . @prefix src: <https://w3id.org/cisld/id/source/> .\n"
SRC = "https://w3id.org/cisld/id/source/"
CODE = "https://w3id.org/cisld/code#"


def store(turtle: str) -> ox.Store:
    made = ox.Store()
    made.extend(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))
    return made


def test_chapters_stand_in_the_order_of_their_lines() -> None:
    found = books(
        store(
            "src:b1 a cisld:Book ; cisld:lineCount 30 ."
            "src:a a cisld:Chapter ; cisld:inBook src:b1 ; cisld:lineStart 10 ; cisld:lineEnd 19 ."
            "src:b a cisld:Chapter ; cisld:inBook src:b1 ; cisld:lineStart 2 ; cisld:lineEnd 9 ."
        )
    )
    assert [(book.number, book.line_count, [chapter.iri[-1] for chapter in book.chapters]) for book in found] == [
        ("1", 30, ["b", "a"])
    ]


def test_an_attestation_has_its_lines_from_its_segment() -> None:
    (found,) = attestations(
        store(
            'src:x cisld:attests src:f , src:g ; cisld:segment src:s ; cisld:asPrinted "so" .'
            "src:s cisld:inBook src:b7 ; cisld:lineStart 5 ; cisld:lineEnd 6 ."
        )
    )
    assert (found.facts, found.span, found.printed) == ((SRC + "f", SRC + "g"), Span(SRC + "b7", 5, 6), ("so",))


def test_an_attestation_with_a_segment_that_is_not_described_has_no_lines() -> None:
    (found,) = attestations(store("src:x cisld:attests src:f ; cisld:segment src:b7-l5 ."))
    assert (found.span, str(found)) == (None, "b7-l5")


WRITTEN = {
    "003 L174-176 fn34, medium: date-inferred": {
        "footnote": SRC + "b003-fn34",
        "confidence": CODE + "confidence-medium",
        "issues": (CODE + "issue-date-inferred",),
    },
    "003 L174-176": {"confidence": CODE + "confidence-high"},
    "003 L174-176, low": {"confidence": CODE + "confidence-low"},
    "003 L174-176, ocr, unit-slip": {"issues": (CODE + "issue-ocr", CODE + "issue-unit-slip")},
}


@pytest.mark.parametrize(("text", "parts"), WRITTEN.items())
def test_an_attestation_is_written_with_its_place_and_its_doubts(text: str, parts: dict[str, str]) -> None:
    assert str(Attestation("x", (), span=Span(SRC + "b003", 174, 176), **parts)) == text  # type: ignore[arg-type]
