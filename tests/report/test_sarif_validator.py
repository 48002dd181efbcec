"""SARIF logs pass the validator of the format's own working group (`@microsoft/sarif-multitool`, from npm)."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from cisld.report.formats import WRITERS
from tests.conftest import ROOT
from tests.report.conftest import DATA, Validate
from tests.report.test_formats import TRICKS

PACKAGE = "@microsoft/sarif-multitool-linux"
FOLDER = ROOT / ".bench" / "sarif"
TOOL = FOLDER / "node_modules" / PACKAGE / "Sarif.Multitool"


@pytest.fixture(scope="module")
def validator() -> Path:
    """The validator, installed where it is not yet."""
    if platform.system() != "Linux" or platform.machine() != "x86_64" or not shutil.which("npm"):
        pytest.skip("the validator of SARIF needs npm, and Linux on x86_64")
    if not TOOL.is_file():
        FOLDER.mkdir(parents=True, exist_ok=True)
        install = [
            "npm",
            "install",
            "--prefix",
            str(FOLDER),
            "--no-save",
            "--no-audit",
            "--no-fund",
            f"{PACKAGE}@5.7.0",
        ]
        done = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot install {PACKAGE}")
    TOOL.chmod(0o755)
    return TOOL


def faults(validator: Path, log: Path) -> list[str]:
    """Return what the validator finds wrong with a log."""
    told = log.with_suffix(".told.sarif")
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [str(validator), "validate", str(log), "--output", str(told), "--log", "ForceOverwrite"]
    subprocess.run(command, env=env, capture_output=True, timeout=120, check=False)
    (run,) = json.loads(told.read_text(encoding="utf-8-sig"))["runs"]
    return [f"{result['ruleId']} {result['message']}" for result in run["results"]]


def test_the_validator_finds_fault_with_a_wrong_log_only(validator: Path, run: Validate, tmp_path: Path) -> None:
    log = tmp_path / "log.sarif"
    for data in (DATA, TRICKS, "ex:a a ex:River ."):
        text = WRITERS["sarif"](run(data).outcome)
        log.write_text(text, encoding="utf-8")
        assert faults(validator, log) == []
        log.write_text(text.replace('"driver"', '"rider"'), encoding="utf-8")
        assert faults(validator, log)
