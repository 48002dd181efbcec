"""Wording: what counts as printed in a text, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.checks.wording import plain, printed

SAME = {
    "white space": ("two  words", "two\n words"),
    "capitals": ("BUTB agreed", "butb Agreed"),
    "dollar sign": ("$1 billion", r"more than \$1 billion a year"),
    "markdown": ("which is Turkey", "which is **Turkey**"),
    "typographic quotes": ("'vet-blue' and \"so\"", "‘vet-blue’ and “so”"),
    "dashes": ("2021-2023", "for 2021–2023"),
    "superscript digits": ("a year .", "a year .¹⁸"),
    "heading": ("chapter one", "### **Chapter one**"),
    "glued footnote": ("one billion", "one billion18"),
    "words left out": ("the sides … signed", "the sides met, then signed"),
    "words left out in brackets": ("the sides [...] signed", "the sides met, then signed"),
    "composed letters": ("Brześć", "Brzes\u0301c\u0301"),
}
OTHER = {
    "part of a word": ("Kazakh", "Kazakhstan"),
    "end of a word": ("land", "Northland"),
    "part of a number": ("12", "2012"),
    "start of a decimal": ("exceeded 1", "exceeded 1.5 billion"),
    "end of a decimal": ("5 billion", "1.5 billion"),
    "other number": ("31.9", "319"),
    "order": ("signed … the sides", "the sides met, then signed"),
    "nothing": ("", "any text"),
    "only what is left out": ("…", "any text"),
    "superscript that is meant": ("year 18", "year ¹⁸"),
}


@pytest.mark.parametrize(("wording", "text"), SAME.values(), ids=SAME)
def test_a_wording_is_found_however_it_is_typeset(wording: str, text: str) -> None:
    assert printed(wording, text)


@pytest.mark.parametrize(("wording", "text"), OTHER.values(), ids=OTHER)
def test_another_wording_is_not_found(wording: str, text: str) -> None:
    assert not printed(wording, text)


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet="ab 1,-"), st.text(alphabet="ab 1,-"))
def test_what_is_found_as_words_is_there_as_letters(wording: str, text: str) -> None:
    assert not printed(wording, text) or plain(wording) in plain(text)
