"""Closure: a graph in; what OWL 2 RL infers from it, each fact with its rule and premises, and the clashes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cisld.checks.finding import Fact
from cisld.checks.owl import AXIOM_KINDS, AXIOM_WORDS, DIFFERENT, SAME, TYPE
from cisld.checks.rules import Rules
from cisld.checks.values import disjoint_values
from cisld.errors import InputError
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_literal

Why = tuple[str, tuple[Fact, ...]]
"""The rule of OWL 2 RL/RDF that gives a fact, and its premises."""
MOST = 1_000_000
"""More facts than this are not inferred: they would fill the memory."""


@dataclass(frozen=True)
class Clash:
    """A rule of OWL 2 RL/RDF with the consequent false, and the facts that fulfil its antecedent."""

    rule: str
    premises: tuple[Fact, ...]


class Closure:
    """Hold the OWL 2 RL closure of a graph: OWL 2 Profiles 4.3, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_usingRules.

    The axioms become rules that are tried on each fact once; a fact that is itself an axiom makes them anew. Of two
    things that are the same, one stands for both. Only facts that can meet a rule are taken in. Not followed:
    owl:sameAs between properties, and reasoning on datatypes beyond the value spaces of XSD. Raises InputError CIS009.

    >>> from cisld.graph.columns import Column
    >>> from cisld.checks.owl import DISJOINT
    >>> columns = Columns({TYPE: Column(many={"<e:a>": ("<e:C>", "<e:D>")}), DISJOINT: Column({"<e:C>": "<e:D>"})})
    >>> [clash.rule for clash in Closure(columns).clashes]
    ['cax-dw']
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.why: dict[Fact, Why | None] = {}
        self.clashes: list[Clash] = []
        self.types: dict[str, dict[str, Fact]] = defaultdict(dict)
        self.members: dict[str, dict[str, Fact]] = defaultdict(dict)
        self.out: dict[str, dict[str, dict[str, Fact]]] = defaultdict(lambda: defaultdict(dict))
        self.inn: dict[str, dict[str, dict[str, Fact]]] = defaultdict(lambda: defaultdict(dict))
        self.leader: dict[str, tuple[str, Fact]] = {}
        self._mentions: dict[str, list[Fact]] | None = None
        self._agenda: list[Fact] = []
        self._seen: set[tuple[str, frozenset[Fact]]] = set()
        self._new_axioms = True
        self._given = len(columns)
        self._run()

    def add(self, fact: Fact, rule: str, *premises: Fact) -> None:
        """Take in an inferred fact, unless it is known."""
        if fact in self.why:
            return
        self.why[fact] = (rule, premises)
        self.bound(len(self.why))
        subject, predicate, object = fact
        if subject in self.leader or object in self.leader:
            self._stand_in(fact)
            return
        self._agenda.append(fact)
        if self._mentions is not None:
            self._mention(fact)
        if predicate in AXIOM_WORDS or (predicate == TYPE and object in AXIOM_KINDS):
            self._new_axioms = True

    def bound(self, number: int) -> None:
        """Raise InputError CIS009 where a number of facts is beyond what the memory is to hold."""
        if number > MOST + self._given:
            todo = "Check a part of the data, or take a property's transitivity away."
            raise InputError("CIS009", f"More than {MOST:,} facts follow from the data by OWL 2 RL.", todo)

    def clash(self, rule: str, *premises: Fact) -> None:
        """Note a contradiction, once for the same premises."""
        key = (rule, frozenset(premises))
        if key not in self._seen:
            self._seen.add(key)
            self.clashes.append(Clash(rule, premises))

    def leads(self, term: str) -> str:
        """Return the term that stands for all that are the same."""
        while term in self.leader:
            term = self.leader[term][0]
        return term

    def _run(self) -> None:
        for predicate in (*AXIOM_WORDS, TYPE, SAME, DIFFERENT):
            self._assert(predicate)
        while self._new_axioms:
            self._new_axioms = False
            rules = Rules(self)
            for predicate in rules.on_property:
                self._assert(predicate)
            self._agenda = [fact for fact in self.why if fact[0] not in self.leader and fact[2] not in self.leader]
            self._settle(rules)

    def _assert(self, predicate: str) -> None:
        for subject, object in self.columns[predicate].pairs():
            self.why[subject, predicate, object] = None

    def _settle(self, rules: Rules) -> None:
        """Try the rules on each fact of the agenda until nothing is new."""
        while self._agenda:
            while self._agenda:
                self._try(self._agenda.pop(), rules)
            rules.keys()

    def _try(self, fact: Fact, rules: Rules) -> None:
        subject, predicate, object = fact
        if subject in self.leader or object in self.leader:
            self._stand_in(fact)
        elif predicate == TYPE:
            self.types[subject][object] = self.members[object][subject] = fact
            for typed in rules.on_type.get(object, ()):
                typed(subject, fact)
        elif predicate == SAME:
            self._same(fact)
        else:
            self.out[predicate][subject][object] = self.inn[predicate][object][subject] = fact
            for held in rules.on_property.get(predicate, ()):
                held(fact)

    def _same(self, fact: Fact) -> None:
        """Let the first of two things stand for both: rules eq-sym, eq-trans and eq-rep."""
        winner, loser = fact[0], fact[2]
        if winner == loser:
            return
        if is_literal(winner) and is_literal(loser):
            if disjoint_values(winner, loser):
                self.clash("dt-diff", fact)
            return
        if is_literal(loser):
            winner, loser = loser, winner
        if self._mentions is None:
            self._mentions = defaultdict(list)
            for each in self.why:
                self._mention(each)
        self.leader[loser] = (winner, fact)
        for each in list(self._mentions.pop(loser, ())):
            if each != fact:
                self._stand_in(each)

    def _mention(self, fact: Fact) -> None:
        assert self._mentions is not None
        for term in {fact[0], fact[2]}:
            self._mentions[term].append(fact)

    def _stand_in(self, fact: Fact) -> None:
        """Say of those that stand for others what a fact says of these: rules eq-rep-s and eq-rep-o."""
        links = []
        ends = []
        for term in (fact[0], fact[2]):
            while term in self.leader:
                term, link = self.leader[term]
                links.append(link)
            ends.append(term)
        self.add((ends[0], fact[1], ends[1]), "eq-rep", fact, *dict.fromkeys(links))


def leaves(closure: Closure, facts: Iterable[Fact]) -> list[Fact]:
    """Return the asserted facts that the given ones rest on, each once, in the order of the proof."""
    found: dict[Fact, None] = {}
    stack, seen = list(reversed(list(facts))), set()
    while stack:
        fact = stack.pop()
        why = closure.why.get(fact)
        if fact in seen:
            continue
        seen.add(fact)
        if why is None:
            found.setdefault(fact)
        else:
            stack.extend(reversed(why[1]))
    return list(found)


def steps(closure: Closure, facts: Iterable[Fact]) -> list[tuple[Fact, str]]:
    """Return the inferred facts that the given ones rest on, each with its rule and after its premises."""
    found: dict[Fact, str] = {}
    stack = [(fact, False) for fact in reversed(list(facts))]
    while stack:
        fact, done = stack.pop()
        why = closure.why.get(fact)
        if why is None or fact in found:
            continue
        if done:
            found[fact] = why[0]
        else:
            stack.append((fact, True))
            stack.extend((premise, False) for premise in reversed(why[1]))
    return list(found.items())
