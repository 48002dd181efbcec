"""`cisld validate` finds what is wrong, says where, and gives the exit code that the gate asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import Run

BAD = """@prefix id: <https://example.org/id/> .
@prefix ont: <https://example.org/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

id:nowhere
  a ont:Town ;
  rdfs:label "Nowhere"@en ;
  ont:firstMentioned "early" ;
  ont:liesOn id:lethe ;
.
"""


@pytest.fixture
def bad(rivers: Path) -> Path:
    (rivers / "data" / "bad.ttl").write_text(BAD)
    return rivers


def test_a_clean_project_is_exit_0(rivers: Path, cisld: Run) -> None:
    done = cisld("validate", cwd=rivers)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("0 violations, 0 warnings, 0 infos.\n")


def test_a_finding_names_file_line_column_rule_and_value(bad: Path, cisld: Run) -> None:
    done = cisld("validate", cwd=bad)
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "data/bad.ttl:8:22: warning shape:Town id:nowhere: The first mention is one year. "
        '(ont:firstMentioned is "early")',
        "data/bad.ttl:9:14: violation shape:Town id:nowhere: A town lies on a river that is described. "
        "(ont:liesOn is id:lethe)",
    ]


GATES = {"violation": 0, "warning": 1, "info": 1}


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_decides_what_fails(gate: str, bad: Path, cisld: Run) -> None:
    (bad / "data" / "bad.ttl").write_text(BAD.replace("id:lethe", "id:sozh"))
    assert cisld("validate", "--fail-on", gate, cwd=bad).returncode == GATES[gate]


def test_json_has_each_finding_with_its_place(bad: Path, cisld: Run) -> None:
    report = json.loads(cisld("validate", "--format", "json", cwd=bad).stdout)
    assert (report["conforms"], report["violation"], report["warning"]) == (False, 1, 1)
    assert report["findings"][1]["file"] == "data/bad.ttl"
    assert (report["findings"][1]["line"], report["findings"][1]["column"]) == (9, 14)
    assert report["findings"][1]["shape"] == "shape:Town-liesOn"


def test_turtle_is_a_validation_report(bad: Path, cisld: Run) -> None:
    text = cisld("validate", "--format", "turtle", cwd=bad).stdout
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    query = "ASK { ?r a sh:ValidationReport ; sh:conforms false ; sh:result ?x, ?y }"
    assert bool(store.query(query, prefixes={"sh": "http://www.w3.org/ns/shacl#"}))


def test_a_report_file_is_written_whole_or_not_at_all(bad: Path, cisld: Run, tmp_path: Path) -> None:
    assert cisld("validate", "--output", str(tmp_path / "report.txt"), cwd=bad).returncode == 1
    assert "id:lethe" in (tmp_path / "report.txt").read_text()
    (bad / "data" / "bad.ttl").write_text("broken")
    assert cisld("validate", "--output", str(tmp_path / "none.txt"), cwd=bad).returncode == 3
    assert not (tmp_path / "none.txt").exists()


def test_given_files_are_validated_with_given_shapes_outside_any_project(bad: Path, cisld: Run, tmp_path: Path) -> None:
    shapes, data, ontology = (str(bad / name) for name in ("shapes", "data/bad.ttl", "ontology"))
    done = cisld("validate", data, "--shapes", shapes, "--ontology", ontology, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{Path(data).relative_to(tmp_path)}:9:14: violation" in done.stdout


def test_given_files_are_validated_with_the_shapes_of_the_project(bad: Path, cisld: Run) -> None:
    assert cisld("validate", "data/rivers.ttl", cwd=bad).returncode == 0
    assert cisld("validate", "data/bad.ttl", cwd=bad).returncode == 1


def test_many_findings_that_are_alike_are_shown_once_unless_all_are_asked_for(bad: Path, cisld: Run) -> None:
    towns = "".join(f'id:t{n} a ont:Town ; rdfs:label "T{n}"@en .\n' for n in range(9))
    (bad / "data" / "bad.ttl").write_text(BAD + towns)
    assert "[and 9 more like it; --all shows each]" in cisld("validate", cwd=bad).stdout
    assert cisld("validate", "--all", cwd=bad).stdout.count("violation shape:Town") == 10


UNREADABLE = {
    "data/bad.ttl": (b"id:a id:b id:c .", "CIS006"),
    "data/bad.nt": (b"<a>", "CIS005"),
    "data/bad.rdf": (b"\xff", "CIS00"),
    "shapes/bad.ttl": (b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n<a:s> sh:mincount 1 .", "CIS1"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_exit_3_in_one_line(name: str, rivers: Path, cisld: Run) -> None:
    data, code = UNREADABLE[name]
    (rivers / name).write_bytes(data)
    done = cisld("validate", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert code in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_files_and_empty_folders_are_said(rivers: Path, cisld: Run) -> None:
    assert cisld("validate", "no.ttl", cwd=rivers).returncode == 3
    assert cisld("validate", "--shapes", "shapes", cwd=rivers).returncode == 2
    (rivers / "data" / "rivers.ttl").unlink()
    done = cisld("validate", cwd=rivers)
    assert (done.returncode, "CIS008" in done.stderr) == (3, True)


def test_a_project_without_shapes_says_so(rivers: Path, cisld: Run) -> None:
    text = (rivers / "cisld.toml").read_text()
    (rivers / "cisld.toml").write_text(text.replace('shapes = "shapes"', "shapes = []"))
    done = cisld("validate", cwd=rivers)
    assert (done.returncode, "CIS024" in done.stderr) == (2, True)
