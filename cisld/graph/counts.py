"""Counts: a store in, how many things and statements it has, by class, source, language and indicator, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from cisld.graph.sources import Attestation, Book, attestations, books, column, value_of
from cisld.rdf.names import OWL, RDF, RDFS, SKOS, WELL_KNOWN

_TYPE, _SUBCLASS = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "subClassOf")
_CLASSES = (OWL + "Class", RDFS + "Class")
_LABELS = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
_WIKIDATA = WELL_KNOWN["wd"]
Pairs = Mapping[str, set[str]]


@dataclass(frozen=True)
class ClassCount:
    """Count the instances of a class: those typed so, and all, those of its subclasses with them."""

    iri: str
    direct: int
    total: int


@dataclass(frozen=True)
class SourceCount:
    """Count the attestations in a book or, with its label, in one of its chapters, and the facts that they attest."""

    book: str
    chapter: str
    attestations: int
    facts: int


@dataclass(frozen=True)
class Counts:
    """Hold what is counted; a list is empty where the data have nothing of the kind."""

    triples: int
    subjects: int
    classes: tuple[ClassCount, ...]
    sources: tuple[SourceCount, ...]
    labels: tuple[tuple[str, int], ...]
    wikidata: tuple[tuple[str, int], ...]
    indicators: tuple[tuple[str, int], ...]


def count(store: ox.Store, ontology: ox.Store | None = None, base: str = "") -> Counts:
    """Count what is in a store; the classes counted are those that the ontology declares under `base`.

    Where it declares none there, all that it declares are counted.
    """
    terms = ontology if ontology is not None else store
    typed = _pairs(store, _TYPE)
    return Counts(
        triples=len(store),
        subjects=len({quad.subject for quad in store}),
        classes=tuple(_classes(typed, terms, base)),
        sources=tuple(_sources(store)),
        labels=_ranked(Counter(_languages(store))),
        wikidata=_ranked(_by_class(_identified(store), typed)),
        indicators=_ranked(Counter(indicator for each in column(store, "indicator").values() for indicator in each)),
    )


def _pairs(store: ox.Store, property: ox.NamedNode) -> dict[str, set[str]]:
    """Return the subjects of a property by object."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, property, None):
        found[value_of(quad.object)].add(value_of(quad.subject))
    return found


def _classes(typed: Pairs, terms: ox.Store, base: str) -> Iterable[ClassCount]:
    below = _pairs(terms, _SUBCLASS)
    declared = set().union(*(_pairs(terms, _TYPE).get(kind, set()) for kind in _CLASSES))
    for cls in sorted({cls for cls in declared if cls.startswith(base)} or declared):
        members = set().union(*(typed.get(each, set()) for each in _closure(cls, below)))
        if members:
            yield ClassCount(cls, len(typed.get(cls, ())), len(members))


def _closure(cls: str, below: Pairs) -> set[str]:
    found, edge = {cls}, {cls}
    while edge:
        edge = {each for above in edge for each in below.get(above, ())} - found
        found |= edge
    return found


def _sources(store: ox.Store) -> Iterable[SourceCount]:
    """Yield a count for each book that is attested, then for each of its chapters."""
    attested = attestations(store)
    for book in books(store):
        mine = [each for each in attested if each.span and each.span.book == book.iri]
        if mine:
            yield _source(book, "", mine)
            for chapter in book.chapters:
                inside = [each for each in mine if each.span and each.span.first in chapter.span]
                yield _source(book, chapter.iri, inside)


def _source(book: Book, chapter: str, attested: list[Attestation]) -> SourceCount:
    return SourceCount(book.iri, chapter, len(attested), len({fact for each in attested for fact in each.facts}))


def _languages(store: ox.Store) -> Iterable[str]:
    for property in _LABELS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(property), None):
            if isinstance(quad.object, ox.Literal):
                yield quad.object.language or "none"


def _identified(store: ox.Store) -> set[str]:
    """Return what has a Wikidata identifier: as a string, or as an IRI that says sameness."""
    found = set(column(store, "wikidataId"))
    for property in (OWL + "sameAs", SKOS + "exactMatch", WELL_KNOWN["schema"] + "sameAs"):
        for value, subjects in _pairs(store, ox.NamedNode(property)).items():
            found |= subjects if value.startswith(_WIKIDATA) else set()
    return found


def _by_class(things: set[str], typed: Pairs) -> Counter[str]:
    return Counter({cls: len(things & members) for cls, members in typed.items() if things & members})


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return the counts, the greatest first, equal ones by name."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
