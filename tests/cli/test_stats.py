"""`cisld stats`: counts in three formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks.twins import made, shown
from tests.conftest import ROOT, Run


def test_each_table_has_its_rows(cisld: Run, tmp_path: Path) -> None:
    out = cisld("stats", cwd=made(tmp_path)).stdout
    assert "state               cisld:State                 2      2\n" in out
    assert "src:b003  How they are twins             4      4\n" in out
    assert "exports          1\n" in out


def test_json_has_the_same(cisld: Run, tmp_path: Path) -> None:
    told = json.loads(cisld("stats", "--format", "json", cwd=made(tmp_path)).stdout)
    assert (told["files"], told["triples"]) == (2, 73)
    assert {"class": "actor", "term": "cisld:Actor", "direct": 0, "total": 2} in told["classes"]
    assert told["wikidata"] == [{"class with Wikidata identifier": "state", "things": 1}]


def test_markdown_is_made_of_tables(cisld: Run, tmp_path: Path) -> None:
    out = cisld("stats", "--format", "markdown", cwd=made(tmp_path)).stdout
    assert "| class | term | direct | total |\n|---|---|--:|--:|\n| actor | cisld:Actor | 0 | 2 |\n" in out


def test_a_project_without_sources_has_no_table_of_them(cisld: Run, rivers: Path) -> None:
    done = cisld("stats", cwd=rivers)
    assert (done.returncode, done.stderr) == (0, "")
    assert "triples" in done.stdout
    assert "attestations" not in done.stdout


TALLY = '[[stats]]\nquery = "kinds.rq"\nbeside = "kinds.tsv"\n'
KINDS = """SELECT ?kind ?book (COUNT(DISTINCT ?s) AS ?count)
WHERE { ?s a cisld:State BIND("states" AS ?kind) BIND("003" AS ?book) } GROUP BY ?kind ?book"""


def _tallied(folder: Path, noted: str, query: str = KINDS) -> Path:
    root = made(folder)
    with (root / "cisld.toml").open("a") as settings:
        settings.write("\n" + TALLY)
    (root / "kinds.rq").write_text(query)
    (root / "kinds.tsv").write_text("kind\tbook\tnotes\twhy\n" + noted)
    return root


def test_another_count_stands_beside_with_the_reason_for_less(cisld: Run, tmp_path: Path) -> None:
    root = _tallied(tmp_path, "states\t003\t3\tone is named twice\nrivers\t004\t0\n")
    out = cisld("stats", cwd=root).stdout
    assert "kinds   003     004\nstates  2 of 3\nrivers          0 of 0\n" in out
    assert "fewer kinds  in   by  reason\nstates       003   1  one is named twice\n" in out


def test_another_count_that_has_not_more_needs_no_reason(cisld: Run, tmp_path: Path) -> None:
    told = json.loads(cisld("stats", "--format", "json", cwd=_tallied(tmp_path, "states\t003\t2\n")).stdout)
    assert told["kinds"] == [{"kinds": "states", "003": "2 of 2"}]
    assert "kinds-fewer" not in told


def test_wherever_the_data_have_fewer_than_the_notes_the_reason_is_given(cisld: Run) -> None:
    told = json.loads(cisld("stats", "--format", "json", cwd=ROOT).stdout)
    assert len(told["kinds"]) == 13
    assert [row for row in told["kinds-fewer"] if len(row["reason"]) < 20] == []


WRONG = {
    "a line without number": ("states\t003\tmany\n", KINDS, "kinds.tsv:2: CIS005"),
    "a query of two variables": ("states\t003\t2\n", "SELECT ?s ?o { ?s a ?o }", "kinds.rq: CIS214"),
    "a query that counts nothing": (
        "states\t003\t2\n",
        "SELECT ?a ?b ?c { BIND('x' AS ?c) BIND('y' AS ?a) }",
        "kinds.rq: CIS214",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_tally_that_cannot_be_read_is_told_in_one_line(case: str, cisld: Run, tmp_path: Path) -> None:
    noted, query, said = WRONG[case]
    done = cisld("stats", cwd=_tallied(tmp_path, noted, query))
    assert done.returncode == 3
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("stats", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path)).stdout
    assert len(lines) == 6
    assert all(line in out for line in lines), out
