"""Saved queries: a file *.rq in, its question, parameters, expected answer and text out.

The header is the leading lines that begin with `#+`:

    #+ title: Who chaired the union in a year?
    #+ description: One row for each chair,
    #+   with the years known.
    #+ param year: gYear "the year asked for" = 2021
    #+ lines: 003 L174
    #+ expect:
    #+ | chair   |
    #+ |---------|
    #+ | Belarus |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cisld.errors import InputError, UsageError
from cisld.files.parse import read
from cisld.rdf.names import nearest
from cisld.sparql.parameter import TYPES, Parameter
from cisld.sparql.tokens import tokens

_ENTRY = re.compile(r"(param\s+)?([\w-]+):(?:\s+(.*))?\Z")
_PARAMETER = re.compile(r'(\w+)(?:\s+"([^"]*)")?(?:\s+=\s+(.+))?\Z')


@dataclass(frozen=True)
class Saved:
    """Hold a query with what its header says; `expect` is the answer for the defaults, in Markdown."""

    name: str
    text: str
    file: str = "query"
    title: str = ""
    description: str = ""
    lines: str = ""
    parameters: tuple[Parameter, ...] = ()
    expect: tuple[str, ...] = ()
    expect_count: int | None = None


def query(text: str, name: str = "query", file: str = "query") -> Saved:
    r"""Return the query that a text holds; `file` stands for its place in errors.

    Raises InputError CIS214 for a header line that cannot be read, and for a parameter that the query never uses.

    >>> query('#+ title: All?\n#+ param s: iri "the thing" = ex:a\nASK { ?s ?p ?o }').parameters[0].default
    'ex:a'
    """
    saved = Saved(name, text, file)
    for number, line, more in _entries(text):
        saved = _taken(saved, line, more, f"{file}:{number}:1")
    used = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    for parameter in saved.parameters:
        if parameter.name not in used:
            what = f"The parameter {parameter.name} is declared, but ?{parameter.name} is not in the query."
            raise InputError("CIS214", what, "Use it or remove it.", file)
    return saved


def load(path: Path, file: str | None = None) -> Saved:
    """Return the saved query of a file, named by the file's stem. Raises InputError CIS001 to CIS003, CIS214."""
    file = file or str(path)
    return query(decode(read(path), file), path.stem, file)


def decode(data: bytes, file: str) -> str:
    """Return the text of bytes in UTF-8, with or without a byte order mark; InputError CIS002 otherwise."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", file) from None


def files(folders: Iterable[Path], without: Iterable[Path] = ()) -> dict[str, Path]:
    """Return the files *.rq of the folders by their names, sorted; two of one name are an InputError CIS214."""
    left = {path.resolve() for path in without}
    found: dict[str, Path] = {}
    for path in sorted(path for folder in folders for path in _queries(folder) if path.resolve() not in left):
        if path.stem in found:
            what = f'A second query of the name "{path.stem}"; the first is {found[path.stem]}.'
            raise InputError("CIS214", what, "Rename one.", str(path))
        found[path.stem] = path
    return dict(sorted(found.items()))


def pick(name: str, found: dict[str, Path]) -> Path:
    """Return the file of the saved query of a name; UsageError CIS210 with the nearest name otherwise."""
    if name in found:
        return found[name]
    like = nearest(name, list(found))
    hint = f'Did you mean "{like}"? ' if like else ""
    raise UsageError("CIS210", f'There is no saved query "{name}".', f"{hint}`cisld query --list` shows all.")


def _queries(folder: Path) -> Iterator[Path]:
    yield from [folder] if folder.is_file() else folder.rglob("*.rq")


def _entries(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the header's entries: line number, first line, and what continues it (indented, or a table's row)."""
    entry: tuple[int, str, list[str]] | None = None
    for number, line in _header(text):
        if entry and (line.startswith("   ") or line.lstrip().startswith("|")):
            entry[2].append(line.strip())
        else:
            if entry:
                yield entry
            entry = (number, line.strip(), [])
    if entry:
        yield entry


def _header(text: str) -> Iterator[tuple[int, str]]:
    """Yield the header's lines with their numbers; plain comments and empty lines may stand between them."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#+"):
            yield number, line[2:].rstrip()
        elif line.strip() and not line.startswith("#"):
            return


def _taken(saved: Saved, line: str, more: list[str], where: str) -> Saved:
    """Return the query with one more entry of its header taken in."""
    found = _ENTRY.match(line)
    if not found:
        raise _unreadable(f'"{line[:80]}" is not a line of a header.', "Write #+ key: value.", where)
    key, value = found[2], [found[3] or "", *more]
    if found[1]:
        return _parameter(saved, key, " ".join(value).strip(), where)
    if key not in _KEYS:
        like = nearest(key, list(_KEYS))
        todo = f'Did you mean "{like}"?' if like else f"Known are param NAME, {', '.join(_KEYS)}."
        raise _unreadable(f'"{key}" is not a key of a header.', todo, where)
    return _KEYS[key](saved, value, where)


def _parameter(saved: Saved, name: str, value: str, where: str) -> Saved:
    found = _PARAMETER.match(value)
    if not found:
        todo = 'Write #+ param NAME: TYPE "what it is" = DEFAULT.'
        raise _unreadable(f'"{value[:80]}" declares no parameter.', todo, where)
    type, help, default = found.groups()
    if type not in TYPES:
        raise _unreadable(f'"{type}" is not a type of parameter.', f"Types are {', '.join(TYPES)}.", where)
    if name in [parameter.name for parameter in saved.parameters]:
        raise _unreadable(f"The parameter {name} is declared twice.", "Remove one.", where)
    declared = Parameter(name, type, help or "", default and default.strip())
    return replace(saved, parameters=(*saved.parameters, declared))


def _words(key: str) -> Callable[[Saved, list[str], str], Saved]:
    def take(saved: Saved, value: list[str], where: str) -> Saved:
        words: dict[str, Any] = {key: " ".join(value).strip()}
        return replace(saved, **words)

    return take


def _expect(saved: Saved, value: list[str], where: str) -> Saved:
    return replace(saved, expect=tuple(line for line in value if line))


def _count(saved: Saved, value: list[str], where: str) -> Saved:
    if not re.fullmatch(r"\d{1,9}", value[0], re.ASCII) or value[1:]:
        raise _unreadable(f'"{value[0][:80]}" is not a count.', "Write a number of rows.", where)
    return replace(saved, expect_count=int(value[0]))


def _unreadable(what: str, todo: str, where: str) -> InputError:
    return InputError("CIS214", what, todo, where)


_KEYS: dict[str, Callable[[Saved, list[str], str], Saved]] = {
    "title": _words("title"),
    "description": _words("description"),
    "lines": _words("lines"),
    "expect": _expect,
    "expect-count": _count,
}
"""Each key of a header with the function that takes its value."""


def differences(saved: Saved, got: Sequence[str], ordered: bool) -> list[str]:
    r"""Return how an answer in Markdown differs from the expected one: `- ` for what is missing, `+ ` for what is new.

    Rows are compared in their order only if the query has an ORDER BY.

    >>> differences(query("#+ expect: true\nASK {}"), ["false"], False)
    ['- true', '+ false']
    """
    found = []
    if saved.expect_count is not None and saved.expect_count != len(_rows(got)):
        found += [f"- {saved.expect_count} rows", f"+ {len(_rows(got))} rows"]
    if saved.expect:
        found += _compared([_spaced(line) for line in saved.expect], [_spaced(line) for line in got], ordered)
    return found


def _rows(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()][2:] if lines and lines[0].startswith("|") else list(lines)


def _spaced(line: str) -> str:
    """Return a row of a Markdown table with its columns' padding taken out."""
    if re.fullmatch(r"[|\s:-]+", line) and "-" in line:
        return "|" + "-|" * (line.count("|") - 1)
    return re.sub(r"\s*(?<!\\)\|\s*", " | ", line).strip()


def _compared(expected: list[str], got: list[str], ordered: bool) -> list[str]:
    if (expected == got) if ordered else (sorted(expected) == sorted(got)):
        return []
    missing, new = list(expected), []
    for line in got:
        if line in missing:
            missing.remove(line)
        else:
            new.append(line)
    if not missing and not new:
        return ["the rows stand in another order"]
    return [*(f"- {line}" for line in missing), *(f"+ {line}" for line in new)]
