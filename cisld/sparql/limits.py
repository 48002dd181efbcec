"""Limits: the text of a query in, nothing out if it may be evaluated, one clear line if not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cisld.errors import InputError
from cisld.rdf.names import nearest
from cisld.sparql.tokens import Token, declared, form, outside_data, place, tokens, unescape

FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
REFUSED = {
    "SERVICE": "SERVICE asks another server; no query may.",
    "FROM": "FROM names a graph to read, but the project's data are one graph.",
    "GRAPH": "GRAPH names a graph to match, but the project's data are one graph.",
}
"""What a query may not ask for; FROM and GRAPH would find nothing, and say nothing of it."""

_OPEN = {"{": "}", "(": ")", "[": "]"}
_UNARY = frozenset("!+-^")
_OPERATORS = frozenset(["||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "|", "^", "!", "?", "{"])
_CHAINED = frozenset(["BIND", "FILTER"])
_TERMS = frozenset(["iri", "name", "variable", "blank", "string", "number"])


@dataclass(frozen=True)
class Limits:
    """Bound a query: characters, levels of nesting, operators, triple patterns and path steps; then time and memory.

    The engine ends the process from about 1,000 levels on, and plans 200 triple patterns for 14 seconds.
    """

    length: int = 65_536
    depth: int = 100
    operators: int = 1_000
    patterns: int = 100
    seconds: float = 60.0
    megabytes: int = 2_048


def check(text: str, prefixes: Mapping[str, str], limits: Limits, name: str = "query") -> None:
    """Refuse a query that may not or should not be evaluated; nothing is evaluated here.

    The text is judged as the engine reads it and once more with its codepoint escapes resolved. Raises InputError
    CIS201 to CIS205.

    >>> check("SELECT * { ?s ?p ?o }", {}, Limits())
    >>> check("ASK { SERVICE <http://e/> {} }", {}, Limits(), "a.rq")
    Traceback (most recent call last):
    cisld.errors.InputError: a.rq:1:7: CIS204 SERVICE asks another server; no query may. Leave it out.
    """
    if len(text) > limits.length:
        raise _beyond(f"{len(text)} characters", limits.length, "Shorten it.", name)
    for reading in dict.fromkeys((text, unescape(text))):
        found = tokens(reading)
        _refuse(found, reading, name)
        _measure(found, reading, limits, name)
    found = tokens(text)
    _refuse_form(form(found), text, name)
    _refuse_brackets(found, text, name)
    _refuse_prefixes(found, prefixes, text, name)


def _refuse(found: Sequence[Token], text: str, name: str) -> None:
    for token in found:
        if token.keyword in REFUSED:
            raise InputError("CIS204", REFUSED[token.keyword], "Leave it out.", place(text, token.start, name))


def _refuse_form(first: Token | None, text: str, name: str) -> None:
    if first is None:
        raise InputError("CIS201", "There is no query.", f"Begin with {', '.join(FORMS)}.", name)
    if first.keyword in UPDATES:
        what = f"{first.keyword} changes data; only queries are answered."
        raise InputError("CIS203", what, "Edit the data's files instead.", place(text, first.start, name))
    if first.keyword not in FORMS:
        like = nearest(first.keyword, list(FORMS))
        todo = f"Did you mean {like}?" if like else f"Begin with {', '.join(FORMS)}."
        raise InputError("CIS201", f'"{first.text[:40]}" begins no query.', todo, place(text, first.start, name))


def _refuse_brackets(found: Sequence[Token], text: str, name: str) -> None:
    waiting: list[Token] = []
    for token in found:
        if token.mark in ('"', "'"):
            raise InputError("CIS201", "The string is not closed.", "Close it.", place(text, token.start, name))
        if token.mark in _OPEN:
            waiting.append(token)
        elif token.mark in _OPEN.values() and (not waiting or _OPEN[waiting.pop().text] != token.mark):
            raise InputError(
                "CIS201", f'"{token.mark}" closes nothing.', "Check the brackets.", place(text, token.start, name)
            )
    if waiting:
        last = waiting[-1]
        todo = f'Add "{_OPEN[last.text]}".'
        raise InputError("CIS201", f'"{last.text}" is not closed.', todo, place(text, last.start, name))


def _refuse_prefixes(found: Sequence[Token], prefixes: Mapping[str, str], text: str, name: str) -> None:
    known = declared(found) | set(prefixes)
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known:
            like = nearest(prefix, sorted(known))
            todo = f'Did you mean "{like}:"?' if like else "Add a PREFIX line, or declare it in cisld.toml."
            what = f'The prefix "{prefix}:" is not declared.'
            raise InputError("CIS202", what, todo, place(text, token.start, name))


def _measure(found: Sequence[Token], text: str, limits: Limits, name: str) -> None:
    """Hold nesting, operators and triple patterns to their limits."""
    stack: list[str] = []
    unary = operators = patterns = 0
    before: Token | None = None
    for token in outside_data(found):
        inside = stack[-1] if stack else ""
        unary = unary + 1 if token.mark in _UNARY else 0
        operators += token.mark in _OPERATORS or token.keyword in _CHAINED
        patterns += _cost(token, before, inside)
        if token.mark in _OPEN:
            stack.append(token.mark)
        elif token.mark in _OPEN.values() and stack:
            stack.pop()
        where = place(text, token.start, name) if max(len(stack), unary) > limits.depth else name
        _hold(max(len(stack), unary), limits.depth, "levels of nesting", where)
        before = token
    _hold(operators, limits.operators, "operators", name)
    _hold(patterns, limits.patterns, "triple patterns and path steps", name)


def _cost(token: Token, before: Token | None, inside: str) -> int:
    """Return how many triple patterns or path steps a token adds: the last of a group needs no separator."""
    if token.mark and token.mark in "{[/|^":
        return 1
    if inside in ("{", "["):
        return int(token.mark in (".", ";", ","))
    # Two terms side by side in parentheses are members of a collection, two triples each.
    return 2 if inside == "(" and token.kind in _TERMS and before is not None and before.kind in _TERMS else 0


def _hold(count: int, limit: int, what: str, where: str) -> None:
    if count > limit:
        raise _beyond(f"{count} {what}", limit, "Write a smaller query, or several.", where)


def _beyond(what: str, limit: int, todo: str, where: str) -> InputError:
    return InputError("CIS205", f"The query has {what}, over the limit of {limit}.", todo, where)
