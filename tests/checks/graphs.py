"""Turtle in, columns out, with the prefixes that the tests of the checks write."""

from __future__ import annotations

import pyoxigraph as ox

from cisld.graph.columns import Columns

HEAD = """
@prefix : <http://e/o#> .
@prefix cisld: <https://w3id.org/cisld/ontology#> .
@prefix code: <https://w3id.org/cisld/code#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def columns(turtle: str) -> Columns:
    """Return the graph of a text that may use the prefixes of HEAD."""
    return Columns.of(ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE))
