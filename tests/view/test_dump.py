"""A build says the same in every format, describes itself truly and never takes away what it did not write."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from cisld.errors import InputError, UsageError
from cisld.files.parse import FORMATS, quads
from cisld.files.project import Project, find, load
from cisld.view.dump import build

RDF = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
VOID = "PREFIX void: <http://rdfs.org/ns/void#> "
DCAT = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#> "


@pytest.fixture
def project(rivers: Path) -> Project:
    """The starter project with a second file: blank nodes, a repeated triple, a link to Wikidata."""
    (rivers / "data" / "more.ttl").write_text(
        "@prefix id: <https://example.org/id/> . @prefix s: <https://schema.org/> .\n"
        "id:sozh s:sameAs <http://www.wikidata.org/entity/Q212504> ; s:geo [ s:latitude 1.50 ], (1 (2) []) .\n"
        "id:gomel <https://example.org/ontology#liesOn> id:sozh . _:x s:sameAs _:x .\n"
    )
    return load(rivers)


def canonical(statements: list[ox.Quad]) -> list[str]:
    dataset = ox.Dataset([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in statements])
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def store_of(*paths: Path) -> ox.Store:
    store = ox.Store()
    for path in paths:
        store.load(path=str(path), format=FORMATS[path.suffix])
    return store


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    return {tuple(term.value for term in row) for row in store.query(query)}  # type: ignore[union-attr]


def test_every_dump_says_the_same(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    dumps = [
        list(quads(tmp_path / "out" / f"rivers{suffix}"))
        for suffix in (".ttl", ".nt", ".rdf", ".jsonld", ".nq", ".trig")
    ]
    triples = [canonical(dump) for dump in dumps]
    assert '"1.50"' in "".join(triples[0])
    assert all(each == triples[0] for each in triples)


def test_the_datasets_have_one_graph_for_each_file(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    for name in ("rivers.nq", "rivers.trig"):
        assert {quad.graph_name.value for quad in quads(tmp_path / "out" / name)} == {
            "https://example.org/graph/data/more.ttl",
            "https://example.org/graph/data/rivers.ttl",
            "https://example.org/graph/ontology/rivers.ttl",
        }


def test_the_ontology_and_the_shapes_are_dumped_apart(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    ontology = list(quads(project.root / "ontology" / "rivers.ttl"))
    shapes = list(quads(project.root / "shapes" / "rivers.ttl"))
    assert canonical(list(quads(tmp_path / "out" / "rivers-ontology.nt"))) == canonical(ontology)
    assert canonical(list(quads(tmp_path / "out" / "rivers-shapes.ttl"))) == canonical(shapes)


WHOLE = """SELECT ?t ?s ?o ?p ?c ?e {
  ?d void:triples ?t ; void:distinctSubjects ?s ; void:distinctObjects ?o ; void:properties ?p ; void:classes ?c ;
     void:entities ?e }"""
COUNTS = {
    WHOLE: """SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) (COUNT(DISTINCT ?p) AS ?c)
      (COUNT(DISTINCT IF(?p = rdf:type && isIRI(?o), ?o, ?none)) AS ?d)
      (COUNT(DISTINCT IF(STRSTARTS(STR(?s), ?base), ?s, ?none)) AS ?e) { ?s ?p ?o }""",
    "SELECT ?c ?n { ?d void:class ?c ; void:entities ?n }": """SELECT ?c (COUNT(?s) AS ?n) {
      ?s a ?c FILTER isIRI(?c) } GROUP BY ?c""",
    """SELECT ?p ?n ?s ?o { ?dataset void:propertyPartition ?part .
      ?part void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o }""": """
      SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) { ?s ?p ?o } GROUP BY ?p""",
    "SELECT ?p ?n { ?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n }": """SELECT ?p (COUNT(*) AS ?n) {
      ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), "http://www.wikidata.org/entity/")) } GROUP BY ?p""",
}
"""What the VoID file says, each with the query over the data that must give the same."""


@pytest.mark.parametrize("said", COUNTS)
@pytest.mark.parametrize("shipped", [False, True])
def test_every_number_of_the_void_file_is_what_a_query_counts(
    shipped: bool, said: str, project: Project, tmp_path: Path
) -> None:
    chosen = find(Path(__file__).parents[2]) if shipped else project
    build(chosen, tmp_path / "out")
    found = rows(store_of(tmp_path / "out" / "void.ttl"), VOID + said)
    query = COUNTS[said].replace("?base", f'"{chosen.base}"')
    assert found
    assert found == rows(store_of(tmp_path / "out" / f"{chosen.name}.nt"), RDF + query)


def test_the_dcat_file_gives_size_and_checksum_of_every_other_file(project: Project, tmp_path: Path) -> None:
    files = build(project, tmp_path / "out")
    found = rows(
        store_of(tmp_path / "out" / "dcat.ttl"),
        DCAT + "SELECT ?url ?size ?sum { ?d a dcat:Distribution ; dcat:downloadURL ?url ; dcat:byteSize ?size ; "
        "spdx:checksum/spdx:checksumValue ?sum }",
    )
    told = {url.removeprefix(project.base): (int(size), checksum) for url, size, checksum in found}
    assert told.keys() == {file.name for file in files} - {"dcat.ttl"}
    for name, (size, checksum) in told.items():
        data = (tmp_path / "out" / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, checksum)


def test_the_manifest_lists_every_file_with_its_bytes(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    listed = json.loads((tmp_path / "out" / "MANIFEST.json").read_text())["files"]
    assert {file["file"] for file in listed} | {"MANIFEST.json"} == {path.name for path in (tmp_path / "out").iterdir()}
    for file in listed:
        data = (tmp_path / "out" / file["file"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        if file["triples"] is not None:
            assert file["triples"] == len(list(quads(tmp_path / "out" / file["file"])))


def test_the_source_hash_changes_with_a_file_and_with_the_settings(project: Project, tmp_path: Path) -> None:
    def source() -> str:
        build(project, tmp_path / "out")
        return str(json.loads((tmp_path / "out" / "MANIFEST.json").read_text())["source"]["sha256"])

    first = source()
    assert source() == first
    for path in (project.root / "data" / "more.ttl", project.root / "cisld.toml"):
        path.write_text(path.read_text() + "\n")
        assert source() != first
        first = source()


def test_the_published_context_stands_alone(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    context = json.loads((tmp_path / "out" / "context.jsonld").read_text())
    context["@graph"] = [{"id": "https://example.org/id/a", "liesOn": "ont:b"}]
    assert [str(quad) for quad in ox.parse(json.dumps(context), format=ox.RdfFormat.JSON_LD)] == [
        "<https://example.org/id/a> <https://example.org/ontology#liesOn> <https://example.org/ontology#b>"
    ]


def test_a_folder_with_another_file_is_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(UsageError, match=r'CIS052 "diary.txt", which `cisld build` did not write'):
        build(project, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diary.txt"]


def test_a_former_build_is_replaced_unless_a_file_was_added(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    build(project, tmp_path / "out")
    (tmp_path / "out" / "diary.txt").write_text("mine")
    with pytest.raises(UsageError, match="CIS052"):
        build(project, tmp_path / "out")


def test_a_file_in_place_of_the_folder_is_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError, match="CIS052 Not a folder"):
        build(project, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_broken_data_leave_the_former_build_as_it_was(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (project.root / "data" / "more.ttl").write_text("id:a")
    with pytest.raises(InputError, match=r"more\.ttl:1:"):
        build(project, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_fault_half_way_leaves_nothing(project: Project, tmp_path: Path) -> None:
    (project.root / "data" / "more.ttl").write_text("<http://e/s> <http://e/p/1> 1 .")
    with pytest.raises(UsageError, match="CIS050"):
        build(project, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rivers"]


@pytest.mark.parametrize("name", ["../up", "a/b", "void", "Context", ".hidden", "a b"])
def test_a_project_name_that_names_no_file_is_refused(name: str, rivers: Path, tmp_path: Path) -> None:
    settings = rivers / "cisld.toml"
    settings.write_text(settings.read_text().replace('name = "rivers"', f'name = "{name}"'))
    with pytest.raises(UsageError, match="CIS051"):
        build(load(rivers), tmp_path / "out")
    assert not (tmp_path / "out").exists()
