"""Every serialization is read back as what went in."""

import json
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as pyld

from cisld.errors import UsageError
from cisld.files.formatting import reformat
from cisld.rdf.names import WELL_KNOWN, XSD, Prefixes
from cisld.view import jsonld
from cisld.view.context import ID, LANGUAGE, Context, Term, context_for
from cisld.view.nodes import DEEP, group, merged
from cisld.view.rdf import NAMES, serialize, sorted_lines

E = "http://example.org/"
PREFIXES = Prefixes({**WELL_KNOWN, "e": E, "doc": E + "doc/", "mailto": E + "mail/"})
CONTEXT = Context(
    PREFIXES,
    (
        Term("label", PREFIXES["rdfs"] + "label", LANGUAGE),
        Term("knows", E + "knows", ID),
        Term("count", E + "count", XSD + "integer"),
        Term("on", E + "on", XSD + "date"),
        Term("Person", E + "Person"),
    ),
)
TRIPLES = [name for name in NAMES if not NAMES[name].supports_datasets]
DATASETS = [name for name in NAMES if NAMES[name].supports_datasets]


def read(text: str | bytes, format: str = "turtle") -> list[ox.Quad]:
    return list(ox.parse(text, format=NAMES[format]))


HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("e", "rdf", "rdfs", "xsd"))


def canonical(quads: list[ox.Quad]) -> list[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def back(quads: list[ox.Quad], format: str) -> list[ox.Quad]:
    return read(serialize(merged([quads]), NAMES[format], PREFIXES, CONTEXT), format)


AWKWARD = [
    'e:s e:count 1, "01"^^xsd:integer, "x", 1.5E0 .',
    "<doc:x> e:knows <doc:y>, <mailto:a@b.c>, <urn:x> . <mailto:z> a <doc:t> .",
    'e:s rdfs:label "a"@en, "b"@en, "c", "d"@id, 5, e:o .',
    'e:s e:on "2020-01-01Z"^^xsd:date, "2020" .',
    r'e:s e:p "tab\tline\nreturn\r\"quote\" \\ \u2028 & <b> ]]> {\"a\":1}" .',
    "e:s e:p (1 (2 [ e:q () ]) e:o), () .",
    "e:s a e:Person, _:x, 3 . _:x e:p _:x .",
    "_:a e:p _:b . _:b e:p _:c . _:c e:p _:a .",
    "_:l rdf:first _:l ; rdf:rest rdf:nil .",
    "e:s e:p _:l . _:l rdf:first 1, 2 ; rdf:rest (3) .",
    'e:s e:p true, "1"^^xsd:boolean, 1.0E-7, 1.5E0, '
    '"1.50"^^xsd:decimal, 123456789012345678901234567890, "INF"^^xsd:double .',
    'e:s e:p "{}"^^rdf:JSON .',
    "rdf:nil e:p rdf:nil .",
]


@pytest.mark.parametrize("format", NAMES)
@pytest.mark.parametrize("turtle", AWKWARD)
def test_awkward_statements_come_back_as_they_were(turtle: str, format: str) -> None:
    quads = read(HEAD + turtle)
    assert canonical(back(quads, format)) == canonical(quads)


@pytest.mark.parametrize("turtle", AWKWARD)
def test_pyld_reads_the_json_ld_as_the_same_statements(turtle: str) -> None:
    quads = read(HEAD + turtle)
    document = json.loads(serialize(merged([quads]), NAMES["jsonld"], PREFIXES, CONTEXT))
    nquads = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(read(nquads, "nquads")) == canonical(quads)


@pytest.mark.parametrize("turtle", AWKWARD)
def test_rdflib_reads_the_rdf_xml_as_the_same_statements(turtle: str) -> None:
    quads = read(HEAD + turtle)
    ours = rdflib.Graph().parse(data=serialize(merged([quads]), NAMES["rdfxml"], PREFIXES), format="xml")
    theirs = rdflib.Graph().parse(data=ox.serialize(quads, format=NAMES["ntriples"]), format="nt")
    assert rdflib.compare.isomorphic(ours, theirs)


local = st.sampled_from(
    ["", "a", "b.", "a:b", "//a", "/a", "a/b", "-", "a-b.c", "%41", "é", "7", "~", "(x,", "a?b", "_"]
)
iris = st.builds(
    ox.NamedNode, st.builds("".join, st.tuples(st.sampled_from([E, "doc:", "urn:", PREFIXES["rdfs"]]), local))
)
blanks = st.builds(ox.BlankNode, st.sampled_from("wxyz"))
texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t"), max_size=6)
datatypes = st.sampled_from([XSD + name for name in ("integer", "double", "boolean", "date", "decimal")] + [E + "dt"])
numbers = st.sampled_from(
    ["1", "-1", "01", "1.5E0", "1.0E0", "true", "0", "-0", "1E400", "2.5E-1", "999999999999999", "1e0"]
)
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(ox.Literal, texts, language=st.sampled_from(["en", "ru", "id"])),
    st.builds(lambda text, iri: ox.Literal(text, datatype=ox.NamedNode(iri)), numbers | texts, datatypes),
)
RDF_TERMS = ["first", "rest", "type"]
predicates = st.sampled_from(
    [ox.NamedNode(PREFIXES["rdf"] + name) for name in RDF_TERMS]
    + [ox.NamedNode(E + name) for name in ("p", "knows", "count", "on")]
    + [ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode("doc:p"), ox.NamedNode(E + "mail/p")]
)
objects = st.one_of(iris, blanks, literals, st.just(ox.NamedNode(PREFIXES["rdf"] + "nil")))
triples = st.builds(ox.Quad, iris | blanks, predicates, objects)
quads_of_graphs = st.builds(ox.Quad, iris | blanks, predicates, objects, iris | blanks | st.just(ox.DefaultGraph()))


@settings(max_examples=60, deadline=None)
@given(st.lists(triples, max_size=12), st.sampled_from(TRIPLES))
def test_any_triples_come_back_as_they_were(triples: list[ox.Quad], format: str) -> None:
    assert canonical(back(triples, format)) == canonical(triples)


@settings(max_examples=120, deadline=None)
@given(st.lists(quads_of_graphs, max_size=12), st.sampled_from(DATASETS))
def test_any_quads_come_back_as_they_were(quads: list[ox.Quad], format: str) -> None:
    assert canonical(back(quads, format)) == canonical(quads)


@settings(max_examples=40, deadline=None)
@given(st.lists(quads_of_graphs, max_size=10))
def test_pyld_reads_any_json_ld_as_the_same_quads(quads: list[ox.Quad]) -> None:
    # PyLD rewrites the lexical form of every xsd:double, which JSON-LD 1.1 API 8.2.2 asks for JSON numbers only
    quads = [quad for quad in quads if XSD + "double" not in str(quad)]
    document = json.loads(serialize(merged([quads]), NAMES["jsonld"], PREFIXES, CONTEXT))
    nquads = pyld.to_rdf(document, {"format": "application/n-quads"})
    assert canonical(read(nquads, "nquads")) == canonical(quads)


@settings(max_examples=40, deadline=None)
@given(st.lists(quads_of_graphs, max_size=10), st.sampled_from(["trig", "jsonld"]))
def test_the_order_of_statements_does_not_change_the_bytes(quads: list[ox.Quad], format: str) -> None:
    named = [quad for quad in quads if "_:" not in str(quad)]
    forward, backward = (serialize(order, NAMES[format], PREFIXES, CONTEXT) for order in (named, named[::-1] + named))
    assert forward == backward


@settings(max_examples=40, deadline=None)
@given(st.lists(triples, max_size=10), st.sampled_from(["turtle", "rdfxml"]))
def test_the_order_of_triples_does_not_change_the_bytes(triples: list[ox.Quad], format: str) -> None:
    named = [quad for quad in triples if "_:" not in str(quad)]
    forward, backward = (serialize(order, NAMES[format], PREFIXES) for order in (named, named[::-1] + named))
    assert forward == backward


@pytest.mark.parametrize("format", TRIPLES)
def test_a_named_graph_in_a_format_of_triples_is_refused_in_one_line(format: str) -> None:
    with pytest.raises(UsageError, match=r"CIS050 The named graph <http://e/g>, which .* cannot hold\. Use trig"):
        serialize(read("<http://e/g> { <http://e/s> <http://e/p> 1 }", "trig"), NAMES[format], PREFIXES)


@pytest.mark.parametrize(
    ("format", "turtle", "what"),
    [
        ("jsonld", "<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> .", "A triple term"),
        ("turtle", "<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> .", "which Turtle and TriG 1.1"),
        ("turtle", '<http://e/s> <http://e/p> "a"@ar--rtl .', "which Turtle and TriG 1.1 cannot hold"),
        ("rdfxml", "<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> .", "which RDF/XML 1.1 cannot hold"),
        ("rdfxml", "<http://e/s> <http://e/p/1> 1 .", "no XML name"),
        ("rdfxml", "<http://e/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#about> 1 .", "no XML name"),
        ("rdfxml", '<http://e/s> <http://e/p> "\\u0001" .', "control character"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(format: str, turtle: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        serialize(read(turtle), NAMES[format], PREFIXES)


def test_ntriples_hold_triple_terms() -> None:
    quads = read("<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> _:x )>> .")
    assert str(back(quads, "ntriples")[0].object) == "<http://e/s> <http://e/p> _:b0"


def test_a_text_with_a_direction_keeps_it_in_json_ld_and_ntriples() -> None:
    quads = read('<http://e/s> <http://www.w3.org/2000/01/rdf-schema#label> "a"@ar--rtl .')
    assert back(quads, "jsonld") == back(quads, "ntriples") == quads


def test_turtle_is_as_the_formatter_writes_it() -> None:
    text = serialize(merged([read(HEAD + " ".join(AWKWARD))]), NAMES["turtle"], PREFIXES)
    assert reformat(text, "made").text == text.decode()


def test_a_text_of_several_lines_in_a_named_graph_keeps_its_spaces() -> None:
    quads = read('<http://e/g> { <http://e/s> <http://e/p> "a\\n  b\\n\\n@prefix c" }', "trig")
    assert back(quads, "trig") == quads


@pytest.mark.parametrize("format", ["turtle", "jsonld"])
def test_blank_nodes_nested_ten_thousand_deep_come_back(format: str) -> None:
    chain = "".join(f"_:n{number} <http://e/p> _:n{number + 1} .\n" for number in range(10_000))
    found = back(read(chain, "ntriples"), format)
    assert len(found) == 10_000
    assert len({quad.subject for quad in found} - {quad.object for quad in found}) == 1


@pytest.mark.parametrize("format", ["turtle", "jsonld"])
def test_lists_nested_ten_thousand_deep_come_back(format: str) -> None:
    first, rest, nil = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
    nodes = [ox.BlankNode(f"n{number}") for number in range(10_001)]
    quads = [ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), nodes[0])]
    for node, inner in pairwise(nodes):
        quads += [ox.Quad(node, first, inner), ox.Quad(node, rest, nil)]
    assert len(back(quads, format)) == len(quads)


def test_a_long_list_is_one_list() -> None:
    quads = read(f"<http://e/s> <http://e/p> ( {'1 ' * 5_000}) .")
    document = json.loads(serialize(merged([quads]), NAMES["jsonld"], PREFIXES, Context()))
    assert document["@graph"][0]["http://e/p"] == {"@list": [1] * 5_000}


def test_nesting_is_cut_at_the_limit() -> None:
    chain = "".join(f"_:n{number:03} <http://e/p> _:n{number + 1:03} .\n" for number in range(100))
    nodes = group(merged([read(chain, "ntriples")]))[ox.DefaultGraph()]
    assert len(nodes.roots()) == 1 + 100 // (DEEP + 1)


def test_a_blank_node_of_two_graphs_keeps_its_label() -> None:
    quads = read("_:x <http://e/p> 1 . <http://e/g> { <http://e/s> <http://e/p> _:x . _:x <http://e/q> 2 }", "trig")
    document = json.loads(serialize(merged([quads]), NAMES["jsonld"], PREFIXES, Context()))
    assert document["@graph"][0] == {"id": "_:b0", "http://e/p": 1}


def test_files_do_not_share_blank_nodes() -> None:
    file = "_:x <http://e/p> 1 . _:x <http://e/q> 2 ."
    assert len({quad.subject for quad in merged([read(file), read(file)])}) == 2


def test_a_prefix_that_is_also_a_scheme_is_left_out() -> None:
    document = json.loads(jsonld.dumps(read("<doc:x> <http://example.org/doc/p> 1 ."), Context(PREFIXES)))
    assert "doc" not in document["@context"]
    assert document["@graph"] == [{"id": "doc:x", "e:doc/p": 1}]


def test_with_an_address_such_a_prefix_is_set_to_null() -> None:
    context = Context(PREFIXES, (), "https://example.org/context.jsonld")
    assert json.loads(jsonld.dumps(read("<http://e/s> a <doc:x> ."), context))["@context"] == [
        "https://example.org/context.jsonld",
        {"doc": None},
    ]


def test_sorted_lines_are_in_order_without_repeats() -> None:
    assert sorted_lines(b"b .\na .\nb .\n") == b"a .\nb .\n"


def test_what_has_nothing_in_it_is_an_empty_document() -> None:
    assert [serialize([], NAMES[name], PREFIXES) for name in ("turtle", "ntriples", "trig")] == [b"", b"", b""]
    assert json.loads(serialize([], NAMES["jsonld"], PREFIXES))["@graph"] == []


def test_the_shipped_files_come_back_from_every_format() -> None:
    from cisld.files.parse import quads
    from cisld.files.project import find

    project = find(Path(__file__).parents[2])
    context = context_for(project)
    union = list(merged(quads(file) for file in project.files("ontology", "data")))
    expected = sorted_lines(ox.serialize(union, format=NAMES["nquads"]) or b"")
    lexical = sorted({str(quad.object) for quad in union if isinstance(quad.object, ox.Literal)})
    for name, format in NAMES.items():
        found = read(serialize(union, format, project.prefixes, context), name)
        assert len({str(quad) for quad in found}) == expected.count(b"\n")
        assert sorted({str(quad.object) for quad in found if isinstance(quad.object, ox.Literal)}) == lexical
