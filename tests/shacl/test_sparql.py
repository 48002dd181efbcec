"""SPARQL-based constraints: one query for all focus nodes says what one query for each would say."""

from __future__ import annotations

import pytest

from cisld.errors import InputError
from cisld.rdf.literals import lexical
from cisld.shacl import Shapes
from cisld.shacl.query import Query
from cisld.shacl.result import Result
from tests.shacl.graphs import PREFIXES, columns, ex, found, report

DATA = """
ex:a a ex:T ; ex:p ex:b , ex:c ; ex:n 1 , 2 ; ex:l "a"@en , "ä"@de .
ex:b a ex:T ; ex:p ex:a ; ex:n 3 ; ex:q ex:c .
ex:c a ex:T ; ex:p ex:c ; ex:n 01 , 1.50 ; ex:q ex:a , ex:b ; ex:l "c"@en .
ex:d a ex:T ; ex:q ex:d .
ex:e a ex:T .
ex:f a ex:U ; ex:p ex:a ; ex:n 9 ; ex:q ex:f .
"""
QUERIES = {
    "a pattern": "SELECT $this ?value { $this ex:p ?value }",
    "a pattern backwards": "SELECT $this ?value { ?value ex:p $this }",
    "a path": "SELECT $this ?value { $this ex:p+/ex:q ?value }",
    "a path that comes back": "SELECT $this { $this ex:p+ $this }",
    "a path of zero steps": "SELECT $this ?value { $this ex:p* ?value }",
    "a path of zero steps from elsewhere": "SELECT $this ?value { $this ex:q/ex:p* ?value }",
    "any predicate": "SELECT $this ?path ?value { $this ?path ?value . FILTER(isIRI(?value)) }",
    "a negated set": "SELECT $this ?value { $this !(ex:p|ex:n) ?value }",
    "a filter": "SELECT $this ?value { $this ex:p ?value . FILTER(?value = $this) }",
    "a filter alone": "SELECT $this { FILTER($this IN (ex:a, ex:d)) }",
    "what does not exist": "SELECT $this { FILTER NOT EXISTS { $this ex:p ?x } }",
    "what does not exist in what exists": (
        "SELECT $this { FILTER EXISTS { $this ex:p ?x FILTER NOT EXISTS { ?x ex:q $this } } }"
    ),
    "a filter on the outside within": "SELECT $this { FILTER NOT EXISTS { ?x ex:p ?y FILTER(?y = $this) } }",
    "a union in what does not exist": (
        "SELECT $this { FILTER NOT EXISTS { { $this ex:p ?x } UNION { ?x ex:p ?y FILTER(?y = $this) } } }"
    ),
    "a union": "SELECT $this ?value { { $this ex:p ?value } UNION { ?value ex:q $this } }",
    "a union of filters": "SELECT $this { { FILTER($this = ex:a) } UNION { FILTER($this = ex:b) } }",
    "a union with a filter on the outside": (
        "SELECT $this ?value { { ?value ex:p ?o FILTER(?o = $this) } UNION { ?value ex:q ?o FILTER(?o = $this) } }"
    ),
    "an option": "SELECT $this ?value { $this a ex:T OPTIONAL { $this ex:p ?value } }",
    "an option with a filter": "SELECT $this ?value { $this a ex:T OPTIONAL { ?value ex:p ?o FILTER(?o = $this) } }",
    "an option with an assignment": "SELECT $this ?value { $this a ex:T OPTIONAL { BIND($this AS ?value) } }",
    "an option in an option": (
        "SELECT $this ?value { $this a ex:T OPTIONAL { $this ex:p ?x "
        "OPTIONAL { ?x ex:q ?value FILTER(?x != $this) } } }"
    ),
    "an option that is missing": "SELECT $this { $this a ex:T OPTIONAL { $this ex:p ?x } FILTER(!BOUND(?x)) }",
    "an assignment": "SELECT $this ?value { BIND($this AS ?value) }",
    "an assignment within": (
        "SELECT $this ?value { { BIND(STR($this) AS ?s) } ?value a ex:T FILTER(STR(?value) = ?s) }"
    ),
    "braces in braces": "SELECT $this { { { FILTER($this = ex:a) } FILTER(BOUND($this)) } FILTER(true) }",
    "a sub-select": "SELECT $this ?value { { SELECT $this ?value { $this ex:p ?value } } }",
    "a sub-select of a filter": "SELECT $this { { SELECT $this { FILTER($this = ex:b) } } }",
    "a sum by focus node": (
        "SELECT $this ?value { { SELECT $this (COUNT(?n) AS ?value) { $this ex:p ?n } GROUP BY "
        "$this } FILTER(?value > 1) }"
    ),
    "a count at the top": (
        "SELECT $this (COUNT(?o) AS ?value) { $this ex:p ?o } GROUP BY $this HAVING (COUNT(?o) > 1)"
    ),
    "a count by focus node and more": (
        "SELECT $this ?value { $this ex:n ?o . ?value ex:n ?m } GROUP BY $this ?value HAVING (COUNT(?m) > 3)"
    ),
    "distinct solutions": "SELECT DISTINCT $this ?value { $this ex:p/ex:p ?value }",
    "solutions that repeat": "SELECT $this { $this ex:p/ex:p ?o }",
    "a semicolon and a comma": "SELECT $this ?value { $this a ex:T ; ex:p ?x , ?value . FILTER(?x != ?value) }",
    "a blank node": "SELECT $this ?value { $this ex:q [ ex:p ?value ] }",
    "the first of many": "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "all but the first": "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value OFFSET 1",
    "numbers": "SELECT $this ?value { $this ex:n ?value . FILTER(?value < 3) }",
    "strings": 'SELECT $this ?value { $this ex:l ?value . FILTER(LANG(?value) = "en") }',
    "values of two nodes": (
        "SELECT $this ?value { $this ex:n ?n . ?value ex:n ?m . FILTER(?n < ?m && ?value != $this) }"
    ),
}


def _shapes(names: list[str]) -> str:
    return "\n".join(
        f"ex:S{number} a sh:NodeShape ; sh:targetClass ex:T ; "
        f"sh:sparql [ sh:prefixes ex: ; sh:select '''{QUERIES[name]}''' ] ."
        for number, name in enumerate(names)
    )


def _rows(results: tuple[Result, ...]) -> list[tuple[str, str | None, str]]:
    return [(result.focus, result.value, str(result.path)) for result in results]


@pytest.mark.parametrize("name", QUERIES)
def test_one_query_for_all_focus_nodes_is_one_for_each(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes, data = Shapes(columns(_shapes([name]))), columns(DATA)
    together = _rows(shapes.validate(data).results)
    monkeypatch.setattr(Query, "by_focus", lambda query: True)
    assert together == _rows(shapes.validate(data).results)
    assert together or name == "an assignment within"


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_reads_no_predicate_that_it_does_not_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes, data = Shapes(columns(_shapes([name]))), columns(DATA)
    some = _rows(shapes.validate(data).results)
    monkeypatch.setattr(Query, "predicates", lambda query, expand: None)
    assert some == _rows(shapes.validate(data).results)


def test_the_oracle_says_the_same_of_every_query() -> None:
    rdflib, pyshacl = pytest.importorskip("rdflib"), pytest.importorskip("pyshacl")
    names = sorted(QUERIES)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    shapes = rdflib.Graph().parse(data=PREFIXES + _shapes(names), format="turtle")
    _, graph, _ = pyshacl.validate(rdflib.Graph().parse(data=PREFIXES + DATA, format="turtle"), shacl_graph=shapes)
    theirs: dict[str, set[tuple[str, str]]] = {}
    for result in graph.subjects(rdflib.RDF.type, sh.ValidationResult):
        value = graph.value(result, sh.value)
        row = graph.value(result, sh.focusNode).n3(), value.n3() if isinstance(value, rdflib.URIRef) else "literal"
        theirs.setdefault(graph.value(result, sh.sourceShape).n3(), set()).add(row)
    ours: dict[str, set[tuple[str, str]]] = {}
    for result in report(_shapes(names), DATA).results:
        value = result.value if result.value and result.value.startswith("<") else "literal"
        ours.setdefault(result.source_shape, set()).add((result.focus, value))
    for number, name in enumerate(names):
        shape = ex(f"S{number}")
        assert (name, ours.get(shape)) == (name, theirs.get(shape))


def _select(query: str, more: str = "", target: str = "sh:targetClass ex:T") -> str:
    return f"ex:S {target} ; sh:sparql [ sh:prefixes ex: ; sh:select '{query}' {more} ] ."


def test_a_literal_is_told_as_it_is_written() -> None:
    query = "SELECT $this ?value { $this ex:n ?value . FILTER(?value < 2) }"
    values = [value for focus, value in found(_select(query), DATA) if focus == "c"]
    assert values == [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]


def test_a_focus_node_that_is_a_literal_is_told_as_it_is_written() -> None:
    shapes = _select("SELECT $this { FILTER($this = 1) }", target="sh:targetNode 01 , 1 , 1.0 , 2")
    assert [focus for focus, _ in found(shapes, "")] == [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]


def test_a_blank_node_can_be_a_focus_node() -> None:
    assert found(_select("SELECT $this { $this ex:p ex:b }"), "[] a ex:T ; ex:p ex:b . [] a ex:T .") == [
        ("_:b1", "_:b1")
    ]


def test_a_message_is_filled_with_what_is_bound() -> None:
    query = "SELECT $this ?value ?x { $this ex:p ?value . BIND(7 AS ?x) }"
    shapes = _select(query, '; sh:message "{$this} has {?value}, {?x} {?y}"@en , "{?value} \\"ёсць\\""@be')
    (result,) = report(shapes, "ex:a a ex:T ; ex:p 'b' .").results
    assert set(result.messages) == {'"b \\"ёсць\\""@be', '"http://example.org/a has b, 7 {?y}"@en'}


def test_a_message_that_the_query_binds_goes_before_the_one_of_the_constraint() -> None:
    shapes = _select('SELECT $this ?message { BIND("mine" AS ?message) }', '; sh:message "yours"')
    assert {message for result in report(shapes, "ex:a a ex:T .").results for message in result.messages} == {'"mine"'}


def test_the_severity_and_the_constraint_are_told() -> None:
    shapes = "ex:S sh:severity sh:Info ; sh:targetNode ex:a ; sh:sparql ex:C . ex:C sh:select 'SELECT $this {}' ."
    (result,) = report(shapes, "").results
    assert (result.severity, result.source_constraint) == ("<http://www.w3.org/ns/shacl#Info>", ex("C"))


def test_a_constraint_can_be_switched_off() -> None:
    assert report(_select("SELECT $this {}", "; sh:deactivated true"), "ex:a a ex:T .").conforms


def test_a_path_of_many_steps_is_put_for_path() -> None:
    shapes = """ex:S sh:targetClass ex:T ; sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:sparql [
        sh:prefixes ex: ; sh:select "SELECT $this ?value { $this $PATH ?value }" ] ] ."""
    assert found(shapes, "ex:a a ex:T ; ex:p ex:b . ex:c ex:q ex:b .") == [("a", "c")]


def test_a_query_may_report_a_failure() -> None:
    with pytest.raises(InputError) as caught:
        report(_select("SELECT $this ?failure { BIND(true AS ?failure) }"), "ex:a a ex:T .")
    assert caught.value.code == "CIS109"


COMPONENT = """
ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] , [ sh:path ex:most ; sh:optional true ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:message "{$value} is not {$least} or more." ;
    sh:ask "ASK { FILTER($value >= $least && (!BOUND(?most) || $value <= ?most)) }" ] .
"""


def test_a_component_judges_each_value_with_its_parameters() -> None:
    shapes = COMPONENT + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:n ; ex:least 2 ; ex:most 3 ] ."
    results = report(shapes, "ex:a ex:n 1 , 2 , 3 , 04 .").results
    assert [lexical(result.value or "") for result in results] == ["04", "1"]
    assert results[1].messages == ('"1 is not 2 or more."',)
    assert {result.component for result in results} == {ex("Component")}


def test_a_component_without_its_optional_parameter_leaves_it_unbound() -> None:
    shapes = COMPONENT + "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:n ; ex:least 2 ] ."
    assert len(found(shapes, "ex:a ex:n 1 , 2 , 3 .")) == 1


def test_a_component_may_ask_about_focus_node_and_value_together() -> None:
    shapes = """ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:back ] ; sh:validator [
        a sh:SPARQLAskValidator ; sh:ask "ASK { $value $back $this }" ] .
        ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:p ; ex:back ex:q ] ."""
    data = "ex:a a ex:T ; ex:p ex:x , ex:y . ex:b a ex:T ; ex:p ex:x . ex:x ex:q ex:a ."
    assert found(shapes, data) == [("a", "y"), ("b", "x")]


def test_two_values_of_the_only_parameter_are_two_constraints() -> None:
    shapes = """ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:never ] ; sh:validator [
        a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value != $never) }" ] .
        ex:S sh:targetNode ex:a , ex:b , ex:c ; ex:never ex:a , ex:b ."""
    assert found(shapes, "") == [("a", "a"), ("b", "b")]


def test_a_parameter_that_is_no_variable_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        report("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:this ] .", "")
    assert caught.value.code == "CIS102"
