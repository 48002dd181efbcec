"""The sieve takes no focus node away at which the engine finds a solution; where it reads all, it takes the rest."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from cisld.errors import InputError
from cisld.graph.columns import TYPE, Column, Columns
from cisld.rdf.literals import lexical
from cisld.rdf.names import XSD
from cisld.shacl import select
from cisld.shacl.expression import NotRead
from cisld.shacl.graphpattern import read_pattern
from cisld.shacl.query import Query
from cisld.shacl.seeds import Dataset
from cisld.shacl.select import Prepared
from cisld.shacl.sieve import Sieve

EX = "http://example.org/"
PREFIXES = {"ex": EX, "xsd": XSD}
NODES = [f"<{EX}{name}>" for name in "abcd"] + ["_:x"]
LITERALS = [
    *('"a"', '"b"', '"A"@en', '"a"@en', '"x/a"', '"2"'),
    *(f'"{number}"^^<{XSD}integer>' for number in ("1", "01", "2", "-0")),
    *(f'"{number}"^^<{XSD}decimal>' for number in ("1.0", "1.50", "1.5")),
    *(f'"{day}"^^<{XSD}date>' for day in ("2019-01-01", "2019-02-30", "2020-02-29", "2020-02-29Z")),
    *(f'"2019"^^<{XSD}gYear>', f'"1"^^<{XSD}boolean>', f'"1"^^<{XSD}int>'),
]
PREDICATES = ["ex:p", "ex:q", "ex:r", "a"]
PATHS = [*PREDICATES, "ex:p/ex:q", "^ex:p", "ex:p|ex:r", "ex:p*", "(ex:p/ex:q)|ex:r", "ex:q+", "^ex:q/ex:p?"]
VARIABLES = ["$this", "?x", "?y", "?z", "$this"]
CONSTANTS = ["ex:a", "ex:b", '"a"', "1", '"A"@en', "1.5", "ex:p"]
TESTS = [
    *("{0} = {1}", "{0} != {1}", "{0} < {1}", "{0} >= {1}", "STR({0}) < STR({1})", "STR({0}) = STR({1})"),
    *('STRSTARTS(STR({0}), "http://example.org/a")', "ISIRI({0})", "!ISLITERAL({0})", "{0} IN ({1}, ex:b)"),
    *("{0} NOT IN (ex:a, {1})", '!(STRSTARTS(STR({0}), CONCAT("http://example.org/", {1})))', "!BOUND({0})"),
    *('LCASE(STR({0})) = "a"', 'LANG({0}) = "en"', "{0} < 2 || ISBLANK({1})", "ISIRI({0}) && {0} != {1}"),
    *("{0} + 1 > {1}", 'REGEX(STR({0}), "a")', "BOUND({0}) && CONTAINS(STR({0}), STR({1}))"),
    *('STRSTARTS(STR({0}), "http://example.org/a>")', "STRSTARTS(STR({0}), CONCAT())", 'STRSTARTS(STR({0}), "2")'),
    *('CONTAINS("http://example.org/ab", STR({0})) || {1} = ex:a', "!({0} = {0} && ISIRI({0}))"),
]
CHEAP = [
    ("$this ex:p ?x . FILTER NOT EXISTS { ?x ex:q ?y }", {"c"}),
    ("$this ex:p/ex:q ?x ; ex:r ?y . FILTER(?x > ?y)", {"a"}),
    ("$this ?p ?x . FILTER(STRSTARTS(STR(?p), STR(ex:r)))", {"a", "d"}),
    ("$this ex:r ?x . ?value ex:r ?x . FILTER(STR($this) < STR(?value))", {"a"}),
    ("FILTER NOT EXISTS { ?s ?p $this . FILTER(?p != ex:q) }", {"a", "c"}),
    ("$this ex:r ?x . FILTER NOT EXISTS { ?y ex:q ?x . FILTER NOT EXISTS { ?y ex:r ?z } }", {"a", "d"}),
]


def group(draw: random.Random, depth: int = 0) -> str:
    """Return the inside of a random group graph pattern."""
    parts = [triple(draw) for _ in range(draw.choice((1, 1, 2, 3)))]
    tests = draw.choices(TESTS, k=draw.choice((0, 0, 1, 2)))
    parts += [f"FILTER({test.format(*draw.choices(VARIABLES, k=2))})" for test in tests]
    while depth < 3 and draw.random() < 0.45:
        inner = group(draw, depth + 1)
        parts.append(draw.choice((f"FILTER NOT EXISTS {{ {inner} }}",) * 4 + others(inner)))
    if draw.random() < 0.1:
        parts.append(f"BIND({draw.choice(VARIABLES)} AS ?w)")
    if draw.random() < 0.3:
        draw.shuffle(parts)
    return " ".join(parts)


def others(inner: str) -> tuple[str, ...]:
    return (
        *(f"OPTIONAL {{ {inner} }}", f"FILTER EXISTS {{ {inner} }}", f"{{ {inner} }} UNION {{ $this ex:q ?x }}"),
        f"{{ SELECT DISTINCT $this ?x WHERE {{ {inner} }} }}",
    )


def triple(draw: random.Random) -> str:
    subject = draw.choice([*VARIABLES, "ex:a"])
    verb = draw.choice([*PATHS, *PREDICATES, "?v", "?w"])
    object = draw.choice([*VARIABLES, *VARIABLES, *CONSTANTS])
    more = f" ; {draw.choice(PREDICATES)} {draw.choice(VARIABLES)}" if draw.random() < 0.3 else ""
    return f"{subject} {verb} {object}{more} ."


def graph(draw: random.Random) -> Columns:
    """Return a random graph, in which a literal may stand in a form that is not the store's."""
    lines = []
    for _ in range(draw.randrange(4, 22)):
        predicate = draw.choice([f"<{EX}p>", f"<{EX}q>", f"<{EX}r>", TYPE])
        lines.append(f"{draw.choice(NODES)} {predicate} {draw.choice([*NODES, *draw.sample(LITERALS, 4)])} .")
    return Columns.of(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True))


def compared(query: str, data: Columns) -> tuple[set[str], set[str], set[str]] | None:
    """Return where the engine finds solutions, what the sieve keeps, and where it is sure; None if it is not read."""
    prepared = Prepared(Query(query), PREFIXES, "")
    nodes = sorted({term for subject, _, object in data.triples() for term in (subject, object)} | {f"<{EX}new>"})
    dataset = Dataset(data, Columns())
    dataset.need(None)
    try:
        found = {row[0] for row, _ in prepared._answers(dataset, ("this",), [(node,) for node in nodes], {})}
        pattern = read_pattern(prepared.query, PREFIXES)
    except (InputError, NotRead):  # BIND to a variable that is there already is no SPARQL
        return None
    sieve, every = Sieve(data), set(nodes)
    return found, sieve.kept(pattern, every, {}, frozenset()), sieve.sure(pattern, every, {}, frozenset())


@pytest.mark.parametrize("seed", range(400))
def test_no_node_with_a_solution_is_taken_away(seed: int) -> None:
    draw = random.Random(seed)
    query = f"SELECT $this WHERE {{ {group(draw)} }}"
    both = compared(query, graph(draw))
    if both:
        assert both[0] <= both[1], f"{query}\n{both[0] - both[1]}"
        assert both[2] <= both[0], f"{query}\n{both[2] - both[0]}"


def test_a_path_without_steps_at_a_term_that_is_not_there_is_in_doubt() -> None:
    data = Columns.of(ox.parse(f"<{EX}b> <{EX}q> <{EX}c> .".encode(), format=ox.RdfFormat.TURTLE))
    both = compared('SELECT $this { FILTER NOT EXISTS { ?y ex:p* "a" } $this ex:q ?x }', data)
    assert both
    assert both[0] <= both[1]


@pytest.mark.parametrize(("pattern", "expected"), CHEAP)
def test_what_is_read_whole_is_answered_exactly(pattern: str, expected: set[str]) -> None:
    text = """@prefix ex: <http://example.org/> .
    ex:a ex:p ex:b ; ex:r 1 . ex:b ex:q 2 , ex:d . ex:c ex:p ex:d . ex:d ex:r 1 . ex:c ex:q ex:a ."""
    data = Columns.of(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    both = compared(f"SELECT $this WHERE {{ {pattern} }}", data)
    assert both
    assert {lexical(node).rpartition("/")[2] for node in both[1] if node[0] == "<"} - {"new"} == expected
    assert both[0] <= both[1]


@pytest.mark.parametrize(("pattern", "expected"), CHEAP)
def test_a_query_that_only_asks_has_the_results_of_the_engine(
    pattern: str, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """@prefix ex: <http://example.org/> .
    ex:a ex:p ex:b ; ex:r 1 . ex:b ex:q 2 , ex:d . ex:c ex:p ex:d . ex:d ex:r 1 . ex:c ex:q ex:a ."""
    data = Columns.of(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    prepared = Prepared(Query(f"SELECT $this WHERE {{ FILTER NOT EXISTS {{ {pattern} }} }}"), PREFIXES, "")
    rows = [(f"<{EX}{name}>",) for name in "abcd"]
    monkeypatch.setattr(select, "_MANY", 1)
    found = [row for row, _ in prepared.solutions(Dataset(data, Columns()), ("this",), rows, {})]
    assert sorted(found) == sorted(row for row in rows if lexical(row[0])[-1] not in expected)
    monkeypatch.setattr(select, "_MANY", 100)
    assert sorted(found) == sorted(row for row, _ in prepared.solutions(Dataset(data, Columns()), ("this",), rows, {}))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { " + " ".join(f"?v{n} ex:p ?v{n + 1} ." for n in range(5_000)) + " }",
        "SELECT $this { $this ex:p ?x . FILTER(" + "(" * 95 + "ISIRI(?x)" + ")" * 95 + ") }",
        "SELECT $this { $this ex:p ?x . FILTER(" + "!" * 5_000 + "ISIRI(?x)) }",
    ],
)
def test_what_is_very_long_or_deep_does_not_overrun_the_stack(query: str) -> None:
    data = Columns.of(ox.parse(b"<e:a> <e:p> <e:b> .", format=ox.RdfFormat.TURTLE))
    try:
        assert Sieve(data).kept(read_pattern(Query(query), PREFIXES), {"<e:c>"}, {}, frozenset()) == set()
    except NotRead:
        assert len(query) > 1_000


def test_many_variables_as_predicates_do_not_take_long() -> None:
    lines = "".join(f"<e:s{n}> <e:p{n}> <e:o{n}> .\n" for n in range(300))
    data = Columns.of(ox.parse(lines.encode(), format=ox.RdfFormat.TURTLE))
    text = "SELECT $this { $this ?a ?x . ?x ?b ?y . ?y ?c ?z . ?z ?d $this . FILTER(?a != ?b && ?c != ?d && ?a != ?d) }"
    sieve = Sieve(data)
    assert sieve.kept(read_pattern(Query(text), {}), {"<e:s1>", "<e:s2>"}, {}, frozenset()) <= {"<e:s1>", "<e:s2>"}
    assert sieve._left > -100_000


def test_what_is_asked_of_two_dates_is_decided_however_many_dates_there_are() -> None:
    days = [f'"{1900 + n // 28}-01-{n % 28 + 1:02}"^^<{XSD}date>' for n in range(1_600)]
    nodes = [f"<e:s{n}>" for n in range(16_000)]
    data = Columns(
        {
            "<e:next>": Column(dict(zip(nodes, nodes[1_600:], strict=False))),
            "<e:day>": Column({node: days[n % 1_600] for n, node in enumerate(nodes)}),
        }
    )
    text = "SELECT $this { $this <e:next> ?o ; <e:day> ?a . ?o <e:day> ?b . FILTER(?b != ?a) }"
    assert Sieve(data).kept(read_pattern(Query(text), {}), set(nodes), {}, frozenset()) == set()
