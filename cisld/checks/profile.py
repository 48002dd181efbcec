"""Profile: an ontology in, the axioms that leave a profile of OWL 2 (RL, EL or QL) out, each with where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cisld.checks.finding import Fact, Finding, stated
from cisld.checks.owl import (
    ASYMMETRIC,
    CLASS,
    DISJOINT,
    DOMAIN,
    EQUIVALENT_CLASS,
    FUNCTIONAL,
    INVERSE,
    INVERSE_FUNCTIONAL,
    IRREFLEXIVE,
    OBJECT_PROPERTY,
    RANGE,
    REFLEXIVE,
    SAME,
    SUBCLASS,
    SYMMETRIC,
    THING,
    TRANSITIVE,
    TYPE,
    first,
    items,
    owl,
    properties,
    rdfs,
)
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_literal, lexical
from cisld.rdf.names import OWL, RDF, XSD

PROFILES = ("RL", "EL", "QL")

Leaves = Iterator[tuple[Fact, str]]
"""An axiom (or a part of one) that leaves the profile, and why."""

_WORDS = ("intersectionOf", "unionOf", "complementOf", "oneOf")
_FILLERS = ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf")
_CARDINALITIES = (
    "maxCardinality",
    "maxQualifiedCardinality",
    "minCardinality",
    "minQualifiedCardinality",
    "cardinality",
    "qualifiedCardinality",
)
_NAMED = "named"

_FORMS: dict[tuple[str, str], set[str]] = {
    ("RL", "sub"): {_NAMED, "oneOf", "intersectionOf", "unionOf", "someValuesFrom", "hasValue"},
    ("RL", "super"): {
        _NAMED,
        "intersectionOf",
        "complementOf",
        "allValuesFrom",
        "hasValue",
        "maxCardinality",
        "maxQualifiedCardinality",
    },
    ("RL", "equivalent"): {_NAMED, "intersectionOf", "hasValue"},
    **{
        ("EL", side): {_NAMED, "intersectionOf", "oneOf", "someValuesFrom", "hasValue", "hasSelf"}
        for side in ("sub", "super", "equivalent")
    },
    ("QL", "sub"): {_NAMED, "someValuesFrom"},
    ("QL", "super"): {_NAMED, "intersectionOf", "complementOf", "someValuesFrom"},
    ("QL", "equivalent"): {_NAMED, "someValuesFrom"},
}
"""The class expressions of each profile by their side of an axiom: OWL 2 Profiles 2.2.3, 3.2.3 and 4.2.3."""

_INNER = {
    ("RL", "sub"): "sub",
    ("RL", "super"): "super",
    ("RL", "equivalent"): "equivalent",
    **{("EL", side): "super" for side in ("sub", "super", "equivalent")},
    **{("QL", side): "super" for side in ("sub", "super", "equivalent")},
}

_CHARACTERISTICS = {
    "RL": {REFLEXIVE},
    "EL": {INVERSE_FUNCTIONAL, SYMMETRIC, ASYMMETRIC, IRREFLEXIVE},
    "QL": {FUNCTIONAL, INVERSE_FUNCTIONAL, TRANSITIVE},
}
"""The characteristics of properties that a profile lacks; EL has functional data properties only."""

_AXIOMS = {
    "RL": {owl("disjointUnionOf")},
    "EL": {owl("disjointUnionOf"), INVERSE, owl("propertyDisjointWith")},
    "QL": {owl("disjointUnionOf"), owl("propertyChainAxiom"), owl("hasKey"), SAME, owl("assertionProperty")},
}
"""The axioms, by their predicate, that a profile lacks."""

_SHARED = {
    XSD + name
    for name in (
        "decimal",
        "integer",
        "nonNegativeInteger",
        "string",
        "normalizedString",
        "token",
        "Name",
        "NCName",
        "NMTOKEN",
        "hexBinary",
        "base64Binary",
        "anyURI",
        "dateTime",
        "dateTimeStamp",
    )
} | {RDF + "PlainLiteral", RDF + "XMLLiteral", RDF + "langString"}
_MORE = {
    XSD + name
    for name in (
        "nonPositiveInteger",
        "positiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
        "float",
        "double",
        "boolean",
        "language",
    )
}
_DATATYPES = {
    "RL": _SHARED | _MORE,
    "EL": _SHARED | {OWL + "real", OWL + "rational"},
    "QL": _SHARED | {OWL + "real", OWL + "rational"},
}
"""The datatypes of each profile: 2.2.1, 3.2.1 and 4.2.1; those of no XSD name are left to their owners."""

_SIDES = {SUBCLASS: ("sub", "super"), EQUIVALENT_CLASS: ("equivalent", "equivalent"), DISJOINT: ("sub", "sub")}
_NO_DATATYPE = "it has no datatype"
"""A datatype that the profile lacks is a lesser fault: reasoners pass over it, and no axiom is lost."""
_SECTIONS = {"EL": 2, "QL": 3, "RL": 4}


def check(columns: Columns, profile: str = "RL") -> Iterator[Finding]:
    """Yield a finding for each axiom that is not in a profile: OWL 2 Profiles, https://www.w3.org/TR/owl2-profiles/.

    >>> list(check(Columns()))
    []
    """
    for fact, reason in sorted({*_Walk(columns, profile).leaves()}):
        yield Finding(
            code="CIS302",
            severity="info" if _NO_DATATYPE in reason else "warning",
            what=f"{stated(fact).text} is not in OWL 2 {profile}: {reason}.",
            todo=f"Say it another way, or leave it out (OWL 2 Profiles, section {_SECTIONS[profile]}).",
            at=fact,
        )


def verdict(columns: Columns) -> dict[str, int]:
    """Return how many axioms leave each profile.

    >>> verdict(Columns())
    {'RL': 0, 'EL': 0, 'QL': 0}
    """
    return {profile: len(set(_Walk(columns, profile).leaves())) for profile in PROFILES}


class _Walk:
    """Go through the axioms of an ontology in the light of one profile."""

    def __init__(self, columns: Columns, profile: str) -> None:
        self.columns, self.profile = columns, profile
        self.objects = properties(columns, OBJECT_PROPERTY)
        self.seen: set[tuple[str, str, Fact]] = set()

    def leaves(self) -> Leaves:
        for word, (left, right) in _SIDES.items():
            for subject, object in self.columns[word].pairs():
                fact = (subject, word, object)
                yield from self.expression(subject, left, fact)
                yield from self.expression(object, right, fact)
        yield from self.ends()
        yield from self.lists()
        for word in _AXIOMS[self.profile]:
            for subject, object in self.columns[word].pairs():
                yield (subject, word, object), f"it has no axioms with {word}"
        yield from self.characteristics()
        for word in (owl("onDatatype"), owl("datatypeComplementOf")):
            for subject, object in self.columns[word].pairs():
                yield (subject, word, object), "it has no defined datatypes"

    def ends(self) -> Leaves:
        """Domains are classes; ranges are classes or datatypes."""
        for property, domain in self.columns[DOMAIN].pairs():
            yield from self.expression(domain, "super", (property, DOMAIN, domain))
        for property, range in self.columns[RANGE].pairs():
            fact = (property, RANGE, range)
            known = _DATATYPES[self.profile]
            if range[1:-1].startswith((XSD, OWL + "ra", OWL + "re")) and range[1:-1] not in known:
                yield fact, f"{_NO_DATATYPE} {range}"
            elif range[0] == "_" or range == THING or range not in self.datatypes():
                yield from self.expression(range, "super", fact)

    def datatypes(self) -> set[str]:
        kinds = self.columns[TYPE].inverse.objects(rdfs("Datatype"))
        return {*kinds, *(f"<{iri}>" for iri in _DATATYPES[self.profile]), rdfs("Literal")}

    def lists(self) -> Leaves:
        """The members of an owl:AllDisjointClasses are on the side of subclasses; keys are of one."""
        for node in self.columns[TYPE].inverse.objects(owl("AllDisjointClasses")):
            fact = (node, TYPE, owl("AllDisjointClasses"))
            for member in items(self.columns, first(self.columns, node, owl("members"))):
                yield from self.expression(member, "sub", fact)
        if self.profile == "EL":
            for node in self.columns[TYPE].inverse.objects(owl("AllDisjointProperties")):
                yield (node, TYPE, owl("AllDisjointProperties")), "it has no disjoint properties"

    def characteristics(self) -> Leaves:
        for kind in _CHARACTERISTICS[self.profile]:
            for property in self.columns[TYPE].inverse.objects(kind):
                yield (property, TYPE, kind), "it has no properties of this kind"
        if self.profile == "EL":
            for property in self.columns[TYPE].inverse.objects(FUNCTIONAL):
                if property in self.objects:
                    yield (property, TYPE, FUNCTIONAL), "only data properties are functional in it"

    def expression(self, node: str, side: str, axiom: Fact) -> Leaves:
        """Yield what of a class expression is not on this side of an axiom, each nameless node once for each axiom."""
        key = (node, side, axiom)
        if node[0] == "_":
            if key in self.seen:
                return
            self.seen.add(key)
        form, filler = self.form(node)
        if node == THING and self.profile == "RL" and side != "filler":
            yield axiom, "owl:Thing is no class of axioms in it"
        if form not in _FORMS[self.profile, side]:
            yield axiom, f"it has no owl:{form} on this side" if side != "equivalent" else f"it has no owl:{form} here"
            return
        yield from self.inside(form, filler, node, side, axiom)

    def form(self, node: str) -> tuple[str, str]:
        for word in (*_WORDS, *_FILLERS, *_CARDINALITIES):
            filler = first(self.columns, node, owl(word))
            if filler and node[0] == "_":
                return word, filler
        return _NAMED, ""

    def inside(self, form: str, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        within = _INSIDE.get(form)
        if within:
            yield from within(self, filler, node, side, axiom)

    def members(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        for member in items(self.columns, filler):
            yield from self.expression(member, side, axiom)

    def complement(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        yield from self.expression(filler, "sub", axiom)

    def one_of(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        if self.profile == "EL" and len(items(self.columns, filler)) > 1:
            yield axiom, "owl:oneOf has one member only in it"

    def some(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        if self.profile == "QL" and side != "super" and filler != THING:
            yield axiom, "owl:someValuesFrom is of owl:Thing only on this side"
        if filler != THING and filler not in self.datatypes():
            yield from self.expression(filler, _INNER[self.profile, side], axiom)

    def all(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        if filler not in self.datatypes():
            yield from self.expression(filler, "super", axiom)

    def most(self, filler: str, node: str, side: str, axiom: Fact) -> Leaves:
        if not is_literal(filler) or lexical(filler).lstrip("0+") not in ("", "1"):
            yield axiom, "a largest number is 0 or 1 in it"
        qualifier = first(self.columns, node, owl("onClass"))
        if qualifier and qualifier != THING:
            yield from self.expression(qualifier, "sub", axiom)


Inside = Callable[[_Walk, str, str, str, Fact], Leaves]
_INSIDE: dict[str, Inside] = {
    "intersectionOf": _Walk.members,
    "unionOf": _Walk.members,
    "complementOf": _Walk.complement,
    "oneOf": _Walk.one_of,
    "someValuesFrom": _Walk.some,
    "allValuesFrom": _Walk.all,
    "maxCardinality": _Walk.most,
    "maxQualifiedCardinality": _Walk.most,
}


def is_ontology(columns: Columns) -> bool:
    """Tell whether there are classes or properties to speak of."""
    return bool(columns[TYPE].inverse.objects(CLASS) or properties(columns))
