"""Values: literals in, whether their values can be the same, and whether a datatype can hold them, out."""

from __future__ import annotations

from cisld.rdf.datatypes import DATATYPES, INTEGERS, well_formed
from cisld.rdf.literals import LANG_STRING, STRING, literal
from cisld.rdf.names import RDF, RDFS, XSD
from cisld.rdf.order import compare_values, value_of

_STRINGS = {XSD + name for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")}
_SPACES = {
    **dict.fromkeys([XSD + "decimal", *INTEGERS], "decimal"),
    **dict.fromkeys(_STRINGS, "string"),
    LANG_STRING: "langString",
    XSD + "dateTimeStamp": "dateTime",
}
"""The datatypes that share a value space with others; any other built-in one has a space of its own."""


def outside(term: str, datatype: str) -> bool:
    """Tell whether the value of a literal is surely not one of a datatype (both in N-Triples form).

    OWL 2 RL/RDF rule dt-not-type, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules

    >>> integer, decimal = f"<{XSD}integer>", f"<{XSD}decimal>"
    >>> outside(f'"1"^^{integer}', decimal), outside(f'"1.5"^^{decimal}', integer), outside('"1"', integer)
    (False, True, True)
    """
    parts, wanted = literal(term), datatype[1:-1]
    if wanted == RDFS + "Literal" or wanted not in DATATYPES or parts.datatype not in DATATYPES:
        return False
    if wanted == RDF + "PlainLiteral":
        return False
    if not well_formed(parts.lexical, parts.datatype):
        return True
    if _space(wanted) != _space(parts.datatype):
        return True
    return not _holds(parts.lexical, parts.datatype, wanted)


def _holds(lexical: str, datatype: str, wanted: str) -> bool:
    if wanted in INTEGERS and datatype == XSD + "decimal":
        whole, _, fraction = lexical.partition(".")
        return not fraction.strip("0") and well_formed(whole or "0", wanted)
    if wanted == XSD + "dateTimeStamp" and datatype == XSD + "dateTime":
        return well_formed(lexical, wanted)
    return wanted in (XSD + "decimal", STRING, XSD + "dateTime") or well_formed(lexical, wanted)


def _space(datatype: str) -> str:
    return _SPACES.get(datatype, datatype)


def disjoint_values(one: str, other: str) -> bool:
    """Tell whether two literals surely have different values: OWL 2 RL/RDF rule dt-diff.

    >>> disjoint_values(f'"1"^^<{XSD}integer>', f'"1.0"^^<{XSD}decimal>'), disjoint_values('"a"@en', '"a"@ru')
    (False, True)
    """
    left, right = literal(one), literal(other)
    if left.datatype not in DATATYPES or right.datatype not in DATATYPES:
        return False
    if _space(left.datatype) != _space(right.datatype):
        return True
    if left.datatype == LANG_STRING:
        return (left.lexical, left.language.lower()) != (right.lexical, right.language.lower())
    order = compare_values(value_of(one), value_of(other))
    return left.lexical != right.lexical if order is None else order != 0
