"""The command line as a whole: exit codes, errors of one line, help that loads nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cisld.cli import VERBS
from tests.conftest import ROOT, Run

FAULTS = "tests/report/fixtures/faults"
USAGE = (
    ["query", "ASK {}", "--timeout", "nan"],
    ["nosuch"],
    ["qery"],
    ["validate", "--nosuch"],
    ["--project", "/nonexistent", "stats"],
    ["init"],
    ["show"],
)


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_wrong_usage_is_one_line_and_exit_2(args: list[str], cisld: Run) -> None:
    done = cisld(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "CIS0" in done.stderr


def test_a_misspelt_verb_gets_advice(cisld: Run) -> None:
    assert 'Did you mean "query"?' in cisld("qery").stderr


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, cisld: Run) -> None:
    done = cisld(verb, "--help")
    assert done.returncode == 0
    assert "xample" in done.stdout
    assert f"cisld {verb}" in done.stdout.partition("xample")[2]


def test_help_loads_neither_the_engine_nor_the_verbs() -> None:
    code = "import sys, cisld.cli as c\nc.run(['--help'])\nprint([m for m in sys.modules if m in " + (
        "('pyoxigraph', 'rdflib', 'pyshacl', 're2', 'requests') or m.startswith('cisld.cli.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_a_fault_of_cisld_is_exit_4_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import cisld.cli as cli

    def broken(folder: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cli, "_finder", broken)
    assert cli.run(["stats"]) == 4
    assert capsys.readouterr().err.startswith("cisld: CIS090 RuntimeError: broken")


@pytest.mark.parametrize(
    ("verb", "behind", "code", "said"),
    [
        ("--help", "| head -c 1", 0, ""),
        ("stats", "| head -c 1", 0, ""),
        (f"validate {FAULTS}/plain/data.ttl -s {FAULTS}/shapes.ttl --all", "| head -c 1", 1, ""),
        (
            "stats",
            ">/dev/full",
            3,
            "standard output: CIS010 No space left on device. Check the disk that it goes to.\n",
        ),
        ("nonsense", "2>/dev/full", 2, ""),
        ("nonsense", "2>&-", 2, ""),
        ("stats", ">&-", 0, ""),
    ],
)
def test_what_becomes_of_the_output_does_not_change_what_is_said(verb: str, behind: str, code: int, said: str) -> None:
    command = f"set -o pipefail; {sys.executable} -m cisld {verb} {behind}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


def test_an_error_cannot_steer_the_terminal_and_stays_one_line(cisld: Run) -> None:
    done = cisld("show", "no\x1b[31m\u202e\nthing")
    assert done.returncode == 2
    assert 'called "no\\x1b[31m\\u202e\\nthing"' in done.stderr
    assert done.stderr.count("\n") == 1
