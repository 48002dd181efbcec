"""Writing: bytes in, a whole file or a whole folder out, or nothing changed at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cisld.errors import InputError


def write(path: Path, data: bytes | str, durable: bool = True) -> None:
    """Write a file beside its place, make it durable and rename it; InputError CIS010 if that cannot be done.

    What can be made again, and is told by a checksum to be whole, need not be durable.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write(target, "whole"); target.read_text()
    'whole'
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _store(beside, data.encode() if isinstance(data, str) else data, path, durable)
        os.replace(beside, path)
        if durable:
            _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path` to fill; it takes the place of `path` when the block ends without error."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    before = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        _clear(beside, before)
        beside.mkdir(parents=True)
        yield beside
        if path.exists():
            os.replace(path, before)
        os.replace(beside, path)
    except OSError as error:
        if before.exists() and not path.exists():
            os.replace(before, path)
        raise _unwritable(path, error) from error
    finally:
        _clear(beside, before)


def _store(beside: Path, data: bytes, path: Path, durable: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with os.fdopen(os.open(beside, flags, mode), "wb") as out:
        out.write(data)
        out.flush()
        if durable:
            os.fsync(out.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(*paths: Path) -> None:
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "CIS010", f"{error.strerror or error}.", "Check the folder, its permissions and the disk.", str(path)
    )
