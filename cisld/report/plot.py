"""Plot: names with numbers of each severity in, a bar chart as inline SVG out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from cisld.report.finding import SEVERITIES, Finding, count
from cisld.report.words import plain

_ROW, _BAR, _LEFT, _WIDTH = 24, 16, 300, 900
_LONGEST = 42

Bar = tuple[str, Sequence[Finding]]


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Return a horizontal bar for each row, parted by severity, with its number behind it.

    >>> bars("By rule", []).count("<rect")
    0
    """
    most = max((len(found) for _, found in rows), default=1)
    height = _ROW * len(rows) + 8
    body = "".join("".join(_row(number, row, most)) for number, row in enumerate(rows))
    head = f'<svg class="plot" role="img" viewBox="0 0 {_WIDTH} {height}" aria-label="{escape(title)}">'
    return f"{head}<title>{escape(title)}</title>{body}</svg>"


def _row(number: int, row: Bar, most: int) -> Iterator[str]:
    name, found = row
    top = number * _ROW + 4
    yield f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(_short(name))}</text>'
    x = float(_LEFT)
    numbers = count(found)
    for severity in SEVERITIES:
        width = (_WIDTH - _LEFT - 60) * numbers[severity] / most
        if width:
            what = escape(f"{plain(name)}: {numbers[severity]} {severity}")
            size = f'x="{x:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}"'
            yield f'<rect class="{severity}" {size}><title>{what}</title></rect>'
            x += width
    yield f'<text x="{x + 6:.1f}" y="{top + 12}">{len(found)}</text>'


def _short(name: str) -> str:
    """Return a name that fits; of a path, its end."""
    shown = plain(name)
    return shown if len(shown) <= _LONGEST else "..." + shown[3 - _LONGEST :]
