"""Columns hold exactly the triples of the text, every term as it is written."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.errors import InputError
from cisld.graph.columns import Columns
from cisld.rdf.names import XSD

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(
    [" , ", " ;\n\t", " .\n", '"', "\\", '" , "', "\t<a:p> ", "<<( ", " )>>", "@en", '"^^<a:b>']
)
IRIS = st.sampled_from(
    [
        "http://e/a",
        "http://e/b",
        "urn:x",
        "http://пример/я",
        "a:b,c;d.",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    ]
)
NODES = IRIS.map(ox.NamedNode) | st.sampled_from(["x", "y"]).map(ox.BlankNode)
LITERALS = (
    TEXT.map(ox.Literal)
    | st.builds(lambda text: ox.Literal(text, language="be-x-old"), TEXT)
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        TEXT | st.sampled_from(["1", "01", "+1", "-0", "1.50", ".5", "5.", "1e3", "1.5E-3", "true", "0", "abc", ""]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]),
    )
)
TRIPLES = st.lists(st.builds(ox.Triple, NODES, IRIS.map(ox.NamedNode), NODES | LITERALS), max_size=30)


@given(TRIPLES)
def test_columns_hold_the_triples_of_the_text(triples: list[ox.Triple]) -> None:
    columns = Columns.of(triples)
    names: dict[str, str] = {}
    for name in (str(term) for triple in triples for term in (triple.subject, triple.object)):
        if name.startswith("_:"):
            names.setdefault(name, f"_:b{len(names)}")
    expected = {
        tuple(names.get(str(term), str(term)) for term in (triple.subject, triple.predicate, triple.object))
        for triple in triples
    }
    found = list(columns.triples())
    assert set(found) == expected
    assert len(found) == len(expected) == len(columns)


@given(TRIPLES)
def test_the_inverse_of_a_column_holds_the_same_pairs(triples: list[ox.Triple]) -> None:
    for column in Columns.of(triples).by_predicate.values():
        assert sorted((object, subject) for subject, object in column.pairs()) == sorted(column.inverse.pairs())
        assert column.inverse.inverse is column
        assert all((subject in column.one) != (subject in column.many) for subject in column.subjects())


@given(TRIPLES, TRIPLES)
def test_columns_on_top_of_columns_hold_both(below: list[ox.Triple], above: list[ox.Triple]) -> None:
    base = Columns.of(below)
    before = set(base.triples())
    both = Columns.of(above, onto=base)
    assert set(base.triples()) == before
    assert before <= set(both.triples())
    assert len(both) <= len(base) + len(Columns.of(above))


def test_forms_of_literals_stay_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        '<a:s> <a:p> 01 , 1 , 1.50 , "x"@EN-gb , "a\\nb" , "2020-01-01Z"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    assert set(Columns.load([file])["<a:p>"].values()) == {
        f'"01"^^<{XSD}integer>',
        f'"1"^^<{XSD}integer>',
        f'"1.50"^^<{XSD}decimal>',
        '"x"@en-gb',
        '"a\\nb"',
        f'"2020-01-01Z"^^<{XSD}date>',
    }


def test_blank_nodes_of_two_files_are_never_one(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text("_:x <a:p> _:x .")
    assert list(Columns.load([tmp_path])["<a:p>"].pairs()) == [("_:b0", "_:b0"), ("_:b1", "_:b1")]


def test_named_graphs_are_part_of_the_graph(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<a:g> { <a:s> <a:p> <a:o> } <a:s> <a:p> <a:q> .")
    assert len(Columns.load([tmp_path])) == 2


def test_a_relative_iri_is_resolved_against_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<> <#p> <b> .")
    (triple,) = Columns.load([file]).triples()
    assert triple == (f"<{file.as_uri()}>", f"<{file.as_uri()}#p>", f"<{tmp_path.as_uri()}/b>")


def test_a_fault_in_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> <a:o> .\n<a:s> a:p 1 .")
    with pytest.raises(InputError, match=r"a\.ttl:2:"):
        Columns.load([tmp_path])


def test_a_class_has_the_instances_of_its_subclasses_in_a_circle_too() -> None:
    text = b"""@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <a:B> rdfs:subClassOf <a:A> . <a:C> rdfs:subClassOf <a:B> . <a:B> rdfs:subClassOf <a:C> .
    <a:x> a <a:C> . <a:y> a <a:A> ."""
    columns = Columns.of(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert columns.instances("<a:A>") == {"<a:x>", "<a:y>"}
    assert columns.instances("<a:B>") == {"<a:x>"}


def test_a_node_with_very_many_objects_is_read_in_time(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<a:hub> " + " ; ".join(f"<a:p{i % 3}> <a:o{i}>" for i in range(150_000)) + " .")
    columns = Columns.load([file])
    assert [len(columns[f"<a:p{i}>"]) for i in range(3)] == [50_000] * 3
    assert len(columns["<a:p0>"].inverse) == 50_000


def test_a_column_without_new_triples_is_shared_with_the_columns_below() -> None:
    base = Columns.of([ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:o"))])
    above = Columns.of([ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:q"), ox.NamedNode("a:o"))], onto=base)
    assert above["<a:p>"] is base["<a:p>"]
    assert len(above) == 2


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_n_triples_are_read_alike_from_the_file_and_from_bytes(tmp_path: Path, mark: str) -> None:
    text = '<e:s> <e:p> _:x .\n_:x <e:p> "01"^^<e:d> .\n_:y <e:p> "a" .\n'
    for name in ("a.nt", "a.ttl"):
        (tmp_path / name).write_text(mark + text, encoding="utf-8")
    one, other = (sorted(Columns.load([tmp_path / name]).triples()) for name in ("a.nt", "a.ttl"))
    assert one == other
    assert len(one) == 3


def test_a_fault_in_n_triples_says_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text('<e:s> <e:p> "a" .\n<e:s> <e:p> .\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.nt:2:\d+: CIS005"):
        Columns.load([path])


def test_triple_terms_nested_too_deep_are_refused_in_n_triples(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("<e:s> <e:p> " + "<<( <e:s> <e:p> " * 3_000 + "<e:o>" + " )>>" * 3_000 + " .\n", encoding="utf-8")
    with pytest.raises(InputError, match="CIS009"):
        Columns.load([path])
