"""Property axioms: an axiom of OWL on properties or individuals in, the rules of tables 4 and 5 that it makes out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from cisld.checks.finding import Fact
from cisld.checks.owl import (
    ALL_DIFFERENT,
    ALL_PROPERTIES,
    ASSERTION,
    ASYMMETRIC,
    CHAIN,
    DIFFERENT,
    DISJOINT_PROPERTY,
    DISTINCT,
    DOMAIN,
    EQUIVALENT_PROPERTY,
    FUNCTIONAL,
    INVERSE,
    INVERSE_FUNCTIONAL,
    IRREFLEXIVE,
    KEY,
    MEMBERS,
    RANGE,
    SAME,
    SOURCE,
    SUBPROPERTY,
    SYMMETRIC,
    TARGET,
    TARGET_VALUE,
    TRANSITIVE,
    TYPE,
)
from cisld.rdf.literals import is_literal

if TYPE_CHECKING:
    from cisld.checks.closure import Closure
    from cisld.checks.rules import OnFact, Rules


def over(rules: Rules, property: str, above: str, rule: str, axiom: Fact) -> None:
    """Give the pairs of a property to another one."""
    add = rules.closure.add
    rules.on_property[property].append(lambda fact: add((fact[0], above, fact[2]), rule, fact, axiom))


def subproperty(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-spo1."""
    over(rules, axiom[0], axiom[2], "prp-spo1", axiom)


def equivalent_property(rules: Rules, axiom: Fact) -> None:
    """Make rules prp-eqp1 and prp-eqp2."""
    over(rules, axiom[0], axiom[2], "prp-eqp1", axiom)
    over(rules, axiom[2], axiom[0], "prp-eqp2", axiom)


def domain(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-dom."""
    add = rules.closure.add
    rules.on_property[axiom[0]].append(lambda fact: add((fact[0], TYPE, axiom[2]), "prp-dom", fact, axiom))


def range_(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-rng."""
    add = rules.closure.add
    rules.on_property[axiom[0]].append(lambda fact: add((fact[2], TYPE, axiom[2]), "prp-rng", fact, axiom))


def turned(rules: Rules, property: str, other: str, rule: str, axiom: Fact) -> None:
    """Give the pairs of a property to another one the other way round; a literal is no subject."""
    add = rules.closure.add

    def held(fact: Fact) -> None:
        if not is_literal(fact[2]):
            add((fact[2], other, fact[0]), rule, fact, axiom)

    rules.on_property[property].append(held)


def inverse(rules: Rules, axiom: Fact) -> None:
    """Make rules prp-inv1 and prp-inv2."""
    turned(rules, axiom[0], axiom[2], "prp-inv1", axiom)
    turned(rules, axiom[2], axiom[0], "prp-inv2", axiom)


def symmetric(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-symp."""
    turned(rules, axiom[0], axiom[0], "prp-symp", axiom)


def functional(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-fp."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        for object, said in list(closure.out[axiom[0]][fact[0]].items()):
            if object != fact[2]:
                one, other = sorted((fact, said))
                closure.add((one[2], SAME, other[2]), "prp-fp", one, other, axiom)

    rules.on_property[axiom[0]].append(held)


def inverse_functional(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-ifp."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        for subject, said in list(closure.inn[axiom[0]][fact[2]].items()):
            if subject != fact[0]:
                one, other = sorted((fact, said))
                closure.add((one[0], SAME, other[0]), "prp-ifp", one, other, axiom)

    rules.on_property[axiom[0]].append(held)


def transitive(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-trp."""
    property, closure = axiom[0], rules.closure

    def held(fact: Fact) -> None:
        for object, said in list(closure.out[property].get(fact[2], {}).items()):
            closure.add((fact[0], property, object), "prp-trp", fact, said, axiom)
        for subject, said in list(closure.inn[property].get(fact[0], {}).items()):
            closure.add((subject, property, fact[2]), "prp-trp", said, fact, axiom)

    rules.on_property[property].append(held)


def irreflexive(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-irp."""
    clash = rules.closure.clash
    rules.on_property[axiom[0]].append(lambda fact: clash("prp-irp", fact, axiom) if fact[0] == fact[2] else None)


def asymmetric(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-asyp."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        back = closure.out[axiom[0]].get(fact[2], {}).get(fact[0])
        if back:
            closure.clash("prp-asyp", *sorted({fact, back}), axiom)

    rules.on_property[axiom[0]].append(held)


def never_both(rules: Rules, one: str, other: str, rule: str, axiom: Fact) -> None:
    """Find a clash where a pair has both of two properties."""
    closure = rules.closure

    def held(fact: Fact) -> None:
        twin = closure.out[other].get(fact[0], {}).get(fact[2])
        if twin:
            closure.clash(rule, *sorted({fact, twin}), axiom)

    rules.on_property[one].append(held)


def disjoint_property(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-pdw."""
    never_both(rules, axiom[0], axiom[2], "prp-pdw", axiom)
    never_both(rules, axiom[2], axiom[0], "prp-pdw", axiom)


def all_disjoint_properties(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-adp."""
    for one, other in combinations(dict.fromkeys(rules.members(axiom[0], MEMBERS)), 2):
        never_both(rules, one, other, "prp-adp", axiom)
        never_both(rules, other, one, "prp-adp", axiom)


def all_different(rules: Rules, axiom: Fact) -> None:
    """Make rules eq-diff2 and eq-diff3."""
    for one, other in combinations(rules.members(axiom[0], MEMBERS, DISTINCT), 2):
        rules.closure.add((one, DIFFERENT, other), "eq-diff2", axiom)


def chain(rules: Rules, axiom: Fact) -> None:
    """Make rule prp-spo2: wherever a fact stands in the chain, look for the rest on both sides."""
    steps, closure = rules.listed(axiom[2]), rules.closure

    def held(fact: Fact, at: int) -> None:
        paths: list[tuple[Fact, ...]] = [(fact,)]
        for step in reversed(steps[:at]):
            paths = [(f, *p) for p in paths for f in list(closure.inn[step].get(p[0][0], {}).values())]
        for step in steps[at + 1 :]:
            paths = [(*p, f) for p in paths for f in list(closure.out[step].get(p[-1][2], {}).values())]
        for path in paths:
            closure.add((path[0][0], axiom[0], path[-1][2]), "prp-spo2", *path, axiom)

    for at, step in enumerate(steps):
        rules.on_property[step].append(lambda fact, at=at: held(fact, at))  # type: ignore[misc]


def key(rules: Rules, axiom: Fact) -> None:
    """Note a key; rule prp-key is tried when nothing else is left."""
    properties = rules.listed(axiom[2])
    rules.has_key.append((axiom[0], properties, axiom))
    for property in properties:
        rules.on_property[property].append(lambda fact: None)


def negative(rules: Rules, axiom: Fact) -> None:
    """Forbid the fact that a negative property assertion names: prp-npa1 and prp-npa2."""
    closure, node = rules.closure, axiom[0]
    for source in rules.at[node, SOURCE]:
        for target in (*rules.at[node, TARGET], *rules.at[node, TARGET_VALUE]):
            rules.on_property[axiom[2]].append(forbidden(closure, source, target, axiom))


def forbidden(closure: Closure, source: Fact, target: Fact, axiom: Fact) -> OnFact:
    """Find a clash where the fact is there that a negative property assertion denies."""
    rule = "prp-npa1" if target[1] == TARGET else "prp-npa2"

    def held(fact: Fact) -> None:
        if (fact[0], fact[2]) == (closure.leads(source[2]), closure.leads(target[2])):
            closure.clash(rule, fact, source, axiom, target)

    return held


MAKERS: dict[str, Callable[[Rules, Fact], None]] = {
    SUBPROPERTY: subproperty,
    EQUIVALENT_PROPERTY: equivalent_property,
    DOMAIN: domain,
    RANGE: range_,
    INVERSE: inverse,
    SYMMETRIC: symmetric,
    FUNCTIONAL: functional,
    INVERSE_FUNCTIONAL: inverse_functional,
    TRANSITIVE: transitive,
    IRREFLEXIVE: irreflexive,
    ASYMMETRIC: asymmetric,
    DISJOINT_PROPERTY: disjoint_property,
    ALL_PROPERTIES: all_disjoint_properties,
    ALL_DIFFERENT: all_different,
    CHAIN: chain,
    KEY: key,
    ASSERTION: negative,
}
"""What each axiom makes, by its predicate or, for the characteristics of properties, by its type."""
