"""SPARQL-based constraints (SHACL 5): from sh:sparql to a query that is asked once for all focus nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from cisld.rdf.literals import is_iri, lexical
from cisld.shacl.codes import ill_formed
from cisld.shacl.constraint import Constraint, Run, component
from cisld.shacl.paths import predicate
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.select import Prepared, Solution, prepare
from cisld.shacl.shape import Shape
from cisld.shacl.values import Values


class Sparql(Constraint):
    """SHACL 5.1, https://www.w3.org/TR/shacl/#sparql-constraints; also a SELECT validator of SHACL 6.2.3."""

    shape: Shape
    query: Prepared
    constants: dict[str, str]
    templates: tuple[str, ...]
    component: str
    source: str | None = None
    text: str = "The query of the constraint finds something."

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield one violation for each solution of the query."""
        rows = [(focus,) for focus in values.focus]
        for row, solution in self.query.solutions(run.dataset(), ("this",), rows, self.constants):
            yield self._violation(row[0], solution, run)

    def _violation(self, focus: str, solution: Solution, run: Run) -> Violation:
        if solution.get("failure") == f'"true"^^<{_BOOLEAN}>':
            raise ill_formed(
                "CIS109", self.shape.node, "The query reports a failure (?failure).", "Mend query or data."
            )
        dataset, said = run.dataset(), "".join(self.templates)
        wanted = {name: term for name, term in solution.items() if name in _OWN or f"{name}}}" in said}
        solution = {name: dataset.as_written(focus, term) for name, term in wanted.items()} | {"this": focus}
        value = solution.get("value", None if self.shape.path else focus)
        path = solution.get("path", "")
        bound = {**self.constants, **solution}
        return Violation(focus, value, predicate(path) if path and is_iri(path) else None, self._messages(bound))

    def _messages(self, bound: Solution) -> tuple[str, ...]:
        if bound.get("message", "").startswith('"'):
            return (bound["message"],)
        return tuple(filled(template, bound) for template in self.templates)


def filled(template: str, bound: Solution) -> str:
    """Return a message with {?name} and {$name} replaced: SHACL 5.3.2, https://www.w3.org/TR/shacl/#sparql-constraints-message.

    >>> filled('"No {$lang}: {?x}"@en', {"lang": '"de"'})
    '"No de: {?x}"@en'
    """
    for name, term in bound.items():
        if f"?{name}}}" in template or f"${name}}}" in template:
            text = str(ox.Literal(lexical(term)))[1:-1]
            template = template.replace(f"{{?{name}}}", text).replace(f"{{${name}}}", text)
    return template


def constraints(read: Reader, shape: Shape) -> Iterator[Constraint]:
    """Yield the SPARQL-based constraints of a shape; raises InputError CIS102, CIS103, CIS109, CIS110."""
    for node in read.all("sparql"):
        own = Reader(read.graph, node, read.shapes)
        if own.boolean("deactivated", own.only("deactivated")):
            continue
        query = prepare(own, "select", shape.node, shape.path, {"this"}, {"this", "shapesGraph", "currentShape"})
        constants = {"currentShape": shape.node}
        yield Sparql(shape, query, constants, own.messages(shape.node), component("SPARQL"), node)


_OWN = {"value", "path", "message"}
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
