"""Reports: what results say, in which order, and as a graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from cisld.graph.columns import Columns
from cisld.rdf.literals import to_term
from cisld.shacl import Shapes, validate, validate_columns
from cisld.shacl.vocabulary import sh
from tests.shacl.graphs import columns, ex, found, report


def test_results_stand_in_a_fixed_order() -> None:
    properties = "ex:P sh:path ex:p ; sh:minCount 1 . ex:Q sh:path ex:p ; sh:class ex:C ."
    shapes = f"ex:S sh:targetClass ex:T ; sh:property ex:P , ex:Q . {properties}"
    data = "".join(f"ex:n{i} a ex:T . ex:m{i} a ex:T ; ex:p ex:b , ex:a ." for i in range(20))
    results = report(shapes, data).results
    assert len(results) == 60
    assert list(results) == sorted(results, key=lambda result: result.key)


def test_a_result_of_any_severity_means_that_the_data_do_not_conform() -> None:
    assert not report("ex:S sh:targetNode ex:a ; sh:severity sh:Info ; sh:class ex:C .", "").conforms


def test_messages_in_all_languages_are_told() -> None:
    (result,) = report('ex:S sh:targetNode ex:a ; sh:message "no"@en , "не"@ru ; sh:class ex:C .', "").results
    assert result.messages == ('"no"@en', '"не"@ru')


def test_a_shape_without_a_message_says_what_is_required() -> None:
    (result,) = report("ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 2 ] .", "").results
    assert result.messages == ('"There must be 2 values or more."',)


def test_a_shape_that_is_switched_off_finds_nothing_and_all_nodes_conform_to_it() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:not ex:T . ex:T sh:deactivated true ; sh:class ex:C ."
    assert found(shapes, "") == [("a", "a")]


def test_the_nearest_triple_of_a_result_is_told() -> None:
    shapes = """ex:S sh:targetNode ex:a ; sh:class ex:C ; sh:property [ sh:path ex:p ; sh:class ex:C ] ,
        [ sh:path ( ex:p ex:q ) ; sh:class ex:C ] , [ sh:path ex:r ; sh:minCount 1 ] ."""
    triples = {result.triple for result in report(shapes, "ex:a ex:p ex:b . ex:b ex:q ex:c .").results}
    assert triples == {
        (ex("a"), None, None),
        (ex("a"), ex("p"), ex("b")),
        (ex("a"), ex("p"), None),
        (ex("a"), ex("r"), None),
    }


def test_a_path_in_the_report_is_a_copy() -> None:
    path = "( ex:p [ sh:alternativePath ( [ sh:inversePath ex:q ] [ sh:zeroOrMorePath ex:r ] ) ] )"
    shapes = columns(f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 1 ] .")
    told = Shapes(shapes).validate(Columns())
    (node,) = [object for _, predicate, object in told.graph() if predicate == sh("resultPath")]
    (result,) = told.results
    assert result.path is not None
    again = {(subject, predicate) for subject, predicate, _ in told.graph()}
    assert {(node, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>")} <= again
    assert str(result.path) == f"{ex('p')}/(^{ex('q')}|{ex('r')}*)"
    assert node not in {object for _, _, object in shapes.triples()}


def test_the_graph_of_a_report_is_rdf() -> None:
    told = report("ex:S sh:targetNode 1 ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] .", "")
    dataset = ox.Dataset(ox.Quad(*map(to_term, triple)) for triple in told.graph())
    assert len(dataset) == len(list(told.graph()))


def test_blank_nodes_of_shapes_and_data_are_not_confused(tmp_path: Path) -> None:
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> . "
    (tmp_path / "data.ttl").write_text(prefix + "[] a ex:T .")
    (tmp_path / "shapes.ttl").write_text(prefix + "[] sh:targetClass ex:T ; sh:class ex:C .")
    (result,) = validate([tmp_path / "data.ttl"], [tmp_path / "shapes.ttl"]).results
    assert result.focus != result.source_shape


def test_only_the_shapes_asked_for_are_run() -> None:
    shapes = Shapes(columns("ex:S sh:targetNode ex:a ; sh:class ex:C . ex:T sh:targetNode ex:b ; sh:class ex:C ."))
    for name in ("http://example.org/T", ex("T")):
        assert [result.focus for result in shapes.validate(Columns(), only=[name]).results] == [ex("b")]


def test_shapes_read_once_validate_many_graphs() -> None:
    shapes = Shapes(columns("ex:S sh:targetClass ex:T ; sh:sparql [ sh:select 'SELECT $this { $this ?p 1 }' ] ."))
    for number in range(3):
        data = columns(f"ex:a a ex:T ; ex:n {number} .")
        assert len(validate_columns(data, shapes).results) == (number == 1)


def test_results_that_are_reached_twice_are_told_twice() -> None:
    shapes = """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:property ex:T ] ,
        [ sh:path ex:q ; sh:property ex:T ] . ex:T sh:path ex:r ; sh:minCount 1 ."""
    assert found(shapes, "ex:a ex:p ex:b ; ex:q ex:b .") == [("b", None), ("b", None)]
