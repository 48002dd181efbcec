"""`cisld show`: one thing in four formats."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.checks.twins import made, shown
from tests.conftest import Run

CISLD = "https://w3id.org/cisld/ontology#"
ID = "https://w3id.org/cisld/id/"


@pytest.mark.parametrize("name", ["Northland", "northland", "plc:northland", f"{ID}place/northland"])
def test_a_thing_is_shown_by_label_curie_or_iri(name: str, cisld: Run, tmp_path: Path) -> None:
    done = cisld("show", name, cwd=made(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Northland · state · plc:northland\n[003 L5]\n")


def test_facts_have_their_place_in_the_source(cisld: Run, tmp_path: Path) -> None:
    out = cisld("show", "eastland", cwd=made(tmp_path)).stdout
    assert "link type: twin; partner: Northland  rel:eastland--northland  [003 L5 fn1, medium: date-inferred]" in out


def test_labels_come_in_the_language_asked_for(cisld: Run, tmp_path: Path) -> None:
    out = cisld("show", "eastland", "--lang", "ru", cwd=made(tmp_path)).stdout
    assert out.startswith("Востоково · государство · plc:eastland\n")


def test_a_label_of_two_things_is_exit_2_with_both(cisld: Run, tmp_path: Path) -> None:
    done = cisld("show", "the twin", cwd=made(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "CIS031" in done.stderr
    assert "plc:eastland (Eastland), plc:northland (Northland)" in done.stderr


def test_a_name_of_nothing_is_exit_2_with_the_nearest(cisld: Run, tmp_path: Path) -> None:
    done = cisld("show", "Northlan", cwd=made(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert 'CIS032 Nothing here is called "Northlan". Did you mean "northland" (plc:northland)?' in done.stderr


def test_json_has_facts_statements_and_evidence(cisld: Run, tmp_path: Path) -> None:
    told = json.loads(cisld("show", "northland", "--format", "json", cwd=made(tmp_path)).stdout)
    assert (told["curie"], told["cited"]) == ("plc:northland", ["003 L5"])
    assert [(group["cls_label"], group["count"]) for group in told["statements"]] == [
        ("observation", 2),
        ("partnership link", 1),
    ]


def test_turtle_keeps_literals_as_they_are_written(cisld: Run, tmp_path: Path) -> None:
    done = cisld("show", "obs:exports--northland", "--format", "turtle", cwd=made(tmp_path))
    quads = list(ox.parse(done.stdout, format=ox.RdfFormat.TURTLE))
    assert {str(quad.object) for quad in quads if quad.predicate.value == CISLD + "changeValue"} == {
        '"31.90"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    }
    assert {quad.subject.value.rpartition("/")[2] for quad in quads} == {
        "exports--northland",
        "exports--northland--change",
    }


def test_turtle_holds_statements_about_the_thing_with_their_blank_nodes(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    more = "\nrel:visit cisld:guest plc:eastland ; cisld:stay [ cisld:nights 3 ] .\n"
    facts = root / "data" / "facts.ttl"
    facts.write_text(facts.read_text("utf-8") + more, encoding="utf-8")
    out = cisld("show", "eastland", "--format", "turtle", cwd=root).stdout
    assert "cisld:stay [ cisld:nights 3 ]" in out


def test_json_ld_is_about_the_thing(cisld: Run, tmp_path: Path) -> None:
    told = json.loads(cisld("show", "northland", "--format", "jsonld", cwd=made(tmp_path)).stdout)
    assert told["id"] == "plc:northland"
    assert "partner" in told["reverse"]


def test_a_project_without_attestations_can_be_shown(cisld: Run, rivers: Path) -> None:
    done = cisld("show", "gomel", cwd=rivers)
    assert (done.returncode, done.stderr) == (0, "")
    assert "[" not in done.stdout


def test_two_runs_write_the_same_bytes(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    facts = root / "data" / "facts.ttl"
    blank = "\n[] cisld:guest plc:eastland . [] cisld:guest plc:eastland ; cisld:nights 3 .\n"
    facts.write_text(facts.read_text("utf-8") + blank, encoding="utf-8")
    first, second = (cisld("show", "eastland", cwd=root).stdout for _ in range(2))
    assert first == second
    assert "thing, as guest (2)" in first


def test_thirty_thousand_triples_are_shown_within_two_seconds(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    said = f"a <{CISLD}PartnershipLink> ; <{CISLD}partner> <{ID}place/northland> ; <{CISLD}ordinal>"
    lines = "".join(f"<{ID}relation/{n}> {said} {n} .\n" for n in range(10_000))
    (root / "data" / "many.ttl").write_text(lines)
    start = time.perf_counter()
    done = cisld("show", "northland", cwd=root)
    assert time.perf_counter() - start < 2
    assert "partnership link, as partner (10001)" in done.stdout
    assert "… 9981 more: --all" in done.stdout


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("show", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path)).stdout
    assert len(lines) == 7
    assert all(line in out for line in lines), out
