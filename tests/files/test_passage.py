"""The statements that may be about a name are told from the rest of a text without reading it whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cisld.files.passage import Passages
from cisld.files.positions import Locator, triples
from tests.files.turtle_texts import PROLOGUE, SNIPPETS, documents

HEAD = "@prefix ex: <http://e/> .\n"
TEXTS = {
    "a plain block": (HEAD + "ex:b ex:p 1 .\nex:a ex:p 1 .", ["ex:a ex:p 1 ."]),
    "a dot in a string": (HEAD + 'ex:b ex:p "ex:a . ex:a" . ex:a ex:p """ . " . """ .', ['ex:a ex:p """ . " . """ .']),
    "a dot in a comment": (HEAD + "ex:b ex:p 1 # . ex:a ex:p 2 .\n.\nex:a ex:p 3 .", ["ex:a ex:p 3 ."]),
    "a dot in a name": (HEAD + "ex:b.a ex:p 1 . ex:a ex:p 2 .", ["ex:b.a ex:p 1 .", "ex:a ex:p 2 ."]),
    "a dot in a number": (HEAD + "ex:b ex:p 1.5 . ex:a ex:p .5 .", ["ex:a ex:p .5 ."]),
    "no space between": (
        HEAD + 'ex:a<http://e/p>"x" . <http://e/a>ex:p 1 .',
        ['ex:a<http://e/p>"x" .', "<http://e/a>ex:p 1 ."],
    ),
    "an escape": (HEAD + "ex:b\\(a ex:p 1 .", ["ex:b\\(a ex:p 1 ."]),
    "an IRI with brackets": (HEAD + "<http://e/[x]a> ex:p <http://e/.#> .", ["<http://e/[x]a> ex:p <http://e/.#> ."]),
    "a comment before": (HEAD + "# 'ex:b\nex:a ex:p ( 1 ) .", ["# 'ex:b\nex:a ex:p ( 1 ) ."]),
    "an object only": (HEAD + "ex:b ex:p ex:a .", []),
    "a comment at the end": (HEAD + "ex:a ex:p 1 .\n# end", ["ex:a ex:p 1 ."]),
}


@pytest.mark.parametrize("case", TEXTS)
def test_the_statements_of_a_name_are_found(case: str) -> None:
    text, expected = TEXTS[case]
    found = Passages(text).about("<http://e/a>")
    assert found is not None
    assert [statement.strip().removesuffix("\n# end") for _, statement in found] == expected
    assert all(text[offset : offset + len(statement)] == statement for offset, statement in found)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "ex:\\u0061 ex:p 1 .",
        HEAD + "ex:a\\-b ex:p 1 .",
        HEAD + "ex:a ex:p 1",
        'ex:a ex:p "',
        "@prefix n: <http://e> . n:/a n:p 1 .",
        HEAD + "<> ex:p 1 .",
    ],
)
def test_a_text_that_could_hide_a_name_is_to_be_read_whole(text: str) -> None:
    assert Passages(text).about("<http://e/a>") is None


def test_a_later_prefix_holds_for_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("PREFIX ex: <http://e/1/> ex:a ex:p 1 . @prefix ex: <http://e/2/> .\nex:a ex:p 2 .\n")
    locator = Locator(path)
    assert str(locator.subject("<http://e/1/a>")).endswith("a.ttl:1:26")
    assert str(locator.subject("<http://e/2/a>")).endswith("a.ttl:2:1")


@settings(max_examples=150)
@given(documents() | st.sampled_from(SNIPPETS).map(PROLOGUE.__add__))
def test_a_part_has_the_places_of_the_whole(text: str) -> None:
    text = text.removeprefix("\ufeff")
    whole = list(triples(text))
    first: dict[tuple[str, ...], int] = {}
    for triple in whole:
        for key, offset in (
            (triple[:3], triple.at_object),
            (triple[:2], triple.at_predicate),
            (triple[:1], triple.at_subject),
        ):
            first.setdefault(key, offset)
    locator = Locator(Path("a.ttl"))
    locator.__dict__["_text"] = text
    for key, offset in first.items():
        if not any(term.startswith("_:") for term in key):
            assert locator._find(key) == locator._place(offset)
