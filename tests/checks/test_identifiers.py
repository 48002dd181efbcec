"""Identifiers and literals: what names the wrong thing or looks like something else, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.checks.identifiers import check, kinds
from cisld.errors import InputError
from tests.checks.graphs import columns

BAD = {
    "CIS310": [
        ":a schema:sameAs wd:L1 .",
        ":a schema:sameAs <http://www.wikidata.org/wiki/Q1> .",
        ":a owl:sameAs <http://www.wikidata.org/entity/P31> .",
        ":a skos:exactMatch <http://www.wikidata.org/entity/Q01> .",
    ],
    "CIS311": [":a schema:sameAs wd:Q1 . :b schema:sameAs wd:Q1 .", ':a cisld:wikidataId "Q1" . :b owl:sameAs wd:Q1 .'],
    "CIS312": [":a schema:sameAs wd:Q1 , wd:Q2 .", ':a cisld:wikidataId "Q1" ; schema:sameAs wd:Q2 .'],
    "CIS314": [
        ":a schema:sameAs <http://x/1> ; owl:differentFrom :b . :b schema:sameAs <http://x/1> .",
        ":a a :C ; skos:exactMatch <http://x/1> . :b a :D ; skos:exactMatch <http://x/1> . :C owl:disjointWith :D .",
    ],
    "CIS315": [
        ":a <http://schema.org/name> 1 .",
        ":a <http://www.schema.org/name> 1 .",
        ":a schema:sameAs <https://www.wikidata.org/entity/Q1> .",
        ":a <https://www.w3.org/2003/01/geo/wgs84_pos#lat> 1 .",
        ":a a <https://www.w3.org/2002/07/owl#Thing> .",
    ],
    "CIS316": [":a :p <http://x/%41> .", ":a :p <http://x/%d0> .", ":a :p <http://x/%2520> ."],
    "CIS317": [':a rdfs:label "M\u0456nsk"@en .', ':a :p "Br\u0435st" .', ":a :p <http://x/Br\u0435st> ."],
    "CIS318": [
        ':a :p "a\u202eb" .',
        ':a :p "a\u200bb" .',
        ':a :p "a\u2066b" .',
        ':a :p "\\u0007" .',
        ':a :p "\\uFEFFa" .',
    ],
    "CIS319": [':a :p "e\u0301" .', ":a :p <http://x/e\u0301> ."],
    "CIS320": [':a :p "x"@by .', ':a :p "x"@ua-UA .', ':a :p "x"@xx .'],
    "CIS321": [
        ":a :p 9223372036854775808 .",
        ":a :p -99999999999999999999 .",
        ":a :p 0.1234567890123456789 .",
        ":a :p 999999999999999999999999.0 .",
    ],
    "CIS322": [
        ':a :p "2019-02-29"^^xsd:date .',
        ':a :p "2020-13"^^xsd:gYearMonth .',
        ':a :p "x"^^xsd:integer .',
        ':a :p "24:01:00"^^xsd:time .',
    ],
}

GOOD = [
    ":a schema:sameAs wd:Q1 . :b schema:sameAs wd:Q2 .",
    ':a cisld:wikidataId "Q1" ; schema:sameAs wd:Q1 .',
    ":a schema:sameAs <https://ror.org/1> , wd:Q1 .",
    ":a schema:sameAs <http://x/1> . :b schema:sameAs <http://x/1> .",
    ":a schema:name 1 ; <http://www.w3.org/2003/01/geo/wgs84_pos#lat> 1 .",
    ":a :p <http://x/%20> , <http://x/%D0%9C> .",
    ':a rdfs:label "Мінск"@be , "Minsk"@en , "MTZ и МТЗ"@ru , "\u03bcm" , "Tübingen"@de , "\u0399\u03b1" .',
    ':a cisld:asPrinted "M\u0456nsk" ; skos:hiddenLabel "Br\u0435st"@en .',
    ':a :p "one\\ttwo\\nthree" , "\u00e9" , "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"@fa .',
    ':a :p "x"@be-tarask , "x"@zh-Hans , "x"@tyv .',
    ":a :p 9223372036854775807 , -9223372036854775807 , 0.123456789012345678 , 0.100000000000000000000 .",
    ':a :p "2020-02-29"^^xsd:date , "24:00:00"^^xsd:time , "anything"^^:own .',
]


def codes(turtle: str) -> list[str]:
    return [each.code for each in check(columns(turtle))]


@pytest.mark.parametrize(("code", "turtle"), [(code, turtle) for code, many in BAD.items() for turtle in many])
def test_a_fault_is_found_once(code: str, turtle: str) -> None:
    assert codes(turtle) == [code]


@pytest.mark.parametrize("turtle", GOOD)
def test_what_is_right_is_not_found(turtle: str) -> None:
    assert codes(turtle) == []


def test_a_hidden_character_is_named_by_its_code_point_and_not_printed() -> None:
    (found,) = check(columns(':a :p "a\u202eb" .'))
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in found.what
    assert "\u202e" not in found.what
    assert found.severity == "violation"


def test_the_country_code_of_a_language_is_mended() -> None:
    (found,) = check(columns(':a :p "x"@by .'))
    assert '"be"' in found.todo


def test_the_two_things_that_share_an_item_are_both_named() -> None:
    (found,) = check(columns(BAD["CIS311"][0]))
    assert [reason.at[0] for reason in found.because] == ["<http://e/o#a>", "<http://e/o#b>"]


SNAPSHOT = '{"Q1": {"P31": ["Q5"]}, "Q2": {"P31": ["Q5"]}, "Q3": {"P31": ["Q5"]}, "Q4": {"P31": ["Q515"]}}'
PEOPLE = """:Person owl:disjointWith :Place . :a a :Person ; schema:sameAs wd:Q1 . :b a :Person ; schema:sameAs wd:Q2 .
  :c a {} ; schema:sameAs wd:Q3 . :d a :Place ; schema:sameAs wd:Q4 ."""


def test_an_item_of_another_kind_than_its_like_is_found_in_the_snapshot(tmp_path: Path) -> None:
    lock = tmp_path / "wikidata.lock"
    lock.write_text(SNAPSHOT, "utf-8")
    (found,) = check(columns(PEOPLE.format(":Place")), kinds([lock]))
    assert (found.code, found.at[0]) == ("CIS313", "<http://e/o#c>")
    assert list(check(columns(PEOPLE.format(":Person")), kinds([lock]))) == []


@pytest.mark.parametrize(("data", "code"), [(b"\xff", "CIS002"), (b"{", "CIS005"), (b"[" * 100_000, "CIS005")])
def test_a_snapshot_that_cannot_be_read_is_one_clear_error(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "wikidata.lock").write_bytes(data)
    with pytest.raises(InputError) as error:
        kinds([tmp_path / "wikidata.lock"])
    assert error.value.code == code
