"""RDF: an outcome in, the validation report of the Recommendation out, in Turtle, N-Triples, JSON-LD or RDF/XML."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from cisld.files.formatting import reformat
from cisld.files.parse import FORMATS
from cisld.report.outcome import Outcome


def to_turtle(outcome: Outcome) -> str:
    """Return the validation report in Turtle: SHACL 3.6, https://www.w3.org/TR/shacl/#validation-report."""
    data = ox.serialize(_triples(outcome), format=FORMATS[".ttl"], prefixes=dict(outcome.prefixes))
    return reformat(data or b"", "report").text


def to_ntriples(outcome: Outcome) -> str:
    """Return the validation report in N-Triples."""
    return _lines(outcome)


def to_jsonld(outcome: Outcome) -> str:
    """Return the validation report in JSON-LD, every IRI in full."""
    return _serialized(outcome, FORMATS[".jsonld"])


def to_rdfxml(outcome: Outcome) -> str:
    """Return the validation report in RDF/XML."""
    return _serialized(outcome, FORMATS[".rdf"])


def _lines(outcome: Outcome) -> str:
    return "".join(f"{subject} {predicate} {object} .\n" for subject, predicate, object in outcome.report.graph())


def _triples(outcome: Outcome) -> Iterator[ox.Quad]:
    return iter(ox.parse(_lines(outcome).encode(), format=FORMATS[".nt"]))


def _serialized(outcome: Outcome, format: ox.RdfFormat) -> str:
    triples = (quad.triple for quad in _triples(outcome))
    return (ox.serialize(triples, format=format) or b"").decode().rstrip("\n") + "\n"
