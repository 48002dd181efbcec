"""Tokens: the text of a Turtle, TriG, N-Triples or N-Quads file in, its terminals with their character offsets out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from cisld.errors import InputError

_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = "\u00b7\u0300-\u036f\u203f\u2040"
_DIGITS = "0123456789"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"


def _exactly(marks: str, inner: bool = False) -> str:
    """Return the class of the letters of a name and of some marks; `inner` adds what no name begins with."""
    return f"[{_LETTER}{_MORE if inner else ''}{re.escape(marks)}]"


def _nearly(marks: str, inner: bool = False) -> str:
    """Return a class that takes all beyond ASCII for letters: the exact one takes far longer to compile."""
    others = [each for each in map(chr, range(128)) if not each.isalpha() and each not in marks]
    return f"[^{re.escape(''.join(others))}]"


def _names(one: Callable[..., str]) -> dict[str, str]:
    """Return the patterns of names of prefixes and of blank nodes, of such classes of characters."""
    inner, later = one(f"-_{_DIGITS}", True), one(f"-_:{_DIGITS}", True)
    tail = rf"(?:{inner}++|\.++(?={inner}))*+"
    local = rf"(?:{one(f'_:{_DIGITS}')}|{_ESCAPED})(?:{later}++|{_ESCAPED}|\.++(?={later}|{_ESCAPED}))*+"
    return {
        "pname": rf"{one('')}{tail}(?::(?:{local})?+)?+|:(?:{local})?+",
        "blank": rf"_:{one(f'_{_DIGITS}')}{tail}",
    }


_EXPONENT = "[eE][+-]?[0-9]+"
_NEARLY = _names(_nearly)
TERMINALS = {
    "pname": _NEARLY["pname"],
    "punctuation": r"[;,\[\](){}]|\.(?![0-9])",
    "long": r'"""(?:[^"\\]++|\\.|"(?!""))*+"""' + "|" + r"'''(?:[^'\\]++|\\.|'(?!''))*+'''",
    "string": r'"(?!"")(?:[^"\\\n\r]++|\\.)*+"' + "|" + r"'(?!'')(?:[^'\\\n\r]++|\\.)*+'" + "|\"\"|''",
    "iri": r'<(?:[^\x00-\x20<>"{}|^`\\]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>',
    "at": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*+",
    "datatype": r"\^\^",
    "comment": r"\#[^\n\r]*+",
    "blank": _NEARLY["blank"],
    "double": rf"[+-]?(?:[0-9]+\.[0-9]*{_EXPONENT}|\.?[0-9]+{_EXPONENT})",
    "decimal": r"[+-]?[0-9]*\.[0-9]+",
    "integer": r"[+-]?[0-9]+",
    "end": r"\Z",
    "bad": r".",
}
"""The terminals of RDF 1.1 Turtle 6.5, in the order in which they are tried.

A `pname` without its colon is made into words; to try words on their own would read a long run of them again and again.
Of characters beyond ASCII in a name it is told afterwards which may not stand there; nothing else begins with one.
"""

_BACKSLASH = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
NEWLINE = re.compile(r"\r\n|\n|\r")
"""What ends a line, for the parser's positions and for ours."""


@cache
def local() -> re.Pattern[str]:
    """Return the pattern of a local name that needs no backslash; it may be empty."""
    first, later = _exactly(f"_:{_DIGITS}"), _exactly(f"-_:{_DIGITS}", True)
    return re.compile(rf"(?:{first}|%[0-9A-Fa-f]{{2}})(?:{later}++|%[0-9A-Fa-f]{{2}}|\.++(?={later}|%))*+|")


@cache
def _scan() -> re.Pattern[str]:
    """Return the pattern of all terminals; not all runs need it."""
    terminals = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in TERMINALS.items())
    return re.compile(rf"[ \t\r\n]*+(?:{terminals})", re.DOTALL)


@cache
def _exact(kind: str) -> re.Pattern[str]:
    return re.compile(_names(_exactly)[kind])


class Token(NamedTuple):
    """One terminal: its kind, its text, and the offset of its first character."""

    kind: str
    text: str
    start: int


def tokens(text: str, name: str = "text") -> list[Token]:
    """Return the terminals of a text, comments among them, with one of kind `end` last; InputError CIS005 at a bad one.

    RDF 1.1 Turtle 6.5, https://www.w3.org/TR/turtle/#sec-grammar-grammar; a local name is as long as it can be.

    >>> [token.text for token in tokens("ex:a.b ex:p 1.5, 'x'@en. # why")]
    ['ex:a.b', 'ex:p', '1.5', ',', "'x'", '@en', '.', '# why', '']
    """
    found = []
    for match in _scan().finditer(text):
        kind = match.lastgroup or "end"
        token = Token(kind, match[kind], match.start(kind))
        if kind == "bad":
            raise fault(f"{token.text!r} cannot stand here.", text, token.start, name)
        if kind in _NEARLY and not token.text.isascii():
            _refuse_foreign(token, text, name)
        if kind == "pname" and ":" not in token.text:
            found += _words(token)
            continue
        found.append(token)
        if kind == "end":
            break
    return found


def _refuse_foreign(token: Token, text: str, name: str) -> None:
    """Refuse a name with a character that may not stand in it, or not first; InputError CIS005."""
    found = _exact(token.kind).match(token.text)
    rest = token.text[found.end() :] if found else token.text
    if rest := rest.lstrip("."):
        raise fault(f"{rest[0]!r} cannot stand here.", text, token.start + len(token.text) - len(rest), name)


def _words(token: Token) -> list[Token]:
    """Return the words and dots of a run of letters without a colon, such as `true.PREFIX`."""
    parts = re.finditer(r"\.|[^.]+", token.text)
    return [Token("punctuation" if part[0] == "." else "word", part[0], token.start + part.start()) for part in parts]


def decode(data: bytes, name: str = "data") -> str:
    """Return the text of UTF-8 bytes without a byte order mark; InputError CIS002 if they are not UTF-8.

    >>> decode(b"\\xef\\xbb\\xbfa")
    'a'
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = place(before, len(before))
        where = f"{name}:{line}:{column}"
        raise InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", where) from error


def unescape(text: str) -> str:
    """Return text with its string and numeric escapes resolved; ValueError for an escape that names no character.

    RDF 1.1 Turtle 6.4, https://www.w3.org/TR/turtle/#sec-escapes

    >>> unescape(r"\\u0041\\tb")
    'A\\tb'
    """
    return _BACKSLASH.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    body = match[1]
    if body[0] not in "uU" or len(body) == 1:
        if body not in _ESCAPES:
            raise ValueError(f"\\{body} is no escape.")
        return _ESCAPES[body]
    code = int(body[1:], 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise ValueError(f"\\{body} is no character.")
    return chr(code)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of a character offset, from 1; LF, CRLF and CR end a line, a tab is one column.

    >>> place("one\\r\\ntwo", 6)
    (2, 2)
    """
    line, start = 1, 0
    for newline in NEWLINE.finditer(text, 0, offset):
        line, start = line + 1, newline.end()
    return line, offset - start + 1


def fault(what: str, text: str, offset: int, name: str) -> InputError:
    """Return the error that says what breaks the grammar at an offset of a text; nothing in it can move a cursor."""
    line, column = place(text, offset)
    shown = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04X}" for letter in what)
    return InputError("CIS005", shown, "Mend the syntax here.", f"{name}:{line}:{column}")
