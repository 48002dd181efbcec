"""Formatting: the bytes of a Turtle file in, the same file in the project's layout out, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Quad

from cisld.errors import InputError
from cisld.files.layout import layout
from cisld.files.parse import FORMATS, parse
from cisld.files.sameness import same
from cisld.files.tokens import Token, decode, tokens
from cisld.files.turtle import EXTERNAL, read

_HOST = EXTERNAL.split("/")[2]


@dataclass(frozen=True)
class Formatted:
    """The text of a formatted file, and how many repeated triples it no longer repeats."""

    text: str
    merged: int


def reformat(data: bytes, name: str = "data") -> Formatted:
    """Return a Turtle file in the project's layout, with the same graph and the same comments.

    RDF 1.1 Turtle, https://www.w3.org/TR/turtle/. Raises InputError CIS002 to CIS009 for a file that cannot be read,
    and CIS011 where the new text would not give the same graph, terms as written, and the same comments.

    >>> reformat(b"PREFIX e: <http://e/>\\r\\n# why\\r\\ne:a e:p 01 , 01 .").text.splitlines()[2:]
    ['# why', 'e:a', '  e:p 01 ;', '.']
    """
    before = list(parse(data, FORMATS[".ttl"], name, EXTERNAL))
    text = decode(data, name)
    document = read(text, name)
    new = layout(document)
    if _HOST in new and _HOST not in text:
        raise InputError("CIS011", "The base changes to a relative one.", "Write one absolute @base first.", name)
    after = _checked(before, tokens(text, name), new, name)
    return Formatted(new, len(before) - len(after))


def _checked(before: list[Quad], old: list[Token], text: str, name: str) -> list[Quad]:
    """Return the triples of the new text; refuse it if it does not give what the old one gave."""
    new = tokens(text, name)
    if _comments(old) != _comments(new):
        raise InputError("CIS011", "Formatting would lose a comment.", "Leave the file as it is and report it.", name)
    after = list(parse(text.encode(), FORMATS[".ttl"], name, EXTERNAL))
    if not same(before, after, _labels(old) | _labels(new)):
        raise InputError("CIS011", "Formatting would change the graph.", "Leave the file as it is and report it.", name)
    return after


def _comments(found: list[Token]) -> list[str]:
    return sorted(token.text.rstrip(" \t") for token in found if token.kind == "comment")


def _labels(found: list[Token]) -> set[str]:
    return {token.text[2:] for token in found if token.kind == "blank"}
