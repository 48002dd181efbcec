"""Parsing: an RDF file in, its quads out with terms as written; a fault is one line with file, line and column."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from cisld.errors import InputError

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""The RDF format of a file by its ending."""

_ENTITY = re.compile(rb"<!ENTITY\s+(%\s*)?[\w.-]+\s+(SYSTEM|PUBLIC|\"[^\"]*[&%]|'[^']*[&%])")
_POSITION = re.compile(r"^Parser error (?:at|between) .*?: (?=\S)")
_DEEP = 2_000
_PIECE = 1 << 20


def expand(paths: Iterable[Path]) -> list[Path]:
    """Return the RDF files that the paths name, folders searched through, in a fixed order without repeats.

    Raises InputError CIS001 for a path that is not there, CIS004 for a file with no RDF ending, CIS008 for none at all.
    """
    found: dict[Path, None] = {}
    asked = list(paths)
    for path in asked:
        for file in _walk(path):
            found.setdefault(file)
    if not found:
        names = ", ".join(str(path) for path in asked) or "no path"
        raise InputError("CIS008", "No RDF file there.", f"Files end in {', '.join(FORMATS)}.", names)
    return list(found)


def quads(path: Path, base: str | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of a file with terms exactly as written; a relative IRI is resolved against `base`.

    RDF 1.1 Concepts, https://www.w3.org/TR/rdf11-concepts/; raises InputError CIS001 to CIS009.
    """
    yield from parse(read(path), format_of(path), str(path), base)


def parse(data: bytes, format: ox.RdfFormat, name: str, base: str | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of bytes in one of the FORMATS; `name` stands for the file in errors.

    >>> [str(quad.object) for quad in parse(b'<http://e/s> <http://e/p> "01" .', FORMATS[".ttl"], "here")]
    ['"01"']
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    _refuse_bombs(data, format, name)
    try:
        yield from ox.parse(data, format=format, base_iri=base)
    except SyntaxError as error:
        raise _unparsable(error, name) from error


def read(path: Path) -> bytes:
    """Return the bytes of a regular file; InputError CIS001 or CIS003 otherwise."""
    with _regular(path):
        return path.read_bytes()


def holds(path: Path, mark: bytes) -> bool:
    """Tell whether a regular file has some bytes in it, without holding the file; InputError CIS001 or CIS003."""
    end = b""
    with _regular(path), path.open("rb") as file:
        while piece := file.read(_PIECE):
            if mark in end + piece:
                return True
            end = piece[1 - len(mark) :]
    return False


@contextmanager
def _regular(path: Path) -> Iterator[None]:
    try:
        if not os.path.isfile(path):  # one look tells it of most files
            if not path.exists():
                raise InputError("CIS001", "No such file.", "Check the path.", str(path))
            raise InputError("CIS003", "Not a regular file.", "Name a file.", str(path))
        yield
    except OSError as error:
        raise InputError("CIS003", f"{error.strerror}.", "Check its permissions.", str(path)) from error


def format_of(path: Path) -> ox.RdfFormat:
    """Return the RDF format that the ending of a path names; InputError CIS004 otherwise.

    >>> format_of(Path("a.TTL")) == FORMATS[".ttl"]
    True
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise InputError(
            "CIS004", f'"{path.suffix}" names no RDF format.', f"Rename it to one of {known}.", str(path)
        ) from None


def _walk(path: Path) -> Iterator[Path]:
    if not os.path.isdir(path):
        if not path.exists():
            raise InputError("CIS001", "No such file or folder.", "Check the path.", str(path))
        format_of(path)
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if os.path.splitext(name)[1].lower() in FORMATS and not name.startswith("."):
                yield Path(folder, name)


def _refuse_bombs(data: bytes, format: ox.RdfFormat, name: str) -> None:
    if format == ox.RdfFormat.RDF_XML:
        if found := _ENTITY.search(data):
            what = "An XML entity that refers to another entity or to another file."
            raise InputError("CIS007", what, "Write the text out.", place(name, data, found.start()))
        _refuse_depth(data, name)
    if b"<<(" in data and data.count(b"<<(") > _DEEP:
        raise InputError("CIS009", f"More than {_DEEP} triple terms.", "Write plain triples.", name)


def _refuse_depth(data: bytes, name: str) -> None:
    """Refuse XML nested so deep that the parser, which is quadratic in depth, would not end."""
    depth = 0
    for tag in re.finditer(rb"<(/?)[A-Za-z_][^>]*?(/?)>", data):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth > _DEEP:
            raise InputError("CIS009", f"Nested over {_DEEP} deep.", "Write it flat.", place(name, data, tag.start()))


def place(name: str, data: bytes, offset: int) -> str:
    """Return `name:line:column` of a byte offset, both counted from 1, the column in characters.

    >>> place("a.ttl", b"one\\ntwo", 5)
    'a.ttl:2:2'
    """
    before = data[:offset]
    start = before.rfind(b"\n") + 1
    return f"{name}:{before.count(10) + 1}:{len(before[start:].decode(errors='replace')) + 1}"


def _unparsable(error: SyntaxError, name: str) -> InputError:
    what = _POSITION.sub("", error.msg or str(error)).strip().rstrip(".").replace("\n", " ")
    where = f"{name}:{error.lineno}:{error.offset}" if error.lineno else name
    if "UTF-8" in what:
        return InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", where)
    if found := re.search(r"The prefix (.*?): has not been declared", what):
        return InputError("CIS006", f'The prefix "{found[1]}:" is not declared.', "Add an @prefix line.", where)
    return InputError("CIS005", f"{what[:1].upper()}{what[1:300]}.", "Mend the syntax here.", where)
