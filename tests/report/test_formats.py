"""Each format says all that is found, is valid for those who read it, and does nothing that data ask it to do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
from lxml import etree

from cisld.report.formats import ENDINGS, WRITERS, format_of
from cisld.report.outcome import Outcome
from cisld.report.text import to_full, to_lines
from tests.report.conftest import DATA, HOSTILE, Validate

ID = "https://example.org/id/"
FIXTURES = Path(__file__).parent / "fixtures"
LABEL = HOSTILE.replace('"', '\\"')
TRICKS = f'ex:t a ex:Town ; rdfs:label "{LABEL} " ; ex:river ex:sozh , ex:nowhere .\nex:sozh a ex:River .\n'
FOUND = [
    ("data/a.ttl:8:55", "violation", "s:Town-river"),
    ("data/a.ttl:8:75", "warning", "s:Town-since"),
    ("data/a.ttl:8:98", "info", "s:Town-code"),
    ("data/a.ttl:9:1", "violation", "s:Town-river"),
]


def test_the_findings_that_the_formats_are_held_to(run: Validate) -> None:
    found = run().outcome.found
    assert [(str(one.place), one.severity, one.shape) for one in found] == FOUND
    assert {one.rule for one in found} == {"s:Town"}


def test_every_format_has_an_ending_or_is_for_logs_only() -> None:
    assert set(WRITERS) - set(ENDINGS.values()) == {"full", "github"}
    assert all(format_of(Path(f"report{ending}")) == shape for ending, shape in ENDINGS.items())


@pytest.mark.parametrize("shape", WRITERS)
def test_two_runs_write_the_same_bytes_and_end_with_a_line(shape: str, run: Validate) -> None:
    one, other = WRITERS[shape](run().outcome), WRITERS[shape](run().outcome)
    assert one == other
    assert one.endswith("\n")
    assert not one.endswith("\n\n")


@pytest.mark.parametrize("shape", [shape for shape in WRITERS if shape not in ("turtle", "nt", "json-ld", "xml")])
def test_every_format_names_every_place(shape: str, run: Validate) -> None:
    text = WRITERS[shape](run().outcome)
    for where, _, _ in FOUND:
        _, line, column = where.split(":")
        ways = {
            "json": f'"line": {line},\n      "column": {column},',
            "sarif": f'"startLine": {line},\n                  "startColumn": {column}\n',
            "junit": f'line="{line}"',
            "github": f"file=data/a.ttl,line={line},col={column},",
            "codequality": f'"begin": {line}',
            "markdown": where.replace(":", "\\:"),
        }
        if shape != "markdown" or line == "8":
            assert ways.get(shape, where) in text


# Text


def test_a_line_says_place_severity_rule_sentence_value_and_what_may_be_meant(run: Validate) -> None:
    assert to_lines(run().outcome).splitlines() == [
        "data/a.ttl:8:55: violation s:Town ex:gomel: A town lies on a river. (ex:river is ex:soszh) "
        "Did you mean ex:sozh?",
        'data/a.ttl:8:75: warning s:Town ex:gomel: Since is a day. (ex:since is "1142-01-01") '
        'Did you mean "1142-01-01"^^xsd:date?',
        'data/a.ttl:8:98: info s:Town ex:gomel: The value must be one of "north", "south". (ex:code is "nort") '
        'Did you mean "north"?',
        "data/a.ttl:9:1: violation s:Town ex:lost: A town lies on a river.",
        "7 triples in 1 file against 5 shapes: 2 violations, 1 warning, 1 info.",
    ]


def test_the_full_form_points_into_the_line_of_the_source(run: Validate) -> None:
    data = "ex:t\ta ex:Town ;\tex:river ex:soszh .\nex:sozh a ex:River ."
    assert to_full(run(data).outcome).split("\n\n")[0].splitlines() == [
        "violation s:Town: A town lies on a river.",
        " --> data/a.ttl:6:27",
        "  |",
        "6 | ex:t    a ex:Town ;    ex:river ex:soszh .",
        "  |                                 ^^^^^^^^",
        "  = focus  ex:t",
        "  = value  ex:river is ex:soszh",
        "  = needs  sh:class ex:River",
        "  = help   Did you mean ex:sozh?",
        "  = why    A town is placed by its river.",
        "  = see    `cisld explain s:Town`, shapes.ttl:16:1",
    ]


def test_colour_is_only_there_when_it_is_asked_for(run: Validate) -> None:
    outcome = run().outcome
    assert "\x1b" not in to_full(outcome)
    painted = to_full(outcome, colour=True)
    assert painted.startswith("\x1b[1;31mviolation s:Town\x1b[0m: A town")
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == to_full(outcome)


def test_a_long_line_is_cut_around_the_place(run: Validate) -> None:
    data = f'ex:t a ex:Town ; rdfs:comment "{"漢" * 300}" ; ex:river ex:nowhere ; rdfs:comment "{"b" * 300}" .\n'
    lines = to_full(run(data).outcome).splitlines()
    number = next(n for n, line in enumerate(lines) if "^" in line)
    assert "...漢漢" in lines[number - 1]
    assert lines[number - 1].endswith("bbb...")
    wide = lines[number - 1].partition("ex:nowhere")[0]
    assert lines[number].index("^") == len(wide) + wide.count("漢")
    assert lines[number].count("^") == len("ex:nowhere")


@pytest.mark.parametrize("shape", ["line", "full", "github", "markdown"])
def test_data_cannot_move_the_cursor_or_begin_a_line(shape: str, run: Validate) -> None:
    text = WRITERS[shape](run(TRICKS).outcome)
    assert "nowhere" in text
    assert not set(text) & set("\x1b\r\u202e\uffff")
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (2 if shape == "github" else 0)
    assert all(
        re.match(r"::(error|warning|notice) file=data/a\.ttl,line=\d+,col=\d+,title=s%3ATown::ex:t: ", line)
        for line in commands
    )


@pytest.mark.parametrize("shape", WRITERS)
def test_the_name_of_a_file_does_nothing_either(shape: str, run: Validate) -> None:
    Path("data", "\n::error::x\x1b[31m<b>,a:b%|`.ttl").write_text(f"<{ID}x> a <{ID}Town> .")
    text = WRITERS[shape](run("").outcome)
    assert "\x1b" not in text
    assert sum(line.lstrip().startswith("::") for line in text.splitlines()) == (shape == "github")
    if shape in ("html", "markdown", "junit"):
        assert not re.search(r"(?<!\\)<b>", text)


def test_spaces_in_a_value_are_shown_as_they_are(run: Validate) -> None:
    text = to_lines(run('ex:t a ex:Town ; ex:river ex:sozh ; rdfs:label "a  b" . ex:sozh a ex:River .').outcome)
    assert '(rdfs:label is "a  b")' in text


def test_a_per_cent_sign_stays_one_for_github(run: Validate) -> None:
    assert "a%3A%3Ab" not in (text := WRITERS["github"](run(TRICKS).outcome))
    assert "file=a::b%250A%25" in text


# Programs


def test_json_has_what_is_known_of_a_finding(run: Validate) -> None:
    report = json.loads(WRITERS["json"](run().outcome))
    assert (report["conforms"], report["failed"], report["violation"]) == (False, True, 2)
    assert report["findings"][0] | {"fingerprint": ""} == {
        "file": "data/a.ttl",
        "line": 8,
        "column": 55,
        "rule": "s:Town",
        "severity": "violation",
        "message": "A town lies on a river.",
        "focus": "ex:gomel",
        "path": "ex:river",
        "value": "ex:soszh",
        "component": "sh:ClassConstraintComponent",
        "shape": "s:Town-river",
        "needs": "sh:class ex:River",
        "hint": "ex:sozh",
        "shapePlace": "shapes.ttl:16:1",
        "fingerprint": "",
    }


def checked(outcome: Outcome) -> dict[str, object]:
    """Return the SARIF run of an outcome after holding the log against the schema."""
    log = json.loads(WRITERS["sarif"](outcome))
    schema = json.loads((FIXTURES / "sarif-2.1.0-subset.schema.json").read_text())
    jsonschema.validate(log, schema)
    (found,) = log["runs"]
    return dict(found)


@pytest.mark.parametrize("data", [DATA, TRICKS, "ex:a a ex:River ."])
def test_sarif_is_valid(data: str, run: Validate) -> None:
    outcome = run(data).outcome
    results = checked(outcome)["results"]
    assert isinstance(results, list)
    assert len(results) == len(outcome.found)


def test_sarif_names_rules_levels_and_the_place_of_the_shape(run: Validate) -> None:
    log = checked(run().outcome)
    (rule,) = log["tool"]["driver"]["rules"]  # type: ignore[index]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("s:Town", "Town")
    assert "A town is placed by its river." in rule["help"]["text"]
    results = log["results"]
    assert [one["level"] for one in results] == ["error", "warning", "note", "error"]  # type: ignore[attr-defined]
    assert results[0]["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 16, "startColumn": 1}  # type: ignore[index]


def test_sarif_fingerprints_stay_when_lines_move_and_differ_otherwise(run: Validate) -> None:
    blanks = DATA + '[] a ex:Town ; rdfs:label "x"@en . ex:r ex:of [ a ex:Town ] , [ a ex:Town ; rdfs:label "y " ] .\n'
    before, after = (checked(run(text).outcome)["results"] for text in (blanks, "[] ex:of [] .\n\n# more\n" + blanks))
    prints = [{one["partialFingerprints"]["cisld/v1"] for one in each} for each in (before, after)]  # type: ignore[attr-defined]
    assert prints[0] == prints[1]
    assert len(prints[0]) == len(before) == 8  # type: ignore[arg-type]


def test_sarif_escapes_paths_and_tells_what_is_known_and_what_is_ignored(run: Validate) -> None:
    Path("data", "ж %#.ttl").write_text("<https://example.org/id/x> a <https://example.org/id/Town> .")
    outcome = run("").outcome
    (location,) = checked(outcome)["results"][0]["locations"]  # type: ignore[index]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "data/%D0%B6%20%25%23.ttl"
    (finding,) = outcome.found
    states = checked(replace(outcome, found=(), known=(finding,), ignored=((replace(finding, focus="y"), "why"),)))
    assert [one["baselineState"] for one in states["results"]] == ["unchanged", "new"]  # type: ignore[attr-defined]
    assert states["results"][1]["suppressions"] == [{"kind": "inSource", "justification": "why"}]  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "gate", "failures"),
    [(DATA, "violation", 2), (DATA, "never", 0), (DATA, "info", 4), (TRICKS, "info", 2), ("", "info", 0)],
)
def test_junit_is_valid_and_fails_what_the_gate_fails(data: str, gate: str, failures: int, run: Validate) -> None:
    outcome = run(data, gate=gate).outcome
    tree = etree.fromstring(WRITERS["junit"](outcome).encode())
    etree.XMLSchema(etree.parse(FIXTURES / "junit.xsd")).assertValid(tree)
    assert len(tree.findall(".//failure")) == int(tree.get("failures") or "-1") == failures
    assert len(tree.findall(".//testcase")) == max(1, len(outcome.found))


def test_codequality_has_the_fields_of_gitlab_and_fingerprints_of_its_own(run: Validate) -> None:
    issues = json.loads(WRITERS["codequality"](run().outcome))
    assert len({issue["fingerprint"] for issue in issues}) == 4
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info", "major"]
    assert issues[0]["location"] == {"path": "data/a.ttl", "lines": {"begin": 8}}


class Page(HTMLParser):
    """Gather the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if dict(attrs).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attrs).get("content") or ""


def test_html_has_charts_and_neither_scripts_nor_links(run: Validate) -> None:
    text = WRITERS["html"](run(DATA + TRICKS.partition("ex:sozh a")[0]).outcome)
    page = Page()
    page.feed(text)
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.names.count("svg") == 2
    assert page.names.count("rect") == 7
    assert not {"script", "link", "img", "a", "iframe", "form"} & set(page.names)
    assert not {name for name in page.attributes if name.startswith("on") or name in ("href", "src", "style")}
    assert text.count("<li>") == 6


def test_the_policy_of_the_page_allows_its_own_style(run: Validate) -> None:
    import base64
    import hashlib

    text = WRITERS["html"](run().outcome)
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in text.partition("<style>")[0]


def test_bars_are_as_long_as_their_numbers(run: Validate) -> None:
    many = "".join(f"ex:t{n} a ex:Town .\n" for n in range(9))
    text = WRITERS["html"](
        run(many + 'ex:sozh a ex:River . ex:u a ex:Town ; ex:river ex:sozh ; ex:since "x" .').outcome
    )
    widths = [float(found) for found in re.findall(r'<rect class="\w+" x="[\d.]+" y="\d+" width="([\d.]+)"', text)]
    assert widths[0] / widths[1] == pytest.approx(9, rel=0.01)


def test_markdown_counts_by_rule_and_shows_what_fails(run: Validate) -> None:
    text = WRITERS["markdown"](run().outcome)
    assert text.startswith("### cisld validate: failed at violation\n")
    assert "| 2 | violation | s\\:Town | A town lies on a river. | data/a.ttl\\:8\\:55 |" in text
    assert text.count("\n- ") == 2
    assert WRITERS["markdown"](run("").outcome).startswith("### cisld validate: passed\n")


def test_markdown_holds_no_markup_from_data(run: Validate) -> None:
    text = WRITERS["markdown"](run(TRICKS, gate="info").outcome)
    assert not re.search(
        r"(?<!\\)[<>`@]",
        text.replace("<details>", "").replace("</details>", "").replace("<summary>What fails</summary>", ""),
    )


SHAPES_OF_RDF = {"turtle": ".ttl", "nt": ".nt", "json-ld": ".jsonld", "xml": ".rdf"}


@pytest.mark.parametrize("shape", SHAPES_OF_RDF)
def test_every_rdf_format_is_the_same_validation_report(shape: str, run: Validate) -> None:
    from cisld.files.parse import FORMATS

    outcome = run(DATA + TRICKS.partition("ex:sozh a")[0].replace("\\uFFFF", "")).outcome
    store = ox.Store()
    store.load(WRITERS[shape](outcome).encode(), format=FORMATS[SHAPES_OF_RDF[shape]])
    assert len(store) == len(set(outcome.report.graph()))
    query = "ASK { ?r sh:conforms false ; sh:result [ sh:value ex:soszh ; sh:sourceShape s:Town-river ] }"
    assert bool(store.query(query, prefixes=dict(outcome.prefixes)))
