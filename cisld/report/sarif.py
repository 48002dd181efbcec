"""SARIF: an outcome in, the log that code scanning reads out (SARIF 2.1.0)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import quote

from cisld import __version__
from cisld.files.positions import Place
from cisld.report.data import numbered
from cisld.report.finding import Finding
from cisld.report.outcome import Outcome
from cisld.report.text import line
from cisld.report.words import plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_FINGERPRINTS = ("cisld/v1", "primaryLocationLineHash")
"""The second is the one that GitHub goes by; without it, it would take a hash of the lines."""

_HOME = "https://w3id.org/cisld"

Json = dict[str, object]


def to_sarif(outcome: Outcome) -> str:
    """Return a SARIF log with one run: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""
    aside = dict(outcome.ignored)
    every = (*outcome.found, *outcome.known, *aside)
    names = sorted({finding.rule for finding in every})
    known = set(outcome.known)
    run: Json = {
        "tool": {"driver": _driver(outcome, names)},
        "columnKind": "unicodeCodePoints",
        **_invocation(outcome),
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder that the validation ran in."}}},
        "results": [
            _result(finding, number, names, aside.get(finding), finding in known if outcome.known else None)
            for finding, number in numbered(every)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _invocation(outcome: Outcome) -> Json:
    """Return what was not told exactly, as notifications: SARIF 3.20, 3.58."""
    notes = [{"level": "note", "message": {"text": plain(note)}} for note in outcome.notes]
    return {"invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}]} if notes else {}


def _driver(outcome: Outcome, names: list[str]) -> Json:
    return {
        "name": "cisld",
        "informationUri": _HOME,
        "semanticVersion": __version__,
        "rules": [_rule(outcome, name) for name in names],
    }


def _rule(outcome: Outcome, name: str) -> Json:
    """Return a reporting descriptor: SARIF 3.49."""
    rule = outcome.rule(name)
    shown = plain(name)
    severity = next((each.severity for each in outcome.found if each.rule == name), "warning")
    about: Json = {
        "id": shown,
        "shortDescription": {"text": plain(rule.label or rule.why or name)},
        "help": {"text": f"{plain(rule.why)} `cisld explain {shown}` says more.".strip()},
        "defaultConfiguration": {"level": LEVELS[severity]},
    }
    return {**about, "fullDescription": {"text": plain(rule.why)}} if rule.why else about


def _result(finding: Finding, number: int, names: list[str], reason: str | None, known: bool | None) -> Json:
    """Return a result: SARIF 3.27; its fingerprint does not change when lines move."""
    result: Json = {
        "ruleId": plain(finding.rule),
        "ruleIndex": names.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": line(_placeless(finding))},
        "partialFingerprints": dict.fromkeys(_FINGERPRINTS, f"{finding.fingerprint}:{number}"),
    }
    if finding.place:
        result["locations"] = [_located(finding, finding.place)]
    if finding.shape_place:
        shape = {"physicalLocation": _location(finding.shape_place), "message": {"text": "The shape."}}
        result["relatedLocations"] = [{"id": 1, **shape}]
    if known is not None:
        result["baselineState"] = "unchanged" if known else "new"
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": plain(reason)}]
    return result


def _located(finding: Finding, place: Place) -> Json:
    """Return a location: SARIF 3.28; behind an endpoint there are no lines, but nodes with names."""
    node = {} if place.line else {"logicalLocations": [{"fullyQualifiedName": plain(finding.focus)}]}
    return {"physicalLocation": _location(place), **node}


def _placeless(finding: Finding) -> Finding:
    return replace(finding, at=None)


def _location(place: Place) -> Json:
    """Return a physical location: SARIF 3.29; a relative path hangs on SRCROOT."""
    if not place.line:
        return {"artifactLocation": {"uri": place.path}}
    path = PurePath(place.path)
    artifact = {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": "SRCROOT"}
    return {"artifactLocation": artifact, "region": {"startLine": place.line, "startColumn": place.column}}
