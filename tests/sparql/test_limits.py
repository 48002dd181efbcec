import time

import pytest

from cisld.errors import InputError
from cisld.sparql.limits import Limits, check
from tests.sparql.bombs import OUTWARD, SHAPES

PREFIXES = {"ex": "https://example.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}

LIMITS = Limits()


def refusal(text: str, limits: Limits = LIMITS) -> str:
    with pytest.raises(InputError) as caught:
        check(text, PREFIXES, limits)
    return str(caught.value)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [2_000, 10_000, 100_000])
def test_a_shape_of_any_size_is_refused_within_a_second(shape: str, size: int) -> None:
    start = time.perf_counter()
    assert "CIS205" in refusal(SHAPES[shape](size))
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_of_a_usual_size_is_let_pass(shape: str) -> None:
    check(SHAPES[shape](20), PREFIXES, Limits())


@pytest.mark.parametrize("text", OUTWARD)
def test_every_spelling_that_reaches_outside_is_refused(text: str) -> None:
    assert refusal(text % "http://127.0.0.1:9/").split()[1] in ("CIS203", "CIS204")


@pytest.mark.parametrize(
    "text",
    [
        '# SERVICE and FROM in a comment\nSELECT * { ?s rdfs:label "SERVICE <http://e/> FROM" }',
        "SELECT ?from ?service { ?from ex:service ?service }",
        "SELECT * { ?s <http://example.org/SERVICE> ex:FROM }",
        'SELECT * { ?s ?p \'LOAD {{{{\' , """a " b \'{""" , \'it\\\'s\' }',
        "SELECT * { ?s ?p ?o . FILTER(?s<?p && ?o>1) }",
        "PREFIX z: <http://z/> BASE <http://e/> SELECT * { ?s z:a.b <x> , z:%41 , z:a\\-b , _:b1 , -1.5e3 , true }",
        "SELECT * { VALUES (?a ?b) { %s } }" % ("(-1 ex:a)" * 2_000),
        f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({','.join(map(str, range(5_000)))})) }}",
    ],
)
def test_a_harmless_query_passes(text: str) -> None:
    check(text, PREFIXES, Limits())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "query: CIS201 There is no query."),
        ("# nothing", "query: CIS201 There is no query."),
        ("SELEC * {}", 'query:1:1: CIS201 "SELEC" begins no query. Did you mean SELECT?'),
        ("SELECT * {\n ?s exx:p ?o }", 'query:2:5: CIS202 The prefix "exx:" is not declared. Did you mean "ex:"?'),
        ("ASK { ?s unheard-of:p ?o }", 'query:1:10: CIS202 The prefix "unheard-of:" is not declared. Add'),
        ("PREFIX a: <http://a/>\nCLEAR ALL", "query:2:1: CIS203 CLEAR changes data"),
        ("ASK { ?s ?p ?o", 'query:1:5: CIS201 "{" is not closed. Add "}".'),
        ("ASK { ?s ?p ?o }}", 'query:1:17: CIS201 "}" closes nothing.'),
        ("ASK { ?s ?p (1} )", 'query:1:15: CIS201 "}" closes nothing.'),
        ('ASK {\n ?s ?p "open }', "query:2:8: CIS201 The string is not closed."),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", "query:1:7: CIS204 GRAPH names a graph"),
        ("ASK {" + "(" * 101, "query:1:105: CIS205 The query has 101 levels of nesting, over the limit of 100."),
    ],
)
def test_a_refusal_says_where_and_what(text: str, line: str) -> None:
    assert refusal(text).startswith(line)


def test_a_limit_can_be_raised() -> None:
    text = SHAPES["triple patterns"](150)
    assert "150 triple patterns" in refusal(text)
    check(text, PREFIXES, Limits(patterns=200))


@pytest.mark.parametrize("part", ["a.", "a-", "a:", '"', "'", '"""', "<", "<a", "\\", "?", ".", "é", "_:", "@", "a-b."])
def test_the_tokenizer_takes_time_linear_in_the_text(part: str) -> None:
    start = time.perf_counter()
    refusal(part * (65_000 // len(part)))
    assert time.perf_counter() - start < 2
