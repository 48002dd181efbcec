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
    assert (result.found, result.all, result.missing) == (5, 5, ())
    assert {name for name, _ in result.counts} == {"asPrinted", "valueAsPrinted", "value", "changeValue", "name"}


WRONG = {
    "asPrinted": (FACTS, "twinned since 2016", "twinned since 2015"),
    "valueAsPrinted": (FACTS, "almost $180 million", "almost $18 million"),
    "value": (FACTS, "cisld:value 12 ;", "cisld:value 13 ;"),
    "changeValue": (FACTS, "changeValue 31.90", "changeValue 31.8"),
    "name": (TEXT, "Northland", "Southland"),
}


@pytest.mark.parametrize(("property", "change"), WRONG.items(), ids=WRONG)
def test_what_is_not_in_the_lines_is_missing(property: str, change: tuple[str, str, str], tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, change))
    assert [missing.claim.property for missing in result.missing] == [property]
    assert (result.found, result.all) == (4, 5)


def test_a_wording_on_another_line_is_not_evidence(tmp_path: Path) -> None:
    segment = "cisld:lineStart 5 ; cisld:lineEnd 5"
    result = looked_up(made(tmp_path, (SOURCE, segment, "cisld:lineStart 7 ; cisld:lineEnd 7")))
    assert len(result.missing) == 4


def test_a_figure_is_borne_out_by_any_of_the_places_that_state_it(tmp_path: Path) -> None:
    more = "att:b003-l9-2 a cisld:Attestation ; cisld:attests obs:exports--northland ; cisld:segment src:b003-l9 ."
    root = made(tmp_path)
    (root / FACTS).write_text((root / FACTS).read_text(encoding="utf-8") + more, encoding="utf-8")
    assert looked_up(root).missing == ()


def test_a_printed_value_stands_for_the_number(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (FACTS, "cisld:value 180000000.0", "cisld:value 99")))
    assert result.missing == ()


def test_a_figure_that_is_only_a_change_has_the_wording_of_the_change(tmp_path: Path) -> None:
    only = (FACTS, "  cisld:value 180000000.0 ;\n", "")
    wording = (FACTS, "almost $180 million", "grew by 31.9%")
    assert looked_up(made(tmp_path, only, wording, (FACTS, "changeValue 31.90", "changeValue 1.319"))).missing == ()


def test_an_attestation_without_lines_is_told(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (SOURCE, "src:b003-l9 a cisld:Segment ; cisld:inBook src:b003 ;", "src:b003-l9")))
    assert [each.iri[-9:] for each in result.unplaced] == ["b003-l9-1"]
    assert result.all == 4


def test_lines_past_the_end_of_the_text_hold_nothing(tmp_path: Path) -> None:
    result = looked_up(made(tmp_path, (SOURCE, "lineStart 9 ; cisld:lineEnd 9", "lineStart 900 ; cisld:lineEnd 901")))
    assert [(missing.claim.property, missing.excerpt) for missing in result.missing] == [("value", "")]


def test_the_excerpt_is_the_part_of_the_lines_that_is_most_alike(tmp_path: Path) -> None:
    missing = looked_up(made(tmp_path, WRONG["asPrinted"])).missing[0]
    assert "twinned since 2016" in missing.excerpt
