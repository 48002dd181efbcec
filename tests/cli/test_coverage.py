"""`cisld coverage`: tables, ranges of what is left, and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.checks.twins import made, shown
from tests.conftest import Run

DONE = ("data/source.ttl", "src:b003-l1 a cisld:Segment ; cisld:inBook src:b003 ; cisld:lineStart 1 ; cisld:lineEnd 1",
        "src:b003-l1-3 a cisld:Segment ; cisld:inBook src:b003 ; cisld:lineStart 1 ; cisld:lineEnd 3")  # fmt: skip


def test_lines_left_are_exit_1_and_listed(cisld: Run, tmp_path: Path) -> None:
    done = cisld("coverage", cwd=made(tmp_path))
    assert done.returncode == 1
    assert "5 of 6 lines with content are accounted for (83.3 %)" in done.stdout
    assert "src:b003: CIS064 Left: 3. " in done.stdout


def test_no_line_left_is_exit_0(cisld: Run, tmp_path: Path) -> None:
    done = cisld("coverage", cwd=made(tmp_path, DONE))
    assert done.returncode == 0
    assert "(100.0 %)" in done.stdout
    assert "CIS064" not in done.stdout


def test_json_counts_each_part(cisld: Run, tmp_path: Path) -> None:
    (book,) = json.loads(cisld("coverage", "--format", "json", "--book", "003", cwd=made(tmp_path)).stdout)
    counts = [(part["label"], part["lines"], part["attested"], part["left"]) for part in book["parts"]]
    assert counts == [
        ("before the chapters", [1, 4], 0, 1),
        ("How they are twins", [5, 10], 2, 0),
        ("after the chapters", [11, 12], 0, 0),
    ]
    assert (book["content"], book["left ranges"]) == (6, [[3, 3]])


def test_markdown_is_a_table(cisld: Run, tmp_path: Path) -> None:
    done = cisld("coverage", "--format", "markdown", cwd=made(tmp_path))
    assert "| How they are twins | 5-10 | 3 | 2 | 1 | 0 | 0 |" in done.stdout


def test_bars_have_one_width_and_show_all_that_is_there(cisld: Run, tmp_path: Path) -> None:
    lines = cisld("coverage", cwd=made(tmp_path)).stdout.split("\n")
    bars = [next(word for word in line.split("  ") if set(word) <= set("█▓░·") and word) for line in lines[2:5]]
    assert {len(bar) for bar in bars} == {24}
    assert [set(bar) for bar in bars] == [{"░", "·"}, {"█", "▓"}, {"░"}]


@pytest.mark.parametrize("asked", ["5-7", "L5-7"])
def test_lines_can_be_shown_one_by_one(asked: str, cisld: Run, tmp_path: Path) -> None:
    lines = cisld("coverage", "--show", asked, cwd=made(tmp_path)).stdout.rstrip("\n").split("\n")
    assert lines[0] == "003 L5 attested: att:b003-l5-1, att:b003-l5-2, att:b003-l5-3"
    assert lines[2:] == ["003 L7 cited: src:b003-fn1", "    1 A note on the twinning. - 2016."]
    assert len(lines[1]) == 84


def test_lines_that_are_no_range_are_exit_2(cisld: Run, tmp_path: Path) -> None:
    done = cisld("coverage", "--show", "some", cwd=made(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")


def test_a_missing_text_is_exit_3(cisld: Run, tmp_path: Path) -> None:
    root = made(tmp_path)
    shutil.rmtree(root / "texts")
    done = cisld("coverage", cwd=root)
    assert (done.returncode, done.stdout) == (3, "")
    assert "CIS061" in done.stderr


def test_the_help_shows_what_comes_out(cisld: Run, tmp_path: Path) -> None:
    command, lines = shown(cisld("coverage", "--help").stdout)
    out = cisld(*command, cwd=made(tmp_path)).stdout
    assert len(lines) == 6
    assert all(line.removesuffix("…").strip() in out for line in lines), out
