"""Writing leaves a whole file or folder, or what was there before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cisld.errors import InputError
from cisld.files.write import folder, write

KILLED = """
import sys; from pathlib import Path; from cisld.files.write import folder, write
target = Path(sys.argv[1])
while True:
    with folder(target) as beside:
        for n in range(20): write(beside / f"{n}.txt", "x" * 20000)
"""


def test_a_file_keeps_its_mode_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    write(path, "old")
    path.chmod(0o640)
    write(path, b"new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(path.parent) == ["a.txt"]


def test_a_file_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(InputError, match="CIS010"):
        write(tmp_path / "a", "text")
    assert sorted(os.listdir(tmp_path)) == ["a"]


def test_a_folder_stays_as_it_was_when_filling_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with folder(target) as beside:
        write(beside / "a.txt", "old")

    def fail() -> None:
        with folder(target) as beside:
            write(beside / "b.txt", "new")
            raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        fail()
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["a.txt"]


def test_a_killed_writer_leaves_a_whole_folder_or_none(tmp_path: Path) -> None:
    for turn in range(8):
        target = tmp_path / f"out{turn}"
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(target)])
        time.sleep(0.15 + turn * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if target.exists():
            assert sorted(path.stat().st_size for path in target.iterdir()) == [20000] * 20
