"""The SHACL test suite of the W3C: every report must be isomorphic to the one in the manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cisld.errors import InputError
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_blank, to_term
from cisld.shacl import Report, validate
from cisld.shacl.vocabulary import FIRST, NIL, REST, sh

MF = "<http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "<http://www.w3.org/ns/shacl-test#"
CONFORMANCE = Path(os.environ.get("CISLD_CONFORMANCE") or Path(__file__).parents[3] / "shared" / "conformance")
SUITE = CONFORMANCE.resolve() / "shacl"
NOT_IN_MANIFEST = SUITE / "sparql" / "component" / "nodeValidator-001.ttl"
"""Stands beside the manifest as a proposed test, 23rd of the SPARQL tests."""

Triple = tuple[str, str, str]


def _file(iri: str) -> Path:
    return Path(iri[1:-1].removeprefix("file://"))


def _included(manifest: Path) -> Iterator[Path]:
    graph = Columns.load([manifest])
    if graph[f"{MF}entries>"]:
        yield manifest
    for include in sorted(graph[f"{MF}include>"].values()):
        yield from _included(_file(include))


def _tests() -> list[Path]:
    return [*_included(SUITE / "manifest.ttl"), NOT_IN_MANIFEST] if SUITE.is_dir() else []


def _only(graph: Columns, subject: str, predicate: str) -> str:
    (object,) = graph[predicate].objects(subject)
    return object


def _list(graph: Columns, head: str) -> Iterator[str]:
    while head != NIL:
        yield _only(graph, head, FIRST)
        head = _only(graph, head, REST)


def _expected(graph: Columns, report: str) -> Iterator[Triple]:
    """Yield the report: its results, and the paths of these, whose blank nodes are copies."""
    rest, seen = [report], set()
    while rest:
        node = rest.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, column in graph.by_predicate.items():
            for object in column.objects(node):
                yield node, predicate, object
                ends = predicate in (sh("sourceShape"), sh("value"), sh("focusNode"), sh("sourceConstraint"))
                if is_blank(object) and not ends:
                    rest.append(object)


def _canonical(triples: set[Triple]) -> set[str]:
    data = ox.Dataset(ox.Quad(*map(to_term, triple)) for triple in triples)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, data))


def _same(report: Report, expected: set[Triple]) -> bool:
    messages = {object for _, predicate, object in expected if predicate == sh("resultMessage")}
    kept = {each for each in report.graph() if each[1] != sh("resultMessage") or each[2] in messages}
    typed = {each for each in kept if each[2] != sh("ValidationResult")}
    wanted = {each for each in expected if each[2] != sh("ValidationResult")}
    return _canonical(typed) == _canonical(wanted)


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"no W3C SHACL suite at {SUITE}")
@pytest.mark.parametrize("file", _tests(), ids=lambda file: str(file.relative_to(SUITE)))
def test_the_report_is_the_one_of_the_manifest(file: Path) -> None:
    graph = Columns.load([file])
    (head,) = graph[f"{MF}entries>"].values()
    for test in _list(graph, head):
        action, result = _only(graph, test, f"{MF}action>"), _only(graph, test, f"{MF}result>")
        data, shapes = (_file(_only(graph, action, f"{SHT}{kind}Graph>")) for kind in ("data", "shapes"))
        if result == f"{SHT}Failure>":
            with pytest.raises(InputError):
                validate([data], [shapes])
        else:
            report = validate([data], [shapes])
            assert _same(report, set(_expected(graph, result))), report


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"no W3C SHACL suite at {SUITE}")
def test_all_121_tests_of_the_suite_are_run() -> None:
    tests = [str(file.relative_to(SUITE)) for file in _tests()]
    assert len(tests) == len(set(tests))
    entries = [
        (name, len(list(_list(graph, next(iter(graph[f"{MF}entries>"].values()))))))
        for name in tests
        for graph in [Columns.load([SUITE / name])]
    ]
    assert sum(count for name, count in entries if name.startswith("core")) == 98
    assert sum(count for name, count in entries if name.startswith("sparql")) == 23
