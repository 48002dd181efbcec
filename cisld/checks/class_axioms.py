"""Class axioms: an axiom of OWL on classes in, the rules of tables 6 and 7 of OWL 2 RL/RDF that it makes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cisld.checks.finding import Fact
from cisld.checks.owl import (
    ALL_CLASSES,
    COMPLEMENT,
    DISJOINT,
    EQUIVALENT_CLASS,
    INTERSECTION,
    MEMBERS,
    ONE_OF,
    SUBCLASS,
    TYPE,
    UNION,
)

if TYPE_CHECKING:
    from cisld.checks.rules import Rules


def subclass(rules: Rules, axiom: Fact) -> None:
    """Make rule cax-sco."""
    rules.above(axiom[0], axiom[2], "cax-sco", axiom)


def equivalent_class(rules: Rules, axiom: Fact) -> None:
    """Make rules cax-eqc1 and cax-eqc2."""
    rules.above(axiom[0], axiom[2], "cax-eqc1", axiom)
    rules.above(axiom[2], axiom[0], "cax-eqc2", axiom)


def apart(rules: Rules, cls: str, other: str, rule: str, axiom: Fact) -> None:
    """Find a clash where a thing is of both of two classes."""
    types, clash = rules.closure.types, rules.closure.clash

    def typed(x: str, fact: Fact) -> None:
        if other in types[x]:
            clash(rule, *sorted({fact, types[x][other]}), axiom)

    rules.on_type[cls].append(typed)


def disjoint(rules: Rules, axiom: Fact) -> None:
    """Make rule cax-dw."""
    apart(rules, axiom[0], axiom[2], "cax-dw", axiom)
    apart(rules, axiom[2], axiom[0], "cax-dw", axiom)


def complement(rules: Rules, axiom: Fact) -> None:
    """Make rule cls-com."""
    apart(rules, axiom[0], axiom[2], "cls-com", axiom)
    apart(rules, axiom[2], axiom[0], "cls-com", axiom)


def all_disjoint_classes(rules: Rules, axiom: Fact) -> None:
    """Make rule cax-adc."""
    group = dict.fromkeys(rules.members(axiom[0], MEMBERS))
    types, clash = rules.closure.types, rules.closure.clash

    def typed(x: str, fact: Fact) -> None:
        for other, said in list(types[x].items()):
            if other in group and other != fact[2]:
                clash("cax-adc", *sorted((fact, said)), axiom)

    for cls in group:
        rules.on_type[cls].append(typed)


def intersection(rules: Rules, axiom: Fact) -> None:
    """Make rules cls-int1 and cls-int2."""
    whole, parts, closure = axiom[0], rules.listed(axiom[2]), rules.closure

    def typed(x: str, fact: Fact) -> None:
        types = closure.types[x]
        if all(part in types for part in parts):
            closure.add((x, TYPE, whole), "cls-int1", *(types[part] for part in parts), axiom)

    for part in parts:
        rules.above(whole, part, "cls-int2", axiom)
        rules.on_type[part].append(typed)


def union(rules: Rules, axiom: Fact) -> None:
    """Make rule cls-uni."""
    for part in rules.listed(axiom[2]):
        rules.above(part, axiom[0], "cls-uni", axiom)


def one_of(rules: Rules, axiom: Fact) -> None:
    """Make rule cls-oo."""
    for member in rules.listed(axiom[2]):
        rules.closure.add((member, TYPE, axiom[0]), "cls-oo", axiom)


MAKERS: dict[str, Callable[[Rules, Fact], None]] = {
    SUBCLASS: subclass,
    EQUIVALENT_CLASS: equivalent_class,
    DISJOINT: disjoint,
    COMPLEMENT: complement,
    ALL_CLASSES: all_disjoint_classes,
    INTERSECTION: intersection,
    UNION: union,
    ONE_OF: one_of,
}
"""What each axiom makes, by its predicate or its type."""
