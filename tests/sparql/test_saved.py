from pathlib import Path

import pytest

from cisld.errors import InputError, UsageError
from cisld.files.project import Project
from cisld.sparql.parameter import Parameter
from cisld.sparql.saved import differences, files, load, pick, query


def test_a_header_gives_question_parameters_and_expected_answer(project: Project) -> None:
    saved = load(files(project.queries)["founded-by"])
    assert saved.title == "Which regions were founded by a year?"
    assert saved.description == "Oldest first, with the label in the language asked for."
    assert saved.lines == "003 L174"
    assert saved.parameters[0] == Parameter("year", "gYear", "the last year that counts", "1944")
    assert saved.expect[0] == "| label         | founded |"
    assert len(saved.expect) == 4


def test_a_query_without_header_has_no_parameters() -> None:
    saved = query("# only a comment\nASK {}\n#+ title: too late")
    assert (saved.title, saved.parameters, saved.expect) == ("", (), ())


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("#+ titel: a", r'^a.rq:1:1: CIS214 "titel" is not a key of a header\. Did you mean "title"\?'),
        ("# x\n#+ title", r'^a.rq:2:1: CIS214 "title" is not a line of a header\. Write #\+ key: value\.'),
        ("#+ param s: IRI", r'^a.rq:1:1: CIS214 "IRI" is not a type of parameter\. Types are iri, string'),
        ("#+ param s:", r'CIS214 "" declares no parameter'),
        ('#+ param s: iri "open', "declares no parameter"),
        ("#+ param s: iri\n#+ param s: iri", r"^a.rq:2:1: CIS214 The parameter s is declared twice"),
        ("#+ param z: iri", r"^a.rq: CIS214 The parameter z is declared, but \?z is not in the query"),
        ("#+ expect-count: many", r'"many" is not a count'),
        ("#+ | a |", r"CIS214 \"\| a \|\" is not a line of a header"),
    ],
)
def test_a_header_that_cannot_be_read_is_told_in_one_line(header: str, line: str) -> None:
    with pytest.raises(InputError, match=line):
        query(f"{header}\nASK {{ ?s ?p ?o }}", "a", "a.rq")


def test_a_file_that_is_not_utf8_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"ASK { \xff }")
    with pytest.raises(InputError, match="CIS002"):
        load(path)


def test_queries_are_found_in_folders_below_by_name_but_not_those_left_out(project: Project) -> None:
    found = files(project.queries)
    assert list(found) == ["founded-by", "partners-of", "partnership"]
    assert list(files(project.queries, [found["partners-of"]])) == ["founded-by", "partnership"]


def test_two_queries_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.rq").write_text("ASK {}")
    with pytest.raises(InputError, match='CIS214 A second query of the name "same"'):
        files([tmp_path])


def test_an_unknown_name_gets_the_nearest_one(project: Project) -> None:
    with pytest.raises(
        UsageError, match=r'^CIS210 There is no saved query "partner-of"\. Did you mean "partners-of"\?'
    ):
        pick("partner-of", files(project.queries))


EXPECT = query("#+ expect:\n#+ | a | b |\n#+ |---|---|\n#+ | 1 | x |\n#+ | 2 | y\\|z |\nSELECT ?a ?b {}")


@pytest.mark.parametrize(
    ("got", "ordered", "expected"),
    [
        (["| a   | b |", "|-----|---|", "| 1   | x |", "| 2   | y\\|z |"], True, []),
        (["| a | b |", "|---|---|", "| 2 | y\\|z |", "| 1 | x |"], False, []),
        (["| a | b |", "|---|---|", "| 2 | y\\|z |", "| 1 | x |"], True, ["the rows stand in another order"]),
        (["| a | b |", "|---|---|", "| 1 | x |"], False, ["- | 2 | y\\|z |"]),
        (["| a | b |", "|---|---|", "| 1 | x |", "| 1 | x |", "| 2 | y\\|z |"], False, ["+ | 1 | x |"]),
        (["| a | c |", "|---|---|", "| 1 | x |", "| 2 | y\\|z |"], False, ["- | a | b |", "+ | a | c |"]),
    ],
)
def test_answers_are_compared_row_by_row(got: list[str], ordered: bool, expected: list[str]) -> None:
    assert differences(EXPECT, got, ordered) == expected


def test_a_count_is_compared_with_the_rows_alone() -> None:
    saved = query("#+ expect-count: 2\nSELECT ?a {}")
    assert differences(saved, ["| a |", "|---|", "| 1 |", "| 2 |"], False) == []
    assert differences(saved, ["| a |", "|---|"], False) == ["- 2 rows", "+ 0 rows"]
    assert differences(saved, ["<a> <b> <c> .", "<a> <b> <d> ."], False) == []
