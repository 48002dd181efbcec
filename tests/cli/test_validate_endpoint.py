"""`cisld validate --endpoint` finds behind real servers what it finds in the files, and says so in every report."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import xml.etree.ElementTree as Xml
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cisld.graph.columns import Columns
from tests.conftest import ROOT, Run
from tests.servers import MOST_ROWS, Oxigraph, Server, free_port, oxigraph

FAULTS = ROOT / "tests" / "report" / "fixtures" / "faults"
SHAPES = str(FAULTS / "shapes.ttl")
LAYOUTS = ["plain", "nested", "lists"]
Found = Counter[tuple[str, ...]]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    """An Oxigraph with the 39 seeded faults."""
    folder = tmp_path_factory.mktemp("faulty")
    with oxigraph(folder) as running:
        running.load(triples_of([FAULTS / "plain" / "data.ttl"], folder), "urn:faults")
        yield running


def triples_of(paths: list[Path], folder: Path) -> Path:
    """Write the data as they are in one N-Triples file."""
    lines = (" ".join(triple) + " .\n" for triple in Columns.load(paths).triples())
    (folder / "data.nt").write_text("".join(lines))
    return folder / "data.nt"


def found(report: str) -> Found:
    """Return what was found without where; a fingerprint knows a blank node by what leads to it."""
    names = ("rule", "severity", "component", "path", "message", "fingerprint")
    return Counter(tuple(finding.get(name, "") for name in names) for finding in json.loads(report)["findings"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_seeded_fault_is_found_behind_the_endpoint(
    layout: str, server: Server, cisld: Run, tmp_path: Path
) -> None:
    data = FAULTS / layout / "data.ttl"
    server.load(triples_of([data], tmp_path), f"urn:{layout}")
    local = cisld("validate", str(data), "--shapes", SHAPES, "--format", "json", cwd=tmp_path)
    there = cisld("validate", "--endpoint", server.url, "--graph", f"urn:{layout}", "-s", SHAPES, "-f", "json")
    assert (local.returncode, there.returncode) == (1, 1), there.stderr
    assert found(there.stdout) == found(local.stdout)
    assert len(found(local.stdout)) == 39


PART = ["data/registry", "data/facts/b003", "data/sources", "data/conflicts"]


def test_the_project_has_the_same_findings_behind_the_endpoint(server: Server, cisld: Run, tmp_path: Path) -> None:
    file = triples_of([ROOT / name for name in PART], tmp_path)
    server.load(file, "urn:project")
    assert file.read_text().count("22-rdf-syntax-ns#type> ") > 3 * MOST_ROWS
    local = cisld("validate", *PART, "--format", "json", cwd=ROOT)
    there = cisld("validate", "--endpoint", server.url, "--graph", "urn:project", "--format", "json", cwd=ROOT)
    assert found(there.stdout) == found(local.stdout)
    assert (there.returncode, len(found(local.stdout)) > 100) == (local.returncode, True)


def validate(cisld: Run, faulty: Oxigraph, *more: str, **given: object) -> subprocess.CompletedProcess[str]:
    """Validate what is behind the endpoint against the shapes of the faults."""
    return cisld("validate", "--endpoint", faulty.url, "--graph", "urn:faults", "-s", SHAPES, *more, **given)


def test_a_line_begins_with_the_endpoint_and_the_summary_names_it(cisld: Run, faulty: Oxigraph) -> None:
    lines = validate(cisld, faulty, "--all").stdout.splitlines()
    assert len(lines) == 40
    assert all(line.startswith(f"{faulty.url}: violation <https://example.org/shapes#") for line in lines[:-1])
    assert f" triples in {faulty.url} against " in lines[-1]
    assert f"--> {faulty.url}\n" in validate(cisld, faulty, "--format", "full").stdout


def test_what_is_not_exact_is_said_in_plain_words_on_stderr(cisld: Run, faulty: Oxigraph) -> None:
    done = validate(cisld, faulty)
    assert done.stderr.startswith(f"note: Terms are judged as {faulty.url} gives them, ")
    assert '"1.50"^^xsd:decimal as "1.5"^^xsd:decimal' in done.stderr
    assert "note:" not in done.stdout


def test_each_report_has_the_endpoint_for_a_place_and_the_node(cisld: Run, faulty: Oxigraph, tmp_path: Path) -> None:
    names = ["r.json", "r.sarif", "r.xml", "r.html", "r.md", "r.codequality.json", "r.ttl"]
    outputs = [word for name in names for word in ("-o", str(tmp_path / name))]
    assert validate(cisld, faulty, *outputs).returncode == 1
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["endpoint"], report["files"], len(report["notes"])) == (faulty.url, 0, 1)
    assert all(each["endpoint"] == faulty.url and "line" not in each for each in report["findings"])
    run = json.loads((tmp_path / "r.sarif").read_text())["runs"][0]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": faulty.url}}
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("<https://example.org/id/")
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == report["notes"][0]
    suites = list(Xml.parse(tmp_path / "r.xml").getroot())
    assert [suite.get("name") for suite in suites] == [faulty.url]
    assert all(case.get("line") is None for case in suites[0])
    issue = json.loads((tmp_path / "r.codequality.json").read_text())[0]
    assert issue["location"] == {"path": faulty.url, "lines": {"begin": 1}}
    assert faulty.url in (tmp_path / "r.html").read_text()
    assert "Note: Terms are judged" in (tmp_path / "r.md").read_text()
    assert "sh:focusNode" in (tmp_path / "r.ttl").read_text()
    github = validate(cisld, faulty, "--format", "github").stdout.splitlines()[0]
    assert github.startswith("::error title=")
    assert f"::{faulty.url}: <https://example.org/id/" in github


def test_a_finding_in_the_local_ontology_keeps_its_line(cisld: Run, faulty: Oxigraph, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text("@prefix t: <https://example.org/type#> .\n<e:new> a t:MinCount .\n")
    lines = validate(cisld, faulty, "-e", "more.ttl", "--all", cwd=tmp_path).stdout.splitlines()
    assert [line for line in lines if line.startswith("more.ttl:2:1: violation")]
    assert " and 1 file against " in lines[-1]


def test_only_one_shape_reads_only_what_it_needs(cisld: Run, faulty: Oxigraph) -> None:
    done = validate(cisld, faulty, "--shape", "https://example.org/shapes#MinCount", "-f", "json")
    report = json.loads(done.stdout)
    whole = json.loads(validate(cisld, faulty, "-f", "json").stdout)
    assert len(report["findings"]) == 1
    assert 0 < report["triples"] < whole["triples"]


def test_a_baseline_of_the_files_holds_behind_the_endpoint(cisld: Run, faulty: Oxigraph, tmp_path: Path) -> None:
    data = str(FAULTS / "plain" / "data.ttl")
    baseline = ["--baseline", str(tmp_path / "known.tsv")]
    cisld("validate", data, "-s", SHAPES, *baseline, "--update-baseline", cwd=tmp_path)
    done = validate(cisld, faulty, *baseline)
    assert (done.returncode, "39 known from the baseline" in done.stdout) == (0, True)


REFUSED = [
    ["data.ttl", "--endpoint", "http://127.0.0.1:1/"],
    ["--fix", "--endpoint", "http://127.0.0.1:1/"],
    ["-df", "turtle", "--endpoint", "http://127.0.0.1:1/"],
    ["--incremental", "--endpoint", "http://127.0.0.1:1/"],
    ["--graph", "urn:g"],
    ["--page", "1000"],
    ["--timeout", "5"],
    ["--endpoint", "data.ttl"],
    ["--endpoint", "ftp://127.0.0.1/"],
    ["--endpoint", "http://127.0.0.1:1/", "--graph", "no iri"],
    ["--endpoint", "http://127.0.0.1:1/", "--page", "1"],
    ["--endpoint", "http://127.0.0.1:1/", "--timeout", "0"],
    ["--endpoint", "http://127.0.0.1:1/", "--timeout", "nan"],
]


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_makes_no_sense_with_or_without_an_endpoint_is_exit_2(
    arguments: list[str], rivers: Path, cisld: Run
) -> None:
    (rivers / "data.ttl").write_text("")
    done = cisld("validate", *arguments, cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "CIS040" in done.stderr


def test_an_endpoint_that_is_not_there_is_exit_5_without_its_password(rivers: Path, cisld: Run) -> None:
    done = cisld("validate", "--endpoint", f"http://zoe:secret@127.0.0.1:{free_port()}/sparql?key=hidden", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (5, "", 1)
    assert "CIS230" in done.stderr
    assert not any(word in done.stderr for word in ("zoe", "secret", "hidden"))


def test_a_path_that_is_no_endpoint_is_exit_5(faulty: Oxigraph, rivers: Path, cisld: Run) -> None:
    done = cisld("validate", "--endpoint", f"{faulty.root}/nothing", cwd=rivers)
    assert (done.returncode, "CIS232" in done.stderr, done.stderr.count("\n")) == (5, True, 1)


def test_an_empty_graph_is_exit_3_and_writes_no_report(faulty: Oxigraph, rivers: Path, cisld: Run) -> None:
    done = cisld("validate", "--endpoint", faulty.url, "--graph", "urn:empty", "-o", "report.html", cwd=rivers)
    assert (done.returncode, "CIS238" in done.stderr, done.stderr.count("\n")) == (3, True, 1)
    assert not (rivers / "report.html").exists()


def test_progress_is_for_a_terminal_only(cisld: Run, faulty: Oxigraph) -> None:
    assert " of " not in validate(cisld, faulty).stderr.splitlines()[0].partition("Terms")[0]
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "cisld",
        "validate",
        "--endpoint",
        faulty.url,
        "--graph",
        "urn:faults",
        "-s",
        SHAPES,
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, env=env, timeout=60, check=False)
    os.close(theirs)
    told = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert told.startswith("\r0 of ")
    assert "\x1b[K" in told
    assert b"\x1b" not in done.stdout
