"""Labels: rows with blank nodes in, whether the nodes keep their labels from one answer to the next out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyoxigraph as ox

from cisld.rdf.literals import STRING

Row = tuple[Any, Any, Any]

_MOST = 10_000
_SAMPLES = 20


class Key(NamedTuple):
    """Name the place of a blank node, ?s or ?o, with the predicate and the term on the other side."""

    place: str
    predicate: Any
    other: Any


@dataclass
class Labels:
    """Hold labels by the terms that lead to them, as long as these lead to one node only."""

    seen: dict[Key, ox.BlankNode | None] = field(default_factory=dict)

    def note(self, row: Row) -> None:
        """Keep the label of a row that has a blank node on one side and a term that can be asked for on the other."""
        found = _keyed(row)
        if found and (len(self.seen) < _MOST or found[0] in self.seen):
            key, label = found
            self.seen[key] = label if self.seen.get(key, label) == label else None

    @property
    def samples(self) -> dict[Key, ox.BlankNode]:
        """Some that came late; a server that counts from the start would call them otherwise in another answer."""
        sure = [(key, label) for key, label in self.seen.items() if label is not None]
        return dict(sure[len(sure) // 2 :][-_SAMPLES:])

    def questions(self) -> Iterator[tuple[str, str]]:
        """Yield VALUES for the samples, and the filter that lets only blank nodes through."""
        for place, other in (("?s", "?o"), ("?o", "?s")):
            rows = [f"({key.predicate} {key.other})" for key in self.samples if key.place == place]
            if rows:
                yield f"VALUES (?p {other}) {{ {' '.join(rows)} }}", f"FILTER(isBlank({place}))"

    def kept(self, rows: Iterable[Row]) -> bool:
        """Tell whether the answers to the questions call two nodes or more as before, and none otherwise."""
        again: dict[Key, set[ox.BlankNode]] = {}
        for key, label in filter(None, map(_keyed, rows)):
            again.setdefault(key, set()).add(label)
        told = [(label, again[key]) for key, label in self.samples.items() if len(again.get(key, ())) == 1]
        return len({label for label, _ in told}) > 1 and all(label in labels for label, labels in told)


def _keyed(row: Row) -> tuple[Key, ox.BlankNode] | None:
    subject, predicate, object = row
    if isinstance(subject, ox.BlankNode) and _askable(object):
        return Key("?s", predicate, object), subject
    if isinstance(object, ox.BlankNode) and _askable(subject):
        return Key("?o", predicate, subject), object
    return None


def _askable(term: object) -> bool:
    """Tell whether a query can name a term without the server reading another value into it."""
    return isinstance(term, ox.NamedNode) or (
        isinstance(term, ox.Literal) and not term.language and term.datatype.value == STRING and len(term.value) < 200
    )
