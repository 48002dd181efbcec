"""Description: what is told of a thing, in any vocabulary."""

from __future__ import annotations

import pyoxigraph as ox

from cisld.graph.description import Description, describe, subjects_of
from cisld.graph.things import Things
from cisld.rdf.names import WELL_KNOWN, Prefixes

TURTLE = """
@prefix e: <http://e/> .
@prefix cisld: <https://w3id.org/cisld/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:Role rdfs:label "role in a play" .
e:actor rdfs:label "player" .
e:ann a e:Person ; rdfs:label "Ann" ; e:born 1960 ; e:home [ e:street "High Street" ; e:in [ e:name "Ayr" ] ] ;
  e:of e:town .
e:bob a e:Person ; rdfs:label "Bob" ; e:knows e:ann ; e:of e:town .
e:part1 a e:Role ; e:actor e:ann ; e:play e:hamlet ; e:costume e:cloak .
e:cloak e:colour "black" .
e:part2 a e:Role ; e:actor e:ann ; e:play e:hamlet .
e:hamlet rdfs:label "Hamlet" .
e:note cisld:attests e:ann ; cisld:segment e:s .
e:note2 cisld:attests e:ann ; cisld:segment e:s ; cisld:supportsProperty e:born .
e:note3 cisld:attests e:part1 ; cisld:segment e:s .
e:s cisld:inBook e:b1 ; cisld:lineStart 3 ; cisld:lineEnd 3 .
"""


def things(turtle: str = TURTLE) -> Things:
    store = ox.Store()
    store.extend(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return Things(store, Prefixes({**WELL_KNOWN, "e": "http://e/", "cisld": "https://w3id.org/cisld/ontology#"}))


def ann(first: int | None = 20) -> Description:
    return describe(things(), "http://e/ann", first)


def test_own_facts_are_told_with_labels_and_curies() -> None:
    told = {fact.property: [value.text for value in fact.values] for fact in ann().facts if fact.property != "e:home"}
    assert told == {"rdfs:label": ["Ann"], "e:born": ["1960"], "e:of": ["town"]}


def test_a_node_that_only_the_thing_points_to_is_told_in_full_with_what_is_in_it() -> None:
    (home,) = next(fact.values for fact in ann().facts if fact.property == "e:home")
    assert home.says == (("in", "(name: Ayr)"), ("street", "High Street"))


def test_a_node_that_others_point_to_is_only_named() -> None:
    (town,) = next(fact.values for fact in ann().facts if fact.property == "e:of")
    assert (town.text, town.curie, town.says) == ("town", "e:town", ())


def test_statements_without_a_name_are_summarised_by_what_else_they_say() -> None:
    (roles,) = ann().statements
    assert (roles.cls_label, roles.label, roles.count) == ("role in a play", "player", 2)
    assert roles.values[0].says == (("costume", "(colour: black)"), ("play", "Hamlet"))


def test_named_things_that_point_here_are_apart() -> None:
    (friends,) = ann().pointing
    assert (friends.property, [value.text for value in friends.values]) == ("e:knows", ["Bob"])


def test_evidence_stands_at_what_it_supports() -> None:
    told = ann()
    assert told.cited == ("1 L3",)
    assert {fact.property: fact.cited for fact in told.facts if fact.cited} == {"e:born": ("1 L3",)}
    assert [value.cited for value in told.statements[0].values] == [("1 L3",), ()]


def test_only_the_first_of_a_group_are_told_but_all_are_counted() -> None:
    (roles,) = ann(first=1).statements
    assert (roles.count, len(roles.values)) == (2, 1)
    assert len(ann(first=None).statements[0].values) == 2


def test_a_project_without_attestations_is_told_too() -> None:
    told = describe(things('<http://e/a> <http://e/p> "x" . <http://e/c> <http://e/q> <http://e/a> .'), "http://e/a")
    assert ([fact.label for fact in told.facts], told.cited, told.classes) == (["p"], (), ())
    assert [(group.label, group.cls) for group in told.statements] == [("q", "")]


def test_the_subjects_of_a_description_are_the_thing_its_statements_and_their_blank_nodes() -> None:
    found = subjects_of(things(), "http://e/ann")
    named = {name for name in found if not name.startswith("_:")}
    assert named == {"http://e/ann", "http://e/part1", "http://e/part2"}
    assert len(found) - len(named) == 2


def test_a_node_that_points_to_itself_ends() -> None:
    told = describe(things("<http://e/a> <http://e/p> <http://e/a> , [ <http://e/q> <http://e/a> ] ."), "http://e/a")
    assert told.iri == "http://e/a"
