"""Text: findings in, one line each for people out, with a summary at the end; many of one rule are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cisld.report.finding import Finding, count

FEW = 5

Kind = tuple[str, str, str]


def lines(found: Sequence[Finding], sizes: Mapping[str, int], every: bool = False) -> Iterator[str]:
    """Yield a line for each finding, or for the first of more than FEW that are alike, then the summary."""
    alike = Counter(map(_kind, found))
    shown: set[Kind] = set()
    for finding in found:
        kind = _kind(finding)
        if every or alike[kind] <= FEW:
            yield line(finding)
        elif kind not in shown:
            shown.add(kind)
            yield f"{line(finding)} [and {alike[kind] - 1} more like it; --all shows each]"
    yield summary(found, sizes)


def _kind(finding: Finding) -> Kind:
    return finding.rule, finding.severity, finding.message


def line(finding: Finding) -> str:
    """Return the line of a finding: place, severity, rule, focus node, sentence, and the value if there is one."""
    where = f"{finding.place}: " if finding.place else ""
    what = f" ({finding.path or 'value'} is {finding.value})" if finding.value else ""
    return f"{where}{finding.severity} {finding.rule} {finding.focus}: {finding.message}{what}"


def summary(found: Sequence[Finding], sizes: Mapping[str, int]) -> str:
    """Return what was looked at and how much was found.

    >>> summary([], {"triples": 12, "files": 1, "shapes": 3})
    '12 triples in 1 files against 3 shapes: 0 violations, 0 warnings, 0 infos.'
    """
    number = count(found)
    counted = f"{number['violation']} violations, {number['warning']} warnings, {number['info']} infos"
    return f"{sizes['triples']:,} triples in {sizes['files']} files against {sizes['shapes']} shapes: {counted}."
