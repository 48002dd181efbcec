"""`cisld check evidence`: findings with their place, counts, and exit codes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from cisld.files.project import load
from tests.checks.twins import made, shown
from tests.conftest import ROOT, Run

FACTS = "data/facts.ttl"
WRONG = (FACTS, "twinned since 2016", "twinned since 2015")


def test_all_found_is_exit_0_with_the_counts(cisld: Run, tmp_path: Path) -> None:
    done = cisld("check", "evidence", cwd=made(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("003: 6 of 6 found (100.0 %): asPrinted 1 of 1,")


def test_what_is_missing_is_exit_1_and_stands_at_its_line_and_column(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path, WRONG)
    done = cisld("check", "evidence", cwd=root)
    line = next(n for n, text in enumerate((root / FACTS).read_text("utf-8").split("\n"), 1) if "since 2015" in text)
    assert done.returncode == 1
    assert done.stdout.startswith(f'{FACTS}:{line}:19: CIS060 att:b003-l5-1 asPrinted "twinned since 2015" is not in')


def test_a_number_that_is_not_the_printed_one_stands_at_what_is_printed(cisld: Run, tmp_path: Path) -> None:
    done = cisld("check", "evidence", cwd=made(tmp_path, (FACTS, "value 180000000.0", "value 18000000.0")))
    assert done.returncode == 1
    said = "CIS065 The number of obs:exports--northland is 18000000, but printed is almost $180 million."
    assert done.stdout.startswith(f"{FACTS}:37:3: {said}\n")


def test_json_has_the_same(cisld: Run, tmp_path: Path) -> None:
    done = cisld("check", "evidence", "--format", "json", cwd=made(tmp_path, WRONG))
    report = json.loads(done.stdout)
    assert (done.returncode, report["found"], report["all"], report["books"]) == (1, 5, 6, ["003"])
    assert [(each["subject"], each["segments"]) for each in report["missing"]] == [("att:b003-l5-1", ["003 L5"])]


def test_a_missing_text_is_exit_3_and_tells_where_to_put_it(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    shutil.rmtree(root / "texts")
    done = cisld("check", "evidence", cwd=root)
    assert (done.returncode, done.stdout) == (3, "")
    assert "CIS061 The text of book 003 is not in" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_folder_of_texts_can_be_named(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    (root / "texts").rename(tmp_path / "elsewhere")
    assert cisld("check", "evidence", "--texts", str(tmp_path / "elsewhere"), cwd=root).returncode == 0


def test_a_book_that_is_not_there_is_exit_2(cisld: Run, tmp_path: Path) -> None:
    done = cisld("check", "evidence", "--book", "b009", cwd=made(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "CIS032" in done.stderr


def test_a_segment_that_is_not_described_is_a_finding(cisld: Run, tmp_path: Path) -> None:
    done = cisld("check", "evidence", cwd=made(tmp_path, ("data/source.ttl", "src:b003-l9 a", "src:b003-l99 a")))
    assert done.returncode == 1
    assert "CIS063 src:b003-l9 has no lines" in done.stdout


def test_a_project_without_attestations_passes(cisld: Run, rivers: Path) -> None:
    done = cisld("check", "evidence", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("check", "evidence", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path, WRONG)).stdout
    assert len(lines) == 2
    assert all(line.removesuffix("…").rstrip() in out for line in lines), out


def test_the_shipped_data_are_borne_out_by_the_texts(cisld: Run) -> None:
    texts = Path(os.environ.get("CISLD_SOURCES", ROOT.parent / "shared" / "sources"))
    if not any(texts.glob("*.txt")) or not (load(ROOT).root / "data" / "derived" / "segments.ttl").exists():
        pytest.skip("the texts of the books are not here")
    done = cisld("check", "evidence", "--texts", str(texts), cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
