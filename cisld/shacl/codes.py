"""Codes: what each error of the shapes graph means (CIS100 to CIS119)."""

from __future__ import annotations

from cisld.errors import InputError

CODES = {
    "CIS100": "The shapes graph holds no shape.",
    "CIS101": "A term of the SHACL namespace that SHACL does not have.",
    "CIS102": "A shape breaks a syntax rule of the Recommendation.",
    "CIS103": "A parameter has a value of the wrong kind or datatype.",
    "CIS104": "A list that is not a well-formed SHACL list.",
    "CIS105": "A path that is not a well-formed SHACL property path.",
    "CIS106": "A shape that refers to itself (recursion).",
    "CIS107": "A pattern that is not a regular expression of XPath.",
    "CIS108": "A pattern that needs more time than the limit.",
    "CIS109": "A SPARQL query that cannot be parsed or run.",
    "CIS110": "A SPARQL query that breaks a rule of pre-binding.",
    "CIS111": "A feature outside SHACL Core and SHACL-SPARQL.",
    "CIS112": "More results than the limit.",
    "CIS113": "A shape was asked for that the shapes graph does not have.",
}


def ill_formed(code: str, shape: str, what: str, todo: str = "") -> InputError:
    """Return the error for one shape, in one line that names it.

    >>> print(ill_formed("CIS105", "<http://e/S>", "sh:path is missing.", "Add one."))
    CIS105 <http://e/S>: sh:path is missing. Add one.
    """
    return InputError(code, f"{shape}: {what}", todo)
