"""Draw by lot the facts of a chapter that a second reader compares with the text, and print them with their lines.

`python tools/lot.py 004 3 texts/004.txt` draws 15 of 100, at least 12, of what chapter 3 attests: the same at each call
while the data stay the same. Conflicts of the chapter are printed whole.
"""

from __future__ import annotations

import math
import random
import re
import sys
from pathlib import Path

import pyoxigraph as ox

from cisld.files.project import load
from cisld.graph.sources import Attestation, attestations, number_of, value_of
from cisld.graph.store import fill
from cisld.rdf.names import Prefixes

ROOT = Path(__file__).resolve().parents[1]
SHARE, LEAST = 0.15, 12


def main(book: str, chapter: int, text: Path) -> None:
    """Print the lot of one chapter."""
    project = load(ROOT)
    facts = sorted((ROOT / "data" / "facts" / f"b{book}").glob(f"ch{chapter:02}*.ttl"))
    conflicts = sorted((ROOT / "data" / "conflicts").glob(f"b{book}-ch{chapter:02}*.ttl"))
    store = fill(
        path for path in project.files("data") if "derived" not in path.parts or path.name.startswith("segments")
    )
    mine = {value_of(quad.subject) for quad in fill(facts)}
    attested: dict[str, list[Attestation]] = {}
    for each in attestations(store):
        for fact in each.facts:
            attested.setdefault(fact, []).append(each)
    pool = sorted(fact for fact, found in attested.items() if any(each.iri in mine for each in found))
    drawn = random.Random(f"{book}-{chapter}").sample(pool, min(len(pool), max(LEAST, math.ceil(SHARE * len(pool)))))
    lines = text.read_text(encoding="utf-8").split("\n")
    print(f"# book {book}, chapter {chapter}: {len(drawn)} of {len(pool)} facts\n")
    for fact in sorted(drawn, key=lambda fact: _first(attested[fact], book)):
        print(_told(store, project.prefixes, fact))
        for each in sorted(attested[fact], key=str):
            print(f"    attested {each}: {' | '.join(each.printed)}")
        for number in sorted({line for each in attested[fact] for line in _lines(each, book)}):
            print(f"    {number}: {lines[number - 1].strip()}")
        print()
    for path in conflicts:
        print(f"# {path.name}\n\n{path.read_text(encoding='utf-8')}")


def _first(found: list[Attestation], book: str) -> tuple[int, str]:
    return min(((_lines(each, book) or [99_999])[0], each.iri) for each in found)


def _lines(each: Attestation, book: str) -> list[int]:
    if each.span is None or number_of(each.span.book) != book:
        return []
    return list(range(each.span.first, each.span.last + 1))


def _told(store: ox.Store, prefixes: Prefixes, thing: str, depth: int = 0) -> str:
    """Return what is said of a thing, a line a statement; what hangs on it alone is told below it."""
    told = [("    " * depth) + prefixes.shorten(thing)]
    for quad in sorted(store.quads_for_pattern(ox.NamedNode(thing), None, None), key=str):
        value = prefixes.shorten(quad.object.value) if isinstance(quad.object, ox.NamedNode) else str(quad.object)
        told.append(f"{'    ' * depth}  {prefixes.shorten(quad.predicate.value)} {value}")
        if quad.predicate.value.endswith("#change"):
            told.append(_told(store, prefixes, value_of(quad.object), depth + 1))
    if depth == 0:
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(thing)):
            if re.search("#(inDocument|stepOf)$", quad.predicate.value):
                told += _told(store, prefixes, value_of(quad.subject), 1).split("\n")
    return "\n".join(told)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
