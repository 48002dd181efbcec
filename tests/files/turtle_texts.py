"""Texts of Turtle for tests: snippets that show every form of the grammar, mutations of them, and made documents."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import strategies as st

PROLOGUE = "@prefix : <http://e/> .\n@prefix x: <http://e/x#> .\n"
SNIPPETS = [
    "# head\n\n@prefix : <http://e/> . # kept\nPREFIX un: <http://un/>\n@base <http://b/> .\n<r> :p </s>, <#t> .",
    ":a a :B ; # behind\n  # before\n  :p 1 , # one\n     2 ; ; :q 1.5, -.5e3 . # end\n# foot",
    ":a :p [ # open\n  :q ( 1 # i\n  ( [] 2 ) ) ; :r [ :s true ] ] , [] , () .\n[ :u :v ] :w [ ] . [ :only 'x' ] .",
    '_:a.b :p \'\'\'long """\n\\u0041\\tend\\\\\'\'\' , """a"b""c\n\\"""" , "" , \'\' , \'q"q\'@en-GB , \'1\'^^x:d .',
    ":a%20b :p\\~q x:a.b.c , :\\(x\\) , ::y:z , : ; :\u00e9\u0436 '\u0416\\U0001F600'@be\r\n.\r\n:a\t:p '\\r' .",
    '( 1 2 ) :p ( ) .\n:dup :p 1 . :dup :p 1, 01 .\n<http://e/x#full> <http://e/\\u0041> "\\b\\f\\u202e" .',
    "base <http://c/d/>\nprefix : <e#>\n:a :p <../f> , <?q> , <//h/i> .\n:A :p 1.\n:a :p :b.",
]
_PARTS = [
    "[",
    "]",
    "(",
    ")",
    ".",
    ";",
    ",",
    "#",
    "\n",
    "\r",
    '"',
    "'",
    '"""',
    "\\",
    "\\u",
    "@",
    "@prefix",
    "^^",
    "<",
    ">",
]
_PARTS += [
    ":",
    "_:",
    "a",
    "-",
    "1",
    ".5",
    "e3",
    "%",
    "\x00",
    "\ufeff",
    "\u0416",
    "\U0001f600",
    "<<",
    "{|",
    "}",
    " ",
    "BASE",
]


def mutations(count: int, seed: int = 1) -> Iterator[str]:
    """Yield texts that are nearly Turtle, always the same ones."""
    chance = random.Random(seed)
    for _ in range(count):
        text = PROLOGUE + chance.choice(SNIPPETS) if chance.random() < 0.9 else chance.choice(SNIPPETS)
        for _ in range(chance.randint(1, 2)):
            at, to = sorted(chance.randint(0, len(text)) for _ in range(2))
            middle = chance.choice(
                [chance.choice(_PARTS), "", text[at:to][::-1], text[at:to] * 2, chance.choice(_PARTS) + text[at:to]]
            )
            text = text[:at] + middle + (text[to:] if chance.random() < 0.7 else text[at:])
        yield text


_space = st.sampled_from(
    [" ", "\n", "\t", "\r\n", "  ", " # note\n", "\n# line\n", "\n\n# apart\n\n", " #\u0416 \t\r\n", "\n\n"]
)
_iri = st.sampled_from(
    [":a", ":b", ":c", "x:d", "x:e.f", "<http://e/x#g>", "<http://f/>", "<http://e/h/i>", ":%4a", ":j\\~"]
)
_blank = st.sampled_from(["_:k", "_:l", "_:at1"])
_lexical = st.text(st.sampled_from("ab\"'\\\n\r\t\u0416\U0001f600\u202e\x01 #.;"), max_size=6)


def _escaped(text: str, quote: str) -> str:
    table = {"\\": "\\\\", quote[0]: "\\" + quote[0], "\r": "\\r", "\n": "\\n" if len(quote) == 1 else "\n"}
    return quote + "".join(table.get(letter, letter) for letter in text) + quote


_string = st.builds(_escaped, _lexical, st.sampled_from(['"', "'", '"""', "'''"]))
_tail = st.sampled_from(["", "", "@en", "@be-tarask", "^^x:dt", "^^<http://www.w3.org/2001/XMLSchema#integer>"])
_literal = st.builds(str.__add__, _string, _tail)
_short = st.sampled_from(["1", "-01", "1.50", ".5", "1e3", "1.E-3", "true", "false", "()", "[]"])
_simple = _iri | _blank | _literal | _short


@st.composite
def _facts(draw: st.DrawFn, objects: st.SearchStrategy[str]) -> str:
    """A predicate-object list, with lists of objects and spaces everywhere."""
    pairs = []
    for _ in range(draw(st.integers(1, 3))):
        gap = draw(_space)
        values = draw(st.lists(objects, min_size=1, max_size=3))
        predicate = draw(st.sampled_from(["a", ":p", "x:q", "<http://e/p>"]))
        pairs.append(predicate + gap + f"{draw(_space)},{draw(_space)}".join(values))
    end = draw(st.sampled_from(["", " ;", "\n; ;"]))
    return f"{draw(_space)};{draw(_space)}".join(pairs) + end


@st.composite
def _nested(draw: st.DrawFn, objects: st.SearchStrategy[str]) -> str:
    if draw(st.booleans()):
        return f"[{draw(_space)}{draw(_facts(objects))}{draw(_space)}]"
    return f"({draw(_space)}{draw(_space).join(draw(st.lists(objects, max_size=4)))}{draw(_space)})"


_object = st.recursive(_simple, _nested, max_leaves=8)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A valid Turtle document with comments, white space and line ends of every kind."""
    parts = [draw(st.sampled_from(["", "\ufeff", "# head\n", "\n# head\n\n# more\n"])), PROLOGUE]
    for _ in range(draw(st.integers(0, 4))):
        subject = draw(_iri | _blank | _nested(_simple).filter(lambda text: len(text) > 3))
        parts.append(f"{draw(_space)}{subject}{draw(_space)}{draw(_facts(_object))}{draw(_space)}.")
        if draw(st.integers(0, 5)) == 0:
            parts.append(
                draw(_space) + draw(st.sampled_from(["@prefix y: <http://y/> . # why\n", "PREFIX x: <http://z/>\n"]))
            )
    return "".join(parts) + draw(_space)
