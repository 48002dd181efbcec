"""Names: from a prefix map and a CURIE to an IRI, and back to the shortest CURIE that Turtle can write."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cisld.errors import UsageError
from cisld.rdf.grammar import Grammar

CISLD = "https://w3id.org/cisld/ontology#"
CODE = "https://w3id.org/cisld/code#"
SHP = "https://w3id.org/cisld/shapes#"
ID = "https://w3id.org/cisld/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"

WELL_KNOWN = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "time": "http://www.w3.org/2006/time#",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": XSD,
}
"""Prefixes that every project knows without naming them in its settings."""

_LETTER = r"A-Za-z0-9_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
_LOCAL = Grammar(rf"[{_LETTER}](?:[-.{_LETTER}\u00B7\u0300-\u036F]*[-{_LETTER}\u00B7\u0300-\u036F])?", re.UNICODE)
"""Local names that need no escape in Turtle and SPARQL, those of rarer scripts left out (Turtle 6.5, PN_LOCAL)."""
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*\Z')


class Prefixes(dict[str, str]):
    """Hold a prefix map, with the longest namespace first in `shorten`."""

    def expand(self, curie: str, where: str = "") -> str:
        """Return the IRI that a CURIE or an `<IRI>` stands for; UsageError if the prefix is not known.

        RDF 1.1 Turtle 2.4, https://www.w3.org/TR/turtle/#sec-iri

        >>> Prefixes({"ex": "http://example.org/"}).expand("ex:a")
        'http://example.org/a'
        >>> Prefixes().expand("<http://example.org/a>")
        'http://example.org/a'
        """
        if curie.startswith("<") and curie.endswith(">"):
            return checked(curie[1:-1], where)
        prefix, colon, local = curie.partition(":")
        if colon and prefix in self:
            return checked(self[prefix] + local, where)
        if colon and local.startswith("//"):
            return checked(curie, where)
        raise UsageError("CIS030", f'"{curie}": the prefix "{prefix}" is not known.', _advice(prefix, self), where)

    def shorten(self, iri: str) -> str:
        """Return the CURIE for an IRI, or `<IRI>` where no prefix fits.

        >>> Prefixes({"ex": "http://example.org/"}).shorten("http://example.org/a")
        'ex:a'
        >>> Prefixes({"ex": "http://example.org/"}).shorten("http://example.org/a/b")
        '<http://example.org/a/b>'
        """
        fitting = [item for item in self.items() if iri.startswith(item[1])]
        for prefix, namespace in sorted(fitting, key=lambda item: (-len(item[1]), item[0])):
            local = iri[len(namespace) :]
            if not local or _LOCAL(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"


def checked(iri: str, where: str = "") -> str:
    """Return the IRI if it is absolute and free of forbidden characters; UsageError otherwise.

    RFC 3987, https://www.rfc-editor.org/rfc/rfc3987

    >>> checked("http://example.org/a")
    'http://example.org/a'
    """
    if not _IRI.match(iri):
        raise UsageError("CIS030", f'"{iri}" is not an absolute IRI.', "Write scheme:rest without spaces.", where)
    return iri


def nearest(word: str, known: Mapping[str, object] | list[str]) -> str:
    """Return the known word that is most like the given one, or an empty string.

    >>> nearest("partys", ["parties", "steps"])
    'parties'
    """
    import difflib  # loaded only where something is already wrong

    found = difflib.get_close_matches(word, list(known), 1, 0.6)
    return found[0] if found else ""


def _advice(prefix: str, known: Mapping[str, str]) -> str:
    like = nearest(prefix, known)
    return f'Did you mean "{like}:"?' if like else "Declare it under [prefixes] in cisld.toml."
