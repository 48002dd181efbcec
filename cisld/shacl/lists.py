"""SHACL lists: from the head of a list in the shapes graph to its members."""

from __future__ import annotations

from cisld.graph.columns import Columns
from cisld.shacl.codes import ill_formed
from cisld.shacl.vocabulary import FIRST, NIL, REST


def members(graph: Columns, head: str, shape: str, parameter: str) -> list[str]:
    """Return the members of a list; a list that branches, breaks off or runs into itself raises InputError CIS104.

    SHACL, https://www.w3.org/TR/shacl/#dfn-shacl-list

    >>> members(Columns(), NIL, "<http://e/S>", "sh:in")
    []
    """
    found, seen, node = [], set(), head
    while node != NIL:
        first, rest = graph[FIRST].objects(node), graph[REST].objects(node)
        if node in seen:
            raise ill_formed("CIS104", shape, f"The list of {parameter} runs into itself.", "End it with rdf:nil.")
        if len(first) != 1 or len(rest) != 1:
            raise ill_formed("CIS104", shape, f"The value of {parameter} is not a list.", "Write ( ... ) in Turtle.")
        seen.add(node)
        found.append(first[0])
        node = rest[0]
    if graph[FIRST].objects(NIL) or graph[REST].objects(NIL):
        raise ill_formed("CIS104", shape, "rdf:nil has members.", "Take them away.")
    return found
