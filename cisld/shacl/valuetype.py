"""Value type constraint components (SHACL 4.1): class, datatype and node kind."""

from __future__ import annotations

from cisld.rdf.datatypes import DATATYPES
from cisld.rdf.grammar import Grammar
from cisld.rdf.literals import LANG_STRING, STRING, lexical
from cisld.shacl.codes import ill_formed
from cisld.shacl.constraint import Run, ValueConstraint, component
from cisld.shacl.reader import Reader
from cisld.shacl.vocabulary import local, sh

_KINDS = {
    sh("IRI"): "<",
    sh("BlankNode"): "_",
    sh("Literal"): '"',
    sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"',
    sh("IRIOrLiteral"): '<"',
}


class Class(ValueConstraint):
    """SHACL 4.1.1, https://www.w3.org/TR/shacl/#ClassConstraintComponent."""

    cls: str
    text: str
    component = component("Class")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that are no instance of the class."""
        return nodes - run.data.instances(self.cls)


class Datatype(ValueConstraint):
    """SHACL 4.1.2, https://www.w3.org/TR/shacl/#DatatypeConstraintComponent: datatype and lexical form must fit."""

    datatype: str
    text: str
    component = component("Datatype")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes that are no well-formed literal of the datatype."""
        if self.datatype == LANG_STRING:
            return {node for node in nodes if node[0] != '"' or node[-1] in '">'}
        tail = '"' if self.datatype == STRING else f'"^^<{self.datatype}>'
        check, end = DATATYPES.get(self.datatype), -len(tail)
        bad = {node for node in nodes if not node.endswith(tail) or node[0] != '"'}
        if check is None:
            return bad
        fits = check.match if isinstance(check, Grammar) else check
        typed = nodes - bad if bad else nodes
        return bad | {node for node in typed if not fits(lexical(node) if "\\" in node else node[1:end])}


class NodeKind(ValueConstraint):
    """SHACL 4.1.3, https://www.w3.org/TR/shacl/#NodeKindConstraintComponent."""

    kinds: str
    text: str
    component = component("NodeKind")

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes of another kind."""
        return {node for node in nodes if node[0] not in self.kinds or node.startswith("<<")}


def class_(read: Reader, value: str) -> Class:
    """Build the constraint of sh:class."""
    return Class(read.iri("class", value), f"The value must be an instance of {value}.")


def datatype(read: Reader, value: str) -> Datatype:
    """Build the constraint of sh:datatype."""
    return Datatype(read.iri("datatype", value)[1:-1], f"The value must be a well-formed literal of datatype {value}.")


def node_kind(read: Reader, value: str) -> NodeKind:
    """Build the constraint of sh:nodeKind."""
    if value not in _KINDS:
        raise ill_formed(
            "CIS103", read.node, f"sh:nodeKind is {value}.", f"Write one of {', '.join(map(local, _KINDS))}."
        )
    return NodeKind(_KINDS[value], f"The value must be of node kind {local(value)}.")
