"""Cache: a folder in, what earlier runs left there out, each thing whole or not at all."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import cisld
from cisld.errors import InputError
from cisld.files.write import write
from cisld.graph.pieces import Damaged, Pieces

_PARTS = ("rdf", "files", "graph", "shacl", "report")
_LEAST = 1 << 24
_NOTE = "Made by cisld validate; it may be deleted at any time.\n"
_MARKS = {".gitignore": "*\n", "CACHEDIR.TAG": f"Signature: 8a477f597d28d172789f06886806bc55\n# {_NOTE}"}


@dataclass
class Cache:
    """Hold a folder: in `pieces/` a file for each content of a data file, in `runs/` a record for each kind of run.

    Every file begins with a checksum. What is damaged, of another engine or not there is as if it had never been; what
    cannot be written is told in `notes`.
    """

    folder: Path
    notes: list[str] = field(default_factory=list)

    @cached_property
    def engine(self) -> str:
        """What names this engine: another one may find otherwise, so it keeps its own files."""
        told = sha256("\n".join((cisld.__version__, platform.python_version(), ox.__version__)).encode())
        root = Path(cisld.__file__).parent
        for path in sorted(path for part in _PARTS for path in root.joinpath(part).glob("*.py")):
            told.update(path.read_bytes())
        return told.hexdigest()[:16]

    def pieces(self, key: str) -> Pieces | None:
        """Return the pieces of a content."""
        try:
            name, _, data = self._pieces(key).read_bytes().partition(b"\n")
            return Pieces.of(data) if name == key.encode() else None
        except (OSError, Damaged):
            return None

    def keep_pieces(self, key: str, pieces: Pieces) -> None:
        """Keep the pieces of a content."""
        self._write(self._pieces(key), key.encode() + b"\n" + pieces.to_bytes())

    def record(self, name: str) -> Any:
        """Return the record of a run; None where there is none."""
        try:
            told, _, data = self._record(name).read_bytes().partition(b"\n")
            return json.loads(data) if told == _checksum(data) else None
        except (OSError, ValueError, RecursionError):
            return None

    def keep_record(self, name: str, record: object) -> None:
        """Keep the record of a run."""
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        self._write(self._record(name), _checksum(data) + b"\n" + data)

    def sweep(self, record: str, used: Iterable[str]) -> None:
        """Delete what was written first, until the rest takes no more room than a record and the pieces it uses."""
        alive = {self._record(record), *map(self._pieces, used)}
        with suppress(OSError):
            found = [(path.stat().st_mtime, path.stat().st_size, path) for path in self.folder.glob("*/*/*")]
            room = max(_LEAST, sum(size for _, size, path in found if path in alive))
            for _, size, path in sorted(found, reverse=True):
                room -= size if path not in alive else 0
                if room < 0 and path not in alive:
                    path.unlink(missing_ok=True)

    def _pieces(self, key: str) -> Path:
        return self.folder / self.engine / "pieces" / key

    def _record(self, name: str) -> Path:
        return self.folder / self.engine / "runs" / name

    def _write(self, path: Path, data: bytes) -> None:
        if self.notes:
            return
        try:
            for name, text in _MARKS.items():
                if not (self.folder / name).exists():
                    write(self.folder / name, text, durable=False)
            write(path, data, durable=False)
        except InputError as error:
            self.notes.append(f"{error} The next run is a full one.")


def _checksum(data: bytes) -> bytes:
    return sha256(data).hexdigest().encode()
