"""Evidence: what is claimed to be printed, and where it is looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.checks.evidence import Result, check, claims
from cisld.checks.texts import readable
from cisld.files.project import load
from cisld.graph.sources import attestations, books
from cisld.graph.store import fill
from tests.checks.twins import made

FACTS, SOURCE, TEXT = "data/facts.ttl", "data/source.ttl", "texts/003_two-states.txt"


def looked_up(root: Path) -> Result:
    project = load(root)
    store = fill(project.files("ontology", "data"))
    attested = attestations(store)
    texts, errors = readable(books(store), project.texts)
    assert not errors
    return check(claims(store, attested), texts, [each for each in attested if each.segment and not each.span])


def test_all_that_is_printed_is_found(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path))
    assert (result.found, result.all, result.missing) == (6, 6, ())
    assert {name for name, _ in result.counts} == {
        "asPrinted", "valueAsPrinted", "number of valueAsPrinted", "value", "changeValue", "name",
    }  # fmt: skip


WRONG = {
    "asPrinted": (FACTS, "twinned since 2016", "twinned since 2015"),
    "valueAsPrinted": (FACTS, "almost $180 million", "nearly $180 million"),
    "number of valueAsPrinted": (FACTS, "cisld:value 180000000.0", "cisld:value 18000000.0"),
    "value": (FACTS, "cisld:value 12 ;", "cisld:value 13 ;"),
    "changeValue": (FACTS, "changeValue 31.90", "changeValue 31.8"),
    "name": (TEXT, "Northland", "Southland"),
}


@pytest.mark.parametrize(("property", "change"), WRONG.items(), ids=WRONG)
def test_what_is_not_in_the_lines_is_missing(property: str, change: tuple[str, str, str], tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, change))
    assert [missing.claim.property for missing in result.missing] == [property]
    assert (result.found, result.all) == (5, 6)


def test_a_wording_on_another_line_is_not_evidence(tmp_path: Path) -> None:
    segment = "cisld:lineStart 5 ; cisld:lineEnd 5"
    result = looked_up(made(tmp_path, (SOURCE, segment, "cisld:lineStart 7 ; cisld:lineEnd 7")))
    assert len(result.missing) == 4


def test_a_figure_is_borne_out_by_any_of_the_places_that_state_it(tmp_path: Path) -> None:
    more = "att:b003-l9-2 a cisld:Attestation ; cisld:attests obs:exports--northland ; cisld:segment src:b003-l9 ."
    root = made(tmp_path)
    (root / FACTS).write_text((root / FACTS).read_text(encoding="utf-8") + more, encoding="utf-8")
    assert looked_up(root).missing == ()


def test_a_number_may_differ_from_what_is_printed_where_the_source_is_known_to_be_noisy(tmp_path: Path) -> None:
    wrong = WRONG["number of valueAsPrinted"]
    noisy = (
        FACTS,
        "attests obs:exports--northland ;",
        "attests obs:exports--northland ; cisld:issue code:issue-unit-slip ;",
    )
    assert looked_up(made(tmp_path, wrong, noisy)).missing == ()


def test_what_is_printed_without_a_number_is_not_compared(tmp_path: Path) -> None:
    words = (FACTS, "almost $180 million", "exports grew")
    assert "number of valueAsPrinted" not in {name for name, _ in looked_up(made(tmp_path, words)).counts}


def test_a_figure_that_is_only_a_change_has_the_wording_of_the_change(tmp_path: Path) -> None:
    only = (FACTS, "  cisld:value 180000000.0 ;\n", "")
    wording = (FACTS, "almost $180 million", "grew by 31.9%")
    assert looked_up(made(tmp_path, only, wording, (FACTS, "changeValue 31.90", "changeValue 31.9"))).missing == ()


def test_an_attestation_without_lines_is_told(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (SOURCE, "src:b003-l9 a cisld:Segment ; cisld:inBook src:b003 ;", "src:b003-l9")))
    assert [each.iri[-9:] for each in result.unplaced] == ["b003-l9-1"]
    assert result.all == 5


def test_lines_past_the_end_of_the_text_hold_nothing(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (SOURCE, "lineStart 9 ; cisld:lineEnd 9", "lineStart 900 ; cisld:lineEnd 901")))
    assert [(missing.claim.property, missing.excerpt) for missing in result.missing] == [("value", "")]


def test_the_excerpt_is_the_part_of_the_lines_that_is_most_alike(tmp_path: Path) -> None:
    missing = looked_up(made(tmp_path, WRONG["asPrinted"])).missing[0]
    assert "twinned since 2016" in missing.excerpt


@pytest.mark.parametrize("value", ["NaN", "sNaN", "INF", "twelve", "", "1e99999", "12 "])
def test_a_value_that_is_no_number_is_not_found_and_does_no_harm(value: str, tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (FACTS, "cisld:value 12 ;", f'cisld:value "{value}" ;')))
    assert [missing.claim.property for missing in result.missing] == ["value"]


@pytest.mark.parametrize("line", ["five", "-5", "5.0", "99999999999999"])
def test_a_line_that_is_no_number_gives_no_place(line: str, tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (SOURCE, "lineStart 9 ", f'lineStart "{line}" ')))
    assert [each.iri[-9:] for each in result.unplaced] == ["b003-l9-1"]
