"""Places: a validation result and the graph it is about in, the file, line and column of the nearest triple out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.files.parse import quads
from cisld.files.positions import GRAPHS, Locator, Place, content
from cisld.graph.columns import Columns, Triple
from cisld.graph.homes import Homes
from cisld.rdf.literals import is_blank, is_iri, is_literal
from cisld.shacl import Result
from cisld.shacl.paths import Path as PropertyPath
from cisld.shacl.paths import ends, values_at

_WORD = re.compile(r"[\w-]+")
_UP = 30


@dataclass
class Whereabouts:
    """Find where the terms of columns stand in the files that the columns were loaded from, in that order.

    Columns name blank nodes by their order in the text over all files (`_:b0`, `_:b1` ...); a file is read again to
    tell them apart only when a place of one is asked for. Nothing is read before the first question. `elsewhere` is
    where all stands that no file tells of; `homes` tells which file has a subject, where that is known.
    """

    paths: Sequence[Path]
    label: str = "b"
    elsewhere: Place | None = None
    homes: Homes | None = None

    @cached_property
    def _files(self) -> list[File]:
        return [File(path) for path in self.paths]

    @cached_property
    def _homes(self) -> dict[str, tuple[File, str]]:
        """The file that each blank node of the columns comes from, and its name in the parse of that file."""
        homes: dict[str, tuple[File, str]] = {}
        for file in self._files:
            for name in file.blanks():
                homes[f"_:{self.label}{len(homes)}"] = (file, name)
        return homes

    def triple(self, subject: str, predicate: str, object: str) -> Place | None:
        """Return where the object of a triple stands in the first file that has it."""
        return self._first(lambda file, names: file.locator.triple(*names), subject, predicate, object)

    def predicate(self, subject: str, predicate: str) -> Place | None:
        """Return where a subject's fact with the predicate stands in the first file that has one."""
        return self._first(lambda file, names: file.locator.predicate(*names), subject, predicate)

    def subject(self, subject: str) -> Place | None:
        """Return where the first block of a subject begins; in a file without positions, where its name is found."""
        found = self._first(lambda file, names: file.locator.subject(*names), subject)
        found = found or self._first(lambda file, names: file.named(*names), subject)
        if found or is_blank(subject):
            return found
        return next(filter(None, (file.locator.subject(subject) for file in self._having(subject))), None)

    def _first(self, find: Callable[[File, list[str]], Place | None], *terms: str) -> Place | None:
        blanks = [term for term in terms if is_blank(term)]
        if not blanks:
            places = (find(file, list(terms)) for file in self._likely(terms[0]) if file.holds(*terms))
            return next(filter(None, places), None)
        if not all(blank in self._homes for blank in blanks):
            return None
        file = self._homes[blanks[0]][0]
        return find(file, [self._homes[term][1] if is_blank(term) else term for term in terms])

    def _having(self, subject: str) -> Iterable[File]:
        """Return the files that may have a subject, however it is written there."""
        return self._files if self.homes is None else map(self._by_path.__getitem__, self.homes.files(subject))

    def _likely(self, subject: str) -> Iterable[File]:
        """Yield the files that have the last word of the subject's IRI, or escapes in which it could hide."""
        return self._naming(subject, self._having(subject))

    @cached_property
    def _by_path(self) -> dict[Path, File]:
        return {file.path: file for file in self._files}

    def _naming(self, subject: str, files: Iterable[File]) -> Iterator[File]:
        words = _WORD.findall(subject)
        last = words[-1].encode() if words else b""
        return (file for file in files if file.has(last))


class File:
    """One file and its locator, which finds blank nodes only once `blanks` has been asked for.

    Reading the positions of a file takes ten times as long as reading its triples, so these are looked through first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def shown(self) -> Path:
        """The path as people read it best."""
        return shown(self.path)

    @cached_property
    def locator(self) -> Locator:
        """What finds places in the file."""
        found = Locator(self.shown, (), self.path.resolve().as_uri())
        found.content = self._content
        return found

    @cached_property
    def _content(self) -> bytes:
        return content(self.path)

    def has(self, word: bytes) -> bool:
        """Tell whether the text may name a word."""
        return word in self._content or self._open or word == b"nil"  # rdf:nil is written ()

    def holds(self, subject: str, predicate: str | None = None, object: str | None = None) -> bool:
        """Tell whether a triple of the file may have these terms, none of which is a blank node."""
        if self.locator.reads_part(subject):
            return True
        columns = self._graph.by_predicate.values() if predicate is None else [self._graph[predicate]]
        found = (column.objects(subject) for column in columns)
        if object is None or is_literal(object):  # it may be asked for as the store normalises it
            return any(found)
        return any(object in objects for objects in found)

    @cached_property
    def _open(self) -> bool:
        """Whether a name may be in the file without its last word being there as a word."""
        escaped = b"\\" in self._content and (b"\\u" in self._content or b"\\U" in self._content)
        return escaped or self.path.suffix.lower() not in GRAPHS

    @cached_property
    def _graph(self) -> Columns:
        try:
            return Columns.load([self.path], base=self.locator.base)
        except InputError:
            return Columns()

    def blanks(self) -> list[str]:
        """Return the blank nodes in the order in which columns number them, and let the locator know their parse."""
        every = list(quads(self.path, self.locator.base))
        terms = (str(term) for quad in every for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode))
        found = list(dict.fromkeys(terms))
        self.locator.quads = every if found else ()
        return found

    def named(self, subject: str) -> Place | None:
        """Return where a subject's name is first found in a file whose format has no positions, else its beginning."""
        if self.path.suffix.lower() in GRAPHS or not self.holds(subject):
            return None
        words = _WORD.findall(subject)
        text = self._content.decode(errors="replace").removeprefix("\ufeff")
        found = re.search(rf"(?<![\w-]){re.escape(words[-1])}(?![\w-])", text) if words else None
        before = re.split(r"\r\n|\r|\n", text[: found.start()]) if found else [""]
        return Place(str(self.shown), len(before), len(before[-1]) + 1)


def shown(path: Path) -> Path:
    """Return a path as people read it best: from the current folder on, where it lies in it."""
    whole = Path(os.path.abspath(path))
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else path


def place_of(result: Result, graph: Columns, where: Whereabouts) -> Place | None:
    """Return where the nearest triple stands.

    The value, where the path leads to it; else a fact of the focus node with that value; else its first fact on the
    path; else its block; else the triple that names it.
    """
    focus = result.focus
    for triple in _reaching(result, graph):
        if found := where.triple(*triple):
            return found
    if result.path and result.value != focus and (found := where.predicate(focus, result.path.first)):
        return found
    if not focus.startswith('"') and (found := where.subject(focus)):
        return found
    if where.elsewhere:
        return where.elsewhere
    return next(filter(None, (where.triple(*triple) for triple in naming(focus, graph))), None)


def _reaching(result: Result, graph: Columns) -> Iterator[Triple]:
    """Yield the triples that have the value of a result as their end, those on its path first."""
    focus, value, path = result.focus, result.value, result.path
    if value is None:
        return
    if path:
        yield from arrivals(path, focus, value, graph)
    if value != focus:
        yield from ((focus, name, value) for name in sorted(graph.by_predicate) if value in graph[name].objects(focus))


def naming(node: str, graph: Columns) -> Iterator[Triple]:
    """Yield the triples that have a node as object."""
    for name in sorted(graph.by_predicate):
        for subject in graph[name].inverse.objects(node):
            yield subject, name, node


def arrivals(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    """Yield the triples over which a path from a focus node arrives at a value node.

    SHACL 2.3.1, https://www.w3.org/TR/shacl/#property-paths

    >>> from cisld.graph.columns import Column
    >>> from cisld.shacl.paths import predicate
    >>> graph = Columns({"<e:p>": Column({"<e:a>": "<e:b>"}), "<e:q>": Column({"<e:b>": '"1"'})})
    >>> way = PropertyPath("sequence", "", (predicate("<e:p>"), predicate("<e:q>")))
    >>> list(arrivals(way, "<e:a>", '"1"', graph))
    [('<e:b>', '<e:q>', '"1"')]
    """
    yield from _ARRIVALS[path.kind](path, focus, value, graph)


def _over_predicate(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    if value in graph[path.predicate].objects(focus):
        yield focus, path.predicate, value


def _over_inverse(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    yield from arrivals(path.parts[0], value, focus, graph)


def _over_sequence(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    *parts, last = path.parts
    nodes = {focus}
    for part in parts:
        nodes = ends(part, nodes, graph)
    for node in sorted(nodes):
        yield from arrivals(last, node, value, graph)


def _over_alternative(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    for part in path.parts:
        yield from arrivals(part, focus, value, graph)


def _over_repeated(path: PropertyPath, focus: str, value: str, graph: Columns) -> Iterator[Triple]:
    part = path.parts[0]
    yield from arrivals(part, focus, value, graph)
    if path.kind != "zeroOrOne":
        reach = values_at(PropertyPath("oneOrMore", "", (part,)), {focus}, graph).get(focus, ())
        for node in reach:
            yield from arrivals(part, node, value, graph)


_ARRIVALS: dict[str, Callable[[PropertyPath, str, str, Columns], Iterator[Triple]]] = {
    "predicate": _over_predicate,
    "inverse": _over_inverse,
    "sequence": _over_sequence,
    "alternative": _over_alternative,
    **dict.fromkeys(("zeroOrOne", "zeroOrMore", "oneOrMore"), _over_repeated),
}


def lasting(term: str, graph: Columns, depth: int = 0) -> str:
    """Return a name for a term that stays when lines move: a blank node is called by what leads to it.

    >>> from cisld.graph.columns import Column
    >>> lasting("_:b7", Columns({"<e:p>": Column({"<e:a>": "_:b7"})}))
    '[<e:a> <e:p>]'
    """
    if not is_blank(term):
        return term
    if depth < _UP and (triple := next(naming(term, graph), None)):
        return f"[{lasting(triple[0], graph, depth + 1)} {triple[1]}]"
    said = sorted(
        f"{name} {object}" for name in graph.by_predicate for object in graph[name].objects(term) if is_iri(object)
    )
    return f"[{'; '.join(said)}]"
