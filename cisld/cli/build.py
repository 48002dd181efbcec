"""`cisld build`: the project in, a folder with every serialization and the data set's description out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from cisld.files.project import Project
from cisld.view.dataset import File
from cisld.view.dump import MANIFEST, build


@click.command("build")
@click.option(
    "-o", "--output", default="build", show_default=True, type=click.Path(path_type=Path), help="Folder to write."
)
@click.pass_obj
def command(find: Callable[[], Project], output: Path) -> None:
    """Write the project in every format, its JSON-LD context, VoID, DCAT and a manifest with checksums.

    The folder is replaced as a whole, and only if all of it could be written. The same files give the same
    bytes. NAME.nq and NAME.trig have one named graph for each file; the other dumps have all triples together.

    \b
    Example (before this line comes a table of files, bytes and triples):
      $ cisld init rivers && cd rivers && cisld build
      MANIFEST.json lists 14 files with their SHA-256, in build
    """
    files = build(find(), output, _show if sys.stderr.isatty() else _keep_quiet)
    _print_table(files)
    click.echo(f"{MANIFEST} lists {len(files)} files with their SHA-256, in {output}")


def _show(name: str) -> None:
    """Show which file is being written, in one line of a terminal that the next one replaces."""
    click.echo(f"\r\x1b[K{name}\r", nl=False, err=True)


def _keep_quiet(name: str) -> None:
    """Say nothing, for where stderr is no terminal."""


def _print_table(files: list[File]) -> None:
    width = max(len(file.name) for file in files)
    if sys.stderr.isatty():
        click.echo("\x1b[K", nl=False, err=True)
    click.echo(f"{'file':<{width}}  {'bytes':>10}  {'triples':>8}")
    for file in files:
        count = "" if file.statements is None else str(file.statements)
        click.echo(f"{file.name:<{width}}  {file.size:>10}  {count:>8}".rstrip())
