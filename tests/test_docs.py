"""Every block of commands in the documentation runs and prints what the documentation shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench import goals, page
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


def test_the_first_page_claims_what_the_measured_tables_hold() -> None:
    """The sums and ratios of the README are those of docs/conformance.md and bench/results.json."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \|$", (ROOT / "docs" / "conformance.md").read_text(), re.M)
    shacl = [(int(passed), int(tests)) for name, passed, tests in rows if name.startswith("SHACL")]
    other = [(int(passed), int(tests)) for name, passed, tests in rows if not name.startswith("SHACL")]
    assert all(passed == tests for passed, tests in shacl)
    assert f"All {sum(tests for _, tests in shacl)} tests" in readme
    assert f"{sum(p for p, _ in other):,} of {sum(t for _, t in other):,}" in readme
    measured = json.loads((ROOT / "bench" / "results.json").read_text())
    assert {"10000", "100000", "1000000"} <= measured.keys()
    assert all(page.table(measured) in path.read_text(encoding="utf-8") for path in page.PAGES)
    assert page.plot(measured) == page.PLOT.read_text(encoding="utf-8")


def test_a_goal_that_is_missed_says_so() -> None:
    """Goals of a run: what was measured is held against them, and what was not measured is not called reached."""
    sizes = {"1000000": {"cisld": {"cpu": 2.0, "memory": 150.0}, "floor": {"cpu": 0.5}, "jena": {"cpu": 13.0}}}
    told = {goal.measure: goal.holds for goal in goals.goals(sizes, {"own": 0.4, "start": 2.1})}
    assert told["CPU of jena at 1,000,000 triples, times ours"] == "yes"
    assert told["our CPU at 1,000,000 triples, times that of parsing"] == "no"
    assert told["`cisld --help`, times `import click`"] == "no"
    assert told["CPU of turbo at 1,000,000 triples, times ours"] == "not measured"
