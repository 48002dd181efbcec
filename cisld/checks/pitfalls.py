"""Pitfalls: an ontology in, the mistakes of modelling that OOPS! names out, as far as they show without a network."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cisld.checks.finding import Fact, Finding, Reason, stated
from cisld.checks.owl import (
    ANNOTATION_PROPERTY,
    CLASS,
    COMMENT,
    DATATYPE_PROPERTY,
    DISJOINT,
    DOMAIN,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    INVERSE,
    LABEL,
    OBJECT_PROPERTY,
    ONTOLOGY,
    RANGE,
    SUBCLASS,
    SUBPROPERTY,
    SYMMETRIC,
    TRANSITIVE,
    TYPE,
    classes,
    items,
    owl,
    properties,
    rdf,
    rdfs,
)
from cisld.graph.columns import Column, Columns, reachable
from cisld.rdf.literals import is_iri, language, lexical
from cisld.rdf.names import CISLD, DCTERMS, OWL, RDF, RDFS, SKOS, XSD

ACCEPTED = f"<{CISLD}acceptedPitfall>"
"""On a term, or on the ontology for all terms: the code of a pitfall that is meant so, and why."""

Found = Iterator[tuple[tuple[str, ...], str, tuple[Reason, ...]]]
"""Where it stands, what is there, and what it rests on."""

_DEFINITIONS = (f"<{SKOS}definition>", COMMENT, f"<{DCTERMS}description>")
_LABELS = (LABEL, f"<{SKOS}prefLabel>")
_PREFERRED = "<http://purl.org/vocab/vann/preferredNamespaceUri>"
_LICENCES = (
    f"<{DCTERMS}license>",
    f"<{DCTERMS}rights>",
    "<http://creativecommons.org/ns#license>",
    "<https://schema.org/license>",
    "<http://schema.org/license>",
    "<http://purl.org/dc/elements/1.1/rights>",
)
_BUILT_IN = (RDF, RDFS, OWL, XSD)
_AXIOMS = (SUBCLASS, EQUIVALENT_CLASS, DISJOINT, SUBPROPERTY, EQUIVALENT_PROPERTY, INVERSE, DOMAIN, RANGE)
_CLASS_AXIOMS = (SUBCLASS, EQUIVALENT_CLASS, DISJOINT)
_EXPRESSIONS = tuple(
    map(
        owl,
        (
            "intersectionOf",
            "unionOf",
            "complementOf",
            "oneOf",
            "someValuesFrom",
            "allValuesFrom",
            "onClass",
            "onProperty",
            "disjointUnionOf",
        ),
    )
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_VAGUE = {"other", "others", "misc", "miscellaneous", "various", "unknown", "unclassified"}
_FILE = re.compile(r"\.(owl|rdf|rdfs|ttl|n3|nt|xml|rdfxml|owx|jsonld)\b", re.I)


@dataclass
class Terms:
    """The ontology with its own terms; a term is its own if it is defined by it or lies in its namespace."""

    columns: Columns

    @cached_property
    def ontologies(self) -> list[str]:
        return sorted(each for each in self.columns[TYPE].inverse.objects(ONTOLOGY) if is_iri(each))

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        preferred = (lexical(value) for each in self.ontologies for value in self.columns[_PREFERRED].objects(each))
        stems = (each[1:-1].rstrip("#/") for each in self.ontologies)
        return tuple(sorted({*preferred, *(stem + end for stem in stems for end in "#/")}))

    def own(self, term: str) -> bool:
        """Tell whether a term is the ontology's own; without a header every term is."""
        if not is_iri(term) or term[1:-1].startswith(_BUILT_IN):
            return False
        defined = self.columns[rdfs("isDefinedBy")].objects(term)
        if not self.ontologies:
            return True
        return any(each in self.ontologies for each in defined) or term[1:-1].startswith(self.namespaces)

    @cached_property
    def classes(self) -> list[str]:
        return sorted(filter(self.own, classes(self.columns)))

    @cached_property
    def properties(self) -> list[str]:
        return sorted(filter(self.own, properties(self.columns)))

    @cached_property
    def object_properties(self) -> list[str]:
        return sorted(filter(self.own, properties(self.columns, OBJECT_PROPERTY)))

    def many(self, subject: str, *predicates: str) -> list[str]:
        """Return all objects that the subject has for the predicates."""
        return [each for predicate in predicates for each in self.columns[predicate].objects(subject)]

    def pairs(self, predicate: str) -> Iterator[tuple[str, str, Fact]]:
        """Yield subject, object and triple of the statements about own terms with a predicate."""
        for subject, object in sorted(self.columns[predicate].pairs()):
            if self.own(subject):
                yield subject, object, (subject, predicate, object)


def check(columns: Columns) -> Iterator[Finding]:
    """Yield a finding for each pitfall that is not accepted: OOPS!, https://oops.linkeddata.es/catalogue.jsp.

    >>> list(check(Columns()))
    []
    """
    terms = Terms(columns)
    if not (terms.ontologies or terms.classes or terms.properties):
        return
    everywhere = {code for ontology in terms.ontologies for code in _accepted(terms, ontology)}
    for code, pitfall in PITFALLS.items():
        if code in everywhere:
            continue
        for at, what, because in pitfall.find(terms):
            if code not in _accepted(terms, at[0]):
                yield Finding(code, pitfall.severity, what, pitfall.todo, at, because)


def _accepted(terms: Terms, term: str) -> set[str]:
    return {lexical(value).split(" ", 1)[0].rstrip(":") for value in terms.columns[ACCEPTED].objects(term)}


def _local(term: str) -> str:
    return re.split(r"[#/]", term[1:-1].rstrip("#/"))[-1]


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _synonyms(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(EQUIVALENT_CLASS):
        if is_iri(other) and terms.own(other):
            yield fact, f"{one} and {other} are two names of one class.", ()


def _is(terms: Terms) -> Found:
    for each in terms.properties:
        if _words(_local(each)) in (["is"], ["is", "a"], ["isa"]):
            yield (each,), f"{each} says only that something is something.", ()


def _unconnected(terms: Terms) -> Found:
    linked = {
        end
        for word in (
            SUBCLASS,
            EQUIVALENT_CLASS,
            DOMAIN,
            RANGE,
            SUBPROPERTY,
            EQUIVALENT_PROPERTY,
            INVERSE,
            *_EXPRESSIONS,
        )
        for pair in terms.columns[word].pairs()
        for end in pair
    } | terms.columns[rdf("first")].values()
    for each in (*terms.classes, *terms.properties):
        if each not in linked:
            yield (each,), f"{each} is linked to no other term.", ()


def _wrong_inverse(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(INVERSE):
        for left, right in ((DOMAIN, RANGE), (RANGE, DOMAIN)):
            mine, theirs = set(terms.many(one, left)), set(terms.many(other, right))
            if mine and theirs and mine != theirs and not _related(terms, mine, theirs):
                reasons = [
                    stated((node, word, value))
                    for node, word, ends in ((one, left, mine), (other, right, theirs))
                    for value in sorted(ends)
                ]
                yield fact, f"The {_local(left)} of {one} is not the {_local(right)} of its inverse.", tuple(reasons)


def _related(terms: Terms, some: set[str], others: set[str]) -> bool:
    above = terms.columns[SUBCLASS]
    return bool(reachable(some, above) & others or reachable(others, above) & some)


def _cycles(terms: Terms) -> Found:
    for word in (SUBCLASS, SUBPROPERTY):
        told: set[str] = set()
        core = _core(terms.columns[word])
        for one, other, fact in terms.pairs(word):
            if one == other:
                yield fact, f"{one} stands above itself.", ()
            elif {one, other} <= core and one not in told and one in reachable({other}, terms.columns[word]):
                told |= reachable({one}, terms.columns[word])
                path = _path(terms.columns, word, other, one)
                yield fact, f"{one} stands above itself.", tuple(map(stated, (fact, *path)))


def _core(column: Column) -> set[str]:
    """Return the nodes that are left when those with nothing above them are taken away again and again."""
    above = {node: sum(each != node for each in column.objects(node)) for node in column.subjects()}
    edge = [node for node in column.values() | above.keys() if not above.get(node)]
    gone = set(edge)
    for node in edge:
        for lower in column.inverse.objects(node):
            above[lower] -= lower != node
            if not above[lower] and lower not in gone:
                gone.add(lower)
                edge.append(lower)
    return above.keys() - gone


def _path(columns: Columns, word: str, start: str, end: str) -> list[Fact]:
    """Return the shortest chain of statements from one term to another."""
    came: dict[str, Fact] = {}
    edge = [start]
    for node in edge:
        for object in columns[word].objects(node):
            if object not in came and object != start:
                came[object] = (node, word, object)
                edge.append(object)
    path: list[Fact] = []
    while end != start:
        path.append(came[end])
        end = came[end][0]
    return path[::-1]


def _merged(terms: Terms) -> Found:
    for each in terms.classes:
        if {"and", "or"} & set(_words(_local(each))[1:-1]):
            yield (each,), f"{each} joins two things in one class.", ()


def _unexplained(terms: Terms) -> Found:
    for each in (*terms.classes, *terms.properties, *filter(terms.own, properties(terms.columns, ANNOTATION_PROPERTY))):
        if not terms.many(each, *_LABELS):
            yield (each,), f"{each} has no label.", ()
        if not terms.many(each, *_DEFINITIONS):
            yield (each,), f"{each} has no definition.", ()


def _no_disjointness(terms: Terms) -> Found:
    said = (
        *terms.columns[DISJOINT].pairs(),
        *terms.columns[owl("disjointUnionOf")].pairs(),
        *terms.columns[TYPE].inverse.objects(owl("AllDisjointClasses")),
    )
    if len(terms.classes) > 1 and not said:
        yield _head(terms), f"None of the {len(terms.classes)} classes is disjoint with another.", ()


def _head(terms: Terms) -> tuple[str, ...]:
    return (next(iter(terms.ontologies or terms.classes or terms.properties)),)


def _no_ends(terms: Terms) -> Found:
    for each in terms.properties:
        above = reachable({each}, terms.columns[SUBPROPERTY])
        lacking = [_local(word) for word in (DOMAIN, RANGE) if not any(terms.many(one, word) for one in above)]
        if lacking:
            yield (each,), f"{each} has no {' and no '.join(lacking)}.", ()


def _no_inverse(terms: Terms) -> Found:
    linked = {end for pair in terms.columns[INVERSE].pairs() for end in pair}
    symmetric = set(terms.columns[TYPE].inverse.objects(SYMMETRIC))
    without = [each for each in terms.object_properties if each not in linked and each not in symmetric]
    if without:
        names = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
        yield (
            _head(terms),
            f"{len(without)} of {len(terms.object_properties)} object properties have no inverse: {names}.",
            (),
        )


def _several_ends(terms: Terms) -> Found:
    for each in terms.properties:
        for word in (DOMAIN, RANGE):
            ends = sorted(terms.many(each, word))
            if len(ends) > 1:
                what = f"{each} has {len(ends)} {_local(word)}s, which means all of them at once."
                yield (each, word), what, tuple(stated((each, word, end)) for end in ends)


def _misused(terms: Terms) -> Found:
    for each in (*terms.classes, *terms.properties):
        labels, definitions = terms.many(each, *_LABELS), terms.many(each, *_DEFINITIONS)
        for text in (*labels, *definitions):
            if not lexical(text).strip():
                yield (each,), f"{each} has an empty label or definition.", ()
        for text in set(labels) & set(definitions):
            yield (each,), f"{each} has {text} as its label and as its definition.", ()


def _vague(terms: Terms) -> Found:
    for each in terms.classes:
        if _VAGUE & set(_words(_local(each))):
            yield (each,), f"{each} gathers what has no class of its own.", ()


def _style(name: str) -> str:
    mark = next((mark for mark in "_-" if mark in name.strip("_-")), "")
    return ("upper" if name[:1].isupper() else "lower") + mark


def _names(terms: Terms) -> Found:
    for kind, group in (("class", terms.classes), ("property", terms.properties)):
        named = [
            each
            for each in group
            if _local(each)[:1].isalpha() and _local(each)[:1].lower() != _local(each)[:1].upper()
        ]
        styles = Counter(_style(_local(each)) for each in named)
        if len(styles) > 1:
            usual = styles.most_common(1)[0][0]
            for each in named:
                if _style(_local(each)) != usual:
                    yield (each,), f"{each} is written another way than most names of its kind ({kind}).", ()


def _recursive(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(EQUIVALENT_CLASS):
        if other[0] == "_" and one in _used(terms.columns, other):
            yield fact, f"{one} is defined by itself.", ()


def _used(columns: Columns, node: str) -> set[str]:
    """Return the terms that a class expression is built of."""
    found, edge = {node}, [node]
    while edge:
        one = edge.pop()
        ends = {end for word in _EXPRESSIONS for end in columns[word].objects(one)}
        parts = ends | {item for end in ends for item in items(columns, end)}
        edge += [part for part in parts - found if part[0] == "_"]
        found |= parts
    return found


def _own_inverse(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(INVERSE):
        if one == other:
            yield fact, f"{one} is the inverse of itself.", ()


def _inverse_of_symmetric(terms: Terms) -> Found:
    symmetric = set(terms.columns[TYPE].inverse.objects(SYMMETRIC))
    for one, other, fact in terms.pairs(INVERSE):
        if one != other and {one, other} & symmetric:
            yield (
                fact,
                f"{one} is symmetric and has an inverse."
                if one in symmetric
                else f"{other} is symmetric and has an inverse.",
                (),
            )


def _wrong_equivalent_property(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(EQUIVALENT_PROPERTY):
        for word in (DOMAIN, RANGE):
            mine, theirs = set(terms.many(one, word)), set(terms.many(other, word))
            if mine and theirs and mine != theirs:
                ends = [
                    stated((node, word, end)) for node, found in ((one, mine), (other, theirs)) for end in sorted(found)
                ]
                yield fact, f"{one} and {other} are called equivalent but differ in their {_local(word)}.", tuple(ends)


def _wrong_characteristic(kind: str) -> Callable[[Terms], Found]:
    def find(terms: Terms) -> Found:
        for each in sorted(filter(terms.own, terms.columns[TYPE].inverse.objects(kind))):
            domain, range = set(terms.many(each, DOMAIN)), set(terms.many(each, RANGE))
            if domain and range and domain != range and not _related(terms, domain, range):
                ends = [
                    stated((each, word, end))
                    for word, found in ((DOMAIN, domain), (RANGE, range))
                    for end in sorted(found)
                ]
                yield (
                    (each, TYPE, kind),
                    f"{each} is {_local(kind)[:-8].lower()}, but what it links is of two kinds.",
                    tuple(ends),
                )

    return find


def _wrong_equivalent_class(terms: Terms) -> Found:
    for one, other, fact in terms.pairs(EQUIVALENT_CLASS):
        for word in (DISJOINT, SUBCLASS):
            for left, right in ((one, other), (other, one)):
                if right in terms.columns[word].objects(left) and is_iri(right):
                    yield (
                        fact,
                        f"{one} and {other} are called equivalent, and also {left} {word} {right}.",
                        (stated((left, word, right)),),
                    )


def _same_label(terms: Terms) -> Found:
    for group in (terms.classes, terms.properties):
        by_label: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for each in group:
            for text in dict.fromkeys(terms.columns[LABEL].objects(each)):
                by_label[lexical(text).strip().casefold(), language(text)].append((each, LABEL, text))
        for _, facts in sorted(by_label.items()):
            if len(facts) > 1:
                yield facts[-1], f"{len(facts)} terms have the label {facts[0][2]}.", tuple(map(stated, facts))


def _untyped_class(terms: Terms) -> Found:
    known = {
        node
        for kind in (CLASS, rdfs("Class"), rdfs("Datatype"), owl("Restriction"))
        for node in terms.columns[TYPE].inverse.objects(kind)
    }
    for word in (TYPE, *_CLASS_AXIOMS, DOMAIN, RANGE, owl("someValuesFrom"), owl("allValuesFrom")):
        for subject, object in sorted(terms.columns[word].pairs()):
            if object not in known and is_iri(object) and not object[1:-1].startswith(_BUILT_IN):
                known.add(object)
                yield (subject, word, object), f"{object} is used as a class but not declared as one.", ()


def _untyped_property(terms: Terms) -> Found:
    kinds = (OBJECT_PROPERTY, DATATYPE_PROPERTY, ANNOTATION_PROPERTY, rdf("Property"), owl("OntologyProperty"))
    known = {node for kind in kinds for node in terms.columns[TYPE].inverse.objects(kind)}
    used = {predicate: next(column.pairs()) for predicate, column in terms.columns.by_predicate.items() if len(column)}
    for predicate, (subject, object) in sorted(used.items()):
        if predicate not in known and not predicate[1:-1].startswith(_BUILT_IN):
            yield (subject, predicate, object), f"{predicate} is used as a property but not declared as one.", ()
    known |= used.keys()
    for word in (SUBPROPERTY, EQUIVALENT_PROPERTY, INVERSE, owl("onProperty")):
        for subject, object in sorted(terms.columns[word].pairs()):
            if object not in known and is_iri(object) and not object[1:-1].startswith(_BUILT_IN):
                yield (subject, word, object), f"{object} is used as a property but not declared as one.", ()


def _file_name(terms: Terms) -> Found:
    for each in terms.ontologies:
        if found := _FILE.search(each):
            yield (each,), f"The IRI of the ontology, {each}, ends in the name of a file format ({found[0]}).", ()


def _no_header(terms: Terms) -> Found:
    if not terms.ontologies:
        yield _head(terms), "The terms belong to no owl:Ontology.", ()


def _ambiguous(terms: Terms) -> Found:
    for each in terms.ontologies:
        stem = each[1:-1].rstrip("#/")
        for value in terms.columns[_PREFERRED].objects(each):
            if lexical(value).rstrip("#/") != stem and not any(
                term[1:-1].startswith(lexical(value)) for term in (*terms.classes, *terms.properties)
            ):
                yield (each, _PREFERRED, value), f"No term lies in the namespace {value} that the ontology names.", ()
        if not terms.columns[_PREFERRED].objects(each) and not any(
            term[1:-1].startswith(stem) for term in (*terms.classes, *terms.properties)
        ):
            yield (each,), f"No term lies under {each}, and the ontology names no other namespace.", ()


def _hijacked(terms: Terms) -> Found:
    if not terms.ontologies:
        return
    for word in _AXIOMS:
        for subject, object in sorted(terms.columns[word].pairs()):
            if is_iri(subject) and not terms.own(subject):
                yield (subject, word, object), f"An axiom is added to a term of another vocabulary, {subject}.", ()


def _no_licence(terms: Terms) -> Found:
    for each in terms.ontologies:
        if not terms.many(each, *_LICENCES):
            yield (each,), f"{each} names no licence.", ()


@dataclass(frozen=True)
class Pitfall:
    """A pitfall with its importance in the words of OOPS!, what to do, and how it is found."""

    severity: str
    todo: str
    find: Callable[[Terms], Found]


PITFALLS: dict[str, Pitfall] = {
    "P02": Pitfall("minor", "Keep one class, and give it the other name as an alternative label.", _synonyms),
    "P03": Pitfall("critical", "Use rdf:type, rdfs:subClassOf or owl:sameAs.", _is),
    "P04": Pitfall("minor", "Give it a superclass or a property that uses it, or leave it out.", _unconnected),
    "P05": Pitfall("critical", "Exchange domain and range, or drop the inverse.", _wrong_inverse),
    "P06": Pitfall("critical", "Break the circle, or say that the terms are equivalent.", _cycles),
    "P07": Pitfall("minor", "Make it two classes.", _merged),
    "P08": Pitfall("minor", "Write rdfs:label and skos:definition.", _unexplained),
    "P10": Pitfall("important", "Say owl:disjointWith of classes that share no member.", _no_disjointness),
    "P11": Pitfall("important", "Say for what it holds, or accept P11 with a reason.", _no_ends),
    "P13": Pitfall("minor", "Declare an inverse where people will ask the other way round.", _no_inverse),
    "P19": Pitfall("critical", "Keep one, a superclass of all of them if need be.", _several_ends),
    "P20": Pitfall("minor", "Write what the annotation is for.", _misused),
    "P21": Pitfall("minor", "Use the superclass itself.", _vague),
    "P22": Pitfall("minor", "Write ClassNames and propertyNames in one way.", _names),
    "P24": Pitfall("important", "Define it without naming it.", _recursive),
    "P25": Pitfall("important", "Say that it is symmetric.", _own_inverse),
    "P26": Pitfall("important", "Drop the inverse, or the symmetry.", _inverse_of_symmetric),
    "P27": Pitfall("critical", "Say rdfs:subPropertyOf, or make them agree.", _wrong_equivalent_property),
    "P28": Pitfall("critical", "Drop the symmetry, or make domain and range one.", _wrong_characteristic(SYMMETRIC)),
    "P29": Pitfall("critical", "Drop it, or make domain and range one.", _wrong_characteristic(TRANSITIVE)),
    "P31": Pitfall("critical", "Keep one of the two.", _wrong_equivalent_class),
    "P32": Pitfall("minor", "Tell the terms apart in their labels.", _same_label),
    "P34": Pitfall("important", "Declare it as owl:Class.", _untyped_class),
    "P35": Pitfall("important", "Declare it as a property of one kind.", _untyped_property),
    "P36": Pitfall("minor", "Take an IRI without it; formats are negotiated.", _file_name),
    "P38": Pitfall("important", "Write a header: <IRI> a owl:Ontology.", _no_header),
    "P39": Pitfall("critical", "Name the namespace with vann:preferredNamespaceUri.", _ambiguous),
    "P40": Pitfall("critical", "Make a term of your own below it, or leave the axiom to its owner.", _hijacked),
    "P41": Pitfall("important", "Write dcterms:license.", _no_licence),
}  # fmt: skip
"""The pitfalls by their number in the catalogue of OOPS!; docs/checks.md tells of each."""
