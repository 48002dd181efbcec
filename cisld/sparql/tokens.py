"""Tokens: the text of a query in, its tokens with their places out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
  | (?P<iri><(?![?$])(?:[^\x00-\x20<>"{}|^`\\] | \\[uU][0-9A-Fa-f]{4,8})*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\] | \\.))*+\"{3} | '{3}(?:'{0,2}(?:[^'\\] | \\.))*+'{3}
             | "(?:[^"\\\r\n] | \\.)*+" | '(?:[^'\\\r\n] | \\.)*+')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
  | (?P<name>(?:[^\W\d_][\w-]{0,100}(?:\.[\w-]{1,100}){0,8})?
             :(?:(?:[\w:] | %[0-9A-Fa-f]{2} | \\.)(?:\.*(?:[\w:·-] | %[0-9A-Fa-f]{2} | \\.))*)?)
  | (?P<number>(?:\d+(?:\.\d+)? | \.\d+)(?:[eE][+-]?\d+)?)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>\^\^ | && | \|\| | != | <= | >= | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """Hold one token of SPARQL: its kind, its text and where in the query it starts."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The token in capitals if it is a bare word, else nothing."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def mark(self) -> str:
        """The token if it is punctuation or an operator, else nothing."""
        return self.text if self.kind == "mark" else ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query without white space and comments, each in time linear in its length.

    SPARQL 1.1 Query 19.8, https://www.w3.org/TR/sparql11-query/#sparqlGrammar

    >>> [token.kind for token in tokens("SELECT ?s { ?s a <http://e/> # end")]
    ['word', 'variable', 'mark', 'variable', 'word', 'iri']
    """
    found = _TOKEN.finditer(text)
    return [Token(item.lastgroup or "", item[0], item.start()) for item in found if item.lastgroup != "space"]


def unescape(text: str) -> str:
    r"""Return the text with its codepoint escapes resolved, as the grammar wants before anything else.

    SPARQL 1.1 Query 19.2, https://www.w3.org/TR/sparql11-query/#codepointEscape

    >>> unescape(r"SERVI\u0043E")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def place(text: str, offset: int, name: str) -> str:
    r"""Return `name:line:column` of a place in a query.

    >>> place("ASK\n{}", 4, "a.rq")
    'a.rq:2:1'
    """
    return f"{name}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def outside_data(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that are not in a block of VALUES, whose size costs the planner nothing."""
    waiting = inside = False
    for token in found:
        if token.keyword == "VALUES":
            waiting = True
        elif waiting and token.mark == "{":
            waiting, inside = False, True
        elif inside and token.mark == "}":
            inside = False
        elif not (waiting or inside):
            yield token


def form(found: Sequence[Token]) -> Token | None:
    """Return the first token after the prologue, which names the query form; None if there is none.

    >>> form(tokens("PREFIX e: <http://e/> ASK {}")).text
    'ASK'
    """
    rest = iter(found)
    for token in rest:
        if token.keyword not in ("PREFIX", "BASE", "VERSION"):
            return token
        for _ in range(2 if token.keyword == "PREFIX" else 1):
            next(rest, None)
    return None


def declared(found: Sequence[Token]) -> set[str]:
    """Return the prefixes that the query's prologue declares.

    >>> declared(tokens("PREFIX e: <http://e/> ASK {}"))
    {'e'}
    """
    return {name.text.partition(":")[0] for token, name in pairwise(found) if token.keyword == "PREFIX"}


def star(found: Sequence[Token]) -> list[str]:
    """Return the variables of a SELECT * by first appearance, as its reader expects its columns; else nothing.

    >>> star(tokens("SELECT * { ?s ?p ?o }"))
    ['s', 'p', 'o']
    """
    first = form(found)
    rest = [token for token in found if first and first.keyword == "SELECT" and token.start > first.start]
    if "*" not in [token.mark for token in rest[:2]]:
        return []
    return list(dict.fromkeys(token.text[1:] for token in rest if token.kind == "variable"))


def ordered(found: Sequence[Token]) -> bool:
    """Say whether the outermost query has an ORDER BY.

    >>> ordered(tokens("SELECT * { ?s ?p ?o } ORDER BY ?s"))
    True
    >>> ordered(tokens("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }"))
    False
    """
    depth = 0
    for token in found:
        depth += (token.mark == "{") - (token.mark == "}")
        if depth == 0 and token.keyword == "ORDER":
            return True
    return False
