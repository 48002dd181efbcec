"""The checks of `cisld check` that need no source text: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cisld.checks.catalogue import CHECKS
from tests.conftest import ROOT, Run

APART = '  rdfs:comment "A settlement with a name."@en ;\n'
ITSELF = ("data/rivers.ttl", "ont:liesOn id:pronya", "ont:liesOn id:gomel")


def changed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Change files of a project, each (file, old text, new text); return its folder."""
    for name, old, new in changes:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new), "utf-8")
    return folder


def clashing(rivers: Path) -> Path:
    return changed(rivers, ("ontology/rivers.ttl", APART, APART + "  owl:disjointWith ont:River ;\n"), ITSELF)


def test_a_fresh_project_is_consistent(cisld: Run, rivers: Path) -> None:
    done = cisld("check", "consistency", cwd=rivers)
    assert (done.returncode, done.stdout) == (0, "consistency: 0 violations, 0 warnings, 0 infos.\n")


def test_a_contradiction_is_exit_1_with_the_place_of_each_statement(cisld: Run, rivers: Path) -> None:
    done = cisld("check", "consistency", cwd=clashing(rivers))
    first, *because, summary = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert first.startswith("data/rivers.ttl:22:14: violation CIS301 id:gomel is of ont:River and of ont:Town")
    assert "  data/rivers.ttl:22:14: id:slavgorod ont:liesOn id:gomel" in because
    assert "  ontology/rivers.ttl:23:20: ont:Town owl:disjointWith ont:River" in because
    assert because[-1] == "  so id:gomel a ont:River (prp-rng)"
    assert summary == "consistency: 1 violation, 0 warnings, 0 infos."


def test_json_has_the_same_with_places(cisld: Run, rivers: Path) -> None:
    done = cisld("check", "consistency", "--format", "json", cwd=clashing(rivers))
    report = json.loads(done.stdout)["consistency"]
    (found,) = report["findings"]
    assert report["counts"] == {"violation": 1}
    assert (found["code"], found["file"], found["line"], found["column"]) == ("CIS301", "data/rivers.ttl", 22, 14)
    assert found["because"][0]["text"] == "id:slavgorod ont:liesOn id:gomel"


def test_an_axiom_on_a_nameless_node_has_its_place(cisld: Run, rivers: Path) -> None:
    early = "[] owl:unionOf ( ont:Town ont:River ) .\n"
    (rivers / "ontology" / "early.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ont: <https://example.org/ontology#> .\n" + early,
        "utf-8",
    )
    (rivers / "ontology" / "some.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ont: <https://example.org/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n"
        "ont:Town rdfs:subClassOf [ owl:onProperty ont:liesOn ; owl:allValuesFrom owl:Nothing ] ,\n"
        "  [ owl:onProperty ont:bears ; owl:allValuesFrom ont:River ] .\n",
        "utf-8",
    )
    done = cisld("check", "consistency", "--all", cwd=rivers)
    assert done.returncode == 1
    assert "  ontology/some.ttl:5:74: " in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        (
            "profile",
            ("ontology/rivers.ttl", "a owl:ObjectProperty ;", "a owl:ObjectProperty , owl:ReflexiveProperty ;"),
            "ontology/rivers.ttl:34:26: warning CIS302 ont:liesOn a owl:ReflexiveProperty is not in OWL 2 RL",
        ),
        (
            "ontology",
            ("ontology/rivers.ttl", "rdfs:range ont:River", "rdfs:range ont:Brook"),
            "ontology/rivers.ttl:38:14: important P34 ont:Brook is used as a class but not declared as one.",
        ),
        (
            "identifiers",
            ("data/rivers.ttl", '"1142"^^xsd:gYear', '"1142-13"^^xsd:gYearMonth'),
            'data/rivers.ttl:9:22: violation CIS322 "1142-13" is no xsd:gYearMonth.',
        ),
        (
            "time",
            (
                "data/rivers.ttl",
                'ont:firstMentioned "1142"^^xsd:gYear ;',
                '<https://schema.org/endDate> "1142"^^xsd:gYear ; <https://schema.org/startDate> "1143"^^xsd:gYear ;',
            ),
            'data/rivers.ttl:9:32: violation CIS330 id:gomel ended ("1142"^^xsd:gYear) before it began',
        ),
        (
            "figures",
            (
                "data/rivers.ttl",
                'ont:firstMentioned "1142"^^xsd:gYear ;',
                "c:indicator <https://w3id.org/cisld/code#indicator-share> ; c:kind <https://w3id.org/cisld/code#kind-actual>"
                " ; c:value 120 ; c:unit <http://qudt.org/vocab/unit/PERCENT> .\n"
                "c:indicator a <http://purl.org/linked-data/cube#DimensionProperty> . id:gomel",
            ),
            "share of more than 100 per cent: 120.",
        ),
    ],
)
def test_each_check_tells_its_fault_with_its_place(
    cisld: Run, rivers: Path, name: str, change: tuple[str, str, str], expected: str
) -> None:
    root = changed(rivers, change)
    data = root / "data" / "rivers.ttl"
    data.write_text("@prefix c: <https://w3id.org/cisld/ontology#> .\n" * (name == "figures") + data.read_text("utf-8"))
    done = cisld("check", name, "--all", cwd=root)
    assert done.returncode == 1, done.stderr
    assert expected in done.stdout


def test_all_runs_every_check_in_order(cisld: Run, rivers: Path) -> None:
    report = json.loads(cisld("check", "all", "--format", "json", cwd=rivers).stdout)
    assert list(report) == list(CHECKS)


def test_fail_on_decides_what_is_a_failure(cisld: Run, rivers: Path) -> None:
    found = [cisld("check", "ontology", "--fail-on", each, cwd=rivers).returncode for each in ("violation", "info")]
    assert found == [0, 1]


def test_many_of_one_code_are_counted_unless_all_are_asked_for(cisld: Run, rivers: Path) -> None:
    labels = "".join(f'id:x{n} <https://example.org/ontology#p> "x{n}"@by .\n' for n in range(9))
    (rivers / "data" / "more.ttl").write_text("@prefix id: <https://example.org/id/> .\n" + labels, "utf-8")
    few, every = (cisld("check", "identifiers", *flag, cwd=rivers).stdout for flag in ((), ("--all",)))
    assert few.count("CIS320 ") == 5
    assert "[and 4 more of CIS320; --all shows each]" in few
    assert every.count("CIS320 ") == 9


def test_a_snapshot_that_is_no_json_is_exit_3_in_one_line(cisld: Run, rivers: Path) -> None:
    (rivers / "wikidata.lock").write_text("{", "utf-8")
    done = cisld("check", "identifiers", cwd=rivers)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "wikidata.lock: CIS005" in done.stderr


def test_a_broken_file_is_exit_3_and_a_wrong_option_exit_2(cisld: Run, rivers: Path) -> None:
    assert cisld("check", "time", "--fail-on", "never", cwd=rivers).returncode == 2
    (rivers / "data" / "broken.ttl").write_text("<a> <b>", "utf-8")
    done = cisld("check", "all", cwd=rivers)
    assert (done.returncode, done.stdout) == (3, "")


def test_the_same_input_gives_the_same_bytes(cisld: Run, rivers: Path) -> None:
    runs = {cisld("check", "all", cwd=rivers, PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")}
    assert len(runs) == 1


def test_the_shipped_ontology_and_data_pass_every_check(cisld: Run) -> None:
    done = cisld("check", "all", "--fail-on", "violation", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
