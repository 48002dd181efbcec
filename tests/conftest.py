"""Fixtures: a small project in a folder of its own, the command line as a function, and SPARQL servers that run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cisld.files.scaffold import scaffold
from tests.servers import START, Server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def rivers(tmp_path: Path) -> Path:
    """The folder of a fresh project, as `cisld init` makes it."""
    scaffold(tmp_path / "rivers", "https://example.org/")
    return tmp_path / "rivers"


@pytest.fixture(scope="module", params=sorted(START))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each server in turn, with nothing in it when a module of tests begins."""
    with START[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cisld(tmp_path: Path) -> Run:
    """Run the command line in a process of its own: `cisld("validate", cwd=folder)`."""

    def run(
        *args: str, cwd: Path | None = None, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cisld", *args],
            cwd=cwd or tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            check=False,
        )

    return run


def heed_ctrl_c() -> None:
    """Let a process that is about to start heed Ctrl-C, even if these tests run in the background, where none does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
