"""Evaluation: a query, values of its parameters and a store in; bound and answered within limits, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.graph.store import answer
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

    Raises InputError CIS201 to CIS208, CIS219, UsageError CIS209 to CIS216, and what `load` raises.

    >>> from cisld.sparql.saved import query
    >>> evaluate(query("ASK {}"), {}, ox.Store, Style(), Limits())
    b'true\\n'
    """
    check(saved.text, style.prefixes, limits, saved.file)
    text = bind(saved.text, values(saved.parameters, given, style.prefixes, saved.file), saved.file)
    if len(text) > limits.length:
        what = f"The query with its parameters has {len(text)} characters, over the limit of {limits.length}."
        raise InputError("CIS205", what, "Give shorter values.", saved.file)
    written = fitted(style, text, saved.file)

    def work(store: ox.Store) -> bytes:
        if text != saved.text:  # a syntax error is told with its place in the query as written
            answer(ox.Store(), saved.text, style.prefixes, name=saved.file)
        return render(answer(store, text, style.prefixes, name=saved.file), written)

    return run(load, work, limits, saved.file)


def fitted(style: Style, text: str, name: str = "query") -> Style:
    """Return the style with what a query says of the order of its rows and columns.

    >>> fitted(Style(), "SELECT * { ?s ?p ?o } ORDER BY ?s").columns
    ('s', 'p', 'o')
    """
    found = tokens(text)
    return replace(style, ordered=ordered(found), columns=tuple(star(found)), name=name)
