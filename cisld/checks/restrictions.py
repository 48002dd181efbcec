"""Restrictions: the class expressions of OWL on a property in, the rules of tables 6 and 9 that they make out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from cisld.checks.finding import Fact
from cisld.checks.owl import (
    ALL,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    HAS_VALUE,
    MAX,
    MAX_QUALIFIED,
    ON_CLASS,
    ON_PROPERTY,
    SAME,
    SOME,
    SUBCLASS,
    SUBPROPERTY,
    THING,
    TYPE,
)
from cisld.rdf.literals import is_literal, lexical

if TYPE_CHECKING:
    from cisld.checks.rules import OnFact, Rules


class Restriction(NamedTuple):
    """A class expression with its property, its filler, and the statement that gives the filler."""

    node: str
    property: str
    filler: str
    axiom: Fact


def make(rules: Rules) -> None:
    """Make the rules of all restrictions."""
    by_node: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for word in (ON_PROPERTY, ON_CLASS, SOME, ALL, HAS_VALUE, MAX, MAX_QUALIFIED):
        for axiom in rules.axioms[word]:
            by_node[axiom[0]][word].append(axiom)
    for word, make_one in _MAKERS.items():
        made = [
            Restriction(node, on[2], axiom[2], axiom)
            for node, words in by_node.items()
            for on, axiom in product(words[ON_PROPERTY], words[word])
        ]
        for each in made:
            make_one(rules, *each)
        if word != MAX:
            _compare(rules, word, made)
    for node, words in by_node.items():
        for on, kind, axiom in product(words[ON_PROPERTY], words[ON_CLASS], words[MAX_QUALIFIED]):
            at_most(rules, node, on[2], axiom, kind[2])


def _compare(rules: Rules, word: str, made: Iterable[Restriction]) -> None:
    """Find which restriction is a subclass of which: scm-svf1 and -2, scm-avf1 and -2, scm-hv."""
    by_parts: dict[tuple[str, str], list[Restriction]] = defaultdict(list)
    for each in made:
        by_parts[each.property, each.filler].append(each)
    classes = _Above(rules.axioms[SUBCLASS], rules.axioms[EQUIVALENT_CLASS])
    properties = _Above(rules.axioms[SUBPROPERTY], rules.axioms[EQUIVALENT_PROPERTY])
    for one in made:
        if word != HAS_VALUE:
            rule = "scm-svf1" if word == SOME else "scm-avf1"
            for filler, path in classes.of(one.filler).items():
                _below(rules, one, by_parts.get((one.property, filler), ()), rule, path)
        for property, path in properties.of(one.property).items():
            wider = by_parts.get((property, one.filler), ())
            if word == ALL:
                for other in wider:
                    _below(rules, other, [one], "scm-avf2", path)
            else:
                _below(rules, one, wider, "scm-svf2" if word == SOME else "scm-hv", path)


def _below(rules: Rules, lower: Restriction, above: Iterable[Restriction], rule: str, path: tuple[Fact, ...]) -> None:
    for upper in above:
        if lower.node != upper.node:
            rules.above(lower.node, upper.node, rule, lower.axiom, *path, upper.axiom)


class _Above:
    """The classes or properties above each one, with those that are equivalent, and the axioms that lead there."""

    def __init__(self, below: Iterable[Fact], equal: Iterable[Fact]) -> None:
        self.direct: dict[str, list[tuple[str, Fact]]] = defaultdict(list)
        for fact in (*below, *equal):
            self.direct[fact[0]].append((fact[2], fact))
        for fact in equal:
            self.direct[fact[2]].append((fact[0], fact))

    def of(self, term: str) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, tuple[Fact, ...]] = {term: ()}
        edge = [term]
        for node in edge:
            for above, fact in self.direct.get(node, ()):
                if above not in found:
                    found[above] = (*found[node], fact)
                    edge.append(above)
        return found


def some_values(rules: Rules, node: str, property: str, filler: str, axiom: Fact) -> None:
    """Make rules cls-svf1 and cls-svf2."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        typed = closure.types[fact[2]].get(filler)
        if filler == THING:
            closure.add((fact[0], TYPE, node), "cls-svf2", fact, axiom)
        elif typed or (is_literal(fact[2]) and fact[2].endswith(f"^^{filler}")):
            closure.add((fact[0], TYPE, node), "cls-svf1", fact, *filter(None, [typed]), axiom)

    def typed(x: str, fact: Fact) -> None:
        for said in list(closure.inn[property].get(x, {}).values()):
            held(said)

    rules.on_property[property].append(held)
    rules.on_type[filler].append(typed)


def all_values(rules: Rules, node: str, property: str, filler: str, axiom: Fact) -> None:
    """Make rule cls-avf."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        typed = closure.types[fact[0]].get(node)
        if typed:
            closure.add((fact[2], TYPE, filler), "cls-avf", typed, fact, axiom)

    whenever(rules, node, property, held)


def whenever(rules: Rules, cls: str, property: str, held: OnFact) -> None:
    """Try a rule on the facts with a property, also when the type of their subject comes later."""
    closure = rules.closure

    def typed(x: str, fact: Fact) -> None:
        for said in list(closure.out[property].get(x, {}).values()):
            held(said)

    rules.on_property[property].append(held)
    rules.on_type[cls].append(typed)


def has_value(rules: Rules, node: str, property: str, value: str, axiom: Fact) -> None:
    """Make rules cls-hv1 and cls-hv2."""
    add, leads = rules.closure.add, rules.closure.leads
    rules.on_type[node].append(lambda x, fact: add((x, property, value), "cls-hv1", fact, axiom))

    def held(fact: Fact) -> None:
        if fact[2] == leads(value):
            add((fact[0], TYPE, node), "cls-hv2", fact, axiom)

    rules.on_property[property].append(held)


def at_most_plain(rules: Rules, node: str, property: str, filler: str, axiom: Fact) -> None:
    """Make rules cls-maxc1 and cls-maxc2."""
    at_most(rules, node, property, axiom, THING)


def at_most(rules: Rules, node: str, property: str, axiom: Fact, cls: str) -> None:
    """Let a thing have none (cls-maxc1, cls-maxqc1, -2) or only one (cls-maxc2, cls-maxqc3, -4) of a property."""
    most, closure = lexical(axiom[2]).lstrip("+").lstrip("0") or "0", rules.closure
    rule = "cls-maxc" if axiom[1] == MAX else "cls-maxqc"

    def counted(fact: Fact) -> list[Fact]:
        """Return the fact with that of the class of its object; nothing if it is of another class."""
        kind = closure.types[fact[2]].get(cls)
        return [fact] if cls == THING else [fact, kind] if kind else []

    def held(fact: Fact) -> None:
        typed, mine = closure.types[fact[0]].get(node), counted(fact)
        if not typed or not mine:
            return
        if most == "0":
            closure.clash(f"{rule}1", typed, *mine, axiom)
        for said in list(closure.out[property][fact[0]].values()):
            other = counted(said)
            if other and closure.leads(said[2]) != closure.leads(fact[2]):
                one, two = sorted((mine, other))
                closure.add((one[0][2], SAME, two[0][2]), f"{rule}2", typed, *one, *two, axiom)

    def filled(x: str, fact: Fact) -> None:
        for said in list(closure.inn[property].get(x, {}).values()):
            held(said)

    if most in ("0", "1"):
        whenever(rules, node, property, held)
        if cls != THING:
            rules.on_type[cls].append(filled)


_MAKERS: dict[str, Callable[[Rules, str, str, str, Fact], None]] = {
    SOME: some_values,
    ALL: all_values,
    HAS_VALUE: has_value,
    MAX: at_most_plain,
}
