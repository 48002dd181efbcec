"""HTML: an outcome in, one file with bar charts and every finding out, without scripts and without other files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from cisld.report.finding import Finding
from cisld.report.outcome import Outcome
from cisld.report.plot import bars
from cisld.report.source import Sources
from cisld.report.tally import by_file, by_rule, file_of
from cisld.report.words import counted, plain

MOST_BARS = 25
MOST_SHOWN = 200
STYLE = """
:root { color-scheme: light dark; --violation: #c62828; --warning: #e69100; --info: #2b7bba; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
.plot { width: 100%; font-size: 13px; }
.plot text { fill: currentColor; }
.violation { fill: var(--violation); } .warning { fill: var(--warning); } .info { fill: var(--info); }
b.violation { color: var(--violation); } b.warning { color: var(--warning); } b.info { color: var(--info); }
details { border-top: 1px solid #8884; padding: .4rem 0; } summary { cursor: pointer; }
li { margin: .4rem 0; } code, pre { font: 13px/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; margin: .2rem 0; padding: .3rem .6rem; background: #8881; }
"""


def to_html(outcome: Outcome) -> str:
    """Return a page; its policy lets it load nothing, and only its own style sheet counts.

    Content Security Policy 3, https://www.w3.org/TR/CSP3/
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = (
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>cisld validate</title>",
        f"<style>{STYLE}</style>",
    )
    return "\n".join([*head, *_body(outcome), "</html>"]) + "\n"


def _body(outcome: Outcome) -> Iterator[str]:
    yield f"<h1>{'Failed' if outcome.failed else 'Passed'}</h1>"
    yield f"<p>{_safe(outcome.summary)}</p>"
    for warning in outcome.warnings:
        yield f"<p>Warning: {_safe(warning)}</p>"
    for note in outcome.notes:
        yield f"<p>Note: {_safe(note)}</p>"
    rules, files = by_rule(outcome.found), by_file(outcome.found)
    if not rules:
        return
    yield from _plotted("Findings by rule", [(group[0].rule, group) for group in rules])
    yield from _plotted("Findings by file", [(file_of(group[0]), group) for group in files])
    yield "<h2>Findings</h2>"
    sources = Sources()
    for group in rules:
        yield from _rule(group, outcome, sources)


def _plotted(title: str, rows: list[tuple[str, list[Finding]]]) -> Iterator[str]:
    yield f"<h2>{title}</h2>"
    yield bars(title, rows[:MOST_BARS])
    if len(rows) > MOST_BARS:
        yield f"<p>and {len(rows) - MOST_BARS} more</p>"


def _rule(group: list[Finding], outcome: Outcome, sources: Sources) -> Iterator[str]:
    first = group[0]
    number = counted(len(group), first.severity)
    title = f'<b class="{first.severity}">{_safe(number)}</b> <code>{_safe(first.rule)}</code> {_safe(first.message)}'
    yield f"<details{' open' if outcome.fails(first) else ''}><summary>{title}</summary>"
    if why := outcome.rule(first.rule).why:
        yield f"<p>{_safe(why)}</p>"
    yield "<ul>"
    yield from (f"<li>{''.join(_finding(finding, sources))}</li>" for finding in group[:MOST_SHOWN])
    if len(group) > MOST_SHOWN:
        yield f"<li>and {len(group) - MOST_SHOWN} more</li>"
    yield "</ul></details>"


def _finding(finding: Finding, sources: Sources) -> Iterator[str]:
    value = f" ({finding.path or 'value'} is {finding.value})" if finding.value else ""
    hint = f" Did you mean {finding.hint}?" if finding.hint else ""
    where = f"<code>{_safe(str(finding.place))}</code> " if finding.place else ""
    yield f"{where}{_safe(finding.focus + value + hint)}"
    excerpt = sources.excerpt(finding.place) if finding.place else None
    if excerpt:
        yield f"<pre>{escape(excerpt.text)}\n{' ' * excerpt.indent}{'^' * excerpt.width}</pre>"


def _safe(text: str) -> str:
    return escape(plain(text))
