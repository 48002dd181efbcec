"""`cisld fmt`: Turtle files in, the same files in the project's layout out."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from cisld.errors import FINDINGS, OK, InputError
from cisld.files.formatting import reformat
from cisld.files.parse import expand, read
from cisld.files.project import Project
from cisld.files.write import write


@dataclass(frozen=True)
class Change:
    """A file whose text is not yet what the formatter writes."""

    path: Path
    old: bytes
    new: str


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; list the files that differ and exit 1 if there are any.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change and exit 1 if anything would.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], check: bool, diff: bool) -> int:
    """Format Turtle files in place, keeping comments and meaning.

    Without PATHS: the ontology, shapes and data of the project. A folder stands for the .ttl files in it.
    One fact a line, subjects by IRI, only the prefixes in use. A file whose graph or comments would change
    is left as it is (CIS011).

    \b
    Examples:
      cisld fmt
      cisld fmt --check data/
      cisld fmt --diff ontology/agreement.ttl
    """
    files = _turtle(paths) if paths else _of_project(ctx.obj)
    tell = _print_diff if diff else _print_name if check else _rewrite
    changed, refused = 0, 0
    for found in _changes(files):
        if isinstance(found, InputError):
            click.echo(str(found), err=True)
            refused += 1
        else:
            tell(found)
            changed += 1
    if changed or refused:
        _sum_up(len(files), changed, refused, check or diff)
    if refused:
        return InputError.exit_code
    return FINDINGS if changed and (check or diff) else OK


def _of_project(find: Callable[[], Project]) -> list[Path]:
    """Return the project's Turtle files, named from the current folder if they lie in it."""
    here = Path.cwd()
    files = (path for path in find().files("ontology", "shapes", "data") if path.suffix.lower() == ".ttl")
    return [path.relative_to(here) if path.is_relative_to(here) else path for path in files]


def _turtle(paths: Iterable[Path]) -> list[Path]:
    """Return the Turtle files of the paths; InputError CIS004 for a file of another format, CIS008 for none."""
    asked = list(paths)
    for path in asked:
        if path.is_file() and path.suffix.lower() != ".ttl":
            raise InputError("CIS004", "Only Turtle is formatted.", "Name a .ttl file or a folder.", str(path))
    return [path for path in expand(asked) if path.suffix.lower() == ".ttl"]


def _changes(files: Iterable[Path]) -> Iterator[Change | InputError]:
    for path in files:
        try:
            old = read(path)
            result = reformat(old, str(path))
        except InputError as error:
            yield error
            continue
        if result.merged:
            click.echo(f"{path}: {_count(result.merged, 'repeated triple')} merged", err=True)
        if result.text.encode() != old:
            yield Change(path, old, result.text)


def _rewrite(change: Change) -> None:
    write(change.path.resolve(), change.new)
    click.echo(f"{change.path}")


def _print_name(change: Change) -> None:
    line = "CIS012 Not as the formatter writes it. Run `cisld fmt` on it."
    click.echo(f"{change.path}:{_first_difference(change)}:1: {line}")


def _first_difference(change: Change) -> int:
    old, new = change.old.split(b"\n"), change.new.encode().split(b"\n")
    pairs = enumerate(zip(old, new, strict=False), 1)
    return next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))


def _print_diff(change: Change) -> None:
    old = change.old.decode().splitlines(keepends=True)
    new = change.new.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, f"{change.path}", f"{change.path} (formatted)"):
        click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)


def _sum_up(files: int, changed: int, refused: int, only_looked: bool) -> None:
    done = "would change" if only_looked else "formatted"
    parts = [f"{_count(files, 'file')} read", f"{changed} {done}"] + ([f"{refused} refused"] if refused else [])
    click.echo(", ".join(parts) + ".", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
