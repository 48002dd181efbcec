"""Tokens stand where the text has them, and no text makes the tokenizer slow or gives anything but one clear error."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings

from cisld.errors import InputError
from cisld.files.tokens import decode, place, tokens, unescape
from tests.files.turtle_texts import SNIPPETS, documents

KINDS = {
    "@prefix a.b: <http://x/\\u0041> .": ["at", "pname", "iri", "punctuation"],
    "a.b:c\\~d.e.": ["pname", "punctuation"],
    "_:x.y. _:0": ["blank", "punctuation", "blank"],
    "'''a''b''' \"\"\"x\"\ny\"\"\" '' \"\"": ["long", "long", "string", "string"],
    "'a\\'b'^^:x": ["string", "datatype", "pname"],
    "1 +1.5 .5 1. -1e5 1.E3 .5e-1": ["integer", "decimal", "decimal", "integer", "punctuation", *["double"] * 3],
    "true.PREFIX a.b.": ["word", "punctuation", "word", "word", "punctuation", "word", "punctuation"],
    "true.a[](){}": ["word", "punctuation", "word", *["punctuation"] * 6],
    ": ::a :%20 :a:b :\u00e9 :1": ["pname"] * 6,
    "'x'@en-GB.": ["string", "at", "punctuation"],
    "<#x># c": ["iri", "comment"],
    "": [],
    " \r\n\t": [],
}


@pytest.mark.parametrize("text", KINDS)
def test_terminals_are_told_apart(text: str) -> None:
    found = tokens(text)
    assert [token.kind for token in found] == [*KINDS[text], "end"]


def assert_covered(text: str) -> None:
    rest = text
    for token in reversed(tokens(text)):
        assert text[token.start : token.start + len(token.text)] == token.text
        assert not rest[token.start + len(token.text) :].strip(" \t\r\n")
        rest = rest[: token.start]
    assert not rest.strip(" \t\r\n")


@pytest.mark.parametrize("text", SNIPPETS)
def test_between_tokens_is_nothing_but_white_space(text: str) -> None:
    assert_covered(text)


@given(documents())
@settings(deadline=None, derandomize=True)
def test_between_tokens_of_any_document_is_nothing_but_white_space(text: str) -> None:
    assert_covered(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('"a\nb"', "here:1:1"),
        ("<a b>", "here:1:1"),
        (":a\r\n :b '", "here:2:5"),
        ("\u2020", "here:1:1"),
        ("\r\t^", "here:2:2"),
    ],
)
def test_a_character_that_begins_no_token_is_named_with_its_place(text: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        tokens(text, "here")
    assert (caught.value.code, caught.value.where) == ("CIS005", where)


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000,
        '"' + "\\x" * 300_000,
        '"""' + '"a' * 300_000,
        '"a' * 10**5 + "\n",
        "a." * 300_000,
        "true." * 300_000,
        ":" + "." * 300_000 + "^",
    ],
)
def test_a_hostile_text_takes_linear_time(text: str) -> None:
    start = time.monotonic()
    with suppress(InputError):
        tokens(text)
    assert time.monotonic() - start < 10


def test_a_byte_order_mark_is_no_character_of_the_text() -> None:
    assert decode("\ufeffa\ufeff".encode()) == "a\ufeff"


@pytest.mark.parametrize(
    ("data", "where"),
    [(b"\xff", "here:1:1"), ("é\r\nж".encode() + b"\x80", "here:2:2"), (b"a\x00\n\xed\xa0\x80", "here:2:1")],
)
def test_bytes_that_are_not_utf8_are_refused_with_their_place(data: bytes, where: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "here")
    assert (caught.value.code, caught.value.where) == ("CIS002", where)


def test_escapes_stand_for_their_characters() -> None:
    assert unescape(r"\t\b\n\r\f\"\'\\\u0416\U0001F600\\u0041") == "\t\b\n\r\f\"'\\\u0416\U0001f600\\u0041"


@pytest.mark.parametrize("text", [r"\x", r"\uD800", r"\U00110000", r"\u12", "\\\n", "\\"])
def test_an_escape_that_names_no_character_is_refused(text: str) -> None:
    if text == "\\":
        assert unescape(text) == text  # the tokenizer never lets a backslash end a string
        return
    with pytest.raises(ValueError, match="is no"):
        unescape(text)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("\t\U0001f600x", 2, (1, 3)),
    ],
)
def test_lines_and_columns_count_from_one_in_characters(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert place(text, offset) == expected
