"""Data: findings in, JSON or the RDF validation report out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from cisld.files.formatting import reformat
from cisld.files.parse import FORMATS
from cisld.rdf.names import Prefixes
from cisld.report.finding import Finding, count
from cisld.shacl import Report


def to_json(found: Sequence[Finding], sizes: Mapping[str, int], warnings: Sequence[str]) -> str:
    """Return a JSON object with conforms, counts, warnings about the shapes, and each finding with its place."""
    return json.dumps(
        {
            "conforms": not found,
            **sizes,
            **count(found),
            "shapeWarnings": list(warnings),
            "findings": [_fields(finding) for finding in found],
        },
        ensure_ascii=False,
        indent=2,
    )


def _fields(finding: Finding) -> dict[str, object]:
    place = finding.place
    where = {"file": place.path, "line": place.line, "column": place.column} if place else {}
    words = {
        name: getattr(finding, name)
        for name in ("rule", "severity", "message", "focus", "path", "value", "component", "shape")
    }
    return {**where, **{name: word for name, word in words.items() if word}}


def to_turtle(report: Report, prefixes: Prefixes) -> str:
    """Return the validation report in Turtle: SHACL 3.6, https://www.w3.org/TR/shacl/#validation-report."""
    text = "".join(f"{subject} {predicate} {object} .\n" for subject, predicate, object in report.graph())
    triples = ox.parse(text.encode(), format=FORMATS[".nt"])
    data = ox.serialize(triples, format=FORMATS[".ttl"], prefixes=dict(prefixes))
    return reformat(data or b"", "report").text
