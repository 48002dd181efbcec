"""`cisld validate`: data and shapes in, findings with their places out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cisld.errors import FINDINGS, OK, UsageError

if TYPE_CHECKING:
    from cisld.files.project import Project
    from cisld.report.finding import Finding

SEVERITIES = ("violation", "warning", "info")
PATHS = click.Path(path_type=Path)


@click.command("validate")
@click.argument("files", nargs=-1, type=PATHS)
@click.option("-s", "--shapes", multiple=True, type=PATHS, metavar="PATH", help="Shapes; default: the project's.")
@click.option("-e", "--ontology", multiple=True, type=PATHS, metavar="PATH", help="Ontology that the data rest on.")
@click.option("-f", "--format", "shape", type=click.Choice(["text", "json", "turtle"]), default="text")
@click.option("-o", "--output", type=PATHS, metavar="FILE", help="Write the report to a file.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="violation", show_default=True)
@click.option("--all", "every", is_flag=True, help="Show each finding of a rule that has many.")
@click.pass_obj
def command(
    find: Callable[[], Project],
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    shape: str,
    output: Path | None,
    fail_on: str,
    every: bool,
) -> int:
    """Validate FILES, or the project's data, against SHACL shapes.

    Without FILES the data of the project are validated together with its ontology. With FILES and without
    --shapes, the project's shapes and ontology are used; with --shapes, only what is named.

    \b
    Example:
      $ cisld validate
      data/rivers.ttl:8:15: violation shape:Town-liesOn id:gomel: A town lies on a river that is described.
      9 triples in 1 files against 4 shapes: 1 violations, 0 warnings, 0 infos.

    \b
    Exit codes: 0 nothing as grave as --fail-on, 1 something is, 2 usage, 3 a file or the shapes cannot be read.
    """
    from cisld.files.write import write

    data, rules = _chosen(find, files, shapes, ontology)
    text, found = _validate(data, rules, find, shape, every)
    if output:
        write(output, text + "\n")
    else:
        click.echo(text)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FINDINGS if any(finding.severity in grave for finding in found) else OK


def _chosen(
    find: Callable[[], Project], files: tuple[Path, ...], shapes: tuple[Path, ...], ontology: tuple[Path, ...]
) -> tuple[list[Path], list[Path]]:
    """Return the data files and the shapes files."""
    from cisld.files.parse import expand

    if shapes and not files:
        raise UsageError("CIS040", "--shapes without data.", "Name the files to validate.", "cisld validate")
    if shapes:
        return expand([*ontology, *files]), expand(shapes)
    project = find()
    if not project.shapes:
        raise UsageError("CIS024", "The project has no shapes.", "Set paths.shapes.", str(project.root / "cisld.toml"))
    made = {derivation.file for derivation in project.derive}
    base = [*(project.files("ontology") if project.ontology else ()), *ontology]
    data = expand([*base, *(expand(files) if files else project.files("data"))])
    return sorted(data, key=lambda path: path in made), expand(project.shapes)


def _validate(
    data: list[Path], rules: list[Path], find: Callable[[], Project], shape: str, every: bool
) -> tuple[str, list[Finding]]:
    from cisld.files.positions import Locator, Places
    from cisld.graph.columns import Columns
    from cisld.report.data import to_json, to_turtle
    from cisld.report.finding import findings
    from cisld.report.text import lines
    from cisld.shacl import Shapes

    ready, columns, prefixes = Shapes.load(rules), Columns.load(data), find().prefixes
    report = ready.validate(columns)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    places = [Places([Locator(_shown(path)) for path in paths]) for paths in (data, rules)]
    found = findings(report, ready.graph, prefixes, *places)
    sizes = {"triples": len(columns), "files": len(data), "shapes": len(ready.order)}
    texts: dict[str, Callable[[], str]] = {
        "text": lambda: "\n".join(lines(found, sizes, every)),
        "json": lambda: to_json(found, sizes, report.warnings),
        "turtle": lambda: to_turtle(report, prefixes).rstrip("\n"),
    }
    return texts[shape](), found


def _shown(path: Path) -> Path:
    """Return a path as people read it best: from the current folder on, where it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
