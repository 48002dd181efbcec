"""Shapes graph: from RDF files to shapes that are checked once and can validate many data graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path as File

from cisld.errors import InputError
from cisld.graph.columns import TYPE, Column, Columns
from cisld.rdf.literals import is_iri, is_literal
from cisld.rdf.names import nearest
from cisld.shacl import custom, sparql
from cisld.shacl.codes import ill_formed
from cisld.shacl.components import PARAMETERS as CORE
from cisld.shacl.components import Parameter
from cisld.shacl.lists import members
from cisld.shacl.paths import read_path
from cisld.shacl.reader import Reader
from cisld.shacl.report import Report
from cisld.shacl.run import run
from cisld.shacl.shape import Shape
from cisld.shacl.targets import targets_of
from cisld.shacl.unknown import refuse_unknown
from cisld.shacl.vocabulary import IGNORED, PARAMETERS, TARGETS, local, sh

_PATH = sh("path")
_SHAPE_CLASSES = (sh("NodeShape"), sh("PropertyShape"))
_SHAPE_VALUES = ("node", "not", "property", "qualifiedValueShape")
_SHAPE_LISTS = ("and", "or", "xone")


class Shapes:
    """Hold the shapes of a shapes graph, each checked against the syntax rules of the Recommendation.

    SHACL 2 to 4, https://www.w3.org/TR/shacl/; owl:imports is not followed and sh:shapesGraph is not read.
    """

    def __init__(self, graph: Columns, name: str = "") -> None:
        self.graph = graph
        self._made: dict[str, Shape] = {}
        self.notes = [*refuse_unknown(graph), *_left_out(graph)]
        self.components = custom.components_of(graph)
        for node in sorted(_shape_nodes(graph, self.components)):
            self.shape(node)
        if not self._made:
            raise InputError("CIS100", "No shape in the shapes graph.", "Name files that hold shapes.", name)
        for shape in list(self._made.values()):
            self._fill(shape)
        self.order = _parents_first(list(self._made.values()))
        self._note_unreached()

    @classmethod
    def load(cls, paths: Iterable[File]) -> Shapes:
        """Read the shapes graph from files and folders; raises InputError CIS001 to CIS009 and CIS100 to CIS111."""
        listed = list(paths)
        return cls(Columns.load(listed, label="shape"), ", ".join(map(str, listed)))

    def shape(self, node: str) -> Shape:
        """Return the shape of a node."""
        if node not in self._made:
            self._made[node] = _declared(self.graph, node)
        return self._made[node]

    def validate(self, data: Columns, only: Iterable[str] | None = None) -> Report:
        """Validate a data graph, against all shapes or those of `only` (IRIs): SHACL 3, #validation.

        Raises InputError CIS108, CIS109 and CIS112 where the answer cannot be had, CIS113 for an unknown shape.
        """
        return run(self.order, self.graph, data, self.chosen(only), tuple(self.notes))

    def chosen(self, only: Iterable[str] | None) -> set[str] | None:
        """Return the nodes of the shapes that are asked for, None for all; raises InputError CIS113."""
        return None if only is None else {self._asked(iri) for iri in only}

    def _asked(self, iri: str) -> str:
        node = iri if iri.startswith(("<", "_:")) else f"<{iri}>"
        if node not in self._made:
            like = nearest(node, [name for name in self._made if is_iri(name)])
            raise InputError("CIS113", f"No shape {node}.", f"Did you mean {like}?" if like else "Check the IRI.")
        return node

    def _fill(self, shape: Shape) -> None:
        read = Reader(self.graph, shape.node, self.shape, self._siblings, self.notes)
        for name, column, parameter in self._used:
            values = column.objects(shape.node)
            if values and not parameter.nodes and shape.path is None:
                raise ill_formed("CIS102", shape.node, f"sh:{name} at a node shape.", "Use it at a property shape.")
            if len(values) > 1 and not parameter.many:
                read.only(name)
            shape.constraints += filter(None, (parameter.build(read, value) for value in values))
        shape.constraints += sparql.constraints(read, shape)
        shape.constraints += custom.constraints(read, shape, self.components)

    @cached_property
    def _used(self) -> list[tuple[str, Column, Parameter]]:
        """The parameters of core components that the shapes graph has, with their values."""
        return [(name, self.graph[sh(name)], parameter) for name, parameter in CORE.items() if self.graph[sh(name)]]

    def _siblings(self, node: str) -> tuple[str, ...]:
        """Return the qualified value shapes beside a property shape: SHACL 4.7.3, sibling shapes."""
        parents = self.graph[sh("property")].inverse.objects(node)
        beside = (each for parent in parents for each in self.graph[sh("property")].objects(parent))
        return tuple(dict.fromkeys(q for each in beside for q in self.graph[sh("qualifiedValueShape")].objects(each)))

    def _note_unreached(self) -> None:
        reached = {child for shape in self.order for child in shape.children}
        idle = [s.node for s in self.order if not s.targets and s not in reached and is_iri(s.node) and s.constraints]
        words = "{} has no target and no shape refers to it: it checks nothing."
        self.notes += map(words.format, sorted(idle))


def _declared(graph: Columns, node: str) -> Shape:
    """Return a shape with all but its constraints: SHACL 2.1.2 to 2.1.5."""
    read = Reader(graph, node, lambda each: Shape(each))
    path = read.only("path")
    types = set(graph[TYPE].objects(node))
    if path is None and sh("PropertyShape") in types:
        raise ill_formed("CIS102", node, "A property shape without sh:path.", "Add sh:path.")
    if path is not None and sh("NodeShape") in types:
        raise ill_formed("CIS102", node, "A node shape with sh:path.", "Make it a sh:PropertyShape.")
    severity = read.only("severity")
    shape = Shape(node, None if path is None else read_path(graph, path, node), targets_of(graph, node))
    if severity:
        shape.severity = read.iri("severity", severity)
    shape.messages = read.messages(node)
    shape.deactivated = read.boolean("deactivated", read.only("deactivated"))
    return shape


def _shape_nodes(graph: Columns, components: custom.Components) -> set[str]:
    """Return the nodes that are shapes: SHACL 2.1, https://www.w3.org/TR/shacl/#dfn-shape."""
    classes = {sub for cls in _SHAPE_CLASSES for sub in graph.subclasses(cls)}
    found = {node for cls in classes for node in graph[TYPE].inverse.objects(cls)}
    names = [*map(sh, PARAMETERS), *TARGETS, *components.parameters]
    found.update(node for name in names for node in graph[name].subjects())
    found.update(node for name in _SHAPE_VALUES for node in graph[sh(name)].values() if not is_literal(node))
    for name in _SHAPE_LISTS:
        for shape, head in graph[sh(name)].pairs():
            found.update(members(graph, head, shape, f"sh:{name}"))
    return {node for node in found - components.nodes if not is_literal(node)}


def _left_out(graph: Columns) -> Iterator[str]:
    for predicate, kind in IGNORED.items():
        for subject in sorted(graph[predicate].subjects()):
            yield f"{subject} has {local(predicate)}: {kind} of SHACL Advanced Features are not run."


def _parents_first(shapes: list[Shape]) -> list[Shape]:
    """Return the shapes so that each stands before those it refers to; recursion raises InputError CIS106.

    SHACL 3.4.3, https://www.w3.org/TR/shacl/#shapes-recursion: its validation is not defined, so it is refused.
    """
    ordered: list[Shape] = []
    done: set[Shape] = set()
    for start in shapes:
        stack = [(start, iter(start.children))]
        open_: dict[Shape, None] = {start: None}
        while stack and start not in done:
            shape, rest = stack[-1]
            child = next((each for each in rest if each not in done), None)
            if child in open_:
                raise _recursion(child, list(open_))
            if child is not None:
                open_[child] = None
                stack.append((child, iter(child.children)))
                continue
            stack.pop()
            del open_[shape]
            done.add(shape)
            ordered.append(shape)
    return ordered[::-1]


def _recursion(shape: Shape, open_: list[Shape]) -> InputError:
    loop = [each.node for each in open_[open_.index(shape) :]]
    named = [node for node in loop if is_iri(node)]
    name = named[0] if named else shape.node
    way = f" through {len(loop)} shapes" if len(loop) > 1 else ""
    return ill_formed("CIS106", name, f"The shape refers to itself{way} (recursion).", "Break the circle.")
