"""Hints: a validation result in, what may have been meant out: a near miss of a name or code, a missing datatype."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from cisld.graph.columns import Columns
from cisld.rdf.datatypes import well_formed
from cisld.rdf.literals import STRING, is_iri, is_literal, literal, written
from cisld.rdf.names import SH, XSD, Prefixes
from cisld.report.rule import component_name, parameter_values
from cisld.report.words import plain, shortened
from cisld.shacl import Result

_MOST = 200
_LIKE = 0.8

HintKey = tuple[str, str, str, str]
"""What a hint is about: source shape, component, value and path of a result."""


class Hints:
    """Know the names that a data graph and a shapes graph have; no more than _MOST values are looked up.

    `known` are hints that an earlier run has told and that are still true.
    """

    def __init__(
        self, data: Columns, shapes: Columns, prefixes: Prefixes, known: Mapping[HintKey, str] | None = None
    ) -> None:
        self.data, self.shapes, self.prefixes = data, shapes, prefixes
        self.known = known or {}
        self.told: dict[HintKey, str] = {}

    def of(self, result: Result) -> str:
        """Return what may have been meant by the value of a result, or nothing."""
        meant = _MEANT.get(component_name(result.component))
        if meant is None or result.value is None:
            return ""
        key = (result.source_shape, result.component, result.value, str(result.path or ""))
        if key not in self.told:
            if len(self.told) >= _MOST:
                return ""
            known = self.known.get(key)
            self.told[key] = meant(self, result) if known is None else known
        return self.told[key]

    def near(self, term: str, known: Iterable[str]) -> str:
        """Return the known term whose short name is most like that of a term."""
        word = shortened(term, self.prefixes)
        names = {shortened(each, self.prefixes) for each in known}
        names = {name for name in names if abs(len(name) - len(word)) <= 2 + len(word) // 8}
        same = sorted(name for name in names if name.lower() == word.lower())
        found = same or difflib.get_close_matches(word, sorted(names), 1, _LIKE)
        return plain(found[0]) if found and found[0] != word else ""

    def describes(self, node: str) -> bool:
        """Tell whether the data say something of a node."""
        return any(node in column.one or node in column.many for column in self.data.by_predicate.values())

    @cached_property
    def subjects(self) -> set[str]:
        """All IRIs that the data say something of."""
        every = (column.subjects() for column in self.data.by_predicate.values())
        return {node for nodes in every for node in nodes if is_iri(node)}


def _of_list(hints: Hints, result: Result) -> str:
    return hints.near(result.value or "", parameter_values(result, "in", hints.shapes))


def _of_class(hints: Hints, result: Result) -> str:
    if not is_iri(result.value or "_") or hints.describes(result.value or ""):
        return ""
    classes = parameter_values(result, "class", hints.shapes)
    return hints.near(result.value or "", {node for cls in classes for node in hints.data.instances(cls)})


def _of_any(hints: Hints, result: Result) -> str:
    """Look among all things in the namespace of a value that nothing is said of."""
    value = result.value or "_"
    if not is_iri(value) or hints.describes(value):
        return ""
    space = value[: max(value.rfind("/"), value.rfind("#")) + 1]
    return hints.near(value, (node for node in hints.subjects if node.startswith(space)))


def _of_predicate(hints: Hints, result: Result) -> str:
    """Look among the predicates that a closed shape allows."""
    properties = hints.shapes[f"<{SH}property>"].objects(result.source_shape)
    allowed = {path for each in properties for path in hints.shapes[f"<{SH}path>"].objects(each) if is_iri(path)}
    allowed |= set(parameter_values(result, "ignoredProperties", hints.shapes))
    return hints.near(str(result.path), allowed)


def _of_datatype(hints: Hints, result: Result) -> str:
    typed = retyped(result, hints.shapes)
    return plain(shortened(typed, hints.prefixes)) if typed else ""


def retyped(result: Result, shapes: Columns) -> str:
    """Return a plain string with the datatype that the shape asks for, if its text has that datatype's form."""
    value = result.value or "_"
    wanted = parameter_values(result, "datatype", shapes)
    if not is_literal(value) or len(wanted) != 1:
        return ""
    parts, datatype = literal(value), wanted[0][1:-1]
    if parts.datatype != STRING or datatype == STRING or not datatype.startswith(XSD):
        return ""
    return "" if not well_formed(parts.lexical, datatype) else written(parts.lexical, datatype)


_MEANT: dict[str, Callable[[Hints, Result], str]] = {
    "In": _of_list,
    "Class": _of_class,
    "Node": _of_any,
    "NodeKind": _of_any,
    "SPARQL": _of_any,
    "Closed": _of_predicate,
    "Datatype": _of_datatype,
}
"""How each component finds what may have been meant."""

BY_NAMES = frozenset(("Class", "Node", "NodeKind", "SPARQL"))
"""The components of which a hint depends on the names in the data."""
