"""The profiles of OWL 2: what leaves each of them, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.checks.profile import PROFILES, check, verdict
from cisld.graph.columns import Columns
from tests.checks.graphs import columns
from tests.conftest import ROOT

ONE = '"1"^^xsd:nonNegativeInteger'
TWO = '"2"^^xsd:nonNegativeInteger'

AXIOMS = {
    ":C rdfs:subClassOf :D .": "RL EL QL",
    ":C owl:disjointWith :D .": "RL EL QL",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .": "EL QL",
    "[ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :C .": "RL EL",
    "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .": "RL EL QL",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] .": "RL",
    "[ owl:onProperty :p ; owl:allValuesFrom :D ] rdfs:subClassOf :C .": "",
    ":C rdfs:subClassOf [ owl:unionOf ( :D :E ) ] .": "",
    "[ owl:unionOf ( :D :E ) ] rdfs:subClassOf :C .": "RL",
    ":C rdfs:subClassOf [ owl:intersectionOf ( :D :E ) ] .": "RL EL QL",
    ":C rdfs:subClassOf [ owl:complementOf :D ] .": "RL QL",
    ":C owl:equivalentClass [ owl:intersectionOf ( :D :E ) ] .": "RL EL",
    ":C owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :D ] .": "EL",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :a ] .": "RL EL",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .": "EL",
    f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {ONE} ] .": "RL",
    f":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality {TWO} ] .": "",
    f":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality {ONE} ] .": "",
    "[ owl:oneOf ( :a ) ] rdfs:subClassOf :C .": "RL EL",
    "[ owl:oneOf ( :a :b ) ] rdfs:subClassOf :C .": "RL",
    ":C rdfs:subClassOf owl:Thing .": "EL QL",
    ":C owl:disjointUnionOf ( :D :E ) .": "",
    ":p owl:inverseOf :q .": "RL QL",
    ":p owl:propertyDisjointWith :q .": "RL QL",
    ":p owl:propertyChainAxiom ( :q :q ) .": "RL EL",
    ":C owl:hasKey ( :p ) .": "RL EL",
    ":p a owl:TransitiveProperty .": "RL EL",
    ":p a owl:SymmetricProperty .": "RL QL",
    ":p a owl:ReflexiveProperty .": "EL QL",
    ":p a owl:FunctionalProperty .": "RL",
    ":d a owl:FunctionalProperty .": "RL EL",
    ":p a owl:InverseFunctionalProperty .": "RL",
    ":d rdfs:range xsd:double .": "RL",
    ":d rdfs:range xsd:dateTime .": "RL EL QL",
    ":d rdfs:range xsd:date .": "",
    ":a owl:sameAs :b .": "RL EL",
}
"""An axiom each, and the profiles that have it: OWL 2 Profiles 2.2, 3.2 and 4.2."""

DECLARED = (
    ":C a owl:Class . :D a owl:Class . :E a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty ."
    " :d a owl:DatatypeProperty . "
)


@pytest.mark.parametrize("axiom", AXIOMS)
def test_an_axiom_is_in_the_profiles_of_the_recommendation_and_no_others(axiom: str) -> None:
    found = verdict(columns(DECLARED + axiom))
    assert " ".join(profile for profile in PROFILES if not found[profile]) == AXIOMS[axiom]


def test_what_leaves_a_profile_is_named_by_its_axiom() -> None:
    (found,) = check(columns(DECLARED + ":p a owl:ReflexiveProperty ."))
    assert (found.code, found.severity, found.at[0]) == ("CIS302", "warning", "<http://e/o#p>")


def test_a_datatype_outside_the_profile_is_an_info() -> None:
    (found,) = check(columns(DECLARED + ":d rdfs:range xsd:date ."))
    assert found.severity == "info"


def test_a_class_expression_that_holds_itself_ends() -> None:
    list(check(columns(DECLARED + ":C rdfs:subClassOf _:x . _:x owl:intersectionOf ( :D _:x ) .")))


def test_the_shipped_ontology_leaves_the_profile_rl_by_no_axiom_but_dates() -> None:
    found = list(check(Columns.load([Path(ROOT, "ontology")])))
    assert {each.severity for each in found} <= {"info"}
    assert all(each.at[2].endswith("#date>") for each in found)
