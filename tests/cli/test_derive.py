"""`cisld derive` writes what the queries give, and `--check` tells when a file is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

QUERY = "CONSTRUCT { ?river ont:riverOf ?town } WHERE { ?town ont:liesOn ?river }"


@pytest.fixture
def derived(rivers: Path) -> Path:
    (rivers / "queries" / "river-of.sparql").write_text(QUERY)
    with (rivers / "cisld.toml").open("a") as settings:
        settings.write('\n[[derive]]\nquery = "queries/river-of.sparql"\nfile = "data/derived/river-of.ttl"\n')
    return rivers


def test_a_derived_file_is_written_once_and_stays(derived: Path, cisld: Run) -> None:
    assert cisld("derive", "--check", cwd=derived).returncode == 1
    assert cisld("derive", cwd=derived).stdout == "data/derived/river-of.ttl\n"
    assert (
        "id:sozh\n  ont:riverOf id:gomel ;\n  ont:riverOf id:slavgorod ;\n.\n"
        in (derived / "data" / "derived" / "river-of.ttl").read_text()
    )
    assert cisld("derive", cwd=derived).stdout == ""
    assert cisld("derive", "--check", cwd=derived).returncode == 0
    assert cisld("fmt", "--check", cwd=derived).returncode == 0


def test_a_derived_file_that_was_edited_is_found(derived: Path, cisld: Run) -> None:
    cisld("derive", cwd=derived)
    path = derived / "data" / "derived" / "river-of.ttl"
    path.write_text(path.read_text().replace("gomel", "minsk"))
    done = cisld("derive", "--check", cwd=derived)
    assert (done.returncode, done.stdout) == (1, "data/derived/river-of.ttl CIS026 is out of date\n")
    assert "minsk" in path.read_text()


def test_a_query_that_does_not_construct_is_refused(derived: Path, cisld: Run) -> None:
    (derived / "queries" / "river-of.sparql").write_text("SELECT * WHERE { ?s ?p ?o }")
    done = cisld("derive", cwd=derived)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "CIS027" in done.stderr


def test_a_project_without_derivations_says_so(rivers: Path, cisld: Run) -> None:
    assert cisld("derive", cwd=rivers).returncode == 2


def test_a_derived_file_can_be_split_by_a_stable_key(derived: Path, cisld: Run) -> None:
    settings = derived / "cisld.toml"
    text = settings.read_text().replace("river-of.ttl", "river-*.ttl") + "split = 'id/(s)ozh>|id/(p)ronya>'\n"
    settings.write_text(text)
    (derived / "data" / "derived").mkdir()
    (derived / "data" / "derived" / "river-old.ttl").write_text("# Derived by a query that has changed.\n")
    (derived / "data" / "derived" / "river-own.ttl").write_text("# Written by hand.\n")
    assert cisld("derive", "--check", cwd=derived).stdout.count("CIS026") == 3
    cisld("derive", cwd=derived)
    folder = derived / "data" / "derived"
    assert sorted(path.name for path in folder.iterdir()) == ["river-0-p.ttl", "river-own.ttl", "river-s-0.ttl"]
    assert "id:slavgorod" in (folder / "river-0-p.ttl").read_text()
    assert cisld("derive", "--check", cwd=derived).returncode == 0
    assert cisld("validate", cwd=derived).returncode == 0


@pytest.mark.parametrize("split", ["'('", "'no group'"])
def test_a_split_that_cannot_name_files_is_refused(split: str, derived: Path, cisld: Run) -> None:
    settings = derived / "cisld.toml"
    settings.write_text(settings.read_text().replace("river-of.ttl", "river-*.ttl") + f"split = {split}\n")
    done = cisld("derive", cwd=derived)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "CIS023" in done.stderr
