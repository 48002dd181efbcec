"""Unknown terms: from a shapes graph to an error for a misspelt SHACL term, so that no rule is silently left out."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.errors import InputError
from cisld.graph.columns import TYPE, Columns
from cisld.rdf.literals import is_blank
from cisld.rdf.names import nearest
from cisld.shacl.codes import ill_formed
from cisld.shacl.vocabulary import FIRST, KNOWN, UNSUPPORTED, local, sh

_REFERRING = (
    FIRST,
    *map(sh, ("property", "node", "not", "qualifiedValueShape", "sparql", "declare", "parameter")),
    *map(sh, ("validator", "nodeValidator", "propertyValidator")),
)


def refuse_unknown(graph: Columns) -> Iterator[str]:
    """Refuse terms of the SHACL namespace that SHACL does not have, and features that this engine does not run.

    A node that nothing else of SHACL speaks of is data; for such a node a note is yielded. Raises InputError CIS101,
    CIS111.
    """
    for predicate, column in sorted(graph.by_predicate.items()):
        if not column:
            continue
        subject = min(column.subjects())
        if predicate in UNSUPPORTED:
            what = f"{local(predicate)} is part of {UNSUPPORTED[predicate]}, which is not run."
            raise ill_formed("CIS111", _shown(subject), what, "Use SHACL Core or SHACL-SPARQL.")
        if _is_unknown(predicate):
            yield from _judged(graph, predicate, column.subjects())
    for subject, cls in sorted(graph[TYPE].pairs()):
        if _is_unknown(cls):
            raise _unknown(subject, cls)


def _judged(graph: Columns, predicate: str, subjects: set[str]) -> Iterator[str]:
    for subject in sorted(subjects):
        if _is_described(graph, subject):
            raise _unknown(subject, predicate)
        advice = _like(predicate, "; did you mean {}?")
        yield f"{_shown(subject)} has {local(predicate)}, which is no term of SHACL{advice}"


def _is_described(graph: Columns, node: str) -> bool:
    """Tell whether SHACL speaks of a node: by a property it has, its class, or a property that leads to it."""
    if any(graph[predicate].inverse.objects(node) for predicate in _REFERRING):
        return True
    described = any(column.objects(node) for predicate, column in graph.by_predicate.items() if predicate in KNOWN)
    return described or not KNOWN.isdisjoint(graph[TYPE].objects(node))


def _is_unknown(term: str) -> bool:
    return local(term) != term and term not in KNOWN


def _unknown(subject: str, term: str) -> InputError:
    advice = _like(term, "Did you mean {}?") or "Take it away."
    return ill_formed("CIS101", _shown(subject), f"{local(term)} is no term of SHACL.", advice)


def _like(term: str, words: str) -> str:
    known = sorted(map(local, KNOWN))
    same = [name for name in known if name.lower() == local(term).lower()]
    like = min(same, key=lambda name: name != local(term)) if same else nearest(local(term), known)
    return words.format(like) if like else ""


def _shown(node: str) -> str:
    return "a blank node" if is_blank(node) else node
