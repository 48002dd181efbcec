"""Dataset: the data graph where SPARQL can be asked, with the pre-bound values of many focus nodes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from cisld.graph.columns import Columns
from cisld.rdf.literals import is_literal

if TYPE_CHECKING:
    from cisld.shacl.sieve import Sieve

SHAPES_GRAPH = "<urn:cisld:shapes>"
_LARGE = 50_000
_NQUADS = ox.RdfFormat.N_QUADS


class Seeds:
    """Hold rows of pre-bound values in a graph of their own, and the patterns that read them.

    A store keeps literals by value, not as they are written; `rows` leads from what it returns to what is written.
    """

    def __init__(self, store: ox.Store, number: int, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.store, self.names = store, names
        self.graph = f"<urn:cisld:seeds:{number}>"
        _extend(store, (f"{line} {self.graph} .\n" for line in self._lines(rows)))
        self.rows: dict[tuple[str, ...], list[Sequence[str]]] = {}
        for place, row in enumerate(rows):
            key = self._stored(place, row)
            if key in self.rows:
                self._remove(place)
            self.rows.setdefault(key, []).append(row)

    def _lines(self, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        if len(self.names) == 1 and not any(is_literal(row[0]) for row in rows):
            yield from (f"<urn:cisld:row:0> <urn:cisld:is:{self.names[0]}> {row[0]}" for row in rows)
            return
        for place, row in enumerate(rows):
            for name, term in zip(self.names, row, strict=True):
                yield f"<urn:cisld:row:{place}> <urn:cisld:is:{name}> {term}"

    def _stored(self, place: int, row: Sequence[str]) -> tuple[str, ...]:
        if not any(map(is_literal, row)):
            return tuple(row)
        subject, graph = ox.NamedNode(f"urn:cisld:row:{place}"), ox.NamedNode(self.graph[1:-1])
        kept = {
            quad.predicate.value: str(quad.object) for quad in self.store.quads_for_pattern(subject, None, None, graph)
        }
        return tuple(kept[f"urn:cisld:is:{name}"] for name in self.names)

    def _remove(self, place: int) -> None:
        """Take a row away that the store cannot tell from another, so that no solution is found twice."""
        subject, graph = ox.NamedNode(f"urn:cisld:row:{place}"), ox.NamedNode(self.graph[1:-1])
        for quad in list(self.store.quads_for_pattern(subject, None, None, graph)):
            self.store.remove(quad)

    def patterns(self, constant: bool) -> dict[str, str]:
        """Return for each name the pattern that binds its variable; rows of one name need no variable for the row."""
        row = "<urn:cisld:row:0>" if constant else "?cisldRow"
        return {name: f"GRAPH {self.graph} {{ {row} <urn:cisld:is:{name}> ?{name} }}" for name in self.names}

    def drop(self) -> None:
        """Take the graph away."""
        self.store.remove_graph(ox.NamedNode(self.graph[1:-1]))


class Dataset:
    """Hold data graph and shapes graph in a store that takes in the triples of a predicate when first needed."""

    def __init__(self, data: Columns, shapes: Columns) -> None:
        self.data, self.shapes = data, shapes
        self.store = ox.Store()
        self._loaded: set[str] = set()
        self._numbers = count()
        self._has_shapes = False

    @cached_property
    def sieve(self) -> Sieve:
        """What tells at which focus nodes a query need not be asked."""
        from cisld.shacl.sieve import Sieve  # a small graph needs none and does not wait for it

        return Sieve(self.data)

    @cached_property
    def is_large(self) -> bool:
        """Whether it takes long to load what a query reads."""
        return len(self.data) > _LARGE

    def need(self, predicates: set[str] | None) -> None:
        """Load the triples of some predicates, or all."""
        wanted = set(self.data.by_predicate) if predicates is None else predicates & self.data.by_predicate.keys()
        wanted -= self._loaded
        if wanted:
            self._loaded |= wanted
            _extend(self.store, (line for each in sorted(wanted) for line in self._lines(each)))

    def need_around(self, nodes: set[str]) -> None:
        """Load the triples with one of these nodes as subject or object."""
        around: list[str] = []
        for name in self.data.by_predicate.keys() - self._loaded:
            column = self.data[name]
            around += [f"{s} {name} {o} .\n" for s, o in column.one.items() if s in nodes or o in nodes]
            around += [f"{s} {name} {o} .\n" for s, many in column.many.items() for o in many if {s, o} & nodes]
        _extend(self.store, around)

    def _lines(self, name: str) -> Iterator[str]:
        """Yield the triples of a predicate in N-Triples."""
        column = self.data[name]
        yield from [f"{s} {name} {o} .\n" for s, o in column.one.items()]
        yield from [f"{s} {name} {o} .\n" for s, many in column.many.items() for o in many]

    def need_shapes(self) -> None:
        """Load the shapes graph, which a query reads with GRAPH $shapesGraph."""
        if not self._has_shapes:
            self._has_shapes = True
            _extend(self.store, (f"{' '.join(triple)} {SHAPES_GRAPH} .\n" for triple in self.shapes.triples()))

    def seed(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Seeds:
        """Put rows of pre-bound values beside the data."""
        return Seeds(self.store, next(self._numbers), names, rows)

    def as_written(self, focus: str, value: str) -> str:
        """Return the literal at a focus node that the store turned into `value`, where there is just one."""
        if not value.endswith(">") or not is_literal(value):
            return value
        datatypes = {object for column in self.data.by_predicate.values() for object in column.objects(focus)}
        candidates = sorted(object for object in datatypes if is_literal(object) and object.endswith(">"))
        if value in candidates or not candidates:
            return value
        seeds = self.seed(("value",), [(candidate,) for candidate in candidates])
        seeds.drop()
        same = seeds.rows.get((value,), [])
        return same[0][0] if len(same) == 1 else value


def _extend(store: ox.Store, lines: Iterable[str]) -> None:
    store.bulk_extend(ox.parse("".join(lines).encode(), format=_NQUADS, lenient=True))
