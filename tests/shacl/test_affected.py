"""What a change can touch is known: at every other node the results are what they were."""

from __future__ import annotations

import os
from pathlib import Path as File

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisld.graph.columns import Columns
from cisld.graph.part import Both, Part, TooMuch, whole
from cisld.graph.pieces import Pieces, Recorder
from cisld.shacl import Shapes
from cisld.shacl.affected import affected
from cisld.shacl.change import Change, touched
from cisld.shacl.fetch import fetch, fetch_targets
from cisld.shacl.locality import answered_otherwise
from cisld.shacl.paths import Path, predicate, values_at
from cisld.shacl.run import evaluate, targeted
from cisld.shacl.sparql import Sparql
from tests.shacl.graphs import PREFIXES, WAYS, columns, ex, small_pieces
from tests.shacl.test_oracle import CLASSES, NODES, PREDICATES, paths, shapes_graphs

EXAMPLES = int(os.environ.get("CISLD_EXAMPLES", "300"))
QUERIES = [
    *WAYS,
    "$this ex:p/ex:q* ?value . ?value ex:r ?x",
    "?x ?p $this . ?x a ?value",
    "$this ex:p* ?value",
    "$this ex:p ?x . ?x ex:q 1 . ?x ex:r ?value",
    "$this ex:p ?n . BIND (?n AS ?value) ?y ex:q ?n",
    "$this ex:p ?value . FILTER EXISTS { ?value ex:q ?x . FILTER NOT EXISTS { ?x ex:r $this } }",
    "?value ex:p ex:a . ?value ex:q $this",
    "ex:a ex:p ?value . FILTER NOT EXISTS { $this ex:q ?value }",
    "$this ex:p|^ex:q ?value",
    "$this (ex:p/ex:q)+ ?value",
]
terms = st.sampled_from([*NODES, *NODES, "1", "01", '"x"'])
triples = st.one_of(
    *[st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), terms).map(" ".join)] * 3,
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(CLASSES)).map(" ".join),
)
hierarchy = st.tuples(st.sampled_from(CLASSES), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES)).map(" ".join)
graphs = st.tuples(st.lists(triples, min_size=2, max_size=14), st.lists(hierarchy, max_size=1)).map(
    lambda both: [*both[0], *both[1]]
)


def queried(query: str, target: str = "sh:targetNode ex:a , ex:b , ex:c , ex:d") -> str:
    """Return a shape with a query."""
    return (
        f'ex:S a sh:NodeShape ; {target} ; sh:sparql [ sh:prefixes ex: ; sh:message "m" ; '
        f'sh:select "SELECT $this ?value WHERE {{ {query} }}" ] .'
    )


shapes_texts = st.one_of(shapes_graphs(), st.sampled_from(QUERIES).map(queried))


def _columns(lines: list[str]) -> Columns:
    return columns("".join(f"{line} .\n" for line in lines))


quiet = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@quiet
@given(shapes_texts, graphs, st.lists(triples | hierarchy, max_size=2), st.data())
def test_where_a_change_does_not_reach_the_results_stay(
    text: str, lines: list[str], more: list[str], data: st.DataObject
) -> None:
    gone = data.draw(st.lists(st.sampled_from(lines), max_size=2))
    shapes, before = Shapes(columns(text)), _columns(lines)
    after = _columns([line for line in lines if line not in gone] + more)
    change = set(before.triples()) ^ set(after.triples())
    both = Both(after, set(before.triples()) - set(after.triples()))
    reached = affected(shapes.order, Change(change, both))
    was, now = (evaluate(shapes.order, shapes.graph, graph, None) for graph in (before, after))
    for shape, nodes in reached.items():
        if nodes is not None:
            for found, other in ((was.focus, now.focus), (was.results, now.results)):
                assert _but(found[shape.node], nodes) == _but(other[shape.node], nodes)


def _but(found: object, nodes: set[str]) -> object:
    if isinstance(found, dict):
        return {
            node: [result.key for result in sorted(results, key=lambda each: each.key)]
            for node, results in found.items()
            if node not in nodes
        }
    assert isinstance(found, set)
    return found - nodes


def _pieces(lines: list[str]) -> Pieces:
    """Return the pieces of a file, each as small as it can be."""
    text = PREFIXES + "".join(f"{line} .\n" for line in lines)
    with small_pieces():
        found = Recorder().record(File("file.ttl"), text.encode())
    assert found is not None
    return found


@quiet
@given(shapes_texts, st.lists(graphs, min_size=1, max_size=3), st.sets(st.sampled_from(NODES), min_size=1, max_size=2))
def test_over_the_part_that_was_fetched_the_results_are_those_over_the_whole(
    text: str, files: list[list[str]], nodes: set[str]
) -> None:
    shapes, sheets = Shapes(columns(text)), [_pieces(lines) for lines in files]
    within = {ex(node[3:]) for node in nodes}
    part = Part(sheets, 1_000_000)
    entries = dict.fromkeys(targeted(shapes.order, None), within)
    try:
        for shape in entries:
            fetch_targets(shape, within, part)
        fetch(shapes.order, entries, part)
    except TooMuch:
        return
    only = {shape.node: within for shape in entries}
    graphs = part.columns(), whole(sheets)
    one, other = (evaluate(shapes.order, shapes.graph, graph, None, only) for graph in graphs)
    assert one.focus == other.focus
    assert {shape: _but(found, set()) for shape, found in one.results.items()} == {
        shape: _but(found, set()) for shape, found in other.results.items()
    }


LOCAL = {
    "$this ex:p ?value": {"a"},
    "$this ex:p/ex:q ?value": {"a"},
    "?x ex:p $this ; ex:q ?value": {"b"},
    "$this ex:q ?x . ?y ex:p ?x ; ex:r ?value": {"c"},
    "$this ex:r ?x . FILTER NOT EXISTS { ?x ex:p ?value }": {"d"},
    "?value ex:p ex:c . $this ex:r ?value": set(),
    "$this ex:q ?value . ?y ex:p ?z": None,
    "$this ex:q ?value . FILTER NOT EXISTS { ex:a ex:p ex:b }": None,
    "$this ex:p* ?value": None,
    "$this ex:p ?value . BIND (1 AS ?z)": None,
    "$this ex:q ?value . FILTER NOT EXISTS { SELECT $this WHERE { $this ex:p ?x } }": None,
}


@pytest.mark.parametrize("query", LOCAL)
def test_a_query_is_local_where_patterns_lead_from_the_change_to_this(query: str) -> None:
    shapes = Shapes(columns(queried(query)))
    data = columns("ex:a ex:p ex:b . ex:c ex:q ex:b . ex:d ex:r ex:a . ex:d ex:q ex:d .")
    change = Change([(ex("a"), ex("p"), ex("b"))], data)
    (constraint,) = (each for shape in shapes.order for each in shape.constraints if isinstance(each, Sparql))
    found = LOCAL[query]
    assert answered_otherwise(constraint.query, change) == (None if found is None else {ex(name) for name in found})


path_texts = paths.map(lambda path: f"ex:S a sh:PropertyShape ; sh:path {path} ; sh:targetNode ex:a .")


@quiet
@given(path_texts, graphs, st.lists(triples, max_size=2), st.data())
def test_where_a_path_does_not_go_over_the_change_its_values_stay(
    text: str, lines: list[str], more: list[str], data: st.DataObject
) -> None:
    gone = data.draw(st.lists(st.sampled_from(lines), max_size=2))
    before, after = _columns(lines), _columns([line for line in lines if line not in gone] + more)
    (path,) = (shape.path for shape in Shapes(columns(text)).order)
    assert path is not None
    was, now = set(before.triples()), set(after.triples())
    nodes = {ex(node[3:]) for node in NODES} - touched(path, Change(was ^ now, Both(after, was - now)))
    one, other = (values_at(path, nodes, graph) for graph in (before, after))
    assert {node: set(ends) for node, ends in one.items()} == {node: set(ends) for node, ends in other.items()}


REPEATED = {"zeroOrMore": "abc", "oneOrMore": "abc", "zeroOrOne": "c"}


@pytest.mark.parametrize("kind", REPEATED)
def test_a_path_goes_over_the_change_from_each_node_before_it(kind: str) -> None:
    data = columns("ex:a ex:p ex:b . ex:b ex:p ex:c . ex:c ex:p ex:d . ex:d ex:q ex:a .")
    change = Change([(ex("c"), ex("p"), ex("d"))], data)
    assert touched(Path(kind, "", (predicate(ex("p")),)), change) == set(map(ex, REPEATED[kind]))


def test_a_literal_that_two_patterns_share_may_be_written_in_two_ways() -> None:
    shapes = Shapes(columns(queried("$this ex:q ?value . ?y ex:p ?value")))
    (constraint,) = (each for shape in shapes.order for each in shape.constraints if isinstance(each, Sparql))
    data = columns("ex:a ex:p 01 . ex:c ex:q 1 .")
    change = Change([triple for triple in data.triples() if triple[1] == ex("p")], data)
    assert answered_otherwise(constraint.query, change) is None


PAIRED = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node [ sh:{} ex:q ] ] ."


@pytest.mark.parametrize("name", ["equals", "disjoint"])
def test_a_pair_is_read_at_nodes_that_nothing_else_asks_about(name: str) -> None:
    shapes = Shapes(columns(PAIRED.format(name)))
    sheets = [_pieces(["ex:a ex:p ex:b"]), _pieces(["ex:b ex:q ex:b"])]
    part = Part(sheets, 1_000_000)
    fetch(shapes.order, {shape: {ex("a")} for shape in targeted(shapes.order, None)}, part)
    one, other = (evaluate(shapes.order, shapes.graph, graph, None) for graph in (part.columns(), whole(sheets)))
    assert one.results == other.results


def test_a_component_with_an_ask_query_is_not_asked_over_a_part() -> None:
    shapes = Shapes(
        columns(
            "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:like ] ; sh:validator [ "
            'a sh:SPARQLAskValidator ; sh:prefixes ex: ; sh:ask "ASK { $value ex:p ?x }" ] .'
            "ex:S a sh:NodeShape ; sh:targetNode ex:a ; ex:like 1 ."
        )
    )
    with pytest.raises(TooMuch):
        fetch(shapes.order, {shape: {ex("a")} for shape in targeted(shapes.order, None)}, Part([], 1_000_000))
