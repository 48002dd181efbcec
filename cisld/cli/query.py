"""The verb `query`: the text, file or name of a query in, its answer out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from cisld.cli.seconds import Seconds
from cisld.errors import FINDINGS, OK, CisldError, UsageError
from cisld.files.parse import expand
from cisld.files.project import Project
from cisld.graph.store import fill
from cisld.rdf.names import WELL_KNOWN, Prefixes
from cisld.sparql.evaluation import evaluate
from cisld.sparql.limits import Limits
from cisld.sparql.results import FORMATS, Style
from cisld.sparql.saved import Saved, decode, differences, files, load, pick, query
from cisld.sparql.tokens import declared, ordered, tokens


@dataclass(frozen=True)
class Request:
    """Hold what the command line asks for, and how to find the project when it is needed."""

    find: Callable[[], Project]
    text: str | None
    given: tuple[str, ...]
    format: str | None
    data: tuple[Path, ...]
    timeout: float
    memory: int

    @cached_property
    def project(self) -> Project:
        """The project, read once."""
        return self.find()

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes that the query may use without declaring them."""
        return Prefixes(WELL_KNOWN) if self.data else self.project.prefixes

    @property
    def limits(self) -> Limits:
        """The limits that hold for the query."""
        return Limits(seconds=self.timeout, megabytes=self.memory)

    def fill(self) -> ox.Store:
        """Return the store with the files that the query is about."""
        return fill(expand(self.data) if self.data else self.project.files("ontology", "data"))


@click.command("query", short_help="Answer a SPARQL query, or a saved one by its name.")
@click.argument("text", metavar="[TEXT|FILE.rq|NAME|-]", required=False)
@click.option("--param", "given", metavar="NAME=VALUE", multiple=True, help="Value of a parameter of the query.")
@click.option("-f", "--format", "format", type=click.Choice(FORMATS), help="Format of the answer.")
@click.option("--data", type=click.Path(path_type=Path), multiple=True, help="Query this file or folder instead.")
@click.option("--timeout", type=Seconds(0.1, 86_400), default=60, show_default=True, help="Seconds it may take.")
@click.option("--memory", type=click.IntRange(64), default=2_048, show_default=True, help="Megabytes it may take.")
@click.option("--list", "action", flag_value="list", help="List the saved queries, or those that have TEXT.")
@click.option("--show", "action", flag_value="show", help="Print the query with the prefixes it needs, unanswered.")
@click.option("--check", "action", flag_value="check", help="Compare saved queries' answers with the expected ones.")
@click.pass_obj
def command(find: Callable[[], Project], /, action: str | None, **options: Any) -> int:
    """Answer a SPARQL query over the project's ontology and data.

    TEXT is the query itself (it has a space or a brace), FILE.rq a file, NAME a saved query, - the standard input.
    The project's prefixes need no PREFIX line. SELECT and ASK give table, markdown, json, csv, tsv or xml;
    CONSTRUCT and DESCRIBE give turtle, ntriples, jsonld or rdfxml. No query reaches the network.

    \b
    Example:
      $ cisld query 'SELECT ?label ?n { BIND("answer" AS ?label) BIND(6 * 7 AS ?n) }'
      label    n
      ──────  ──
      answer  42

    \b
    Exit codes: 0 answered, 1 a checked answer differs, 2 no such query or parameter,
    3 the query cannot be read or passes a limit.
    """
    return _ACTIONS[action](Request(find, **options))


def _answer(request: Request) -> int:
    saved = _saved(request)
    style = Style(request.format or "", request.prefixes, width=_width())
    click.echo(evaluate(saved, _values(request.given), request.fill, style, request.limits), nl=False)
    return OK


def _list(request: Request) -> int:
    """Print name, question and parameters of each saved query, or of those that have the given word, by folder."""
    word = (request.text or "").casefold()
    found = [(path.parent, _load(path)) for path in _files(request).values()]
    found = [(folder, saved) for folder, saved in found if word in f"{saved.name} {saved.title}".casefold()]
    width = max((len(saved.name) for _, saved in found), default=0)
    found.sort(key=itemgetter(0))
    for folder, group in groupby(found, itemgetter(0)):
        inset = "" if folder in request.project.queries else "  "
        if inset:
            click.echo(folder.name)
        for _, saved in group:
            names = ", ".join(parameter.name for parameter in saved.parameters)
            asked = f"  ({names})" if names else ""
            click.echo(f"{inset}{saved.name:<{width}}  {saved.title or '(no question)'}{asked}")
    return OK


def _show(request: Request) -> int:
    """Print the query as it runs in any other SPARQL engine, with a PREFIX line for each prefix it leaves out."""
    saved, prefixes = _saved(request), request.prefixes
    found = tokens(saved.text)
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    for prefix in sorted(used & set(prefixes) - declared(found)):
        click.echo(f"PREFIX {prefix}: <{prefixes[prefix]}>")
    click.echo(saved.text.rstrip("\n"))
    return OK


def _check(request: Request) -> int:
    """Answer each saved query, or the named one, and tell which answers are not the expected ones."""
    found = _files(request)
    chosen = [pick(request.text, found)] if request.text else list(found.values())
    store = request.fill()
    codes = [_checked(path, store, request) for path in chosen]
    click.echo(f"{len(codes)} saved queries, {len(codes) - codes.count(OK)} not as expected.", err=True)
    return max(codes, default=OK)


def _checked(path: Path, store: ox.Store, request: Request) -> int:
    """Print what is wrong with one saved query and return its exit code."""
    try:
        saved = _load(path)
        lines = _lacking(saved)
        if not lines:
            style = Style(_CHECKED[_is_graph(saved)], request.prefixes)
            got = evaluate(saved, {}, lambda: store, style, request.limits).decode().splitlines()
            lines = _differing(saved, got)
    except CisldError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    for line in lines:
        click.echo(line)
    return FINDINGS if lines else OK


def _lacking(saved: Saved) -> list[str]:
    """Return a finding for a saved query that cannot be checked, or that nobody can choose from the list."""
    unset = [parameter.name for parameter in saved.parameters if parameter.default is None]
    lacks = [
        ("no question (#+ title:)", not saved.title),
        ("no expected answer (#+ expect: or #+ expect-count:)", not saved.expect and saved.expect_count is None),
        (f"no default for {', '.join(unset)}", bool(unset)),
    ]
    return [f"{saved.file}: CIS218 The saved query has {what}. Add it." for what, missing in lacks if missing]


def _differing(saved: Saved, got: list[str]) -> list[str]:
    found = differences(saved, got, ordered(tokens(saved.text)))
    head = f"{saved.file}: CIS217 The answer is not the expected one. Mend the data or the query, or expect this."
    return [head, *(f"  {line}" for line in found)] if found else []


def _is_graph(saved: Saved) -> bool:
    return any(token.keyword in ("CONSTRUCT", "DESCRIBE") for token in tokens(saved.text))


_CHECKED = {True: "ntriples", False: "markdown"}
"""The format in which an answer is compared, by whether the query gives a graph."""


def _saved(request: Request) -> Saved:
    """Return the query that the argument names or is."""
    text = request.text
    if not text:
        raise UsageError("CIS040", "There is no query.", "Give its text, its file or its name; --list shows names.")
    if text == "-":
        return query(decode(sys.stdin.buffer.read(), "query"))
    if "{" in text or any(map(str.isspace, text)):
        return query(text)
    return _load(Path(text) if text.endswith(".rq") else pick(text, _files(request)))


def _files(request: Request) -> dict[str, Path]:
    project = request.project
    return files(project.queries, [*(each.query for each in project.derive), *(each.query for each in project.stats)])


def _load(path: Path) -> Saved:
    """Read a saved query, naming it in errors by its path from here where it lies below."""
    near = path.resolve()
    return load(path, str(near.relative_to(Path.cwd())) if near.is_relative_to(Path.cwd()) else str(path))


def _values(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    for name, equals, _ in pairs:
        if not equals or not name:
            raise UsageError("CIS040", f'--param "{name}" has no value.', "Write --param NAME=VALUE.")
    if len({name for name, _, _ in pairs}) < len(pairs):
        raise UsageError("CIS040", "A parameter is given twice.", "Give each parameter once.")
    return {name: value for name, _, value in pairs}


def _width() -> int | None:
    """Return the width of the terminal, or None where the answer goes to a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


_ACTIONS: dict[str | None, Callable[[Request], int]] = {None: _answer, "list": _list, "show": _show, "check": _check}
