import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from cisld.errors import InputError
from cisld.graph.store import answer
from cisld.sparql.binding import bind
from cisld.sparql.limits import Limits, check
from cisld.sparql.tokens import tokens

EX = "https://example.org/"
X = NamedNode(EX + "s1")
PREFIXES = {"ex": EX}


@pytest.fixture(scope="module")
def ring() -> Store:
    """Three things, each with a number and a next one."""
    store = Store()
    things = [NamedNode(f"{EX}s{number}") for number in range(3)]
    for number, thing in enumerate(things):
        store.add(Quad(thing, NamedNode(EX + "p"), Literal(number)))
        store.add(Quad(thing, NamedNode(EX + "q"), things[(number + 1) % 3]))
    return store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?o { ?x ex:p ?o }", [["1"]]),
        ("SELECT ?x ?o { ?x ex:p ?o }", [[X.value, "1"]]),
        ("SELECT $x { $x ex:p 1 }", [[X.value]]),
        ("SELECT (COUNT(?x) AS ?n) { ?x ?p ?o }", [["2"]]),
        ("SELECT ?o { { SELECT ?o { ?x ex:p ?o } } }", [["1"]]),
        ("SELECT ?o { { SELECT ?x ?o { ?x ex:p ?o } } ?x ex:q ?y }", [["1"]]),
        ("SELECT ?y { BIND(?x AS ?y) }", [[X.value]]),
        ("SELECT ?s { ?s ex:p ?o FILTER(?s = ?x) }", [[X.value]]),
        ("SELECT ?s { ?s ex:q ?o FILTER(?o=?x) }", [[EX + "s0"]]),
        ("SELECT ?o { ?s ex:p ?o MINUS { ?x ex:p ?o } } ORDER BY ?o", [["0"], ["2"]]),
        ("SELECT ?o { ?s ex:p ?o FILTER NOT EXISTS { ?x ex:p ?o } } ORDER BY ?o", [["0"], ["2"]]),
        ("SELECT ?z { ?s ex:p 0 OPTIONAL { ?s ex:q ?z FILTER(?z = ?x) } }", [[X.value]]),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ex:q ?o } GROUP BY ?x", [[X.value, "1"]]),
        ("SELECT ?s { ?s ex:p ?o } ORDER BY DESC(?s = ?x) ?o LIMIT 1", [[X.value]]),
        ("SELECT ?o { ?s ex:p ?o } ORDER BY ?x ?o LIMIT 1", [["0"]]),
        ("SELECT ?o { ?s ex:p ?o } GROUP BY ?o ?x HAVING(MAX(STR(?x)) = STR(?x) && ?o = 1)", [["1"]]),
        ("SELECT ?o { ?x ex:q/ex:p ?o }", [["2"]]),
        ("SELECT ?o { VALUES ?y { ex:s0 } ?y ex:q ?x . ?x ex:p ?o }", [["1"]]),
    ],
)
def test_a_bound_variable_has_its_value_in_every_scope(text: str, expected: list[list[str]], ring: Store) -> None:
    found = answer(ring, bind(text, {"x": X}), PREFIXES)
    assert [[term.value for term in row] for row in found] == expected


def test_ask_construct_and_describe_are_bound_too(ring: Store) -> None:
    assert answer(ring, bind("ASK { ?s ex:p ?o FILTER(?o = 1 && ?s = ?x) }", {"x": X}), PREFIXES)
    assert not answer(ring, bind("ASK { ?x ex:p 2 }", {"x": X}), PREFIXES)
    built = answer(ring, bind("CONSTRUCT { ?x ex:r ?o } { ?s ex:p ?o FILTER(?o = 1) }", {"x": X}), PREFIXES)
    assert [triple.subject for triple in built] == [X]
    assert len(list(answer(ring, bind("DESCRIBE ?x", {"x": X}), PREFIXES))) == 2


def test_variables_in_strings_comments_and_iris_stay() -> None:
    text = 'ASK { ?s ?p \'?x\', "?x", """?x""", <http://e/?x> # ?x\n}'
    assert bind(text, {"x": X}) == text


def test_a_longer_name_is_another_variable() -> None:
    assert bind("ASK { ?xx ?x2 ?x }", {"x": X}) == f"ASK {{ ?xx ?x2 <{X.value}> }}"


def test_an_iri_after_a_less_than_sign_stays_apart() -> None:
    assert bind("ASK { FILTER(?y<?x) }", {"x": X}) == f"ASK {{ FILTER(?y< <{X.value}>) }}"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_value_becomes_more_than_one_token_of_the_query(value: str) -> None:
    text = "SELECT ?y { BIND(?x AS ?y) FILTER(?y = ?x) }"
    plain = [token.kind for token in tokens(bind(text, {"x": Literal("a")}))]
    bound = bind(text, {"x": Literal(value)})
    assert [token.kind for token in tokens(bound)] == plain
    assert [row["y"].value for row in answer(Store(), bound)] == [value]


@pytest.mark.parametrize(
    "value",
    [
        '" } SERVICE <http://127.0.0.1/> { ?s ?p "',
        "' } UNION { ?s ?p ?o } #",
        '"""',
        "\\",
        '\\"',
        "\\u0022 } ; DROP ALL #",
        "\n} LIMIT 0 #",
        "?x",
        "> . ?s ?p ?o . <",
        '"@en',
        '"^^<http://e/>',
    ],
)
def test_an_injected_value_is_only_a_value(value: str) -> None:
    text = "SELECT ?y { BIND(?x AS ?y) }"
    assert [row["y"].value for row in answer(Store(), bind(text, {"x": Literal(value)}))] == [value]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT (1 AS ?x) {}", r"^a.rq:1:14: CIS215 The parameter \?x is given a value with AS"),
        ("ASK {\n BIND(1 AS ?x) }", r"^a.rq:2:12: CIS215"),
        ("ASK { VALUES ?x { 1 } }", "values with VALUES"),
        ("ASK { VALUES (?x) { (1) } }", "values with VALUES"),
        ("ASK { FILTER(BOUND(?x)) }", "asked for with BOUND"),
    ],
)
def test_a_parameter_where_no_constant_can_stand_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        bind(text, {"x": X}, "a.rq")


def test_a_bound_query_passes_the_limits_that_the_query_passed() -> None:
    text = "SELECT ?x { ?x ex:p ?o }"
    check(text, PREFIXES, Limits())
    check(bind(text, {"x": X}), PREFIXES, Limits())
