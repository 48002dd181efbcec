"""A baseline lets what is known pass, never what is new, and gets smaller when something is mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cisld.errors import InputError
from cisld.report.baseline import load, parted, save
from tests.report.conftest import DATA, Validate

KNOWN = Path("known.jsonl")


def test_what_is_saved_is_known_wherever_its_lines_are(run: Validate) -> None:
    save(KNOWN, run().every)
    moved = run("\n\n# above\n" + DATA, known=load(KNOWN))
    assert (moved.outcome.found, len(moved.outcome.known), moved.fixed) == ((), 4, [])
    assert not moved.outcome.failed


def test_a_new_value_at_a_known_place_is_new(run: Validate) -> None:
    save(KNOWN, run().every)
    again = run(DATA.replace("ex:soszh", "ex:pripyat"), known=load(KNOWN))
    assert [one.value for one in again.outcome.found] == ["ex:pripyat"]
    assert again.outcome.failed
    assert [key[1] for key in again.fixed] == ["<https://example.org/id/gomel>"]


def test_a_second_finding_with_the_key_of_a_known_one_is_new(run: Validate) -> None:
    data = "ex:r ex:of [ a ex:Town ] {} .\n"
    save(KNOWN, run(data.format("")).every)
    again = run(data.format(", [ a ex:Town ]"), known=load(KNOWN))
    assert (len(again.outcome.known), len(again.outcome.found)) == (1, 1)


def test_the_file_is_sorted_lines_that_a_reader_understands(run: Validate) -> None:
    save(KNOWN, run().every)
    lines = KNOWN.read_text().splitlines()
    assert lines == sorted(lines)
    assert json.loads(lines[0]) == {
        "rule": "<https://example.org/shapes#Town>",
        "focus": "<https://example.org/id/gomel>",
        "path": "<https://example.org/id/code>",
        "value": load(KNOWN)[0][3],
    }
    before = KNOWN.read_bytes()
    save(KNOWN, reversed(run("# moved\n" + DATA).every))
    assert KNOWN.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{}\nnot json\n", ":2:1: CIS076"),
        ("[]", ":1:1: CIS076"),
        ('{"rule": 1}', ":1:1: CIS076"),
        ('"x"', ":1:1: CIS076"),
        ("[" * 100_000, ":1:1: CIS076"),
        ("\udcff", ":1:1: CIS076"),
    ],
)
def test_a_baseline_that_is_none_is_refused_with_its_line(text: str, where: str, run: Validate) -> None:
    KNOWN.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(InputError) as caught:
        load(KNOWN)
    assert str(caught.value).startswith(f"known.jsonl{where}")


def test_a_missing_baseline_is_refused(run: Validate) -> None:
    with pytest.raises(InputError, match="CIS001"):
        load(KNOWN)


def test_everything_is_new_without_a_baseline(run: Validate) -> None:
    every = run().every
    parts = parted(every, [])
    assert (parts.new, parts.known, parts.fixed) == (every, [], [])
