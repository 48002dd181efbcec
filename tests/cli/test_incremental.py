"""`cisld validate --incremental` prints and returns what a full run does, and keeps its cache out of the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

BAD = """@prefix id: <https://example.org/id/> .
@prefix ont: <https://example.org/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

id:nowhere a ont:Town ; rdfs:label "Nowhere"@en ; ont:liesOn id:lethe .
id:somewhere a ont:Town ; rdfs:label "Somewhere"@en ; ont:liesOn id:styx . # cisld: ignore Town not found yet
"""
OPTIONS = [
    (),
    ("--all",),
    ("--lint",),
    ("--fail-on", "warning"),
    ("--fail-on", "never"),
    ("--shape", "shape:Town"),
    ("--baseline", "known.jsonl"),
    ("--fix",),
    *(("--format", name) for name in ("full", "json", "sarif", "junit", "github", "codequality", "markdown", "html")),
    *(("--format", name) for name in ("turtle", "nt", "json-ld", "xml")),
]


@pytest.fixture
def bad(rivers: Path) -> Path:
    (rivers / "data" / "bad.ttl").write_text(BAD)
    (rivers / "known.jsonl").write_text("")
    return rivers


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_with_every_option_the_words_and_the_exit_code_are_those_of_a_full_run(
    options: tuple[str, ...], bad: Path, cisld: Run
) -> None:
    cisld("validate", *options, "--incremental", cwd=bad)
    (bad / "data" / "bad.ttl").write_text("\n" + BAD.replace("id:lethe", "id:sozhh"))
    again, full = (cisld("validate", *options, way, cwd=bad) for way in ("--incremental", "--no-incremental"))
    assert (again.stdout, again.stderr, again.returncode) == (full.stdout, full.stderr, full.returncode)
    assert again.stdout


def test_without_the_option_and_the_setting_no_folder_is_made(rivers: Path, cisld: Run) -> None:
    assert cisld("validate", cwd=rivers).returncode == 0
    assert not (rivers / ".cisld").exists()


def test_the_setting_names_the_folder_and_the_option_leaves_it_alone(rivers: Path, cisld: Run) -> None:
    settings = rivers / "cisld.toml"
    settings.write_text(settings.read_text() + '\n[validate]\ncache = "kept"\n')
    assert cisld("validate", "--no-incremental", cwd=rivers).returncode == 0
    assert not (rivers / "kept").exists()
    assert cisld("validate", cwd=rivers / "data").returncode == 0
    assert (rivers / "kept" / ".gitignore").read_text() == "*\n"


def test_a_setting_that_is_no_path_is_refused(rivers: Path, cisld: Run) -> None:
    settings = rivers / "cisld.toml"
    settings.write_text(settings.read_text() + "\n[validate]\ncache = 1\n")
    done = cisld("validate", cwd=rivers)
    assert (done.returncode, "CIS023" in done.stderr) == (2, True)


def test_a_folder_that_cannot_be_written_is_one_note(bad: Path, cisld: Run) -> None:
    (bad / ".cisld").write_text("no folder")
    done, full = cisld("validate", "--incremental", cwd=bad), cisld("validate", cwd=bad)
    assert (done.stdout, done.returncode) == (full.stdout, full.returncode)
    assert done.stderr.startswith("note: ")
    assert done.stderr.count("\n") == 1


def test_a_file_that_cannot_be_read_is_told_as_by_a_full_run(bad: Path, cisld: Run) -> None:
    cisld("validate", "--incremental", cwd=bad)
    (bad / "data" / "bad.ttl").write_text(BAD + "id:x id:y")
    again, full = cisld("validate", "--incremental", cwd=bad), cisld("validate", cwd=bad)
    assert (again.stderr, again.returncode) == (full.stderr, 3)


def test_files_that_are_named_have_their_cache_where_the_command_runs(bad: Path, cisld: Run, tmp_path: Path) -> None:
    paths = ("validate", str(bad / "data"), "-s", str(bad / "shapes"), "-e", str(bad / "ontology"))
    first, again = (cisld(*paths, "--incremental", cwd=tmp_path) for _ in range(2))
    assert first.stdout == again.stdout == cisld(*paths, cwd=tmp_path).stdout
    assert (tmp_path / ".cisld" / "cache").is_dir()
