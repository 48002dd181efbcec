"""Run the console blocks of the documentation: pages in, the same pages with what each command prints now out.

`python tools/docs.py` rewrites README.md and docs/*.md; the tests compare instead of writing.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path) -> Iterator[re.Match[str]]:
    """Yield the console blocks of a page."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return (block for block in found if block[1] == "console")


def commands(block: str) -> list[str]:
    """Return the commands of a block: its lines that begin with `$ `.

    >>> commands("$ cisld stats\\nout\\n$ cd x\\n")
    ['cisld stats', 'cd x']
    """
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def replay(block: str, folder: Path) -> str:
    """Run the commands of a block in an empty folder and return the block with what they print."""
    shown = []
    own = any(command.startswith("cisld init") for command in commands(block))
    for command in commands(block):
        shown.append(f"$ {command}\n")
        if command.startswith("cd "):
            folder /= shlex.split(command)[1]
        else:
            shown.append(_output(command, folder, own))
    return "".join(shown)


def _output(command: str, folder: Path, own: bool) -> str:
    """Return what a command prints, standard output and error together, on the shipped project or on one of its own."""
    env = {**os.environ, "COLUMNS": "120", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    env.pop("CISLD_PROJECT", None)
    if not own:
        env["CISLD_PROJECT"] = str(ROOT)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
    done = subprocess.run(command, shell=True, cwd=folder, env=env, text=True, check=False, **pipes)  # type: ignore[call-overload]
    return str(done.stdout).replace(str(ROOT), "cisld")


def main() -> None:
    """Rewrite every page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in reversed(list(blocks(page))):
            with tempfile.TemporaryDirectory() as folder:
                text = f"{text[: block.start(2)]}{replay(block[2], Path(folder))}{text[block.end(2) :]}"
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
