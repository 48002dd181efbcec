"""Literals, their lexical spaces and their order."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.rdf.datatypes import DATATYPES, INTEGERS, well_formed
from cisld.rdf.literals import LANG_STRING, STRING, language, lexical, literal, to_term, written
from cisld.rdf.names import XSD
from cisld.rdf.order import compare

FORMS = {
    "integer": ("0 -0 +7 007 123456789012345678901234567890", ["", "1.0", "1e3", " 1", "--1", "٣", "1_000"]),
    "decimal": ("0 .5 5. -1.50 +0.0", ["", ".", "1e3", "1,5", "INF"]),
    "double": ("1 1.5 .5 1e3 -1E-3 INF -INF +INF NaN", ["", "e3", "inf", "nan", "1e", "-NaN"]),
    "float": ("1 1.5e10", ["0x1"]),
    "boolean": ("true false 1 0", ["TRUE", "yes", ""]),
    "date": (
        "2020-02-29 2000-02-29 2019-12-31Z 2019-01-01+14:00 -0004-02-29 0000-01-01 12345-01-01 2019-06-30-05:30",
        [
            "2019-02-29",
            "1900-02-29",
            "2019-13-01",
            "2019-00-10",
            "2019-1-1",
            "19-01-01",
            "2019-01-01+15:00",
            "2019-W01-1",
            "02019-01-01",
            "2019-04-31",
            "2019-01-32",
            "٢٠١٩-01-01",
            "2019-01-01T00:00:00",
            "2019-01-01+14:01",
        ],
    ),
    "dateTime": (
        "2020-02-29T23:59:59 2020-01-01T24:00:00 2020-01-01T00:00:00.123456789Z 2020-01-01T24:00:00.0-14:00",
        [
            "2020-01-01",
            "2020-01-01T25:00:00",
            "2020-01-01T24:00:01",
            "2020-01-01T23:60:00",
            "2020-01-01T23:59:60",
            "2019-02-29T00:00:00",
            "2020-01-01 00:00:00",
            "2020-01-01T00:00:00.",
        ],
    ),
    "dateTimeStamp": ("2020-01-01T00:00:00Z", ["2020-01-01T00:00:00"]),
    "time": ("00:00:00 23:59:59.5 24:00:00 12:00:00Z", ["24:00:01", "12:00", "1:00:00"]),
    "gYear": ("2020 -0044 12000 2020Z", ["20", "202", "02020", "+2020"]),
    "gYearMonth": ("2020-01 2020-12Z", ["2020-13", "2020", "2020-1"]),
    "gMonth": ("--01 --12Z", ["--13", "-01", "01"]),
    "gMonthDay": ("--02-29 --12-31", ["--02-30", "--04-31", "--1-1"]),
    "gDay": ("---31 ---01Z", ["---32", "--01"]),
    "duration": (
        "P1Y P1M P1D PT1H PT1M PT1S PT1.5S -P1Y2M3DT4H5M6S P0Y",
        ["P", "PT", "P1", "P1S", "PT1D", "1Y", "P-1Y", "P1YT"],
    ),
    "yearMonthDuration": ("P1Y P1M -P1Y2M", ["P1D", "P"]),
    "dayTimeDuration": ("P1D PT1H", ["P1M", "P1Y"]),
    "byte": ("127 -128 0", ["128", "-129", "999999999999999999999999"]),
    "unsignedByte": ("255 +0 -0", ["256", "-1"]),
    "nonNegativeInteger": ("0 -0 99999999999999999999999999", ["-1", "-99999999999999999999999999"]),
    "negativeInteger": ("-1 -99999999999999999999999999", ["0", "1"]),
    "hexBinary": ("00FF 0a", ["0", "GG"]),
    "base64Binary": ("AAAA AAA= AA==", ["A", "AAA", "A===", "AAB=="]),
    "language": ("en en-GB zh-Hant-TW", ["e n", "123", "toolongtag"]),
    "NCName": ("a _b é-1", ["1a", "a:b", ""]),
    "Name": ("a:b :x", ["1a"]),
    "NMTOKEN": ("1a -x", ["a b"]),
    "anyURI": ("http://example.org/ urn:x кириллица", ["<a>", "a|b"]),
    "string": ("any", ["\x00"]),
    "normalizedString": ("any", ["a\tb"]),
    "token": ("any", [" a", "a  b", "a "]),
}
PAIRS = [
    ("integer", "9", "integer", "10", -1),
    ("integer", "1", "decimal", "1.00", 0),
    ("integer", "1", "double", "1e0", 0),
    ("float", "1.1", "double", "1.1", 1),
    ("decimal", "0.1", "double", "0.1", 0),
    ("byte", "5", "unsignedLong", "6", -1),
    ("integer", "9" * 6000, "integer", "8" * 6000, 1),
    ("double", "INF", "integer", "1", 1),
    ("double", "NaN", "double", "NaN", None),
    ("string", "a", "string", "b", -1),
    ("string", "a", "token", "a", None),
    ("boolean", "false", "boolean", "1", -1),
    ("date", "2019-01-01", "date", "2019-01-02", -1),
    ("date", "2019-01-01Z", "date", "2019-01-01+00:00", 0),
    ("date", "2019-01-01", "date", "2019-01-01Z", None),
    ("date", "2019-01-01", "date", "2019-01-03Z", -1),
    ("date", "2019-01-01", "gYear", "2020", None),
    ("date", "2019-01-01", "dateTime", "2020-01-01T00:00:00", None),
    ("date", "-0001-12-31", "date", "0000-01-01", -1),
    ("date", "99999999999999999999999-01-01", "date", "2019-01-01", 1),
    ("dateTime", "2019-12-31T24:00:00", "dateTime", "2020-01-01T00:00:00", 0),
    ("dateTime", "2020-01-01T00:00:00.1", "dateTime", "2020-01-01T00:00:00.10", 0),
    ("dateTime", "2020-01-01T01:00:00+01:00", "dateTime", "2020-01-01T00:00:00Z", 0),
    ("dateTimeStamp", "2020-01-01T00:00:00Z", "dateTime", "2020-01-01T00:00:01Z", -1),
    ("time", "24:00:00", "time", "00:00:00", 0),
    ("gYear", "2019", "gYear", "2020", -1),
    ("gMonthDay", "--02-28", "gMonthDay", "--03-01", -1),
    ("duration", "P1M", "duration", "P30D", None),
    ("duration", "P1M", "duration", "P32D", -1),
    ("yearMonthDuration", "P1Y", "yearMonthDuration", "P12M", 0),
    ("dayTimeDuration", "P1D", "dayTimeDuration", "PT23H", 1),
    ("integer", "abc", "integer", "1", None),
    ("anyURI", "a", "anyURI", "b", None),
]


@pytest.mark.parametrize("name", FORMS)
def test_the_lexical_space_is_the_one_of_xsd(name: str) -> None:
    good, bad = FORMS[name]
    assert [form for form in good.split() if not well_formed(form, XSD + name)] == []
    assert [form for form in bad if well_formed(form, XSD + name)] == []


def test_every_built_in_datatype_is_tried_here_or_is_an_integer() -> None:
    tried = {XSD + name for name in FORMS} | INTEGERS.keys() | {LANG_STRING}
    assert tried >= DATATYPES.keys()


@pytest.mark.parametrize(("left", "one", "right", "other", "expected"), PAIRS)
def test_the_order_is_the_one_of_sparql(left: str, one: str, right: str, other: str, expected: int | None) -> None:
    first, second = written(one, XSD + left), written(other, XSD + right)
    assert compare(first, second) == expected
    assert compare(second, first) == (None if expected is None else -expected)


def test_what_is_no_literal_has_no_order() -> None:
    assert compare("<http://e/a>", "<http://e/b>") is None
    assert compare('"a"@en', '"b"@en') is None


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))), st.sampled_from(["", "en", "be-tarask"]))
def test_a_literal_written_and_read_is_the_same(text: str, tag: str) -> None:
    term = written(text, language=tag)
    assert literal(term) == (text, LANG_STRING if tag else STRING, tag)
    assert lexical(term) == text
    assert language(term) == tag
    assert str(to_term(term)) == term


@given(st.text(alphabet="0123456789-:TZ+.", max_size=12), st.sampled_from(["date", "dateTime", "integer", "decimal"]))
def test_what_the_store_reads_as_a_value_is_well_formed(text: str, name: str) -> None:
    """The store turns a literal that it understands into its value; what it changes must be well-formed here."""
    store = ox.Store()
    subject = ox.NamedNode("http://e/a")
    store.add(ox.Quad(subject, subject, ox.Literal(text, datatype=ox.NamedNode(XSD + name))))
    kept = next(iter(store)).object
    assert isinstance(kept, ox.Literal)
    if kept.value != text:
        assert well_formed(text, XSD + name)
