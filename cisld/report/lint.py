"""Lint: data files and notes about shapes in, warnings that no shape gives out: repeats, prefixes, idle shapes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cisld.files.parse import read
from cisld.files.positions import GRAPHS, Place, Triple, triples
from cisld.files.tokens import NEWLINE, Token, decode, tokens
from cisld.rdf.names import Prefixes
from cisld.report.finding import Finding
from cisld.report.place import Whereabouts, shown
from cisld.report.words import plain, shortened

_DIRECTIVES = ("@prefix", "prefix")
_NOT_TAGS = ("@prefix", "@base")
_NAMED = re.compile(r"(<[^<>\s]*>|_:\S+) (.*)", re.DOTALL)
_GIST = (
    ("has a target that selects no node of the data.", "select no node of the data"),
    ("has no target and no shape refers to it: it checks nothing.", "have no target and check nothing"),
)


@dataclass(frozen=True)
class Text:
    """The text of a data file whose format has positions, and its tokens."""

    path: Path
    text: str
    tokens: list[Token]

    @cached_property
    def lines(self) -> list[int]:
        """The offsets at which lines begin."""
        return [0, *(newline.end() for newline in NEWLINE.finditer(self.text))]

    def place(self, offset: int) -> Place:
        """Return the place of an offset."""
        line = bisect_right(self.lines, offset)
        return Place(str(shown(self.path)), line, offset - self.lines[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return the offset of a place."""
        return self.lines[place.line - 1] + place.column - 1

    def triples(self) -> Iterator[Triple]:
        """Yield the triples with their offsets; a relative IRI is resolved as in validation."""
        graphs = GRAPHS[self.path.suffix.lower()]
        yield from triples(self.text, str(self.path), self.path.resolve().as_uri(), graphs)


def texts(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield the texts of the files whose formats have positions; InputError CIS001 to CIS009."""
    for path in paths:
        if path.suffix.lower() in GRAPHS:
            text = decode(read(path), str(path))
            yield Text(path, text, tokens(text, str(path)))


def lint(paths: Iterable[Path], prefixes: Prefixes) -> list[Finding]:
    """Return a warning for each repeated statement, each prefix with two meanings, each tag in capital letters."""
    read_once = list(texts(paths))
    return [finding for look in _LOOKS for finding in look(read_once, prefixes)]


def repeats(all_texts: Sequence[Text]) -> Iterator[tuple[Text, Triple, Place]]:
    """Yield each statement that stands in an earlier place too, with that place; nameless nodes are never the same."""
    seen: dict[tuple[str, ...], tuple[Text, int]] = {}
    for text in all_texts:
        for triple in text.triples():
            names = (triple.subject, triple.object, triple.graph)
            own = str(text.path) if any(name.startswith("_:") for name in names) else ""
            key = (own, *triple[:3], triple.graph)
            if key in seen:
                first, offset = seen[key]
                yield text, triple, first.place(offset)
            else:
                seen[key] = (text, triple.at_object)


def _repeated(all_texts: Sequence[Text], prefixes: Prefixes) -> Iterator[Finding]:
    for text, triple, first in repeats(all_texts):
        focus, way, value = (shortened(term, prefixes) for term in triple[:3])
        what = f"The statement stands at {first} already. Take one away."
        key = ("CIS072", triple.subject, triple.predicate, triple.object)
        where = text.place(triple.at_object)
        yield Finding("CIS072", "warning", plain(what), focus, way, value, at=where, key=key)


def _rebound(all_texts: Sequence[Text], prefixes: Prefixes) -> Iterator[Finding]:
    """Compare each declaration with the settings, else with the first file that declares the prefix."""
    first: dict[str, tuple[str, str]] = {prefix: (space, "in cisld.toml") for prefix, space in prefixes.items()}
    for text in all_texts:
        for prefix, space, offset in declarations(text.tokens):
            where = text.place(offset)
            other, there = first.setdefault(prefix, (space, f"at {where}"))
            if other != space:
                what = f"The prefix {prefix}: is <{space}> here and <{other}> {there}. Give one of them another name."
                key = ("CIS073", f"{prefix}:", where.path, "")
                yield Finding("CIS073", "warning", plain(what), f"{prefix}:", at=where, key=key)


def declarations(found: Sequence[Token]) -> Iterator[tuple[str, str, int]]:
    """Yield each prefix that tokens declare, its namespace as written, and the offset of the prefix."""
    for one, two, three in zip(found, found[1:], found[2:], strict=False):
        if one.text.lower() in _DIRECTIVES and two.kind == "pname" and three.kind == "iri":
            yield two.text[:-1], three.text[1:-1], two.start


def capital_tags(text: Text) -> Iterator[Token]:
    """Yield the language tags that are not in small letters, in which the parser holds them."""
    for token in text.tokens:
        if token.kind == "at" and token.text not in _NOT_TAGS and token.text != token.text.lower():
            yield token


def _capitals(all_texts: Sequence[Text], prefixes: Prefixes) -> Iterator[Finding]:
    for text in all_texts:
        for token in capital_tags(text):
            what = f"The language tag {token.text} is written with capitals. Write {token.text.lower()}."
            where = text.place(token.start)
            yield Finding("CIS075", "warning", what, at=where, key=("CIS075", token.text, where.path, ""))


_LOOKS: tuple[Callable[[Sequence[Text], Prefixes], Iterator[Finding]], ...] = (_repeated, _rebound, _capitals)


def idle(notes: Iterable[str], rules: Whereabouts, prefixes: Prefixes) -> Iterator[Finding]:
    """Yield a warning for each note about a shape, at the place of the shape."""
    for note in notes:
        found = _NAMED.match(note)
        node, what = (found[1], found[2]) if found else ("", note)
        where = rules.subject(node) if node else None
        key = ("CIS074", node, what, "")
        yield Finding(
            "CIS074", "warning", plain(shortened(what, prefixes)), shortened(node, prefixes), at=where, key=key
        )


def folded(notes: Sequence[str], prefixes: Prefixes) -> Iterator[str]:
    """Yield notes about shapes, those that say the same of many shapes in one line.

    >>> list(folded(["<e:a> has a target that selects no node of the data."] * 2, Prefixes(e="e:")))
    ['2 shapes select no node of the data: e:a, e:a']
    """
    alike: dict[str, list[str]] = {}
    for note in notes:
        found = _NAMED.match(note)
        gist = next((words for told, words in _GIST if found and found[2] == told), "")
        if gist and found:
            alike.setdefault(gist, []).append(shortened(found[1], prefixes))
        else:
            yield plain(shortened(note, prefixes))
    for gist, names in alike.items():
        yield f"{len(names)} shape{'s' * (len(names) > 1)} {gist if len(names) > 1 else _one(gist)}: {', '.join(names)}"


def _one(gist: str) -> str:
    return gist.replace("select ", "selects ").replace("have ", "has ").replace("check ", "checks ")
