"""Damaged shapes and data: `cisld validate` answers each with an exit code and at most one line of error."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.shacl.fuzz import corpus, inputs, outcome

KEPT = corpus()
COUNT = int(os.environ.get("CISLD_EXAMPLES", "300"))


@pytest.mark.parametrize("number", range(len(KEPT)))
def test_an_input_of_the_corpus_ends_as_it_did(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CISLD_TRACEBACK", "1")
    shapes, data, format, expected = KEPT[number]
    assert outcome(tmp_path, shapes, data, format) == expected


def test_the_corpus_is_of_use() -> None:
    named = {name for *_, found in KEPT for name in found.named}
    assert {found.exit for *_, found in KEPT} == {0, 1, 3}
    assert len(named) > 30


def test_new_inputs_end_without_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CISLD_TRACEBACK", "1")
    for shapes, data, format in inputs(20261121, COUNT):
        outcome(tmp_path, shapes, data, format)
