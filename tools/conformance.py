"""Run the W3C suites and print the table of what passes: `make conformance`, with --write into docs/conformance.md."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "conformance.md"
SUITES = {
    "SHACL Core": r"test_shacl::test_the_report_is_the_one_of_the_manifest\[core",
    "SHACL-SPARQL": r"test_shacl::test_the_report_is_the_one_of_the_manifest\[sparql",
    "Turtle": r"test_rdf::test_the_suites_pass.*\[rdf-turtle",
    "TriG": r"test_rdf::test_the_suites_pass.*\[rdf-trig",
    "N-Triples": r"test_rdf::test_the_suites_pass.*\[rdf-n-triples",
    "N-Quads": r"test_rdf::test_the_suites_pass.*\[rdf-n-quads",
    "RDF/XML": r"test_rdf::test_the_suites_pass.*\[rdf-xml",
    "SPARQL 1.1 query and results": r"test_sparql::test_the_suite_passes",
    "JSON-LD 1.1 to RDF": r"test_jsonld::test_(a_document_gives|a_wrong_document)",
    "JSON-LD 1.1 from RDF": r"test_jsonld::test_quads_",
}
"""Each suite and the tests that run it."""


def outcomes() -> list[tuple[str, bool]]:
    """Run tests/spec and return each test with whether it passed; a known failure is one that did not."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "spec.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "tests/spec", f"--junitxml={report}"]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    return [(f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}", len(case) == 0) for case in cases]


def table(found: list[tuple[str, bool]]) -> str:
    """Return the Markdown table."""
    number: Counter[tuple[str, bool]] = Counter()
    for name, passed in found:
        for suite, pattern in SUITES.items():
            if re.match(pattern, name):
                number[suite, passed] += 1
    rows = [f"| {suite} | {number[suite, True]} | {number[suite, True] + number[suite, False]} |" for suite in SUITES]
    return "\n".join(["| suite of the W3C | passed | tests |", "|---|---|---|", *rows])


def main() -> None:
    """Print the table; with --write put it into the page."""
    text = table(outcomes())
    print(text)
    if "--write" in sys.argv:
        head, _, _ = PAGE.read_text(encoding="utf-8").partition("| suite of the W3C")
        PAGE.write_text(f"{head}{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
