"""`cisld stats`: a project in, counts of its things and statements out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cisld.files.project import Project
    from cisld.graph.counts import Counts
    from cisld.graph.tally import Cell
    from cisld.graph.things import Things

_INDICATORS = 15
Table = tuple[str, Sequence[str], list[tuple[str | int, ...]]]


@click.command("stats")
@click.option("--format", "shape", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@click.pass_context
def command(ctx: click.Context, shape: str) -> None:
    """Count the things and statements of the data.

    A [[stats]] table of cisld.toml names a query that counts by row and column, and a file of what another count, such
    as the notes of a reader, gave there: both are shown beside each other, with the reasons where the data have fewer.

    \b
    Example:
      $ cisld stats
      data      count
      files         2
      triples      73
      class               term                   direct  total
      actor               cisld:Actor                 0      2
      state               cisld:State                 2      2
    """
    from cisld.graph.counts import count
    from cisld.graph.store import fill
    from cisld.graph.tally import cells
    from cisld.graph.things import Things

    project: Project = ctx.obj()
    files = project.files("data")
    store, ontology = fill(files), fill(project.files("ontology") if project.ontology else [])
    counts = count(store, ontology, project.base)
    ontology.extend(store)
    tables = list(_tables(counts, len(files), Things(ontology, project.prefixes)))
    for tally in project.stats:
        tables.extend(_compared(tally.query.stem, cells(tally, ontology, project.prefixes)))
    for line in _FORMATS[shape](tables):
        click.echo(line)


def _tables(counts: Counts, files: int, things: Things) -> Iterator[Table]:
    """Yield the tables that have rows."""
    curie, label = things.prefixes.shorten, things.label
    yield "data", ("data", "count"), [("files", files), ("triples", counts.triples), ("subjects", counts.subjects)]
    rows: list[Table] = [
        (
            "classes",
            ("class", "term", "direct", "total"),
            [(label(each.iri), curie(each.iri), each.direct, each.total) for each in counts.classes],
        ),
        (
            "sources",
            ("source", "chapter", "attestations", "facts"),
            [
                (curie(each.book), label(each.chapter) if each.chapter else "", each.attestations, each.facts)
                for each in counts.sources
            ],
        ),
        ("labels", ("language", "labels"), list(counts.labels)),
        ("wikidata", ("class with Wikidata identifier", "things"), [(label(cls), n) for cls, n in counts.wikidata]),
        (
            "indicators",
            ("indicator", "figures"),
            [(label(indicator), number) for indicator, number in counts.indicators[:_INDICATORS]],
        ),
    ]
    yield from (table for table in rows if table[2])


def _compared(name: str, found: list[Cell]) -> Iterator[Table]:
    """Yield the counts beside those of the other count, then the cells that have fewer, with the reason."""
    rows, columns = list(dict.fromkeys(cell.row for cell in found)), list(dict.fromkeys(cell.column for cell in found))
    shown = {(cell.row, cell.column): f"{cell.counted} of {cell.noted}" for cell in found}
    yield name, (name, *columns), [(row, *(shown.get((row, column), "") for column in columns)) for row in rows]
    fewer: list[tuple[str | int, ...]] = [
        (cell.row, cell.column, cell.noted - cell.counted, cell.reason) for cell in found if cell.lacking
    ]
    if fewer:
        yield f"{name}-fewer", (f"fewer {name}", "in", "by", "reason"), fewer


def _as_table(tables: list[Table]) -> Iterator[str]:
    for number, (_, heads, rows) in enumerate(tables):
        if number:
            yield ""
        for line in _aligned([tuple(heads), *rows]):
            yield line.rstrip()


def _aligned(rows: list[tuple[str | int, ...]]) -> Iterator[str]:
    """Yield the rows with texts to the left and numbers, and their heads, to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(len(str(cell)) for cell in column) for column in columns]
    numeric = [isinstance(column[-1], int) for column in columns]
    for row in rows:
        cells = zip(row, widths, numeric, strict=True)
        yield "  ".join(str(cell).rjust(width) if right else str(cell).ljust(width) for cell, width, right in cells)


def _as_markdown(tables: list[Table]) -> Iterator[str]:
    for number, (_, heads, rows) in enumerate(tables):
        if number:
            yield ""
        yield _markdown(tuple(heads))
        yield "|" + "|".join("--:" if isinstance(cell, int) else "---" for cell in rows[-1]) + "|"
        yield from map(_markdown, rows)


def _markdown(row: tuple[str | int, ...]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def _as_json(tables: list[Table]) -> Iterator[str]:
    report: dict[str, object] = {
        name: [dict(zip(heads, row, strict=True)) for row in rows] for name, heads, rows in tables if name != "data"
    }
    yield json.dumps({**{str(name): number for name, number in tables[0][2]}, **report}, ensure_ascii=False, indent=2)


_FORMATS = {"table": _as_table, "json": _as_json, "markdown": _as_markdown}
