"""`cisld validate`: data and shapes in, findings with their places out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cisld.cli.endpoint import LEAST_PAGE, MOST_PAGE, Remote
from cisld.cli.seconds import Seconds
from cisld.errors import FINDINGS, OK, UsageError

if TYPE_CHECKING:
    from cisld.files.project import Project
    from cisld.report.finding import Key
    from cisld.report.outcome import Outcome
    from cisld.report.run import Done, Job

GATES = ("violation", "warning", "info", "never")
FORMATS = (
    *("text", "line", "full", "human", "json", "sarif", "junit", "github", "codequality", "markdown", "html"),
    *("turtle", "nt", "json-ld", "xml"),
)
ANY_OF = {
    ".json": ("json", "sarif", "codequality", "json-ld"),
    ".xml": ("junit", "xml"),
    ".txt": FORMATS,
}
"""Endings that say too little: with one of these, --format decides."""

PYSHACL_FORMATS = {
    **{"turtle": ".ttl", "ttl": ".ttl", "xml": ".rdf", "rdfxml": ".rdf", "json-ld": ".jsonld", "jsonld": ".jsonld"},
    **{"nt": ".nt", "nquads": ".nq", "trig": ".trig"},
}
PATHS = click.Path(path_type=Path)


@dataclass(frozen=True)
class Options:
    """Hold what the command line says; each field is the option of its name."""

    files: tuple[Path, ...]
    shapes: tuple[Path, ...]
    ontology: tuple[Path, ...]
    only: tuple[str, ...]
    shape: str | None
    output: tuple[Path, ...]
    fail_on: str | None
    every: bool
    baseline: Path | None
    update_baseline: bool
    lint: bool
    fix: bool
    yes: bool
    incremental: bool | None
    allow_warnings: bool
    allow_infos: bool
    data_format: str | None
    shapes_format: str | None
    ontology_format: str | None
    remote: Remote

    @property
    def gate(self) -> str:
        """The severity that fails, as cisld or as pySHACL says it."""
        return self.fail_on or ("warning" if self.allow_infos and not self.allow_warnings else "violation")


def _refused(what: str, todo: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return what an option of pySHACL calls that would change results and is not run."""

    def refuse(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value not in (None, False, "none"):
            raise UsageError("CIS040", what, todo, "cisld validate")

    return refuse


_NO_INFERENCE = _refused(
    "No inference is run but rdfs:subClassOf in targets and sh:class.", "Write what follows with `cisld derive`."
)
_NO_ADVANCED = _refused("SHACL Advanced Features and JavaScript are not run.", "Use SHACL Core and SHACL-SPARQL.")
_NO_IMPORTS = _refused("owl:imports is not followed: no network.", "Name the files with --ontology.")


@click.command("validate")
@click.argument("files", nargs=-1, type=PATHS)
@click.option("-s", "--shapes", "--shacl", multiple=True, type=PATHS, metavar="PATH", help="Default: the project's.")
@click.option("-e", "--ontology", "--ont-graph", multiple=True, type=PATHS, metavar="PATH", help="What the data use.")
@click.option("--endpoint", metavar="URL", help="Validate the graph behind this SPARQL 1.1 endpoint, not files.")
@click.option("--graph", metavar="IRI", help="With --endpoint: this named graph. [default: the default graph]")
@click.option(
    "--page",
    type=click.IntRange(LEAST_PAGE, MOST_PAGE),
    help="With --endpoint: triples asked for at a time. [default: 50000]",
)
@click.option("--timeout", type=Seconds(1, 86400), help="With --endpoint: seconds for one answer. [default: 300]")
@click.option("--shape", "only", multiple=True, metavar="IRI", help="Validate against this shape only.")
@click.option("-f", "--format", "shape", type=click.Choice(FORMATS), metavar="FORMAT", help=", ".join(FORMATS) + ".")
@click.option("-o", "--output", multiple=True, type=PATHS, metavar="FILE", help="Write a report; its ending says how.")
@click.option("--fail-on", type=click.Choice(GATES), help="Least severity that fails. [default: violation]")
@click.option("--baseline", type=PATHS, metavar="FILE", help="Findings that are known do not fail.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now to the baseline.")
@click.option("--lint", is_flag=True, help="Warn of repeats, of prefixes with two meanings, of each idle shape.")
@click.option("--fix", is_flag=True, help="Show as a diff what is safe to mend.")
@click.option("--yes", is_flag=True, help="With --fix: write it, then validate.")
@click.option("--incremental/--no-incremental", default=None, help="Validate only what changed; needs a cache folder.")
@click.option("--all", "every", is_flag=True, help="Show each finding of a rule that has many.")
@click.option("-w", "--allow-warnings", "--allow-warning", is_flag=True, hidden=True)
@click.option("--allow-infos", "--allow-info", is_flag=True, hidden=True)
@click.option("-df", "--data-file-format", "data_format", type=click.Choice(list(PYSHACL_FORMATS)), hidden=True)
@click.option("-sf", "--shacl-file-format", "shapes_format", type=click.Choice(list(PYSHACL_FORMATS)), hidden=True)
@click.option("-ef", "--ont-file-format", "ontology_format", type=click.Choice(list(PYSHACL_FORMATS)), hidden=True)
@click.option("-m", "--metashacl", is_flag=True, hidden=True, expose_value=False)
@click.option("-i", "--inference", hidden=True, expose_value=False, callback=_NO_INFERENCE)
@click.option("-a", "--advanced", is_flag=True, hidden=True, expose_value=False, callback=_NO_ADVANCED)
@click.option("-j", "--js", is_flag=True, hidden=True, expose_value=False, callback=_NO_ADVANCED)
@click.option("-im", "--imports", is_flag=True, hidden=True, expose_value=False, callback=_NO_IMPORTS)
@click.pass_obj
def command(find: Callable[[], Project], /, **given: Any) -> int:
    """Validate FILES, or the project's data, against SHACL shapes.

    Without FILES the data of the project are validated together with its ontology. With FILES and without
    --shapes, the project's shapes and ontology are used; with --shapes, only what is named.

    \b
    Example:
      $ cisld validate
      data/rivers.ttl:8:15: violation shape:Town-liesOn id:gomel: A town lies on a river that is described.
      9 triples in 1 file against 4 shapes: 1 violation, 0 warnings, 0 infos.

    --incremental, or validate.cache in cisld.toml, keeps what is known in a folder (.cisld/cache) and validates only
    what has changed since, with the same findings. The folder can be deleted at any time.

    text is a line a finding in a pipe, and shows the line of the source in a terminal, as full does everywhere.

    --endpoint reads what the shapes need from a server with a few large queries, page by page, and changes nothing
    there. Shapes and ontology are local files. A user and password may stand in the URL or in ~/.netrc. Terms are
    judged as the server gives them, and findings have a node for a place, not a line.

    -o may be given more than once: .txt .json .sarif .xml (JUnit) .html .md .ttl .nt .jsonld .rdf
    .codequality.json. `# cisld: ignore RULE reason` beside a fact, or above a block, sets a finding aside.

    \b
    Exit codes: 0 nothing as grave as --fail-on, 1 something is, 2 usage, 3 a file, the shapes or
    an answer cannot be read, 5 the endpoint cannot be reached.
    """
    remote = Remote(*map(given.pop, ("endpoint", "graph", "page", "timeout")))
    options = _consistent(Options(**given, remote=remote))
    printed, written = _formats(options)
    job = _job(find, options)
    from cisld.graph.columns import uncollected

    with uncollected():
        return _validated(job, options, printed, written)


def _validated(job: Job, options: Options, printed: str, written: dict[Path, str]) -> int:
    """Validate, tell what is found, and return the exit code."""
    from cisld.report.run import validate

    done = validate(job)
    if options.fix:
        done, changes = _mended(done, job, options)
        if changes and not options.yes:
            return FINDINGS
    outcome = _kept(done, options) if options.baseline else done.outcome
    _tell(outcome, options, printed, written)
    for note in done.keep():
        click.echo(f"note: {note}", err=True)
    return FINDINGS if outcome.failed else OK


def _consistent(options: Options) -> Options:
    """Return the options, refusing those that need others."""
    remote = options.remote
    beside = {"FILES": options.files, "--fix": options.fix, "--incremental": options.incremental}
    remote.refuse({**beside, "--data-file-format": options.data_format})
    lacking = (
        (
            options.shapes and not options.files and not remote.url,
            "--shapes without data.",
            "Name the files to validate.",
        ),
        (options.update_baseline and not options.baseline, "--update-baseline without --baseline.", "Name the file."),
        (options.yes and not options.fix, "--yes without --fix.", "It says that --fix may write."),
        (len(set(options.output)) < len(options.output), "One file is given as --output twice.", "Name two files."),
    )
    for wrong, what, todo in lacking:
        if wrong:
            raise UsageError("CIS040", what, todo, "cisld validate")
    return options


def _formats(options: Options) -> tuple[str, dict[Path, str]]:
    """Return the format for standard output, empty for none, and the format of each report file.

    A format that --format names and that one of the files takes is not printed as well.
    """
    asked = {"human": "full", "text": "", None: ""}.get(options.shape, options.shape) or ""
    written = {}
    for path in options.output:
        by_ending = _by_ending(path)
        decides = asked and (not by_ending or asked in ANY_OF.get(path.suffix.lower(), ()))
        written[path] = asked if decides else by_ending or "line"
    taken = asked in written.values() if asked else bool(written) and options.shape is None
    if taken:
        return "", written
    return asked or ("full" if sys.stdout.isatty() else "line"), written


def _by_ending(path: Path) -> str:
    from cisld.report.formats import format_of  # all writers of reports come with it

    return format_of(path)


def _job(find: Callable[[], Project], options: Options) -> Job:
    from cisld.report.baseline import load
    from cisld.report.run import Job

    data, rules = _chosen(find, options)
    project = find()
    prefixes = project.prefixes
    fresh = options.update_baseline and options.baseline and not options.baseline.exists()
    known: Sequence[Key] = load(options.baseline) if options.baseline and not fresh else ()
    return Job(
        data=data,
        shapes=rules,
        prefixes=prefixes,
        only=[prefixes.expand(name) if ":" in name else name for name in options.only],
        gate=options.gate,
        known=known,
        lint=options.lint,
        made=frozenset(path for path in data if project.derives(path)),
        source=options.remote.source(prefixes),
        cache=_cache(project, options),
    )


def _cache(project: Project, options: Options) -> Path | None:
    """Return the folder of the cache: that of the settings, else, if it is asked for, one beside the settings."""
    if options.incremental is None or not options.incremental:
        return project.cache if options.incremental is None else None
    here = Path.cwd()
    return project.cache or (project.root if here.is_relative_to(project.root) else here) / ".cisld" / "cache"


def _chosen(find: Callable[[], Project], options: Options) -> tuple[list[Path], list[Path]]:
    """Return the data files and the shapes files."""
    from cisld.files.parse import expand

    files, shapes, ontology = (
        _named(paths, name)
        for paths, name in (
            (options.files, options.data_format),
            (options.shapes, options.shapes_format),
            (options.ontology, options.ontology_format),
        )
    )
    local = [*ontology, *files]
    if shapes:
        return _expanded(local, options), shapes
    project = find()
    if not project.shapes:
        raise UsageError("CIS024", "The project has no shapes.", "Set paths.shapes.", str(project.root / "cisld.toml"))
    base = [*(project.files("ontology") if project.ontology else ()), *ontology]
    data = [*base, *(files or (project.files("data") if not options.remote.url else ()))]
    return sorted(_expanded(data, options), key=project.derives), expand(project.shapes)


def _expanded(paths: Sequence[Path], options: Options) -> list[Path]:
    """Return the data files of paths; only beside an endpoint there may be none."""
    from cisld.files.parse import expand

    return expand(paths) if paths or not options.remote.url else []


def _named(paths: tuple[Path, ...], name: str | None) -> list[Path]:
    """Return the RDF files of paths; UsageError if the format that is named is not that of their endings."""
    from cisld.files.parse import FORMATS as BY_ENDING
    from cisld.files.parse import expand, format_of

    found = expand(paths) if paths else []
    for path in found if name else ():
        if format_of(path) != BY_ENDING[PYSHACL_FORMATS[name or ""]]:
            what = f'"{path.suffix}" is not the ending of {name}.'
            raise UsageError("CIS040", what, "The ending tells the format: rename the file.", str(path))
    return found


def _mended(done: Done, job: Job, options: Options) -> tuple[Done, bool]:
    """Show what is safe to mend; with --yes write it and return what is left."""
    from cisld.files.write import write
    from cisld.report.run import validate
    from cisld.report.words import counted

    changes = done.mended(job)
    for change in changes:
        click.echo(change.diff(), nl=False)
    edits = f"{counted(sum(change.edits for change in changes), 'edit')} in {counted(len(changes), 'file')}"
    if not options.yes:
        click.echo(f"{edits}; --fix --yes writes them." if changes else "Nothing is safe to mend.", err=True)
        return done, bool(changes)
    for change in changes:
        write(change.path.resolve(), change.data)
    click.echo(f"{edits} written.", err=True)
    return (validate(job) if changes else done), bool(changes)


def _kept(done: Done, options: Options) -> Outcome:
    """Say what the baseline no longer needs, or write it anew; return the outcome that then counts."""
    from cisld.report.baseline import save
    from cisld.report.words import counted

    outcome, path = done.outcome, options.baseline
    if path and options.update_baseline:
        save(path, done.every)
        news = f"{len(outcome.found)} new, {len(done.fixed)} fixed"
        click.echo(f"{path}: {counted(len(done.every), 'finding')} ({news}).", err=True)
        return replace(outcome, found=(), known=tuple(done.every))
    if done.fixed:
        what = f"{counted(len(done.fixed), 'finding')} of the baseline fixed"
        click.echo(f"{path}: {what}; --update-baseline takes them out.", err=True)
    return outcome


def _tell(outcome: Outcome, options: Options, printed: str, written: dict[Path, str]) -> None:
    """Print and write the reports; every text is made before the first file is written."""
    from cisld.report.text import to_full, to_lines

    makers: dict[str, Callable[[], str]] = {
        "line": lambda: to_lines(outcome, options.every),
        "full": lambda: to_full(outcome, options.every, sys.stdout.isatty() and not os.environ.get("NO_COLOR")),
    }
    texts = {path: _report(outcome, shape) for path, shape in written.items()}
    for note in outcome.notes:
        click.echo(f"note: {note}", err=True)
    for warning in outcome.warnings:
        click.echo(f"warning: {warning}", err=True)
    _write(texts)
    if printed:
        make = makers.get(printed) or (lambda: _report(outcome, printed))
        click.echo(make(), nl=False)
    else:
        click.echo(outcome.summary, err=True)


def _report(outcome: Outcome, shape: str) -> str:
    from cisld.report.formats import WRITERS

    return WRITERS[shape](outcome)


def _write(texts: dict[Path, str]) -> None:
    from cisld.files.write import write

    for path, text in texts.items():
        write(path, text)
