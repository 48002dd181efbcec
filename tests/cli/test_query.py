import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from cisld.cli import cli
from cisld.errors import CisldError
from tests.conftest import heed_ctrl_c

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "tests" / "sparql" / "project"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r . ?s ?t ?u }"


def ask(*args: str, project: Path = PROJECT, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project), "query", *args], input=stdin, standalone_mode=False)


def error(*args: str, project: Path = PROJECT, stdin: str | bytes | None = None) -> tuple[int, str]:
    """Return the exit code and the line of a call that must fail before it prints anything."""
    result = ask(*args, project=project, stdin=stdin)
    assert isinstance(result.exception, CisldError), result.output
    assert result.output == ""
    return result.exception.exit_code, str(result.exception)


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str, str], Path]:
    """Make a project that is the fixture with one more saved query."""

    def make(name: str, text: str) -> Path:
        for folder in ("data", "ontology"):
            (tmp_path / folder).symlink_to(PROJECT / folder)
        (tmp_path / "cisld.toml").write_text((PROJECT / "cisld.toml").read_text())
        (tmp_path / "queries").mkdir()
        (tmp_path / "queries" / f"{name}.rq").write_text(text)
        return tmp_path

    return make


def test_a_text_is_answered_with_the_prefixes_of_the_project() -> None:
    result = ask("SELECT ?r { ?r a ex:Region }")
    assert result.output == "r\n──────────\nex:gomel\nex:grodno\nex:sichuan\n"
    assert result.return_value == 0


def test_the_ontology_is_asked_along_with_the_data() -> None:
    assert ask('ASK { ex:Region rdfs:label "region"@en . ex:gomel a ex:Region }').output == "true\n"


def test_no_rows_are_an_answer() -> None:
    result = ask("SELECT ?r { ?r a ex:Nothing }")
    assert (result.return_value, result.output) == (0, "r\n─\n")


def test_a_saved_query_is_answered_by_name_with_defaults_and_with_values() -> None:
    assert (
        ask("founded-by").output
        == "label          founded\n─────────────  ───────\nGomel Region   1938\nGrodno Region  1944\n"
    )
    result = ask("founded-by", "--param", "year=1940", "--param", "language=ru", "-f", "csv")
    assert result.output.split("\n")[1].strip() == "Гомельская область,1938"
    assert "ex:gomel" in ask("partners-of", "--param", "region=ex:sichuan").output
    assert "ex:gomel" in ask("partners-of", "--param", "region=<https://example.org/sichuan>").output


def test_a_file_and_the_standard_input_are_answered(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"\xef\xbb\xbfASK { ex:gomel ex:partner ex:sichuan }")
    assert ask(str(path)).output == "true\n"
    assert ask("-", stdin="ASK { ex:gomel ex:partner ex:grodno }").output == "false\n"


def test_other_data_need_no_project(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text('<http://e/> <http://www.w3.org/2000/01/rdf-schema#label> "x" .')
    result = ask("SELECT ?l { ?s rdfs:label ?l }", "--data", str(path), "-f", "csv", project=tmp_path / "none")
    assert result.output.split() == ["l", "x"]


def test_a_construct_query_gives_turtle() -> None:
    assert "ex:gomel ex:with ex:sichuan" in ask("CONSTRUCT { ?a ex:with ?b } { ?a ex:partner ?b }").output


def test_the_list_has_each_name_with_its_question_and_parameters_by_folder() -> None:
    assert ask("--list").output == (
        "founded-by   Which regions were founded by a year?  (year, language)\n"
        "partnership  Is there a partnership at all?\n"
        "deep\n"
        "  partners-of  Which regions are partners of a region?  (region)\n"
    )


def test_a_word_narrows_the_list() -> None:
    assert ask("--list", "FOUNDED").output == "founded-by  Which regions were founded by a year?  (year, language)\n"
    assert ask("--list", "no such word").output == ""


def test_a_shown_query_runs_in_another_engine() -> None:
    shown = ask("partners-of", "--show").output
    assert shown.startswith("PREFIX ex: <https://example.org/>\n#+ title: ")
    graph = rdflib.Graph().parse(PROJECT / "data" / "regions.ttl")
    region = rdflib.URIRef("https://example.org/sichuan")
    assert [str(row[0]) for row in graph.query(shown, initBindings={"region": region})] == ["https://example.org/gomel"]


def test_a_check_of_right_answers_finds_nothing() -> None:
    result = ask("--check")
    assert (result.return_value, result.stdout) == (0, "")
    assert result.stderr == "3 saved queries, 0 not as expected.\n"


def test_a_check_tells_what_is_missing_and_what_is_new(copy: Callable[[str, str], Path]) -> None:
    folder = copy(
        "a",
        "#+ title: A?\n#+ expect:\n#+ | r |\n#+ |---|\n#+ | ex:minsk |\nSELECT ?r { ?r ex:exports ?e FILTER(?e > 10) }",
    )
    result = ask("--check", project=folder)
    assert result.return_value == 1
    assert result.stdout.splitlines()[0].endswith(
        "a.rq: CIS217 The answer is not the expected one. Mend the data or the query, or expect this."
    )
    assert result.stdout.splitlines()[1:] == ["  - | ex:minsk |", "  + | ex:gomel |"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("#+ expect: true\nASK {}", "CIS218 The saved query has no question"),
        ("#+ title: A?\nASK {}", "CIS218 The saved query has no expected answer"),
        (
            "#+ title: A?\n#+ expect: true\n#+ param x: iri\nASK { ?x ?p ?o }",
            "CIS218 The saved query has no default for x",
        ),
        ("#+ title: A?\n#+ expect: false\nASK {}", "CIS217"),
        ("#+ title: A?\n#+ expect-count: 4\nCONSTRUCT { ?a ex:r ?b } { ?a ex:partner ?b }", "- 4 rows\n  + 2 rows"),
    ],
)
def test_a_check_finds_what_a_saved_query_lacks(text: str, what: str, copy: Callable[[str, str], Path]) -> None:
    result = ask("--check", project=copy("a", text))
    assert result.return_value == 1
    assert what in result.stdout


def test_a_check_of_an_unreadable_query_is_told_and_ends_with_3(copy: Callable[[str, str], Path]) -> None:
    result = ask("--check", project=copy("a", "#+ title: A?\n#+ expect: true\nASK { ?s ?p }"))
    assert result.return_value == 3
    assert "a.rq:3:7: CIS201" in result.stderr


def test_a_check_of_one_query_leaves_the_others() -> None:
    assert ask("--check", "partnership").stderr.startswith("1 saved queries, 0 not")


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        ([], 2, "CIS040 There is no query."),
        (["founded"], 2, 'CIS210 There is no saved query "founded". Did you mean "founded-by"?'),
        (["founded-by", "--param", "yaer=1"], 2, 'CIS211 The query has no parameter "yaer". Did you mean "year"?'),
        (
            ["founded-by", "--param", "year=x"],
            2,
            'parameter year: CIS213 "x" is not of type gYear. Write a year as YYYY.',
        ),
        (["founded-by", "--param", "year"], 2, 'CIS040 --param "year" has no value.'),
        (["founded-by", "--param", "year=1", "--param", "year=2"], 2, "CIS040 A parameter is given twice."),
        (["partners-of", "--param", "region=exx:a"], 2, 'CIS030 "exx:a": the prefix "exx" is not known.'),
        (
            ["partners-of", "--param", "region=ex:sichuann"],
            2,
            'parameter region: CIS220 "ex:sichuann" is nowhere in the data. Did you mean "ex:sichuan"?',
        ),
        (["#+ param s: iri\nASK { ?s ?p ?o }"], 2, "query: CIS212 The query needs its parameter s (iri)."),
        (["ASK {}", "-f", "turtle"], 2, "query: CIS216 The format turtle does not fit an ASK query."),
        (["missing.rq"], 3, "missing.rq: CIS001 No such file."),
        (["ASK { ?s exx:p ?o }"], 3, 'query:1:10: CIS202 The prefix "exx:" is not declared. Did you mean "ex:"?'),
        (["SELECT ?s { ?s ?p }"], 3, 'query:1:13: CIS201 "?s" does not fit here.'),
        (["DELETE WHERE { ?s ?p ?o }"], 3, "query:1:1: CIS203 DELETE changes data"),
        (["ASK { SERVICE <http://127.0.0.1/> {} }"], 3, "query:1:7: CIS204 SERVICE asks another server"),
        (["ASK " + "{" * 5_000], 3, "CIS205 The query has 101 levels of nesting"),
        (["ASK { #" + " " * 70_000 + "\n}"], 3, "CIS205 The query has 70"),
        ([ENDLESS, "--timeout", "0.5"], 3, "query: CIS206 No answer within 0.5 s. Narrow the query"),
        (["SELECT ?x (<x:f>(1) AS ?y) {}"], 3, "CIS219 The custom function <x:f> is not supported."),
        (["ASK {}", "--data", "missing.ttl"], 3, "missing.ttl: CIS001 No such file or folder."),
    ],
)
def test_a_call_that_cannot_be_answered_is_one_line(args: list[str], code: int, line: str) -> None:
    got, text = error(*args)
    assert got == code
    assert line in text
    assert "\n" not in text


def test_standard_input_that_is_not_utf8_is_one_line() -> None:
    assert error("-", stdin=b"ASK { \xff }") == (3, "query: CIS002 Bytes that are not UTF-8. Save the file as UTF-8.")


def test_memory_has_a_limit() -> None:
    steps = " ".join(f"BIND(CONCAT(?v{step}, ?v{step}) AS ?v{step + 1})" for step in range(36))
    code, line = error(f'SELECT ?v36 {{ BIND("0123456789" AS ?v0) {steps} }}', "--memory", "300")
    assert (code, line[:54]) == (3, "query: CIS207 The answer takes more than 300 MB. Narro")


def test_a_value_cannot_leave_its_place_in_the_query() -> None:
    text = "#+ param v: string\nSELECT ?y { BIND(?v AS ?y) }"
    value = '" AS ?y) } UNION { ?y ?p ?o } #'
    result = ask(text, "--param", f"v={value}", "-f", "json")
    assert [row["y"]["value"] for row in json.loads(result.output)["results"]["bindings"]] == [value]


def run(*args: str, **options: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cisld", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_a_process_answers_on_standard_output_and_ends_with_0() -> None:
    done = run("query", "founded-by", "--format", "markdown", env={**os.environ, "CISLD_PROJECT": str(PROJECT)})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[2] == "| Gomel Region  | 1938    |"


def test_a_process_that_cannot_answer_ends_with_3_and_one_line() -> None:
    done = run("-p", str(PROJECT), "query", "SELECT ?s { ?s ?p }")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith('query:1:13: CIS201 "?s" does not fit here.')
    assert done.stderr.count("\n") == 1


def test_the_example_of_the_help_is_what_the_query_gives() -> None:
    example = [line.strip() for line in run("query", "--help").stdout.splitlines()]
    start = next(number for number, line in enumerate(example) if line.startswith("$ cisld query"))
    text = example[start].split("'")[1]
    assert ask(text).output.splitlines() == example[start + 1 : start + 4]


def test_ctrl_c_ends_a_query_at_once() -> None:
    command = [sys.executable, "-m", "cisld", "-p", str(PROJECT), "query", ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, preexec_fn=heed_ctrl_c) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130


def test_a_terminal_gets_long_cells_cut_and_a_pipe_gets_them_whole() -> None:
    text = f'SELECT ?a {{ BIND("{"x" * 300}" AS ?a) }}'
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "cisld", "-p", str(PROJECT), "query", text]
    done = subprocess.run(command, cwd=ROOT, stdout=slave, timeout=60, env={**os.environ, "COLUMNS": "60"}, check=True)
    os.close(slave)
    shown = b""
    while select.select([master], [], [], 0.5)[0]:
        try:
            shown += os.read(master, 4096)
        except OSError:
            break
    os.close(master)
    assert done.returncode == 0
    assert shown.decode().splitlines()[2] == "x" * 59 + "…"
    assert "x" * 300 in run("-p", str(PROJECT), "query", text).stdout
