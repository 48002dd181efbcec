"""The OWL 2 RL closure of the ontology holds no contradiction, and a contradiction in data is found by it."""

import owlrl
import pytest
import rdflib

ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
CISLD = rdflib.Namespace("https://w3id.org/cisld/ontology#")

GOOD = """
@prefix cisld: <https://w3id.org/cisld/ontology#> .
@prefix code: <https://w3id.org/cisld/code#> .
@prefix rel: <https://w3id.org/cisld/id/relation/> .
@prefix doc: <https://w3id.org/cisld/id/document/> .
@prefix plc: <https://w3id.org/cisld/id/place/> .

plc:gansu cisld:partOfPlace plc:china .
plc:lanzhou cisld:partOfPlace plc:gansu .
rel:step cisld:stepOf doc:gansu-grodno ; cisld:stage code:stage-signature .
rel:party cisld:inDocument doc:gansu-grodno ; cisld:party plc:gansu .
rel:link cisld:partner plc:gansu , plc:grodno-region .
plc:gansu cisld:partnerOf plc:grodno-region .
"""

CLASHES = {
    "a state that is a company": "plc:china a cisld:State , cisld:Company .",
    "a region that is a state": "plc:gansu a cisld:Region , cisld:State .",
    "an agreement that is a legal act": "doc:gansu-grodno a cisld:Agreement , cisld:LegalAct .",
    "a document that takes part in an event": "rel:p cisld:participant doc:gansu-grodno .",
    "a figure whose counterpart wrote it as a step": "rel:step cisld:indicator code:indicator-exports .",
    "a zone that is the resident of a zone": "rel:r cisld:resident plc:z . rel:s cisld:zone plc:z .",
}


def closure(graph, turtle=""):
    """Return the closure of a copy of the graph with the Turtle, and its messages of contradiction."""
    both = rdflib.Graph()
    for triple in graph:
        both.add(triple)
    both.parse(data=GOOD + turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(both)
    return both, [str(message) for message in both.objects(None, ERROR)]


def test_ontology_and_good_data_have_no_contradiction(axioms):
    assert closure(axioms)[1] == []


@pytest.mark.parametrize("case", CLASHES)
def test_an_injected_clash_is_found(axioms, case):
    assert closure(axioms, CLASHES[case])[1] != []


def test_domains_ranges_and_inverses_give_the_types_and_links_that_the_definitions_say(axioms):
    graph = closure(axioms)[0]
    place = rdflib.Namespace("https://w3id.org/cisld/id/place/")
    document = rdflib.URIRef("https://w3id.org/cisld/id/document/gansu-grodno")
    step = rdflib.URIRef("https://w3id.org/cisld/id/relation/step")
    assert (document, rdflib.RDF.type, CISLD.Document) in graph
    assert (document, CISLD.lifecycle, step) in graph
    assert (step, rdflib.RDF.type, CISLD.LifecycleEvent) in graph
    assert (place.lanzhou, CISLD.withinPlace, place.china) in graph
    assert (place["grodno-region"], CISLD.partnerOf, place.gansu) in graph
