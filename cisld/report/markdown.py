"""Markdown: an outcome in, a summary for a pull request or a job page out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cisld.report.finding import Finding
from cisld.report.outcome import Outcome
from cisld.report.tally import by_rule
from cisld.report.words import counted, plain

MOST = 100
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~@:&-])")


def to_markdown(outcome: Outcome) -> str:
    """Return the summary, a table of rules with an example each, and the first MOST findings that fail."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield f"### cisld validate: {_verdict(outcome)}"
    yield from ("", escaped(outcome.summary))
    for note in outcome.notes:
        yield from ("", f"Note: {escaped(note)}")
    if outcome.found:
        yield from ("", "| findings | severity | rule | what is needed | first place |", "|---:|---|---|---|---|")
        for found in by_rule(outcome.found):
            first = found[0]
            cells = (first.severity, first.rule, first.message, str(first.place or ""))
            yield f"| {len(found)} | {' | '.join(map(escaped, cells))} |"
    grave = [finding for finding in outcome.found if outcome.fails(finding)]
    if grave:
        yield from ("", "<details><summary>What fails</summary>", "")
        yield from (f"- {_told(finding)}" for finding in grave[:MOST])
        if len(grave) > MOST:
            yield f"- and {counted(len(grave) - MOST, 'finding')} more"
        yield from ("", "</details>")


def _verdict(outcome: Outcome) -> str:
    if outcome.failed:
        return f"failed at {outcome.gate}"
    return "passed with findings" if outcome.found else "passed"


def _told(finding: Finding) -> str:
    value = f" ({finding.path or 'value'} is {finding.value})" if finding.value else ""
    where = f"**{escaped(str(finding.place))}** " if finding.place else ""
    return where + escaped(f"{finding.rule} {finding.focus}: {finding.message}{value}")


def escaped(text: str) -> str:
    """Return a text in which no letter means anything to Markdown, to HTML or to GitHub.

    >>> print(escaped("<b>|@me"))
    \\<b\\>\\|\\@me
    """
    return _SPECIAL.sub(r"\\\1", plain(text))
