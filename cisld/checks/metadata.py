"""Metadata: an ontology in, what its header lacks of what FOOPS! asks for out, as far as it shows without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cisld.checks.finding import Finding
from cisld.checks.owl import COMMENT, LABEL, ONTOLOGY, TYPE, owl
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri
from cisld.rdf.names import DCTERMS, SCHEMA, SKOS

_DC = "http://purl.org/dc/elements/1.1/"
_VANN = "http://purl.org/vocab/vann/"
_PAV = "http://purl.org/pav/"


class Wanted(NamedTuple):
    """One thing that the header tells: the check of FOOPS! it belongs to, its name, and the properties that say it."""

    code: str
    severity: str
    name: str
    predicates: tuple[str, ...]


def _terms(*iris: str) -> tuple[str, ...]:
    return tuple(f"<{iri}>" for iri in iris)


WANTED = (
    Wanted("OM1", "important", "a title", (*_terms(DCTERMS + "title", _DC + "title"), LABEL)),
    Wanted("OM1", "important", "a description",
           (*_terms(DCTERMS + "description", DCTERMS + "abstract", _DC + "description", SKOS + "definition"), COMMENT)),
    Wanted("OM1", "important", "a creator",
           _terms(DCTERMS + "creator", _DC + "creator", SCHEMA + "creator", _PAV + "createdBy")),
    Wanted("OM1", "important", "the date it was made",
           _terms(DCTERMS + "created", DCTERMS + "issued", _DC + "date", SCHEMA + "dateCreated", _PAV + "createdOn")),
    Wanted("OM1", "important", "its namespace", _terms(_VANN + "preferredNamespaceUri")),
    Wanted("OM2", "minor", "the date it was changed", _terms(DCTERMS + "modified", SCHEMA + "dateModified")),
    Wanted("OM2", "minor", "a contributor",
           _terms(DCTERMS + "contributor", _DC + "contributor", SCHEMA + "contributor")),
    Wanted("OM2", "minor", "how to cite it", _terms(DCTERMS + "bibliographicCitation", SCHEMA + "citation")),
    Wanted("OM3", "minor", "a publisher", _terms(DCTERMS + "publisher", _DC + "publisher", SCHEMA + "publisher")),
    Wanted("FIND1", "minor", "its prefix", _terms(_VANN + "preferredNamespacePrefix")),
    Wanted("VER1", "important", "the IRI of its version", (owl("versionIRI"),)),
    Wanted("VER1", "minor", "the number of its version", (owl("versionInfo"), f"<{SCHEMA}version>")),
)  # fmt: skip
"""After FOOPS!, https://w3id.org/foops/; the licence is pitfall P41."""


def check(columns: Columns) -> Iterator[Finding]:
    """Yield a finding for each thing that the header of an ontology does not tell.

    >>> list(check(Columns()))
    []
    """
    for ontology in sorted(columns[TYPE].inverse.objects(ONTOLOGY)):
        for wanted in WANTED:
            if is_iri(ontology) and not any(columns[each].objects(ontology) for each in wanted.predicates):
                what, todo = f"{ontology} does not tell {wanted.name}.", f"Write {wanted.predicates[0]}."
                yield Finding(wanted.code, wanted.severity, what, todo, (ontology,))
