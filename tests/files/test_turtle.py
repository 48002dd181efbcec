"""A formatted file keeps its graph and its comments, is formatted once and for all, and bad input is one clear line."""

from __future__ import annotations

import re
import time
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from cisld.errors import InputError
from cisld.files.formatting import reformat
from cisld.files.layout import quoted
from cisld.files.parse import FORMATS, parse
from cisld.files.positions import triples
from cisld.files.sameness import same
from cisld.files.tokens import tokens
from cisld.files.turtle import DEEP, EXTERNAL, read
from tests.files.turtle_texts import PROLOGUE, SNIPPETS, documents, mutations

TURTLE = FORMATS[".ttl"]
NEWER = re.compile(r"<<|\{\||~|--|(?i:version)")


def formatted(text: str) -> str:
    return reformat(text.encode(), "here").text


def graph(text: str) -> list[ox.Quad]:
    return list(parse(text.encode(), TURTLE, "here", EXTERNAL))


def comments(text: str) -> Counter[str]:
    return Counter(token.text.rstrip(" \t") for token in tokens(text.removeprefix("\ufeff")) if token.kind == "comment")


def assert_kept(text: str) -> None:
    new = formatted(text)
    labels = set(re.findall(r"_:([\w.-]*[\w-])", text))
    assert same(graph(text), graph(new), labels)
    assert comments(new) == comments(text)
    assert formatted(new) == new
    assert "\r" not in new
    assert not new.startswith("\ufeff")


HOUSE = """\
# One treaty.

@prefix agreement: <http://e/agreement/> .
@prefix cisld: <http://e/cisld#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix state: <http://e/state/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# The founding treaty.
agreement:union-state-treaty-1999
  a cisld:Treaty ;
  rdfs:label "Treaty on the Creation of the Union State"@en ;
  # both parties
  cisld:party state:by ;
  cisld:party state:ru ; # second
  cisld:shape [
    cisld:list ( 1 2 ( 3 ) [] [ cisld:path true ] ) ;
    cisld:note \"\"\"two
lines\"\"\" ;
  ] ;
  cisld:signedOn "1999-12-08"^^xsd:date ;
  # nothing more is known
.

# The end.
"""

MESSY = """# One treaty.

@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
PREFIX unused: <http://e/unused#>
@prefix agreement: <http://e/agreement/> . @prefix cisld: <http://e/cisld#> .
@prefix state: <http://e/state/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
# The founding treaty.
agreement:union-state-treaty-1999 cisld:signedOn '1999-12-08'^^xsd:date;
    # both parties
    cisld:party state:by ,
       <http://e/state/ru> ; # second
    rdfs:label '''Treaty on the Creation of the Union State'''@en ;
  cisld:shape [ cisld:note "two\\nlines" ; cisld:list (1 2 (3) [] [cisld:path true]) ];
  a cisld:Treaty
# nothing more is known
.
# The end."""


def test_a_file_is_laid_out_as_the_house_says() -> None:
    assert formatted(MESSY) == HOUSE
    assert formatted(HOUSE) == HOUSE


CASES = {
    "predicates repeat and objects are sorted": (
        ':s :p "b"@ru , "c"@en , 2 , :o , _:k , "z" , 10 , x:a .',
        ':s\n  :p :o ;\n  :p x:a ;\n  :p _:k ;\n  :p "z" ;\n  :p "c"@en ;\n  :p "b"@ru ;\n  :p 10 ;\n  :p 2 ;\n.\n',
    ),
    "subjects are sorted by IRI, labels next, nameless ones last in their order": (
        "[ :z 1 ] . [] :a 2 . (1) :p 3 . _:b :p 4 . _:a :p 5 . x:b :p 6 . :b :p 7 .",
        ":b\n  :p 7 ;\n.\n\nx:b\n  :p 6 ;\n.\n\n_:a\n  :p 5 ;\n.\n\n_:b\n  :p 4 ;\n.\n\n"
        "[]\n  :z 1 ;\n.\n\n[]\n  :a 2 ;\n.\n\n( 1 )\n  :p 3 ;\n.\n",
    ),
    "blocks of one subject become one": (
        ":s :q 1 . x:t :p 0 . :s :p 2 .",
        ":s\n  :p 2 ;\n  :q 1 ;\n.\n\nx:t\n  :p 0 ;\n.\n",
    ),
    "equal triples become one with the comments of both": (
        ":s :p 1 . # one\n:s :p 1 . # two\n:s :p 01 .",
        ":s\n  :p 01 ;\n  # one\n  :p 1 ; # two\n.\n",
    ),
    "lexical forms stay": (
        ':s :p 01 , +1.50 , 1.E3 , "x"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        ':s\n  :p +1.50 ;\n  :p 1.E3 ;\n  :p 01 ;\n  :p "x"^^<http://www.w3.org/2001/XMLSchema#integer> ;\n.\n',
    ),
    "only the longest declared namespace shortens": (
        "<http://e/x#y> <http://e/x#> <http://e/p/q> , :a\\~b , :a%20b .",
        "x:y\n  x: :a%20b ;\n  x: <http://e/a~b> ;\n  x: <http://e/p/q> ;\n.\n",
    ),
    "long collections go over several lines": (
        f":s :p ( {' '.join(f':member{number:02}' for number in range(12))} ) .",
        ":s\n  :p (\n" + "".join(f"    :member{number:02}\n" for number in range(12)) + "  ) ;\n.\n",
    ),
    "a comment keeps a bracket open": (
        ":s :p ( 1 # one\n 2 ) , [ # open\n :q 1 ] .",
        ":s\n  :p (\n    1 # one\n    2\n  ) ;\n  :p [ # open\n    :q 1 ;\n  ] ;\n.\n",
    ),
    "a comment before a semicolon speaks of what follows": (
        ":s :p 1\n # of q\n ; :q 2 .",
        ":s\n  :p 1 ;\n  # of q\n  :q 2 ;\n.\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_layout(case: str) -> None:
    text, expected = CASES[case]
    new = formatted(PROLOGUE + text)
    assert re.sub(r"\A(@prefix .*\n)+\n", "", new) == expected
    assert formatted(new) == new


def test_header_and_comments_of_blocks_stay_where_they_are_when_blocks_move() -> None:
    text = (
        "# head\n\n# more\n"
        + PROLOGUE
        + "\n# of b\n\n# still of b\n:b :p 1 .\n# of a\n:a :p 2 .\n\n# end\n\n# very end"
    )
    expected = (
        "# head\n\n# more\n\n@prefix : <http://e/> .\n\n# of a\n:a\n  :p 2 ;\n.\n\n"
        "# of b\n\n# still of b\n:b\n  :p 1 ;\n.\n\n# end\n\n# very end\n"
    )
    assert formatted(text) == expected


def test_a_header_stays_on_top_of_a_file_without_prefixes() -> None:
    text = "# head\n\n# of b\n<e:b> <e:p> 1 .\n# of a\n<e:a> <e:p> 2 ."
    assert formatted(text).startswith("# head\n\n# of a\n<e:a>\n")


def test_the_comment_of_a_dropped_prefix_is_kept_in_the_header() -> None:
    assert formatted("@prefix u: <http://u/> . # why\n<e:a> <e:p> 1 .").startswith("# why\n\n<e:a>")


def test_a_relative_reference_stays_as_it_is_written() -> None:
    assert formatted("<a> <#p> <../c> , <> .") == "<a>\n  <#p> <../c> ;\n  <#p> <> ;\n.\n"
    assert formatted("@base <http://b/> .\n<a> <p> <http://b/c> .") == (
        "@base <http://b/> .\n\n<a>\n  <p> <http://b/c> ;\n.\n"
    )


def test_references_to_several_bases_are_written_in_full() -> None:
    text = "@base <http://b/> . <a> <e:p> 1 . @base <http://c/> . <a> <e:p> 2 ."
    assert formatted(text) == "<http://b/a>\n  <e:p> 1 ;\n.\n\n<http://c/a>\n  <e:p> 2 ;\n.\n"


def test_a_base_that_is_itself_unknown_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        formatted("@base <c/> . <a> <e:p> 1 .")
    assert (caught.value.code, caught.value.exit_code) == ("CIS011", 3)


@pytest.mark.parametrize(
    ("lexical", "expected"),
    [
        ("plain", '"plain"'),
        ('a "b" \\ \t\r', r'"a \"b\" \\ \t\r"'),
        ("it's", '"it\'s"'),
        ("two\nlines", '"""two\nlines"""'),
        ('"""\n"', '"""\\"""\n\\""""'),
        ("\n\\\r", '"""\n\\\\\\r"""'),
        ("\x00\u202e\ufeff", '"\\u0000\\u202E\\uFEFF"'),
        ("Жаба \U0001f600", '"Жаба \U0001f600"'),
    ],
)
def test_strings_have_no_more_escapes_than_they_need(lexical: str, expected: str) -> None:
    assert quoted(lexical) == expected
    assert graph(f"<e:a> <e:b> {expected} .")[0].object == ox.Literal(lexical)


@pytest.mark.parametrize("text", SNIPPETS)
def test_every_form_of_the_grammar_keeps_graph_and_comments(text: str) -> None:
    assert_kept(text if "prefix : " in text else PROLOGUE + text)


@given(documents())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_document_keeps_graph_and_comments_and_is_formatted_once_for_all(text: str) -> None:
    assert_kept(text)


def test_line_ends_and_byte_order_mark_do_not_change_the_result() -> None:
    plain = PROLOGUE + "# why\n:a :p 1 ; # x\n  :q ( 2\n3 ) .\n"
    assert formatted("\ufeff" + plain.replace("\n", "\r\n")) == formatted(plain) == formatted(plain.replace("\n", "\r"))


def test_line_ends_inside_a_literal_stay_as_they_are() -> None:
    assert formatted('<e:a> <e:b> """x\r\ny""" .\r\n') == '<e:a>\n  <e:b> """x\\r\ny""" ;\n.\n'


def test_language_tags_that_differ_in_case_stay_as_they_are_written() -> None:
    result = reformat(b"<e:a> <e:b> 'x'@EN , 'x'@en , 'x'@en .")
    assert (result.text, result.merged) == ('<e:a>\n  <e:b> "x"@EN ;\n  <e:b> "x"@en ;\n.\n', 1)


def test_ten_thousand_lines_take_little_time() -> None:
    blocks = "".join(
        f':s{n} :v "{n}.5"^^x:d ;\n :p :s{n * 7} ;\n :q {n} ;\n :l "name {n}"@en ;\n a :T .\n' for n in range(2000)
    )
    start = time.process_time()
    formatted(PROLOGUE + blocks)
    assert time.process_time() - start < 1.5


def refusal(data: bytes) -> InputError | None:
    """The error that a text gives from its positions or from the formatter."""
    try:
        list(triples(data, "here"))
        reformat(data, "here")
    except InputError as error:
        return error
    return None


def test_mutated_texts_give_one_clear_line_or_keep_their_graph() -> None:
    kept = 0
    for text in mutations(3000):
        error = refusal(text.encode())
        if error:
            assert re.match(r"here(:\d+:\d+)?: CIS0(05|06|09|11) [^\n]+\Z", str(error)), text
            assert error.code == "CIS011" or NEWER.search(text) or not parses(text), (text, str(error))
            continue
        new = formatted(text)
        assert len(list(triples(text))) == len(graph(text)), text
        assert formatted(new) == new, text
        kept += 1
    assert kept > 200


def parses(text: str) -> bool:
    try:
        return bool(graph(text)) or True
    except InputError:
        return False


def test_bytes_cut_and_flipped_give_one_clear_line() -> None:
    whole = (PROLOGUE + "".join(SNIPPETS[1:6])).encode()
    for at in range(0, len(whole), 3):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x81]) + whole[at + 1 :]):
            assert re.match(r"here:[^\n]+\Z|None\Z", str(refusal(data)))


@pytest.mark.parametrize("object", ["'x'@en-x", "'x'@abcdefghij", "<http://e/%zz>", "<http://[/>"])
def test_a_term_that_the_parser_refuses_is_refused_by_the_reader_too(object: str) -> None:
    for look in (read, graph):
        with pytest.raises(InputError) as caught:
            look(f"<e:a> <e:b> {object} .")
        assert caught.value.code == "CIS005"


CURSOR = ["<e:a> <e:b> 'x\\\n' .", "<e:a> <e:b> 'x\\\x1b' .", "<e:a> '\x1b[2J' .", "\x1b", '<e:a> """\n""" .']


@pytest.mark.parametrize("text", CURSOR)
def test_no_error_lets_a_text_move_the_cursor(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value).isprintable()


def test_nodes_nested_past_the_limit_are_refused() -> None:
    def nested(depth: int) -> str:
        return "<e:a> <e:b> " + "[ <e:b> " * depth + "1" + " ]" * depth + " ."

    assert formatted(nested(DEEP)).count("[") == DEEP
    with pytest.raises(InputError) as caught:
        formatted(nested(DEEP + 1))
    assert caught.value.code == "CIS009"
    with pytest.raises(InputError):
        read("(" * 100_000)


def test_a_changed_term_is_not_the_same_graph() -> None:
    for one, other in (
        ("1", "01"), ("'a'@en", "'a'"), ("[ <e:p> 1 ]", "[ <e:p> 2 ]"), ("( 1 2 )", "( 2 1 )"), ("[]", "[], []"),
        ("[ <e:p> [] ]", "[ <e:p> [], [] ]"), ("_:a", "_:b"), ("[]", "_:b"),
    ):  # fmt: skip
        assert not same(graph(f"<e:a> <e:b> {one} ."), graph(f"<e:a> <e:b> {other} ."), {"a", "b"})
    assert same(graph("<e:a> <e:b> [ <e:p> 1, 2 ] , () ."), graph("<e:a> <e:b> () , [ <e:p> 2, 1 ] ."), set())
