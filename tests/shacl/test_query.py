"""What is read off the text of a query: the predicates it can read, and whether it must be asked node by node."""

from __future__ import annotations

import pytest

from cisld.shacl.query import Query, QueryError

PREFIXES = {"ex": "http://example.org/"}
ANY = {
    "a variable for a verb": "$this ?p ?o",
    "a variable for a verb after a semicolon": "$this ex:p 1 ; ?p ?o",
    "a variable for a verb after a filter": "FILTER(true) $this ?p ?o",
    "a variable for a verb in a blank node": "$this ex:p [ ?p ?o ]",
    "a variable for a verb after a blank node": "[] ?p $this",
    "a variable for a verb after a list": "( 1 2 ) ?p $this",
    "a variable for a verb before a literal": '$this ?p "x"',
    "a variable for a verb before a list": "$this ?p ( 1 )",
    "a negated set": "$this !ex:p ?o",
    "a negated set in brackets": "$this !(ex:p|ex:q) ?o",
    "a negated inverse": "$this !^ex:p ?o",
    "a path of zero steps": "$this ex:p* ?o",
    "a path of zero or one step": "$this ex:p? ?o",
    "a path of zero steps in brackets": "$this (ex:p|ex:q)* ?o",
    "a prefix nobody declares": "$this no:p ?o",
}
SOME = {
    "$this ex:p ?o": {"p"},
    "$this ex:p ?o , ?x ; ex:q ?y . ?y ex:r $this": {"p", "q", "r"},
    "FILTER(?x = 1) ?x ex:p $this": {"p"},
    "FILTER(!BOUND(?x) && !(?y > 1)) $this ex:p ?x": {"p"},
    "$this ex:p/ex:q* ?o": {"p", "q"},
    "$this ^ex:p+ ?o": {"p"},
    "$this <http://example.org/p> ?o": {"p"},
    "{ $this ex:p ?o } UNION { ?o ex:q $this } OPTIONAL { ?o ex:r ?x } BIND(?x AS ?y)": {"p", "q", "r"},
    'FILTER(REGEX(?a, "?p ?q") && ?b - ?c > 2 * ?d) $this ex:p ?a # $this ?p ?o': {"p"},
}


@pytest.mark.parametrize("name", ANY)
def test_a_query_that_may_read_any_predicate_is_known(name: str) -> None:
    assert Query(f"SELECT $this WHERE {{ {ANY[name]} }}").predicates(PREFIXES) is None


@pytest.mark.parametrize("body", SOME)
def test_the_predicates_that_a_query_names_are_known(body: str) -> None:
    found = Query(f"SELECT $this ?value WHERE {{ {body} }}").predicates(PREFIXES)
    assert found is not None
    assert found >= {f"<http://example.org/{name}>" for name in SOME[body]}


def test_a_stands_for_the_type() -> None:
    found = Query("SELECT $this { $this a ex:C }").predicates(PREFIXES)
    assert found is not None
    assert "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT $this { $this ex:p ?o }", False),
        ("SELECT DISTINCT $this { $this ex:p ?o } ORDER BY ?o", False),
        ("SELECT $this { $this ex:p ?o } LIMIT 1", True),
        ("SELECT $this { { SELECT $this { $this ex:p ?o } OFFSET 1 } }", True),
        ("SELECT $this (COUNT(?o) AS ?n) { $this ex:p ?o } GROUP BY $this", False),
        ("SELECT $this (COUNT(?o) AS ?n) { $this ex:p ?o } GROUP BY ?o", True),
        ("SELECT $this ?n { { SELECT $this (MAX(?o) AS ?n) { $this ex:p ?o } GROUP BY $this ?x } }", False),
        ("SELECT $this { { SELECT $this { $this ex:p ?o } GROUP BY ?o HAVING(COUNT(?o) > $this) } }", True),
    ],
)
def test_a_query_that_counts_over_all_solutions_is_asked_node_by_node(query: str, expected: bool) -> None:
    assert Query(query).by_focus() is expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this ex:p ?o MINUS { $this ex:q ?o } }",
        "SELECT $this { VALUES ?x { 1 } }",
        "SELECT $this { $this ex:p ?o } VALUES ?o { 1 }",
        "select $this { service ex:s { $this ex:p ?o } }",
        "SELECT $this { BIND(1 AS $this) }",
        "SELECT $this { { SELECT ?o { $this ex:p ?o } } }",
        "SELECT $this { { SELECT * { $this ex:p ?o } } }",
        "SELECT $this { { SELECT (STR($this) AS ?o) { $this ex:p ?x } } }",
        "SELECT $this { GRAPH ?g { $this ex:p ?o } }",
    ],
)
def test_what_pre_binding_forbids_is_refused(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        Query(query).check({"this", "shapesGraph", "currentShape"})
    assert caught.value.code == "CIS110"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT $this { $this ex:p "SERVICE VALUES MINUS" }',
        "SELECT $this { $this ex:minus ex:values } # SERVICE",
        "SELECT $this { $this <http://example.org/SERVICE> ?service }",
        "SELECT $this { GRAPH $shapesGraph { $currentShape ex:p ?o } }",
    ],
)
def test_words_in_strings_names_and_comments_are_allowed(query: str) -> None:
    Query(query).check({"this", "shapesGraph", "currentShape"})
