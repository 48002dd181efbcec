"""Trees: a group graph pattern in, its triple patterns out as they hang on one variable, with what is asked of each."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from cisld.graph.columns import Columns
from cisld.shacl.expression import Expression, Solution
from cisld.shacl.graphpattern import GroupPattern, TriplePattern
from cisld.shacl.paths import Path, inverted

_FEW, _MOST = 8, 64
"""Terms are few if there are so many times more nodes, and not more than so many, since each goes through all nodes."""


class Scope(NamedTuple):
    """What is given where a group stands: `fixed` are known terms, `foreign` variables with terms not known here."""

    fixed: Solution
    foreign: frozenset[str]


class Node:
    """A place in triple patterns, `?name` or a term of the query, with what is asked of it alone.

    `met` are the terms that meet it, once they are found.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self.branches: list[Branch] = []
        self.tests: list[Expression] = []
        self.absent: list[GroupPattern] = []
        self.met: set[str] | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether any term will do."""
        return not (self.branches or self.tests or self.absent)


class Branch(NamedTuple):
    """A triple pattern as seen from the place nearer to the root; `end` is None where the other place is a term."""

    path: Path
    to: str
    end: Node | None

    def size(self, data: Columns) -> int:
        """Return about how many triples it reads."""
        return sum(len(data[each].one) + len(data[each].many) for each in self.path.predicates())


class Tree:
    """Hang the triple patterns of a group, with paths as verbs, on a variable.

    `grounds` are trees of their own, which hang on terms that stand in the query. `whole` says that all that the group
    asks is in these trees: no cycle, and nothing that is asked of two variables together. `doubted` is set when terms
    were not followed, so that the places behind may have more terms than were found.
    """

    def __init__(self, group: GroupPattern, name: str, scope: Scope) -> None:
        self.group, self.scope = group, scope
        self.bound = (group.bound() | {name}) - scope.fixed.keys()
        self.left = [_fixed(each, scope.fixed) for each in group.patterns]
        self.nodes: dict[str, Node] = {}
        self.cyclic = self.doubted = False
        self.root = self._hang(f"?{name}")
        self.grounds = [
            self._hang(place)
            for pattern in self.left
            for place in (pattern.subject, pattern.object)
            if place[0] != "?" and pattern in self.left
        ]
        self.asked: set[str] = set()
        for test in group.filters:
            if node := self._about(test.variables):
                node.tests.append(test)
        for absent in group.absent:
            if node := self._about(absent.variables()):
                node.absent.append(absent)
        self.whole = not (self.left or self.cyclic or self.asked)

    def within(self, node: Node) -> Scope:
        """Return the scope of a group that is asked about at a node."""
        foreign = (self.scope.foreign | self.bound | self.group.named) - {node.place[1:]} - self.scope.fixed.keys()
        return Scope(self.scope.fixed, foreign)

    def few(self, many: int) -> Node | None:
        """Return the place with fewest terms, really few, of two that something is asked of together.

        With one of them known, all that is asked is asked of one place.
        """
        if self.doubted or self.left or self.cyclic or len(self.asked) > 2:
            return None
        nodes = [
            node
            for place, node in self.nodes.items()
            if place[1:] in self.asked and node is not self.root
            if node.met is not None and len(node.met) <= min(_MOST, many // _FEW)
        ]
        return min(nodes, key=lambda node: len(node.met or ()), default=None)

    def _hang(self, place: str) -> Node:
        node = self.nodes[place] = Node(place)
        for pattern in [each for each in self.left if place in (each.subject, each.object)]:
            if pattern in self.left and isinstance(pattern.verb, Path):
                self.left.remove(pattern)
                self._branch(node, pattern.verb, pattern)
        return node

    def _branch(self, node: Node, verb: Path, pattern: TriplePattern) -> None:
        ahead = pattern.subject == node.place
        path, to = (verb, pattern.object) if ahead else (inverted(verb), pattern.subject)
        if to[0] != "?":
            node.branches.append(Branch(path, to, None))
        elif to in self.nodes:
            self.cyclic = True
        else:
            node.branches.append(Branch(path, to, self._hang(to)))

    def _about(self, names: Set[str]) -> Node | None:
        """Return the one variable that something is asked of, the root if it is none; keep the names of more."""
        about = names & self.bound
        node = self.root if not about else self.nodes.get(f"?{min(about)}")
        if len(about) > 1 or node is None:
            self.asked |= about
            return None
        return node


def _fixed(pattern: TriplePattern, fixed: Solution) -> TriplePattern:
    subject, object = (
        fixed.get(place[1:], place) if place[0] == "?" else place for place in (pattern.subject, pattern.object)
    )
    verb = pattern.verb
    if isinstance(verb, str) and verb[1:] in fixed:
        verb = Path("predicate", fixed[verb[1:]])
    return TriplePattern(subject, verb, object)
