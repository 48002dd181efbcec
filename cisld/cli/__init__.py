"""The command line: argv in, one call, an exit code out; only here is printed, exited and the environment read."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cisld import __version__
from cisld.errors import CisldError

if TYPE_CHECKING:
    from cisld.files.project import Project

VERBS = {
    "init": ("init", "Make a small project that validates, answers and builds at once."),
    "validate": ("validate", "Validate data with SHACL shapes and point to what is wrong."),
    "query": ("query", "Answer a SPARQL query, or a saved one by its name."),
    "show": ("show", "Show one thing: what is said of it, by whom, where, and what points to it."),
    "convert": ("convert", "Convert between Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD."),
    "build": ("build", "Write every serialization, the JSON-LD context and the data set's description."),
    "derive": ("derive", "Write the derived files that the project's CONSTRUCT queries give."),
    "fmt": ("fmt", "Format Turtle files, keeping comments and meaning."),
    "check": ("check", "Check what shapes cannot say: evidence, consistency, pitfalls, identifiers, times, figures."),
    "coverage": ("coverage", "Tell which lines of the source texts the data rest on, and which are left."),
    "stats": ("stats", "Count the things and statements of the data."),
    "explain": ("explain", "Explain a rule, an error code or a setting, with a good and a bad example."),
}
"""Each verb with its module in this folder and its one line of help; a module is loaded only when its verb runs."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says when a stream takes no more."""


class Verbs(click.Group):
    """Load a verb's module only when that verb is called, so that help and version stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"cisld.cli.{VERBS[name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in VERBS and not args[0].startswith("-"):
            from cisld.rdf.names import nearest  # only where the name is wrong

            like = nearest(args[0], list(VERBS))
            hint = f' Did you mean "{like}"?' if like else " `cisld --help` shows all."
            raise click.UsageError(f'no verb "{args[0]}".{hint}')
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option("-p", "--project", "folder", metavar="DIR", envvar="CISLD_PROJECT", help="Project to work on.")
@click.version_option(__version__, prog_name="cisld")
@click.pass_context
def cli(ctx: click.Context, folder: str | None) -> None:
    """Validate, query, convert and publish linked data.

    A project is a folder with a cisld.toml. Without --project it is the nearest one at or above the
    current folder, else the data set that ships with cisld.

    \b
    Exit codes: 0 clean, 1 findings, 2 usage or settings, 3 unreadable input, 4 a fault of cisld,
    5 network wanted and absent.
    """
    ctx.obj = _finder(folder)


def _finder(folder: str | None) -> Callable[[], Project]:
    def find() -> Project:
        from cisld.files.project import find as find_project  # pyoxigraph is not needed for help

        return find_project(Path(folder) if folder else None)

    return find


class _Output(FileIO):
    """Standard output that leads nowhere once nobody reads it any more: a verb goes on and ends with its exit code."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return len(data)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; every error is one line on stderr.

    The process ends at once: the system takes back in no time what Python would give back term by term.
    """
    if sys.stdout and not sys.stdout.isatty():
        sys.stdout = TextIOWrapper(BufferedWriter(_Output(sys.stdout.fileno(), "wb", closefd=False)))
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(args)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        code: Any = cli.main(args, prog_name="cisld", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except CisldError as error:
        return _tell(str(error), error.exit_code)
    except click.ClickException as error:
        return _tell(_usage(error), 2)
    except (KeyboardInterrupt, click.Abort):
        return _tell("cisld: stopped.", 130)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            return _tell(f"standard output: CIS010 {error.strerror}. Check the disk that it goes to.", 3)
        if os.environ.get("CISLD_TRACEBACK"):
            raise
        what = f"cisld: CIS090 {type(error).__name__}: {error}".replace("\n", " ")
        return _tell(f"{what}. This is a fault of cisld; CISLD_TRACEBACK=1 shows where. Please report it.", 4)


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    name = context.command_path if context else "cisld"
    return f"{name}: CIS040 {error.format_message()}"


def _tell(line: str, code: int) -> int:
    """Print one line of error, with what could steer a terminal written as an escape, and return the exit code."""
    with suppress(OSError):
        print("".join(each if each.isprintable() else ascii(each)[1:-1] for each in line), file=sys.stderr)
    return code
