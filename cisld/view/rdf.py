"""Serialization: quads as written in, the bytes of one RDF format out, the same for the same quads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.rdf.names import Prefixes
from cisld.view import jsonld, rdfxml, turtle
from cisld.view.context import Context

NAMES = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The RDF formats by the name that the command line gives them."""


def serialize(
    quads: Iterable[ox.Quad], format: ox.RdfFormat, prefixes: Prefixes, context: Context | None = None
) -> bytes:
    """Return the quads in a format, terms as written; N-Triples and N-Quads keep order, the others group and sort.

    Raises UsageError CIS050 where the format cannot hold what the quads say, as a named graph in Turtle.

    >>> quads = ox.parse('<http://e/s> <http://e/p> "01" .', format=ox.RdfFormat.TURTLE)
    >>> serialize(quads, ox.RdfFormat.N_TRIPLES, Prefixes())
    b'<http://e/s> <http://e/p> "01" .\\n'
    """
    if not format.supports_datasets:
        quads = _triples(quads, format)
    return _WRITERS[format](quads, prefixes, context or Context(prefixes))


def sorted_lines(data: bytes) -> bytes:
    """Return the lines of N-Triples or N-Quads in order, without repeats."""
    return b"".join(sorted(set(data.splitlines(keepends=True))))


def _triples(quads: Iterable[ox.Quad], format: ox.RdfFormat) -> Iterator[ox.Quad]:
    default = ox.DefaultGraph()
    for quad in quads:
        if quad.graph_name != default:
            what = f"The named graph {quad.graph_name}, which {format.name} cannot hold."
            raise UsageError("CIS050", what, "Use trig, nquads or jsonld.")
        yield quad


def _lines(format: ox.RdfFormat) -> Callable[[Iterable[ox.Quad], Prefixes, Context], bytes]:
    return lambda quads, prefixes, context: ox.serialize(quads, format=format) or b""


_WRITERS: dict[ox.RdfFormat, Callable[[Iterable[ox.Quad], Prefixes, Context], bytes]] = {
    ox.RdfFormat.TURTLE: lambda quads, prefixes, context: turtle.dumps(quads, prefixes).encode(),
    ox.RdfFormat.TRIG: lambda quads, prefixes, context: turtle.dumps(quads, prefixes).encode(),
    ox.RdfFormat.N_TRIPLES: _lines(ox.RdfFormat.N_TRIPLES),
    ox.RdfFormat.N_QUADS: _lines(ox.RdfFormat.N_QUADS),
    ox.RdfFormat.RDF_XML: lambda quads, prefixes, context: rdfxml.dumps(quads, prefixes).encode(),
    ox.RdfFormat.JSON_LD: lambda quads, prefixes, context: jsonld.dumps(quads, context).encode(),
}
