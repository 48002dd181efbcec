"""The checks of `cisld check` that need no source text: a project in, findings with their places out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from cisld.errors import FINDINGS, OK

if TYPE_CHECKING:
    from cisld.checks.catalogue import Graphs
    from cisld.checks.finding import Finding
    from cisld.files.project import Project

SEVERITIES = ("violation", "warning", "info")
FEW = 5

Found = dict[str, "list[Finding]"]


def _options(command: Callable[..., int]) -> Callable[..., int]:
    for option in (
        click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True),
        click.option("--fail-on", type=click.Choice(SEVERITIES), default="warning", show_default=True),
        click.option("--all", "every", is_flag=True, help=f"Show each finding of a code that has more than {FEW}."),
    ):
        command = option(command)
    return click.pass_obj(command)


@click.command("consistency")
@_options
def consistency(find: Callable[[], Project], **asked: Any) -> int:
    """Find what contradicts itself by OWL 2 RL, each with the statements that it follows from.

    \b
    Example:
      $ cisld check consistency
      consistency: 0 violations, 0 warnings, 0 infos.

    \b
    Exit codes: 0 nothing as grave as --fail-on, 1 something is, 2 usage, 3 a file cannot be read.
    """
    return _run(find, ["consistency"], **asked)


@click.command("profile")
@click.option("--profile", "name", type=click.Choice(["RL", "EL", "QL"]), default="RL", show_default=True)
@_options
def profile(find: Callable[[], Project], name: str, **asked: Any) -> int:
    """Find the axioms that leave a profile of OWL 2, and tell how many leave the others.

    A datatype that the profile lacks is an info; anything else is a warning.

    \b
    Example:
      $ cisld check profile --profile EL
    """
    from cisld.checks.profile import check, verdict

    code = _run(find, ["profile"], run={"profile": lambda graphs: check(graphs.ontology, name)}, **asked)
    if asked["shape"] == "text":
        from cisld.checks.catalogue import read

        for each, number in verdict(read(find()).ontology).items():
            told = f"no, {number} {'axiom leaves' if number == 1 else 'axioms leave'} it" if number else "yes"
            click.echo(f"OWL 2 {each}: {told}.")
    return code


@click.command("ontology")
@_options
def ontology(find: Callable[[], Project], **asked: Any) -> int:
    """Find pitfalls of modelling (the codes of OOPS!) and what the header does not tell (after FOOPS!).

    What is meant so is said in the ontology: cisld:acceptedPitfall "P11 Why." on a term or on the ontology.

    \b
    Example:
      $ cisld check ontology --fail-on info
    """
    return _run(find, ["ontology"], **asked)


@click.command("identifiers")
@_options
def identifiers(find: Callable[[], Project], **asked: Any) -> int:
    """Find identifiers and literals that name the wrong thing, or that look like something they are not.

    \b
    Example:
      $ cisld check identifiers
      identifiers: 0 violations, 0 warnings, 0 infos.
    """
    return _run(find, ["identifiers"], **asked)


@click.command("time")
@_options
def time(find: Callable[[], Project], **asked: Any) -> int:
    """Find what cannot be so in time: parts outside their whole, plans told as facts, gaps and overlaps.

    \b
    Example:
      $ cisld check time
    """
    return _run(find, ["time"], **asked)


@click.command("figures")
@_options
def figures(find: Callable[[], Project], **asked: Any) -> int:
    """Find figures that contradict each other, with the arithmetic and the lines that state them.

    \b
    Example:
      $ cisld check figures
    """
    return _run(find, ["figures"], **asked)


@click.command("all")
@_options
def everything(find: Callable[[], Project], **asked: Any) -> int:
    """Run all checks that need no source text.

    \b
    Example:
      $ cisld check all --format json
    """
    from cisld.checks.catalogue import CHECKS

    return _run(find, list(CHECKS), **asked)


COMMANDS = (consistency, profile, ontology, identifiers, time, figures, everything)


def _run(
    find: Callable[[], Project],
    names: Sequence[str],
    shape: str,
    fail_on: str,
    every: bool,
    run: dict[str, Callable[[Graphs], Iterator[Finding]]] | None = None,
) -> int:
    from cisld.checks.catalogue import CHECKS, read
    from cisld.checks.finding import GRADES, in_order

    project = find()
    graphs = read(project)
    checks = run or CHECKS
    found = {name: in_order(checks[name](graphs), graphs.where) for name in names}
    for line in _FORMATS[shape](found, graphs, project, every):
        click.echo(line)
    grave = any(GRADES[each.severity] <= GRADES[fail_on] for group in found.values() for each in group)
    return FINDINGS if grave else OK


def _as_text(found: Found, graphs: Graphs, project: Project, every: bool) -> Iterator[str]:
    from cisld.checks.finding import lines

    for name, group in found.items():
        number, shown = Counter(each.code for each in group), Counter[str]()
        for each in group:
            shown[each.code] += 1
            if every or shown[each.code] <= FEW:
                yield from lines([each], project.prefixes, graphs.where)
            elif shown[each.code] == FEW + 1:
                yield f"  [and {number[each.code] - FEW} more of {each.code}; --all shows each]"
        yield f"{name}: {_counted(group)}."


def _counted(group: list[Finding]) -> str:
    from cisld.checks.finding import GRADES

    numbers = Counter(GRADES[each.severity] for each in group)
    named = ((numbers[grade], name) for grade, name in enumerate(SEVERITIES))
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in named)


def _as_json(found: Found, graphs: Graphs, project: Project, every: bool) -> Iterator[str]:
    from cisld.checks.finding import fields

    report = {
        name: {
            "counts": dict(Counter(each.severity for each in group)),
            "findings": [fields(each, project.prefixes, graphs.where) for each in group],
        }
        for name, group in found.items()
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


_FORMATS = {"text": _as_text, "json": _as_json}
