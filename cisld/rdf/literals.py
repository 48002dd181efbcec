"""Literals: from a term in N-Triples form to lexical form, datatype and language tag, and to a pyoxigraph term."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from cisld.rdf.names import RDF, XSD

STRING = XSD + "string"
LANG_STRING = RDF + "langString"

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Literal(NamedTuple):
    """Hold the parts of a literal: RDF 1.1 Concepts 3.3, https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal."""

    lexical: str
    datatype: str
    language: str = ""


@lru_cache(maxsize=4096)
def literal(term: str) -> Literal:
    r"""Return the parts of a literal in N-Triples form, the lexical form as it is written.

    RDF 1.1 N-Triples, https://www.w3.org/TR/n-triples/#grammar-production-literal

    >>> literal('"01"^^<http://www.w3.org/2001/XMLSchema#integer>')
    Literal(lexical='01', datatype='http://www.w3.org/2001/XMLSchema#integer', language='')
    >>> literal(r'"a\tb"@be').language
    'be'
    """
    end = term.rindex('"')
    text, tail = term[1:end], term[end + 1 :]
    lexical = _ESCAPE.sub(_unescape, text) if "\\" in text else text
    if tail.startswith("@"):
        return Literal(lexical, LANG_STRING, tail[1:])
    return Literal(lexical, tail[3:-1] or STRING)


def lexical(term: str) -> str:
    r"""Return the lexical form of a literal, or the text of an IRI, as SPARQL's STR() does.

    SPARQL 1.1 17.4.2.5, https://www.w3.org/TR/sparql11-query/#func-str

    >>> lexical('<http://e/a>'), lexical('"a\\nb"@en') == "a\nb"
    ('http://e/a', True)
    """
    if term[0] != '"':
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def language(term: str) -> str:
    """Return the language tag of a term in small letters, or the empty string for any other term.

    >>> language('"a"@en-GB'), language('"a"'), language("<http://e/a>")
    ('en-gb', '', '')
    """
    return term[term.rindex('"') + 2 :].lower() if term[0] == '"' and term[-1] not in '">' else ""


def is_iri(term: str) -> bool:
    """Tell whether a term in N-Triples form is an IRI.

    >>> is_iri("<http://e/a>"), is_iri("<<( <a:a> <a:b> <a:c> )>>"), is_iri('"a"')
    (True, False, False)
    """
    return term[0] == "<" and term[1] != "<"


def is_blank(term: str) -> bool:
    """Tell whether a term in N-Triples form is a blank node.

    >>> is_blank("_:a")
    True
    """
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Tell whether a term in N-Triples form is a literal.

    >>> is_literal('"a"@en')
    True
    """
    return term[0] == '"'


def written(lexical: str, datatype: str = STRING, language: str = "") -> str:
    r"""Return the N-Triples form of a literal, in the one spelling that this project uses.

    >>> written("a\tb"), written("1", XSD + "integer")
    ('"a\\tb"', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    """
    if language:
        return str(ox.Literal(lexical, language=language))
    return str(ox.Literal(lexical, datatype=ox.NamedNode(datatype)))


def to_term(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the pyoxigraph term for a term in N-Triples form.

    >>> to_term("<http://e/a>"), to_term("_:b0")
    (<NamedNode value=http://e/a>, <BlankNode value=b0>)
    """
    if term[0] == '"':
        lexical, datatype, language = literal(term)
        return ox.Literal(lexical, language=language) if language else ox.Literal(lexical, datatype=_named(datatype))
    return ox.BlankNode(term[2:]) if term[0] == "_" else ox.NamedNode(term[1:-1])


@lru_cache(maxsize=256)
def _named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])
