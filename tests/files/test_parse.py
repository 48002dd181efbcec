"""Parsing keeps terms as written and says in one line what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.errors import InputError
from cisld.files.parse import FORMATS, expand, holds, parse, quads

P = "@prefix e: <http://e/> .\n"


def objects(text: str) -> list[str]:
    return [str(quad.object) for quad in parse(text.encode(), FORMATS[".ttl"], "here")]


def test_literals_are_kept_as_they_are_written() -> None:
    assert objects(P + "e:s e:p 01 , 1.50 , true .") == [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ]


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert objects("\ufeff" + P + "e:s e:p 1 .") == objects(P + "e:s e:p 1 .")


CASES = {
    "syntax": (b"<http://e/s> <http://e/p> \n .", ".ttl", "CIS005", "here:2:2"),
    "prefix": (b"<http://e/s> e:p 1 .", ".ttl", "CIS006", "here:1:14"),
    "utf-8": (b'<http://e/s> <http://e/p> "\xff" .', ".ttl", "CIS002", "here:1:28"),
    "entity": (b'<!DOCTYPE x [<!ENTITY a "&b;">]><x/>', ".rdf", "CIS007", "here:1:14"),
    "external entity": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>', ".rdf", "CIS007", "here:1:14"),
    "depth": (b"<a>" * 5000, ".rdf", "CIS009", "here:1:"),
    "triple terms": (b"<<( " * 5000, ".ttl", "CIS009", "here"),
    "not json": (b"{", ".jsonld", "CIS005", "here:1:"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_one_line_with_its_place(case: str) -> None:
    data, suffix, code, where = CASES[case]
    with pytest.raises(InputError) as caught:
        list(parse(data, FORMATS[suffix], "here"))
    assert (caught.value.code, caught.value.exit_code) == (code, 3)
    assert caught.value.where.startswith(where)
    assert "\n" not in str(caught.value)


def test_a_folder_is_searched_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/x.ttl", "a.nt", ".hidden/y.ttl", "b/readme.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert [path.name for path in expand([tmp_path, tmp_path / "a.nt"])] == ["a.nt", "x.ttl"]


def test_a_path_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("")
    for path, code in ((tmp_path / "no.ttl", "CIS001"), (tmp_path / "x.txt", "CIS004"), (tmp_path / "no", "CIS001")):
        with pytest.raises(InputError) as caught:
            expand([path])
        assert (caught.value.code, caught.value.where) == (code, str(path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="CIS008"):
        expand([tmp_path / "empty"])
    with pytest.raises(InputError, match="CIS003"):
        list(quads(tmp_path / "empty"))


def test_bytes_are_found_where_two_pieces_of_a_file_meet(tmp_path: Path) -> None:
    path = tmp_path / "long.nt"
    for before in ((1 << 20) - 2, (1 << 20) - 1, 1 << 20):
        path.write_bytes(b"." * before + b"<<(" + b"." * 10)
        assert holds(path, b"<<(")
    path.write_bytes(b"." * (1 << 20) + b"<<")
    assert not holds(path, b"<<(")
