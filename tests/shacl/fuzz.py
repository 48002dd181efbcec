"""Fuzzing of `cisld validate`: seeds in, damaged shapes and data out, and what the verb says of them.

    python -m tests.shacl.fuzz 100000 --seed 1

validates so many inputs in processes of 1,000 each, prints each that gives a traceback, a fault (exit 4) or no end
within ten seconds, and keeps in corpus.jsonl one for each error code, and each component, that was named; test_fuzz.py
validates these again.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cisld.cli import run
from tests.conftest import ROOT
from tests.shacl.graphs import PREFIXES
from tests.shacl.test_hostile import REFUSED

CORPUS = Path(__file__).with_name("corpus.jsonl")
SECONDS, CHUNK, LONGEST = 10, 1_000, 6_000
FORMATS = ("text", "full", "json", "sarif", "junit", "github", "codequality", "markdown", "html", "turtle")
DATA = (
    PREFIXES
    + """
ex:a a ex:T ; ex:p 1 , "x"@en , ex:b ; ex:q "2020-01-01"^^xsd:date , [ ex:p ( 1 2 ) ] .
ex:b a ex:U ; ex:p "long text" , 2.50 , 1e3 , true ; ex:r ex:a .
ex:U rdfs:subClassOf ex:T . ex:c ex:r <http://example.org/d%20> , "tab\\t" .
"""
)
SHAPES = (
    PREFIXES
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:targetNode ex:c ; sh:targetSubjectsOf ex:q ; sh:targetObjectsOf ex:r ;
  sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 2 ; sh:datatype xsd:integer ; sh:message "m {?value}"@en ] ;
  sh:property [ sh:path ( ex:r [ sh:inversePath ex:p ] ) ; sh:class ex:T ; sh:nodeKind sh:IRI ; sh:severity sh:Info ] ;
  sh:property [ sh:path [ sh:zeroOrMorePath ex:r ] ; sh:in ( ex:a ex:b 1 ) ; sh:hasValue ex:a ] ;
  sh:property [ sh:path ex:q ; sh:pattern "^2[0-9]+" ; sh:flags "i" ; sh:minLength 2 ; sh:languageIn ( "en" ) ] ;
  sh:property [ sh:path ex:p ; sh:minInclusive 1 ; sh:maxExclusive 3 ; sh:lessThan ex:q ; sh:uniqueLang true ] ;
  sh:property [ sh:path ex:r ; sh:qualifiedValueShape [ sh:class ex:U ] ; sh:qualifiedMinCount 1 ] ;
  sh:or ( [ sh:class ex:U ] [ sh:not [ sh:class ex:V ] ] ) ; sh:xone ( [ sh:closed true ] [ sh:equals ex:q ] ) ;
  sh:sparql [ sh:prefixes ex: ; sh:message "{$this} has {?value}" ;
    sh:select "SELECT $this ?value { $this ex:p ?value FILTER(isLiteral(?value)) }" ] .
"""
)
TOKENS = """
sh:minCount sh:maxCount sh:path sh:node sh:property sh:not sh:and sh:or sh:xone sh:in sh:class sh:datatype sh:closed
sh:ignoredProperties sh:inversePath sh:alternativePath sh:oneOrMorePath sh:zeroOrOnePath sh:pattern sh:flags sh:disjoint
sh:equals sh:lessThanOrEquals sh:hasValue sh:deactivated sh:severity sh:SPARQLTarget sh:js sh:rule sh:target sh:ask
sh:construct sh:select sh:prefixes sh:declare sh:message ex:S ex:T ex:a _:b rdf:nil rdf:first rdf:rest rdf:type a true
owl:imports owl:sameAs false ( ) [ ] ; , . 1 -1 0 1e999 "" "x"@en "x"@e-n-x "{?value}" " "(" "(a+)+$" "[z-a]" "\\\\p{L}"
\"\"\" ' ''' "\\u0000" "INF"^^xsd:double "99999999999999999999999"^^xsd:integer "-0001-02-30"^^xsd:date
"24:00:00"^^xsd:time "P1Y"^^xsd:duration "<b>"^^rdf:XMLLiteral "x"^^ex:unknown <relative> <\\u0020> GRAPH \ufeff \x00
\x1b[31m \u202e \r\n #
"""
WORDS = [
    *TOKENS.split(),
    '"SELECT $this WHERE { $this ?p ?o FILTER NOT EXISTS { ?o ?q $this } }"',
    '"ASK { $this $PATH $value }"',
    "<< ex:a ex:p ex:b >>",
    "<http://a b>",
    "@base <http://e.org/> .",
    "@prefix sh: <http://other/> .",
    "# cisld: ignore S because",
    "# cisld: ignore",
    "[" * 200,
    "( " * 200,
]


@dataclass(frozen=True)
class Outcome:
    """Hold what the verb did with an input: its exit code, and the codes and components that it named."""

    exit: int
    named: tuple[str, ...]


Mutation = Callable[[random.Random, bytes], bytes]


def _cut(chance: random.Random, text: bytes) -> bytes:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.choice((1, 2, 5, 20, 200)) :]


def _flip(chance: random.Random, text: bytes) -> bytes:
    place = chance.randrange(len(text) or 1)
    return text[:place] + bytes([chance.randrange(256)]) + text[place + 1 :]


def _insert(chance: random.Random, text: bytes) -> bytes:
    place = chance.choice([match.start() for match in re.finditer(rb"\s", text)] or [0])
    return text[:place] + b" " + chance.choice(WORDS).encode() + b" " + text[place:]


def _swap(chance: random.Random, text: bytes) -> bytes:
    """Put a word in the place of another."""
    found = [match.span() for match in re.finditer(rb"[^\s;,.()\[\]]+", text)]
    start, end = chance.choice(found or [(0, 0)])
    other = chance.choice(found or [(0, 0)])
    word = text[slice(*other)] if chance.random() < 0.4 else chance.choice(WORDS).encode()
    return text[:start] + word + text[end:]


def _repeat(chance: random.Random, text: bytes) -> bytes:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.choice((1, 10, 100))]
    place = chance.randrange(len(text) + 1)
    return text[:place] + piece * chance.choice((1, 1, 3, 30)) + text[place:]


MUTATIONS: tuple[tuple[Mutation, int], ...] = ((_swap, 6), (_insert, 3), (_cut, 2), (_repeat, 2), (_flip, 1))


def inputs(seed: int, count: int) -> Iterator[tuple[bytes, bytes, str]]:
    """Yield pairs of shapes and data, damaged in one or a few places, with a format for the report."""
    chance = random.Random(seed)
    pairs = [(SHAPES.encode(), DATA.encode())]
    pairs += [((PREFIXES + shapes).encode(), DATA.encode()) for shapes, _ in REFUSED.values()]
    for _ in range(count):
        shapes, data = chance.choice(pairs) if chance.random() < 0.3 else pairs[0]
        if chance.random() < 0.75:
            shapes = damaged(chance, shapes)
        if chance.random() < 0.4:
            data = damaged(chance, data)
        yield shapes, data, chance.choice(FORMATS)


def damaged(chance: random.Random, text: bytes) -> bytes:
    """Return a text changed in one to four places."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        mutation = chance.choices(*zip(*MUTATIONS, strict=True))[0]
        text = mutation(chance, text)[:LONGEST]
    return text


def outcome(folder: Path, shapes: bytes, data: bytes, format: str) -> Outcome:
    """Validate one pair in this process; an exception that the verb lets through is raised."""
    (folder / "shapes.ttl").write_bytes(shapes)
    (folder / "data.ttl").write_bytes(data)
    arguments = ["validate", "-s", str(folder / "shapes.ttl"), str(folder / "data.ttl"), "-f", format]
    out, err = io.BytesIO(), io.BytesIO()
    streams = [
        io.TextIOWrapper(buffer, "utf-8", errors="backslashreplace", write_through=True) for buffer in (out, err)
    ]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = run(arguments)
    said, told = out.getvalue().decode(), err.getvalue().decode()
    if code > 3 or "Traceback" in told or (code > 1 and told.count("\n") != 1):
        raise AssertionError(f"exit {code}: {told[:500]}")
    named = re.findall(r"\w+(?=ConstraintComponent)", said) if code == 1 else re.findall(r"CIS\d{3}", told)
    return Outcome(code, tuple(sorted(set(named))))


def corpus() -> list[tuple[bytes, bytes, str, Outcome]]:
    """Return the inputs that are kept, each with its format and outcome."""
    if not CORPUS.is_file():
        return []
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="ascii").splitlines()]
    return [
        (
            row["shapes"].encode("latin-1"),
            row["data"].encode("latin-1"),
            row["format"],
            Outcome(row["exit"], tuple(row["named"])),
        )
        for row in rows
    ]


def line(shapes: bytes, data: bytes, format: str, found: Outcome) -> str:
    """Return the line of the corpus for an input; a byte is a character of Latin-1."""
    texts = {"shapes": shapes.decode("latin-1"), "data": data.decode("latin-1")}
    return json.dumps({**texts, "format": format, "exit": found.exit, "named": found.named}) + "\n"


def _chunk(seed: int, count: int) -> None:
    """Validate inputs in this process; print a line of JSON for the first of each outcome and for each fault."""
    os.environ["CISLD_TRACEBACK"] = "1"
    seen: set[Outcome] = set()
    with tempfile.TemporaryDirectory() as name:
        for shapes, data, format in inputs(seed, count):
            faulthandler.dump_traceback_later(SECONDS, exit=True)
            try:
                found = outcome(Path(name), shapes, data, format)
            except BaseException as error:
                fault = f"{type(error).__name__}: {error}"
                print(json.dumps({"fault": fault, "input": line(shapes, data, format, Outcome(4, ()))}), flush=True)
                continue
            if found not in seen:
                seen.add(found)
                print(line(shapes, data, format, found), end="", flush=True)
    faulthandler.cancel_dump_traceback_later()


def _run(count: int, seed: int) -> None:
    kept = {name for _, _, _, found in corpus() for name in _news(found)}
    faults = 0
    for number in range(0, count, CHUNK):
        part = [sys.executable, "-m", "tests.shacl.fuzz", str(min(CHUNK, count - number)), "--seed", f"{seed + number}"]
        done = subprocess.run([*part, "--here"], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            faults += 1
            print(f"seed {seed + number}: exit {done.returncode}\n{done.stderr[-3000:]}", flush=True)
        for text in done.stdout.splitlines(keepends=True):
            row = json.loads(text)
            if "fault" in row:
                faults += 1
                print(text, flush=True)
            elif not _news(found := Outcome(row["exit"], tuple(row["named"]))) <= kept:
                kept |= _news(found)
                with CORPUS.open("a", encoding="ascii") as out:
                    out.write(text)
    print(f"{count} inputs, {faults} faults, {len(corpus())} inputs in the corpus", flush=True)


def _news(found: Outcome) -> set[tuple[int, str]]:
    """Return what makes an input worth keeping: each name with its exit code."""
    return {(found.exit, name) for name in (*found.named, "")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true")
    given = parser.parse_args()
    if given.here:
        _chunk(given.seed, given.count)
    else:
        _run(given.count, given.seed)
