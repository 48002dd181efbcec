"""Every block of commands in the documentation runs and prints what the documentation shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


class Session(NamedTuple):
    """One block: the commands with what each prints, standard output and error together."""

    place: str
    steps: list[tuple[str, str]]


def sessions() -> list[Session]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            if block[1] == "console":
                line = text.count("\n", 0, block.start()) + 1
                found.append(Session(f"{page.relative_to(ROOT)}:{line}", steps(block[2])))
    return found


def steps(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


@pytest.mark.parametrize("session", sessions(), ids=lambda session: session.place)
def test_a_block_prints_what_it_shows(session: Session, tmp_path: Path) -> None:
    bin_folder = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "CISLD_PROJECT": str(ROOT), "COLUMNS": "120"}
    env.pop("CISLD_PROJECT") if any(command.startswith("cisld init") for command, _ in session.steps) else None
    folder = tmp_path
    for command, shown in session.steps:
        if command.startswith("cd "):
            folder /= shlex.split(command)[1]
            continue
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.stdout.rstrip() == shown.rstrip(), command


def test_every_other_block_names_a_target_that_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = [word for block in BLOCK.finditer(text) if block[1] == "sh" for word in re.findall(r"make (\w+)", block[2])]
    assert named
    assert all(f"\n{target}:" in makefile for target in named)
