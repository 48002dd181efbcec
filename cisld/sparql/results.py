"""Results: the answer to a query in, its bytes in one of the formats out, the same bytes each time."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.graph.store import Answer
from cisld.rdf.names import RDF, XSD, Prefixes

Row = dict[str, dict[str, Any]]
"""One solution as the SPARQL 1.1 Query Results JSON Format has it: a term for each bound variable."""

_NUMERIC = {XSD + name for name in ("integer", "decimal", "double", "float")}
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that could move a terminal's cursor or turn the direction of its text."""

_LEAST = 8


@dataclass(frozen=True)
class Style:
    """Say how an answer is written: the format, or none for the usual one of its form; `width` cuts long cells.

    `ordered` keeps the rows' order, `columns` gives the columns theirs.
    """

    format: str = ""
    prefixes: Prefixes = field(default_factory=Prefixes)
    ordered: bool = False
    columns: tuple[str, ...] = ()
    width: int | None = None
    name: str = "query"


def render(answer: Answer, style: Style) -> bytes:
    """Return the answer in the format of the style; UsageError CIS216 if the format is not one of the query's form.

    Rows without ORDER BY are sorted and blank nodes are named by place, so that the bytes are the same each time.

    >>> from cisld.graph.store import answer
    >>> render(answer(ox.Store(), "ASK {}"), Style())
    b'true\\n'
    """
    formats, write, form = _FORMS[type(answer)]
    format = style.format or formats[0]
    if format not in formats:
        raise UsageError(
            "CIS216", f"The format {format} does not fit {form}.", f"Use {', '.join(formats)}.", style.name
        )
    return write(answer, format, style)


def _solutions(answer: Any, format: str, style: Style) -> bytes:
    found = json.loads(answer.serialize(format=ox.QueryResultsFormat.JSON))
    rows: list[Row] = found["results"]["bindings"]
    if style.columns:
        found["head"]["vars"].sort(key=style.columns.index)
    if not style.ordered:
        rows.sort(key=_sort_key(found["head"]["vars"]))
    _relabel(found["head"]["vars"], rows)
    if format in _TEXTS:
        return _TEXTS[format](found["head"]["vars"], rows, style).encode()
    data = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    if format == "json":
        return data
    again = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    return _ended(again.serialize(format=_ENGINE[format]))


def _truth(answer: Any, format: str, style: Style) -> bytes:
    if format in _ENGINE:
        return _ended(answer.serialize(format=_ENGINE[format]))
    return b"true\n" if answer else b"false\n"


def _triples(answer: Any, format: str, style: Style) -> bytes:
    graph = ox.Dataset(ox.Quad(*triple) for triple in answer)
    if any(isinstance(term, ox.BlankNode) for quad in graph for term in quad):
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = [quad.triple for quad in sorted(graph, key=str)]
    known = dict(sorted(style.prefixes.items())) if format in ("turtle", "rdfxml") else None
    return _ended(ox.serialize(_typed_first(triples), format=_GRAPHS[format], prefixes=_used(known, triples)))


def _typed_first(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Put rdf:type before a subject's other predicates, as a reader expects."""
    return sorted(triples, key=lambda triple: (str(triple.subject), triple.predicate.value != RDF + "type"))


def _used(prefixes: dict[str, str] | None, triples: list[ox.Triple]) -> dict[str, str] | None:
    if prefixes is None:
        return None
    terms = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    terms |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, ox.Literal)}
    return {key: iri for key, iri in prefixes.items() if any(term.startswith(iri) for term in terms)}


def _sort_key(variables: Sequence[str]) -> Callable[[Row], Any]:
    return lambda row: [_term_key(row.get(variable)) for variable in variables]


def _term_key(term: dict[str, Any] | None) -> tuple[int, float, str, str]:
    """Return a key that sorts unbound first, then blank nodes, IRIs, numbers by value, and other literals."""
    if term is None or term["type"] == "bnode":
        return (int(term is not None), 0.0, "", "")
    if term["type"] == "uri":
        return (2, 0.0, term["value"], "")
    text = json.dumps(term, sort_keys=True, ensure_ascii=False)
    number = _number(term)
    return (4, 0.0, str(term["value"]), text) if math.isnan(number) else (3, number, "", text)


def _number(term: dict[str, Any]) -> float:
    return float(term["value"]) if term.get("datatype") in _NUMERIC else math.nan


def _relabel(variables: Sequence[str], rows: list[Row]) -> None:
    """Name blank nodes b0, b1 and so on by first appearance; the engine's labels change with each load."""
    known: dict[str, str] = {}
    waiting = [row[variable] for row in rows for variable in variables if variable in row]
    for term in waiting:
        if term["type"] == "bnode":
            term["value"] = known.setdefault(term["value"], f"b{len(known)}")
        elif term["type"] == "triple":
            waiting += [term["value"][part] for part in ("subject", "predicate", "object")]


def _ended(data: bytes | None) -> bytes:
    """Return what the engine wrote, with a line feed at its end."""
    data = data or b""
    return data if data.endswith(b"\n") or not data else data + b"\n"


def _table(variables: Sequence[str], rows: list[Row], style: Style) -> str:
    """Return columns aligned for a terminal; cells are cut with an ellipsis only if the style has a width."""
    cells = [list(variables), *_cells(variables, rows, style.prefixes)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    if style.width is not None:
        _shrink(widths, style.width - 2 * (len(widths) - 1))
    right = [bool(rows) and all(_is_number(row.get(name)) for row in rows) for name in variables]
    columns = list(zip(widths, right, strict=True))
    lines = [[_padded(cell, *column) for cell, column in zip(row, columns, strict=True)] for row in cells]
    lines.insert(1, ["─" * width for width in widths])
    return "".join("  ".join(line).rstrip() + "\n" for line in lines)


def _markdown(variables: Sequence[str], rows: list[Row], style: Style) -> str:
    cells = [list(variables), *_cells(variables, rows, style.prefixes)]
    cells = [[cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in cells]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = [[_padded(cell, width, False) for cell, width in zip(row, widths, strict=True)] for row in cells]
    rule = "|" + "".join("-" * (width + 2) + "|" for width in widths)
    body = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([body[0], rule, *body[1:]]) + "\n"


def _cells(variables: Sequence[str], rows: list[Row], prefixes: Prefixes) -> list[list[str]]:
    seen: dict[str, str] = {}

    def shorten(iri: str) -> str:
        if iri not in seen:
            seen[iri] = prefixes.shorten(iri)
        return seen[iri]

    return [[_visible(_cell(row.get(variable), shorten)) for variable in variables] for row in rows]


def _cell(term: dict[str, Any] | None, shorten: Callable[[str], str]) -> str:
    """Return what a reader sees of a term: CURIE, lexical form, or nothing where it is unbound."""
    if term is None:
        return ""
    if term["type"] == "triple":
        parts = (_cell(term["value"][part], shorten) for part in ("subject", "predicate", "object"))
        return f"<<( {' '.join(parts)} )>>"
    if term["type"] == "uri":
        return shorten(term["value"])
    return f"_:{term['value']}" if term["type"] == "bnode" else str(term["value"])


def _visible(text: str) -> str:
    return _HIDDEN.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text)


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _is_number(term: dict[str, Any] | None) -> bool:
    return term is None or term.get("datatype") in _NUMERIC


def _width(text: str) -> int:
    """Return how many columns a terminal needs for a text: two for wide characters, none for combining ones.

    Unicode Standard Annex 11, https://www.unicode.org/reports/tr11/

    >>> _width("Гомель"), _width("四川"), _width("e\u0301")
    (6, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept = ""
    for character in text:
        if _width(kept + character) >= width:
            break
        kept += character
    return kept + "…"


def _padded(text: str, width: int, right: bool) -> str:
    """Return a text of exactly the width, cut or filled with spaces."""
    text = _cut(text, width)
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _shrink(widths: list[int], room: int) -> None:
    """Narrow the widest columns until all fit, none below eight."""
    while sum(widths) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1


_ENGINE = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_TEXTS = {"table": _table, "markdown": _markdown}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_FORMS: dict[type, tuple[tuple[str, ...], Callable[[Any, str, Style], bytes], str]] = {
    ox.QuerySolutions: ((*_TEXTS, *_ENGINE), _solutions, "a SELECT query"),
    ox.QueryBoolean: ((*_TEXTS, *_ENGINE), _truth, "an ASK query"),
    ox.QueryTriples: (tuple(_GRAPHS), _triples, "a CONSTRUCT or DESCRIBE query"),
}
FORMATS = (*_TEXTS, *_ENGINE, *_GRAPHS)
"""The formats of answers: the first six for SELECT and ASK, the last four for CONSTRUCT and DESCRIBE."""
