"""Sieve: a graph pattern and focus nodes in, those out at which it may have a solution; the rest need no query.

Sets of nodes go over the columns of the data, variable by variable; only what is asked of two variables together is
searched node by node. Two answers are never mixed up: where `sure` is False a node is kept in doubt; where it is True,
in a NOT EXISTS, a node is kept only if the engine is sure to find a solution there. `foreign` are variables that have
a term which is not known here. That the store may hold a literal otherwise than it is written ("01") is a doubt.
"""

from __future__ import annotations

from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri, is_literal
from cisld.shacl.expression import Expression, Solution, as_stored
from cisld.shacl.graphpattern import GroupPattern
from cisld.shacl.paths import Path
from cisld.shacl.search import Doubt, Doubts, Search, is_blurred
from cisld.shacl.tree import Branch, Node, Scope, Tree
from cisld.shacl.values import Values, value_nodes, valued

_STEPS = 40
_FREE_STEPS = 10_000
"""What takes more steps than so many for each node, and these, is left to the engine."""

_CASE = 20
"""A group that is asked about costs as much as so many steps, and a step for as many nodes."""


class Sieve:
    """Hold a data graph against which graph patterns are tried.

    >>> from cisld.graph.columns import Column
    >>> from cisld.shacl.graphpattern import read_pattern
    >>> from cisld.shacl.query import Query
    >>> data = Columns({"<e:p>": Column({"<e:a>": "<e:b>", "<e:c>": "<e:d>"}), "<e:q>": Column({"<e:b>": '"1"'})})
    >>> group = read_pattern(Query("SELECT $this { $this <e:p> ?x . FILTER NOT EXISTS { ?x <e:q> ?y } }"), {})
    >>> Sieve(data).kept(group, {"<e:a>", "<e:c>"}, {}, frozenset())
    {'<e:c>'}
    """

    def __init__(self, data: Columns) -> None:
        self.data = data
        self._faithful: dict[str, bool] = {}
        self._searches: dict[tuple[object, ...], Search] = {}
        self._recent: dict[Path, Values] = {}
        self._left = 0

    def kept(self, group: GroupPattern, nodes: set[str], fixed: Solution, foreign: frozenset[str]) -> set[str]:
        """Return the nodes at which, as $this, the group may have a solution."""
        self._recent.clear()
        self._left = _STEPS * len(nodes) + _FREE_STEPS
        doubtful = {node for node in nodes if node[0] == '"' and _is_unsound(node)}
        return self._having(group, "this", nodes - doubtful, Scope(fixed, foreign), False) | doubtful

    def faithful(self, path: Path) -> bool:
        """Tell whether the literals that a path reads stand in the store as they are written."""
        return all(map(self._is_faithful, path.predicates()))

    def _is_faithful(self, predicate: str) -> bool:
        found = self._faithful.get(predicate)
        if found is None:
            found = self._faithful[predicate] = all(map(as_stored, self.data[predicate].values()))
        return found

    def sure(self, group: GroupPattern, nodes: set[str], fixed: Solution, foreign: frozenset[str]) -> set[str]:
        """Return nodes at which, as $this, the group has a solution for sure."""
        self._left = _STEPS * len(nodes) + _FREE_STEPS
        return self._having(group, "this", {node for node in nodes if is_iri(node)}, Scope(fixed, foreign), True)

    def doubts(self, path: Path) -> Doubts | None:
        """Return what tells the nodes from which the store may lead elsewhere than the path, None if there is none."""
        if not path.goes_back and not path.is_optional:
            return None
        if path.parts[0].predicate and path.kind == "inverse":
            return lambda node: node[0] == '"' and (not self.faithful(path) or _is_unsound(node))
        return _is_unsound if self.faithful(path) else lambda node: True

    def spend(self) -> None:
        """Count a step; raises Doubt when there have been too many."""
        self._left -= 1
        if self._left < 0:
            raise Doubt

    def _having(self, group: GroupPattern, name: str, nodes: set[str], scope: Scope, sure: bool) -> set[str]:
        """Return the nodes for which, as the variable of that name, the group has a solution, for sure or perhaps."""
        self._left -= _CASE + len(nodes) // _CASE
        if self._left < 0:
            return set() if sure else nodes
        if sure and is_blurred(group, scope.foreign):
            return set()
        verbs = (each.verb[1:] for each in group.patterns if isinstance(each.verb, str))
        verb = next((verb for verb in verbs if verb not in scope.fixed), None)
        if verb == name:
            cases = {node: Scope({**scope.fixed, name: node}, scope.foreign) for node in nodes}
            return {node for node, fixed in cases.items() if self._having(group, "", {node}, fixed, sure)}
        if verb is not None:
            return self._by_case(group, verb, name, nodes, scope, sure)
        tree = Tree(group, name, scope)
        if not all(self._met(tree, ground, {ground.place}, sure) for ground in tree.grounds):
            return set()
        nodes = self._met(tree, tree.root, nodes, sure)
        if tree.whole or not nodes:
            return nodes
        if few := tree.few(len(nodes)):
            return self._by_value(group, few, name, nodes, scope, sure)
        return self._searched(group, name, nodes, scope, sure)

    def _by_value(
        self, group: GroupPattern, few: Node, name: str, nodes: set[str], scope: Scope, sure: bool
    ) -> set[str]:
        """Take each term that a variable can have, so that what is asked of two together is asked of one."""
        found: set[str] = set()
        for term in sorted(few.met or ()):
            fixed = Scope({**scope.fixed, few.place[1:]: term}, scope.foreign)
            found |= self._having(group, name, nodes - found if found else nodes, fixed, sure)
        return found

    def _by_case(
        self, group: GroupPattern, verb: str, name: str, nodes: set[str], scope: Scope, sure: bool
    ) -> set[str]:
        """Take each predicate of the data for a variable that stands as verb, if it meets what is asked of it alone."""
        about = Tree(group.without_verb(verb), verb, scope)
        found: set[str] = set()
        for case in sorted(self._met(about, about.root, set(self.data.by_predicate), sure)):
            fixed = Scope({**scope.fixed, verb: case}, scope.foreign)
            found |= self._having(group, name, nodes - found if found else nodes, fixed, sure)
        return found

    def _met(self, tree: Tree, node: Node, nodes: set[str], sure: bool) -> set[str]:
        """Return the nodes that meet what a tree asks of one variable, and of those behind it."""
        for branch in sorted(node.branches, key=lambda branch: branch.size(self.data)):
            doubts = None if sure else self.doubts(branch.path)
            doubtful = set(filter(doubts, nodes)) if doubts else set()
            tree.doubted |= bool(doubtful)
            if sound := nodes - doubtful if doubtful else nodes:
                nodes = self._leading(tree, branch, sound, sure) | doubtful
        for absent in [each for each in node.absent if not each.filters]:
            nodes = nodes - self._having(absent, node.place[1:], nodes, tree.within(node), not sure)
        for test in node.tests:
            nodes = _passing(test, node.place[1:], nodes, tree.scope.fixed, sure)
        for absent in [each for each in node.absent if each.filters]:
            nodes = nodes - self._having(absent, node.place[1:], nodes, tree.within(node), not sure)
        node.met = nodes
        return nodes

    def _leading(self, tree: Tree, branch: Branch, nodes: set[str], sure: bool) -> set[str]:
        """Return the nodes from which a branch leads to where it should."""
        path = branch.path
        if branch.end is None:
            sole = sure or self._is_sole(branch.to, path)
            return value_nodes(nodes, path, self.data).owners({branch.to}) if sole else valued(nodes, path, self.data)
        if branch.end.is_free and branch.end.place[1:] not in tree.asked:
            return valued(nodes, path, self.data)
        values = self._values(nodes, path)
        good = self._met(tree, branch.end, values.distinct, sure)
        return values.valued if len(good) == len(values.distinct) else values.owners(good)

    def _values(self, nodes: set[str], path: Path) -> Values:
        """Return the value nodes of nodes; the same nodes are often asked about again, in another case."""
        before = self._recent.get(path)
        if before is None or before.focus is not nodes:
            self._recent[path] = before = value_nodes(nodes, path, self.data)
        return before

    def _is_sole(self, term: str, path: Path) -> bool:
        """Tell whether no other term that a path reads is the same for the store."""
        return not is_literal(term) or (as_stored(term) and self.faithful(path))

    def _searched(self, group: GroupPattern, name: str, nodes: set[str], scope: Scope, sure: bool) -> set[str]:
        bound = frozenset((name, *scope.fixed))
        key = (group, bound, frozenset(scope.foreign), sure)
        if key not in self._searches:
            self._searches[key] = Search(self, group, bound, scope.foreign, sure)
        search, solution = self._searches[key], dict(scope.fixed)
        return {node for node in nodes if self._finds(search, solution, name, node, sure)}

    def _finds(self, search: Search, solution: Solution, name: str, node: str, sure: bool) -> bool:
        solution[name] = node
        try:
            return search.finds(solution)
        except Doubt:
            return not sure


def _is_unsound(node: str) -> bool:
    """Tell whether a node is a literal that the store may hold otherwise than it is written: it has a datatype."""
    return node[-1] == ">" and node[0] == '"' and not as_stored(node)


def _passing(condition: Expression, name: str, nodes: set[str], fixed: Solution, sure: bool) -> set[str]:
    solution = dict(fixed)
    found: set[str] = set()
    if name not in condition.variables:
        said = condition.test(solution)
        return nodes if said or (said is None and not sure) else found
    alike = len(nodes) < _CASE or condition.variables.isdisjoint(fixed)
    truth = condition.truth if alike else condition.given(fixed)
    if truth.name == name and (at := truth.at):
        return {node for node in nodes if (said := at(node)) or (said is None and not sure)}
    test = truth.of
    for node in nodes:
        solution[name] = node
        said = test(solution)
        if said or (said is None and not sure):
            found.add(node)
    return found
