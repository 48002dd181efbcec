import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.sparql.tokens import form, ordered, outside_data, place, star, tokens, unescape


def texts(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@given(st.text(max_size=200))
def test_tokens_white_space_and_comments_together_are_the_whole_text(text: str) -> None:
    found = tokens(text)
    gaps, end = "", 0
    for token in found:
        gaps += text[end : token.start]
        assert text.startswith(token.text, token.start)
        end = token.start + len(token.text)
    gaps += text[end:]
    assert all(line.strip(" \t\r\n").startswith("#") or not line.strip(" \t\r\n") for line in _lines(gaps))


def _lines(gaps: str) -> list[str]:
    """Split where a comment may begin or end."""
    return gaps.replace("\r", "\n").replace("#", "\n#").split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'it\\'s' \"a\\\"b\"", ["'it\\'s'", '"a\\"b"']),
        ('"""a "quoted" word""" .', ['"""a "quoted" word"""', "."]),
        ('""', ['""']),
        ("<http://e/#x> # <http://e/>\n?a", ["<http://e/#x>", "?a"]),
        ("?a<?b&&?c>?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
        ("?a < ?b", ["?a", "<", "?b"]),
        ("ex:a.b. :c ex: _:b1.", ["ex:a.b", ".", ":c", "ex:", "_:b1", "."]),
        ("ex:a\\-b ex:%20 ex:a:b", ["ex:a\\-b", "ex:%20", "ex:a:b"]),
        ("1.5e3 1. -2 .5", ["1.5e3", "1", ".", "-", "2", ".5"]),
        ('"a"@en-GB "1"^^xsd:int', ['"a"', "@en-GB", '"1"', "^^", "xsd:int"]),
        ("ex:p+/^ex:q|!a", ["ex:p", "+", "/", "^", "ex:q", "|", "!", "a"]),
        ("$x ?имя", ["$x", "?имя"]),
    ],
)
def test_a_text_has_the_tokens_of_the_grammar(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_an_escape_beyond_unicode_stays_as_it_is() -> None:
    assert unescape("\\UFFFFFFFF \\u0041") == "\\UFFFFFFFF A"


def test_data_of_values_are_left_out_and_what_follows_is_not() -> None:
    text = "{ VALUES (?a) { (1) (2) } ?s ?p ?o } VALUES ?b { 3 }"
    assert [token.text for token in outside_data(tokens(text))] == ["{", "?s", "?p", "?o", "}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BASE <http://e/> PREFIX select: <http://e/> Select * {}", "Select"),
        ("PREFIX a: <x> PREFIX b: <y> construct {} where {}", "construct"),
        ("PREFIX", None),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, expected: str | None) -> None:
    first = form(tokens(text))
    assert (first.text if first else None) == expected


def test_an_order_in_a_subquery_orders_nothing_outside() -> None:
    assert ordered(tokens("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } } order by ?s"))
    assert not ordered(tokens("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } } LIMIT 3"))


def test_only_a_star_gives_the_order_of_columns() -> None:
    assert star(tokens("SELECT DISTINCT * { ?b ?a ?b . $c ?d 1 }")) == ["b", "a", "c", "d"]
    assert star(tokens("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")) == []
    assert star(tokens("CONSTRUCT { ?s ?p ?o } { ?s ?p* ?o }")) == []


def test_a_place_counts_lines_and_columns_from_one() -> None:
    assert place("ab\ncd", 0, "q") == "q:1:1"
    assert place("ab\ncd", 4, "q") == "q:2:2"
