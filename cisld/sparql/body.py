"""Bodies: bytes of an HTTP answer in as they come, the same unpacked and within limits out, to be read as a file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate

from cisld.errors import InputError

_PIECE = 1 << 16
_LONGEST = 1 << 24
_DEEPEST = 200
_STEP = {ord("{"): 1, ord("}"): -1}
_NO_BRACES = bytes(set(range(256)) - _STEP.keys())
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_BLANK = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")([^"\\]+)(?=")')

Pieces = Iterable[bytes]


class Body:
    """Read pieces of bytes as a file.

    >>> body = Body([b"abc", b"de"])
    >>> body.read(2), body.read(9), body.read(9), body.read(9)
    (b'ab', b'c', b'de', b'')
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int = _PIECE) -> bytes:
        """Return some bytes, no more than `size`; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        found, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return found


def unpacked(pieces: Pieces, where: str) -> Iterator[bytes]:
    """Yield what pieces of gzip hold, a bounded piece at a time, so that a small answer cannot grow at once.

    RFC 1952, https://www.rfc-editor.org/rfc/rfc1952; raises InputError CIS234.
    """
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        for piece in pieces:
            while piece:
                yield unpacker.decompress(piece, _PIECE)
                piece = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error:
        raise InputError("CIS234", "The answer is called gzip and is not.", "Ask its keeper.", where) from None
    if not unpacker.eof:
        raise InputError("CIS234", "The answer breaks off.", "Run it again, or ask for less with --page.", where)


def bounded(pieces: Pieces, most: int, where: str) -> Iterator[bytes]:
    """Yield the pieces until they are more bytes than the limit; raises InputError CIS235.

    >>> list(bounded([b"ab", b"c"], 2, "here"))
    Traceback (most recent call last):
    cisld.errors.InputError: here: CIS235 An answer of more than 2 bytes. Ask for less with --page.
    """
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise InputError("CIS235", f"An answer of more than {most:,} bytes.", "Ask for less with --page.", where)
        yield piece


def relabelled(pieces: Pieces, where: str, longest: int = _LONGEST) -> Iterator[bytes]:
    r"""Yield SPARQL results in JSON with each label of a blank node in letters and digits, different ones different.

    Some servers call a blank node nodeID://b1, which no other format of RDF allows as a label. A label never reaches
    over the end of an object, so that the text is cut there. Raises InputError CIS235 for a term beyond the limit.

    >>> b"".join(relabelled([b'{"s":{"type":"bnode","va', b'lue":"a:1"}} "\\"bnode\\"'], "here"))
    b'{"s":{"type":"bnode","value":"x613a31"}} "\\"bnode\\"'
    """
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        end = piece.rfind(b"}") + 1
        if end:
            yield _BLANK.sub(_lettered, b"".join((*held, piece[:end])))
            held, size = [], 0
        held.append(piece[end:])
        size += len(piece) - end
        if size > longest:
            what = f"A term of more than {longest:,} bytes."
            raise InputError("CIS235", what, "Shorten it behind the endpoint.", where)
    yield b"".join(held)


def shallow(pieces: Pieces, where: str, deepest: int = _DEEPEST) -> Iterator[bytes]:
    r"""Yield JSON text as long as its objects are not nested deep; the parser of results would overrun its stack.

    >>> list(shallow([b'{"a":{"{\\', b'"{":{}}}'], "here", 3))
    [b'{"a":{"{\\', b'"{":{}}}']
    >>> list(shallow([b'{"a":{"b":', b"{}}}"], "here", 2))
    Traceback (most recent call last):
    cisld.errors.InputError: here: CIS235 An answer nested more than 2 deep. Ask its keeper.
    """
    quoted, depth, rest = False, 0, b""
    for piece in pieces:
        text = rest + piece
        end = len(text) - (len(text) - len(text.rstrip(b"\\"))) % 2
        parts = _ESCAPE.sub(b"", text[:end]).split(b'"')
        braces = b"".join(parts[quoted::2]).translate(None, _NO_BRACES)
        steps = list(accumulate((_STEP[brace] for brace in braces), initial=depth))
        if max(steps) > deepest:
            raise InputError("CIS235", f"An answer nested more than {deepest} deep.", "Ask its keeper.", where)
        depth, rest, quoted = steps[-1], text[end:], quoted ^ (len(parts) % 2 == 0)
        yield piece


def _lettered(found: re.Match[bytes]) -> bytes:
    return found[1] + b"x" + found[2].hex().encode()
