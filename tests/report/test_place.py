"""A finding names the file, line and column where a reader finds what is wrong, however the files are laid out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from cisld.errors import InputError
from cisld.files.parse import expand
from cisld.files.positions import triples
from cisld.files.tokens import place as position
from cisld.graph.columns import Columns
from cisld.rdf.names import Prefixes
from cisld.report.finding import Finding
from cisld.report.place import Whereabouts
from cisld.report.run import Job, validate
from cisld.shacl.vocabulary import FIRST
from cisld.shacl.vocabulary import PARAMETERS as CORE
from tests.files.turtle_texts import documents
from tests.spec.manifest import suite

FAULTS = Path(__file__).parent / "fixtures" / "faults"
LAYOUTS = sorted(path.parent.name for path in FAULTS.glob("*/expected.tsv"))
PREFIXES = Prefixes(s="https://example.org/shapes#", ex="https://example.org/id/", sh="http://www.w3.org/ns/shacl#")
REPORTED = set(CORE) - {"flags", "ignoredProperties", "property", "qualifiedValueShape", "qualifiedValueShapesDisjoint"}
"""The parameters of the Recommendation that give results of their own."""

SHAPE = """
PREFIX s: <https://example.org/shapes#> PREFIX ex: <https://example.org/id/> PREFIX sh: <http://www.w3.org/ns/shacl#>
s:One sh:targetNode ex:one ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ; sh:minCount 1 ] .
"""


def found_in(folder: Path) -> tuple[Finding, ...]:
    return validate(Job(expand([folder]), [FAULTS / "shapes.ttl"], PREFIXES)).outcome.found


def expected(layout: str) -> dict[str, str]:
    rows = (FAULTS / layout / "expected.tsv").read_text().splitlines()
    return dict(row.split("\t") for row in rows)


def test_there_are_six_layouts_and_every_component_of_the_recommendation() -> None:
    assert len(LAYOUTS) == 6
    components = {finding.component for finding in found_in(FAULTS / "plain")}
    core = {f"sh:{name[0].upper()}{name[1:]}ConstraintComponent" for name in REPORTED - {"sparql"}}
    assert components == core | {"sh:SPARQLConstraintComponent", "s:StartsComponent"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_fault_is_told_at_the_place_that_was_marked_by_hand(layout: str) -> None:
    found = found_in(FAULTS / layout)
    told = {finding.shape: _short(finding) for finding in found if finding.place}
    assert told == expected(layout)
    assert len(found) == len(told) == 39


def _short(finding: Finding) -> str:
    place = finding.place
    return f"{Path(place.path).name}:{place.line}:{place.column}" if place else ""


def test_the_place_of_the_shape_is_that_of_its_block() -> None:
    found = {finding.shape: finding.shape_place for finding in found_in(FAULTS / "plain")}
    lines = (FAULTS / "shapes.ttl").read_text().splitlines()
    for shape, place in found.items():
        assert place is not None
        assert place.column == 1
        assert lines[place.line - 1].startswith(f"{shape} a ")


def located(folder: Path, **files: str) -> str:
    """Return where the one finding of SHAPE is in files that are called by their names with _ for the dot."""
    (folder / "data").mkdir()
    (folder / "shapes.ttl").write_text(SHAPE)
    for name, text in files.items():
        (folder / "data" / name.replace("_", ".")).write_text(text)
    (finding,) = validate(Job(expand([folder / "data"]), [folder / "shapes.ttl"], PREFIXES)).outcome.found
    return _short(finding)


E = "https://example.org/id/"


def test_a_triple_that_stands_in_two_files_is_told_in_the_first(tmp_path: Path) -> None:
    triple = f'<{E}one> <{E}p> "x" .'
    assert located(tmp_path, a_ttl=f"<{E}two> <{E}p> 1 .", b_nt=f"\n{triple}\n", c_ttl=triple) == "b.nt:2:57"


def test_a_relative_iri_is_found(tmp_path: Path) -> None:
    text = f'@base <{E}> .\n<x> <p> <y> .\n<one> <p> "x" .\n'
    assert located(tmp_path, a_ttl=text) == "a.ttl:3:11"
    shapes = SHAPE.replace("ex:one", f"<{(tmp_path / 'b' / 'data' / 'a.ttl').as_uri()}#one>")
    (tmp_path / "b" / "data").mkdir(parents=True)
    (tmp_path / "b" / "data" / "a.ttl").write_text(f'\n<#one> <{E}p> "x" .')
    (tmp_path / "shapes.ttl").write_text(shapes)
    (found,) = validate(Job([tmp_path / "b" / "data" / "a.ttl"], [tmp_path / "shapes.ttl"])).outcome.found
    assert _short(found) == "a.ttl:2:35"


FOREIGN = {
    "a_jsonld": ('[\n {"@id": "https://example.org/id/one",\n  "https://example.org/id/p": "x"}]', "a.jsonld:2:34"),
    "a_rdf": (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/id/">\n'
        '<r:Description r:about="https://example.org/id/one"><p>x</p></r:Description></r:RDF>',
        "a.rdf:2:48",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_in_a_format_without_positions_the_subject_is_looked_up_by_its_name(name: str, tmp_path: Path) -> None:
    text, place = FOREIGN[name]
    assert located(tmp_path, **{name: text}) == place


def test_a_node_that_no_file_speaks_of_has_no_place(tmp_path: Path) -> None:
    assert located(tmp_path, a_ttl=f"<{E}two> <{E}p> 1 .") == ""


def test_a_node_that_is_only_named_is_found_where_it_is_named(tmp_path: Path) -> None:
    assert located(tmp_path, a_ttl=f"<{E}two>\n <{E}q> <{E}one> .") == f"a.ttl:2:{len(E) + 6}"


def test_a_path_that_ends_where_it_begins_is_told_at_the_block(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        SHAPE.replace("ex:p ; sh:nodeKind sh:IRI", "[ sh:zeroOrMorePath ex:p ] ; sh:maxLength 26")
    )
    (tmp_path / "a.ttl").write_text(f"@prefix : <{E}> .\n:one :p :x .\n:x :p :longer .")
    found = validate(Job([tmp_path / "a.ttl"], [tmp_path / "shapes.ttl"])).outcome.found
    assert [_short(one) for one in found] == ["a.ttl:3:7"]
    (tmp_path / "shapes.ttl").write_text(
        SHAPE.replace("ex:p ; sh:nodeKind sh:IRI", "[ sh:zeroOrMorePath ex:p ] ; sh:pattern '/(x|longer)$'")
    )
    found = validate(Job([tmp_path / "a.ttl"], [tmp_path / "shapes.ttl"])).outcome.found
    assert [_short(one) for one in found] == ["a.ttl:2:1"]


def test_nothing_is_read_again_without_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a file was searched for places")

    monkeypatch.setattr("cisld.files.positions.read", refuse)
    data = tmp_path / "a.ttl"
    data.write_text(f"<{E}one> <{E}p> <{E}two> .")
    (tmp_path / "shapes.ttl").write_text(SHAPE)
    assert not validate(Job([data], [tmp_path / "shapes.ttl"])).outcome.found
    data.write_text(f'<{E}one> <{E}p> "x" .')
    with pytest.raises(AssertionError):
        validate(Job([data], [tmp_path / "shapes.ttl"]))


BOM = "\ufeff"


def name(term: str) -> str:
    return "_:" if term.startswith("_:") else term


@given(documents(), documents())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_every_triple_of_any_documents_is_found_and_nameless_nodes_are_told_apart(one: str, other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "a.ttl"), Path(folder, "b.ttl")]
        for path, text in zip(paths, (one, other), strict=True):
            path.write_text(text)
        where, graph = Whereabouts(paths), Columns.load(paths)
        sooner = Whereabouts(paths, homes=graph.homes)
        written: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        for path, text in zip(paths, (one.removeprefix(BOM), other.removeprefix(BOM)), strict=True):
            for each in triples(text, base=path.resolve().as_uri()):
                key = (str(path), *position(text, each.at_object))
                written.setdefault(key, []).append(tuple(map(name, each[:3])))
        for triple in graph.triples():
            found = where.triple(*triple)
            assert found is not None
            assert found == sooner.triple(*triple)
            assert where.predicate(*triple[:2]) == sooner.predicate(*triple[:2])
            assert where.subject(triple[0]) == sooner.subject(triple[0])
            assert tuple(map(name, triple)) in written[tuple(found)]
        cells = graph[FIRST].subjects()  # a cell stands where its member does
        blanks = {subject for subject, _, _ in graph.triples() if subject.startswith("_:")} - cells
        places = {where.subject(blank) for blank in blanks}
        assert None not in places
        assert len(places) == len(blanks)


SUITE = sorted(suite("shacl").rglob("*.ttl"))


@pytest.mark.skipif(not SUITE, reason="the W3C suite is not here: set CISLD_CONFORMANCE")
def test_every_finding_of_the_w3c_suite_has_a_place() -> None:
    found = []
    for path in SUITE:
        try:
            found += validate(Job([path], [path])).outcome.found
        except InputError:  # shapes that are to be refused, and manifests
            continue
    assert len(found) > 200
    assert all(one.place and one.shape_place for one in found)
