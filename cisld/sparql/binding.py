"""Binding: a query and terms for some of its variables in, the query with each variable replaced by its term out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cisld.errors import InputError
from cisld.graph.store import Term
from cisld.sparql.tokens import Token, place, tokens

_NEVER = {"AS": "is given a value with AS", "VALUES": "is given values with VALUES", "BOUND": "is asked for with BOUND"}
_CLAUSES = {"SELECT": "select", "GROUP": "by", "ORDER": "by"}
_ENDS = frozenset(["WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "VALUES"])


def bind(text: str, values: Mapping[str, Term], name: str = "query") -> str:
    """Return the query with each token that is a bound variable replaced by the term, in every scope.

    The value is a term before it comes here, and the engine's own writer spells it, so that it stays one term. The
    engine's `substitutions=` refuses a variable that SELECT does not name, and leaves BIND and subqueries unbound.
    In SELECT the variable keeps its name. Raises InputError CIS215. After SEP-0007,
    https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0007/sep-0007.md

    >>> import pyoxigraph as ox
    >>> print(bind("SELECT ?x ?o { ?x ?p ?o }", {"x": ox.NamedNode("http://e/")}))
    SELECT (<http://e/> AS ?x) ?o { <http://e/> ?p ?o }
    """
    parts: list[str] = []
    end = 0
    for token, clause in _clauses(text, values, name):
        apart = " " if text.endswith("<", end, token.start) else ""  # "<" and "<http:" together would read as "<<"
        parts += [text[end : token.start], apart, _WRITTEN[clause](str(values[token.text[1:]]), token.text)]
        end = token.start + len(token.text)
    return "".join([*parts, text[end:]])


def _clauses(text: str, values: Mapping[str, Term], name: str) -> Iterator[tuple[Token, str]]:
    """Yield each bound variable with the clause that it stands in: select, by, or none."""
    clause, depth = "", 0
    before = [Token("", "", 0)] * 2
    for token in tokens(text):
        depth += (token.mark == "(") - (token.mark == ")")
        if token.keyword in _CLAUSES:
            clause = _CLAUSES[token.keyword]
        elif token.keyword in _ENDS or token.mark in ("{", "}"):
            clause = ""
        elif token.kind == "variable" and token.text[1:] in values:
            _refuse(token, before, text, name)
            yield token, clause if depth == 0 else ""
        if token.mark in ("{", "}"):
            depth = 0
        before = [before[1], token]


def _refuse(token: Token, before: list[Token], text: str, name: str) -> None:
    """Refuse places where the grammar wants a variable: after AS and VALUES and in BOUND."""
    opener = before[0].keyword if before[1].mark == "(" else before[1].keyword
    if opener in _NEVER:
        what = f"The parameter {token.text} {_NEVER[opener]}."
        raise InputError("CIS215", what, "Rename the variable.", place(text, token.start, name))


_WRITTEN: dict[str, Callable[[str, str], str]] = {
    "select": lambda term, variable: f"({term} AS {variable})",
    "by": lambda term, variable: f"({term})",
    "": lambda term, variable: term,
}
