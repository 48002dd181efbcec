"""`cisld init` makes a project on which every verb works at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

VERBS = (
    ["validate"],
    ["query", "towns-on"],
    ["query", "--check"],
    ["fmt", "--check"],
    ["stats"],
    ["show", "Gomel"],
    ["build"],
    ["explain", "shape:Town"],
)


@pytest.mark.parametrize("args", VERBS, ids=" ".join)
def test_a_new_project_works_at_once(args: list[str], rivers: Path, cisld: Run) -> None:
    done = cisld(*args, cwd=rivers)
    assert done.returncode == 0
    assert "CIS" not in done.stdout + done.stderr


def test_a_new_project_is_written_where_asked(tmp_path: Path, cisld: Run) -> None:
    done = cisld("init", "My Rivers", "--base", "http://e.org/r")
    assert done.returncode == 0
    assert 'name = "my-rivers"' in (tmp_path / "My Rivers" / "cisld.toml").read_text()
    assert "http://e.org/r/ontology#" in (tmp_path / "My Rivers" / "data" / "rivers.ttl").read_text()


def test_a_folder_with_something_in_it_is_left_alone(rivers: Path, cisld: Run) -> None:
    before = sorted(rivers.rglob("*"))
    done = cisld("init", str(rivers))
    assert done.returncode == 2
    assert "CIS025" in done.stderr
    assert sorted(rivers.rglob("*")) == before


def test_a_base_that_is_no_iri_is_refused(tmp_path: Path, cisld: Run) -> None:
    assert cisld("init", "x", "--base", "no iri").returncode == 2
    assert not (tmp_path / "x").exists()
