"""Property paths: from a node of the shapes graph to a path, and from path and focus nodes to value nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cisld.graph.columns import Column, Columns, Triple, reachable
from cisld.rdf.literals import is_iri, is_literal
from cisld.shacl.codes import ill_formed
from cisld.shacl.lists import members
from cisld.shacl.vocabulary import FIRST, NIL, REST, sh

Reach = dict[str, tuple[str, ...]]

_DEEPEST = 50


class Path(NamedTuple):
    """Hold a SHACL property path: SHACL 2.3.1, https://www.w3.org/TR/shacl/#property-paths.

    >>> print(Path("sequence", "", (Path("predicate", "<e:p>"), Path("inverse", "", (Path("predicate", "<e:q>"),)))))
    <e:p>/^<e:q>
    """

    kind: str
    predicate: str = ""
    parts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        return _WRITE[self.kind](self)

    @property
    def first(self) -> str:
        """The first predicate on the way, for those who look for the nearest triple."""
        return self.predicate or self.parts[0].first

    @property
    def is_optional(self) -> bool:
        """Tell whether a part of the path may have no step at all."""
        return self.kind in ("zeroOrMore", "zeroOrOne") or any(part.is_optional for part in self.parts)

    @property
    def goes_back(self) -> bool:
        """Tell whether a step of the path goes from object to subject."""
        return self.kind == "inverse" or any(part.goes_back for part in self.parts)

    def predicates(self) -> Iterator[str]:
        """Yield the predicates that the path goes over."""
        if self.predicate:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates()

    def triples(self, node: str, name: Callable[[], str]) -> Iterator[Triple]:
        """Yield the triples that say this path in RDF, at a node; `name` makes blank nodes."""
        yield from _DESCRIBE[self.kind](self, node, name)

    def node(self, name: Callable[[], str]) -> tuple[str, list[Triple]]:
        """Return the node that stands for this path in RDF and the triples at it."""
        if self.predicate:
            return self.predicate, []
        node = name()
        return node, list(self.triples(node, name))


def predicate(iri: str) -> Path:
    """Return the path of one predicate."""
    return Path("predicate", iri)


def read_path(graph: Columns, node: str, shape: str, above: tuple[str, ...] = ()) -> Path:
    """Return the path that a node of the shapes graph stands for.

    SHACL 2.3.1, https://www.w3.org/TR/shacl/#property-paths; raises InputError CIS104, CIS105.
    """
    if is_iri(node) and node != NIL:
        return predicate(node)
    if is_literal(node):
        raise ill_formed("CIS105", shape, f"sh:path is the literal {node}.", "Write an IRI or a path.")
    if node in above or len(above) > _DEEPEST:
        what = "runs into itself" if node in above else f"is nested more than {_DEEPEST} deep"
        raise ill_formed("CIS105", shape, f"sh:path {what}.", "Write a simpler path.")
    above = (*above, node)
    if graph[FIRST].objects(node) or node == NIL:
        return _sequence(graph, node, shape, above)
    for name, kind in _KINDS.items():
        if objects := graph[sh(name)].objects(node):
            return _composed(graph, kind, objects, shape, above)
    known = ", ".join(f"sh:{name}" for name in _KINDS)
    raise ill_formed("CIS105", shape, "sh:path is a blank node without a path.", f"Write a list or one of {known}.")


def _sequence(graph: Columns, node: str, shape: str, above: tuple[str, ...]) -> Path:
    parts = tuple(read_path(graph, each, shape, above) for each in members(graph, node, shape, "sh:path"))
    if len(parts) < 2:
        raise ill_formed("CIS105", shape, "sh:path is a list of fewer than two paths.", "Write the one path itself.")
    return Path("sequence", "", parts)


def _composed(graph: Columns, kind: str, objects: tuple[str, ...], shape: str, above: tuple[str, ...]) -> Path:
    if len(objects) > 1:
        raise ill_formed("CIS105", shape, f"The {kind} path has {len(objects)} values.", "Leave one.")
    if kind != "alternative":
        return Path(kind, "", (read_path(graph, objects[0], shape, above),))
    parts = tuple(read_path(graph, each, shape, above) for each in members(graph, objects[0], shape, "sh:path"))
    if len(parts) < 2:
        raise ill_formed(
            "CIS105", shape, "sh:alternativePath has fewer than two members.", "Write the one path itself."
        )
    return Path(kind, "", parts)


def values_at(path: Path, nodes: set[str], data: Columns) -> Reach:
    """Return the distinct value nodes of each node that has any, all nodes in one pass.

    >>> data = Columns({"<e:p>": Column({"<e:a>": "<e:b>", "<e:b>": "<e:c>"})})
    >>> values_at(Path("zeroOrMore", "", (predicate("<e:p>"),)), {"<e:b>"}, data)
    {'<e:b>': ('<e:b>', '<e:c>')}
    """
    return _REACH[path.kind](path, nodes, data)


def ends(path: Path, nodes: set[str], data: Columns) -> set[str]:
    """Return the value nodes of all nodes together."""
    return {end for reached in values_at(path, nodes, data).values() for end in reached}


def column_of(path: Path | None, data: Columns) -> Column | None:
    """Return the column that a path of one step reads, or None for a longer path."""
    if path is not None and path.predicate:
        return data[path.predicate]
    if path is not None and path.kind == "inverse" and path.parts[0].predicate:
        return data[path.parts[0].predicate].inverse
    return None


def _reach_column(path: Path, nodes: set[str], data: Columns) -> Reach:
    column = column_of(path, data) or Column()
    return {node: objects for node in nodes if (objects := column.objects(node))}


def _reach_inverse(path: Path, nodes: set[str], data: Columns) -> Reach:
    part = path.parts[0]
    return _reach_column(path, nodes, data) if part.predicate else values_at(inverted(part), nodes, data)


def inverted(path: Path) -> Path:
    if path.predicate:
        return Path("inverse", "", (path,))
    if path.kind == "inverse":
        return path.parts[0]
    parts = tuple(map(inverted, path.parts))
    return Path(path.kind, "", parts[::-1])


def _reach_sequence(path: Path, nodes: set[str], data: Columns) -> Reach:
    reach = values_at(path.parts[0], nodes, data)
    for part in path.parts[1:]:
        step = values_at(part, {value for values in reach.values() for value in values}, data)
        reach = {
            node: tuple(dict.fromkeys(end for value in values for end in step.get(value, ())))
            for node, values in reach.items()
        }
    return {node: values for node, values in reach.items() if values}


def _reach_alternative(path: Path, nodes: set[str], data: Columns) -> Reach:
    ways = [values_at(part, nodes, data) for part in path.parts]
    union = {node: tuple(dict.fromkeys(end for way in ways for end in way.get(node, ()))) for node in nodes}
    return {node: values for node, values in union.items() if values}


def _reach_zero_or_one(path: Path, nodes: set[str], data: Columns) -> Reach:
    step = values_at(path.parts[0], nodes, data)
    return {node: tuple(dict.fromkeys((node, *step.get(node, ())))) for node in nodes}


def _reach_zero_or_more(path: Path, nodes: set[str], data: Columns) -> Reach:
    steps = _steps(path.parts[0], nodes, data)
    return {node: (node, *sorted(reachable({node}, steps) - {node})) for node in nodes}


def _reach_one_or_more(path: Path, nodes: set[str], data: Columns) -> Reach:
    steps = _steps(path.parts[0], nodes, data)
    return {node: tuple(sorted(reachable(set(steps.objects(node)), steps))) for node in nodes if steps.objects(node)}


def _steps(path: Path, nodes: set[str], data: Columns) -> Column:
    """Return the steps of a path from all nodes that can be reached over it."""
    found: Reach = {}
    edge = set(nodes)
    while edge:
        step = values_at(path, edge, data)
        found.update(dict.fromkeys(edge, ()))
        found.update(step)
        edge = {value for values in step.values() for value in values} - found.keys()
    return Column({}, found)


def _describe_sequence(path: Path, node: str, name: Callable[[], str]) -> Iterator[Triple]:
    for position, part in enumerate(path.parts):
        value, triples = part.node(name)
        yield from triples
        rest = NIL if position == len(path.parts) - 1 else name()
        yield node, FIRST, value
        yield node, REST, rest
        node = rest


def _describe_alternative(path: Path, node: str, name: Callable[[], str]) -> Iterator[Triple]:
    head = name()
    yield node, sh("alternativePath"), head
    yield from _describe_sequence(path, head, name)


def _describe_step(path: Path, node: str, name: Callable[[], str]) -> Iterator[Triple]:
    value, triples = path.parts[0].node(name)
    yield node, sh(f"{path.kind}Path"), value
    yield from triples


def _grouped(path: Path) -> str:
    return f"({path})" if path.kind in ("sequence", "alternative") else str(path)


def _closed(path: Path) -> str:
    return str(path) if path.predicate else f"({path})"


_KINDS = {
    "alternativePath": "alternative",
    "inversePath": "inverse",
    "zeroOrMorePath": "zeroOrMore",
    "oneOrMorePath": "oneOrMore",
    "zeroOrOnePath": "zeroOrOne",
}
_REACH: dict[str, Callable[[Path, set[str], Columns], Reach]] = {
    "predicate": _reach_column,
    "inverse": _reach_inverse,
    "sequence": _reach_sequence,
    "alternative": _reach_alternative,
    "zeroOrMore": _reach_zero_or_more,
    "oneOrMore": _reach_one_or_more,
    "zeroOrOne": _reach_zero_or_one,
}
_DESCRIBE: dict[str, Callable[[Path, str, Callable[[], str]], Iterator[Triple]]] = {
    "sequence": _describe_sequence,
    "alternative": _describe_alternative,
    **dict.fromkeys(("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"), _describe_step),
}
_WRITE: dict[str, Callable[[Path], str]] = {
    "predicate": lambda path: path.predicate,
    "inverse": lambda path: f"^{_closed(path.parts[0])}",
    "sequence": lambda path: "/".join(map(_grouped, path.parts)),
    "alternative": lambda path: "|".join(map(_grouped, path.parts)),
    "zeroOrMore": lambda path: f"{_closed(path.parts[0])}*",
    "oneOrMore": lambda path: f"{_closed(path.parts[0])}+",
    "zeroOrOne": lambda path: f"{_closed(path.parts[0])}?",
}
