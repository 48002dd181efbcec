"""The published context: its terms, its coercions and what wins where names meet."""

import json
from pathlib import Path

import pyoxigraph as ox
from pyld import jsonld as pyld

from cisld.files.parse import quads
from cisld.files.project import find
from cisld.rdf.names import CISLD, RDFS, XSD
from cisld.view.context import LABELS, Context, context_for, context_of

PREFIXES = {"e": "http://e/", "f": "http://f/", "xsd": XSD, "owl": "http://www.w3.org/2002/07/owl#", "rdfs": RDFS}
HEAD = "".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())


def context(turtle: str, **prefixes: str) -> dict[str, object]:
    return context_of(
        ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE), {**PREFIXES, **prefixes}, "http://e/"
    ).document()


def test_an_object_property_is_coerced_to_iris() -> None:
    assert context("e:party a owl:ObjectProperty .")["party"] == {"@id": "e:party", "@type": "@id"}


def test_a_datatype_property_with_one_xsd_range_is_coerced_to_it() -> None:
    assert context("e:on a owl:DatatypeProperty ; rdfs:range xsd:date .")["on"] == {"@id": "e:on", "@type": "xsd:date"}


def test_a_datatype_property_with_two_ranges_is_not_coerced() -> None:
    assert context("e:on a owl:DatatypeProperty ; rdfs:range xsd:date, xsd:gYear .")["on"] == "e:on"


def test_a_string_property_needs_no_coercion() -> None:
    assert context("e:code a owl:DatatypeProperty ; rdfs:range xsd:string .")["code"] == "e:code"


def test_a_property_of_texts_is_a_language_map() -> None:
    turtle = "e:short a owl:DatatypeProperty ; rdfs:range <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ."
    assert context(turtle)["short"] == {"@id": "e:short", "@container": "@language"}


def test_the_own_namespace_wins_a_name_that_two_declare() -> None:
    assert context("f:party a owl:ObjectProperty . e:party a owl:ObjectProperty .")["party"] == {
        "@id": "e:party",
        "@type": "@id",
    }


def test_a_property_wins_a_name_that_is_also_a_prefix() -> None:
    assert context("e:unit a owl:ObjectProperty .", unit="http://unit/")["unit"] == {"@id": "e:unit", "@type": "@id"}


def test_a_property_called_id_or_type_does_not_replace_the_keyword() -> None:
    found = context("e:id a owl:ObjectProperty . e:type a owl:ObjectProperty .")
    assert (found["id"], found["type"]) == ("@id", "@type")


def test_a_prefix_without_an_ending_that_marks_it_says_that_it_is_one() -> None:
    assert context("e:c a owl:Class .", g="http://g/x-")["g"] == {"@id": "http://g/x-", "@prefix": True}


def test_a_prefix_that_is_the_scheme_of_a_namespace_is_left_out() -> None:
    assert "urn" not in context("e:c a owl:Class .", urn="http://u/", book="urn:isbn:")


def test_every_term_of_the_shipped_ontology_expands_to_its_iri() -> None:
    project = find(Path(__file__).parents[2])
    made = context_for(project)
    document = json.loads(json.dumps(made.document()))
    declared = {term.name: term.iri for term in made.terms}
    assert declared["party"] == CISLD + "party"
    for name, iri in declared.items():
        [expanded] = pyld.expand({"@context": document, "type": name, "id": "http://e/x"})
        assert expanded["@type"] == [iri]


def test_every_declared_class_and_property_of_the_own_namespace_has_a_term() -> None:
    project = find(Path(__file__).parents[2])
    made = context_for(project)
    kinds = {PREFIXES["owl"] + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    declared = {
        quad.subject.value
        for file in project.files("ontology")
        for quad in quads(file)
        if isinstance(quad.object, ox.NamedNode) and quad.object.value in kinds
    }
    own = {iri for iri in declared if iri.startswith(CISLD)}
    assert len(own) > 100
    assert own <= {term.iri for term in made.terms}


def test_a_context_without_ontology_has_the_labels() -> None:
    assert {term.iri for term in context_of([], {}).terms} == set(LABELS)


def test_an_empty_context_leaves_iris_whole() -> None:
    assert Context().curie("http://e/s") == "http://e/s"
