"""Fixes: findings and the files that they stand in, in; the same files with what is safe to mend mended, out.

Safe is: a statement that stands twice in a file goes once; a string gets the datatype that the shape asks for and its
text has; spaces that a pattern forbids go if it then fits; a language tag is written small. Names are never guessed. A
file is only given back if its comments are the same and its triples are those that were meant.
"""

from __future__ import annotations

import codecs
import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cisld.errors import InputError
from cisld.files.parse import format_of, parse
from cisld.files.positions import Triple
from cisld.files.tokens import tokens
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_blank, is_literal, literal, written
from cisld.rdf.names import XSD
from cisld.report.finding import Finding
from cisld.report.hint import retyped
from cisld.report.lint import Text, capital_tags, declarations, repeats, texts
from cisld.report.place import shown
from cisld.report.removal import removal
from cisld.report.rule import component_name, parameter_values
from cisld.shacl import Result
from cisld.shacl.pattern import Pattern, PatternError

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Edit:
    """A piece of a text to replace, the triple that it says, and the object that it will say, if it says any."""

    start: int
    end: int
    new: str
    triple: Key | None = None
    object: str | None = None


@dataclass(frozen=True)
class Mended:
    """A file before and after, and how many edits were made."""

    path: Path
    old: str
    new: str
    edits: int

    @property
    def data(self) -> bytes:
        """The bytes to write, with the byte order mark that the file has."""
        mark = codecs.BOM_UTF8 if self.path.read_bytes().startswith(codecs.BOM_UTF8) else b""
        return mark + self.new.encode()

    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.old, self.new))
        lines = difflib.unified_diff(before, after, str(shown(self.path)), f"{shown(self.path)} (mended)")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def mend(found: Iterable[Finding], paths: Iterable[Path], shapes: Columns) -> list[Mended]:
    """Return the files in which something is mended."""
    every = list(texts(paths))
    wanted: dict[Path, list[Edit]] = {text.path: [] for text in every}
    by_name = {str(shown(text.path)): text for text in every}
    for finding in found:
        if finding.place and finding.result and (text := by_name.get(finding.place.path)):
            wanted[text.path] += _edits(finding, text, shapes)
    for text in every:
        for _, triple, _ in repeats([text]):
            wanted[text.path] += _unrepeated(text, triple)
        tags = capital_tags(text)
        wanted[text.path] += (Edit(tag.start, tag.start + len(tag.text), tag.text.lower()) for tag in tags)
    return [done for text in every if (done := _mended(text, wanted[text.path]))]


def _mended(text: Text, edits: Sequence[Edit]) -> Mended | None:
    """Return a file with its edits, all at once or, if they do not go together, those that go one by one."""
    apart = _apart(edits)
    if apart and (new := checked(text, apart)):
        return Mended(text.path, text.text, new, len(apart))
    good = [edit for edit in apart if checked(text, [edit])]
    new = checked(text, good) if good else None
    return Mended(text.path, text.text, new, len(good)) if new else None


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits in the order of the text, without those that reach into one before."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.new)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def checked(text: Text, edits: Sequence[Edit]) -> str | None:
    """Return the text with edits made, or None if it then says anything but what the edits mean."""
    new = text.text
    for edit in reversed(edits):
        new = new[: edit.start] + edit.new + new[edit.end :]
    meant = _triples(text, text.text)
    for edit in edits:
        if edit.triple:
            meant[_blurred(edit.triple)] -= 1
            meant.update([_blurred((*edit.triple[:2], edit.object))] if edit.object else ())
    try:
        same = +meant == _triples(text, new) and _comments(text.text) == _comments(new)
    except InputError:
        return None
    return new if same and new != text.text else None


def _triples(text: Text, content: str) -> Counter[tuple[str, ...]]:
    base = text.path.resolve().as_uri()
    every = parse(content.encode(), format_of(text.path), str(text.path), base)
    return Counter(_blurred((str(quad.subject), str(quad.predicate), str(quad.object))) for quad in every)


def _blurred(triple: Key) -> tuple[str, ...]:
    return tuple("_:" if is_blank(term) else term for term in triple)


def _comments(content: str) -> Counter[str]:
    return Counter(token.text for token in tokens(content) if token.kind == "comment")


def _unrepeated(text: Text, triple: Triple) -> Iterator[Edit]:
    span = removal(text, triple.at_object)
    if span:
        yield Edit(*span, "", triple[:3])


def _edits(finding: Finding, text: Text, shapes: Columns) -> Iterator[Edit]:
    """Yield the edit of a finding whose value is a literal at its place."""
    result, place = finding.result, finding.place
    if result is None or place is None or not is_literal(result.value or "_"):
        return
    change = _CHANGES.get(component_name(result.component))
    offset = text.offset(place)
    number = bisect_left(text.tokens, offset, key=lambda token: token.start)
    if change and number < len(text.tokens) and text.tokens[number].start == offset:
        yield from change(result, text, number, shapes)


def _typed(result: Result, text: Text, number: int, shapes: Columns) -> Iterator[Edit]:
    token, meant = text.tokens[number], retyped(result, shapes)
    if not meant or token.kind not in ("string", "long") or text.tokens[number + 1].kind in ("at", "datatype"):
        return
    datatype = literal(meant).datatype
    before = [item for item in declarations(text.tokens) if item[2] < token.start]
    latest = {prefix: space for prefix, space, _ in before}
    prefix = next((prefix for prefix, space in latest.items() if space == XSD), None)
    name = f"<{datatype}>" if prefix is None else f"{prefix}:{datatype.removeprefix(XSD)}"
    end = token.start + len(token.text)
    yield Edit(end, end, f"^^{name}", _triple(result), meant)


def _trimmed(result: Result, text: Text, number: int, shapes: Columns) -> Iterator[Edit]:
    token, parts = text.tokens[number], literal(result.value or "")
    meant = _single_spaced(parts.lexical)
    if token.kind != "string" or "\\" in token.text or meant == parts.lexical:
        return
    if _fits(meant, result, shapes):
        mark = token.text[0]
        new = written(meant, parts.datatype, parts.language)
        yield Edit(
            token.start,
            token.start + len(token.text),
            f"{mark}{_single_spaced(token.text[1:-1])}{mark}",
            _triple(result),
            new,
        )


def _single_spaced(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


def _fits(text: str, result: Result, shapes: Columns) -> bool:
    patterns = [literal(each).lexical for each in parameter_values(result, "pattern", shapes)]
    flags = "".join(literal(each).lexical for each in parameter_values(result, "flags", shapes))
    try:
        return not any(Pattern(pattern, flags).missing([text]) for pattern in patterns)
    except PatternError:
        return False


def _triple(result: Result) -> Key | None:
    """Return the triple that ends in the value; only a path of one predicate tells it."""
    predicate = result.path.predicate if result.path else ""
    return (result.focus, predicate, result.value or "") if predicate else None


_CHANGES: dict[str, Callable[[Result, Text, int, Columns], Iterator[Edit]]] = {
    "Datatype": _typed,
    "Pattern": _trimmed,
}
"""What is changed for a finding of a component."""
