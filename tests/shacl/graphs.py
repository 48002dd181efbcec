"""Small graphs for the tests of SHACL: Turtle texts in, columns, shapes and reports out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pyoxigraph as ox

from cisld.graph.columns import Columns
from cisld.graph.pieces import END, Recorder
from cisld.shacl import Report, Shapes

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
EX = "http://example.org/"
WAYS = [
    "$this ex:p ?value FILTER NOT EXISTS { ?value ex:q ?x }",
    "$this ex:p/ex:q ?value",
    "?x ex:p $this ; ex:q ?value",
    "$this ?p ?value . ?value a ex:T",
    "$this ex:r ?x . OPTIONAL { ?x ex:p ?value }",
    "$this ex:p ?x . ?y ex:q ?x ; ex:r ?value",
    "{ $this ex:p ?value } UNION { ?value ex:r $this }",
    "{ SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this } FILTER (?value > 1)",
    "$this a ?value . FILTER NOT EXISTS { ?y a ?value . FILTER (?y != $this) }",
    "$this ex:p ?n . ?value ex:q ?n . FILTER NOT EXISTS { ?value ex:r ?n }",
    "$this ex:p ?x . OPTIONAL { ?x ex:q ?value } OPTIONAL { ?value ex:r ?y } FILTER (!BOUND(?y))",
]
"""Queries that get from $this to ?value on many ways."""


def ex(name: str) -> str:
    """Return an example IRI in N-Triples form."""
    return f"<{EX}{name}>"


def columns(turtle: str) -> Columns:
    """Return the columns of a Turtle text."""
    return Columns.of(ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE))


@contextmanager
def small_pieces() -> Iterator[None]:
    """Let each block of a file be a piece of its own."""
    take = Recorder.take

    def take_each(recorder: Recorder, text: bytes) -> None:
        for block in text.split(END)[:-1]:
            take(recorder, block + END)

    with mock.patch.object(Recorder, "take", take_each):
        yield


def report(shapes: str, data: str) -> Report:
    """Validate one Turtle text against another."""
    return Shapes(columns(shapes)).validate(columns(data))


def found(shapes: str, data: str) -> list[tuple[str, str | None]]:
    """Return focus node and value of each result, IRIs without their namespace."""
    return [(_short(result.focus), result.value and _short(result.value)) for result in report(shapes, data).results]


def _short(term: str) -> str:
    return term[1 + len(EX) : -1] if term.startswith(f"<{EX}") else term
