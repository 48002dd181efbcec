"""The wheel carries the project, so that an installed cisld works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--target", str(target)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, *options, str(ROOT)], check=True, capture_output=True)
    return target


@pytest.mark.parametrize("args", [["stats"], ["query", "--list"], ["explain", "R060"], ["show", "plc:belarus"]])
def test_an_installed_cisld_works_from_any_folder(args: list[str], installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import cisld.cli; cisld.cli.main()", *args],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_installed_project_is_the_one_of_the_source(installed: Path) -> None:
    inside = installed / "cisld" / "project"
    for name in ("ontology", "shapes", "data", "queries"):
        source = {path.relative_to(ROOT) for path in (ROOT / name).rglob("*") if path.is_file()}
        assert {path.relative_to(inside) for path in (inside / name).rglob("*") if path.is_file()} == source
