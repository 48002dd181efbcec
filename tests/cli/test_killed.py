"""A verb that is ended by kill -9 at any call that writes leaves each file whole: as it was, or as it was to be."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

POINTS = 50 if "CISLD_SLOW" in os.environ else 8

KILLER = """
import os, signal, sys
CALLS = {"open", "write", "writelines", "flush", "fsync", "close", "replace", "unlink", "mkdir", "rmdir", "__exit__"}
last, passed, root = int(sys.argv.pop(1)), 0, os.getcwd()
def watch(frame, event, called):
    global passed
    if event in ("c_call", "c_return") and called.__name__ in CALLS and frame.f_code.co_filename.endswith(WRITERS):
        passed += 1
        if passed == last:
            os.kill(os.getpid(), signal.SIGKILL)
WRITERS = ("files/write.py", "shutil.py", "pathlib.py", "contextlib.py")
from cisld.cli import run
sys.setprofile(watch)
try:
    run()
finally:
    sys.setprofile(None)
    print("passed", passed, file=sys.stderr)
"""


def _derived(root: Path) -> None:
    query = "CONSTRUCT { ?river <https://example.org/ontology#has> ?town } { ?town ont:liesOn ?river }"
    (root / "queries" / "towns.sparql").write_text(query)
    with (root / "cisld.toml").open("a") as settings:
        settings.write('\n[[derive]]\nquery = "queries/towns.sparql"\nfile = "data/derived/towns.ttl"\n')


def _untidy(root: Path) -> None:
    for path in (root / "data" / "rivers.ttl", root / "ontology" / "rivers.ttl"):
        path.write_text(path.read_text().replace("\n  ", "\n "))


def _mendable(root: Path) -> None:
    path = root / "data" / "rivers.ttl"
    path.write_text(path.read_text().replace('"1142"^^xsd:gYear', '"1142"'))


def _nothing(root: Path) -> None:
    pass


def _built(root: Path) -> None:
    assert _run(root, "build", 0).returncode == 0
    _untidy(root)
    (root / "data" / "rivers.ttl").write_text((root / "data" / "rivers.ttl").read_text().replace("1142", "1143"))


VERBS: dict[str, tuple[str, Callable[[Path], None], tuple[str, ...]]] = {
    "init": ("init new", _nothing, ("new",)),
    "build": ("build", _nothing, ("build",)),
    "build again": ("build", _built, ("build",)),
    "convert": ("convert data/rivers.ttl -o out.nt", _nothing, ()),
    "derive": ("derive", _derived, ()),
    "fmt": ("fmt", _untidy, ()),
    "validate a report": ("validate -o report.sarif -o report.html", _nothing, ()),
    "validate a baseline": ("validate --baseline known.jsonl --update-baseline", _mendable, ()),
    "validate a fix": ("validate --fix --yes", _mendable, ()),
}
"""What is run, what is prepared for it, and the folders that come as a whole or not at all."""


@pytest.mark.parametrize("case", VERBS)
def test_a_killed_verb_leaves_each_file_whole(case: str, rivers: Path, tmp_path: Path) -> None:
    command, prepare, folders = VERBS[case]
    prepare(rivers)
    before = _files(rivers)
    done = shutil.copytree(rivers, tmp_path / "done")
    calls = int(_run(done, command, 0).stderr.split()[-1])
    after = _files(done)
    assert after != before
    kills = sorted({1 + turn * (calls - 1) // (POINTS - 1) for turn in range(POINTS)})
    states = set()
    for kill in kills:
        root = shutil.copytree(rivers, tmp_path / f"killed-{kill}")
        assert _run(root, command, kill).returncode == -signal.SIGKILL
        found = _files(root)
        states.add(found == before)
        for name in found:
            assert found[name] in (before.get(name), after.get(name)), f"{name} at call {kill}"
        for folder in folders:
            assert _inside(found, folder) in (_inside(before, folder), {}, _inside(after, folder)), f"call {kill}"
        assert found == after or _run(root, command, 0).returncode in (0, 1)
        assert _files(root) == after
        shutil.rmtree(root)
    assert states == {True, False}, "some kills come before the change and some after it"


def _run(root: Path, command: str, kill: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLER, str(kill), *command.split()],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def _files(root: Path) -> dict[str, bytes]:
    """Return the files by path, without those that a killed writer left beside."""
    names = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    kept = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    return {str(name): (root / name).read_bytes() for name in kept}


def _inside(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.startswith(folder + "/")}
