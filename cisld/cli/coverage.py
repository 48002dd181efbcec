"""`cisld coverage`: a project in, which lines of its texts the data rest on out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cisld.errors import FINDINGS, OK, InputError, UsageError

if TYPE_CHECKING:
    from cisld.checks.coverage import Coverage, Line, Part
    from cisld.checks.texts import Text
    from cisld.files.project import Project

_BAR = 24
_MARKS = {"attested": "█", "cited": "▓", "no fact": "░", "left": "·"}
_SHOWN = 80


@click.command("coverage")
@click.option("--texts", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the texts (003….txt).")
@click.option("--book", metavar="BOOK", help="Only this book: b003, 003 or src:b003.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--show", "shown", metavar="LINES", help="Show these lines of the book one by one: 174 or 174-180.")
@click.pass_context
def command(ctx: click.Context, texts: Path | None, book: str | None, shape: str, shown: str | None) -> int:
    """Tell which lines of the source texts the data rest on, and which are left.

    A line with content is attested (it lies in a segment of an attestation), cited (a footnote or an
    entry of the literature), said to hold no fact (cisld:holdsNoFact), or left.

    \b
    Example:
      $ cisld coverage --book b003
      003: 5 of 6 lines with content are accounted for (83.3 %)
        lines  content  attested  cited  no fact  left
          1-4        2         0      0        1     1  ░░░░░░░░░░░░············  before the chapters
         5-10        3         2      1        0     0  ████████████████▓▓▓▓▓▓▓▓  How they are twins
        11-12        1         0      0        1     0  ░░░░░░░░░░░░░░░░░░░░░░░░  after the chapters
      src:b003: CIS064 Left: 3. …

    \b
    Exit codes: 0 no line is left, 1 some are, 3 the text of a book is not there.
    """
    from cisld.checks.coverage import cover
    from cisld.checks.texts import chosen, readable
    from cisld.graph.sources import books
    from cisld.graph.store import fill
    from cisld.graph.things import Things

    project: Project = ctx.obj()
    store = fill(project.files("ontology", "data"))
    asked = chosen(books(store), book)
    found, absent = readable(asked, [texts] if texts else project.texts)
    label = Things(store, project.prefixes).label
    covers = [cover(store, each, found[each.iri], label) for each in asked if each.iri in found]
    lines = _one_by_one(covers, found, project, shown) if shown else _FORMATS[shape](covers, project)
    for line in lines:
        click.echo(line)
    for error in absent:
        click.echo(f"cisld coverage: {error}", err=True)
    return InputError.exit_code if absent else FINDINGS if any(each.left for each in covers) else OK


def _as_text(covers: list[Coverage], project: Project) -> Iterator[str]:
    for cover in covers:
        yield f"{cover.book.number}: {_share(cover)}"
        rows = [("lines", "content", *_MARKS), *map(_row, cover.parts)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row, end in zip(rows, ["", *(f"  {_bar(part)}  {part.label}" for part in cover.parts)], strict=True):
            yield "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + end
        yield from _left(cover, project)


def _as_markdown(covers: list[Coverage], project: Project) -> Iterator[str]:
    for cover in covers:
        yield from (f"{cover.book.number}: {_share(cover)}", "")
        yield "| chapter | lines | content | " + " | ".join(_MARKS) + " |"
        yield "|---|---|--:" + "|--:" * len(_MARKS) + "|"
        for part in cover.parts:
            yield f"| {part.label.replace('|', chr(92) + '|')} | " + " | ".join(_row(part)) + " |"
        yield from ("", *_left(cover, project))


def _as_json(covers: list[Coverage], project: Project) -> Iterator[str]:
    from cisld.checks.coverage import totals

    report = [
        {
            "book": project.prefixes.shorten(cover.book.iri),
            "content": len(cover.lines),
            **totals(cover),
            "parts": [_part(part, project) for part in cover.parts],
            "left ranges": [list(range) for range in cover.left],
        }
        for cover in covers
    ]
    yield json.dumps(report, ensure_ascii=False, indent=2)


_FORMATS = {"text": _as_text, "json": _as_json, "markdown": _as_markdown}


def _part(part: Part, project: Project) -> dict[str, object]:
    return {
        "label": part.label,
        "chapter": project.prefixes.shorten(part.iri) if part.iri else None,
        "lines": [part.span.first, part.span.last],
        "content": len(part.lines),
        **{state: part.count(state) for state in _MARKS},
    }


def _share(cover: Coverage) -> str:
    all = len(cover.lines)
    done = sum(line.state != "left" for line in cover.lines)
    share = f" ({100 * done / all:.1f} %)" if all else ""
    return f"{done} of {all} lines with content are accounted for{share}"


def _row(part: Part) -> tuple[str, ...]:
    lines = f"{part.span.first}-{part.span.last}"
    return lines, str(len(part.lines)), *(str(part.count(state)) for state in _MARKS)


def _bar(part: Part) -> str:
    """Draw the shares of the states; what is there at all gets a mark, and the longest share gives the room."""
    all = len(part.lines)
    if not all:
        return " " * _BAR
    counts = {state: part.count(state) for state in _MARKS}
    marks = {state: max(1, round(_BAR * count / all)) if count else 0 for state, count in counts.items()}
    longest = max(marks, key=lambda state: marks[state])
    marks[longest] += _BAR - sum(marks.values())
    return "".join(_MARKS[state] * count for state, count in marks.items())


def _left(cover: Coverage, project: Project) -> Iterator[str]:
    if cover.left:
        ranges = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in cover.left)
        todo = "Attest them, or say why not with cisld:holdsNoFact; --show LINES tells of each."
        yield f"{project.prefixes.shorten(cover.book.iri)}: CIS064 Left: {ranges}. {todo}"


def _one_by_one(covers: list[Coverage], texts: dict[str, Text], project: Project, asked: str) -> Iterator[str]:
    first, last = _range(asked)
    for cover in covers:
        for line in cover.lines:
            if first <= line.number <= last:
                yield f"{cover.book.number} L{line.number} {_told(line, project)}"
                yield f"    {_cut(texts[cover.book.iri].lines[line.number - 1])}"


def _told(line: Line, project: Project) -> str:
    by = (project.prefixes.shorten(each) if ":" in each else each for each in line.by)
    return f"{line.state}: {', '.join(by)}" if line.by else line.state


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _range(asked: str) -> tuple[int, int]:
    found = re.fullmatch(r"L?(\d{1,9})(?:-(\d{1,9}))?", asked)
    if not found:
        raise UsageError("CIS040", f'--show "{asked}" is not a line or a range of lines.', "Write 174 or 174-180.")
    return int(found[1]), int(found[2] or found[1])
