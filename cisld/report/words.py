r"""Words: terms and texts from data in, what is safe to show on one line out."""

from __future__ import annotations

import re

from cisld.rdf.names import Prefixes

_IRI = re.compile(r"<[^<>\s]*>")
_BREAK = re.compile(r" *[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def shortened(text: str, prefixes: Prefixes) -> str:
    """Return a term or path in N-Triples form with its IRIs as CURIEs, what stands in quotes left as it is.

    >>> shortened('"<e:1>"^^<http://www.w3.org/2001/XMLSchema#integer>', Prefixes(xsd="http://www.w3.org/2001/XMLSchema#"))
    '"<e:1>"^^xsd:integer'
    """
    if not text.startswith('"'):
        return _IRI.sub(lambda found: prefixes.shorten(found[0][1:-1]), text)
    quoted = _STRING.match(text)
    end = quoted.end() if quoted else 0
    return text[:end] + _IRI.sub(lambda found: prefixes.shorten(found[0][1:-1]), text[end:])


def plain(text: str) -> str:
    r"""Return a text on one line, in which nothing can move a cursor, colour a terminal or turn the writing round.

    >>> plain("one\n  two  three\x1b[31m")
    'one two  three\\u001B[31m'
    """
    return text.strip() if text.isprintable() else "".join(map(_letter, _BREAK.sub(" ", text).strip()))


def _letter(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08X}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
