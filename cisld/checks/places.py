"""Places: RDF files in, where each triple of their columns stands out, blank nodes too; files are read when asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from cisld.files.parse import quads
from cisld.files.positions import Locator, Place, Places

LABEL = "node"
"""How the blank nodes of the columns are named, followed by their number: `Columns.load(paths, label=LABEL)`."""


class Where:
    """Find the place of a subject, of a subject with a predicate, or of a triple, as near as it is known."""

    def __init__(self, paths: list[Path]) -> None:
        self.counts: dict[Path, int] = {}
        self.found: dict[tuple[str, ...], Place | None] = {}
        self.places = Places(
            [Locator(_shown(path), _Numbered(self, paths[:index], path)) for index, path in enumerate(paths)]
        )

    def __call__(self, at: tuple[str, ...]) -> Place | None:
        if at not in self.found:
            self.found[at] = self._find(at)
        return self.found[at]

    def _find(self, at: tuple[str, ...]) -> Place | None:
        place = self.places.triple(*at) if len(at) == 3 else None
        if place is None and len(at) > 1:
            place = self.places.predicate(at[0], at[1])
        return place or (self.places.subject(at[0]) if at else None)

    def blanks(self, path: Path) -> int:
        """Return how many blank nodes a file has."""
        if path not in self.counts:
            self.counts[path] = len({term for quad in quads(path) for term in _blank(quad)})
        return self.counts[path]


class _Numbered:
    """The quads of a file with the names that the columns give to its blank nodes; parsed when they are read."""

    def __init__(self, where: Where, before: list[Path], path: Path) -> None:
        self.where, self.before, self.path = where, before, path

    def __iter__(self) -> Iterator[ox.Quad]:
        number = sum(map(self.where.blanks, self.before))
        names: dict[str, ox.BlankNode] = {}
        for quad in quads(self.path):
            for label in _blank(quad):
                if label not in names:
                    names[label] = ox.BlankNode(f"{LABEL}{number}")
                    number += 1
            yield ox.Quad(_named(quad.subject, names), quad.predicate, _named(quad.object, names))


def _blank(quad: ox.Quad) -> Iterator[str]:
    for term in (quad.subject, quad.object):
        if isinstance(term, ox.BlankNode):
            yield term.value


def _named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, names: dict[str, ox.BlankNode]):  # type: ignore[no-untyped-def]
    return names[term.value] if isinstance(term, ox.BlankNode) else term


def _shown(path: Path) -> Path:
    """Return a path as people read it best: from the current folder on, where it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
