"""`cisld build` prints what it wrote, and writes the same bytes whatever surrounds it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

SHIPPED = Path(__file__).parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("shipped", [False, True])
def test_hash_seed_folder_and_locale_do_not_change_a_byte(
    shipped: bool, rivers: Path, tmp_path: Path, cisld: Run
) -> None:
    (rivers / "data" / "blank.ttl").write_text(
        "[ <http://e/p> [], (1 [ <http://e/p> 2 ]) ] . _:x <http://e/p> _:y, _:x ."
    )
    project = SHIPPED if shipped else rivers
    one, other = tmp_path / "one", tmp_path / "other"
    first = cisld("-p", str(project), "build", "-o", str(one), PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = cisld(
        "build", "-o", str(other), cwd=project, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Tashkent", PYTHONUTF8="0"
    )
    assert (first.returncode, second.returncode) == (0, 0)
    assert len(contents(one)) == 15
    assert contents(one) == contents(other)


def test_the_table_tells_name_bytes_and_triples_of_each_file(rivers: Path, cisld: Run) -> None:
    done = cisld("build", cwd=rivers)
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows, last = done.stdout.splitlines()
    assert head.split() == ["file", "bytes", "triples"]
    sizes = {path.name: path.stat().st_size for path in (rivers / "build").iterdir() if path.name != "MANIFEST.json"}
    assert {row.split()[0]: int(row.split()[1]) for row in rows} == sizes
    assert last == f"MANIFEST.json lists {len(rows)} files with their SHA-256, in build"


def test_the_last_line_is_the_one_that_the_help_shows(rivers: Path, cisld: Run) -> None:
    last = cisld("build", cwd=rivers).stdout.splitlines()[-1]
    assert f"    {last}\n" in cisld("build", "--help").stdout


def test_the_files_being_written_are_shown_on_a_terminal_only(rivers: Path) -> None:
    screen, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "cisld", "build"],
        cwd=rivers,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(SHIPPED)},
        check=True,
    )
    os.close(terminal)
    assert b"\x1b[Krivers.ttl\r" in os.read(screen, 10_000)
    os.close(screen)
    assert b"\x1b" not in done.stdout


def test_a_folder_with_other_files_is_one_line_and_exit_2(rivers: Path, cisld: Run) -> None:
    done = cisld("build", "--output", ".", cwd=rivers)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        '.: CIS052 "README.md", which `cisld build` did not write. Name another output folder, or move the file.\n'
    )
    assert (rivers / "README.md").exists()


def test_broken_data_are_one_line_and_exit_3(rivers: Path, cisld: Run) -> None:
    (rivers / "data" / "rivers.ttl").write_text("broken")
    done = cisld("build", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert not (rivers / "build").exists()


def test_an_output_that_cannot_be_made_is_one_line_and_exit_3(rivers: Path, cisld: Run) -> None:
    done = cisld("build", "--output", "cisld.toml/build", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "CIS010" in done.stderr
