"""`cisld init`: a folder name in, a small project out."""

from __future__ import annotations

from pathlib import Path

import click

from cisld.files.scaffold import scaffold


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--base", default="https://example.org/", show_default=True, metavar="IRI", help="IRI of your things.")
@click.option("--name", default="", metavar="NAME", help="Short name; default: the name of the folder.")
def command(folder: Path, base: str, name: str) -> None:
    """Make a small project in DIR that validates, answers a query and builds at once.

    \b
    Example:
      $ cisld init rivers
      rivers/README.md
      rivers/cisld.toml
      rivers/data/rivers.ttl
      rivers/ontology/rivers.ttl
      rivers/queries/towns-on.rq
      rivers/shapes/rivers.ttl
    """
    for path in scaffold(folder, base, name):
        click.echo(str(path))
