"""`cisld validate` finds what is wrong, says where, and gives the exit code that the gate asks for."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT, Run

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


GATES = {"violation": 0, "warning": 1, "info": 1, "never": 0}


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
    "shapes/bad.ttl": (
        b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n<a:s> a sh:NodeShape ; sh:mincount 1 .",
        "CIS101",
    ),
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


# Exit codes: 0 nothing as grave as the gate, 1 something is, 2 usage or settings, 3 input that cannot be read

GOOD, WARN, BAD_SHAPE = "data/rivers.ttl", "data/warn.ttl", "extra/ill.ttl"
CODES: list[tuple[str, int, str]] = [
    ("", 1, ""),
    (GOOD, 0, ""),
    (WARN, 0, ""),
    (f"{WARN} --fail-on warning", 1, ""),
    (f"{WARN} --fail-on info", 1, ""),
    (f"{WARN} --allow-infos", 1, ""),
    (f"{WARN} --allow-warnings --allow-infos", 0, ""),
    ("--fail-on never", 0, ""),
    ("--format json", 1, ""),
    ("--format json --fail-on never", 0, ""),
    ("-o out/report.sarif", 1, ""),
    (f"{GOOD} --lint", 0, ""),
    (f"{GOOD} {GOOD}", 0, ""),
    ("data", 1, ""),
    ("--baseline none.jsonl", 3, "CIS001"),
    ("--baseline new.jsonl --update-baseline", 0, ""),
    ("--baseline cisld.toml", 3, "CIS076"),
    ("--update-baseline", 2, "CIS040"),
    ("--yes", 2, "CIS040"),
    ("--fix", 1, ""),
    (f"{GOOD} --fix", 0, ""),
    ("--fail-on grave", 2, "CIS040"),
    ("--format pdf", 2, "CIS040"),
    ("--unknown", 2, "CIS040"),
    ("--shapes shapes", 2, "CIS040"),
    ("-o a.txt -o a.txt", 2, "CIS040"),
    ("--shape shape:Town data/bad.ttl", 1, ""),
    ("--shape shape:Twon data/bad.ttl", 3, "CIS113"),
    ("--shape nope:Town data/bad.ttl", 2, "CIS030"),
    ("no.ttl", 3, "CIS001"),
    ("cisld.toml", 3, "CIS004"),
    ("data/rivers.ttl -s no", 3, "CIS001"),
    (f"{GOOD} -s {BAD_SHAPE}", 3, "CIS10"),
    (f"{GOOD} -s {GOOD}", 3, "CIS100"),
    ("extra/broken.nt", 3, "CIS005"),
    ("-o data/rivers.ttl/x.json", 3, "CIS010"),
    # as pySHACL says it
    (f"{GOOD} --shacl shapes --ont-graph ontology --metashacl", 0, ""),
    (f"-s shapes -e ontology -m -i none -f human {GOOD}", 0, ""),
    ("-s shapes -e ontology data/bad.ttl -f turtle -o {tmp}/r.ttl", 1, ""),
    (f"-s shapes -sf turtle -e ontology -ef turtle -df turtle {GOOD}", 0, ""),
    (f"-s shapes -df xml {GOOD}", 2, "CIS040"),
    (f"-s shapes -i rdfs {GOOD}", 2, "CIS040"),
    (f"-s shapes -i both {GOOD}", 2, "CIS040"),
    (f"-s shapes -a {GOOD}", 2, "CIS040"),
    (f"-s shapes -j {GOOD}", 2, "CIS040"),
    (f"-s shapes -im {GOOD}", 2, "CIS040"),
    (f"-s shapes --abort {GOOD}", 2, "CIS040"),
]


@pytest.fixture
def mixed(bad: Path) -> Path:
    """A project with a violation, a file with a warning, and outside of it a file and a shape that are broken."""
    (bad / WARN).write_text(BAD.replace("id:lethe", "id:sozh").replace("nowhere", "warn") + "id:sozh a ont:River .")
    (bad / "extra").mkdir()
    ill = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<a:s> a sh:NodeShape ; sh:path 1 ."
    (bad / "extra" / "ill.ttl").write_text(ill)
    (bad / "extra" / "broken.nt").write_text("<a> <b>")
    return bad


@pytest.mark.parametrize(("args", "code", "error"), CODES, ids=lambda value: str(value))
def test_the_exit_code_tells_findings_from_usage_from_unreadable_input(
    args: str, code: int, error: str, mixed: Path, cisld: Run, tmp_path: Path
) -> None:
    done = cisld("validate", *args.format(tmp=tmp_path).split(), cwd=mixed)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if error:
        assert error in done.stderr
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


# Reports


def test_reports_are_written_by_their_endings_in_one_run(bad: Path, cisld: Run) -> None:
    names = (
        "r.txt",
        "r.json",
        "r.sarif",
        "r.xml",
        "r.html",
        "r.md",
        "r.ttl",
        "r.nt",
        "r.jsonld",
        "r.rdf",
        "r.codequality.json",
    )
    done = cisld("validate", *(part for name in names for part in ("-o", f"out/{name}")), cwd=bad)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "36 triples in 3 files against 4 shapes: 1 violation, 1 warning, 0 infos.\n"
    begins = {name: (bad / "out" / name).read_text()[:30].split("\n")[0] for name in names}
    assert begins == {
        "r.txt": "data/bad.ttl:8:22: warning sha",
        "r.json": "{",
        "r.sarif": "{",
        "r.xml": '<?xml version="1.0" encoding="',
        "r.html": "<!doctype html>",
        "r.md": "### cisld validate: failed at ",
        "r.ttl": "@prefix id: <https://example.o",
        "r.nt": begins["r.nt"],
        "r.jsonld": begins["r.jsonld"],
        "r.rdf": begins["r.rdf"],
        "r.codequality.json": "[",
    }


CHOICES = [
    ("-f json -o r.json", "", "{"),
    ("-f github -o r.sarif", "::error ", "{"),
    ("-f xml -o r.xml", "", "<?xml"),
    ("-o r.xml", "", "<?xml"),
    ("-f json-ld -o r.json", "", "["),
    ("-f sarif -o r", "", "{"),
    ("-o r", "", "data/bad.ttl"),
    ("-f text -o r.json", "data/bad.ttl:8:22", "{"),
    ("-f turtle -o r.txt", "", "@prefix"),
]


@pytest.mark.parametrize(("args", "printed", "written"), CHOICES)
def test_the_format_is_printed_unless_a_file_takes_it(
    args: str, printed: str, written: str, bad: Path, cisld: Run
) -> None:
    done = cisld("validate", *args.split(), cwd=bad)
    assert done.returncode == 1
    assert done.stdout.startswith(printed)
    assert bool(done.stdout) == bool(printed)
    assert (bad / args.split()[-1]).read_text().startswith(written)


def test_no_report_is_written_if_one_cannot_be(bad: Path, cisld: Run) -> None:
    (bad / "file").write_text("")
    done = cisld("validate", "-o", "file/a.json", cwd=bad)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "CIS010" in done.stderr


def on_a_terminal(folder: Path, *args: str, **env: str) -> str:
    """Run the command line on a pseudo terminal and return what it shows."""
    ours, theirs = pty.openpty()
    every = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    command = [sys.executable, "-m", "cisld", "validate", *args]
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, cwd=folder, env=every)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(60) == 1
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_shows_the_source_in_colour_and_a_pipe_one_plain_line(bad: Path, cisld: Run) -> None:
    shown = on_a_terminal(bad, NO_COLOR="")
    assert "\x1b[1;31mviolation shape:Town\x1b[0m: A town lies on a river that is described.\n" in shown
    assert "9 |   ont:liesOn id:lethe ;\n  |              \x1b[1;31m^^^^^^^^\x1b[0m\n" in shown
    assert "\x1b" not in on_a_terminal(bad, NO_COLOR="1")
    assert on_a_terminal(bad, "--format", "line") == cisld("validate", cwd=bad).stdout
    assert on_a_terminal(bad, NO_COLOR="1") == cisld("validate", "--format", "full", cwd=bad).stdout


def test_idle_shapes_are_one_line_on_stderr(bad: Path, cisld: Run) -> None:
    idle = "\n".join(f"shape:S{n} a sh:NodeShape ; sh:targetClass ont:None{n} ; sh:nodeKind sh:IRI ." for n in (1, 2))
    path = bad / "shapes" / "rivers.ttl"
    path.write_text(path.read_text() + idle)
    done = cisld("validate", cwd=bad)
    assert done.stderr == "warning: 2 shapes select no node of the data: shape:S1, shape:S2\n"
    assert "\x1b" not in done.stdout
    linted = cisld("validate", "--lint", cwd=bad)
    assert linted.stderr == ""
    assert linted.stdout.count(": warning CIS074 shape:S") == 2


# Baseline and fixes


def test_the_baseline_ratchet(bad: Path, cisld: Run) -> None:
    first = cisld("validate", "--baseline", "known.jsonl", "--update-baseline", cwd=bad)
    assert (first.returncode, first.stderr) == (0, "known.jsonl: 2 findings (2 new, 0 fixed).\n")
    held = cisld("validate", "--baseline", "known.jsonl", "--fail-on", "info", cwd=bad)
    assert (held.returncode, held.stderr) == (0, "")
    assert held.stdout.endswith("0 violations, 0 warnings, 0 infos (2 known from the baseline).\n")
    data = bad / "data" / "bad.ttl"
    data.write_text("# moved\n" + BAD.replace("ont:liesOn id:lethe", "ont:liesOn id:sozh") + "id:new a ont:Town .\n")
    done = cisld("validate", "--baseline", "known.jsonl", cwd=bad)
    assert (done.returncode, done.stdout.count("id:new: "), done.stdout.count("id:nowhere: ")) == (1, 2, 0)
    assert done.stderr == "known.jsonl: 1 finding of the baseline fixed; --update-baseline takes them out.\n"
    updated = cisld("validate", "--baseline", "known.jsonl", "--update-baseline", cwd=bad)
    assert (updated.returncode, updated.stderr) == (0, "known.jsonl: 3 findings (2 new, 1 fixed).\n")
    assert "lethe" not in (bad / "known.jsonl").read_text()


def test_fix_shows_a_diff_and_writes_only_when_told(bad: Path, cisld: Run) -> None:
    data = bad / "data" / "bad.ttl"
    data.write_text(BAD.replace('"early" ;', '"1142" ; # chronicle'))
    before = data.read_bytes()
    shown = cisld("validate", "--fix", cwd=bad)
    assert (shown.returncode, shown.stderr) == (1, "1 edit in 1 file; --fix --yes writes them.\n")
    assert "--- data/bad.ttl\n+++ data/bad.ttl (mended)\n" in shown.stdout
    assert data.read_bytes() == before


def test_fix_with_yes_writes_and_validates_again(bad: Path, cisld: Run) -> None:
    data = bad / "data" / "bad.ttl"
    data.write_text(BAD.replace('"early" ;', '"1142" ; # chronicle').replace("id:lethe", "id:sozh"))
    done = cisld("validate", "--fix", "--yes", "--fail-on", "info", cwd=bad)
    assert (done.returncode, done.stderr) == (0, "1 edit in 1 file written.\n")
    assert done.stdout.endswith("0 violations, 0 warnings, 0 infos.\n")
    assert 'ont:firstMentioned "1142"^^<http://www.w3.org/2001/XMLSchema#gYear> ; # chronicle\n' in data.read_text()
    again = cisld("validate", "--fix", cwd=bad)
    assert (again.returncode, again.stderr) == (0, "Nothing is safe to mend.\n")


def test_an_ignored_finding_does_not_fail_and_is_counted(bad: Path, cisld: Run) -> None:
    (bad / "data" / "bad.ttl").write_text(
        BAD.replace("id:lethe ;", "id:lethe ; # cisld: ignore Town a river of the dead")
    )
    done = cisld("validate", cwd=bad)
    assert done.returncode == 0
    assert done.stdout.endswith("0 violations, 1 warning, 0 infos (1 ignored with a reason).\n")
