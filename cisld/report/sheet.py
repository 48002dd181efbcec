"""Sheets: data files in, each with its triples in pieces out, from the cache where its content is known there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cisld.files.parse import read
from cisld.graph.columns import Columns, uncollected
from cisld.graph.part import whole
from cisld.graph.pieces import Damaged, Pieces, Recorder
from cisld.report.cache import Cache
from cisld.report.ignore import MARK
from cisld.report.record import Seen


@dataclass(frozen=True)
class Sheet:
    """A data file, what was seen of it, and its triples in pieces."""

    path: Path
    seen: Seen
    pieces: Pieces


@dataclass(frozen=True)
class Sheets:
    """Hold the data files of a run, and their columns if none of them was in the cache."""

    files: Sequence[Sheet]
    columns: Columns | None

    @property
    def pieces(self) -> list[Pieces]:
        """The pieces of all files."""
        return [file.pieces for file in self.files]

    def whole(self) -> Columns:
        """Return the columns of all files; raises Damaged."""
        return self.columns or whole(self.pieces)

    def surely(self) -> Columns:
        """Return the columns of all files, from the files themselves if the pieces are damaged."""
        try:
            return self.whole()
        except Damaged:
            return Columns.load([file.path for file in self.files])


def sheets_of(paths: Sequence[Path], cache: Cache, trusting: bool = True) -> Sheets | None:
    """Return the files in pieces, new ones, or all if the cache is not trusted, kept there; None if one cannot be.

    Raises InputError CIS001 to CIS009.
    """
    recorder, files = Recorder(), []
    with uncollected():
        for path in paths:
            sheet = _sheet(path, cache, recorder, trusting)
            if sheet is None:
                return None
            files.append(sheet)
        return Sheets(files, recorder.columns() if recorder.files == len(paths) else None)


def _sheet(path: Path, cache: Cache, recorder: Recorder, trusting: bool) -> Sheet | None:
    data = read(path)
    told = sha256(path.suffix.lower().encode() + b"\n")
    told.update(data)
    plain = told.hexdigest()[:40]
    for key in _keys(plain, path) if trusting else ():
        if pieces := cache.pieces(key):
            return Sheet(path, Seen(str(path), key, pieces.blanks), pieces)
    pieces = recorder.record(path, data, MARK in data)
    if pieces is None:
        return None
    key = _local(plain, path) if pieces.local else plain
    cache.keep_pieces(key, pieces)
    return Sheet(path, Seen(str(path), key, pieces.blanks), pieces)


def _keys(plain: str, path: Path) -> Iterator[str]:
    yield plain
    yield _local(plain, path)


def _local(key: str, path: Path) -> str:
    """Return the key of a content that is another one in each place."""
    return sha256(f"{key} {path.resolve().as_uri()}".encode()).hexdigest()[:40]
