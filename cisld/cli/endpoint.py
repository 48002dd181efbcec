"""What `cisld validate --endpoint` asks for: a URL and how to read in, a source of triples with its notes out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cisld.errors import InputError, NetworkError, UsageError

if TYPE_CHECKING:
    from cisld.graph.columns import Columns
    from cisld.rdf.names import Prefixes
    from cisld.report.run import Source
    from cisld.shacl.footprint import Predicates
    from cisld.sparql.fetch import Fetch

LEAST_PAGE, MOST_PAGE = 100, 1_000_000


@dataclass(frozen=True)
class Remote:
    """Hold what the command line says of an endpoint; None is what it does not say."""

    url: str | None = None
    graph: str | None = None
    page: int | None = None
    seconds: float | None = None

    def refuse(self, beside: Mapping[str, object]) -> None:
        """Refuse options that need an endpoint, or that are given `beside` one without sense; UsageError CIS040."""
        if self.url is None:
            for name, value in (("--graph", self.graph), ("--page", self.page), ("--timeout", self.seconds)):
                if value is not None:
                    raise UsageError("CIS040", f"{name} without --endpoint.", "Name the endpoint.", "cisld validate")
            return
        for what, given in beside.items():
            if given:
                todo = "The data are behind the endpoint and are only read."
                raise UsageError("CIS040", f"{what} beside --endpoint.", todo, "cisld validate")

    def source(self, prefixes: Prefixes) -> Source | None:
        """Return the graph behind the endpoint, None without one; raises UsageError CIS040. Nothing is asked yet."""
        if self.url is None:
            return None
        from cisld.report.run import Source
        from cisld.sparql.endpoint import Endpoint, Patience
        from cisld.sparql.fetch import PAGE, Fetch

        patience = Patience(self.seconds) if self.seconds else Patience()
        graph = self.graph or ""
        graph = prefixes.expand(graph) if graph.partition(":")[0] in prefixes else graph
        fetch = Fetch(Endpoint(self.url, patience), graph, self.page or PAGE, _progress)
        return Source(fetch.endpoint.shown, lambda read, onto: _fetched(fetch, read, onto), lambda: _notes(fetch))


def _fetched(fetch: Fetch, footprint: Predicates, onto: Columns) -> Columns:
    try:
        return fetch.columns(footprint, onto)
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total:,} triples", nl=False, err=True)


def _notes(fetch: Fetch) -> Iterator[str]:
    """Yield in plain words what the endpoint does not tell exactly."""
    name = fetch.endpoint.shown
    yield f"Terms are judged as {name} gives them, which need not be as they were written. {_spellings(fetch)}"
    if fetch.nameless:
        number = f"{fetch.nameless:,} triple{'' if fetch.nameless == 1 else 's'} with blank nodes"
        yield f"{number}: the nodes are told apart as {name} does; their names here last for this run only."


def _spellings(fetch: Fetch) -> str:
    from cisld.rdf.names import Prefixes
    from cisld.report.words import plain, shortened

    try:
        changed = fetch.rewritten()
    except (InputError, NetworkError):
        return "Whether it respells literals cannot be told."
    known = Prefixes(xsd="http://www.w3.org/2001/XMLSchema#")
    told = [f"{shortened(sent, known)} as {plain(shortened(come, known))}" for sent, come in changed]
    if not told:
        return "It gives literals back as it gets them."
    return f"It gives {', '.join(told)}: rules on spelling, datatype or the same term can find more or less."
