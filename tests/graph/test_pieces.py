"""Pieces hold a file whole, and a part of a graph knows all of each node that it is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.graph.columns import Columns
from cisld.graph.part import Part, TooMuch, whole
from cisld.graph.pieces import Damaged, Pieces, Recorder, differences
from tests.shacl.graphs import small_pieces

FILES = {
    "a.ttl": '@prefix e: <e:> . e:a e:p 1 , 01 , true , "a ; \\t b . , \\n", "_:x" ; e:q _:x , [ e:p _:x ] .\n'
    "_:x e:p <rel> .",
    "b.ttl": '@prefix e: <e:> . _:x e:p e:a . e:a e:p "x"@en , 1.50 , 1e0 ; e:r ( 1 _:x ) .',
    "c.nt": '<e:a> <e:p> <e:b> .\n_:b0 <e:p> "\\" , \\"" .\n_:b5 <e:p> _:b0 .\n',
    "d.trig": "@prefix e: <e:> . e:g { e:a e:p [ e:q e:a ] } e:b e:p e:a .",
    "e.jsonld": '{"@id": "e:a", "e:p": [{"@id": "_:z"}, {"@id": "_:y", "e:q": "2"}]}',
}


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in FILES]


def pieces(path: Path) -> Pieces:
    with small_pieces():
        found = Recorder().record(path, path.read_bytes())
    assert found is not None
    return Pieces.of(found.to_bytes())


def test_the_pieces_of_all_files_make_the_columns_of_the_files(paths: list[Path]) -> None:
    columns, made = Columns.load(paths), whole([pieces(path) for path in paths])
    assert list(made.triples()) == list(columns.triples())
    assert made.blanks == 0 or len(made) == len(columns)


def test_a_part_knows_all_of_a_node(paths: list[Path]) -> None:
    columns, part = Columns.load(paths), Part([pieces(path) for path in paths], 1_000_000)
    for name, column in columns.by_predicate.items():
        for node in {term for triple in columns.triples() for term in triple if term[0] != '"'}:
            assert set(part[name].objects(node)) == set(column.objects(node))
            assert set(part[name].inverse.objects(node)) == set(column.inverse.objects(node))


def test_a_part_that_has_cost_too_much_or_is_asked_for_a_literal_gives_up(paths: list[Path]) -> None:
    sheets = [pieces(path) for path in paths]
    with pytest.raises(TooMuch):
        Part(sheets, 10)["<e:p>"].objects("<e:a>")
    with pytest.raises(TooMuch):
        Part(sheets, 1_000_000)["<e:p>"].inverse.objects('"x"@en')


def test_a_file_without_an_iri_of_its_own_is_the_same_everywhere(paths: list[Path]) -> None:
    assert [pieces(path).local for path in paths] == [True, False, False, False, False]


def test_a_file_with_triple_terms_has_no_pieces(tmp_path: Path) -> None:
    assert Recorder().record(tmp_path / "a.ttl", b"<e:a> <e:p> <<( <e:a> <e:p> _:x )>> .") is None


def test_only_what_differs_between_two_versions_is_a_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<e:a> <e:p> 1 . <e:b> <e:p> 2 . <e:c> <e:p> 3 .")
    old = pieces(path)
    path.write_text("<e:c> <e:p> 3 . <e:b> <e:p> 4 . <e:a> <e:p> 1 .")
    assert differences(old, pieces(path)) == ([b"<e:b> <e:p> 2"], [b"<e:b> <e:p> 4"])
    assert differences(None, old)[1] == [b"<e:a> <e:p> 1", b"<e:b> <e:p> 2", b"<e:c> <e:p> 3"]


def test_every_flipped_bit_shows(paths: list[Path]) -> None:
    data = pieces(paths[0]).to_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(Damaged):
            _texts(bytes(changed))


def _texts(data: bytes) -> list[bytes]:
    found = Pieces.of(data)
    return [found.text(number) for number in range(len(found.packed))]
