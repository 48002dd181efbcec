"""The W3C suite of JSON-LD 1.1: toRdf through the parser, fromRdf through the compacting writer.

https://w3c.github.io/json-ld-api/tests/
"""

import json
import os
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld as pyld

from cisld.errors import InputError
from cisld.files.parse import parse
from cisld.view.context import Context
from cisld.view.jsonld import dumps
from cisld.view.nodes import merged

SUITE = Path(os.environ.get("CISLD_CONFORMANCE", Path(__file__).parents[3] / "shared/conformance")) / "json-ld-api"
BASE = "https://w3c.github.io/json-ld-api/tests/"
NOT_ASKED = {"json-ld-1.0"}
"""Versions of the specification whose tests a 1.1 processor does not run."""

Test = dict[str, Any]


def _failures(reasons: dict[str, str]) -> dict[str, str]:
    return {test: reason for tests, reason in reasons.items() for test in tests.split()}


TO_RDF_FAILURES = _failures(
    {
        "tc031 tc034 te126 te127 te128 tso05 tso06 tso08 tso09 tso11": "A context at another address: none is fetched.",
        "tc029 tep02 ter21 ter42 ttn01 te075": "The test asks for the processing mode of JSON-LD 1.0.",
        "te077": "The test gives a context beside the document; a file has only its own.",
        "tdi02 tdi04 tdi05 tdi06": "The direction of a text is kept, as RDF 1.2 can say it, not dropped.",
        "tdi09 tdi10 tdi11 tdi12": "The test asks for a direction written as a datatype or as a blank node.",
        "t0122 t0123 te062 te091": "The parser leaves dot segments in an IRI whose base has them.",
        "tli12": "The parser refuses a base that is no IRI where the test wants it passed over.",
        "tc013": "The parser takes the term of the outer context in a type map.",
    }
)
FROM_RDF_FAILURES = _failures(
    {
        "t0016": "A list cell typed rdf:List is written as a node: as a list it would lose its type.",
        "t0027 t0028": "The test wants lexical forms normalised; here they are written as they stand.",
        "tjs08 tjs09": "An rdf:JSON literal is written as it stands, also where it is not JSON.",
        "tdi05 tdi06 tdi11 tdi12": "The test asks for a direction read from a datatype or from a blank node.",
    }
)


def sequence(name: str) -> list[Test]:
    manifest = SUITE / f"{name}-manifest.jsonld"
    if not manifest.exists():
        return []
    tests: list[Test] = json.loads(manifest.read_text())["sequence"]
    return [test for test in tests if test.get("option", {}).get("specVersion") not in NOT_ASKED]


def of_kind(name: str, kind: str, failures: dict[str, str]) -> list[Any]:
    """Return the tests of a kind as parameters; one listed as failing must fail."""
    return [
        pytest.param(test, id=test["@id"][1:], marks=_marks(failures.get(test["@id"][1:])))
        for test in sequence(name)
        if f"jld:{kind}" in test["@type"]
    ]


def _marks(reason: str | None) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def quads_of(test: Test) -> list[ox.Quad]:
    path = SUITE / test["input"]
    format = ox.RdfFormat.JSON_LD if path.suffix == ".jsonld" else ox.RdfFormat.N_QUADS
    base = test.get("option", {}).get("base", BASE + test["input"])
    return list(parse(path.read_bytes(), format, str(path), base if format == ox.RdfFormat.JSON_LD else None))


def canonical(quads: list[ox.Quad]) -> list[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def nquads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS, lenient=True))


def lists(value: Any) -> list[int]:
    """Return the lengths of all lists in a document, in order."""
    if isinstance(value, list):
        return sorted(length for item in value for length in lists(item))
    if isinstance(value, dict):
        inner = sorted(length for item in value.values() for length in lists(item))
        return sorted([*inner, len(value["@list"])]) if "@list" in value else inner
    return []


needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="no W3C suite at CISLD_CONFORMANCE or beside the project")


@needs_suite
@pytest.mark.parametrize("test", of_kind("toRdf", "PositiveEvaluationTest", TO_RDF_FAILURES))
def test_a_document_gives_the_quads_of_the_suite(test: Test) -> None:
    assert canonical(quads_of(test)) == canonical(nquads((SUITE / test["expect"]).read_text()))


@needs_suite
@pytest.mark.parametrize("test", of_kind("toRdf", "PositiveSyntaxTest", TO_RDF_FAILURES))
def test_a_document_is_read_without_error(test: Test) -> None:
    quads_of(test)


@needs_suite
@pytest.mark.parametrize("test", of_kind("toRdf", "NegativeEvaluationTest", TO_RDF_FAILURES))
def test_a_wrong_document_is_refused_in_one_line(test: Test) -> None:
    with pytest.raises(InputError) as error:
        quads_of(test)
    assert "\n" not in str(error.value)


@needs_suite
@pytest.mark.parametrize("test", of_kind("fromRdf", "PositiveEvaluationTest", FROM_RDF_FAILURES))
def test_quads_give_a_document_equal_to_that_of_the_suite(test: Test) -> None:
    """Compare by expansion to quads with PyLD, by reading back with our parser, and by the lists found."""
    quads = quads_of(test)
    made = dumps(merged([quads]), Context())
    expected = json.loads((SUITE / test["expect"]).read_text())
    assert canonical(nquads(pyld.to_rdf(json.loads(made), {"format": "application/n-quads"}))) == canonical(
        nquads(pyld.to_rdf(expected, {"format": "application/n-quads"}))
    )
    assert canonical(list(parse(made.encode(), ox.RdfFormat.JSON_LD, "made"))) == canonical(quads)
    assert lists(pyld.expand(json.loads(made))) == lists(pyld.expand(expected))


@needs_suite
@pytest.mark.parametrize("test", of_kind("fromRdf", "NegativeEvaluationTest", FROM_RDF_FAILURES))
def test_quads_that_json_ld_cannot_hold_are_refused(test: Test) -> None:
    with pytest.raises(InputError):
        dumps(merged([quads_of(test)]), Context())


@needs_suite
def test_every_listed_failure_is_a_test_of_the_suite() -> None:
    for name, failures in (("toRdf", TO_RDF_FAILURES), ("fromRdf", FROM_RDF_FAILURES)):
        assert failures.keys() <= {test["@id"][1:] for test in sequence(name)}
