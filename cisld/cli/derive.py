"""`cisld derive`: the project's CONSTRUCT queries in, its derived files out."""

from __future__ import annotations

from collections.abc import Callable

import click

from cisld.errors import FINDINGS, OK, UsageError
from cisld.files.project import Project
from cisld.files.write import write
from cisld.graph.derive import derive, stale


@click.command("derive")
@click.option("--check", is_flag=True, help="Write nothing; name the files that are out of date and exit 1.")
@click.pass_obj
def command(find: Callable[[], Project], check: bool) -> int:
    """Write the derived files of the project: shortcuts, periods, citations.

    Each [[derive]] table of cisld.toml names a CONSTRUCT query and the file that keeps its result.

    \b
    Example:
      $ cisld derive
      data/derived/periods-2021.ttl
    """
    project = find()
    if not project.derive:
        raise UsageError("CIS024", "No [[derive]] table.", "Name a query and a file.", str(project.root / "cisld.toml"))
    texts = derive(project)
    old = stale(project, texts)
    for path in old:
        if not check and path in texts:
            write(path, texts[path])
        elif not check:
            path.unlink()
        click.echo(str(path.relative_to(project.root)) + (" CIS026 is out of date" if check else ""))
    return FINDINGS if check and old else OK
