import time
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cisld.errors import InputError, UsageError
from cisld.graph.store import answer, fill


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_triples_of_all_files_and_graphs_are_in_the_default_graph(tmp_path: Path) -> None:
    store = fill(
        [
            file(tmp_path, "a.ttl", "<http://e/a> <http://e/p> 1 ."),
            file(tmp_path, "b.trig", "<http://e/g> { <http://e/b> <http://e/p> 2 }"),
            file(tmp_path, "c.nq", "<http://e/c> <http://e/p> <http://e/d> <http://e/g> ."),
        ]
    )
    assert {quad.graph_name for quad in store} == {DefaultGraph()}
    assert {quad.subject.value for quad in store} == {"http://e/a", "http://e/b", "http://e/c"}


def test_blank_nodes_of_one_label_in_two_files_are_two(tmp_path: Path) -> None:
    text = "_:x <http://e/p> _:y . _:y <http://e/q> _:x ."
    store = fill([file(tmp_path, "a.ttl", text), file(tmp_path, "b.ttl", text)])
    assert len(store) == 4
    cycle = "SELECT (COUNT(*) AS ?n) { ?x <http://e/p> ?y . ?y <http://e/q> ?x }"
    assert [row["n"].value for row in answer(store, cycle)] == ["2"]


def test_a_blank_node_inside_a_triple_term_is_the_one_outside(tmp_path: Path) -> None:
    text = '_:x <http://e/p> <<( _:x <http://e/q> "v" )>> .'
    store = fill([file(tmp_path, "a.nt", text)])
    assert answer(store, "ASK { ?x <http://e/p> <<( ?x <http://e/q> ?v )>> }")


def test_a_file_that_cannot_be_parsed_gives_its_place(tmp_path: Path) -> None:
    good, bad = file(tmp_path, "a.ttl", ""), file(tmp_path, "b.ttl", "<http://e/a> <http://e/p>\n 1 2 .")
    with pytest.raises(InputError, match=r"b\.ttl:2:\d+: CIS005"):
        fill([good, bad])


def test_thirty_thousand_triples_are_loaded_in_less_than_a_second(tmp_path: Path) -> None:
    lines = (f'<http://e/{n}> <http://e/p{n % 7}> "value {n}"@en .\n' for n in range(30_000))
    path = file(tmp_path, "a.nt", "".join(lines))
    start = time.perf_counter()
    assert len(fill([path])) == 30_000
    assert time.perf_counter() - start < 1


def test_an_answer_knows_the_prefixes_and_the_values_of_its_projection() -> None:
    found = answer(Store(), "SELECT ?x ?y { BIND(ex:a AS ?y) }", {"ex": "http://e/"})
    assert [row["y"] for row in found] == [NamedNode("http://e/a")]
    assert not answer(Store(), "ASK { ?x ?p ?o }", bindings={"x": NamedNode("http://e/a")})
    with pytest.raises(UsageError, match=r"CIS215 .* \?x in its SELECT projection"):
        answer(Store(), "SELECT ?y { ?x ?p ?y }", bindings={"x": Literal(1)})


def test_a_function_that_the_engine_lacks_is_no_answer() -> None:
    with pytest.raises(InputError, match="CIS219 The custom function <http://e/f> is not supported"):
        answer(Store(), "SELECT (<http://e/f>(1) AS ?x) {}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT foo", 'q:1:30: CIS201 "foo" does not fit here.'),
        ("SELECT ?s\n{ ?s ?p ?o FILTER(foo(?o)) }", 'q:2:19: CIS201 "foo" does not fit here.'),
        ("SELECT ?s { ?s ?p }", 'q:1:13: CIS201 "?s" does not fit here.'),
        ("SELECT ?s, ?p { ?s ?p ?o }", 'q:1:8: CIS201 "?s" does not fit here.'),
        ("SELECT ?s WHERE ?s ?p ?o", 'q:1:17: CIS201 "?s" does not fit here. Expected {.'),
        ("SELECT ?s { <a b> ?p ?o }", 'q:1:13: CIS201 "<" does not fit here.'),
        ("SELECT ?s {\n ?s <rel> ?o }", "q:2:"),
        ("SELECT ?s { ?s ?p 'a'@ }", 'q:1:22: CIS201 "@" does not fit here.'),
        ("SELECT ?s { ?s ?p ?o FILTR(?s) }", 'q:1:22: CIS201 "FILTR" does not fit here.'),
        ("SELECT ?s { ?s ?p ?o FILTER(?s && ) }", 'q:1:35: CIS201 ")" does not fit here.'),
        ("SELECT ?s { ?s ?p ?o", "q:1:21: CIS201 The query ends too early."),
        ("SELECT ?s ?s { ?s ?p ?o }", "q:1:26: CIS201 Duplicated variable name in SELECT."),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "q:1:41: CIS201 The SELECT contains a variable that is unbound."),
        ("", "q:1:1: CIS201 The query ends too early."),
    ],
)
def test_a_syntax_error_says_what_stands_where(text: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        answer(Store(), text, name="q")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_no_other_module_asks_the_engine() -> None:
    package = Path(__file__).parents[2] / "cisld"
    calls = [path for path in package.rglob("*.py") if "tore.query(" in path.read_text(encoding="utf-8")]
    # SHACL's own SPARQL constraints are prepared and read in one place of their own.
    assert {path.relative_to(package).as_posix() for path in calls} <= {"graph/store.py", "shacl/select.py"}
