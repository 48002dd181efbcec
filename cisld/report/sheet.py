"""Sheets: data files in, each with its triples in pieces out, from the cache where its content is known there."""

from __future__ import annotations

from collections.abc import Sequence
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
    plain = sha256(path.suffix.lower().encode() + b"\n" + data).hexdigest()[:40]
    local = sha256(f"{plain} {path.resolve().as_uri()}".encode()).hexdigest()[:40]
    for key in (plain, local) if trusting else ():
        if pieces := cache.pieces(key):
            return Sheet(path, Seen(str(path), key, pieces.blanks, MARK in data), pieces)
    pieces = recorder.record(path, data)
    if pieces is None:
        return None
    key = local if pieces.local else plain
    cache.keep_pieces(key, pieces)
    return Sheet(path, Seen(str(path), key, pieces.blanks, MARK in data), pieces)
