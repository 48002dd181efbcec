"""Texts: the folders of the source texts and a book in, the lines of its text out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cisld.errors import InputError, UsageError
from cisld.files.parse import read
from cisld.graph.sources import Book, Span, local


@dataclass(frozen=True)
class Text:
    """Hold the lines of one book."""

    path: Path
    lines: tuple[str, ...]

    def between(self, span: Span) -> str:
        """Return the lines of a span, joined by line feeds; those past the end are not there.

        >>> Text(Path("a.txt"), ("one", "two", "three")).between(Span("b001", 2, 9))
        'two\\nthree'
        """
        return "\n".join(self.lines[span.first - 1 : span.last])


def text_of(book: Book, folders: Sequence[Path]) -> Text:
    """Read the text of a book: the *.txt file of the folders whose name begins with the book's number.

    Raises InputError CIS002 if it is not UTF-8, CIS061 if there is no text or more than one, CIS062 if the book has a
    cisld:textDigest (SHA-256, in hex) and the text has another.
    """
    path = _file(book, folders)
    data = read(path)
    wanted = book.digest.removeprefix("sha256:").lower()
    if wanted and hashlib.sha256(data).hexdigest() != wanted:
        what = f"Not the text that {book.number} was read from: its SHA-256 is not {wanted[:16]}…"
        raise InputError("CIS062", what, "Put the right file there, or correct cisld:textDigest.", str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", str(path)) from None
    return Text(path, tuple(line.rstrip("\r") for line in text.split("\n")))


def _file(book: Book, folders: Sequence[Path]) -> Path:
    found = sorted(path for folder in folders for path in folder.glob("*.txt") if _belongs(path.name, book.number))
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError("CIS061", f"Two texts for book {book.number}: {found[0].name}, {found[1].name}.", "Keep one.")
    asked = ", ".join(map(str, folders)) or "paths.texts of cisld.toml, which is not set"
    todo = f"Put {book.number}….txt there, or name its folder with --texts."
    raise InputError("CIS061", f"The text of book {book.number} is not in {asked}.", todo)


def _belongs(name: str, number: str) -> bool:
    """Tell whether a file name begins with a book's number and not with a longer one."""
    return name.startswith(number) and not name[len(number)].isalnum()


def chosen(books: Iterable[Book], asked: str | None) -> list[Book]:
    """Return the asked book (`b003`, `003`, a CURIE or an IRI that ends so), or all; UsageError CIS032 if none.

    >>> [book.iri for book in chosen([Book("http://e/b001"), Book("http://e/b002")], "b002")]
    ['http://e/b002']
    """
    known = list(books)
    found = [book for book in known if asked in (None, book.number, book.iri) or _ends(book.iri, asked or "")]
    if asked and not found:
        numbers = ", ".join(book.number for book in known) or "none"
        raise UsageError("CIS032", f'There is no book "{asked}" in the data.', f"There are: {numbers}.")
    return found


def readable(books: Iterable[Book], folders: Sequence[Path]) -> tuple[dict[str, Text], list[InputError]]:
    """Return the texts at hand by IRI of their book, and why the others are not."""
    texts, errors = {}, []
    for book in books:
        try:
            texts[book.iri] = text_of(book, folders)
        except InputError as error:
            errors.append(error)
    return texts, errors


def _ends(iri: str, asked: str) -> bool:
    return local(iri) == asked.rpartition(":")[2]
