"""Coverage: the state of each line with content."""

from __future__ import annotations

from pathlib import Path

from cisld.checks.coverage import Coverage, cover, totals
from cisld.checks.texts import text_of
from cisld.files.project import load
from cisld.graph.sources import books
from cisld.graph.store import fill
from tests.checks.twins import made

SOURCE, TEXT = "data/source.ttl", "texts/003_two-states.txt"


def covered(root: Path) -> Coverage:
    project = load(root)
    store = fill(project.files("ontology", "data"))
    (book,) = books(store)
    return cover(store, book, text_of(book, project.texts))


def test_each_line_with_content_has_one_state(tmp_path: Path) -> None:
    found = covered(made(tmp_path))
    states = [(line.number, line.state) for line in found.lines]
    assert states == [(1, "no fact"), (3, "left"), (5, "attested"), (7, "cited"), (9, "attested"), (11, "no fact")]
    assert totals(found) == {"attested": 2, "cited": 1, "no fact": 2, "left": 1}
    assert found.left == [(3, 3)]


def test_the_parts_are_the_chapters_and_what_lies_around_them(tmp_path: Path) -> None:
    parts = covered(made(tmp_path)).parts
    assert [(part.label, part.span.first, part.span.last) for part in parts] == [
        ("before the chapters", 1, 4),
        ("b003-ch1", 5, 10),
        ("after the chapters", 11, 12),
    ]


def test_a_line_that_is_attested_and_said_to_hold_no_fact_is_attested(tmp_path: Path) -> None:
    widened = (SOURCE, "cisld:lineStart 11 ; cisld:lineEnd 11", "cisld:lineStart 9 ; cisld:lineEnd 11")
    assert [line.state for line in covered(made(tmp_path, widened)).lines][-2:] == ["attested", "no fact"]


def test_lines_left_one_after_the_other_are_one_range(tmp_path: Path) -> None:
    root = made(tmp_path, (TEXT, "Literature\n", "Literature\n\nOne more.\n\nTwo more.\n"))
    assert covered(root).left == [(3, 3), (13, 15)]


def test_a_book_without_chapters_is_one_part(tmp_path: Path) -> None:
    found = covered(made(tmp_path, (SOURCE, "a cisld:Chapter", "a cisld:Document")))
    assert [(part.label, len(part.lines)) for part in found.parts] == [("all lines", 6)]


def test_a_segment_far_beyond_the_text_ends_with_the_text(tmp_path: Path) -> None:
    far = (SOURCE, "cisld:lineStart 9 ; cisld:lineEnd 9", "cisld:lineStart 9 ; cisld:lineEnd 999999999")
    assert [line.number for line in covered(made(tmp_path, far)).lines if line.state == "attested"] == [5, 9, 11]
