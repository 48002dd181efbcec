"""Texts: a book finds its file, and only its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cisld.checks.texts import chosen, readable, text_of
from cisld.errors import InputError, UsageError
from cisld.graph.sources import Book, Span

BOOK = Book("https://w3id.org/cisld/id/source/b003")


def test_a_book_finds_the_file_whose_name_begins_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "003_abc.txt").write_bytes("one\r\ntwo\u2028still two\n".encode())
    (tmp_path / "0031.txt").write_text("another book")
    text = text_of(BOOK, [tmp_path / "absent", tmp_path])
    assert text.lines == ("one", "two\u2028still two", "")
    assert text.between(Span(BOOK.iri, 1, 2)) == "one\ntwo\u2028still two"


def test_a_text_that_is_not_there_is_told_with_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"CIS061 .* book 003 is not in .*--texts"):
        text_of(BOOK, [tmp_path])
    with pytest.raises(InputError, match=r"paths\.texts"):
        text_of(BOOK, [])


def test_two_texts_for_one_book_are_refused(tmp_path: Path) -> None:
    for name in ("003_a.txt", "003_b.txt"):
        (tmp_path / name).write_text("text")
    with pytest.raises(InputError, match="CIS061 Two texts"):
        text_of(BOOK, [tmp_path])


def test_a_text_with_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "003.txt").write_bytes(b"the text\n")
    digest = hashlib.sha256(b"the text\n").hexdigest()
    assert text_of(Book(BOOK.iri, f"sha256:{digest}"), [tmp_path]).lines[0] == "the text"
    with pytest.raises(InputError, match="CIS062"):
        text_of(Book(BOOK.iri, "0" * 64), [tmp_path])


def test_a_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "003.txt").write_bytes(b"\xff\xfe")
    texts, errors = readable([BOOK], [tmp_path])
    assert (texts, [error.code for error in errors]) == ({}, ["CIS002"])


@pytest.mark.parametrize("name", ["b003", "003", "src:b003", BOOK.iri])
def test_a_book_can_be_asked_for_in_four_ways(name: str) -> None:
    assert chosen([Book("http://e/b001"), BOOK], name) == [BOOK]


def test_a_book_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match=r"CIS032 .* There are: 003"):
        chosen([BOOK], "b009")
