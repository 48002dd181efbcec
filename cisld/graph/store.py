"""The store: RDF files in, a pyoxigraph store out; and the one door through which a SPARQL query is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from cisld.errors import InputError, UsageError
from cisld.files.parse import quads

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.S)
_ITEM = re.compile(r"\[.*?\](?=,|$)|\"(?:[^\"\\]|\\.)*\"|[^,]+", re.S)
_KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_WORD = re.compile(r"<[^<>\s]{0,80}>|[?$]?\w[\w:-]{0,80}|\S")
_PADDING = "\n" * 16
"""The engine compares a keyword by reading as many characters; without padding it meets the end and loses its place."""


def fill(paths: Iterable[Path], base: str | None = None) -> ox.Store:
    """Return a store with all the triples of the files in its default graph, blank nodes of different files kept apart.

    The store brings literals to their canonical form ("01"^^xsd:integer becomes 1). Raises InputError CIS001 to CIS009.
    SPARQL 1.1 Query 13, https://www.w3.org/TR/sparql11-query/#rdfDataset

    >>> len(fill([]))
    0
    """
    store = ox.Store()
    for path in paths:
        store.bulk_extend(_apart(quads(path, base)))
    return store


def answer(
    store: ox.Store,
    text: str,
    prefixes: Mapping[str, str] | None = None,
    bindings: Mapping[str, Term] | None = None,
    name: str = "query",
) -> Answer:
    """Answer a query; `name` stands for its file in errors. The answer is lazy: reading it is what takes the time.

    `bindings` gives values to variables of the projection, by SEP-0007: inside BIND and inside subqueries they stay
    unbound. `cisld.sparql.binding.bind` reaches every place. Raises InputError CIS201, CIS219, UsageError CIS215.
    SPARQL 1.1 Query, https://www.w3.org/TR/sparql11-query/

    >>> bool(answer(ox.Store(), "ASK { ?s ?p ?o }"))
    False
    """
    bound = {ox.Variable(key): term for key, term in bindings.items()} if bindings else None
    try:
        return store.query(text + _PADDING, prefixes=dict(prefixes or {}), substitutions=bound)
    except SyntaxError as error:
        raise _unparsable(str(error), text, name) from None
    except RuntimeError as error:
        if bound and "projection" in str(error):
            raise UsageError("CIS215", f"{error}.", "Name the variable after SELECT.", name) from None
        raise InputError("CIS219", f"{str(error).rstrip('.')}.", "Write the query another way.", name) from None


def _apart(found: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give each blank node of one file a label of its own, and each quad the default graph."""
    known: dict[str, ox.BlankNode] = {}
    for quad in found:
        yield ox.Quad(_renamed(quad.subject, known), quad.predicate, _renamed(quad.object, known))


def _renamed(term: Any, known: dict[str, ox.BlankNode]) -> Any:
    if isinstance(term, ox.BlankNode):
        return known.setdefault(term.value, ox.BlankNode())
    if isinstance(term, ox.Triple):
        return ox.Triple(_renamed(term.subject, known), term.predicate, _renamed(term.object, known))
    return term


def _unparsable(message: str, text: str, name: str) -> InputError:
    """Turn the engine's list of what it expected into one line that names what stands there."""
    found = _POSITION.search(message)
    if not found:
        return InputError("CIS201", f"{message}.", "Mend the query.", name)
    items = [item.strip() for item in _ITEM.findall(found[3])]
    sentences = [item for item in items if " " in item and item[0].isupper()]
    offset = _offset(text + _PADDING, int(found[1]), int(found[2]))
    keywords = [item for item in items if _KEYWORD.match(item) and len(item) > 1]
    if keywords and len(keywords) == len(items):
        offset -= max(map(len, keywords))
    offset = max(0, min(offset, len(text.rstrip())))
    where = f"{name}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
    if sentences:
        return InputError("CIS201", f"{sentences[0]}.", "Mend the query.", where)
    word = _WORD.match(text, offset)
    what = f'"{word[0]}" does not fit here.' if word else "The query ends too early."
    return InputError("CIS201", what, _advice(items), where)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _advice(items: list[str]) -> str:
    marks = [item.strip('"') for item in items if item.startswith('"') and "\\" not in item]
    return f"Expected {' or '.join(marks[:6])}." if marks else "Mend the query before or at this place."
