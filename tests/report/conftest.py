"""Fixtures: a small set of shapes with names, data that break them, and the outcome of one against the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cisld.rdf.names import Prefixes
from cisld.report.run import Done, Job, validate

PROLOGUE = """@prefix ex: <https://example.org/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
s:Town a sh:NodeShape ;
  rdfs:label "Town"@en ;
  rdfs:comment "A town is placed by its river."@en ;
  sh:targetClass ex:Town ;
  sh:property s:Town-river ;
  sh:property s:Town-since ;
  sh:property s:Town-code ;
  sh:property s:Town-name ;
.
s:Town-river sh:path ex:river ; sh:class ex:River ; sh:minCount 1 ; sh:message "A town lies on a river."@en .
s:Town-since sh:path ex:since ; sh:datatype xsd:date ; sh:severity sh:Warning ; sh:message "Since is a day."@en .
s:Town-code sh:path ex:code ; sh:in ( "north" "south" ) ; sh:severity sh:Info .
s:Town-name sh:path rdfs:label ; sh:pattern "^[^ ]+( [^ ]+)*$" ; sh:severity sh:Info ;
  sh:message "A name has no space too many."@en .
"""
DATA = """
ex:sozh a ex:River .
ex:gomel a ex:Town ; rdfs:label "Gomel"@en ; ex:river ex:soszh ; ex:since "1142-01-01" ; ex:code "nort" .
ex:lost a ex:Town .
"""
PREFIXES = Prefixes(
    ex="https://example.org/id/",
    rdfs="http://www.w3.org/2000/01/rdf-schema#",
    s="https://example.org/shapes#",
    sh="http://www.w3.org/ns/shacl#",
    xsd="http://www.w3.org/2001/XMLSchema#",
)
HOSTILE = (
    'x\\n::error file=a::b%0A%\\u001B[31m<script>alert(1)</script> | `$(touch pwned)` ]]> @you \\u202Eevil "q" \\uFFFF'
)
"""What a label could hold to trick those that read a report."""

Validate = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Validate:
    """Validate `data` (the text of data/a.ttl behind a prologue of five lines) in an empty folder."""
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    Path("shapes.ttl").write_text(PROLOGUE + SHAPES)

    def run(data: str = DATA, **more: object) -> Done:
        Path("data", "a.ttl").write_text(PROLOGUE + data)
        paths = sorted(Path("data").iterdir())
        return validate(Job(paths, [Path("shapes.ttl")], PREFIXES, **more))  # type: ignore[arg-type]

    return run
