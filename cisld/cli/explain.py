"""`cisld explain`: the name of a rule, an error code, a setting or a term in, what it means out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cisld.checks.explanation import Explanation
    from cisld.files.project import Project


@click.command("explain")
@click.argument("name", metavar="NAME")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["en", "ru", "be"]), default="en", show_default=True, help="Texts.")
@click.pass_context
def command(ctx: click.Context, name: str, shape: str, lang: str) -> None:
    """Explain a rule, an error code, a setting or a term, a rule with a good and a bad example.

    NAME is a rule (R060, shp:R060), an error code (CIS031), `cisld.toml` or one of its keys (paths.texts),
    or a term of the ontology by IRI, CURIE, last part or label.

    \b
    Example:
      $ cisld explain CIS031
      CIS031 · error code
        means  A label names more than one thing.
    """
    from cisld.checks.explanation import explain

    project: Project = ctx.obj()
    for line in _FORMATS[shape](explain(project, name, lang)):
        click.echo(line)


def _as_text(told: Explanation) -> Iterator[str]:
    yield f"{told.title} · {told.kind}"
    width = max((len(name) for name, _ in told.rows), default=0)
    for name, values in told.rows:
        for number, value in enumerate(values or ("(not set)",)):
            yield f"  {('' if number else name).ljust(width)}  {value}"
    for heading, text in told.texts:
        yield from ("", f"  {heading}:")
        yield from (f"    {line}".rstrip() for line in text.split("\n"))


def _as_json(told: Explanation) -> Iterator[str]:
    yield json.dumps(dataclasses.asdict(told), ensure_ascii=False, indent=2)


_FORMATS = {"text": _as_text, "json": _as_json}
