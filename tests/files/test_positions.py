"""Each triple is found at the line and column where a reader finds it, and no triple is missed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from cisld.files.parse import FORMATS, parse
from cisld.files.positions import Locator, Place, Places, triples
from cisld.files.sameness import same
from cisld.files.turtle import EXTERNAL
from cisld.rdf.literals import to_term
from tests.files.turtle_texts import PROLOGUE, SNIPPETS, documents
from tests.spec.manifest import suite

E = "http://e/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(E + name)


def assert_same_triples(data: bytes, suffix: str) -> None:
    """Compare with the parser: all triples with their repeats and graphs, and the trees of nameless nodes."""
    whole = list(parse(data, FORMATS[suffix], "here", None if suffix in (".nt", ".nq") else EXTERNAL))
    found = list(triples(data, "here", EXTERNAL, suffix in (".trig", ".nq")))
    ours = [ox.Quad(to_term(one.subject), ox.NamedNode(one.predicate[1:-1]), to_term(one.object)) for one in found]
    theirs = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in whole]
    labels = {term.value for quad in ours for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode)}
    labels &= {term.value for quad in theirs for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode)}
    assert same(ours, theirs, labels)
    assert Counter(map(_blurred, found)) == Counter(
        (_blur(str(quad.subject)), str(quad.predicate), _blur(str(quad.object)), _blur(_graph(quad))) for quad in whole
    )


def _blurred(one: object) -> tuple[str, ...]:
    subject, predicate, object, _, _, _, graph = one  # type: ignore[misc]
    return _blur(subject), predicate, _blur(object), _blur(graph)


def _graph(quad: ox.Quad) -> str:
    return "" if quad.graph_name == ox.DefaultGraph() else str(quad.graph_name)


def _blur(name: str) -> str:
    return "_:" if name.startswith("_:") else name


@pytest.mark.parametrize("text", SNIPPETS)
def test_every_form_of_the_grammar_gives_the_triples_of_the_parser(text: str) -> None:
    assert_same_triples((text if "prefix : " in text else PROLOGUE + text).encode(), ".ttl")


@given(documents())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_document_gives_the_triples_of_the_parser(text: str) -> None:
    assert_same_triples(text.encode(), ".ttl")


# test-38 is in no manifest; it has an escaped surrogate, which is no character
SUITES = sorted(
    path
    for name in ("rdf-turtle", "rdf-trig", "rdf-n-triples", "rdf-n-quads")
    for path in (suite("rdf11") / name).rglob("*")
    if path.suffix in (".ttl", ".trig", ".nt", ".nq") and "bad" not in path.name and path.stem != "test-38"
)


@pytest.mark.skipif(not SUITES, reason="the W3C suites are not here: set CISLD_CONFORMANCE")
def test_every_file_of_the_w3c_suites_gives_the_triples_of_the_parser() -> None:
    seen = 0
    for path in SUITES:
        data = path.read_bytes()
        assert_same_triples(data, path.suffix)
        seen += 1
    assert seen > 500


MARKED = """\
@prefix : <http://e/> .
:s
\t:p :one ,
\t   :two ;
  :q "Ж\U0001f600" , 01 , 1.50 ; :q true .
:s :r '''a
b''' , :after ; :t :end .

:u :list ( :l1
    :l2 ) ; :in [ :x 1 ;
  :y [ :z "deep" ] ] .
_:k :p _:m .
"""

PLACES = [
    ("s", "p", iri("one"), (3, 2), (3, 5)),
    ("s", "p", iri("two"), (3, 2), (4, 5)),
    ("s", "q", ox.Literal("Ж\U0001f600"), (5, 3), (5, 6)),
    ("s", "q", ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), (5, 3), (5, 13)),
    ("s", "q", ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), (5, 3), (5, 18)),
    ("s", "q", ox.Literal(True), (5, 3), (5, 28)),
    ("s", "r", ox.Literal("a\nb"), (6, 4), (6, 7)),
    ("s", "r", iri("after"), (6, 4), (7, 8)),
    ("s", "t", iri("end"), (7, 17), (7, 20)),
]


@pytest.fixture(params=["\n", "\r\n", "\r", "bom"])
def marked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    end = request.param
    path = tmp_path / "marked.ttl"
    text = "\ufeff" + MARKED if end == "bom" else MARKED.replace("\n", end)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(("subject", "predicate", "object", "at_predicate", "at_object"), PLACES)
def test_places_are_those_marked_by_hand(
    marked: Path,
    subject: str,
    predicate: str,
    object: ox.Literal,
    at_predicate: tuple[int, int],
    at_object: tuple[int, int],
) -> None:
    if b"\r" in marked.read_bytes() and "\n" in str(object.value):
        object = ox.Literal(object.value.replace("\n", "\r\n" if b"\n" in marked.read_bytes() else "\r"))
    locator = Locator(marked)
    assert locator.triple(iri(subject), iri(predicate), object) == Place(str(marked), *at_object)
    assert locator.subject(iri(subject)) == Place(str(marked), 2, 1)
    first = locator.predicate(iri(subject), iri(predicate))
    assert first is not None
    assert (first.line, first.column) == at_predicate


def test_a_place_is_written_as_file_line_and_column(marked: Path) -> None:
    assert str(Locator(marked).triple(f"<{E}s>", f"<{E}t>", f"<{E}end>")) == f"{marked}:7:20"


def test_what_is_not_in_the_file_has_no_place(marked: Path) -> None:
    locator = Locator(marked)
    assert locator.triple(iri("s"), iri("p"), iri("three")) is None
    assert locator.predicate(iri("s"), iri("nothing")) is None
    assert locator.subject(iri("nobody")) is None


def test_a_literal_is_found_as_the_store_gives_it_back(marked: Path) -> None:
    store = ox.Store()
    store.extend(parse(marked.read_bytes(), FORMATS[".ttl"], "here"))
    literals = [quad for quad in store.quads_for_pattern(iri("s"), iri("q"), None) if quad.object.value in ("1", "1.5")]
    found = [Locator(marked).triple(quad.subject, quad.predicate, quad.object) for quad in literals]
    assert sorted((place.line, place.column) for place in found if place) == [(5, 13), (5, 18)]


NAMELESS = {"deep": (11, 11), "1": (10, 22), "http://e/l1": (9, 12), "http://e/l2": (10, 5)}


@pytest.mark.parametrize("given_quads", [True, False])
def test_nameless_nodes_are_found(marked: Path, given_quads: bool) -> None:
    quads = list(parse(marked.read_bytes(), FORMATS[".ttl"], "here"))
    locator = Locator(marked, quads if given_quads else ())
    inner = [quad for quad in quads if isinstance(quad.subject, ox.BlankNode) and quad.subject.value != "k"]
    for quad in inner:
        place = locator.triple(quad.subject, quad.predicate, quad.object)
        expected = NAMELESS.get(getattr(quad.object, "value", ""))
        assert expected is None or (place is not None and place[1:] == expected)
    assert len(inner) == 7


def test_labelled_nodes_are_found_by_their_label(marked: Path) -> None:
    assert Locator(marked).triple("_:k", f"<{E}p>", "_:m") == Place(str(marked), 12, 8)


TWINS = PROLOGUE + ":s :p [ :q 1 ] ,\n [ :q 1 ] .\n[ :q 1 ; :r [ :q 1 ] ] .\n[] :q 1 .\n:t :p ( [ :q 1 ] [ :q 1 ] ) ."


def test_nodes_that_look_the_same_are_told_apart_by_their_order(tmp_path: Path) -> None:
    path = tmp_path / "twins.ttl"
    path.write_text(TWINS)
    quads = list(parse(TWINS.encode(), FORMATS[".ttl"], "here"))
    twins = [quad for quad in quads if quad.predicate == iri("q")]
    places = [Locator(path, quads).triple(quad.subject, quad.predicate, quad.object) for quad in twins]
    assert sorted(place[1:] for place in places if place) == [
        (3, 12), (4, 7), (5, 6), (5, 18), (6, 7), (7, 14), (7, 23)
    ]  # fmt: skip
    children = {quad.object: quad for quad in quads if quad.predicate == iri("p")}
    first = next(quad for quad in twins if quad.subject in children)
    assert Locator(path, quads).triple(first.subject, first.predicate, first.object) == Place(str(path), 3, 12)
    assert Locator(path).triple(first.subject, first.predicate, first.object) is None


def test_a_label_cannot_pass_for_a_nameless_node() -> None:
    found = list(triples("_:at20 <e:p> 1 .    [] <e:p> 2 ."))
    assert found[0].subject != found[1].subject


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        (".nt", "<http://e/x> <http://e/p> <http://e/o> .\n<http://e/s> <http://e/p> <http://e/o> .\n", (2, 27)),
        (".nq", "# c\n<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n", (2, 27)),
        (".trig", "@prefix : <http://e/> .\n:g { :s :p :x }\nGRAPH :h {\n  :s :p :o }", (4, 9)),
    ],
)
def test_other_formats_of_the_family_have_places(
    suffix: str, text: str, expected: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / f"data{suffix}"
    path.write_text(text)
    place = Locator(path).triple(iri("s"), iri("p"), iri("o"))
    assert place is not None
    assert place[1:] == expected


@pytest.mark.parametrize("name", ["a.rdf", "a.jsonld", "broken.ttl", "missing.ttl", "bytes.ttl"])
def test_a_file_without_places_gives_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name != "missing.ttl":
        path.write_bytes(b"\xff" if name == "bytes.ttl" else b"<http://e/s> <http://e/p> ")
    assert Locator(path).triple(iri("s"), iri("p"), iri("o")) is None
    assert Locator(path).subject(iri("s")) is None


def test_a_file_is_not_read_before_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "later.ttl"
    locator = Locator(path)
    path.write_text("<http://e/s> <http://e/p> <http://e/o> .")
    assert locator.subject(iri("s")) == Place(str(path), 1, 1)


def test_a_triple_is_found_in_the_file_that_has_it(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text("<http://e/s> <http://e/p> 1 .")
    two.write_text("@prefix : <http://e/> .\n:s :p 2 .\n:t :q 3 .")
    places = Places([Locator(one), Locator(two)])
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    assert places.triple(iri("s"), iri("p"), ox.Literal("2", datatype=integer)) == Place(str(two), 2, 7)
    assert places.subject(iri("s")) == Place(str(one), 1, 1)
    assert places.predicate(iri("t"), iri("q")) == Place(str(two), 3, 4)
    assert places.triple(iri("t"), iri("q"), iri("none")) is None


def test_a_name_that_no_word_of_the_file_shows_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text("@prefix f: <http://e/foo-> .\nf:x f:p 1 .\n<http://e/\\u0074> f:p 2 .")
    places = Places([Locator(tmp_path / "none.ttl"), Locator(path)])
    assert places.subject(iri("foo-x")) == Place(str(path), 2, 1)
    assert places.subject(iri("t")) == Place(str(path), 3, 1)
