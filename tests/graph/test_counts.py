"""Counts: each thing is counted once, in its class and above."""

from __future__ import annotations

import pyoxigraph as ox

from cisld.graph.counts import Counts, count

TURTLE = """
@prefix e: <http://e/> .
@prefix f: <http://f/> .
@prefix cisld: <https://w3id.org/cisld/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
e:Place a owl:Class . e:Town a owl:Class ; rdfs:subClassOf e:Place .
e:City a rdfs:Class ; rdfs:subClassOf e:Town , e:Place .
e:Place rdfs:subClassOf e:City . e:None a owl:Class . f:Foreign a owl:Class .
e:a a e:Town , e:City , f:Foreign ; rdfs:label "A"@en , "А"@ru ; cisld:wikidataId "Q1" ; owl:sameAs wd:Q1 .
e:b a e:Place ; rdfs:label "B" .
e:o1 cisld:indicator e:exports . e:o2 cisld:indicator e:exports . e:o3 cisld:indicator e:imports .
e:book a cisld:Book . e:ch a cisld:Chapter ; cisld:inBook e:book ; cisld:lineStart 1 ; cisld:lineEnd 9 .
e:s1 cisld:inBook e:book ; cisld:lineStart 2 ; cisld:lineEnd 3 .
e:s2 cisld:inBook e:book ; cisld:lineStart 12 ; cisld:lineEnd 12 .
e:x cisld:attests e:a , e:b ; cisld:segment e:s1 . e:y cisld:attests e:a ; cisld:segment e:s2 .
"""


def counted(turtle: str = TURTLE, base: str = "http://e/") -> Counts:
    store = ox.Store()
    store.extend(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return count(store, base=base)


def test_a_class_counts_its_own_and_those_of_its_subclasses_even_in_a_cycle() -> None:
    found = {each.iri[9:]: (each.direct, each.total) for each in counted().classes}
    assert found == {"Place": (1, 2), "Town": (1, 2), "City": (1, 2)}


def test_where_the_project_declares_no_class_of_its_own_all_declared_are_counted() -> None:
    assert "http://f/Foreign" in {each.iri for each in counted(base="http://g/").classes}


def test_a_book_and_its_chapters_count_attestations_and_different_facts() -> None:
    assert [(each.chapter[9:], each.attestations, each.facts) for each in counted().sources] == [
        ("", 2, 2),
        ("ch", 1, 2),
    ]


def test_labels_identifiers_and_indicators_are_ranked() -> None:
    found = counted()
    assert found.labels == (("en", 1), ("none", 1), ("ru", 1))
    assert [(iri[9:], number) for iri, number in found.wikidata] == [("City", 1), ("Town", 1), ("Foreign", 1)]
    assert [(iri[9:], number) for iri, number in found.indicators] == [("exports", 2), ("imports", 1)]


def test_an_empty_store_has_nothing() -> None:
    assert counted("") == Counts(0, 0, (), (), (), (), ())
