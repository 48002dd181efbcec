"""The pitfalls of OOPS!: each is found where it is, and not where it is mended or accepted."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from cisld.checks import metadata
from cisld.checks.finding import GRADES
from cisld.checks.pitfalls import PITFALLS, check
from cisld.graph.columns import Columns
from tests.checks.graphs import columns
from tests.conftest import ROOT

C, P = "a owl:Class", "a owl:ObjectProperty"
CASES = {
    "P02": (f":A {C} ; owl:equivalentClass :B . :B {C} .", f":A {C} ; rdfs:subClassOf :B . :B {C} ."),
    "P03": (f":isA {P} .", f":isPartOf {P} ."),
    "P04": (f":A {C} .", f":A {C} ; rdfs:subClassOf :B . :B {C} ."),
    "P05": (
        f":p {P} ; rdfs:domain :A ; owl:inverseOf :q . :q {P} ; rdfs:range :B .",
        f":p {P} ; rdfs:domain :A ; owl:inverseOf :q . :q {P} ; rdfs:range :A .",
    ),
    "P06": (
        f":A {C} ; rdfs:subClassOf :B . :B {C} ; rdfs:subClassOf :D . :D {C} ; rdfs:subClassOf :A .",
        f":A {C} ; rdfs:subClassOf :B , :D . :B {C} ; rdfs:subClassOf :D . :D {C} .",
    ),
    "P07": (f":StyleAndPeriod {C} .", f":Android {C} ."),
    "P08": (f":A {C} .", f':A {C} ; rdfs:label "a" ; skos:definition "An a." .'),
    "P10": (f":A {C} . :B {C} .", f":A {C} ; owl:disjointWith :B . :B {C} ."),
    "P11": (f":p {P} ; rdfs:domain :A .", f":p {P} ; rdfs:domain :A ; rdfs:range :A ."),
    "P13": (f":p {P} .", f":p {P} , owl:SymmetricProperty ."),
    "P19": (f":p {P} ; rdfs:range :A , :B .", f":p {P} ; rdfs:range :A ."),
    "P20": (f':A {C} ; rdfs:label "a" ; rdfs:comment "a" .', f':A {C} ; rdfs:label "a" ; rdfs:comment "An a." .'),
    "P21": (f":OtherThing {C} .", f":Motherboard {C} ."),
    "P22": (f":Aa {C} . :Bb {C} . :cc {C} .", f":Aa {C} . :BbCc {C} . :p {P} ."),
    "P24": (
        f":A {C} ; owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :A ] .",
        f":A {C} ; owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :B ] .",
    ),
    "P25": (f":p {P} ; owl:inverseOf :p .", f":p {P} ; owl:inverseOf :q ."),
    "P26": (f":p {P} , owl:SymmetricProperty ; owl:inverseOf :q .", f":p {P} ; owl:inverseOf :q ."),
    "P27": (
        f":p {P} ; rdfs:range :A ; owl:equivalentProperty :q . :q {P} ; rdfs:range :B .",
        f":p {P} ; rdfs:range :A ; owl:equivalentProperty :q . :q {P} ; rdfs:range :A .",
    ),
    "P28": (
        f":p {P} , owl:SymmetricProperty ; rdfs:domain :A ; rdfs:range :B .",
        f":p {P} , owl:SymmetricProperty ; rdfs:domain :A ; rdfs:range :A .",
    ),
    "P29": (
        f":p {P} , owl:TransitiveProperty ; rdfs:domain :A ; rdfs:range :B .",
        f":p {P} , owl:TransitiveProperty ; rdfs:domain :A ; rdfs:range :B . :B rdfs:subClassOf :A .",
    ),
    "P31": (
        f":A {C} ; owl:equivalentClass :B ; owl:disjointWith :B . :B {C} .",
        f":A {C} ; owl:equivalentClass :B . :B {C} .",
    ),
    "P32": (
        f':A {C} ; rdfs:label "Bank"@en . :B {C} ; rdfs:label "bank"@en .',
        f':A {C} ; rdfs:label "bank"@en . :B {C} ; rdfs:label "bank"@de .',
    ),
    "P34": (f":A {C} ; rdfs:subClassOf :B .", f":A {C} ; rdfs:subClassOf :B . :B {C} ."),
    "P35": (f":A {C} . :a :p :b .", f":A {C} . :a :p :b . :p {P} ."),
    "P36": ("<http://e/o.owl> a owl:Ontology .", "<http://e/o> a owl:Ontology ."),
    "P38": (f":A {C} .", f"<http://e/o> a owl:Ontology . :A {C} ."),
    "P39": (f"<http://x/y> a owl:Ontology . :A {C} .", f"<http://e/o> a owl:Ontology . :A {C} ."),
    "P40": (
        f"<http://e/o> a owl:Ontology . :A {C} . foaf:Person rdfs:subClassOf :A .",
        f"<http://e/o> a owl:Ontology . :A {C} ; rdfs:subClassOf foaf:Person . foaf:Person {C} .",
    ),
    "P41": ("<http://e/o> a owl:Ontology .", "<http://e/o> a owl:Ontology ; dcterms:license <http://l> ."),
}


def codes(turtle: str) -> set[str]:
    return {each.code for each in check(columns(turtle))}


@pytest.mark.parametrize("code", PITFALLS)
def test_a_pitfall_is_found_where_it_is(code: str) -> None:
    assert code in codes(CASES[code][0])


@pytest.mark.parametrize("code", PITFALLS)
def test_a_pitfall_is_not_found_where_it_is_mended(code: str) -> None:
    assert code not in codes(CASES[code][1])


@pytest.mark.parametrize("code", PITFALLS)
def test_the_manual_tells_of_each_pitfall(code: str) -> None:
    severity = PITFALLS[code].severity
    assert re.search(rf"^\| {code} \| {severity} \|", Path(ROOT, "docs", "checks.md").read_text("utf-8"), re.M)
    assert severity in GRADES


def test_a_pitfall_is_accepted_on_a_term_or_for_the_whole_ontology() -> None:
    header = "<http://e/o> a owl:Ontology . "
    bad = f":p {P} . :q {P} . "
    assert sum(each.code == "P11" for each in check(columns(header + bad))) == 2
    term = ':p cisld:acceptedPitfall "P11 It links anything." .'
    assert sum(each.code == "P11" for each in check(columns(header + bad + term))) == 1
    whole = '<http://e/o> cisld:acceptedPitfall "P11: meant so" .'
    assert "P11" not in codes(header + bad + whole)


def test_a_circle_is_told_once_with_its_way() -> None:
    found = [each for each in check(columns(CASES["P06"][0])) if each.code == "P06"]
    assert [len(each.because) for each in found] == [3]


def test_foreign_terms_are_not_judged() -> None:
    assert "P08" not in codes(f"<http://e/o> a owl:Ontology . foaf:Person {C} .")


FULL = """<http://e/o> a owl:Ontology ; dcterms:title "t" ; dcterms:description "d" ; dcterms:creator "c" ;
  dcterms:created "2020" ; vann:preferredNamespaceUri "http://e/o#" ; dcterms:modified "2021" ;
  dcterms:contributor "c" ; dcterms:bibliographicCitation "b" ; dcterms:publisher "p" ;
  vann:preferredNamespacePrefix "o" ; owl:versionIRI <http://e/o/1> ; owl:versionInfo "1" ."""


def test_a_full_header_lacks_nothing_and_each_part_of_it_is_missed() -> None:
    assert list(metadata.check(columns(FULL))) == []
    parts = FULL.removesuffix(" .").split(" ;")
    for number in range(1, len(parts)):
        rest = " ;".join(parts[:number] + parts[number + 1 :]) + " ."
        assert len(list(metadata.check(columns(rest)))) == 1, parts[number]


def test_the_shipped_ontology_has_no_pitfall_but_the_lack_of_inverses() -> None:
    ontology = Columns.load([Path(ROOT, "ontology")])
    assert {each.code for each in (*check(ontology), *metadata.check(ontology))} <= {"P13"}


def test_data_without_an_ontology_have_no_pitfalls() -> None:
    assert codes(":a :p :b .") == set()


def test_a_chain_of_20_000_classes_takes_seconds_and_two_circles_are_two_findings() -> None:
    chain = " ".join(f":C{n} {C} ; rdfs:subClassOf :C{n + 1} ." for n in range(20_000))
    circles = f":X {C} ; rdfs:subClassOf :Y . :Y {C} ; rdfs:subClassOf :X . :Z {C} ; rdfs:subClassOf :Z ."
    loaded = columns(chain + circles)
    start = time.perf_counter()
    found = [each for each in check(loaded) if each.code == "P06"]
    assert time.perf_counter() - start < 10
    assert len(found) == 2
