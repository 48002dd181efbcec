"""A small project about two states, with its source text: made in a folder of its own, so that a test may change it."""

from __future__ import annotations

import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent / "project"


def made(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy the project into a folder and make changes there, each (file, old text, new text); return its folder."""
    root = folder / "twins"
    shutil.copytree(PROJECT, root)
    for name, old, new in changes:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return root


def shown(help: str) -> tuple[list[str], list[str]]:
    """Return the command of a help text's example, without `cisld`, and the lines that it says come out."""
    lines = [line.strip() for line in help.split("Example:")[1].split("Exit codes:")[0].split("\n") if line.strip()]
    command = lines[0].removeprefix("$ cisld ").split()
    return command, [
        line.removesuffix("Options:") for line in lines[1 : lines.index("Options:") if "Options:" in lines else None]
    ]
