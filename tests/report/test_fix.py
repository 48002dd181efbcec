"""Only what is safe is mended, and the file keeps every comment, its layout and its other triples."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from cisld.files.parse import FORMATS, parse
from cisld.graph.columns import Columns
from cisld.report.fix import Edit, mend
from cisld.report.fix import checked as mended_text
from cisld.report.lint import texts
from tests.files.turtle_texts import documents
from tests.report.conftest import PREFIXES, PROLOGUE, Validate

RIVER = "ex:r a ex:River .\n"
MENDED = {
    "a datatype": (
        'ex:t a ex:Town ; ex:river ex:r ;\n ex:since "2001-02-03" ; # day\n.',
        '"2001-02-03"^^xsd:date ; # day',
    ),
    "a long string": ('ex:t a ex:Town ; ex:river ex:r ; ex:since """2001-02-03""" .', '"""2001-02-03"""^^xsd:date .'),
    "spaces": ("ex:t a ex:Town ; ex:river ex:r ; rdfs:label ' a  b '@en .", "rdfs:label 'a b'@en ."),
    "a tag": ('ex:r rdfs:label "x"@EN-gb .', '"x"@en-gb .'),
    "a repeat in a list": ("ex:r ex:p 1 , 2 ,\n 1 .", "ex:p 1 , 2 ."),
    "a repeat at the end of a list": ("ex:r ex:p 1 ; ex:q 1 , 2 ; ex:p 1 , 3 .", "ex:q 1 , 2 ; ex:p 3 ."),
    "a repeat on a line of its own": ("ex:r\n  ex:p 1 ;\n  ex:p 1 ;\n  ex:q 2 ;\n.", "ex:r\n  ex:p 1 ;\n  ex:q 2 ;\n."),
    "a repeat before the dot": ("ex:r ex:p 1 ;\n  ex:p 1 .", "ex:r ex:p 1 ."),
    "a repeat as the first fact": ("ex:r ex:p 1 .\nex:r ex:p 1 ; ex:q 2 .", "ex:r ex:p 1 .\nex:r ex:q 2 ."),
    "a repeat as a block": ("ex:r ex:p 1 .\nex:r\n  ex:p 1 ;\n.\n# end", "ex:r ex:p 1 .\n# end"),
    "a typed literal": ('ex:r ex:p "1"^^xsd:int , "1"^^xsd:int .', 'ex:p "1"^^xsd:int .'),
    "CRLF": ("ex:r\r\n  ex:p 1 ;\r\n  ex:p 1 ;\r\n.\r\n", "ex:r\r\n  ex:p 1 ;\r\n.\r\n"),
}
KEPT = {
    "a name": "ex:t a ex:Town ; ex:river ex:rr .",
    "a day that is none": 'ex:t a ex:Town ; ex:river ex:r ; ex:since "2001-02-31" .',
    "a text with a tag": 'ex:t a ex:Town ; ex:river ex:r ; ex:since "2001-02-03"@en .',
    "a text that a pattern forbids for another reason": 'ex:t a ex:Town ; ex:river ex:r ; rdfs:label "" .',
    "an escape": 'ex:t a ex:Town ; ex:river ex:r ; rdfs:label "\\u0020a" .',
    "a repeat with a comment of its own": "ex:r ex:p 1 ;\n  ex:p 1 ; # checked twice\n.",
    "a repeat behind a comment": "ex:r ex:p 1 , # one\n 1 .",
    "nameless nodes": "ex:r ex:p [ ex:q 1 ] , [ ex:q 1 ] .",
}


@pytest.mark.parametrize("case", MENDED)
def test_what_is_safe_is_mended(case: str, run: Validate) -> None:
    data, wanted = MENDED[case]
    (done,) = mended(run, data + "\n" + RIVER)
    assert wanted in done
    rest = [line for line in (data + "\n" + RIVER).split("\n") if "#" in line]
    assert all(line.partition("#")[2] in done for line in rest)


def mended(run: Validate, data: str) -> list[str]:
    done = run(data)
    every = mend(done.every, [Path("data/a.ttl")], done.shapes)
    return [change.new for change in every]


@pytest.mark.parametrize("case", KEPT)
def test_what_is_not_safe_is_left(case: str, run: Validate) -> None:
    assert mended(run, KEPT[case] + "\n" + RIVER) == []


def test_a_repeat_in_another_file_is_left(run: Validate) -> None:
    Path("data", "b.ttl").write_text(PROLOGUE + "ex:r ex:p 1 .")
    done = run("ex:r ex:p 1 .")
    assert mend(done.every, sorted(Path("data").iterdir()), done.shapes) == []


def test_without_the_prefix_the_datatype_is_written_in_full(run: Validate) -> None:
    done = run(RIVER)
    e = "https://example.org/id/"
    Path("data", "a.ttl").write_text(f'<{e}t> a <{e}Town> ; <{e}since> "2001-02-03" .')
    from cisld.report.run import Job, validate

    done = validate(Job([Path("data/a.ttl")], [Path("shapes.ttl")], PREFIXES))
    (change,) = mend(done.every, [Path("data/a.ttl")], done.shapes)
    assert '"2001-02-03"^^<http://www.w3.org/2001/XMLSchema#date> .' in change.new


def test_an_edit_that_would_take_a_comment_or_another_triple_is_refused(run: Validate) -> None:
    run("ex:r ex:p 1 . # why\nex:r ex:q 2 .")
    (text,) = texts([Path("data/a.ttl")])
    comment, fact = text.text.index("# why"), text.text.index("ex:r ex:q")
    assert mended_text(text, [Edit(comment, comment + 5, "")]) is None
    assert mended_text(text, [Edit(fact, len(text.text), "")]) is None
    assert mended_text(text, [Edit(fact, fact, " ")]) is not None


def test_a_mended_file_is_mended_once(run: Validate) -> None:
    for data, _ in MENDED.values():
        (new,) = mended(run, data + "\n" + RIVER)
        assert mended(run, new.removeprefix(PROLOGUE)) == []


def test_the_diff_is_the_change_and_the_mark_of_the_file_stays(run: Validate) -> None:
    done = run("ex:r ex:p 1 , 1 .")
    Path("data/a.ttl").write_bytes(b"\xef\xbb\xbf" + Path("data/a.ttl").read_bytes())
    (change,) = mend(done.every, [Path("data/a.ttl")], done.shapes)
    assert change.data.startswith(b"\xef\xbb\xbf@prefix")
    assert change.diff().splitlines()[:2] == ["--- data/a.ttl", "+++ data/a.ttl (mended)"]
    assert change.diff().endswith(
        "-ex:r ex:p 1 , 1 .\n\\ No newline at end of file\n+ex:r ex:p 1 .\n\\ No newline at end of file\n"
    )


@given(documents())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_taking_repeats_away_keeps_the_graph_of_any_document(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.ttl")
        path.write_text(text)
        for change in mend([], [path], Columns()):
            assert graph(change.new) == graph(text)
            assert len(change.new) < len(text) or change.new.lower() == text.lower()


def graph(text: str) -> set[tuple[str, ...]]:
    every = parse(text.encode(), FORMATS[".ttl"], "a", "e:base")
    triples = ((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in every)
    return {tuple("_:" if term.startswith("_:") else term for term in triple) for triple in triples}
