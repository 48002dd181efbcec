"""Findings: validation results in, what people and programs read out: rule, place, short names, the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cisld.files.positions import Place, Places
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri, literal
from cisld.rdf.names import RDFS, SH, Prefixes
from cisld.shacl import Report, Result

SEVERITIES = ("violation", "warning", "info")
"""From the gravest on; SHACL 2.1.4, https://www.w3.org/TR/shacl/#severity."""

_IRI = re.compile(r"<[^<>\s]*>")
_DOCUMENTED = (f"<{RDFS}comment>", f"<{RDFS}label>")
_PARENTS = tuple(f"<{SH}{name}>" for name in ("property", "node", "sparql", "not", "qualifiedValueShape"))


@dataclass(frozen=True)
class Finding:
    """One validation result with where it stands; an empty string is what the result does not have."""

    rule: str
    severity: str
    message: str
    focus: str
    path: str
    value: str
    component: str
    shape: str
    place: Place | None = None
    shape_place: Place | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: the place, then the rule and the terms."""
        where = self.place or Place("", 0, 0)
        return (where, self.rule, self.focus, self.path, self.value, self.component, self.message)


def findings(report: Report, shapes: Columns, prefixes: Prefixes, data: Places, rules: Places) -> list[Finding]:
    """Return the findings of a report, sorted by place."""
    return sorted((_finding(result, shapes, prefixes, data, rules) for result in report.results), key=_order)


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.order


def _finding(result: Result, shapes: Columns, prefixes: Prefixes, data: Places, rules: Places) -> Finding:
    rule = rule_of(result, shapes)
    return Finding(
        rule=shortened(rule, prefixes),
        severity=severity_of(result),
        message=message_of(result, prefixes),
        focus=shortened(result.focus, prefixes),
        path=shortened(str(result.path), prefixes) if result.path else "",
        value=shortened(result.value or "", prefixes),
        component=shortened(result.component, prefixes),
        shape=shortened(result.source_shape, prefixes),
        place=place_of(result, data),
        shape_place=rules.subject(result.source_shape),
    )


def severity_of(result: Result) -> str:
    """Return violation, warning or info; a severity of the project's own counts as a violation."""
    name = result.severity.rpartition("#")[2].rstrip(">").lower()
    return name if name in SEVERITIES else SEVERITIES[0]


def rule_of(result: Result, shapes: Columns) -> str:
    """Return the shape that people know the rule by: the nearest at or above the source shape that is documented."""
    start = result.source_constraint or result.source_shape
    named = [node for node in _upwards(start, shapes) if is_iri(node)]
    documented = [node for node in named if any(shapes[name].objects(node) for name in _DOCUMENTED)]
    return (documented or named or [result.source_shape])[0]


def _upwards(start: str, shapes: Columns) -> Iterator[str]:
    """Yield a node of the shapes graph and those above it, nearest first, each once."""
    queue = [start]
    for node in queue:
        yield node
        above = (parent for name in _PARENTS for parent in shapes[name].inverse.objects(node))
        queue.extend(parent for parent in dict.fromkeys(above) if parent not in queue)


def message_of(result: Result, prefixes: Prefixes, language: str = "en") -> str:
    """Return the message in a language, else in none, else in any; without one, what the component says."""
    texts = {literal(message).language or "": literal(message).lexical for message in result.messages}
    for wanted in (language, "", *sorted(texts)):
        if wanted in texts:
            return texts[wanted]
    name = shortened(result.component, prefixes).rpartition(":")[2].removesuffix("ConstraintComponent")
    return f"The constraint {name} is not met."


def place_of(result: Result, data: Places) -> Place | None:
    """Return where the nearest triple stands: the value, else the fact, else the block of the focus node."""
    focus, predicate, value = result.triple
    if predicate and value and (found := data.triple(focus, predicate, value)):
        return found
    if predicate and (found := data.predicate(focus, predicate)):
        return found
    return data.subject(focus)


def shortened(text: str, prefixes: Prefixes) -> str:
    """Return a term or path in N-Triples form with its IRIs as CURIEs.

    >>> shortened('"1"^^<http://www.w3.org/2001/XMLSchema#integer>', Prefixes(xsd="http://www.w3.org/2001/XMLSchema#"))
    '"1"^^xsd:integer'
    """
    return _IRI.sub(lambda found: prefixes.shorten(found[0][1:-1]), text)


def count(found: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    severities = [finding.severity for finding in found]
    return {name: severities.count(name) for name in SEVERITIES}
