"""A comment with a rule and a reason sets aside what stands beside it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.conftest import Validate

TOWN = "ex:t a ex:Town ;\n  ex:river ex:no ;{}\n  ex:since 1 ;{}\n.\n"
WHY = "  # cisld: ignore {} it is drawn so"

BESIDE = {
    "the name": (TOWN.format(WHY.format("Town"), ""), ["ex:since"]),
    "the CURIE": (TOWN.format(WHY.format("s:Town"), ""), ["ex:since"]),
    "the shape": (TOWN.format(WHY.format("Town-river"), ""), ["ex:since"]),
    "another fact": (TOWN.format("", WHY.format("Town")), ["ex:river"]),
    "another rule": (TOWN.format(WHY.format("Place"), ""), ["CIS071", "ex:river", "ex:since"]),
    "both": (TOWN.format(WHY.format("Town"), WHY.format("Town")), []),
    "part of a name": (TOWN.format(WHY.format("Tow"), ""), ["CIS071", "ex:river", "ex:since"]),
    "no reason": (TOWN.format(" # cisld: ignore Town", ""), ["CIS070", "ex:river", "ex:since"]),
    "no rule": (TOWN.format(" # cisld: ignore", ""), ["CIS070", "ex:river", "ex:since"]),
    "nothing there": ("ex:a a ex:River . # cisld: ignore Town why\n", ["CIS071"]),
    "above the block": ("# cisld: ignore Town why\n" + TOWN.format("", ""), []),
    "above another block": (
        "# cisld: ignore Town why\nex:a a ex:River .\n" + TOWN.format("", ""),
        ["CIS071", "ex:river", "ex:since"],
    ),
    "only that block": ("# cisld: ignore Town why\n" + TOWN.format("", "") + "ex:u a ex:Town .", ["ex:river"]),
    "above a fact": (
        "ex:t a ex:Town ;\n  # cisld: ignore Town why\n  ex:river ex:no ;\n  ex:since 1 .\n",
        ["ex:since"],
    ),
    "a text of many lines": (
        'ex:t a ex:Town ; ex:river ex:r ; ex:since """x\ny"""@en ; # cisld: ignore Town why\n ex:code 1 .\n'
        "ex:r a ex:River .",
        ["ex:code"],
    ),
    "a datatype": (
        'ex:t a ex:Town ; ex:river ex:r ; ex:since """x\ny"""^^ex:d . # cisld: ignore Town why\nex:r a ex:River .',
        [],
    ),
    "in a string": (
        'ex:t a ex:Town ; ex:river ex:r ; ex:since "# cisld: ignore Town why" .\nex:r a ex:River .',
        ["ex:since"],
    ),
    "a block on one line": ("ex:t a ex:Town . # cisld: ignore Town why\nex:u a ex:Town .", ["ex:river"]),
    "CRLF": (("# cisld: ignore Town why\n" + TOWN.format("", "")).replace("\n", "\r\n"), []),
}


@pytest.mark.parametrize("case", BESIDE)
def test_what_is_left_when_a_comment_stands_there(case: str, run: Validate) -> None:
    data, left = BESIDE[case]
    assert sorted(one.path or one.rule for one in run(data).outcome.found) == left


def test_what_is_ignored_is_kept_with_its_reason(run: Validate) -> None:
    outcome = run(TOWN.format(WHY.format("Town"), "")).outcome
    assert [(one.value, reason) for one, reason in outcome.ignored] == [("ex:no", "it is drawn so")]
    assert outcome.summary.endswith("0 violations, 1 warning, 0 infos (1 ignored with a reason).")


def test_a_useless_comment_is_a_warning_at_its_place(run: Validate) -> None:
    (found,) = run("ex:a a ex:River . # cisld: ignore Town why\n").outcome.found
    assert (str(found.place), found.severity, found.rule) == ("data/a.ttl:6:19", "warning", "CIS071")


def test_a_comment_in_one_file_says_nothing_of_another(run: Validate) -> None:
    Path("data", "b.ttl").write_text(
        "# cisld: ignore Town why\n<https://example.org/id/t> a <https://example.org/id/x> ."
    )
    assert len(run(TOWN.format("", "")).outcome.found) == 3
