"""Findings: validation results in, what people and programs read out: rule, place, short names, the sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from cisld.files.positions import Place
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri
from cisld.rdf.names import Prefixes
from cisld.report.hint import Hints
from cisld.report.place import Whereabouts, lasting, place_of
from cisld.report.rule import Rule, component_name, described, needs, rule_above, spoken
from cisld.report.words import plain, shortened
from cisld.shacl import Report, Result

SEVERITIES = ("violation", "warning", "info")
"""From the gravest on; SHACL 2.1.4, https://www.w3.org/TR/shacl/#severity."""

MANY = 300
"""From more findings than this on, their places are looked up only where they are shown."""

Where = Place | Callable[[], Place | None] | None

Key = tuple[str, str, str, str]
"""What a finding is known again by when lines have moved: rule, focus node, path, hash of the value."""


@dataclass(frozen=True)
class Finding:
    """One validation result with where it stands; an empty string is what the result does not have.

    `needs` is what the shape asks for, `hint` what may have been meant.
    """

    rule: str
    severity: str
    message: str
    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""
    shape: str = ""
    at: Where = None
    shape_at: Where = None
    needs: str = ""
    hint: str = ""
    key: Key = ("", "", "", "")
    result: Result | None = field(default=None, repr=False, compare=False)

    @cached_property
    def place(self) -> Place | None:
        """Where the triple at fault stands; looked up when it is first asked for."""
        return self.at() if callable(self.at) else self.at

    @cached_property
    def shape_place(self) -> Place | None:
        """Where the shape stands."""
        return self.shape_at() if callable(self.shape_at) else self.shape_at

    @property
    def terms(self) -> tuple[object, ...]:
        """What findings are sorted by where they are many: gravity, rule and terms."""
        grave = SEVERITIES.index(self.severity)
        return (grave, self.rule, self.focus, self.path, self.value, self.component, self.message)

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: the place, then the rule and the terms."""
        return (self.place or Place("", 0, 0), *self.terms[1:])

    @property
    def fingerprint(self) -> str:
        """A name of the finding that stays when lines move."""
        return digest("\n".join((*self.key, self.component)))[:32]


@dataclass(frozen=True)
class Graphs:
    """What results are told by: the data and the shapes, where each stands in its files, and the prefixes."""

    data: Columns
    shapes: Columns
    in_data: Whereabouts
    in_shapes: Whereabouts
    prefixes: Prefixes

    @cached_property
    def hints(self) -> Hints:
        """What may have been meant."""
        return Hints(self.data, self.shapes, self.prefixes)

    @cached_property
    def short(self) -> Callable[[str], str]:
        """Return a term or path as people write it; each is worked out once, as are the three that follow."""
        return cache(lambda text: shortened(text, self.prefixes))

    @cached_property
    def sentence(self) -> Callable[[tuple[str, ...], str], str]:
        """Return the message of results with these messages and this component."""
        return cache(lambda messages, component: sentence_of(messages, component, self.prefixes))

    @cached_property
    def rule(self) -> Callable[[str, str], str]:
        """Return the rule of results with this source constraint or shape, and this source shape."""
        return cache(lambda source, shape: rule_above(source, shape, self.shapes))

    @cached_property
    def needs(self) -> Callable[[str, str], str]:
        """Return what a shape asks for with a component."""
        return cache(lambda shape, component: plain(needs(shape, component, self.shapes, self.prefixes)))

    def rule_of(self, result: Result) -> str:
        """Return the shape that people know the rule of a result by."""
        return self.rule(result.source_constraint or result.source_shape, result.source_shape)

    def lasting(self, term: str) -> str:
        """Return a name for a term of the data that stays when lines move."""
        return lasting(term, self.data)

    def place(self, result: Result) -> Place | None:
        """Return where the nearest triple of a result stands."""
        return place_of(result, self.data, self.in_data)


def findings(report: Report, graphs: Graphs) -> list[Finding]:
    """Return the findings of a report, sorted by place."""
    return in_order(_finding(result, graphs) for result in report.results)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted by place; where they are many, by gravity and rule, so that no place is looked up."""
    listed = list(found)
    return sorted(listed, key=lambda finding: finding.order if len(listed) <= MANY else finding.terms)


def rules_of(report: Report, graphs: Graphs) -> dict[str, Rule]:
    """Return what is known of each rule that has a result, by the name that its findings have."""
    nodes = sorted(set(map(graphs.rule_of, report.results)))
    place = graphs.in_shapes.subject
    return {
        graphs.short(node): described(node, graphs.short(node), graphs.shapes, partial(place, node)) for node in nodes
    }


def _finding(result: Result, graphs: Graphs) -> Finding:
    rule, short = graphs.rule_of(result), graphs.short
    return Finding(
        rule=short(rule),
        severity=severity_of(result),
        message=graphs.sentence(result.messages, result.component),
        focus=short(result.focus),
        path=short(str(result.path)) if result.path else "",
        value=short(result.value or ""),
        component=short(result.component),
        shape=short(result.source_shape),
        at=partial(graphs.place, result),
        shape_at=partial(graphs.in_shapes.subject, result.source_shape),
        needs=graphs.needs(result.source_shape, result.component),
        hint=graphs.hints.of(result),
        key=_key(rule, result, graphs),
        result=result,
    )


def _key(rule: str, result: Result, graphs: Graphs) -> Key:
    name = rule if is_iri(rule) else lasting(rule, graphs.shapes)
    value = digest(graphs.lasting(result.value))[:16] if result.value else ""
    return name, graphs.lasting(result.focus), str(result.path or ""), value


def digest(text: str) -> str:
    """Return a hash of a text.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def severity_of(result: Result) -> str:
    """Return violation, warning or info; a severity of the project's own counts as a violation."""
    name = result.severity.rpartition("#")[2].rstrip(">").lower()
    return name if name in SEVERITIES else SEVERITIES[0]


def sentence_of(messages: tuple[str, ...], component: str, prefixes: Prefixes, language: str = "en") -> str:
    """Return the message in a language, else in none, else in any; without one, what the component says."""
    if text := plain(shortened_words(spoken(messages, language), prefixes)):
        return text
    return f"The constraint {component_name(component)} is not met."


def shortened_words(text: str, prefixes: Prefixes) -> str:
    """Return a sentence with the IRIs in it as CURIEs."""
    return shortened(text, prefixes) if not text.startswith('"') else text


def count(found: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, gravest first."""
    severities = [finding.severity for finding in found]
    return {name: severities.count(name) for name in SEVERITIES}
