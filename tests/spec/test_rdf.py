"""RDF 1.1: the W3C suites of Turtle, TriG, N-Triples, N-Quads and RDF/XML, through our own parser and formatter."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cisld.errors import InputError
from cisld.files.formatting import reformat
from cisld.files.parse import FORMATS, format_of, parse
from tests.spec.manifest import Entry, entries, suite

SUITE = suite("rdf11")
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
SIZES = {"rdf-turtle": 313, "rdf-trig": 356, "rdf-n-triples": 70, "rdf-n-quads": 87, "rdf-xml": 166}
ENTRIES = [
    entry
    for name in SIZES
    if (SUITE / name / "manifest.ttl").exists()
    for entry in entries(SUITE / name / "manifest.ttl", f"{BASE}{name}/manifest.ttl")
]

_CANONICAL = "the engine keeps all namespaces in scope in an XML literal; RDF/XML 7.2.17 wants exclusive canonical XML"
KNOWN = {"rdf-xml/xml-canon-test001": _CANONICAL, "rdf-xml/xml-canon-test002": _CANONICAL}
"""Each test that fails, with the reason; one that passes all the same fails the run."""

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"no W3C RDF suites at {SUITE}")


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.key for entry in ENTRIES])
def test_the_suites_pass_but_for_the_known_failures(entry: Entry) -> None:
    try:
        _judge(entry)
    except (AssertionError, InputError, pytest.fail.Exception):
        if entry.key not in KNOWN:
            raise
        pytest.xfail(KNOWN[entry.key])
    assert entry.key not in KNOWN, f"{entry.key} passes now: take it from the table"


@pytest.mark.parametrize("name", SIZES)
def test_the_suite_is_whole(name: str) -> None:
    assert sum(entry.manifest.parent.name == name for entry in ENTRIES) == SIZES[name]


def test_each_known_failure_is_a_test_of_a_suite() -> None:
    assert set(KNOWN) <= {entry.key for entry in ENTRIES}


TURTLE = [entry for entry in ENTRIES if entry.kind in ("TestTurtleEval", "TestTurtlePositiveSyntax")]


@pytest.mark.parametrize("entry", TURTLE, ids=[entry.key for entry in TURTLE])
def test_a_formatted_file_keeps_its_graph_and_is_formatted_once_for_all(entry: Entry) -> None:
    data = _bytes(entry.action)
    new = reformat(data, entry.key).text
    turtle, base = FORMATS[".ttl"], str(entry.action)
    assert _dataset(parse(new.encode(), turtle, entry.key, base)) == _dataset(parse(data, turtle, entry.key, base))
    assert reformat(new.encode(), entry.key).text == new


def _judge(entry: Entry) -> None:
    assert entry.kind.endswith(("Eval", "PositiveSyntax", "NegativeSyntax", "NegativeEval")), entry.kind
    if "Negative" in entry.kind:
        with pytest.raises(InputError) as caught:
            list(_parsed(entry.action))
        assert caught.value.code in ("CIS002", "CIS005", "CIS006")
        return
    found = _dataset(_parsed(entry.action))
    if entry.kind.endswith("Eval"):
        assert found == _dataset(_parsed(entry.result))


def _parsed(iri: object):
    format = format_of(SUITE / str(iri).removeprefix(BASE))
    whole_iris = format in (FORMATS[".nt"], FORMATS[".nq"])
    return parse(_bytes(iri), format, str(iri), None if whole_iris else str(iri))


def _bytes(iri: object) -> bytes:
    return (SUITE / str(iri).removeprefix(BASE)).read_bytes()


def _dataset(quads) -> set[str]:
    """The quads with blank nodes named by RDFC-1.0, so that isomorphic datasets are equal."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
