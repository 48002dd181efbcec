"""Parameters: from a value in the shapes graph to a Python value, or one error that names shape and parameter."""

from __future__ import annotations

from collections.abc import Callable

from cisld.graph.columns import Columns
from cisld.rdf.datatypes import INTEGERS
from cisld.rdf.literals import LANG_STRING, STRING, is_blank, is_iri, is_literal, literal
from cisld.rdf.names import XSD
from cisld.shacl.codes import ill_formed
from cisld.shacl.lists import members
from cisld.shacl.shape import Shape
from cisld.shacl.vocabulary import local, sh


class Reader:
    """Read the parameters of one shape; every method raises InputError CIS102 to CIS105 for what is ill-formed."""

    def __init__(
        self,
        graph: Columns,
        node: str,
        shapes: Callable[[str], Shape],
        siblings: Callable[[str], tuple[str, ...]] = lambda node: (),
        notes: list[str] | None = None,
    ) -> None:
        self.graph, self.node, self.shapes, self.siblings = graph, node, shapes, siblings
        self.notes = [] if notes is None else notes

    @property
    def is_property(self) -> bool:
        """Whether the shape is a property shape."""
        return bool(self.graph[sh("path")].objects(self.node))

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter."""
        return self.graph[sh(name)].objects(self.node)

    def only(self, name: str) -> str | None:
        """Return the one value of a parameter that may have one at most."""
        values = self.all(name)
        if len(values) > 1:
            raise ill_formed("CIS102", self.node, f"sh:{name} has {len(values)} values.", "Leave one.")
        return values[0] if values else None

    def iri(self, name: str, value: str) -> str:
        """Return an IRI."""
        return self._checked(name, value, is_iri(value), "an IRI")

    def literal(self, name: str, value: str) -> str:
        """Return a literal."""
        return self._checked(name, value, is_literal(value), "a literal")

    def integer(self, name: str, value: str) -> int:
        """Return an integer that is not negative."""
        parts = literal(value) if is_literal(value) else None
        fits = parts is not None and parts.datatype in INTEGERS and parts.lexical.lstrip("+").isascii()
        fits = fits and parts is not None and parts.lexical.lstrip("+").isdecimal() and len(parts.lexical) < 20
        self._checked(name, value, fits, "an xsd:integer of 0 or more")
        return int(parts.lexical) if parts else 0

    def boolean(self, name: str, value: str | None) -> bool:
        """Return whether the value is `true`; only that lexical form switches a constraint on."""
        if value is None:
            return False
        fits = is_literal(value) and literal(value).datatype == XSD + "boolean"
        return literal(self._checked(name, value, fits, "an xsd:boolean")).lexical == "true"

    def string(self, name: str, value: str) -> str:
        """Return the text of an xsd:string."""
        fits = is_literal(value) and literal(value).datatype == STRING
        return literal(self._checked(name, value, fits, "an xsd:string")).lexical

    def messages(self, shape: str) -> tuple[str, ...]:
        """Return the values of sh:message, each a string with or without language: SHACL 2.1.5."""
        found = self.all("message")
        for message in found:
            if not is_literal(message) or literal(message).datatype not in (STRING, LANG_STRING):
                raise ill_formed("CIS103", shape, f"sh:message is {message}.", "Write a string.")
        return tuple(sorted(found))

    def list(self, name: str, value: str) -> list[str]:
        """Return the members of a SHACL list."""
        return members(self.graph, value, self.node, f"sh:{name}")

    def shape(self, name: str, value: str) -> Shape:
        """Return the shape that a node stands for."""
        return self.shapes(self._checked(name, value, not is_literal(value), "a shape"))

    def node_shape(self, name: str, value: str) -> Shape:
        """Return the node shape that a node stands for."""
        if self.graph[sh("path")].objects(value):
            raise ill_formed("CIS102", self.node, f"sh:{name} names {value}, a property shape.", "Use sh:property.")
        return self.shape(name, value)

    def property_shape(self, name: str, value: str) -> Shape:
        """Return the property shape that a node stands for."""
        if not is_literal(value) and not self.graph[sh("path")].objects(value):
            raise ill_formed("CIS102", self.node, f"sh:{name} names {value}, which has no sh:path.", "Add sh:path.")
        return self.shape(name, value)

    def _checked(self, name: str, value: str, fits: bool, kind: str) -> str:
        if fits:
            return value
        what = "a blank node" if is_blank(value) else value
        raise ill_formed("CIS103", self.node, f"{local(sh(name))} is {what}.", f"Write {kind}.")
