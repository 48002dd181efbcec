"""Lint tells what no shape can see: repeats, prefixes with two meanings, shapes that check nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.rdf.names import Prefixes
from cisld.report.finding import Finding
from cisld.report.lint import folded
from tests.report.conftest import PROLOGUE, Validate

OTHER = Path("data", "b.ttl")


def linted(run: Validate, data: str, code: str, other: str = "") -> list[Finding]:
    if other:
        OTHER.write_text(other)
    return [one for one in run(data, lint=True).outcome.found if one.rule == code]


def places(found: list[Finding]) -> list[str]:
    return [str(one.place) for one in found]


REPEATS = {
    "in a list": ("ex:a ex:p 1 , 2 , 1 .", "", ["data/a.ttl:6:19"]),
    "in two blocks": ("ex:a ex:p 1 .\nex:a ex:p 1 .", "", ["data/a.ttl:7:11"]),
    "in two files": ("ex:a ex:p 1 .", PROLOGUE + "\nex:a ex:p 1 .", ["data/b.ttl:7:11"]),
    "under other prefixes": (
        "ex:a ex:p ex:o .",
        "@prefix : <https://example.org/id/> .\n:a :p :o .",
        ["data/b.ttl:2:7"],
    ),
    "as another spelling of one value": ("ex:a ex:p 1 , 01 .", "", []),
    "nameless nodes": ("ex:a ex:p [ ex:q 1 ] , [ ex:q 1 ] .", "", []),
    "one label in two files": ("_:x ex:p 1 .", PROLOGUE + "_:x ex:p 1 .", []),
    "one label in one file": ("_:x ex:p 1 . _:x ex:p 1 .", "", ["data/a.ttl:6:23"]),
    "three times": ("ex:a ex:p 1 , 1 , 1 .", "", ["data/a.ttl:6:15", "data/a.ttl:6:19"]),
}


@pytest.mark.parametrize("case", REPEATS)
def test_a_statement_that_is_written_twice_is_told_at_its_second_place(case: str, run: Validate) -> None:
    data, other, where = REPEATS[case]
    assert places(linted(run, data, "CIS072", other)) == where


def test_a_repeat_names_its_first_place(run: Validate) -> None:
    (found,) = linted(run, "ex:a ex:p 1 , 1 .", "CIS072")
    assert found.message == "The statement stands at data/a.ttl:6:11 already. Take one away."
    assert (found.focus, found.path, found.value) == ("ex:a", "ex:p", '"1"^^xsd:integer')


def test_a_statement_in_two_named_graphs_is_no_repeat(run: Validate) -> None:
    Path("data", "c.trig").write_text("<e:g> { <e:a> <e:p> 1 } <e:h> { <e:a> <e:p> 1 }")
    assert not linted(run, "", "CIS072")


def test_a_prefix_with_two_meanings_is_told_where_the_second_is(run: Validate) -> None:
    other = "PREFIX new: <e:1> PREFIX ex: <https://example.org/other/>\n"
    found = linted(run, "@prefix new: <e:2> .", "CIS073", other)
    assert places(found) == ["data/b.ttl:1:8", "data/b.ttl:1:26"]
    assert "<https://example.org/other/> here and <https://example.org/id/> in cisld.toml" in found[1].message
    assert "<e:1> here and <e:2> at data/a.ttl:6:9" in found[0].message


def test_a_language_tag_in_capitals_is_told(run: Validate) -> None:
    assert places(linted(run, 'ex:a ex:p "x"@en-GB , "@EN"@en .', "CIS075")) == ["data/a.ttl:6:14"]


def test_each_idle_shape_is_told_at_its_place_only_with_lint(run: Validate) -> None:
    data = "ex:a a ex:River ."
    (found,) = linted(run, data, "CIS074")
    assert (str(found.place), found.focus) == ("shapes.ttl:7:1", "s:Town")
    outcome = run(data).outcome
    assert outcome.found == ()
    assert outcome.warnings == ("1 shape selects no node of the data: s:Town",)


def test_notes_that_say_the_same_of_many_shapes_are_one_line() -> None:
    notes = [
        "<e:b> has a target that selects no node of the data.",
        "<e:odd> has sh:mincount, which is no term of SHACL",
        "<e:a> has no target and no shape refers to it: it checks nothing.",
        "<e:c> has a target that selects no node of the data.",
    ]
    assert list(folded(notes, Prefixes(e="e:"))) == [
        "e:odd has sh:mincount, which is no term of SHACL",
        "2 shapes select no node of the data: e:b, e:c",
        "1 shape has no target and checks nothing: e:a",
    ]
