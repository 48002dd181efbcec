"""Seeded faults: of each kind five, and each is found once, nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cisld.shacl import validate

BENCH = (
    Path(os.environ.get("CISLD_CONFORMANCE") or Path(__file__).parents[3] / "shared" / "conformance").parent / "bench"
)
COMPONENTS = {
    "minCount-label": ("MinCount", "label"),
    "maxCount-signedOn": ("MaxCount", "signedOn"),
    "in-status": ("In", "status"),
    "or-party": ("Or", "party"),
    "qualified-stateParty": ("QualifiedMinCount", "party"),
    "sparql-supersedesLater": ("SPARQL", ""),
    "uniqueLang-label": ("UniqueLang", "label"),
    "lessThanOrEquals-period": ("LessThanOrEquals", "periodStart"),
    "datatype-established": ("Datatype", "established"),
    "node-inRegion": ("Node", "inRegion"),
    "class-inState": ("Class", "inState"),
    "pattern-wikidata": ("Pattern", "wikidata"),
    "minInclusive-value": ("MinInclusive", "value"),
    "disjoint-reporterPartner": ("Disjoint", "reporter"),
    "nodeKind-url": ("NodeKind", "url"),
    "closed-source": ("Closed", "colour"),
    "illformed-date": ("Datatype", "heldOn"),
    "languageIn-label": ("LanguageIn", "label"),
}


@pytest.mark.skipif(not BENCH.is_dir(), reason=f"no generator of faults at {BENCH}")
@pytest.mark.parametrize("ending", ["ttl", "nt"])
def test_every_seeded_fault_is_found_once(ending: str, tmp_path: Path) -> None:
    command = [sys.executable, str(BENCH / "generate.py"), "10000", str(tmp_path / "data"), "--defects", "5"]
    subprocess.run(command, check=True, capture_output=True)
    seeded = json.loads((tmp_path / "data.expect.json").read_text())["defects"]
    results = validate([tmp_path / f"data.{ending}"], [BENCH / "shapes.ttl"]).results
    found = Counter(
        (
            result.component.rpartition("#")[2][: -len("ConstraintComponent>")],
            str(result.path or "").rpartition("#")[2][:-1],
        )
        for result in results
    )
    assert found == {COMPONENTS[kind]: number for kind, number in seeded.items()}
    assert len(results) == 90
