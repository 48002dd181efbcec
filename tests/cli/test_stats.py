"""`cisld stats`: counts in three formats."""

from __future__ import annotations

import json
from pathlib import Path

from tests.checks.twins import made, shown
from tests.conftest import Run


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


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("stats", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path)).stdout
    assert len(lines) == 6
    assert all(line in out for line in lines), out
