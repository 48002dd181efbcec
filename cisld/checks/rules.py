"""Rules: the axioms of a closure in, the rules to try on each fact by its predicate, or by the type it gives, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

from cisld.checks import class_axioms, property_axioms, restrictions
from cisld.checks.finding import Fact
from cisld.checks.owl import (
    ALL,
    AXIOM_KINDS,
    AXIOM_WORDS,
    CLASS,
    DIFFERENT,
    FIRST,
    NIL,
    NOTHING,
    RANGE,
    REST,
    SAME,
    THING,
    TYPE,
)
from cisld.checks.values import outside
from cisld.rdf.literals import is_literal

if TYPE_CHECKING:
    from cisld.checks.closure import Closure

OnType = Callable[[str, Fact], None]
"""Called with an individual that has the type, and the fact that says so."""
OnFact = Callable[[Fact], None]
"""Called with a fact that has the predicate."""

_MAKERS = {**class_axioms.MAKERS, **property_axioms.MAKERS}


class Rules:
    """Hold the rules that the axioms of a closure make, by the type or the predicate of the facts that they meet."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.on_type: dict[str, list[OnType]] = defaultdict(list)
        self.on_property: dict[str, list[OnFact]] = defaultdict(list)
        self.has_key: list[tuple[str, list[str], Fact]] = []
        self.axioms: dict[str, list[Fact]] = defaultdict(list)
        self.at: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in closure.why:
            if fact[1] in AXIOM_WORDS:
                self.axioms[fact[1]].append(fact)
                self.at[fact[0], fact[1]].append(fact)
            elif fact[1] == TYPE and fact[2] in AXIOM_KINDS:
                self.axioms[fact[2]].append(fact)
        self.heads = {fact[0]: fact[2] for fact in self.axioms[FIRST]}
        self.tails = {fact[0]: fact[2] for fact in self.axioms[REST]}
        self._make()

    def _make(self) -> None:
        for word, make in _MAKERS.items():
            for axiom in self.axioms[word]:
                make(self, axiom)
        self.on_type[NOTHING].append(lambda x, fact: self.closure.clash("cls-nothing2", fact))
        self.on_property[DIFFERENT].append(self._different)
        restrictions.make(self)
        if THING in self.on_type:
            for axiom in self.axioms[CLASS]:
                self.above(axiom[0], THING, "scm-cls", axiom)
        for datatype in {axiom[2] for word in (RANGE, ALL) for axiom in self.axioms[word]}:
            self.datatype(datatype)

    def listed(self, head: str) -> list[str]:
        """Return the members of a collection."""
        found: list[str] = []
        seen: set[str] = set()
        while head in self.heads and head != NIL and head not in seen:
            seen.add(head)
            found.append(self.heads[head])
            head = self.tails.get(head, NIL)
        return found

    def members(self, node: str, *words: str) -> list[str]:
        """Return the members of the collections that a node has for some predicates."""
        heads = [axiom[2] for word in words for axiom in self.at[node, word]]
        return [item for head in heads for item in self.listed(head)]

    def above(self, cls: str, above: str, rule: str, *axioms: Fact) -> None:
        """Give what is of a class another class too."""
        add = self.closure.add
        self.on_type[cls].append(lambda x, fact: add((x, TYPE, above), rule, fact, *axioms))

    def datatype(self, datatype: str) -> None:
        """Find a clash where a literal is to be of a datatype that cannot hold its value: rule dt-not-type."""
        clash = self.closure.clash

        def typed(x: str, fact: Fact) -> None:
            if is_literal(x) and outside(x, datatype):
                clash("dt-not-type", fact)

        self.on_type[datatype].append(typed)

    def _different(self, fact: Fact) -> None:
        if fact[0] == fact[2]:
            self.closure.clash("eq-diff1", fact)

    def keys(self) -> None:
        """Find the members of a class that agree in all properties of a key: rule prp-key."""
        for cls, properties, axiom in self.has_key:
            known: dict[tuple[str, ...], tuple[str, tuple[Fact, ...]]] = {}
            for x, typed in list(self.closure.members[cls].items()):
                if x not in self.closure.leader:
                    self._agree(x, properties, (axiom, typed), known)

    def _agree(
        self,
        x: str,
        properties: list[str],
        said: tuple[Fact, Fact],
        known: dict[tuple[str, ...], tuple[str, tuple[Fact, ...]]],
    ) -> None:
        columns = [self.closure.out[each].get(x, {}) for each in properties]
        for values in product(*[[v for v in column if self.closure.leads(v) == v] for column in columns]):
            facts = (said[1], *(column[value] for column, value in zip(columns, values, strict=True)))
            y, others = known.setdefault(values, (x, facts))
            self.closure.bound(len(known))
            if y != x:
                self.closure.add((y, SAME, x), "prp-key", said[0], *others, *facts)
