"""Columns: quads in, one column for each predicate out (subject to objects), every term as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from cisld.files.parse import FORMATS, expand, format_of, quads
from cisld.rdf.names import RDF, RDFS, XSD

TYPE = f"<{RDF}type>"
SUBCLASS = f"<{RDFS}subClassOf>"
_NAMED = {FORMATS[".nq"], FORMATS[".trig"], FORMATS[".jsonld"]}
_PIECE = 1 << 16
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
    one: dict[str, str] = {}
    more: dict[str, list[str]] = {}
    for subject, object in column.pairs():
        if one.setdefault(object, subject) is not subject:
            more.setdefault(object, []).append(subject)
    inverse = Column(one, {object: (one.pop(object), *subjects) for object, subjects in more.items()})
    inverse._inverse = column
    return inverse


class Columns:
    """Hold a graph as one Column for each predicate; terms are interned strings in N-Triples form.

    A blank node is named `_:b0`, `_:b1` ... in the order of the text, so that two runs name it alike and two files
    never share one. Graph names are left out: the graph is the union of all graphs of the files.

    >>> columns = Columns.of([ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("01"))])
    >>> columns["<a:p>"].one, len(columns)
    ({'<a:s>': '"01"'}, 1)
    """

    __slots__ = ("_closures", "_instances", "blanks", "by_predicate")

    def __init__(self, by_predicate: dict[str, Column] | None = None, blanks: int = 0) -> None:
        self.by_predicate: dict[str, Column] = {} if by_predicate is None else by_predicate
        self.blanks = blanks
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
        builder = _Builder(onto, label)
        for path in expand(paths):
            named = format_of(path) in _NAMED
            builder.read(quads(path, base or path.resolve().as_uri()), named)
        return builder.columns()

    @classmethod
    def of(cls, statements: Iterable[ox.Quad | ox.Triple], onto: Columns | None = None) -> Columns:
        """Hold quads or triples that are already there."""
        builder = _Builder(onto)
        builder.read((ox.Triple(each.subject, each.predicate, each.object) for each in statements), False)
        return builder.columns()

    def __getitem__(self, predicate: str) -> Column:
        """Return the column of a predicate, empty if no triple has it."""
        return self.by_predicate.get(predicate) or Column()

    def __len__(self) -> int:
        return sum(map(len, self.by_predicate.values()))

    def triples(self, predicates: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
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


class _Builder:
    """Take in Turtle as the serializer writes it (no prefixes, a line for a predicate) and keep it as interned columns.

    The serializer turns many terms to text in one call, far faster than str() of each term.
    """

    def __init__(self, onto: Columns | None, label: str = "b") -> None:
        self.label = label
        self.one: dict[str, dict[str, str]] = {}
        self.more: dict[str, dict[str, list[str]]] = {}
        self.terms: dict[str, str] = {"a": TYPE}
        self.blanks = 0
        self.subject = ""
        self.pieces: list[bytes] = []
        self.size = 0
        if onto is not None:
            self._copy(onto)

    def _copy(self, onto: Columns) -> None:
        for predicate, column in onto.by_predicate.items():
            self.one[predicate] = {**column.one, **{subject: objects[0] for subject, objects in column.many.items()}}
            self.more[predicate] = {subject: list(objects[1:]) for subject, objects in column.many.items()}
        self.blanks = onto.blanks

    def read(self, statements: Iterable[ox.Quad | ox.Triple], named: bool) -> None:
        """Take in one file; its labels of blank nodes mean nothing in the next."""
        triples = (each.triple for each in statements if isinstance(each, ox.Quad)) if named else statements
        ox.serialize(triples, self, format=ox.RdfFormat.TURTLE)  # type: ignore[arg-type]
        self._take(b"".join(self.pieces))
        self.pieces, self.size = [], 0
        for label in [term for term in self.terms if term[0] == "_"]:
            del self.terms[label]

    def write(self, piece: bytes) -> int:
        """Gather what the serializer writes until it is worth splitting."""
        self.pieces.append(piece)
        self.size += len(piece)
        if self.size > _PIECE:
            text = b"".join(self.pieces)
            end = text.rfind(b"\n") + 1
            self._take(text[:end])
            self.pieces, self.size = [text[end:]], len(text) - end
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the serializer calls it at its end."""

    def _take(self, text: bytes) -> None:
        get, keep, ones, subject = self.terms.get, self.terms.setdefault, self.one, self.subject
        for line in text.decode().split("\n"):
            if line[:1] == "\t":
                predicate, object = line[1:-2].split(" ", 1)
            elif line:
                name, predicate, object = line[:-2].split(" ", 2)
                subject = get(name) or self._new(name)
            else:
                continue
            if " , " in object:
                self._add(subject, predicate, _OBJECT.findall(object))
                continue
            object = keep(object, object) if object[0] in '<"' else get(object) or self._new(object)
            try:
                found = ones[predicate].setdefault(subject, object)
            except KeyError:
                self._open(predicate)
                found = ones[predicate].setdefault(subject, object)
            if found != object:
                self.more[predicate].setdefault(subject, []).append(object)
        self.subject = subject

    def _add(self, subject: str, predicate: str, objects: list[str]) -> None:
        if predicate not in self.one:
            self._open(predicate)
        one, more = self.one[predicate], self.more[predicate]
        for object in [self.terms.get(object) or self._new(object) for object in objects]:
            if one.setdefault(subject, object) != object:
                more.setdefault(subject, []).append(object)

    def _open(self, predicate: str) -> None:
        """Begin a column; `a` and its IRI are two names of one."""
        full = self.terms.get(predicate) or self._new(predicate)
        self.one[predicate] = self.one.setdefault(full, {})
        self.more[predicate] = self.more.setdefault(full, {})

    def _new(self, term: str) -> str:
        full = term
        if term[0] == "_":
            full = f"_:{self.label}{self.blanks}"
            self.blanks += 1
        elif term[0] not in '<"':
            full = f'"{term}"^^<{XSD}{_bare(term)}>'
        self.terms[term] = full
        return full

    def columns(self) -> Columns:
        """Return the columns; what stands twice in the text is one triple."""
        self.terms.clear()
        made = {}
        for predicate in [name for name in self.one if name != "a"]:
            one, many = self.one[predicate], {}
            for subject, objects in self.more[predicate].items():
                distinct = tuple(dict.fromkeys((one[subject], *objects)))
                if len(distinct) > 1:
                    many[subject] = distinct
                    del one[subject]
            made[predicate] = Column(one, many)
        return Columns(made, self.blanks)


def _bare(text: str) -> str:
    """Return the datatype of a literal that Turtle writes without quotes: https://www.w3.org/TR/turtle/#abbrev."""
    if text in ("true", "false"):
        return "boolean"
    if "e" in text or "E" in text:
        return "double"
    return "decimal" if "." in text else "integer"
