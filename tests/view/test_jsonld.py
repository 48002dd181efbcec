"""The JSON-LD of one thing, and what compaction makes of terms."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from cisld.files.parse import quads
from cisld.files.project import find
from cisld.rdf.names import CISLD, RDFS, XSD, Prefixes
from cisld.view.context import context_for, context_of
from cisld.view.jsonld import Json, document, dumps
from cisld.view.nodes import group, merged

PREFIXES = Prefixes(
    {"cisld": CISLD, "e": "http://e/", "rdfs": RDFS, "xsd": XSD, "owl": "http://www.w3.org/2002/07/owl#"}
)
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
ONTOLOGY = """
cisld:party a owl:ObjectProperty . cisld:attests a owl:ObjectProperty . cisld:segment a owl:ObjectProperty .
cisld:inBook a owl:ObjectProperty . cisld:lineStart a owl:DatatypeProperty ; rdfs:range xsd:integer .
"""
DATA = """
e:treaty a e:Treaty ; rdfs:label "Treaty"@en ; e:place e:minsk ; e:year "01"^^xsd:integer .
e:minsk rdfs:label "Minsk"@en, "Минск"@ru ; e:population 1 .
e:role cisld:party e:treaty ; e:by e:minsk .
e:other cisld:party e:treaty .
e:att cisld:attests e:role ; cisld:segment e:seg .
e:att2 cisld:attests e:treaty ; cisld:segment e:seg .
e:seg cisld:inBook e:book ; cisld:lineStart 174 .
e:book rdfs:label "Book"@en .
"""


def tree(iri: str, **options: int) -> Json:
    context = context_of(ox.parse(HEAD + ONTOLOGY, format=ox.RdfFormat.TURTLE), PREFIXES, CISLD)
    nodes = group(merged([ox.parse(HEAD + DATA, format=ox.RdfFormat.TURTLE)]))[ox.DefaultGraph()]
    return document(iri, nodes, context, **options)


def test_a_thing_stands_with_its_own_statements_as_written() -> None:
    found = tree("http://e/treaty")
    assert found["id"] == "e:treaty"
    assert found["label"] == {"en": "Treaty"}
    assert found["e:year"] == {"@value": "01", "@type": "xsd:integer"}


def test_a_thing_pointed_to_carries_its_labels_and_no_more() -> None:
    assert tree("http://e/treaty")["e:place"] == {"id": "e:minsk", "label": {"en": "Minsk", "ru": "Минск"}}


def test_a_relation_that_points_to_the_thing_stands_whole_under_reverse_with_its_attestation() -> None:
    roles = tree("http://e/treaty")["reverse"]["party"]
    assert [role["id"] for role in roles] == ["e:other", "e:role"]
    assert roles[1]["e:by"]["label"]["en"] == "Minsk"
    attestation = roles[1]["reverse"]["attests"]
    assert attestation["id"] == "e:att"
    assert attestation["segment"]["lineStart"] == 174
    assert attestation["segment"]["inBook"] == {"id": "e:book", "label": {"en": "Book"}}


def test_a_thing_attested_itself_has_its_attestation_under_reverse() -> None:
    assert tree("http://e/treaty")["reverse"]["attests"]["segment"]["id"] == "e:seg"


def test_the_limit_holds_for_each_reverse_property() -> None:
    assert tree("http://e/treaty", limit=1)["reverse"]["party"]["id"] == "e:other"


def test_of_a_thing_without_statements_only_its_id_remains() -> None:
    assert set(tree("http://e/nothing")) == {"@context", "id"}


def test_the_tree_says_nothing_that_the_data_do_not() -> None:
    said = {str(quad) for quad in ox.parse(HEAD + DATA, format=ox.RdfFormat.TURTLE)}
    told = {str(quad) for quad in ox.parse(json.dumps(tree("http://e/treaty")), format=ox.RdfFormat.JSON_LD)}
    assert told <= said
    assert {line for line in said if "<http://e/treaty>" in line} <= told


@pytest.mark.parametrize("iri", ["https://w3id.org/cisld/id/agent/eaeu", "https://w3id.org/cisld/id/place/belarus"])
def test_the_tree_of_a_shipped_thing_holds_all_statements_of_it_and_none_that_are_not_there(iri: str) -> None:
    project = find(Path(__file__).parents[2])
    union = list(merged(quads(file) for file in project.files("ontology", "data")))
    context = context_for(project)
    found = document(iri, group(union)[ox.DefaultGraph()], context)
    said, told = (
        {str(quad) for quad in union},
        {str(quad) for quad in ox.parse(json.dumps(found), format=ox.RdfFormat.JSON_LD)},
    )
    assert told <= said
    about = {line for line in said if f"<{iri}>" in line}
    assert len(about) > 3
    assert about <= told


def test_a_literal_that_no_language_map_holds_stands_under_the_iri_of_its_property() -> None:
    context = context_of([], PREFIXES)
    page = json.loads(dumps(ox.parse(HEAD + 'e:s rdfs:label "a"@en, "b", 5 .', format=ox.RdfFormat.TURTLE), context))
    assert page["@graph"] == [{"id": "e:s", "label": {"@none": "b", "en": "a"}, "rdfs:label": 5}]


def test_only_terms_and_prefixes_in_use_stand_in_the_context() -> None:
    context = context_of(ox.parse(HEAD + ONTOLOGY, format=ox.RdfFormat.TURTLE), PREFIXES)
    page = json.loads(dumps(ox.parse(HEAD + "e:s cisld:lineStart 5 .", format=ox.RdfFormat.TURTLE), context))
    assert page["@context"].keys() == {"@version", "id", "e", "cisld", "xsd", "lineStart"}
