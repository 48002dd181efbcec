"""Data: an outcome in, JSON for programs out: the project's own, and the one that GitLab reads."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cisld.report.finding import Finding, count
from cisld.report.outcome import Outcome

_FIELDS = ("rule", "severity", "message", "focus", "path", "value", "component", "shape", "needs", "hint")
_GITLAB = {"violation": "major", "warning": "minor", "info": "info"}


def to_json(outcome: Outcome) -> str:
    """Return a JSON object with conforms, counts, warnings about the shapes, and each finding with its place."""
    return _written(
        {
            "conforms": not outcome.found,
            "failed": outcome.failed,
            **({"endpoint": outcome.endpoint} if outcome.endpoint else {}),
            **outcome.sizes,
            **count(outcome.found),
            "known": len(outcome.known),
            "shapeWarnings": list(outcome.warnings),
            **({"notes": list(outcome.notes)} if outcome.endpoint else {}),
            "findings": [dict(_fields(finding)) for finding in outcome.found],
            "ignored": [{**dict(_fields(finding)), "reason": reason} for finding, reason in outcome.ignored],
        }
    )


def _fields(finding: Finding) -> Iterator[tuple[str, object]]:
    if finding.place and finding.place.line:
        yield from (("file", finding.place.path), ("line", finding.place.line), ("column", finding.place.column))
    elif finding.place:
        yield "endpoint", finding.place.path
    yield from ((name, word) for name in _FIELDS if (word := getattr(finding, name)))
    if finding.shape_place:
        yield "shapePlace", str(finding.shape_place)
    yield "fingerprint", finding.fingerprint


def to_codequality(outcome: Outcome) -> str:
    """Return the JSON list that GitLab shows in a merge request.

    GitLab, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    return _written([_issue(finding, number) for finding, number in numbered(outcome.found)])


def _issue(finding: Finding, number: int) -> dict[str, object]:
    path, line = (finding.place.path, finding.place.line) if finding.place else ("(no file)", 1)
    return {
        "description": f"{finding.focus}: {finding.message}" if finding.focus else finding.message,
        "check_name": finding.rule,
        "fingerprint": f"{finding.fingerprint}-{number}",
        "severity": _GITLAB[finding.severity],
        "location": {"path": path, "lines": {"begin": max(line, 1)}},
    }


def numbered(found: tuple[Finding, ...]) -> Iterator[tuple[Finding, int]]:
    """Yield each finding with its number among those of the same fingerprint, from 1."""
    seen: dict[str, int] = {}
    for finding in found:
        seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        yield finding, seen[finding.fingerprint]


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
