"""Formats: the name of a format or the ending of a file in, what writes a report so out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cisld.report.data import to_codequality, to_json
from cisld.report.github import to_github
from cisld.report.html import to_html
from cisld.report.junit import to_junit
from cisld.report.markdown import to_markdown
from cisld.report.outcome import Outcome
from cisld.report.rdf import to_jsonld, to_ntriples, to_rdfxml, to_turtle
from cisld.report.sarif import to_sarif
from cisld.report.text import to_full, to_lines

WRITERS: dict[str, Callable[[Outcome], str]] = {
    "line": to_lines,
    "full": to_full,
    "json": to_json,
    "sarif": to_sarif,
    "junit": to_junit,
    "github": to_github,
    "codequality": to_codequality,
    "markdown": to_markdown,
    "html": to_html,
    "turtle": to_turtle,
    "nt": to_ntriples,
    "json-ld": to_jsonld,
    "xml": to_rdfxml,
}
ENDINGS = {
    ".codequality.json": "codequality",
    ".sarif.json": "sarif",
    ".txt": "line",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".md": "markdown",
    ".html": "html",
    ".ttl": "turtle",
    ".nt": "nt",
    ".jsonld": "json-ld",
    ".rdf": "xml",
}
"""The format of a report file by its ending, the longest endings first."""


def format_of(path: Path) -> str:
    """Return the format that the ending of a file names, or nothing.

    >>> format_of(Path("out/gl.codequality.json")), format_of(Path("report"))
    ('codequality', '')
    """
    name = path.name.lower()
    return next((shape for ending, shape in ENDINGS.items() if name.endswith(ending)), "")
