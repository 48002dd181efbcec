"""JUnit: an outcome in, the XML that build servers read out; a finding below the gate is a test that passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from cisld.report.finding import Finding
from cisld.report.outcome import Outcome
from cisld.report.text import line
from cisld.report.words import plain

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(outcome: Outcome) -> str:
    """Return a test suite for each file, a test case for each finding: https://github.com/testmoapp/junitxml."""
    files: dict[str, list[Finding]] = {}
    for finding in outcome.found:
        files.setdefault(finding.place.path if finding.place else "(no file)", []).append(finding)
    root = Xml.Element("testsuites", {"name": "cisld validate", **_counts(outcome, outcome.found)})
    for name, found in sorted(files.items()):
        suite = Xml.SubElement(root, "testsuite", {"name": _legal(name), **_counts(outcome, found)})
        for finding in found:
            _case(suite, finding, outcome)
    if not files:
        suite = Xml.SubElement(root, "testsuite", {"name": "cisld validate", **_counts(outcome, ())})
        Xml.SubElement(suite, "testcase", name=outcome.summary, classname="cisld", time="0")
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _counts(outcome: Outcome, found: Sequence[Finding]) -> dict[str, str]:
    """Return the numbers of a suite; one without findings holds one test, which passes."""
    return {"tests": str(len(found) or 1), "failures": str(sum(map(outcome.fails, found))), "errors": "0"}


def _case(suite: Xml.Element, finding: Finding, outcome: Outcome) -> None:
    name = plain(f"{finding.rule} {finding.focus} {finding.path} {finding.value}")
    at = finding.place if finding.place and finding.place.line else None
    place = {"file": _legal(at.path), "line": str(at.line)} if at else {}
    names = {"name": _legal(name), "classname": _legal(plain(finding.rule)), "time": "0"}
    case = Xml.SubElement(suite, "testcase", {**names, **place})
    if outcome.fails(finding):
        told = Xml.SubElement(case, "failure", message=_legal(plain(finding.message)), type=finding.severity)
    else:
        told = Xml.SubElement(case, "system-out")
    told.text = _legal(line(finding))


def _legal(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets."""
    return _FORBIDDEN.sub("\ufffd", text)
