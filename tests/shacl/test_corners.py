"""The corner cases in which validators differ: what the Recommendation says, in numbers of results."""

from __future__ import annotations

import pytest

from tests.shacl.graphs import report

CASES = {
    "a day that the calendar lacks is ill-typed": ("sh:datatype xsd:date", '"2019-02-30"^^xsd:date', 1),
    "sh:in compares terms, not values": ("sh:in ( 1 )", '"01"^^xsd:integer', 1),
    "sh:hasValue compares terms, not values": ("sh:hasValue 1.5", "1.50", 1),
    "a language range matches longer tags": ('sh:languageIn ( "en" )', '"a"@en-GB', 0),
    "language tags that differ in case are one": ("sh:uniqueLang true", '"a"@en , "b"@EN', 1),
    "a date and a year have no order": ("sh:lessThan ex:q", '"2019-01-01"^^xsd:date ; ex:q "2020"^^xsd:gYear', 1),
    "length counts characters, not bytes": ("sh:maxLength 6", '"Москва"', 0),
    "the flag i folds Cyrillic letters": ('sh:pattern "^москва$" ; sh:flags "i"', '"МОСКВА"', 0),
    "a year of two digits is ill-typed": ("sh:datatype xsd:gYear", '"20"^^xsd:gYear', 1),
    "times with and without zone have no order within fourteen hours": (
        'sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime',
        '"2020-01-01T05:00:00"^^xsd:dateTime',
        1,
    ),
    "two spellings of a number are two values": ("sh:maxCount 1", '1 , "01"^^xsd:integer', 1),
    "1.0 is no integer": ("sh:datatype xsd:integer", '"1.0"^^xsd:integer', 1),
    "a text is not within a range of numbers": ("sh:minInclusive 1", '"5"', 1),
    "a plain text has no language": ("sh:datatype rdf:langString", '"a"', 1),
    "sh:equals compares terms, not values": ("sh:equals ex:q", "1.0 ; ex:q 1.00", 2),
    "a duration ends with a unit": ("sh:datatype xsd:duration", '"P1"^^xsd:duration', 1),
    "a date may have a zone": ("sh:datatype xsd:date", '"2020-01-01Z"^^xsd:date', 0),
    "a later date is beyond sh:maxInclusive": ('sh:maxInclusive "2020-01-01"^^xsd:date', '"2020-01-02"^^xsd:date', 1),
    "a pattern may name a class of Unicode": (r'sh:pattern "^\\p{Lu}"', '"Минск"', 0),
    "blank nodes match no pattern": ('sh:pattern ".*"', "[]", 1),
    "blank nodes have no length": ("sh:minLength 0", "[]", 1),
    "a pattern matches an IRI": ('sh:pattern "^http://example"', "ex:x", 0),
    "huge numbers are compared exactly": (
        "sh:maxInclusive 99999999999999999999999999999999999999",
        "99999999999999999999999999999999999998.5",
        0,
    ),
    "a number of five thousand digits is read": ("sh:minExclusive 0", f'"{"9" * 5000}"^^xsd:integer', 0),
    "not a number has no order": ("sh:minInclusive 0", '"NaN"^^xsd:double', 1),
    "an ill-typed bound is met by nothing": ("sh:minInclusive 0", '"abc"^^xsd:integer', 1),
    "times over fourteen hours apart have an order": (
        'sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime',
        '"2020-01-02T05:00:00"^^xsd:dateTime',
        0,
    ),
    "a byte has eight bits": ("sh:datatype xsd:byte", '"128"^^xsd:byte', 1),
    "no value meets an empty list": ("sh:in ()", "1", 1),
    "the language range of any tag": ('sh:languageIn ( "*" )', '"a"@be', 0),
    "anyURI has no spaces at its core but any other letters": (
        "sh:datatype xsd:anyURI",
        '"http://пример/"^^xsd:anyURI',
        0,
    ),
    "a datatype of one's own has any form": ("sh:datatype ex:own", '"?"^^ex:own', 0),
    "uniqueLang that is 1 is off": ('sh:uniqueLang "1"^^xsd:boolean', '"a"@en , "b"@en', 0),
}


@pytest.mark.parametrize("name", CASES)
def test_the_number_of_results_is_the_one_of_the_recommendation(name: str) -> None:
    constraint, values, expected = CASES[name]
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    assert len(report(shapes, f"ex:a ex:p {values} .").results) == expected


def test_a_path_of_zero_or_more_steps_ends_in_a_cycle() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:p [ sh:zeroOrMorePath ex:p ] ) ; sh:maxCount 2 ] ."
    assert not report(shapes, "ex:a ex:p ex:b . ex:b ex:p ex:a .").results


def test_a_shape_that_is_a_class_has_its_instances_as_targets() -> None:
    shapes = "ex:C a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    assert len(report(shapes, "ex:a a ex:C .").results) == 1


def test_instances_of_a_class_that_the_data_graph_calls_a_subclass_are_targets() -> None:
    shapes = "ex:C a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    assert len(report(shapes, "ex:a a ex:D . ex:D rdfs:subClassOf ex:C .").results) == 1
