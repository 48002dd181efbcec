"""Hostile shapes graphs: each gives one clear error or the right answer, soon."""

from __future__ import annotations

import time

import pytest

from cisld.errors import InputError
from cisld.graph.columns import Columns
from cisld.shacl import Shapes
from tests.shacl.graphs import columns, report

TARGET = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; "
PROPERTY = TARGET + "sh:property [ sh:path ex:p ; "
REFUSED = {
    "a shape that needs itself by sh:node": (TARGET + "sh:node ex:S .", "CIS106"),
    "a shape that needs its own negation": (TARGET + "sh:not ex:S .", "CIS106"),
    "a shape that needs itself by sh:and": (TARGET + "sh:and ( ex:S ) .", "CIS106"),
    "two shapes that need each other": (
        TARGET + "sh:node ex:T . ex:T sh:property [ sh:path ex:p ; sh:node ex:S ] .",
        "CIS106",
    ),
    "a list that runs into itself": (TARGET + "sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "CIS104"),
    "a list that breaks off": (TARGET + "sh:in _:l . _:l rdf:first 1 .", "CIS104"),
    "a path that runs into itself": (
        TARGET + "sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .",
        "CIS105",
    ),
    "a path of one member": (TARGET + "sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ] .", "CIS105"),
    "a literal path": (TARGET + 'sh:property [ sh:path "p" ; sh:minCount 1 ] .', "CIS105"),
    "a parameter in the wrong case": (PROPERTY + "sh:mincount 1 ] .", "CIS101"),
    "a class that SHACL lacks": ("ex:S a sh:NodeShap ; sh:targetNode ex:a .", "CIS101"),
    "a pattern that is not closed": (PROPERTY + 'sh:pattern "([a-" ] .', "CIS107"),
    "a flag that is not known": (PROPERTY + 'sh:pattern "a" ; sh:flags "k" ] .', "CIS107"),
    "a property shape without a path": (TARGET + "sh:property [ sh:minCount 1 ] .", "CIS102"),
    "sh:node that names a property shape": (TARGET + "sh:node ex:P . ex:P sh:path ex:p .", "CIS102"),
    "two paths": (PROPERTY + "sh:path ex:q ; sh:minCount 1 ] .", "CIS102"),
    "two values of sh:minCount": (PROPERTY + "sh:minCount 1 , 2 ] .", "CIS102"),
    "sh:minCount at a node shape": (TARGET + "sh:minCount 1 .", "CIS102"),
    "a node shape with a path": (TARGET + "sh:path ex:p .", "CIS102"),
    "sh:minCount two": (PROPERTY + 'sh:minCount "two" ] .', "CIS103"),
    "sh:minCount below zero": (PROPERTY + "sh:minCount -1 ] .", "CIS103"),
    "a literal class": (PROPERTY + 'sh:class "C" ] .', "CIS103"),
    "a node kind of one's own": (PROPERTY + "sh:nodeKind ex:Kind ] .", "CIS103"),
    "a severity that is a literal": (TARGET + 'sh:severity "high" ; sh:class ex:C .', "CIS103"),
    "a message that is a number": (TARGET + "sh:message 1 ; sh:class ex:C .", "CIS103"),
    "a target class that is a literal": ('ex:S sh:targetClass "C" .', "CIS103"),
    "no shape at all": ("ex:a ex:p ex:b .", "CIS100"),
    "JavaScript": (TARGET + 'sh:js [ sh:jsFunctionName "f" ] .', "CIS111"),
    "a target of SHACL Advanced Features": ("ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] .", "CIS111"),
    "broken SPARQL": (TARGET + 'sh:sparql [ sh:select "SELECT $this WHERE {" ] .', "CIS109"),
    "SPARQL with a prefix nobody declares": (
        TARGET + 'sh:sparql [ sh:select "SELECT $this { $this no:p 1 }" ] .',
        "CIS109",
    ),
    "a function that SPARQL lacks": (
        TARGET + 'sh:sparql [ sh:select "SELECT $this { $this ?p ?o FILTER(<http://e.org/f>(?o)) }" ] .',
        "CIS109",
    ),
    "no query": (TARGET + 'sh:sparql [ sh:message "m" ] .', "CIS102"),
    "SERVICE": (
        TARGET + 'sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }" ] .',
        "CIS110",
    ),
    "SERVICE in disguise": (
        TARGET + r'sh:sparql [ sh:select "SELECT $this { SERVI\\u0043E <http://127.0.0.1:9/> { $this ?p ?o } }" ] .',
        "CIS110",
    ),
    "GRAPH of the data": (TARGET + 'sh:sparql [ sh:select "SELECT $this { GRAPH ex:g { $this ?p ?o } }" ] .', "CIS110"),
    "a count in the place of $this": (
        TARGET + 'sh:sparql [ sh:select "SELECT (COUNT(*) AS ?value) { $this ?p ?o }" ] .',
        "CIS110",
    ),
    "an entailment regime": (TARGET + "sh:class ex:C . ex: sh:entailment ex:E .", "CIS111"),
    "FROM": (TARGET + 'sh:sparql [ sh:select "SELECT $this FROM <http://127.0.0.1:9/> { $this ?p ?o }" ] .', "CIS110"),
    "a query that does not return $this": (TARGET + 'sh:sparql [ sh:select "SELECT ?o { $this ?p ?o }" ] .', "CIS110"),
    "$PATH at a node shape": (TARGET + 'sh:sparql [ sh:select "SELECT $this { $this $PATH ?o }" ] .', "CIS110"),
    "a query of a thousand braces": (
        TARGET + f'sh:sparql [ sh:select "SELECT $this {"{" * 1000}{"}" * 1000}" ] .',
        "CIS109",
    ),
    "two shapes graphs' worth of prefixes": (
        TARGET + 'sh:sparql [ sh:prefixes ex: , ex:more ; sh:select "SELECT $this { $this ex:p 1 }" ] . '
        'ex:more sh:declare [ sh:prefix "ex" ; sh:namespace "http://other/"^^xsd:anyURI ] .',
        "CIS102",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_ill_formed_shapes_graph_is_refused_in_one_line(name: str) -> None:
    turtle, code = REFUSED[name]
    with pytest.raises(InputError) as caught:
        Shapes(columns(turtle))
    assert caught.value.code == code
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_misspelt_parameter_is_corrected() -> None:
    with pytest.raises(InputError, match=r"Did you mean sh:minCount\?"):
        Shapes(columns(PROPERTY + "sh:mincount 1 ] ."))


def test_an_error_names_the_shape() -> None:
    with pytest.raises(InputError, match=r"<http://example\.org/S>"):
        Shapes(columns(TARGET + "sh:node ex:S ."))


def test_a_pattern_of_nested_repeats_is_answered_at_once() -> None:
    start = time.monotonic()
    assert len(report(PROPERTY + 'sh:pattern "^(a+)+$" ] .', f'ex:a ex:p "{"a" * 40}!" .').results) == 1
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)+$", r"^(a|aa)+\\1b$"])
def test_a_pattern_that_explodes_is_stopped_within_five_seconds(pattern: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        report(PROPERTY + f'sh:pattern "{pattern}" ] .', f'ex:a ex:p "{"a" * 60}!" .')
    assert caught.value.code == "CIS108"
    assert time.monotonic() - start < 5


def test_a_chain_of_two_thousand_shapes_is_followed() -> None:
    links = "".join(f"ex:s{i} sh:node ex:s{i + 1} .\n" for i in range(2000))
    results = report(f"{links} ex:s0 sh:targetNode ex:a . ex:s2000 sh:class ex:C .", "ex:a ex:p ex:b .").results
    assert [result.source_shape for result in results] == ["<http://example.org/s0>"]


def test_a_chain_of_two_thousand_property_shapes_is_followed() -> None:
    links = "".join(f"ex:s{i} sh:path ex:p ; sh:property ex:s{i + 1} .\n" for i in range(2000))
    shapes = f"{links} ex:s0 sh:targetNode ex:a . ex:s2000 sh:path ex:q ; sh:minCount 1 ."
    (result,) = report(shapes, "ex:a ex:p ex:a .").results
    assert result.source_shape == "<http://example.org/s2000>"


def test_a_lattice_of_two_to_the_24_ways_is_answered_at_once() -> None:
    links = "".join(f"ex:s{i} sh:and ( ex:s{i + 1} ex:s{i + 1} ) .\n" for i in range(24))
    start = time.monotonic()
    assert len(report(f"{links} ex:s0 sh:targetNode ex:a . ex:s24 sh:class ex:C .", "").results) == 1
    assert time.monotonic() - start < 2


def test_two_to_the_24_results_are_refused() -> None:
    links = "ex:s0 sh:property [ sh:path ex:p ; sh:property ex:q0 , ex:r0 ] .\n" + "".join(
        f"ex:q{i} sh:path ex:p ; sh:property ex:q{i + 1} , ex:r{i + 1} .\n"
        f"ex:r{i} sh:path ex:p ; sh:property ex:q{i + 1} , ex:r{i + 1} .\n"
        for i in range(24)
    )
    ends = "ex:q24 sh:path ex:p ; sh:class ex:C . ex:r24 sh:path ex:p ; sh:class ex:C ."
    shapes = f"{links} {ends} ex:s0 sh:targetNode ex:a ."
    with pytest.raises(InputError) as caught:
        report(shapes, "ex:a ex:p ex:a .")
    assert caught.value.code == "CIS112"


def test_a_circle_of_twenty_thousand_classes_is_gone_round_once() -> None:
    data = "".join(f"ex:c{i} rdfs:subClassOf ex:c{(i + 1) % 20_000} .\n" for i in range(20_000))
    shapes = "ex:S sh:targetClass ex:c7 ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    assert len(report(shapes, data + "ex:a a ex:c9 .").results) == 1


def test_a_shape_that_checks_nothing_is_said_so() -> None:
    (said,) = report(
        "ex:S a sh:NodeShape ; sh:class ex:C . ex:T sh:targetNode ex:a ; sh:class rdfs:Class .", "ex:a a rdfs:Class ."
    ).warnings
    assert "<http://example.org/S> has no target" in said


def test_a_target_without_nodes_is_said_so() -> None:
    (said,) = report("ex:S sh:targetClass ex:C ; sh:class ex:D .", "").warnings
    assert said == "<http://example.org/S> has a target that selects no node of the data."


def test_rules_of_advanced_features_are_said_to_be_left_out() -> None:
    (said,) = report("ex:S sh:targetNode ex:a ; sh:rule [ a sh:TripleRule ] .", "").warnings
    assert "sh:rule" in said


def test_data_that_misuses_the_namespace_is_only_noted() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:class rdfs:Class . ex:b sh:nodeShape ex:S ."
    result = report(shapes, "ex:a a rdfs:Class .")
    assert result.conforms
    assert any("sh:nodeShape" in said for said in result.warnings)


def test_imports_are_not_followed() -> None:
    assert report("ex: owl:imports <http://127.0.0.1:9/> . ex:S sh:targetNode ex:a ; sh:nodeKind sh:IRI .", "").conforms


def test_an_unknown_shape_is_not_run_in_silence() -> None:
    with pytest.raises(InputError) as caught:
        Shapes(columns(TARGET + "sh:class ex:C .")).validate(Columns(), only=["http://example.org/s"])
    assert caught.value.code == "CIS113"
