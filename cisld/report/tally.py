"""Tally: findings in, the same grouped by rule or by file, the most frequent first, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cisld.report.finding import SEVERITIES, Finding


def by_rule(found: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of each rule, severity and sentence, gravest and most frequent first."""
    groups = _grouped(found, lambda finding: (finding.rule, finding.severity, finding.message))
    return sorted(groups, key=lambda group: (SEVERITIES.index(group[0].severity), -len(group), group[0].rule))


def by_file(found: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of each file, the file with most first."""
    groups = _grouped(found, file_of)
    return sorted(groups, key=lambda group: (-len(group), file_of(group[0])))


def file_of(finding: Finding) -> str:
    """Return the file of a finding."""
    return finding.place.path if finding.place else "(no file)"


def _grouped(found: Iterable[Finding], key: Callable[[Finding], object]) -> list[list[Finding]]:
    groups: dict[object, list[Finding]] = {}
    for finding in found:
        groups.setdefault(key(finding), []).append(finding)
    return list(groups.values())
