"""GitHub: an outcome in, workflow commands that put a note beside the line of a pull request out."""

from __future__ import annotations

from cisld.report.finding import SEVERITIES, Finding
from cisld.report.outcome import Outcome
from cisld.report.words import plain

COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


def to_github(outcome: Outcome) -> str:
    """Return a workflow command for each finding, the gravest first since GitHub shows few, and the summary.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    gravest = sorted(outcome.found, key=lambda finding: SEVERITIES.index(finding.severity))
    return "\n".join([*map(annotation, gravest), outcome.summary]) + "\n"


def annotation(finding: Finding) -> str:
    """Return the workflow command for a finding.

    >>> from cisld.files.positions import Place
    >>> print(annotation(Finding("ex:R1", "info", "100%, yes.", "ex:a", at=Place("a,b.ttl", 3, 7))))
    ::notice file=a%2Cb.ttl,line=3,col=7,title=ex%3AR1::ex:a: 100%25, yes.
    """
    place = finding.place
    where = f"file={_property(place.path)},line={place.line},col={place.column}," if place and place.line else ""
    what = f" ({finding.path or 'value'} is {finding.value})" if finding.value else ""
    hint = f" Did you mean {finding.hint}?" if finding.hint else ""
    text = f"{finding.focus}: {finding.message}{what}{hint}" if finding.focus else f"{finding.message}{hint}"
    text = f"{place}: {text}" if place and not place.line else text
    return f"::{COMMANDS[finding.severity]} {where}title={_property(plain(finding.rule))}::{_data(plain(text))}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
