"""Columns: quads in, one column for each predicate out (subject to objects), every term as it is written."""

from __future__ import annotations

import gc
import os
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from operator import is_
from pathlib import Path
from urllib.parse import quote_from_bytes

import pyoxigraph as ox

from cisld.files.parse import FORMATS, expand, format_of, holds, parse, read
from cisld.graph.homes import Homes
from cisld.rdf.names import RDF, RDFS, XSD

Add = Callable[[str], None]
Triple = tuple[str, str, str]
"""Subject, predicate and object in N-Triples form."""

TYPE = f"<{RDF}type>"
SUBCLASS = f"<{RDFS}subClassOf>"
_MARK = b"\xef\xbb\xbf"
_PLAIN = {FORMATS[".ttl"], FORMATS[".nt"]}
_NAMED = {FORMATS[".nq"], FORMATS[".trig"], FORMATS[".jsonld"]}
_PIECE = 1 << 16
_KEPT = 1 << 16
_SAMPLE = 1000
_OBJECT = re.compile(r'<<\(.*?\)>>(?= , |$)|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?|<[^>]*>|[^\s,]+')


class Column:
    """Hold the triples of one predicate: `one` where a subject has one object, `many` where it has more.

    >>> column = Column({"<a:s>": '"1"'}, {"<a:t>": ('"1"', '"2"')})
    >>> column.objects("<a:t>"), column.objects("<a:u>"), len(column)
    (('"1"', '"2"'), (), 3)
    """

    __slots__ = ("_inverse", "many", "one")

    def __init__(self, one: dict[str, str] | None = None, many: dict[str, tuple[str, ...]] | None = None) -> None:
        self.one: dict[str, str] = {} if one is None else one
        self.many: dict[str, tuple[str, ...]] = {} if many is None else many
        self._inverse: Column | None = None

    def objects(self, subject: str) -> tuple[str, ...]:
        """Return the objects at a subject, in the order of the text."""
        found = self.one.get(subject)
        return self.many.get(subject, ()) if found is None else (found,)

    def subjects(self) -> set[str]:
        """Return all subjects."""
        return {*self.one, *self.many}

    def values(self) -> set[str]:
        """Return all distinct objects."""
        return set(chain(self.one.values(), chain.from_iterable(self.many.values())))

    def subjects_of(self, objects: set[str]) -> set[str] | None:
        """Return the subjects of some objects, or None while only going through all triples could tell them."""
        return None if self._inverse is None else set(chain.from_iterable(map(self._inverse.objects, objects)))

    def among_objects(self, nodes: set[str]) -> set[str]:
        """Return those of some nodes that are objects."""
        if self._inverse is not None:
            return nodes & self._inverse.one.keys() | nodes & self._inverse.many.keys()
        return nodes.intersection(chain(self.one.values(), chain.from_iterable(self.many.values())))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield subject and object of each triple."""
        yield from self.one.items()
        for subject, objects in self.many.items():
            for object in objects:
                yield subject, object

    def __len__(self) -> int:
        return len(self.one) + sum(map(len, self.many.values()))

    @property
    def inverse(self) -> Column:
        """The column of the inverse property; built once, when it is first asked for."""
        if self._inverse is None:
            self._inverse = _inverted(self)
        return self._inverse


def _inverted(column: Column) -> Column:
    few = len(set(islice(column.one.values(), _SAMPLE))) < min(_SAMPLE, len(column.one)) / 10
    inverse = _grouped(column) if few else _turned(column)
    inverse._inverse = column
    return inverse


def _grouped(column: Column) -> Column:
    """Return the inverse of a column with few objects for its subjects, such as the classes of things."""
    groups = defaultdict[str, list[str]](list)
    for subject, object in column.pairs():
        groups[object].append(subject)
    one = {object: subjects[0] for object, subjects in groups.items() if len(subjects) == 1}
    return Column(one, {object: tuple(subjects) for object, subjects in groups.items() if len(subjects) > 1})


def _turned(column: Column) -> Column:
    """Return the inverse of a column with many objects, for which no list of their own is made."""
    one: dict[str, str] = {}
    more: dict[str, list[str]] = {}
    for subject, object in column.pairs():
        if one.setdefault(object, subject) is not subject:
            if object in more:
                more[object].append(subject)
            else:
                more[object] = [subject]
    return Column(one, {object: (one.pop(object), *subjects) for object, subjects in more.items()})


class Columns:
    """Hold a graph as one Column for each predicate; terms are strings in N-Triples form.

    A blank node is named `_:b0`, `_:b1` ... in the order of the text, so that two runs name it alike and two files
    never share one. Graph names are left out: the graph is the union of all graphs of the files.

    >>> columns = Columns.of([ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("01"))])
    >>> columns["<a:p>"].one, len(columns)
    ({'<a:s>': '"01"'}, 1)
    """

    __slots__ = ("_closures", "_instances", "blanks", "by_predicate", "homes")

    def __init__(
        self, by_predicate: dict[str, Column] | None = None, blanks: int = 0, homes: Homes | None = None
    ) -> None:
        self.by_predicate: dict[str, Column] = {} if by_predicate is None else by_predicate
        self.blanks, self.homes = blanks, homes
        self._instances: dict[str, frozenset[str]] = {}
        self._closures: dict[str, frozenset[str]] = {}

    @classmethod
    def load(
        cls, paths: Iterable[Path], onto: Columns | None = None, base: str | None = None, label: str = "b"
    ) -> Columns:
        """Read files or folders into columns, on top of other columns if given, which stay as they are.

        Relative IRIs are resolved against `base`, else against the file's IRI; blank nodes are named after `label`.
        Raises InputError CIS001 to CIS009.
        """
        builder, files = Builder(onto, label), expand(paths)
        if len(files) > 1 and onto is None:
            builder.subjects = []
        with uncollected():
            for path, address in addresses(files):
                builder.load(path, base or address)
            return builder.columns()

    @classmethod
    def of(cls, statements: Iterable[ox.Quad | ox.Triple], onto: Columns | None = None) -> Columns:
        """Hold quads or triples that are already there."""
        builder = Builder(onto)
        builder.read((ox.Triple(each.subject, each.predicate, each.object) for each in statements), False)
        return builder.columns()

    def __getitem__(self, predicate: str) -> Column:
        """Return the column of a predicate, empty if no triple has it."""
        found = self.by_predicate.get(predicate)
        return Column() if found is None else found

    def __len__(self) -> int:
        return sum(map(len, self.by_predicate.values()))

    def triples(self, predicates: Iterable[str] | None = None) -> Iterator[Triple]:
        """Yield the triples of some predicates, or of all."""
        for predicate in self.by_predicate if predicates is None else predicates:
            for subject, object in self[predicate].pairs():
                yield subject, predicate, object

    def subclasses(self, cls: str) -> frozenset[str]:
        """Return a class with all its subclasses: rdfs:subClassOf* read backwards, cycles allowed."""
        found = self._closures.get(cls)
        if found is None:
            found = self._closures[cls] = frozenset(reachable({cls}, self[SUBCLASS].inverse))
        return found

    def instances(self, cls: str) -> frozenset[str]:
        """Return the SHACL instances of a class: SHACL 1.1, https://www.w3.org/TR/shacl/#dfn-shacl-instance."""
        found = self._instances.get(cls)
        if found is None:
            by_class = self[TYPE].inverse
            members = map(by_class.objects, self.subclasses(cls) if self[SUBCLASS] else {cls})
            found = self._instances[cls] = frozenset(chain.from_iterable(members))
        return found


def addresses(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each path with its IRI; a folder, which many files share, is resolved once.

    >>> list(addresses([Path("/no/folder/a b.ttl")]))
    [(PosixPath('/no/folder/a b.ttl'), 'file:///no/folder/a%20b.ttl')]
    """
    folders: dict[Path, str] = {}
    for path in paths:
        folder = path.parent
        if folder not in folders:
            folders[folder] = folder.resolve().as_uri().rstrip("/")
        named = f"{folders[folder]}/{quote_from_bytes(os.fsencode(path.name))}"
        yield path, path.resolve().as_uri() if os.path.islink(path) else named


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from going over millions of strings in vain; what is made here has no cycles.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def reachable(starts: set[str], column: Column) -> set[str]:
    """Return the nodes that can be reached over a column in zero or more steps.

    >>> sorted(reachable({"a"}, Column({"a": "b", "b": "a"})))
    ['a', 'b']
    """
    found, edge = set(starts), set(starts)
    while edge:
        edge = {next for node in edge for next in column.objects(node)} - found
        found |= edge
    return found


class Builder:
    """Take in Turtle as the serializer writes it (no prefixes, a line for a predicate) and keep it as columns.

    The serializer turns many terms to text in one call, far faster than str() of each term. Subjects and objects are
    gathered in two lists for each predicate, since one dictionary after the other is built faster than all at a time.
    `recent` keeps a term that soon comes again from being held twice; a table of all terms costs more than it saves.
    `subjects` are those of the blocks, where it is to be known in which file they stand.
    """

    def __init__(self, onto: Columns | None, label: str = "b") -> None:
        self.label = label
        self.onto = onto or Columns()
        self.blanks = self.onto.blanks
        self.pairs: dict[str, tuple[list[str], list[str]]] = {}
        self.adders: dict[str, tuple[Add, Add]] = {}
        self.names: dict[str, str] = {}
        self.recent: dict[str, str] = {}
        self.subjects: list[str] | None = None
        self.ends: list[tuple[Path, int]] = []
        self.pieces: list[bytes] = []
        self.size = 0
        self.enough = _PIECE

    def load(self, path: Path, base: str) -> None:
        """Take in a file; N-Triples, which are long, are not held as a whole."""
        if not self._load_lines(path):
            self.parse(path, read(path), base)
        if self.subjects is not None:
            self.ends.append((path, len(self.subjects)))

    def _load_lines(self, path: Path) -> bool:
        """Take in a file of N-Triples; False if it is none, or has to be read otherwise to say what is wrong."""
        if format_of(path) != FORMATS[".nt"] or holds(path, b"<<("):
            return False
        try:
            self.read(ox.parse(path=str(path), format=FORMATS[".nt"]), False)
        except SyntaxError:
            return False
        return True

    def parse(self, path: Path, data: bytes, base: str) -> None:
        """Take in the bytes of a file; Turtle goes straight from the parser, which is a tenth faster."""
        form = format_of(path)
        if form not in _PLAIN or b"<<(" in data:
            return self.read(parse(data, form, str(path), base), form in _NAMED)
        try:
            self.read(ox.parse(data.removeprefix(_MARK), format=form, base_iri=base), False)
        except SyntaxError:
            self.read(parse(data, form, str(path), base), False)  # which fails too, and says where

    def read(self, statements: Iterable[ox.Quad | ox.Triple], named: bool) -> None:
        """Take in one file; its labels of blank nodes mean nothing in the next."""
        triples = (each.triple for each in statements if isinstance(each, ox.Quad)) if named else statements
        ox.serialize(triples, self, format=ox.RdfFormat.TURTLE)  # type: ignore[arg-type]
        self.take(b"".join(self.pieces))
        self.pieces, self.size = [], 0
        self.names.clear()

    def write(self, piece: bytes) -> int:
        """Gather what the serializer writes until it is worth splitting."""
        self.pieces.append(piece)
        self.size += len(piece)
        if self.size > self.enough:
            text = b"".join(self.pieces)
            end = text.rfind(b" .\n") + 3 if b" .\n" in text else 0
            self.take(text[:end])
            self.pieces, self.size = [text[end:]], len(text) - end
            self.enough = max(_PIECE, 2 * self.size)  # so that a long block is not joined again and again
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the serializer calls it at its end."""

    def take(self, text: bytes) -> None:
        """Split whole blocks of a subject; this loop is most of the time that loading takes beyond parsing."""
        if len(self.recent) > _KEPT:
            self.recent.clear()
        get, keep, adders = self.names.get, self.recent.setdefault, self.adders
        note: Add = deque[str](maxlen=0).append if self.subjects is None else self.subjects.append
        for block in text.decode().split(" .\n")[:-1]:
            parts = block.split(" ;\n\t")
            name, _, parts[0] = parts[0].partition(" ")
            subject = keep(name, name) if name[0] == "<" else get(name) or self.new(name)
            note(subject)
            for part in parts:
                predicate, _, object = part.partition(" ")
                try:
                    add_subject, add_object = adders[predicate]
                except KeyError:
                    add_subject, add_object = self._open(predicate)
                if " , " in object:
                    for term in _split(object):
                        add_subject(subject)
                        add_object(keep(term, term) if term[0] in '<"' else get(term) or self.new(term))
                else:
                    add_subject(subject)
                    add_object(keep(object, object) if object[0] in '<"' else get(object) or self.new(object))

    def _open(self, predicate: str) -> tuple[Add, Add]:
        """Begin a column; `a` and its IRI are two names of one."""
        full = TYPE if predicate == "a" else predicate
        subjects, objects = self.pairs.setdefault(full, ([], []))
        self.adders[predicate] = subjects.append, objects.append
        return self.adders[predicate]

    def new(self, term: str) -> str:
        """Return the full form of a bare literal, or a name for a blank node, and remember it."""
        if term[0] == "_":
            full = f"_:{self.label}{self.blanks}"
            self.blanks += 1
        else:
            full = f'"{term}"^^<{XSD}{_bare(term)}>'
        self.names[term] = full
        return full

    def columns(self) -> Columns:
        """Return the columns; those of `onto` that got nothing new are taken as they are."""
        self.recent.clear()
        self.adders.clear()
        made = dict(self.onto.by_predicate)
        while self.pairs:
            predicate, (subjects, objects) = self.pairs.popitem()
            for subject, object in self.onto[predicate].pairs():
                subjects.append(subject)
                objects.append(object)
            made[predicate] = column_of_pairs(subjects, objects)
        return Columns(made, self.blanks, None if self.subjects is None else Homes(self.subjects, self.ends))


def column_of_pairs(subjects: list[str], objects: list[str]) -> Column:
    """Return the column of these pairs; a pair that stands twice is one triple."""
    one: dict[str, str] = {}
    if not any(map(is_, islice(subjects, _SAMPLE), islice(subjects, 1, None))):  # else some subject plainly comes twice
        one = dict(zip(subjects, objects, strict=True))
        if len(one) == len(subjects):
            return Column(one)
        one.clear()
    more: dict[str, list[str]] = {}
    for subject, object in zip(subjects, objects, strict=True):
        found = one.setdefault(subject, object)
        if found is not object and found != object:
            more.setdefault(subject, []).append(object)
    many = {subject: tuple(dict.fromkeys((one.pop(subject), *others))) for subject, others in more.items()}
    return Column(one, many)


def _split(objects: str) -> list[str]:
    """Return the objects of a line; without escapes a quotation mark can only begin or end a literal."""
    if '"' not in objects:
        return objects.split(" , ")
    number = objects.count(" , ")
    if (
        "\\" not in objects
        and objects[0] == '"'
        and objects.count(' , "') == number
        and objects.count('"') == 2 * number + 2
    ):
        return objects.split(" , ")
    return _OBJECT.findall(objects)


def _bare(text: str) -> str:
    """Return the datatype of a literal that Turtle writes without quotes: https://www.w3.org/TR/turtle/#abbrev."""
    if text in ("true", "false"):
        return "boolean"
    if "e" in text or "E" in text:
        return "double"
    return "decimal" if "." in text else "integer"
