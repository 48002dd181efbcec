"""Part: the pieces of files in, a graph out that takes in a piece only when a node that stands in it is asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import accumulate

from cisld.graph.columns import SUBCLASS, Column, Columns, Triple, column_of_pairs, reachable, uncollected
from cisld.graph.pieces import Naming, Pieces, Reading, having, number_of

Adjacent = dict[str, dict[str, list[str]]]
_PIECE = 500


class TooMuch(Exception):
    """Say that a question about a part of the graph is answered sooner, or only, by the whole."""


class Part(Columns):
    """Hold what has been asked for of the graph of many files.

    A column of it knows all objects of each subject that it is asked about (and its inverse all subjects), since it
    takes in the pieces that have it; but it cannot be listed. Raises TooMuch once what was taken in has cost as much as
    `most` triples, or for the subjects of a literal, which no index has.
    """

    __slots__ = (
        "_in",
        "_inward",
        "_out",
        "_outward",
        "_pairs",
        "_stated",
        "beside",
        "blanks_before",
        "cost",
        "most",
        "sheets",
    )

    def __init__(self, sheets: Sequence[Pieces], most: int) -> None:
        self._instances, self._closures = {}, {}
        self.sheets, self.most, self.cost = sheets, most, 0
        self.blanks_before = [0, *accumulate(sheet.blanks for sheet in sheets)]
        self._pairs: dict[tuple[int, int], dict[str, tuple[list[str], list[str]]]] = {}
        self._out: Adjacent = {}
        self._in: Adjacent = {}
        self._outward: set[str] = set()
        self._inward: set[tuple[str, str]] = set()
        self._stated: set[str] = set()

    def __getitem__(self, predicate: str) -> Column:
        """Return the column of a predicate, which asks for what it needs."""
        return _PartColumn(self, predicate)

    def naming(self, file: int) -> Naming:
        """Return how the blank nodes of a file are named: as in the columns of all files."""
        return partial(numbered, self.blanks_before[file])

    def subclasses(self, cls: str) -> frozenset[str]:
        """Return a class with all its subclasses."""
        self.stating(SUBCLASS)
        return frozenset(reachable({cls}, Column({}, self._in.get(SUBCLASS, {}))))  # type: ignore[arg-type]

    def outward(self, nodes: Iterable[str]) -> None:
        """Take in all triples that have the nodes as subjects."""
        for node in set(nodes) - self._outward:
            if node[0] != '"':
                self._find("subjects", node)
            self._outward.add(node)

    def inward(self, nodes: Iterable[str], predicate: str) -> None:
        """Take in all triples of a predicate that have the nodes as objects."""
        for node in nodes:
            if node[0] == '"':
                raise TooMuch
            if (predicate, node) not in self._inward:
                self._find("objects", node, number_of(predicate))
                self._inward.add((predicate, node))

    def stating(self, predicate: str) -> None:
        """Take in all triples of a predicate."""
        if predicate not in self._stated:
            self._find("predicates", predicate)
            self._stated.add(predicate)

    def _find(self, index: str, term: str, at: int = 0) -> None:
        files: Iterable[int] = range(len(self.sheets))
        if term[0] == "_":
            file, term = self.home(term)
            files = (file,) if file >= 0 else ()
        number = number_of(term) ^ at
        self._spend(len(self.sheets))
        for file in files:
            for piece in having(getattr(self.sheets[file], index), number):
                self._load(file, piece)

    def home(self, node: str) -> tuple[int, str]:
        """Return the file of a blank node and its name there; -1 for one that is in no file any more."""
        if not node[3:].isdigit():
            return -1, node
        file, number = home(node, self.blanks_before, len(self.sheets))
        return file, numbered(0, number)

    def _spend(self, cost: int) -> None:
        self.cost += cost
        if self.cost > self.most:
            raise TooMuch

    def _load(self, file: int, piece: int) -> None:
        if (file, piece) in self._pairs:
            return
        self._spend(_PIECE)
        reading = Reading()
        with uncollected():
            reading.read_piece(self.sheets[file].text(piece), self.naming(file))
        self._pairs[file, piece] = reading.pairs
        for predicate, pair in reading.pairs.items():
            for subject, object in zip(*pair, strict=True):
                self._add(subject, predicate, object)

    def _add(self, subject: str, predicate: str, object: str) -> None:
        self._out.setdefault(predicate, {}).setdefault(subject, []).append(object)
        self._in.setdefault(predicate, {}).setdefault(object, []).append(subject)

    @property
    def by_predicate(self) -> dict[str, Column]:  # type: ignore[override]
        """The columns of the predicates of what was taken in."""
        return {predicate: self[predicate] for predicate in self._out}

    def found(self, predicate: str, node: str, inverse: bool) -> tuple[str, ...]:
        """Return the objects, or the subjects, at a node."""
        if inverse:
            self.inward((node,), predicate)
        else:
            self.outward((node,))
        return tuple(dict.fromkeys((self._in if inverse else self._out).get(predicate, {}).get(node, ())))

    def times(self, triple: Triple) -> int:
        """Return how often the files have a triple."""
        subject, predicate, object = triple
        self.outward((subject,))
        return self._out.get(predicate, {}).get(subject, []).count(object)

    def columns(self) -> Columns:
        """Return columns of the pieces that were taken in, in the order of the files."""
        reading = Reading()
        for place in sorted(self._pairs):
            for predicate, pair in self._pairs[place].items():
                for kept, more in zip(reading.pairs.setdefault(predicate, ([], [])), pair, strict=True):
                    kept.extend(more)
        with uncollected():
            return reading.columns()


class Both(Columns):
    """Hold a graph and some triples more; a column of it can be asked about a node, but not listed."""

    __slots__ = ("below", "more")

    def __init__(self, below: Columns, triples: Iterable[Triple]) -> None:
        super().__init__()
        pairs: dict[str, tuple[list[str], list[str]]] = {}
        for subject, predicate, object in triples:
            subjects, objects = pairs.setdefault(predicate, ([], []))
            subjects.append(subject)
            objects.append(object)
        self.below, self.more = below, {name: column_of_pairs(*pair) for name, pair in pairs.items()}

    def __getitem__(self, predicate: str) -> Column:
        """Return the column of a predicate."""
        below, more = self.below[predicate], self.more.get(predicate)
        return _BothColumn(below, more) if more else below

    def subclasses(self, cls: str) -> frozenset[str]:
        """Return a class with its subclasses in the graph."""
        return self.below.subclasses(cls)


class _BothColumn(Column):
    """One column of a graph and some triples more."""

    __slots__ = ("below", "more")

    def __init__(self, below: Column, more: Column) -> None:
        super().__init__()
        self.below, self.more = below, more

    def objects(self, subject: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.below.objects(subject), *self.more.objects(subject))))

    @property
    def inverse(self) -> Column:
        return _BothColumn(self.below.inverse, self.more.inverse)

    def __len__(self) -> int:
        return 1  # so that it does not pass for empty


class Late(Columns):
    """Hold a graph that is made when it is first asked for."""

    __slots__ = ("_made", "make")

    def __init__(self, make: Callable[[], Columns]) -> None:
        self.make = make
        self._made: Columns | None = None
        self._instances, self._closures = {}, {}

    @property
    def by_predicate(self) -> dict[str, Column]:  # type: ignore[override]
        """The columns by predicate."""
        if self._made is None:
            self._made = self.make()
        return self._made.by_predicate


class _PartColumn(Column):
    """One column of a part."""

    __slots__ = ("back", "part", "predicate")

    def __init__(self, part: Part, predicate: str, back: bool = False) -> None:
        super().__init__()
        self.part, self.predicate, self.back = part, predicate, back

    def objects(self, subject: str) -> tuple[str, ...]:
        return self.part.found(self.predicate, subject, self.back)

    @property
    def inverse(self) -> Column:
        return _PartColumn(self.part, self.predicate, not self.back)

    def __len__(self) -> int:
        return 1  # so that it does not pass for empty


def whole(sheets: Sequence[Pieces]) -> Columns:
    """Return the columns of all pieces: those that the files give. Raises Damaged."""
    part, reading = Part(sheets, 0), Reading()
    with uncollected():
        for file, sheet in enumerate(sheets):
            for piece in range(len(sheet.packed)):
                reading.read_piece(sheet.text(piece), part.naming(file))
        return reading.columns()


def triples_of(blocks: Iterable[bytes], naming: Naming) -> Counter[Triple]:
    """Return how often blocks have each triple.

    >>> triples_of([b"<e:a> a _:b0"], "_:b{}".format).most_common()[0][0][2]
    '_:b0'
    """
    reading = Reading()
    reading.read_piece(b"".join(block + b" .\n" for block in blocks), naming)
    return Counter(
        (subject, predicate, object)
        for predicate, pair in reading.pairs.items()
        for subject, object in zip(*pair, strict=True)
    )


def numbered(first: int, number: int) -> str:
    """Return the name of a blank node by its number in a file and that of the first of the file.

    >>> numbered(10, 2)
    '_:b12'
    """
    return f"_:b{first + number}"


def home(node: str, firsts: Sequence[int], files: int) -> tuple[int, int]:
    """Return the file of a numbered blank node and its number there; `firsts` are the numbers with which files begin.

    >>> home("_:b12", [0, 10, 10, 20], 3)
    (2, 2)
    """
    number = int(node[3:])
    file = bisect_right(firsts, number, hi=files) - 1
    return file, number - firsts[file]
