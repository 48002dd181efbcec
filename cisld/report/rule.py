"""Rules: shapes in, the names and sentences that people know them by out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cisld.errors import CODES
from cisld.files.positions import Place
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_blank, is_iri, is_literal, literal
from cisld.rdf.names import RDF, RDFS, SH, XSD, Prefixes
from cisld.report.words import shortened
from cisld.shacl import Result

_FIRST, _REST = f"<{RDF}first>", f"<{RDF}rest>"
_BARE = {XSD + name for name in ("integer", "decimal", "boolean")}
_DOCUMENTED = (f"<{RDFS}comment>", f"<{RDFS}label>")
_PARENTS = tuple(f"<{SH}{name}>" for name in ("property", "node", "sparql", "not", "qualifiedValueShape"))
_PARAMETERS = {
    "Pattern": ("pattern", "flags"),
    "QualifiedMinCount": ("qualifiedMinCount", "qualifiedValueShape"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "qualifiedValueShape"),
    "SPARQL": (),
}
"""The parameters of a core component that has others than the one of its own name."""


@dataclass(frozen=True)
class Rule:
    """What is known of a rule: its name, a short label, why it is there, and where it is written."""

    name: str
    label: str = ""
    why: str = ""
    at: Callable[[], Place | None] | None = None

    @cached_property
    def place(self) -> Place | None:
        """Where the rule is written; looked up when it is first asked for."""
        return self.at() if self.at else None


def rule_above(start: str, shape: str, shapes: Columns) -> str:
    """Return the shape that people know a rule by: the nearest at or above the start that is documented.

    `start` is the source constraint of a result if it has one, else its source shape, which is `shape`.
    """
    named = [node for node in _upwards(start, shapes) if is_iri(node)]
    documented = [node for node in named if any(shapes[name].objects(node) for name in _DOCUMENTED)]
    return (documented or named or [shape])[0]


def _upwards(start: str, shapes: Columns) -> Iterator[str]:
    """Yield a node of the shapes graph and those above it, nearest first, each once."""
    queue = [start]
    for node in queue:
        yield node
        above = (parent for name in _PARENTS for parent in shapes[name].inverse.objects(node))
        queue.extend(parent for parent in dict.fromkeys(above) if parent not in queue)


def described(node: str, name: str, shapes: Columns, at: Callable[[], Place | None]) -> Rule:
    """Return what the shapes graph says of a rule in English."""
    why, label = (spoken(shapes[property].objects(node)) for property in _DOCUMENTED)
    return Rule(name, label, why, at)


def code_rule(code: str) -> Rule:
    """Return the rule that a code of cisld itself stands for.

    >>> code_rule("CIS072").why
    'A statement is written twice.'
    """
    return Rule(code, why=CODES.get(code, ""))


def spoken(literals: Iterable[str], language: str = "en") -> str:
    """Return the text in a language, else in none, else in any, else nothing.

    >>> spoken(['"да"@ru', '"yes"@en'])
    'yes'
    """
    texts = {parts.language or "": parts.lexical for parts in map(literal, literals)}
    return next((texts[tag] for tag in (language, "", *sorted(texts)) if tag in texts), "")


def component_name(component: str) -> str:
    """Return the short name of a constraint component.

    >>> component_name("<http://www.w3.org/ns/shacl#MinCountConstraintComponent>")
    'MinCount'
    """
    return component.strip("<>").replace("#", "/").rpartition("/")[2].removesuffix("ConstraintComponent")


def needs(shape: str, component: str, shapes: Columns, prefixes: Prefixes) -> str:
    """Return what a shape asks for, as it says it: `sh:minCount 1`; nothing where only a query can say it."""
    name = component_name(component)
    parameters = _PARAMETERS.get(name, (name[:1].lower() + name[1:],))
    found = []
    for parameter in parameters:
        values = [shown for each in values_of(parameter, shape, shapes) if (shown := _shown(each, prefixes))]
        found += [f"sh:{parameter} {', '.join(values)}"] if values else []
    return "; ".join(found)


def parameter_values(result: Result, parameter: str, shapes: Columns) -> list[str]:
    """Return the values of a parameter at the source shape, the members of a list in its place."""
    return values_of(parameter, result.source_shape, shapes)


def values_of(parameter: str, shape: str, shapes: Columns) -> list[str]:
    """Return the values of a parameter at a shape, the members of a list in its place."""
    values = []
    for value in shapes[f"<{SH}{parameter}>"].objects(shape):
        values += list(members(value, shapes)) or [value]
    return values


def members(head: str, graph: Columns) -> Iterator[str]:
    """Yield the members of a list; nothing for a node that is none."""
    first, rest = graph[_FIRST], graph[_REST]
    seen = set()
    while head not in seen and (found := first.objects(head)):
        seen.add(head)
        yield found[0]
        head = next(iter(rest.objects(head)), "")


def _shown(term: str, prefixes: Prefixes) -> str:
    """Return a term as Turtle writes it shortest; nothing for a blank node, which has no name."""
    if is_blank(term):
        return ""
    parts = literal(term) if is_literal(term) else None
    return parts.lexical if parts and parts.datatype in _BARE else shortened(term, prefixes)
