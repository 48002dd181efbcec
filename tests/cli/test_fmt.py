"""`cisld fmt` changes only what it must, tells it by its exit code, and leaves alone what it cannot keep."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Run

MESSY = "@prefix e: <http://e/> .\n@prefix u: <http://u/> .\n# why\ne:b e:p 2 , 1 .\ne:a a e:T .\n"
TIDY = "@prefix e: <http://e/> .\n\ne:a\n  a e:T ;\n.\n\n# why\ne:b\n  e:p 1 ;\n  e:p 2 ;\n.\n"


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "messy.ttl"
    path.parent.mkdir()
    path.write_text(MESSY)
    path.with_name("tidy.ttl").write_text(TIDY)
    path.with_name("other.nt").write_text("<http://e/b>   <http://e/p> <http://e/o> .\n")
    return path


def test_a_folder_is_formatted_in_place_and_only_files_that_differ_are_written(messy: Path, cisld: Run) -> None:
    tidy = messy.with_name("tidy.ttl")
    before = tidy.stat().st_mtime_ns
    done = cisld("fmt", "data")
    assert (done.returncode, done.stdout, done.stderr) == (0, "data/messy.ttl\n", "2 files read, 1 formatted.\n")
    assert messy.read_text() == TIDY
    assert tidy.stat().st_mtime_ns == before
    assert messy.with_name("other.nt").read_text().startswith("<http://e/b>   ")
    again = cisld("fmt", "data")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_check_lists_files_that_differ_and_writes_nothing(messy: Path, cisld: Run) -> None:
    done = cisld("fmt", "--check", "data")
    assert done.returncode == 1
    assert done.stdout == "data/messy.ttl:2:1: CIS012 Not as the formatter writes it. Run `cisld fmt` on it.\n"
    assert messy.read_text() == MESSY
    assert cisld("fmt", "--check", "data/tidy.ttl").returncode == 0


def test_diff_prints_what_would_change_and_writes_nothing(messy: Path, cisld: Run) -> None:
    done = cisld("fmt", "--diff", "data/messy.ttl")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:2] == ["--- data/messy.ttl", "+++ data/messy.ttl (formatted)"]
    assert {"-@prefix u: <http://u/> .", "+  e:p 1 ;", " # why"} <= set(lines)
    assert messy.read_text() == MESSY


def test_a_diff_of_line_ends_shows_them(messy: Path, cisld: Run) -> None:
    messy.write_bytes(TIDY.replace("\n", "\r\n").encode())
    done = cisld("fmt", "--diff", "data/messy.ttl")
    assert done.returncode == 1
    assert done.stdout.count("\n-") > 5


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"e:a e:b e:c .", "CIS006"),
        (b"<e:a> <e:b> ", "CIS005"),
        (b"\xff", "CIS002"),
        (b"@base <c/> . <a> <e:p> 1 .", "CIS011"),
        (b"<e:a> <e:b> " + b"( " * 200 + b") " * 200 + b".", "CIS009"),
        (b"<< <e:a> <e:b> <e:c> >> <e:p> 1 .", "CIS005"),
    ],
)
def test_a_file_that_cannot_be_kept_is_left_alone_and_the_others_are_formatted(
    data: bytes, error: str, messy: Path, cisld: Run
) -> None:
    bad = messy.with_name("bad.ttl")
    bad.write_bytes(data)
    done = cisld("fmt", "data")
    assert done.returncode == 3
    told = done.stderr.splitlines()
    assert told[0].startswith("data/bad.ttl:")
    assert f": {error} " in told[0]
    assert told[1:] == ["3 files read, 1 formatted, 1 refused."]
    assert bad.read_bytes() == data
    assert messy.read_text() == TIDY


@pytest.mark.parametrize(("args", "error"), [(["data/other.nt"], "CIS004"), (["nothing"], "CIS001")])
def test_what_is_not_turtle_is_refused_in_one_line(args: list[str], error: str, messy: Path, cisld: Run) -> None:
    done = cisld("fmt", *args)
    assert done.returncode == 3
    assert error in done.stderr
    assert done.stderr.count("\n") == 1


def test_repeated_triples_are_told_and_merged(messy: Path, cisld: Run) -> None:
    messy.write_text("<e:a> <e:p> 1 , 1 , 01 .\n")
    done = cisld("fmt", "data/messy.ttl")
    assert "data/messy.ttl: 1 repeated triple merged\n" in done.stderr
    assert messy.read_text() == "<e:a>\n  <e:p> 01 ;\n  <e:p> 1 ;\n.\n"


def test_a_link_stays_a_link_to_the_formatted_file(messy: Path, cisld: Run) -> None:
    link = messy.parent.parent / "link.ttl"
    os.symlink(messy, link)
    assert cisld("fmt", "link.ttl").returncode == 0
    assert link.is_symlink()
    assert messy.read_text() == TIDY


def test_without_paths_the_whole_project_is_formatted(rivers: Path, cisld: Run) -> None:
    for folder in ("ontology", "shapes", "data"):
        (rivers / folder / "messy.ttl").write_text(MESSY)
    listed = cisld("fmt", "--check", cwd=rivers).stdout
    assert {line.split(":")[0] for line in listed.splitlines()} >= {
        "ontology/messy.ttl",
        "shapes/messy.ttl",
        "data/messy.ttl",
    }
    assert cisld("fmt", cwd=rivers).returncode == 0
    assert (rivers / "shapes" / "messy.ttl").read_text() == TIDY
    assert cisld("fmt", "--check", cwd=rivers).returncode == 0


def test_a_folder_that_cannot_be_written_gives_one_line(messy: Path, cisld: Run) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    messy.parent.chmod(0o500)
    try:
        done = cisld("fmt", "data")
    finally:
        messy.parent.chmod(0o700)
    assert done.returncode == 3
    assert "CIS010" in done.stderr
    assert messy.read_text() == MESSY
