"""The graph behind an endpoint is read whole, on real servers, with pages, silent cuts and blank nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cisld.errors import InputError
from cisld.graph.columns import Columns
from cisld.sparql.endpoint import Endpoint
from cisld.sparql.fetch import Fetch
from tests.servers import MOST_ROWS, Oxigraph, Server, oxigraph, virtuoso
from tests.sparql.front import front

EX = "http://example.org/"
Triples = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with oxigraph(tmp_path_factory.mktemp("plain")) as running:
        yield running


def loaded(server: Server, triples: Triples, tmp_path: Path, graph: str) -> None:
    (tmp_path / "data.nt").write_text("".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples)))
    server.load(tmp_path / "data.nt", graph)


def fetched(url: str, graph: str, page: int = 50_000, footprint: set[str] | None = None) -> tuple[Triples, Fetch]:
    fetch = Fetch(Endpoint(url), graph, page)
    return set(fetch.columns(footprint, Columns()).triples()), fetch


def many(number: int) -> Triples:
    """Return triples of three predicates, most of them of one."""
    found = {(f"<{EX}s{n % 700}>", f"<{EX}p>", f'"text {n}, Минск"@ru') for n in range(number)}
    return found | {(f"<{EX}s{n}>", f"<{EX}{'qr'[n % 2]}>", f"<{EX}o{n % 7}>") for n in range(300)}


def chains(number: int) -> Triples:
    """Return blank nodes, each with a name, a next one, and a thing that leads to it."""
    found = {(f"_:b{n}", f"<{EX}name>", f'"{n}"') for n in range(number)}
    found |= {(f"_:b{n}", f"<{EX}next>", f"_:b{n + 1}") for n in range(number - 1)}
    return found | {(f"<{EX}s{n}>", f"<{EX}has>", f"_:b{n}") for n in range(number)}


def joined(triples: Triples) -> Triples:
    """Return triples with each blank node called by its name, so that two graphs of chains compare."""
    names = {s: f"_:{o}" for s, p, o in triples if p == f"<{EX}name>"}
    return {(names.get(s, s), p, names.get(o, o)) for s, p, o in triples}


@pytest.mark.parametrize("page", [50_000, 700])
def test_every_triple_comes_however_small_the_pages(server: Server, page: int, tmp_path: Path) -> None:
    triples = many(9000)
    loaded(server, triples, tmp_path, "urn:many")
    found, fetch = fetched(server.url, "urn:many", page)
    assert found == triples
    assert fetch.total == len(triples)


def test_a_server_that_cuts_in_silence_is_found_out(tmp_path: Path) -> None:
    with virtuoso(tmp_path) as server:
        triples = many(3 * MOST_ROWS)
        loaded(server, triples, tmp_path, "urn:many")
        rows = list(Endpoint(server.url).solutions("SELECT ?s { GRAPH <urn:many> { ?s ?p ?o } }"))
        found, fetch = fetched(server.url, "urn:many")
    assert (len(rows), fetch.page) == (MOST_ROWS, MOST_ROWS)
    assert found == triples


def test_only_the_footprint_is_read(server: Server, tmp_path: Path) -> None:
    triples = many(1500)
    loaded(server, triples, tmp_path, "urn:foot")
    wanted = {f"<{EX}q>", f"<{EX}r>", f"<{EX}none>", "<no iri>"}
    found, fetch = fetched(server.url, "urn:foot", footprint=wanted)
    assert found == {triple for triple in triples if triple[1] in wanted}
    assert fetch.total == 300


def test_without_a_graph_the_default_graph_is_read(plain: Oxigraph, tmp_path: Path) -> None:
    loaded(plain, many(10), tmp_path, "")
    loaded(plain, many(900), tmp_path, "urn:other")
    assert fetched(plain.url, "")[0] == many(10)


def test_queries_are_for_sets_never_for_nodes(plain: Oxigraph, tmp_path: Path) -> None:
    loaded(plain, many(9000), tmp_path, "urn:sets")
    with front(plain.url) as proxy:
        fetched(proxy.url, "urn:sets")
        assert len(proxy.queries) <= 6


@pytest.mark.parametrize("number", [30, MOST_ROWS + 500])
def test_blank_nodes_stay_joined(server: Server, number: int, tmp_path: Path) -> None:
    triples = chains(number)
    loaded(server, triples, tmp_path, f"urn:chains{number}")
    found, fetch = fetched(server.url, f"urn:chains{number}")
    assert joined(found) == joined(triples)
    assert len(found) == len(triples) == fetch.nameless


def test_blank_nodes_stay_joined_where_labels_count_from_the_start_in_each_answer(
    plain: Oxigraph, tmp_path: Path
) -> None:
    triples = chains(300)
    loaded(plain, triples, tmp_path, "urn:renamed")
    with front(plain.url, rename=True) as proxy:
        assert joined(fetched(proxy.url, "urn:renamed", 100)[0]) == joined(triples)


def test_blank_nodes_that_cannot_be_joined_are_an_error_not_a_guess(plain: Oxigraph, tmp_path: Path) -> None:
    loaded(plain, chains(300), tmp_path, "urn:lost")
    with front(plain.url, rename=True, most=200) as proxy, pytest.raises(InputError, match="CIS237"):
        fetched(proxy.url, "urn:lost")


def test_stable_labels_are_seen_and_used_where_answers_are_cut(plain: Oxigraph, tmp_path: Path) -> None:
    triples = {triple for triple in chains(300) if "next" not in triple[1]}
    loaded(plain, triples, tmp_path, "urn:kept")
    with front(plain.url, most=200) as proxy:
        assert joined(fetched(proxy.url, "urn:kept")[0]) == joined(triples)


def test_more_links_between_blank_nodes_than_an_answer_holds_are_an_error_where_they_cannot_be_parted(
    plain: Oxigraph, tmp_path: Path
) -> None:
    loaded(plain, chains(300), tmp_path, "urn:links")
    with front(plain.url, most=200) as proxy, pytest.raises(InputError, match=r"CIS236 .* cannot be told apart"):
        fetched(proxy.url, "urn:links")


LIES: dict[str, Callable[[int], int]] = {"fewer": lambda number: number - 1, "more": lambda number: number + 1}


@pytest.mark.parametrize("lie", LIES)
def test_rows_that_are_not_as_many_as_counted_are_an_error(lie: str, plain: Oxigraph, tmp_path: Path) -> None:
    loaded(plain, many(100), tmp_path, "urn:lie")
    with front(plain.url, lie=LIES[lie]) as proxy, pytest.raises(InputError, match="CIS236"):
        fetched(proxy.url, "urn:lie", footprint={f"<{EX}p>"})


def test_an_empty_graph_is_an_error_not_a_pass(server: Server) -> None:
    with pytest.raises(InputError, match="CIS238"):
        fetched(server.url, "urn:nothing-there")


def test_triples_of_two_graphs_that_are_the_same_count_once(tmp_path: Path) -> None:
    with virtuoso(tmp_path) as server:
        for graph in ("urn:one", "urn:two"):
            loaded(server, many(3000), tmp_path, graph)
        found, fetch = fetched(server.url, "", footprint={f"<{EX}p>"})
    assert (len(found), fetch.total) == (3000, 6000)


def test_booleans_are_spelt_as_the_server_itself_spells_them(server: Server, tmp_path: Path) -> None:
    boolean = "<http://www.w3.org/2001/XMLSchema#boolean>"
    triples = {(f"<{EX}{word}>", f"<{EX}is>", f'"{word}"^^{boolean}') for word in ("true", "false")}
    loaded(server, triples, tmp_path, "urn:truth")
    assert fetched(server.url, "urn:truth")[0] == triples


def test_what_a_server_respells_is_known(server: Server) -> None:
    told = dict(Fetch(Endpoint(server.url)).rewritten())
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert told[f'"1.50"^^{decimal}'] == f'"1.5"^^{decimal}'


def test_a_virtuoso_that_asks_for_a_digest_gets_it(tmp_path: Path) -> None:
    with virtuoso(tmp_path) as server:
        loaded(server, many(10), tmp_path, "urn:digest")
        url = server.url.replace("http://", "http://dba:dba@") + "-auth"
        assert len(fetched(url, "urn:digest")[0]) == 310
