"""Text: an outcome in, what people read in a terminal or a log out: a line a finding, or the line of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from cisld.report.finding import Finding
from cisld.report.outcome import Outcome
from cisld.report.source import Sources
from cisld.report.words import plain

FEW = 5
COLOURS = {"violation": "31", "warning": "33", "info": "36"}
"""The ANSI colours of the severities."""

Kind = tuple[str, str, str]
Tell = Callable[[Finding], str]


def to_lines(outcome: Outcome, every: bool = False) -> str:
    """Return a line for each finding, or for the first of more than FEW that are alike, and the summary."""
    return _told(outcome, every, line)


def to_full(outcome: Outcome, every: bool = False, colour: bool = False) -> str:
    """Return each finding with the line of the source and what is known of it, and the summary."""
    sources = Sources()
    return _told(outcome, every, lambda finding: "\n".join([*_full(finding, outcome, sources, colour), ""]))


def _told(outcome: Outcome, every: bool, tell: Tell) -> str:
    return "\n".join([*_few(outcome.found, every, tell), outcome.summary]) + "\n"


def _few(found: tuple[Finding, ...], every: bool, tell: Tell) -> Iterator[str]:
    alike = Counter(map(_kind, found))
    shown: set[Kind] = set()
    for finding in found:
        kind = _kind(finding)
        if every or alike[kind] <= FEW:
            yield tell(finding)
        elif kind not in shown:
            shown.add(kind)
            yield f"{tell(finding)} [and {alike[kind] - 1} more like it; --all shows each]".replace("\n [", "\n[")


def _kind(finding: Finding) -> Kind:
    return finding.rule, finding.severity, finding.message


def line(finding: Finding) -> str:
    """Return the line of a finding: place, severity, rule, focus node, sentence, the value and what may be meant."""
    where = f"{finding.place}: " if finding.place else ""
    what = f" ({finding.path or 'value'} is {finding.value})" if finding.value else ""
    hint = f" Did you mean {finding.hint}?" if finding.hint else ""
    return plain(f"{where}{finding.severity} {finding.rule} {finding.focus}: {finding.message}{what}{hint}")


def _full(finding: Finding, outcome: Outcome, sources: Sources, colour: bool) -> Iterator[str]:
    paint = _painted if colour else _unpainted
    yield paint(f"{finding.severity} {finding.rule}", finding.severity) + ": " + plain(finding.message)
    yield from _pointed(finding, sources, paint)
    for name, text in _facts(finding, outcome):
        yield f"  = {name:<6} {plain(text)}"


def _pointed(finding: Finding, sources: Sources, paint: Callable[[str, str], str]) -> Iterator[str]:
    if finding.place is None:
        return
    found = sources.excerpt(finding.place)
    number = str(finding.place.line)
    margin = " " * len(number)
    yield f"{margin}--> {plain(str(finding.place))}"
    if found:
        yield f"{margin} |"
        yield f"{number} | {found.text}"
        yield f"{margin} | {' ' * found.indent}{paint('^' * found.width, finding.severity)}"


def _facts(finding: Finding, outcome: Outcome) -> Iterator[tuple[str, str]]:
    if finding.focus:
        yield "focus", finding.focus
    if finding.value:
        yield "value", f"{finding.path} is {finding.value}" if finding.path else finding.value
    elif finding.path:
        yield "path", finding.path
    if finding.needs:
        yield "needs", finding.needs
    if finding.hint:
        yield "help", f"Did you mean {finding.hint}?"
    if why := outcome.rule(finding.rule).why:
        yield "why", why
    if not finding.rule.startswith(("_:", "<")):
        yield "see", f"`cisld explain {finding.rule}`" + (f", {finding.shape_place}" if finding.shape_place else "")


def _painted(text: str, severity: str) -> str:
    return f"\x1b[1;{COLOURS[severity]}m{text}\x1b[0m"


def _unpainted(text: str, severity: str) -> str:
    return text
