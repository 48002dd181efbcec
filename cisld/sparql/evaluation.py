"""Evaluation: a query, values of its parameters and a store in; bound and answered within limits, bytes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from cisld.errors import InputError, UsageError
from cisld.graph.store import Term, answer
from cisld.rdf.names import Prefixes, nearest
from cisld.sparql.binding import bind
from cisld.sparql.limits import Limits, check
from cisld.sparql.parameter import values
from cisld.sparql.results import Style, render
from cisld.sparql.run import run
from cisld.sparql.saved import Saved
from cisld.sparql.tokens import ordered, star, tokens


def evaluate(
    saved: Saved, given: Mapping[str, str], load: Callable[[], ox.Store], style: Style, limits: Limits
) -> bytes:
    """Return the answer to a query for the given values of its parameters, over the store that `load` gives.

    Raises InputError CIS201 to CIS208, CIS219, UsageError CIS209 to CIS216, CIS220, and what `load` raises.

    >>> from cisld.sparql.saved import query
    >>> evaluate(query("ASK {}"), {}, ox.Store, Style(), Limits())
    b'true\\n'
    """
    check(saved.text, style.prefixes, limits, saved.file)
    bound = values(saved.parameters, given, style.prefixes, saved.file)
    text = bind(saved.text, bound, saved.file)
    if len(text) > limits.length:
        what = f"The query with its parameters has {len(text)} characters, over the limit of {limits.length}."
        raise InputError("CIS205", what, "Give shorter values.", saved.file)
    written = fitted(style, text, saved.file)
    if given:
        nearest("", [])  # loads what the child, which can open no file, may need

    def work(store: ox.Store) -> bytes:
        if text != saved.text:  # a syntax error is told with its place in the query as written
            answer(ox.Store(), saved.text, style.prefixes, name=saved.file)
        for name in given:
            _known(store, bound[name], style.prefixes, f"{saved.file}: parameter {name}")
        return render(answer(store, text, style.prefixes, name=saved.file), written)

    return run(load, work, limits, saved.file)


def _known(store: ox.Store, term: Term, prefixes: Prefixes, where: str) -> None:
    """Refuse an IRI that is nowhere in the data: an empty answer would read as if there were no facts about it."""
    if not isinstance(term, ox.NamedNode) or any(any(store.quads_for_pattern(*spot)) for spot in _spots(term)):
        return
    start = re.match(r".*[/#]", term.value)
    beside = {each for each in map(_iri, (quad.subject for quad in store)) if start and each.startswith(start[0])}
    like = nearest(term.value, sorted(beside))
    todo = f'Did you mean "{prefixes.shorten(like)}"?' if like else "`cisld show NAME` finds it by any of its names."
    raise UsageError("CIS220", f'"{prefixes.shorten(term.value)}" is nowhere in the data.', todo, where)


def _spots(term: ox.NamedNode) -> tuple[tuple[Any, Any, Any], ...]:
    return (term, None, None), (None, None, term), (None, term, None)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def fitted(style: Style, text: str, name: str = "query") -> Style:
    """Return the style with what a query says of the order of its rows and columns.

    >>> fitted(Style(), "SELECT * { ?s ?p ?o } ORDER BY ?s").columns
    ('s', 'p', 'o')
    """
    found = tokens(text)
    return replace(style, ordered=ordered(found), columns=tuple(star(found)), name=name)
