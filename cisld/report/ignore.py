"""Ignores: comments such as `# cisld: ignore R060 why` in files in, the findings that they cover out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cisld.errors import InputError
from cisld.files.parse import read
from cisld.files.positions import GRAPHS, Place
from cisld.files.tokens import NEWLINE, Token, decode, tokens
from cisld.files.turtle import EXTERNAL
from cisld.files.turtle import read as read_turtle
from cisld.report.finding import Finding
from cisld.report.place import shown
from cisld.report.words import plain

MARK = b"cisld: ignore"
_COMMENT = re.compile(r"#+\s*cisld:\s*ignore\b(?:\s+(?P<rule>\S+))?(?:\s+(?P<reason>\S.*))?")


@dataclass
class Ignore:
    """A comment that asks to ignore a rule, and the lines and columns that it covers."""

    rule: str
    reason: str
    place: Place
    start: tuple[int, int]
    end: tuple[int, int]
    used: bool = False

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is of the rule and stands where the comment counts."""
        place = finding.place
        if place is None or place.path != self.place.path or not self.start <= place[1:] < self.end:
            return False
        return any(self.rule in (name, name.rpartition(":")[2]) for name in (finding.rule, finding.shape))


@dataclass(frozen=True)
class Sifted:
    """Findings that stay, those that are ignored with the reason, and findings about the comments themselves."""

    found: list[Finding] = field(default_factory=list)
    ignored: list[tuple[Finding, str]] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)


def sift(found: Sequence[Finding], paths: Iterable[Path]) -> Sifted:
    """Part findings by the comments of the files; a comment without a reason, or without an effect, is a finding."""
    ignores = [each for path in paths for each in ignores_of(path)]
    result = Sifted()
    for finding in found:
        covering = [each for each in ignores if each.reason and each.covers(finding)]
        for each in covering:
            each.used = True
        if covering:
            result.ignored.append((finding, covering[0].reason))
        else:
            result.found.append(finding)
    result.remarks.extend(filter(None, map(_remark, ignores)))
    return result


def _remark(ignore: Ignore) -> Finding | None:
    if ignore.used:
        return None
    name = plain(ignore.rule)
    code, what = ("CIS071", f"Nothing of {name} is found here. Take the comment away.")
    if not ignore.reason:
        code, what = ("CIS070", "Write the rule and the reason: `# cisld: ignore R060 why`.")
    key = (code, ignore.place.path, ignore.rule, "")
    return Finding(code, "warning", what, f"ignore {name}".strip(), at=ignore.place, key=key)


def ignores_of(path: Path) -> Iterator[Ignore]:
    """Yield the comments of a file that ask to ignore a rule; one without a name has the empty string for it."""
    data = read(path)
    if MARK not in data or path.suffix.lower() not in GRAPHS:
        return
    try:
        text = decode(data, str(path))
        yield from _Reader(text, path).ignores()
    except InputError:  # only the parser decides whether a file can be read
        return


class _Reader:
    """Know where blocks, facts and lines of a text begin, to tell what a comment stands beside."""

    def __init__(self, text: str, path: Path) -> None:
        self.text, self.path = text, str(shown(path))
        self.tokens = tokens(text, self.path)
        document = read_turtle(text, self.path, EXTERNAL, GRAPHS[path.suffix.lower()])
        self.blocks = sorted(block.start for block in document.blocks)
        self.facts = sorted({fact.at_predicate for block in document.blocks for fact in block.facts})
        self.lines = [0, *(newline.end() for newline in NEWLINE.finditer(text))]

    def ignores(self) -> Iterator[Ignore]:
        for number, token in enumerate(self.tokens):
            found = _COMMENT.match(token.text) if token.kind == "comment" else None
            if not found:
                continue
            start, end = self.span(number, token)
            where = Place(self.path, *self.position(token.start))
            yield Ignore(found["rule"] or "", found["reason"] or "", where, self.position(start), self.position(end))

    def span(self, number: int, comment: Token) -> tuple[int, int]:
        """Return the offsets that a comment counts for: beside a fact that fact, before a block the block."""
        line = self.lines[bisect_right(self.lines, comment.start) - 1]
        if self.text[line : comment.start].strip():
            return min(line, self.object(number)), comment.start
        following = next(token for token in self.tokens[number:] if token.kind != "comment").start
        if following in self.blocks:
            return following, self.next_of(self.blocks, following)
        return following, min(self.next_of(self.facts, following), self.next_of(self.blocks, following))

    def object(self, number: int) -> int:
        """Return where the last object before a comment begins, however many lines its text has."""
        last = number - 1
        while last > 0 and self.tokens[last].text in (";", ",", ".", "]", ")"):
            last -= 1
        if self.tokens[last].kind == "at":
            last -= 1
        elif last > 1 and self.tokens[last - 1].kind == "datatype":
            last -= 2
        return self.tokens[last].start

    def next_of(self, starts: list[int], offset: int) -> int:
        later = bisect_right(starts, offset)
        return starts[later] if later < len(starts) else len(self.text) + 1

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1
