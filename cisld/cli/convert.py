"""`cisld convert`: RDF files or standard input in, the same statements in another format out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.files.parse import FORMATS, expand, parse, quads, read
from cisld.files.project import Project
from cisld.files.write import write
from cisld.rdf.names import checked, nearest
from cisld.view.context import context_for
from cisld.view.nodes import merged
from cisld.view.rdf import NAMES, serialize, sorted_lines

STDIN = Path("-")
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def _format(ctx: click.Context, param: click.Parameter, name: str | None) -> ox.RdfFormat | None:
    """Return the format that a name, or the ending of a file, stands for."""
    if name is None:
        return None
    if found := NAMES.get(name.lower()) or FORMATS.get(f".{name.lower()}"):
        return found
    like = nearest(name, list(NAMES))
    raise click.BadParameter(
        f'"{name}" is no format. ' + (f'Did you mean "{like}"?' if like else f"Formats are {', '.join(NAMES)}.")
    )


@click.command("convert")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--from",
    "source",
    metavar="FORMAT",
    callback=_format,
    help="Format of the input; else by the ending of the file.",
)
@click.option(
    "-t",
    "--to",
    "target",
    metavar="FORMAT",
    callback=_format,
    help="Format of the output; else by the ending of --output.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of stdout."
)
@click.option("--context", default="inline", show_default=True, metavar="inline|published|IRI", help="JSON-LD context.")
@click.option("--sort", is_flag=True, help="Sort the lines of ntriples and nquads and leave out repeats.")
@click.pass_obj
def command(
    find: Callable[[], Project],
    files: tuple[Path, ...],
    source: ox.RdfFormat | None,
    target: ox.RdfFormat | None,
    output: Path | None,
    context: str,
    sort: bool,
) -> None:
    """Convert RDF files, or with - standard input, to another format; without FILES the project's ontology and data.

    Formats: turtle, trig, ntriples, nquads, rdfxml, jsonld. Terms are written as they stand: "01" stays "01".
    In ntriples and nquads statements keep their order; the other formats group them by subject and sort.
    JSON-LD holds its context inline; `published` refers to the project's, any other IRI to that one.

    \b
    Example:
      $ echo '<http://e.org/minsk> a <http://e.org/City> .' | cisld convert - --from turtle --to jsonld
      {
        "@context": {
          "@version": 1.1,
          "id": "@id",
          "type": "@type"
        },
        "@graph": [
          {
            "id": "http://e.org/minsk",
            "type": "http://e.org/City"
          }
        ]
      }
    """
    project = find()
    target = target or _target(output)
    address = _address(context, project)
    found = context_for(project, address) if target == ox.RdfFormat.JSON_LD else None
    data = serialize(merged(_input(files, source, project)), target, project.prefixes, found)
    if sort and target in _LINES:
        data = sorted_lines(data)
    if output:
        write(output, data)
    else:
        sys.stdout.buffer.write(data)


def _target(output: Path | None) -> ox.RdfFormat:
    """Return the format that the ending of the output names; UsageError CIS040 where there is none."""
    if output and (found := FORMATS.get(output.suffix.lower())):
        return found
    raise UsageError("CIS040", "No format to convert to.", f"Add --to with one of {', '.join(NAMES)}.", "cisld convert")


def _address(context: str, project: Project) -> str:
    if context == "inline":
        return ""
    if context != "published":
        return checked(context, "cisld convert: --context")
    if not project.context:
        raise UsageError(
            "CIS024", "No project.context.", "Name the IRI of the context.", str(project.root / "cisld.toml")
        )
    return project.context


def _input(files: tuple[Path, ...], source: ox.RdfFormat | None, project: Project) -> Iterator[Iterator[ox.Quad]]:
    """Yield the quads of each input file."""
    if not files:
        yield from (quads(path, project.base) for path in project.files("ontology", "data"))
    for path in files:
        if path == STDIN:
            yield _stdin(source, project)
        elif source and not path.is_dir():
            yield parse(read(path), source, str(path), project.base)
        else:
            yield from (quads(file, project.base) for file in expand([path]))


def _stdin(source: ox.RdfFormat | None, project: Project) -> Iterator[ox.Quad]:
    if source is None:
        raise UsageError("CIS040", "Standard input has no ending.", "Name its format with --from.", "cisld convert")
    return parse(sys.stdin.buffer.read(), source, "<stdin>", project.base)
