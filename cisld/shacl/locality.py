"""Locality: a query and triples that came or went in, the focus nodes at which it may now be answered otherwise out.

A triple matters at a focus node only if some solution has it, and then each triple pattern of the group where it
matches, and of the groups around, is matched too. So one way of patterns with shared variables leads from the triple to
$this, and going that way over the data finds every such focus node. A query in which no such way is known is not local.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cisld.graph.columns import Columns
from cisld.graph.part import Part, TooMuch
from cisld.rdf.literals import is_iri, is_literal
from cisld.shacl.change import Change, Nodes, touched
from cisld.shacl.custom import Ask
from cisld.shacl.expression import NotRead
from cisld.shacl.graphpattern import GroupPattern, TriplePattern, read_pattern
from cisld.shacl.paths import Path, ends, inverted
from cisld.shacl.select import Prepared
from cisld.shacl.shape import Shape
from cisld.shacl.sparql import Sparql

THIS = "?this"
Known = dict[str, set[str]]
"""All nodes that a variable can have in a solution."""


class _NotLocal(Exception):
    """Say that no way is known."""


def answered_otherwise(query: Prepared, change: Change) -> Nodes:
    """Return the nodes that as $this may have other solutions."""
    group = _read(query)
    if group is None:
        return None
    found: set[str] = set()
    try:
        for pattern, patterns in _in_context(group, []):
            found |= _led_to_this(pattern, patterns, change)
    except _NotLocal:
        return None
    return None if any(map(is_literal, found)) else found


def fetch_query(query: Prepared, nodes: set[str], part: Part) -> None:
    """Let a part of a graph take in all that a query reads where these nodes are $this; raises TooMuch."""
    group = _read(query)
    if group is None or any(map(is_literal, nodes)):
        raise TooMuch
    part.outward(nodes)  # a literal is shown as it is written there
    _fetch(group, {THIS: nodes}, part)


def words(shapes: Iterable[Shape]) -> set[str]:
    """Return the keywords and the names of functions of all queries of shapes."""
    every: Iterable[Any] = (constraint for shape in shapes for constraint in shape.constraints)
    queries = (constraint.query.query for constraint in every if isinstance(constraint, (Sparql, Ask)))
    return {token.word for query in queries for token in query.tokens}


def _read(query: Prepared) -> GroupPattern | None:
    """Return the group of a query if everything that reads the graph is in it, with variables that mean one thing."""
    if len(query.query.selects) > 1:
        return None
    try:
        group = read_pattern(query.query, query.prefixes)
    except NotRead:
        return None
    if any(each.partial for each in _groups(group)):
        return None
    return None if any(_may_hang(pattern, patterns) for pattern, patterns in _in_context(group, [])) else group


def _may_hang(pattern: TriplePattern, patterns: list[TriplePattern]) -> bool:
    """Tell whether a path of zero steps may begin at a node that no triple has, which any change may alter."""
    if not isinstance(pattern.verb, Path) or not _is_optional(pattern.verb):
        return False
    firm = [each for each in patterns if not isinstance(each.verb, Path) or not _is_optional(each.verb)]
    return not any(pattern.subject in (each.subject, each.object) for each in firm)


def _is_optional(path: Path) -> bool:
    if path.kind in ("zeroOrMore", "zeroOrOne"):
        return True
    parts = map(_is_optional, path.parts)
    return all(parts) if path.kind == "sequence" else any(parts)


def _groups(group: GroupPattern) -> Iterator[GroupPattern]:
    yield group
    for inner in (*group.others, *group.absent):
        yield from _groups(inner)


def _in_context(
    group: GroupPattern, around: list[TriplePattern]
) -> Iterator[tuple[TriplePattern, list[TriplePattern]]]:
    """Yield each triple pattern with all that every solution matches that has a match of it."""
    patterns = [*around, *group.patterns]
    for pattern in group.patterns:
        yield pattern, patterns
    for inner in (*group.others, *group.absent):
        yield from _in_context(inner, patterns)


def _led_to_this(pattern: TriplePattern, patterns: list[TriplePattern], change: Change) -> set[str]:
    starts = _matching(pattern, change)
    if not starts:
        return set()
    if pattern.subject[0] == "?":
        known = {pattern.subject: starts}
    elif pattern.subject in starts and isinstance(pattern.verb, Path) and pattern.object[0] == "?":
        known = {pattern.object: ends(pattern.verb, {pattern.subject}, change.data)}
    elif pattern.subject in starts:
        raise _NotLocal
    else:
        return set()
    while THIS not in known:
        _go_on(known, patterns, change.data)
    return known[THIS]


def _matching(pattern: TriplePattern, change: Change) -> set[str]:
    """Return the subjects of a pattern at which a triple of the change may match it."""
    verb = pattern.verb
    if isinstance(verb, str):
        return {subject for subject, _, _ in change.triples}
    if verb.predicate and is_iri(pattern.object):
        pairs = change.by_predicate.get(verb.predicate, ())
        return {subject for subject, object in pairs if object == pattern.object}
    return touched(verb, change)


def _go_on(known: Known, patterns: list[TriplePattern], data: Columns) -> None:
    """Get to know one more variable over one pattern."""
    for subject, verb, object in patterns:
        if not isinstance(verb, Path):
            continue
        for here, there, path in ((subject, object, verb), (object, subject, inverted(verb))):
            if here not in known or there[0] != "?" or there in known:
                continue
            if not any(map(is_literal, known[here])):  # the store may hold as one what is written in two ways
                known[there] = ends(path, known[here], data)
                return
    raise _NotLocal


def _fetch(group: GroupPattern, known: Known, part: Part) -> None:
    """Take in what a group and the groups in it read, going from variables that are known to others."""
    known, left = dict(known), list(group.patterns)
    while left:
        pattern = next((each for each in left if _is_within_reach(each, known)), None)
        if pattern is None:
            raise TooMuch
        left.remove(pattern)
        _take_in(pattern, known, part)
    for inner in (*group.others, *group.absent):
        _fetch(inner, known, part)


def _is_within_reach(pattern: TriplePattern, known: Known) -> bool:
    return pattern.subject[0] != "?" or pattern.subject in known or pattern.object in known


def _take_in(pattern: TriplePattern, known: Known, part: Part) -> None:
    subject, verb, object = pattern
    if subject[0] == "?" and subject not in known:
        if not isinstance(verb, Path):
            raise TooMuch
        known[subject] = ends(inverted(verb), known[object], part)
        return
    nodes = known[subject] if subject[0] == "?" else {subject}
    part.outward(nodes)
    if isinstance(verb, Path):
        reached = ends(verb, nodes, part)
    else:
        used = {name: column for name, column in part.by_predicate.items() if any(map(column.objects, nodes))}
        known.setdefault(verb, set(used))
        reached = {end for column in used.values() for node in nodes for end in column.objects(node)}
    if object[0] == "?":
        known.setdefault(object, reached)
