"""Description: a store and a thing in, what is said of it, where that is said, and what points to it, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from cisld.graph.sources import Attestation, attestations, local, value_of
from cisld.graph.store import Term
from cisld.graph.things import Things
from cisld.rdf.names import CISLD, RDF, RDFS, XSD

TYPE = RDF + "type"
_EVIDENCE = {CISLD + name for name in ("attests", "evidence", "statedIn", "citation")}
_LONG = 80
_SHOWN_AS_TITLE = {TYPE}
_BARE = {XSD + name for name in ("string", "integer", "decimal", "boolean", "positiveInteger")}


@dataclass(frozen=True)
class Value:
    """Hold one value: label or lexical form, CURIE, language, datatype, and what it says if it is a statement."""

    text: str
    curie: str = ""
    lang: str = ""
    datatype: str = ""
    says: tuple[tuple[str, str], ...] = ()
    cited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Hold the values of one property, and where the sources say them."""

    property: str
    label: str
    values: tuple[Value, ...]
    cited: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Hold what points to the thing by one property and has one class; `values` may be only the first of `count`."""

    cls: str
    cls_label: str
    property: str
    label: str
    count: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Description:
    """Hold what is said of one thing: its own facts, statements about it that have no name, and named things."""

    iri: str
    curie: str
    label: str
    classes: tuple[Value, ...]
    cited: tuple[str, ...]
    facts: tuple[Fact, ...]
    statements: tuple[Group, ...]
    pointing: tuple[Group, ...]


def describe(things: Things, iri: str, first: int | None = 20) -> Description:
    """Describe a thing; of each group of what points to it only the `first` are told, all with None."""
    return _Describer(things, first).describe(iri)


def subjects_of(things: Things, iri: str) -> set[str]:
    """Return the thing and the nodes without a name that say something of it, with the blank nodes in them."""
    describer = _Describer(things, None)
    found = {node for nodes in describer.incoming(iri).values() for node in nodes if not things.labelled(node)}
    found |= {node_name(quad.object) for quad in describer.outgoing(iri) if describer.is_owned(quad.object, iri)}
    edge = {iri, *found}
    while edge:
        found |= edge
        objects = {quad.object for node in edge for quad in describer.outgoing(node)}
        edge = {str(term) for term in objects if isinstance(term, ox.BlankNode)} - found
    return found


class _Describer:
    def __init__(self, things: Things, first: int | None) -> None:
        self.things, self.first = things, first
        self.label, self.shorten = things.label, things.prefixes.shorten
        self.by_fact: dict[str, list[Attestation]] = defaultdict(list)
        for attestation in attestations(things.store):
            for fact in attestation.facts:
                self.by_fact[fact].append(attestation)

    def describe(self, iri: str) -> Description:
        outgoing = list(self.outgoing(iri))
        groups = [self.group(key, nodes, iri) for key, nodes in sorted(self.incoming(iri).items())]
        return Description(
            iri=iri,
            curie=self.shorten(iri),
            label=self.label(iri),
            classes=tuple(self.named(cls) for cls in self.classes(iri)),
            cited=self.cited(iri),
            facts=tuple(self.facts(outgoing, iri)),
            statements=tuple(group for group, named in groups if not named),
            pointing=tuple(group for group, named in groups if named),
        )

    # what is said

    def outgoing(self, iri: str) -> Iterator[ox.Quad]:
        return self.things.store.quads_for_pattern(_node(iri), None, None)

    def facts(self, outgoing: list[ox.Quad], iri: str) -> Iterator[Fact]:
        values: dict[str, list[Term]] = defaultdict(list)
        for quad in outgoing:
            if quad.predicate.value not in _EVIDENCE | _SHOWN_AS_TITLE:
                values[quad.predicate.value].append(quad.object)
        for property in sorted(values, key=self.order):
            told = sorted((self.value(term, iri) for term in values[property]), key=_value_order)
            yield Fact(self.shorten(property), self.label(property), tuple(told), self.cited(iri, property))

    def order(self, property: str) -> tuple[bool, str]:
        """Put labels first, the rest by its label."""
        return property != RDFS + "label", self.label(property).casefold()

    def value(self, term: Term, owner: str) -> Value:
        if isinstance(term, ox.Literal):
            datatype = "" if term.language or term.datatype.value in _BARE else self.shorten(term.datatype.value)
            return Value(term.value, lang=term.language or "", datatype=datatype)
        iri = node_name(term)
        if self.is_owned(term, owner):
            return Value(self.kind(iri), self.shorten_node(term), says=self.says(iri, owner), cited=self.cited(iri))
        return Value(self.label(iri), self.shorten_node(term))

    def is_owned(self, term: Term, owner: str) -> bool:
        """Tell whether a node has no name and only its owner, apart from evidence, points to it."""
        if isinstance(term, ox.Literal | ox.Triple) or self.things.labelled(term.value):
            return False
        if next(self.things.store.quads_for_pattern(term, None, None), None) is None:
            return False
        pointing = self.things.store.quads_for_pattern(None, None, term)
        return {node_name(quad.subject) for quad in pointing if quad.predicate.value not in _EVIDENCE} <= {owner}

    # what points here

    def incoming(self, iri: str) -> dict[tuple[str, str], list[str]]:
        """Return the nodes that point to the thing by class and property."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in self.things.store.quads_for_pattern(None, None, _node(iri)):
            if quad.predicate.value not in _EVIDENCE and not isinstance(quad.subject, ox.Triple):
                node = node_name(quad.subject)
                found[next(iter(self.classes(node)), ""), quad.predicate.value].append(node)
        return found

    def group(self, key: tuple[str, str], nodes: list[str], iri: str) -> tuple[Group, bool]:
        cls, property = key
        shown = sorted(nodes)[: self.first]
        values = _telling_first([self.pointer(node, iri) for node in shown])
        named = all(map(self.things.labelled, nodes))
        cls_label = self.label(cls) if cls else ""
        cls_name = self.shorten(cls) if cls else ""
        return Group(cls_name, cls_label, self.shorten(property), self.label(property), len(nodes), values), named

    def pointer(self, node: str, iri: str) -> Value:
        if self.things.labelled(node):
            return Value(self.label(node), self.shorten(node), cited=self.cited(node))
        return Value("", self.shorten_node(_node(node)), says=self.says(node, iri), cited=self.cited(node))

    def says(self, node: str, owner: str, deep: bool = True) -> tuple[tuple[str, str], ...]:
        """Return the properties of a statement and their values by label, without those that lead back to its owner.

        A statement that only this one points to is told in it, in brackets.
        """
        told: dict[str, list[str]] = defaultdict(list)
        for quad in self.outgoing(node):
            property, value = quad.predicate.value, quad.object
            if property not in _EVIDENCE | _SHOWN_AS_TITLE and node_name(value) != owner:
                told[property].append(self.brief(value, node, deep))
        return tuple((self.label(each), ", ".join(sorted(told[each]))) for each in sorted(told, key=self.order))

    def brief(self, value: Term, node: str, deep: bool) -> str:
        """Return a value in few words."""
        if isinstance(value, ox.Literal):
            return value.value
        if deep and self.is_owned(value, node):
            inner = "; ".join(f"{name}: {text}" for name, text in self.says(node_name(value), node, deep=False))
            return f"({inner})"
        return self.label(node_name(value))

    # names and evidence

    def classes(self, iri: str) -> list[str]:
        quads = self.things.store.quads_for_pattern(_node(iri), ox.NamedNode(TYPE), None)
        return sorted(value_of(quad.object) for quad in quads)

    def kind(self, iri: str) -> str:
        return ", ".join(self.label(cls) for cls in self.classes(iri)) or local(iri)

    def named(self, iri: str) -> Value:
        return Value(self.label(iri), self.shorten(iri))

    def shorten_node(self, term: Term) -> str:
        return self.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)

    def cited(self, iri: str, property: str = "") -> tuple[str, ...]:
        """Return where the sources state the node, or the one property of it that they support."""
        places = (each for each in self.by_fact.get(iri, ()) if (property in each.properties) == bool(property))
        wanted = [each for each in places if property or not each.properties]
        return tuple(dict.fromkeys(self.place(each) for each in sorted(wanted, key=_place_order)))

    def place(self, attestation: Attestation) -> str:
        if attestation.span or not attestation.source:
            return str(attestation)
        return f"{self.label(attestation.source)} {str(attestation).removeprefix(local(attestation.source))}".strip()


def _telling_first(values: list[Value]) -> tuple[Value, ...]:
    """Put the properties in which the statements of a group differ before those that are alike, long texts last."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for value in values:
        for name, text in value.says:
            kinds[name].add(text)

    ranks = {name: (max(map(len, texts)) > _LONG, -len(texts), name) for name, texts in kinds.items()}
    return tuple(replace(value, says=tuple(sorted(value.says, key=lambda said: ranks[said[0]]))) for value in values)


def node_name(term: Term) -> str:
    """Return what names a node in a description: its IRI, or the label of a blank node."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _node(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _value_order(value: Value) -> tuple[str, str, str]:
    return value.lang, value.text, value.curie


def _place_order(attestation: Attestation) -> tuple[str, int, int, str]:
    span = attestation.span
    return (span.book, span.first, span.last, attestation.iri) if span else ("~", 0, 0, attestation.iri)
