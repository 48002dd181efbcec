import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from cisld.errors import UsageError
from cisld.files.project import Project
from cisld.graph.store import answer
from cisld.sparql.evaluation import fitted
from cisld.sparql.results import FORMATS, Style, render

LABELS = "SELECT ?r ?label { ?r a ex:Region ; rdfs:label ?label }"


@pytest.fixture
def written(store: Store, project: Project):
    """Answer a query and return its text in a format."""

    def write(text: str, format: str = "", width: int | None = None, over: Store = store) -> str:
        style = fitted(Style(format, project.prefixes, width=width), text)
        return render(answer(over, text, project.prefixes), style).decode()

    return write


def test_a_table_is_aligned_by_what_a_terminal_shows(written) -> None:
    assert written(LABELS) == (
        "r           label\n"
        "──────────  ───────────────────\n"
        "ex:gomel    Gomel Region\n"
        "ex:gomel    Гомельская область\n"
        "ex:grodno   Grodno Region\n"
        "ex:grodno   Гродненская область\n"
        "ex:sichuan  Sichuan\n"
        "ex:sichuan  四川\n"
    )


def test_a_column_of_numbers_is_flush_right_and_an_unbound_cell_is_empty(written) -> None:
    text = "SELECT ?r ?e { ?r a ex:Region OPTIONAL { ?r ex:exports ?e } } ORDER BY ?r"
    assert written(text) == ("r              e\n──────────  ────\nex:gomel    12.5\nex:grodno   7.25\nex:sichuan\n")


def test_wide_characters_take_two_columns(written) -> None:
    text = 'SELECT ?a ?b { VALUES (?a ?b) { ("四川" 1) ("e\u0301" 2) ("abcd" 3) } } ORDER BY ?b'
    assert written(text).splitlines()[2:] == ["四川  1", "e\u0301     2", "abcd  3"]


def test_cells_are_cut_only_to_the_width_of_a_terminal(written) -> None:
    text = 'SELECT ?a ?b { BIND("' + "x" * 100 + '" AS ?a) BIND("short" AS ?b) }'
    assert "x" * 100 in written(text)
    lines = written(text, width=40).splitlines()
    assert lines[2] == "x" * 32 + "…  short"
    assert max(map(len, lines)) == 40


def test_what_could_steer_a_terminal_is_shown_as_its_code(written) -> None:
    steering = Store()
    steering.add(Quad(NamedNode("http://e/"), NamedNode("http://e/"), Literal("a\x1b[2J\u202eb\r\nc\td")))
    shown = "a\\u001B[2J\\u202Eb\\r\\nc\\td"
    assert shown in written("SELECT ?o { ?s ?p ?o }", over=steering)
    assert shown.replace("\\", "\\\\") in written("SELECT ?o { ?s ?p ?o }", "markdown", over=steering)


def test_markdown_keeps_a_bar_inside_its_cell(written) -> None:
    assert written('SELECT ?a { BIND("x|y\\\\z" AS ?a) }', "markdown") == "| a       |\n|---------|\n| x\\|y\\\\z |\n"


def test_json_csv_tsv_and_xml_hold_the_same_rows(written) -> None:
    rows = [
        [line["r"]["value"], line["label"]["value"]]
        for line in json.loads(written(LABELS, "json"))["results"]["bindings"]
    ]
    assert len(rows) == 6
    assert list(csv.reader(io.StringIO(written(LABELS, "csv"))))[1:] == rows
    assert written(LABELS, "tsv").splitlines()[2] == '<https://example.org/gomel>\t"Гомельская область"@ru'
    tree = ET.fromstring(written(LABELS, "xml"))
    results = tree.iter("{http://www.w3.org/2005/sparql-results#}result")
    assert [[binding[0].text for binding in result] for result in results] == rows


def test_ask_says_true_or_false(written) -> None:
    assert written("ASK { ?s ?p ?o }") == "true\n"
    assert written("ASK { ?s ?p ex:nothing }", "markdown") == "false\n"
    assert json.loads(written("ASK {}", "json"))["boolean"] is True
    assert "<boolean>true</boolean>" in written("ASK {}", "xml")


def test_no_rows_give_the_head_alone(written) -> None:
    assert written("SELECT ?a { ?a ex:none ?b }") == "a\n─\n"
    assert written("SELECT ?a { ?a ex:none ?b }", "csv").strip() == "a"
    assert written("SELECT * { }") == "\n\n\n"


@pytest.mark.parametrize("format", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_graph_is_the_same_in_every_format(written, format: str) -> None:
    text = "CONSTRUCT { ?s ?p ?o } { ?s a ex:Region ; ?p ?o }"
    names = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    names["rdfxml"] = RdfFormat.RDF_XML
    found = {quad.triple for quad in parse(written(text, format), format=names[format])}
    assert len(found) == 16
    assert found == {quad.triple for quad in parse(written(text, "ntriples"), format=RdfFormat.N_TRIPLES)}


def test_turtle_names_only_the_prefixes_in_use_and_the_type_first(written) -> None:
    text = written("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?s = ex:grodno && ?p != rdfs:label) }")
    assert "@prefix ex:" in text
    assert "@prefix skos:" not in text
    assert "ex:grodno a ex:Region" in text


@pytest.mark.parametrize(
    ("text", "format"), [("ASK {}", "turtle"), ("SELECT * {}", "jsonld"), ("DESCRIBE ex:a", "csv")]
)
def test_a_format_of_another_form_is_refused(written, text: str, format: str) -> None:
    with pytest.raises(UsageError, match=f"CIS216 The format {format} does not fit .* Use "):
        written(text, format)


def test_rows_without_order_are_sorted_by_value_and_rows_with_order_are_left(written) -> None:
    text = 'SELECT ?a { VALUES ?a { 10 9 "b" ex:z "a"@en UNDEF 1e1 } }'
    assert written(text, "csv").split() == ["a", "https://example.org/z", "9", "10", "10", "a", "b"]
    ordered = "SELECT ?a { VALUES ?a { 3 1 2 } } ORDER BY DESC(?a)"
    assert written(ordered, "csv").split() == ["a", "3", "2", "1"]


def test_blank_nodes_are_named_by_place(written) -> None:
    one, two = BlankNode(), BlankNode()
    link, value = NamedNode("http://e/p"), NamedNode("http://e/v")
    nodes = Store()
    nodes.extend([Quad(one, link, two), Quad(one, value, Literal(1)), Quad(two, value, Literal(2))])
    text = "SELECT ?n ?s ?next { ?s <http://e/v> ?n OPTIONAL { ?s <http://e/p> ?next } }"
    assert written(text, "csv", over=nodes).split() == ["n,s,next", "1,_:b0,_:b1", "2,_:b1,"]
    built = written("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples", over=nodes)
    assert sorted(set(built.replace(".", "").split()) & {"_:c14n0", "_:c14n1"}) == ["_:c14n0", "_:c14n1"]


def test_the_bytes_are_the_same_in_every_run(project: Project) -> None:
    script = (
        "import sys; from pathlib import Path; from cisld.files.project import load; "
        "from cisld.graph.store import answer, fill; from cisld.sparql.results import Style, render; "
        "project = load(Path(sys.argv[1])); store = fill(project.files('ontology', 'data'))\n"
        "for text in ('SELECT DISTINCT ?s ?o { ?s ?p ?o }', 'CONSTRUCT WHERE { ?s ?p ?o }'):\n"
        "    sys.stdout.buffer.write(render(answer(store, text), Style(prefixes=project.prefixes)))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(project.root)],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(runs) == 1


def test_each_format_is_for_one_kind_of_answer() -> None:
    assert len(set(FORMATS)) == len(FORMATS) == 10
