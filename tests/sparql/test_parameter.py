import pytest

from cisld.errors import UsageError
from cisld.rdf.names import XSD, Prefixes
from cisld.sparql.parameter import TYPES, Parameter, term, values

PREFIXES = Prefixes({"ex": "https://example.org/"})


@pytest.mark.parametrize(
    ("type", "text", "written"),
    [
        ("iri", "ex:a", "<https://example.org/a>"),
        ("iri", "<http://e/>", "<http://e/>"),
        ("iri", "http://e/a", "<http://e/a>"),
        ("string", 'a "b"\n', '"a \\"b\\"\\n"'),
        ("string", "", '""'),
        ("integer", "-42", f'"-42"^^<{XSD}integer>'),
        ("decimal", "12.50", f'"12.50"^^<{XSD}decimal>'),
        ("boolean", "true", f'"true"^^<{XSD}boolean>'),
        ("date", "2020-02-29", f'"2020-02-29"^^<{XSD}date>'),
        ("gYear", "2021", f'"2021"^^<{XSD}gYear>'),
        ("gYearMonth", "2021-12", f'"2021-12"^^<{XSD}gYearMonth>'),
        ("lang", "be-tarask", '"be-tarask"'),
    ],
)
def test_a_value_becomes_a_term_of_its_type(type: str, text: str, written: str) -> None:
    assert str(term(type, text, PREFIXES, "here")) == written


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("string", "a\x00b"),
        ("string", "\x1b[2J"),
        ("string", "\ud800"),
        ("integer", "1.5"),
        ("integer", "1 "),
        ("integer", "1\n"),
        ("integer", "٣"),
        ("integer", "9" * 19),
        ("decimal", "1e5"),
        ("decimal", "1,5"),
        ("boolean", "yes"),
        ("date", "2015-02-30"),
        ("date", "20150213"),
        ("date", "2015-W01-1"),
        ("gYear", "21"),
        ("gYear", "2021Z"),
        ("gYearMonth", "2021-13"),
        ("lang", "en_GB"),
        ("lang", 'en" } #'),
        ("lang", ""),
    ],
)
def test_a_value_of_another_type_is_refused(type: str, text: str) -> None:
    with pytest.raises(UsageError, match=rf"^here: CIS213 (?s:.*) is not of type {type}\. Write "):
        term(type, text, PREFIXES, "here")


@pytest.mark.parametrize("text", ["a", "exx:a", "ex:a b", "<http://e/ >", "<http://e/>} #", "ex:a>", "", "<a>"])
def test_an_iri_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="CIS030"):
        term("iri", text, PREFIXES, "here")


def test_every_type_but_iri_names_a_datatype_of_xsd() -> None:
    assert [name for name, (_, datatype, _) in TYPES.items() if not datatype] == ["iri"]


BOOK = Parameter("book", "iri", "the book", "ex:b003")


@pytest.mark.parametrize("text", ["003", "", "a b"])
def test_an_iri_without_prefix_is_refused_with_the_default_as_pattern(text: str) -> None:
    with pytest.raises(
        UsageError, match=rf'^q: parameter book: CIS030 "{text}" has no prefix\. Write it like ex:b003\.$'
    ):
        values([BOOK], {"book": text}, PREFIXES, "q")


def test_an_iri_without_prefix_and_default_is_refused_with_the_form() -> None:
    with pytest.raises(UsageError, match=r"has no prefix\. Write it like prefix:name or <IRI>\.$"):
        values([Parameter("book", "iri")], {"book": "003"}, PREFIXES, "q")


DECLARED = [Parameter("year", "gYear", "the year", "2021"), Parameter("region", "iri", "the region")]


def test_a_given_value_goes_before_the_default() -> None:
    assert values(DECLARED, {"region": "ex:a"}, PREFIXES)["year"].value == "2021"
    assert values(DECLARED, {"region": "ex:a", "year": "1999"}, PREFIXES)["year"].value == "1999"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, r"^q: CIS212 The query needs its parameter region \(the region\)\. Add --param region=VALUE\.$"),
        ({"yaer": "1"}, r'^q: CIS211 The query has no parameter "yaer"\. Did you mean "year"\?$'),
        ({"zzz": "1"}, r'^q: CIS211 The query has no parameter "zzz"\. It has year, region\.$'),
        ({"region": "ex:a", "year": "x"}, r'^q: parameter year: CIS213 "x" is not of type gYear'),
    ],
)
def test_a_wrong_parameter_is_told_in_one_line(given: dict[str, str], line: str) -> None:
    with pytest.raises(UsageError, match=line) as caught:
        values(DECLARED, given, PREFIXES, "q")
    assert caught.value.exit_code == 2


def test_a_query_without_parameters_says_so() -> None:
    with pytest.raises(UsageError, match="It has none"):
        values([], {"a": "1"}, PREFIXES)
