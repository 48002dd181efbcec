"""Targets: from a target declaration and the data graph to focus nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from cisld.graph.columns import SUBCLASS, TYPE, Columns, reachable
from cisld.rdf.literals import is_blank, is_iri
from cisld.shacl.codes import ill_formed
from cisld.shacl.vocabulary import OWL_CLASS, RDFS_CLASS, TARGETS, local, sh


class Target(NamedTuple):
    """Hold a target declaration: SHACL 2.1.3, https://www.w3.org/TR/shacl/#targets."""

    kind: str
    value: str

    def focus(self, data: Columns) -> set[str] | frozenset[str]:
        """Return the focus nodes in the data graph.

        >>> Target(sh("targetNode"), '"1"').focus(Columns())
        {'"1"'}
        """
        return _FOCUS[self.kind](data, self.value)


def targets_of(graph: Columns, node: str) -> tuple[Target, ...]:
    """Return the targets that a shape declares, the implicit class target with them: SHACL 2.1.3.1 to 2.1.3.5.

    A shape that is an owl:Class is a class too, as everywhere in practice. Raises InputError CIS103.
    """
    return tuple(dict.fromkeys([*_declared(graph, node), *_implicit(graph, node)]))


def _declared(graph: Columns, node: str) -> Iterator[Target]:
    for kind in TARGETS:
        for value in graph[kind].objects(node):
            if is_blank(value) or (kind != sh("targetNode") and not is_iri(value)):
                shown = "a blank node" if is_blank(value) else value
                raise ill_formed("CIS103", node, f"{local(kind)} is {shown}.", "Write an IRI.")
            yield Target(kind, value)


def _implicit(graph: Columns, node: str) -> Iterator[Target]:
    classes = reachable(set(graph[TYPE].objects(node)), graph[SUBCLASS])
    if is_iri(node) and not classes.isdisjoint((RDFS_CLASS, OWL_CLASS)):
        yield Target(sh("targetClass"), node)


_FOCUS: dict[str, Callable[[Columns, str], set[str] | frozenset[str]]] = {
    sh("targetNode"): lambda data, value: {value},
    sh("targetClass"): lambda data, value: data.instances(value),
    sh("targetSubjectsOf"): lambda data, value: data[value].subjects(),
    sh("targetObjectsOf"): lambda data, value: data[value].values(),
}
