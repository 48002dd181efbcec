"""Pieces: an RDF file in, its triples in small compressed pieces and an index of the terms that each has out."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cisld.graph.columns import Builder

MAGIC = b"cisld pieces 2 " + sys.byteorder.encode() + b"\n"
END = b" .\n"
_HEAD = struct.Struct("<7I")
_SIZE = struct.Struct("<I")
_TERM = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|_:\S+')
_TRIPLE_TERM = b"<<("
_SHORT = 16
_MOST = 1 << 16

Index = array  # of unsigned 64 bit: the number of a term, and below it that of a piece that has the term


class Damaged(Exception):
    """Say that bytes are not what was once written."""


@dataclass(frozen=True)
class Pieces:
    """Hold the triples of one file as the serializer writes them, blank nodes named `_:b0` ... from its beginning.

    `local` says that an IRI of the file was resolved against the file's own IRI, `marked` what was said of it when the
    pieces were made. The indexes err on one side only: they
    may name a piece that lacks a term, since two terms may have one number, and never leave out one that has it. An
    object is known by its number and that of its predicate, joined by exclusive or; a literal is not known.
    """

    blanks: int
    local: bool
    marked: bool
    subjects: Index[int]
    predicates: Index[int]
    objects: Index[int]
    digests: tuple[bytes, ...]
    packed: tuple[bytes, ...] = field(repr=False)

    def text(self, number: int) -> bytes:
        """Return the text of a piece: whole blocks, each with END at its end; raises Damaged."""
        packed = self.packed[number]
        if _digest(packed) != self.digests[number]:
            raise Damaged
        return zlib.decompress(packed)

    def to_bytes(self) -> bytes:
        """Return all this in bytes that `of` reads."""
        indexes = (self.subjects, self.predicates, self.objects)
        head = _HEAD.pack(self.blanks, self.local, self.marked, *map(len, indexes), len(self.packed))
        sizes = array("I", map(len, self.packed))
        body = b"".join([head, *(each.tobytes() for each in indexes), sizes.tobytes(), *self.digests])
        return b"".join([MAGIC, sha256(body).digest(), _SIZE.pack(len(body)), body, *self.packed])

    @classmethod
    def of(cls, data: bytes) -> Pieces:
        """Read what `to_bytes` gives; raises Damaged for all else, though damage to a piece may show only later."""
        start = len(MAGIC) + 32 + _SIZE.size
        if not data.startswith(MAGIC) or len(data) < start + _HEAD.size:
            raise Damaged
        (size,) = _SIZE.unpack_from(data, start - _SIZE.size)
        body = data[start : start + size]
        if sha256(body).digest() != data[len(MAGIC) : start - _SIZE.size]:
            raise Damaged
        return cls._of(body, data[start + size :])

    @classmethod
    def _of(cls, body: bytes, rest: bytes) -> Pieces:
        blanks, local, marked, *lengths, number = _HEAD.unpack_from(body)
        cut = _Cutter(body, _HEAD.size)
        subjects, predicates, objects = (array("Q", cut.next(8 * length)) for length in lengths)
        sizes = array("I", cut.next(4 * number))
        digests = tuple(cut.next(_SHORT) for _ in range(number))
        packed = _Cutter(rest, 0)
        texts = tuple(map(packed.next, sizes))
        return cls(blanks, bool(local), bool(marked), subjects, predicates, objects, digests, texts)


@dataclass
class _Cutter:
    """Cut bytes from the front on."""

    data: bytes
    place: int

    def next(self, size: int) -> bytes:
        """Return the next bytes."""
        self.place += size
        return self.data[self.place - size : self.place]


def number_of(term: str) -> int:
    """Return the number by which indexes know a term.

    >>> number_of("<e:a>")
    980452000
    """
    return zlib.crc32(term.encode())


def having(index: Index[int], number: int) -> Iterator[int]:
    """Yield the pieces that may have the term of a number.

    >>> list(having(array("Q", [1 << 16, 2 << 16 | 3, 2 << 16 | 4]), 2))
    [3, 4]
    """
    place = bisect_left(index, number << 16)
    while place < len(index) and index[place] >> 16 == number:
        yield index[place] & 0xFFFF
        place += 1


def differences(old: Pieces | None, new: Pieces | None) -> tuple[list[bytes], list[bytes]]:
    """Return the blocks that only the old version of a file has, and those that only the new one has.

    A block that stands in both may be among them, if it has moved to another piece. Raises Damaged.
    """
    shared = {*old.digests} & {*new.digests} if old and new else set()
    before, after = (_blocks(each, shared) for each in (old, new))
    return sorted((before - after).elements()), sorted((after - before).elements())


def _blocks(pieces: Pieces | None, but: set[bytes]) -> Counter[bytes]:
    digests = pieces.digests if pieces else ()
    places = (place for place, digest in enumerate(digests) if digest not in but)
    return Counter(block for place in places if pieces for block in pieces.text(place).split(END)[:-1])


class Recorder(Builder):
    """Take in files as columns and keep each in pieces too."""

    def __init__(self) -> None:
        super().__init__(None)
        self.first = self.files = 0
        self.texts: list[bytes] = []
        self.indexes: tuple[set[int], set[int], set[int]] = (set(), set(), set())

    def record(self, path: Path, data: bytes, marked: bool = False) -> Pieces | None:
        """Take in the bytes of a file; None for one with triple terms, in which blank nodes are not named anew.

        Raises InputError CIS001 to CIS009.
        """
        self.first, self.texts, self.indexes = self.blanks, [], (set(), set(), set())
        self.files += 1
        self.parse(path, data, path.resolve().as_uri())
        if len(self.texts) > _MOST or any(_TRIPLE_TERM in text for text in self.texts):
            return None
        subjects, predicates, objects = (array("Q", sorted(each)) for each in self.indexes)
        packed = tuple(zlib.compress(text, 1) for text in self.texts)
        flags = any(b"<file:" in text for text in self.texts), marked
        indexes = subjects, predicates, objects
        return Pieces(self.blanks - self.first, *flags, *indexes, tuple(map(_digest, packed)), packed)

    def take(self, text: bytes) -> None:
        """Take in whole blocks, and note what they have."""
        lengths = {predicate: len(subjects) for predicate, (subjects, _) in self.pairs.items()}
        super().take(text)
        if not text:
            return
        fresh = {
            predicate: (subjects[start:], objects[start:])
            for predicate, (subjects, objects) in self.pairs.items()
            if (start := lengths.get(predicate, 0)) < len(subjects)
        }
        self._note(self.indexes[0], set().union(*(subjects for subjects, _ in fresh.values())))
        self._note(self.indexes[1], fresh)
        for predicate, (_, objects) in fresh.items():
            self._note(self.indexes[2], set(objects), number_of(predicate))
        self.texts.append(self._renamed(text) if b"_:" in text and _TRIPLE_TERM not in text else text)

    def _note(self, index: set[int], terms: Iterable[str], at: int = 0) -> None:
        """Note that the piece that comes next has these terms; literals are left out."""
        piece, crc32 = len(self.texts), zlib.crc32
        named = [self._local(term) if term[0] == "_" else term for term in terms if term[0] != '"']
        index.update([(crc32(term.encode()) ^ at) << 16 | piece for term in named])

    def _local(self, term: str) -> str:
        return f"_:b{int(term[3:]) - self.first}"

    def _renamed(self, text: bytes) -> bytes:
        """Return a text with its blank nodes named by their order in the file."""

        def named(found: re.Match[str]) -> str:
            return self._local(self.names[found[0]]) if found[0][0] == "_" else found[0]

        return _TERM.sub(named, text.decode()).encode()


Naming = Callable[[int], str]
"""From the number of a blank node in its file to its name in the graph."""


class Reading(Builder):
    """Take in texts of pieces."""

    def __init__(self) -> None:
        super().__init__(None)
        self.naming: Naming = "_:b{}".format

    def read_piece(self, text: bytes, naming: Naming) -> None:
        """Take in the text of one piece."""
        self.naming = naming
        self.names.clear()
        self.take(text)

    def new(self, term: str) -> str:
        """Return the full form of a bare literal or the name of a blank node."""
        if term[0] != "_":
            return super().new(term)
        full = self.names[term] = self.naming(int(term[3:]))
        return full


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()[:_SHORT]
