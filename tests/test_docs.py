"""Every block of commands in the documentation runs and prints what the documentation shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cisld.files.project import load
from tests.conftest import ROOT
from tools.docs import BLOCK, PAGES, blocks, replay


@pytest.mark.parametrize(
    "block", [block[2] for page in PAGES for block in blocks(page)], ids=lambda block: block.partition("\n")[0]
)
def test_a_block_prints_what_it_shows(block: str, tmp_path: Path) -> None:
    if "cisld coverage" in block and not any(folder.is_dir() for folder in load(ROOT).texts):
        pytest.skip("the texts of the books are not at hand")
    assert replay(block, tmp_path) == block


def test_the_readme_shows_commands_that_are_run() -> None:
    assert len(list(blocks(ROOT / "README.md"))) >= 5


def test_every_other_block_names_a_target_that_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = [word for block in BLOCK.finditer(text) if block[1] == "sh" for word in re.findall(r"make (\w+)", block[2])]
    assert named
    assert all(f"\n{target}:" in makefile for target in named)
