"""`cisld explain`: rules, codes, settings and terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cisld.errors import CODES
from cisld.files.project import KEYS
from tests.checks.twins import made, shown
from tests.conftest import ROOT, Run


@pytest.mark.parametrize(
    "name", ["R060", "r060", "shp:R060", "R060-p", "shp:R060-p", "https://w3id.org/cisld/shapes#R060"]
)
def test_a_rule_is_explained_by_each_of_its_names(name: str, cisld: Run, tmp_path: Path) -> None:
    out = cisld("explain", name, cwd=made(tmp_path)).stdout
    for line in (
        "shp:R060 Two partners · rule",
        "needed      A link names two partners.",
        "why         A link joins two.",
        "severity    Warning",
        "targets     cisld:PartnershipLink",
        "Bad example, tests/shapes/R060/invalid-one.ttl:",
        "cisld:partner <http://e/a> , <http://e/b> .",
    ):
        assert line in out


def test_a_rule_without_a_severity_is_a_violation(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path, ("shapes/rules.ttl", " ; sh:severity sh:Warning", ""))
    assert "severity    Violation" in cisld("explain", "R060", cwd=root).stdout


TERMS = {
    "State": "cisld:State state · Class",
    "cisld:State": "subclass of  actor (cisld:Actor)",
    "partner": "range   actor (cisld:Actor)",
    "link type": "codes      code:link-twin twin",
    "exports": "code:indicator-exports exports · Concept",
    "PartnershipLink": "rules  shp:R060 Two partners",
}


@pytest.mark.parametrize(("name", "line"), TERMS.items())
def test_a_term_is_explained(name: str, line: str, cisld: Run, tmp_path: Path) -> None:
    assert line in cisld("explain", name, cwd=made(tmp_path)).stdout


def test_a_definition_is_told_in_the_language_that_there_is(cisld: Run, tmp_path: Path) -> None:
    out = cisld("explain", "State", "--lang", "ru", cwd=made(tmp_path)).stdout
    assert out.startswith("cisld:State государство")
    assert "A sovereign state." in out


@pytest.mark.parametrize("name", ["paths.texts", "texts"])
def test_a_setting_is_explained_with_what_it_is_here(name: str, cisld: Run, tmp_path: Path) -> None:
    out = cisld("explain", name, cwd=made(tmp_path)).stdout
    assert KEYS["paths.texts"][1] in out
    assert "here   texts\n" in out


def test_every_setting_stands_under_the_name_of_the_file(cisld: Run, tmp_path: Path) -> None:
    out = cisld("explain", "cisld.toml", cwd=made(tmp_path)).stdout
    assert [key for key in KEYS if f"  {key} " not in out] == []


def test_an_error_code_is_explained_as_json(cisld: Run, tmp_path: Path) -> None:
    told = json.loads(cisld("explain", "cis031", "--format", "json", cwd=made(tmp_path)).stdout)
    assert told == {"title": "CIS031", "kind": "error code", "rows": [["means", [CODES["CIS031"]]]], "texts": []}


UNKNOWN = {"CIS03": "CIS03", "R061": "R060", "Stat": "Did you mean", "zzzzzz": "A rule, an error code"}


@pytest.mark.parametrize(("name", "advice"), UNKNOWN.items())
def test_what_is_not_known_is_exit_2_with_advice(name: str, advice: str, cisld: Run, tmp_path: Path) -> None:
    done = cisld("explain", name, cwd=made(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "CIS032" in done.stderr
    assert advice in done.stderr


def test_a_project_without_shapes_explains_its_terms(cisld: Run, rivers: Path) -> None:
    assert cisld("explain", "CIS001", cwd=rivers).returncode == 0


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("explain", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path)).stdout
    assert len(lines) == 2
    assert all(line in out for line in lines), out


def test_a_shipped_rule_is_explained_with_a_bad_and_a_good_example(cisld: Run) -> None:
    out = cisld("explain", "R060", cwd=ROOT).stdout
    for word in ("needed", "why", "severity", "targets", "Bad example", "Good example"):
        assert word in out
