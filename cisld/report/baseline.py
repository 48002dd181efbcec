"""Baseline: findings and a file of those that are known in, which are new and which are gone out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cisld.errors import InputError
from cisld.files.parse import read
from cisld.files.write import write
from cisld.report.finding import Finding, Key

_NAMES = ("rule", "focus", "path", "value")


@dataclass(frozen=True)
class Ratchet:
    """Findings that are new, those that are known, and how many known ones no longer occur."""

    new: list[Finding]
    known: list[Finding]
    fixed: list[Key]


def parted(found: Sequence[Finding], known: Iterable[Key]) -> Ratchet:
    """Part findings by what is known; of more findings with one key than are known, the last are new.

    >>> one = Finding("ex:R", "violation", "No.", key=("ex:R", "ex:a", "", ""))
    >>> [len(part) for part in vars(parted([one, one], [one.key, ("ex:R", "ex:b", "", "")])).values()]
    [1, 1, 1]
    """
    left = Counter(known)
    result = Ratchet([], [], [])
    for finding in found:
        part = result.known if left[finding.key] > 0 else result.new
        left[finding.key] -= 1
        part.append(finding)
    result.fixed.extend(sorted((+left).elements()))
    return result


def load(path: Path) -> list[Key]:
    """Read the keys of a baseline; InputError CIS001, CIS003, CIS076 if it cannot be read."""
    lines = read(path).splitlines()
    return [_key(line, f"{path}:{number}:1") for number, line in enumerate(lines, 1) if line.strip()]


def _key(line: bytes, where: str) -> Key:
    try:
        data: Any = json.loads(line)
        rule, focus, way, value = (data.get(name, "") for name in _NAMES)
    except (ValueError, AttributeError, RecursionError):
        rule = focus = way = value = None
    if not (isinstance(rule, str) and isinstance(focus, str) and isinstance(way, str) and isinstance(value, str)):
        todo = "Write the file with --update-baseline."
        raise InputError("CIS076", "Not a line of a baseline: a JSON object with rule and focus.", todo, where)
    return rule, focus, way, value


def save(path: Path, found: Iterable[Finding]) -> None:
    """Write the keys of findings, one JSON object a line, sorted, so that a diff shows what came and went."""
    lines = sorted(_line(finding.key) for finding in found)
    write(path, "".join(f"{line}\n" for line in lines))


def _line(key: Key) -> str:
    named = zip(_NAMES, key, strict=True)
    return json.dumps({name: part for name, part in named if part}, ensure_ascii=False)
