"""`cisld convert` writes the same statements in another format, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from cisld.view.rdf import NAMES
from tests.conftest import Run

TURTLE = '<http://e/s> <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    return path


@pytest.mark.parametrize("format", NAMES)
def test_every_format_gives_the_terms_as_written(format: str, file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file), "--to", format)
    assert (done.returncode, done.stderr) == (0, "")
    [quad] = ox.parse(done.stdout, format=NAMES[format])
    assert str(quad.object) == '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'


def test_standard_input_is_read_in_the_format_named(cisld: Run) -> None:
    done = cisld("convert", "-", "--from", "ttl", "--to", "nt", stdin=TURTLE)
    assert (done.returncode, done.stdout) == (0, TURTLE)


def test_standard_input_without_a_format_is_refused(cisld: Run) -> None:
    done = cisld("convert", "-", "--to", "nt", stdin=TURTLE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "cisld convert: CIS040 Standard input has no ending. Name its format with --from.\n"


def test_without_files_the_project_is_converted(rivers: Path, cisld: Run) -> None:
    done = cisld("convert", "--to", "nquads", cwd=rivers)
    assert done.returncode == 0
    subjects = {quad.subject.value for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)}
    assert any("#" in subject for subject in subjects)
    assert "https://example.org/id/sozh" in subjects


def test_the_ending_of_the_output_names_the_format(file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file), "--output", str(file.with_suffix(".nt")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.with_suffix(".nt").read_text() == TURTLE


def test_a_file_without_a_known_ending_is_read_in_the_format_named(tmp_path: Path, cisld: Run) -> None:
    (tmp_path / "a.txt").write_text(TURTLE)
    assert cisld("convert", "a.txt", "--from", "turtle", "--to", "ntriples").stdout == TURTLE


def test_lines_are_sorted_only_when_asked(tmp_path: Path, cisld: Run) -> None:
    lines = ["<http://e/b> <http://e/p> 1 .", "<http://e/a> <http://e/p> 1 .", "<http://e/b> <http://e/p> 1 ."]
    (tmp_path / "a.ttl").write_text("\n".join(lines))
    kept = [line.split()[0] for line in cisld("convert", "a.ttl", "--to", "nt").stdout.splitlines()]
    ordered = [line.split()[0] for line in cisld("convert", "a.ttl", "--to", "nt", "--sort").stdout.splitlines()]
    assert kept == ["<http://e/b>", "<http://e/a>", "<http://e/b>"]
    assert ordered == ["<http://e/a>", "<http://e/b>"]


def test_an_unknown_format_gets_a_suggestion(file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file), "--to", "turtel")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith('"turtel" is no format. Did you mean "turtle"?\n')
    assert done.stderr.count("\n") == 1


def test_without_a_format_to_convert_to_it_says_which_there_are(file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "cisld convert: CIS040 No format to convert to. "
        "Add --to with one of turtle, trig, ntriples, nquads, rdfxml, jsonld.\n"
    )


def test_a_named_graph_in_a_format_of_triples_is_one_line_and_leaves_the_old_file(tmp_path: Path, cisld: Run) -> None:
    (tmp_path / "a.trig").write_text("<http://e/g> { <http://e/s> <http://e/p> 1 }")
    (tmp_path / "a.nt").write_text("as before")
    done = cisld("convert", "a.trig", "--output", "a.nt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "CIS050 The named graph <http://e/g>, which N-Triples cannot hold. Use trig, nquads or jsonld.\n"
    )
    assert (tmp_path / "a.nt").read_text() == "as before"


def test_broken_input_is_one_line_with_its_place_and_nothing_is_written(tmp_path: Path, cisld: Run) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/s> <http://e/p> 1 .\n<http://e/s> <http://e/p> .\n")
    done = cisld("convert", "a.ttl", "--to", "nt")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith("a.ttl:2:")


def test_a_missing_file_is_one_line(cisld: Run) -> None:
    done = cisld("convert", "none.ttl", "--to", "nt")
    assert (done.returncode, done.stderr) == (3, "none.ttl: CIS001 No such file or folder. Check the path.\n")


def test_an_output_that_cannot_be_written_is_one_line(file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file), "--output", str(file / "b.nt"))
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "CIS010" in done.stderr


def test_a_context_that_is_no_iri_is_refused(file: Path, cisld: Run) -> None:
    done = cisld("convert", str(file), "--to", "jsonld", "--context", "publish ed")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_the_published_context_needs_its_address_in_the_settings(rivers: Path, cisld: Run) -> None:
    settings = (rivers / "cisld.toml").read_text().splitlines()
    (rivers / "cisld.toml").write_text("\n".join(line for line in settings if not line.startswith("context")))
    done = cisld("convert", "--to", "jsonld", "--context", "published", cwd=rivers)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "CIS024" in done.stderr


def test_the_published_context_is_referred_to_by_its_address_and_means_the_same(cisld: Run) -> None:
    shipped = Path(__file__).parents[2]
    file = str(shipped / "ontology" / "agreement.ttl")
    inline = json.loads(cisld("convert", file, "--to", "jsonld", cwd=shipped).stdout)
    published = json.loads(cisld("convert", file, "--to", "jsonld", "--context", "published", cwd=shipped).stdout)
    assert published["@context"] == "https://w3id.org/cisld/context.jsonld"
    assert published["@graph"] == inline["@graph"]


def test_the_example_of_the_help_is_what_it_prints(cisld: Run) -> None:
    text = cisld("convert", "--help").stdout
    shown = text[text.index("    {\n") : text.index("Options:")]
    done = cisld(
        "convert", "-", "--from", "turtle", "--to", "jsonld", stdin="<http://e.org/minsk> a <http://e.org/City> ."
    )
    assert "".join(line[4:] for line in shown.rstrip().splitlines(keepends=True)) + "\n" == done.stdout
