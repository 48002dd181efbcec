"""Positions: the text of an RDF file in, each of its triples with where its subject, predicate and object stand out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.files.document import Anonymous, Blank, Block, Collection, Document, Fact, Iri, Node
from cisld.files.parse import read as read_bytes
from cisld.files.passage import Passages
from cisld.files.tokens import NEWLINE, decode
from cisld.files.turtle import EXTERNAL, read
from cisld.rdf.literals import Literal, is_blank, is_literal, to_term, written
from cisld.rdf.names import RDF

GRAPHS = {".ttl": False, ".nt": False, ".trig": True, ".nq": True}
"""The endings of the files whose triples have positions, and whether their format has named graphs."""

_FIRST, _REST, _NIL = f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"


class Triple(NamedTuple):
    """A triple in N-Triples form, with the offsets of its subject, predicate and object in characters from 0."""

    subject: str
    predicate: str
    object: str
    at_subject: int
    at_predicate: int
    at_object: int
    graph: str = ""


class Place(NamedTuple):
    """A place in a file: line and column from 1, the column in characters, a tab being one.

    What has no lines, such as an endpoint, is a place with 0 for both.

    >>> str(Place("a.ttl", 3, 7)), str(Place("http://e/sparql", 0, 0))
    ('a.ttl:3:7', 'http://e/sparql')
    """

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


def triples(data: bytes | str, name: str = "data", base: str = EXTERNAL, graphs: bool = False) -> Iterator[Triple]:
    """Yield the triples of a Turtle, TriG, N-Triples or N-Quads text, repeated ones too, with where they stand.

    The subject stands where its block begins; the subject of a triple inside [ ] or ( ) where that begins. A nameless
    node is called by the offset of its bracket, a cell of a collection by that of its member, with letters in front
    that no label of the file begins with. Raises InputError CIS002, CIS005, CIS006, CIS009.

    >>> [(triple.object, triple.at_object) for triple in triples("<e:a> <e:b> 1 , [] .")][1]
    ('_:at16', 16)
    """
    text = decode(data, name) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    yield from _Walk(read(text, name, base, graphs)).triples()


class _Walk:
    """Go through the tree of a file and name its nodes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.letters = "at"
        while any(label.startswith(self.letters) for label in document.labels):
            self.letters += "-"

    def triples(self) -> Iterator[Triple]:
        for block in self.document.blocks:
            graph = self.name(block.graph) if block.graph else ""
            yield from self.block(block, graph)

    def block(self, block: Block, graph: str) -> Iterator[Triple]:
        subject = self.name(block.subject)
        yield from self.inside(block.subject, graph)
        yield from self.facts(block.facts, subject, block.start, graph)

    def facts(self, facts: list[Fact], subject: str, start: int, graph: str) -> Iterator[Triple]:
        for fact in facts:
            node = fact.object
            yield Triple(
                subject, f"<{fact.predicate.value}>", self.name(node), start, fact.at_predicate, fact.at_object, graph
            )
            yield from self.inside(node, graph)

    def inside(self, node: Node, graph: str) -> Iterator[Triple]:
        if isinstance(node, Anonymous):
            yield from self.facts(node.facts, self.name(node), node.start, graph)
        elif isinstance(node, Collection):
            yield from self.cells(node, graph)

    def cells(self, node: Collection, graph: str) -> Iterator[Triple]:
        cell, at = self.name(node), node.start
        for index, item in enumerate(node.items):
            yield Triple(cell, _FIRST, self.name(item.node), at, item.start, item.start, graph)
            yield from self.inside(item.node, graph)
            if index + 1 == len(node.items):
                yield Triple(cell, _REST, _NIL, at, at, at, graph)
                return
            following = node.items[index + 1].start
            rest = f"_:{self.letters}{following}.rest"
            yield Triple(cell, _REST, rest, at, following, following, graph)
            cell, at = rest, following

    def name(self, node: Node) -> str:
        if isinstance(node, Iri):
            return f"<{node.value}>"
        if isinstance(node, Literal):
            return written(*node)
        return f"_:{node.label}" if isinstance(node, Blank) else f"_:{self.letters}{node.start}"


Term = str | ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Key = tuple[str, ...]


@dataclass
class Locator:
    """Find where triples stand in one file; the file is read when the first place is asked for, and not before.

    A blank node with a label is found by it. One without is found through `quads`, the parse that the blank node comes
    from: nodes are matched from their named ends inwards, by the order of occurrence. Without `quads` it is found only
    if no other nameless node of the file makes the same triple. A format without positions, or a file that cannot be
    read any more, gives None for every place.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.ttl"
    >>> path.write_text("<e:a>\\n  <e:b> 1 ;\\n  <e:b> 2 .") and None
    >>> Locator(path).triple("<e:a>", "<e:b>", '"2"^^<http://www.w3.org/2001/XMLSchema#integer>')[1:]
    (3, 9)
    """

    path: Path
    quads: Iterable[ox.Quad] = ()
    base: str = EXTERNAL
    _partly: dict[str, _Index | None] = field(default_factory=dict, repr=False)
    _prologues: dict[tuple[str, ...], tuple[str, dict[str, str]]] = field(default_factory=dict, repr=False)

    def triple(self, subject: Term, predicate: Term, object: Term) -> Place | None:
        """Return where the object of a triple stands, the literal as written or as the store normalises it."""
        return self._find((self._known(subject), str(predicate), self._known(object)))

    def predicate(self, subject: Term, predicate: Term) -> Place | None:
        """Return where a subject's first fact with the predicate stands, at the predicate."""
        return self._find((self._known(subject), str(predicate)))

    def subject(self, subject: Term) -> Place | None:
        """Return where the first block of a subject begins."""
        return self._find((self._known(subject),))

    def reads_part(self, subject: Term) -> bool:
        """Tell whether the places of a named subject are found without reading all of the file."""
        return self._part(str(subject)) is not None

    def _find(self, key: Key) -> Place | None:
        if _has_blank(key):
            return self._place(self._index.offset(key, loosely=len(key) > 1))
        index = self._part(key[0])
        return self._place((self._index if index is None else index).offset(key))

    def _part(self, subject: str) -> _Index | None:
        """Return the index of the statements that may be about a subject, None where the whole file must be read."""
        if subject not in self._partly:
            self._partly[subject] = self._read_part(subject)
        return self._partly[subject]

    def _read_part(self, subject: str) -> _Index | None:
        if "_index" in self.__dict__ or self.path.suffix.lower() not in (".ttl", ".nt"):
            return None
        found = self._passages.about(subject)
        if found is None:
            return None
        try:
            return _Index([triple for offset, text in found for triple in self._shifted(offset, text)])
        except InputError:
            return None

    def _shifted(self, offset: int, text: str) -> Iterator[Triple]:
        """Yield the triples of a statement, with their offsets in the file."""
        base, prefixes = self._prologue(self._passages.context(offset))
        for triple in _Walk(read(text, str(self.path), base, False, prefixes)).triples():
            yield triple._replace(
                at_subject=triple.at_subject + offset,
                at_predicate=triple.at_predicate + offset,
                at_object=triple.at_object + offset,
            )

    def _prologue(self, directives: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """Return the base IRI and the prefixes after directives, which are mostly the same for all of a file."""
        if directives not in self._prologues:
            found = read("\n".join(directives), str(self.path), self.base)
            base = found.bases[-1].value if found.bases else self.base
            self._prologues[directives] = base, {each.prefix: each.namespace.value for each in found.declarations}
        return self._prologues[directives]

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self._text)

    def _place(self, offset: int | None) -> Place | None:
        if offset is None:
            return None
        line = bisect_right(self._lines, offset)
        return Place(str(self.path), line, offset - self._lines[line - 1] + 1)

    def _known(self, term: Term) -> str:
        name = str(term)
        return self._matched.get(name, name) if is_blank(name) else name

    @cached_property
    def words(self) -> set[str]:
        """The words of the file, by which to tell quickly whether a name may be in it."""
        return set(_WORD.findall(self._text))

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return content(self.path)

    @cached_property
    def _text(self) -> str:
        try:
            return decode(self.content)
        except InputError:
            return ""

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(newline.end() for newline in NEWLINE.finditer(self._text))]

    @cached_property
    def _triples(self) -> list[Triple]:
        graphs = GRAPHS.get(self.path.suffix.lower())
        try:
            return [] if graphs is None else list(triples(self._text, str(self.path), self.base, graphs))
        except InputError:
            return []

    @cached_property
    def _index(self) -> _Index:
        """The index of the whole file."""
        return _Index(self._triples)

    @cached_property
    def _matched(self) -> dict[str, str]:
        """The names here of the nameless nodes of `quads`."""
        theirs = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in self.quads]
        return _match(theirs, [triple[:3] for triple in self._triples]) if theirs else {}


def content(path: Path) -> bytes:
    """Return the bytes of a file; none if it cannot be read any more."""
    try:
        return read_bytes(path)
    except InputError:
        return b""


class _Index:
    """The first offset of each triple, each pair of subject and predicate, and each subject."""

    def __init__(self, found: list[Triple]) -> None:
        self.triples = found
        self.first: dict[Key, int] = {}
        for triple in found:
            self.first.setdefault(triple[:3], triple.at_object)
            self.first.setdefault(triple[:2], triple.at_predicate)
            self.first.setdefault(triple[:1], triple.at_subject)

    def offset(self, key: Key, loosely: bool = False) -> int | None:
        """Return where what has the key stands; a literal as the store gives it, and blank nodes, may stand loosely."""
        offset = self.first.get(key)
        if offset is None and len(key) == 3 and is_literal(key[2]):
            offset = self._stored_alike(key)
        return self._loose.get(_blurred(key)) if offset is None and loosely else offset

    def _stored_alike(self, key: Key) -> int | None:
        wanted = _stored(key[2])
        alike = (item for item in self._objects.get(key[:2], ()) if is_literal(item.object))
        return next((item.at_object for item in alike if _stored(item.object) == wanted), None)

    @cached_property
    def _objects(self) -> dict[Key, list[Triple]]:
        objects: dict[Key, list[Triple]] = {}
        for triple in self.triples:
            objects.setdefault(triple[:2], []).append(triple)
        return objects

    @cached_property
    def _loose(self) -> dict[Key, int | None]:
        """The same with every nameless node alike; None where that leaves more than one place."""
        loose: dict[Key, int | None] = {}
        for triple in self.triples:
            for key, offset in ((triple[:3], triple.at_object), (triple[:2], triple.at_predicate)):
                if _has_blank(key):
                    blurred = _blurred(key)
                    loose[blurred] = offset if loose.get(blurred, offset) == offset else None
        return loose


@dataclass
class Places:
    """Find where triples stand in several files; those whose words have the end of the subject's IRI are read first."""

    locators: list[Locator]

    def triple(self, subject: Term, predicate: Term, object: Term) -> Place | None:
        """Return where the object of a triple stands in the first file that has it."""
        return next(filter(None, (one.triple(subject, predicate, object) for one in self._likely(subject))), None)

    def predicate(self, subject: Term, predicate: Term) -> Place | None:
        """Return where a subject's fact with the predicate stands in the first file that has one."""
        return next(filter(None, (one.predicate(subject, predicate) for one in self._likely(subject))), None)

    def subject(self, subject: Term) -> Place | None:
        """Return where the first block of a subject begins in the first file that has one."""
        return next(filter(None, (one.subject(subject) for one in self._likely(subject))), None)

    def _likely(self, subject: Term) -> Iterator[Locator]:
        found = _WORD.findall(str(subject))
        return iter(sorted(self.locators, key=lambda one: not found or found[-1] not in one.words))


_WORD = re.compile(r"[\w-]+")


def _has_blank(key: Key) -> bool:
    return any(is_blank(name) for name in key)


def _blurred(key: Key) -> Key:
    return tuple("_:" if is_blank(name) else name for name in key)


def _stored(literal: str) -> str:
    """Return a literal as a store gives it back."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("e:e"), ox.NamedNode("e:e"), to_term(literal)))
    return str(next(iter(store)).object)


def _match(theirs: Sequence[Key], ours: Sequence[Key]) -> dict[str, str]:
    """Return our name for each of their nameless nodes: roots, and objects of one fact, come in one order in both."""
    shared = _blanks(theirs) & _blanks(ours)
    outer, inner = _Tree(theirs, shared), _Tree(ours, shared)
    pairs = list(zip(outer.roots, inner.roots, strict=False))
    for subject in outer.named:
        pairs += outer.children(subject, inner, subject)
    for one, other in pairs:  # the list grows while it is read
        pairs += outer.children(one, inner, other)
    return dict(pairs)


def _blanks(triples: Sequence[Key]) -> set[str]:
    return {name for triple in triples for name in (triple[0], triple[2]) if is_blank(name)}


class _Tree:
    """The nameless nodes of a file by what they hang on; those that hang on nothing are the roots."""

    def __init__(self, triples: Sequence[Key], labelled: set[str]) -> None:
        hanging: set[str] = set()
        self.said: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, object in triples:
            objects = self.said.setdefault(subject, {}).setdefault(predicate, [])
            if is_blank(object) and object not in labelled:
                objects.append(object)
                hanging.add(object)
        nameless = {name for name in self.said if is_blank(name) and name not in labelled}
        self.roots = [name for name in self.said if name in nameless and name not in hanging]
        self.named = [name for name in self.said if name not in nameless]

    def children(self, subject: str, other: _Tree, twin: str) -> Iterator[tuple[str, str]]:
        """Yield the nodes that hang on a subject, each with the one that hangs on its twin at the same place."""
        for predicate, objects in self.said.get(subject, {}).items():
            yield from zip(objects, other.said.get(twin, {}).get(predicate, ()), strict=False)
