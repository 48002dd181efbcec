"""Closure: a graph in; what OWL 2 RL infers from it, each fact with its rule and premises, and the clashes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations, product

from cisld.checks.finding import Fact
from cisld.checks.owl import (
    ASYMMETRIC,
    CLASS,
    DIFFERENT,
    DISJOINT,
    DOMAIN,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    FIRST,
    FUNCTIONAL,
    INVERSE,
    INVERSE_FUNCTIONAL,
    IRREFLEXIVE,
    NIL,
    NOTHING,
    RANGE,
    REST,
    SAME,
    SUBCLASS,
    SUBPROPERTY,
    SYMMETRIC,
    THING,
    TRANSITIVE,
    TYPE,
    owl,
)
from cisld.checks.values import disjoint_values, outside
from cisld.graph.columns import Columns
from cisld.rdf.literals import is_literal, lexical

Why = tuple[str, tuple[Fact, ...]]
"""The rule of OWL 2 RL/RDF that gives a fact, and its premises."""
OnType = Callable[[str, Fact], None]
"""Called with an individual that has the type, and the fact that says so."""
OnFact = Callable[[Fact], None]
"""Called with a fact that has the predicate."""

INTERSECTION, UNION, ONE_OF, COMPLEMENT = owl("intersectionOf"), owl("unionOf"), owl("oneOf"), owl("complementOf")
ON_PROPERTY, ON_CLASS = owl("onProperty"), owl("onClass")
SOME, ALL, HAS_VALUE = owl("someValuesFrom"), owl("allValuesFrom"), owl("hasValue")
MAX, MAX_QUALIFIED = owl("maxCardinality"), owl("maxQualifiedCardinality")
CHAIN, KEY, DISJOINT_PROPERTY = owl("propertyChainAxiom"), owl("hasKey"), owl("propertyDisjointWith")
MEMBERS, DISTINCT = owl("members"), owl("distinctMembers")
SOURCE, ASSERTION, TARGET = owl("sourceIndividual"), owl("assertionProperty"), owl("targetIndividual")
TARGET_VALUE = owl("targetValue")
ALL_DIFFERENT, ALL_CLASSES = owl("AllDifferent"), owl("AllDisjointClasses")
ALL_PROPERTIES = owl("AllDisjointProperties")

_KINDS = {
    *(FUNCTIONAL, INVERSE_FUNCTIONAL, SYMMETRIC, ASYMMETRIC, TRANSITIVE, IRREFLEXIVE),
    *(ALL_DIFFERENT, ALL_CLASSES, ALL_PROPERTIES, CLASS),
}
_WORDS = {
    *(SUBCLASS, SUBPROPERTY, DOMAIN, RANGE, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY, DISJOINT, INVERSE, FIRST, REST),
    *(INTERSECTION, UNION, ONE_OF, COMPLEMENT, ON_PROPERTY, ON_CLASS, SOME, ALL, HAS_VALUE, MAX, MAX_QUALIFIED),
    *(CHAIN, KEY, DISJOINT_PROPERTY, MEMBERS, DISTINCT, SOURCE, ASSERTION, TARGET, TARGET_VALUE),
}


@dataclass(frozen=True)
class Clash:
    """A rule of OWL 2 RL/RDF with the consequent false, and the facts that fulfil its antecedent."""

    rule: str
    premises: tuple[Fact, ...]


class Closure:
    """Hold the OWL 2 RL closure of a graph: OWL 2 Profiles 4.3, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.

    The axioms become rules that are tried on each fact once; a fact that is itself an axiom makes them anew. Of two
    things that are the same, one stands for both. Only facts that can meet a rule are taken in. Not followed:
    owl:sameAs between properties, and reasoning on datatypes beyond the value spaces of XSD.

    >>> from cisld.graph.columns import Column
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
        self._run()

    def add(self, fact: Fact, rule: str, *premises: Fact) -> None:
        """Take in an inferred fact, unless it is known."""
        if fact in self.why:
            return
        self.why[fact] = (rule, premises)
        subject, predicate, object = fact
        if subject in self.leader or object in self.leader:
            self._stand_in(fact)
            return
        self._agenda.append(fact)
        if self._mentions is not None:
            self._mention(fact)
        if predicate in _WORDS or (predicate == TYPE and object in _KINDS):
            self._new_axioms = True

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
        for predicate in (*_WORDS, TYPE, SAME, DIFFERENT):
            self._assert(predicate)
        while self._new_axioms:
            self._new_axioms = False
            rules = _Rules(self)
            for predicate in rules.on_property:
                self._assert(predicate)
            self._agenda = [fact for fact in self.why if fact[0] not in self.leader and fact[2] not in self.leader]
            self._settle(rules)

    def _assert(self, predicate: str) -> None:
        for subject, object in self.columns[predicate].pairs():
            self.why[subject, predicate, object] = None

    def _settle(self, rules: _Rules) -> None:
        """Try the rules on each fact of the agenda until nothing is new."""
        while self._agenda:
            while self._agenda:
                self._try(self._agenda.pop(), rules)
            rules.keys()

    def _try(self, fact: Fact, rules: _Rules) -> None:
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


class _Rules:
    """The rules that the axioms of a closure make, by the type or the predicate of the fact that they are tried on."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.on_type: dict[str, list[OnType]] = defaultdict(list)
        self.on_property: dict[str, list[OnFact]] = defaultdict(list)
        self.has_key: list[tuple[str, list[str], Fact]] = []
        self.axioms: dict[str, list[Fact]] = defaultdict(list)
        for fact in closure.why:
            if fact[1] in _WORDS:
                self.axioms[fact[1]].append(fact)
            elif fact[1] == TYPE and fact[2] in _KINDS:
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
        self._restrictions()
        if THING in self.on_type:
            for axiom in self.axioms[CLASS]:
                self._above(axiom[0], THING, "scm-cls", axiom)
        for datatype in {axiom[2] for word in (RANGE, ALL) for axiom in self.axioms[word]}:
            self._datatype(datatype)

    def listed(self, head: str) -> list[str]:
        """Return the members of a collection."""
        found: list[str] = []
        seen: set[str] = set()
        while head in self.heads and head != NIL and head not in seen:
            seen.add(head)
            found.append(self.heads[head])
            head = self.tails.get(head, NIL)
        return found

    def keys(self) -> None:
        """Find the members of a class that agree in all properties of a key: rule prp-key."""
        for cls, properties, axiom in self.has_key:
            known: dict[tuple[str, ...], tuple[str, tuple[Fact, ...]]] = {}
            for x, typed in list(self.closure.members[cls].items()):
                if x in self.closure.leader:
                    continue
                columns = [self.closure.out[each].get(x, {}) for each in properties]
                for values in product(*[[v for v in column if self.closure.leads(v) == v] for column in columns]):
                    facts = (typed, *(column[value] for column, value in zip(columns, values, strict=True)))
                    y, others = known.setdefault(values, (x, facts))
                    if y != x:
                        self.closure.add((y, SAME, x), "prp-key", axiom, *others, *facts)

    def _different(self, fact: Fact) -> None:
        if fact[0] == fact[2]:
            self.closure.clash("eq-diff1", fact)

    # Classes: tables 6 and 7.

    def _above(self, cls: str, above: str, rule: str, *axioms: Fact) -> None:
        add = self.closure.add
        self.on_type[cls].append(lambda x, fact: add((x, TYPE, above), rule, fact, *axioms))

    def _subclass(self, axiom: Fact) -> None:
        self._above(axiom[0], axiom[2], "cax-sco", axiom)

    def _equivalent_class(self, axiom: Fact) -> None:
        self._above(axiom[0], axiom[2], "cax-eqc1", axiom)
        self._above(axiom[2], axiom[0], "cax-eqc2", axiom)

    def _apart(self, cls: str, other: str, rule: str, axiom: Fact) -> None:
        types, clash = self.closure.types, self.closure.clash

        def typed(x: str, fact: Fact) -> None:
            if other in types[x]:
                clash(rule, *sorted({fact, types[x][other]}), axiom)

        self.on_type[cls].append(typed)

    def _disjoint(self, axiom: Fact) -> None:
        self._apart(axiom[0], axiom[2], "cax-dw", axiom)
        self._apart(axiom[2], axiom[0], "cax-dw", axiom)

    def _complement(self, axiom: Fact) -> None:
        self._apart(axiom[0], axiom[2], "cls-com", axiom)
        self._apart(axiom[2], axiom[0], "cls-com", axiom)

    def _all_disjoint_classes(self, axiom: Fact) -> None:
        group = dict.fromkeys(self._listed(axiom[0], MEMBERS))
        types, clash = self.closure.types, self.closure.clash

        def typed(x: str, fact: Fact) -> None:
            for other, said in list(types[x].items()):
                if other in group and other != fact[2]:
                    clash("cax-adc", *sorted((fact, said)), axiom)

        for cls in group:
            self.on_type[cls].append(typed)

    def _listed(self, node: str, *words: str) -> list[str]:
        heads = [axiom[2] for word in words for axiom in self.axioms[word] if axiom[0] == node]
        return [item for head in heads for item in self.listed(head)]

    def _intersection(self, axiom: Fact) -> None:
        whole, parts, closure = axiom[0], self.listed(axiom[2]), self.closure

        def typed(x: str, fact: Fact) -> None:
            types = closure.types[x]
            if all(part in types for part in parts):
                closure.add((x, TYPE, whole), "cls-int1", *(types[part] for part in parts), axiom)

        for part in parts:
            self._above(whole, part, "cls-int2", axiom)
            self.on_type[part].append(typed)

    def _union(self, axiom: Fact) -> None:
        for part in self.listed(axiom[2]):
            self._above(part, axiom[0], "cls-uni", axiom)

    def _one_of(self, axiom: Fact) -> None:
        for member in self.listed(axiom[2]):
            self.closure.add((member, TYPE, axiom[0]), "cls-oo", axiom)

    def _datatype(self, datatype: str) -> None:
        clash = self.closure.clash

        def typed(x: str, fact: Fact) -> None:
            if is_literal(x) and outside(x, datatype):
                clash("dt-not-type", fact)

        self.on_type[datatype].append(typed)

    # Restrictions: table 6, and the rules on them in table 9.

    def _restrictions(self) -> None:
        by_node: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for word in (ON_PROPERTY, ON_CLASS, SOME, ALL, HAS_VALUE, MAX, MAX_QUALIFIED):
            for axiom in self.axioms[word]:
                by_node[axiom[0]][word].append(axiom)
        for word, make in _RESTRICTIONS.items():
            made = [
                (node, each[2], axiom[2], axiom)
                for node, words in by_node.items()
                for each in words[ON_PROPERTY]
                for axiom in words[word]
            ]
            for node, property, filler, axiom in made:
                make(self, node, property, filler, axiom)
            self._compare(word, made)
        for node, words in by_node.items():
            for each, on, axiom in product(words[ON_PROPERTY], words[ON_CLASS], words[MAX_QUALIFIED]):
                self._max(node, each[2], axiom, on[2])

    def _some(self, node: str, property: str, filler: str, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            typed = closure.types[fact[2]].get(filler)
            if filler == THING:
                closure.add((fact[0], TYPE, node), "cls-svf2", fact, axiom)
            elif typed or (is_literal(fact[2]) and fact[2].endswith(f"^^{filler}")):
                closure.add((fact[0], TYPE, node), "cls-svf1", fact, *filter(None, [typed]), axiom)

        def typed(x: str, fact: Fact) -> None:
            for said in list(closure.inn[property].get(x, {}).values()):
                held(said)

        self.on_property[property].append(held)
        self.on_type[filler].append(typed)

    def _all(self, node: str, property: str, filler: str, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            typed = closure.types[fact[0]].get(node)
            if typed:
                closure.add((fact[2], TYPE, filler), "cls-avf", typed, fact, axiom)

        self._whenever(node, property, held)

    def _whenever(self, cls: str, property: str, held: OnFact) -> None:
        """Try a rule on the facts with a property, also when the type of their subject comes later."""
        closure = self.closure

        def typed(x: str, fact: Fact) -> None:
            for said in list(closure.out[property].get(x, {}).values()):
                held(said)

        self.on_property[property].append(held)
        self.on_type[cls].append(typed)

    def _has_value(self, node: str, property: str, value: str, axiom: Fact) -> None:
        add, leads = self.closure.add, self.closure.leads
        self.on_type[node].append(lambda x, fact: add((x, property, value), "cls-hv1", fact, axiom))

        def held(fact: Fact) -> None:
            if fact[2] == leads(value):
                add((fact[0], TYPE, node), "cls-hv2", fact, axiom)

        self.on_property[property].append(held)

    def _max_plain(self, node: str, property: str, filler: str, axiom: Fact) -> None:
        self._max(node, property, axiom, THING)

    def _max(self, node: str, property: str, axiom: Fact, cls: str) -> None:
        """Let a thing have none (cls-maxc1, cls-maxqc1, -2) or only one (cls-maxc2, cls-maxqc3, -4) of a property."""
        most, closure = lexical(axiom[2]).lstrip("+").lstrip("0") or "0", self.closure
        rule = "cls-maxc" if axiom[1] == MAX else "cls-maxqc"

        def counts(fact: Fact) -> bool:
            return cls == THING or cls in closure.types[fact[2]]

        def held(fact: Fact) -> None:
            typed = closure.types[fact[0]].get(node)
            if not typed or not counts(fact):
                return
            kind = [closure.types[fact[2]][cls]] if cls != THING else []
            if most == "0":
                closure.clash(f"{rule}1", typed, fact, *kind, axiom)
            for said in [each for each in closure.out[property][fact[0]].values() if each != fact and counts(each)]:
                if closure.leads(said[2]) != closure.leads(fact[2]):
                    premises = sorted((fact, said))
                    closure.add((premises[0][2], SAME, premises[1][2]), f"{rule}2", typed, *premises, axiom)

        def filled(x: str, fact: Fact) -> None:
            for said in list(closure.inn[property].get(x, {}).values()):
                held(said)

        if most in ("0", "1"):
            self._whenever(node, property, held)
            if cls != THING:
                self.on_type[cls].append(filled)

    def _compare(self, word: str, made: list[tuple[str, str, str, Fact]]) -> None:
        """Find which restriction is a subclass of which: scm-svf1 and -2, scm-avf1 and -2, scm-hv."""
        for (one, property, filler, axiom), (other, second, wider, axiom2) in product(made, made):
            if one == other or word in (MAX, MAX_QUALIFIED):
                continue
            same = property == second
            same_filler = filler == wider
            if same and word != HAS_VALUE and self._is_below(filler, wider, SUBCLASS):
                self._above(one, other, "scm-svf1" if word == SOME else "scm-avf1", axiom, axiom2)
            if same_filler and self._is_below(property, second, SUBPROPERTY):
                below, above = (other, one) if word == ALL else (one, other)
                rule = {SOME: "scm-svf2", ALL: "scm-avf2", HAS_VALUE: "scm-hv"}[word]
                self._above(below, above, rule, axiom, axiom2)

    def _is_below(self, one: str, other: str, word: str) -> bool:
        equal = EQUIVALENT_CLASS if word == SUBCLASS else EQUIVALENT_PROPERTY
        found, edge = {one}, [one]
        while edge:
            node = edge.pop()
            nexts = {axiom[2] for axiom in self.axioms[word] if axiom[0] == node}
            nexts |= {axiom[2] for axiom in self.axioms[equal] if axiom[0] == node}
            nexts |= {axiom[0] for axiom in self.axioms[equal] if axiom[2] == node}
            edge += nexts - found
            found |= nexts
        return other in found

    # Properties: table 5.

    def _over(self, property: str, above: str, rule: str, axiom: Fact) -> None:
        add = self.closure.add
        self.on_property[property].append(lambda fact: add((fact[0], above, fact[2]), rule, fact, axiom))

    def _subproperty(self, axiom: Fact) -> None:
        self._over(axiom[0], axiom[2], "prp-spo1", axiom)

    def _equivalent_property(self, axiom: Fact) -> None:
        self._over(axiom[0], axiom[2], "prp-eqp1", axiom)
        self._over(axiom[2], axiom[0], "prp-eqp2", axiom)

    def _domain(self, axiom: Fact) -> None:
        add = self.closure.add
        self.on_property[axiom[0]].append(lambda fact: add((fact[0], TYPE, axiom[2]), "prp-dom", fact, axiom))

    def _range(self, axiom: Fact) -> None:
        add = self.closure.add
        self.on_property[axiom[0]].append(lambda fact: add((fact[2], TYPE, axiom[2]), "prp-rng", fact, axiom))

    def _turned(self, property: str, other: str, rule: str, axiom: Fact) -> None:
        add = self.closure.add

        def held(fact: Fact) -> None:
            if not is_literal(fact[2]):
                add((fact[2], other, fact[0]), rule, fact, axiom)

        self.on_property[property].append(held)

    def _inverse(self, axiom: Fact) -> None:
        self._turned(axiom[0], axiom[2], "prp-inv1", axiom)
        self._turned(axiom[2], axiom[0], "prp-inv2", axiom)

    def _symmetric(self, axiom: Fact) -> None:
        self._turned(axiom[0], axiom[0], "prp-symp", axiom)

    def _functional(self, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            for object, said in list(closure.out[axiom[0]][fact[0]].items()):
                if object != fact[2]:
                    one, other = sorted((fact, said))
                    closure.add((one[2], SAME, other[2]), "prp-fp", one, other, axiom)

        self.on_property[axiom[0]].append(held)

    def _inverse_functional(self, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            for subject, said in list(closure.inn[axiom[0]][fact[2]].items()):
                if subject != fact[0]:
                    one, other = sorted((fact, said))
                    closure.add((one[0], SAME, other[0]), "prp-ifp", one, other, axiom)

        self.on_property[axiom[0]].append(held)

    def _transitive(self, axiom: Fact) -> None:
        property, closure = axiom[0], self.closure

        def held(fact: Fact) -> None:
            for object, said in list(closure.out[property].get(fact[2], {}).items()):
                closure.add((fact[0], property, object), "prp-trp", fact, said, axiom)
            for subject, said in list(closure.inn[property].get(fact[0], {}).items()):
                closure.add((subject, property, fact[2]), "prp-trp", said, fact, axiom)

        self.on_property[property].append(held)

    def _irreflexive(self, axiom: Fact) -> None:
        clash = self.closure.clash
        self.on_property[axiom[0]].append(lambda fact: clash("prp-irp", fact, axiom) if fact[0] == fact[2] else None)

    def _asymmetric(self, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            back = closure.out[axiom[0]].get(fact[2], {}).get(fact[0])
            if back:
                closure.clash("prp-asyp", *sorted({fact, back}), axiom)

        self.on_property[axiom[0]].append(held)

    def _never_both(self, one: str, other: str, rule: str, axiom: Fact) -> None:
        closure = self.closure

        def held(fact: Fact) -> None:
            twin = closure.out[other].get(fact[0], {}).get(fact[2])
            if twin:
                closure.clash(rule, *sorted({fact, twin}), axiom)

        self.on_property[one].append(held)

    def _disjoint_property(self, axiom: Fact) -> None:
        self._never_both(axiom[0], axiom[2], "prp-pdw", axiom)
        self._never_both(axiom[2], axiom[0], "prp-pdw", axiom)

    def _all_disjoint_properties(self, axiom: Fact) -> None:
        for one, other in combinations(dict.fromkeys(self._listed(axiom[0], MEMBERS)), 2):
            self._never_both(one, other, "prp-adp", axiom)
            self._never_both(other, one, "prp-adp", axiom)

    def _all_different(self, axiom: Fact) -> None:
        for one, other in combinations(self._listed(axiom[0], MEMBERS, DISTINCT), 2):
            self.closure.add((one, DIFFERENT, other), "eq-diff2", axiom)

    def _chain(self, axiom: Fact) -> None:
        steps, closure = self.listed(axiom[2]), self.closure

        def held(fact: Fact, at: int) -> None:
            paths: list[tuple[Fact, ...]] = [(fact,)]
            for step in reversed(steps[:at]):
                paths = [(f, *p) for p in paths for f in list(closure.inn[step].get(p[0][0], {}).values())]
            for step in steps[at + 1 :]:
                paths = [(*p, f) for p in paths for f in list(closure.out[step].get(p[-1][2], {}).values())]
            for path in paths:
                closure.add((path[0][0], axiom[0], path[-1][2]), "prp-spo2", *path, axiom)

        for at, step in enumerate(steps):
            self.on_property[step].append(lambda fact, at=at: held(fact, at))  # type: ignore[misc]

    def _key(self, axiom: Fact) -> None:
        properties = self.listed(axiom[2])
        self.has_key.append((axiom[0], properties, axiom))
        for property in properties:
            self.on_property[property].append(lambda fact: None)

    def _negative(self, axiom: Fact) -> None:
        """Forbid the fact that a negative property assertion names: prp-npa1 and prp-npa2."""
        closure, node = self.closure, axiom[0]
        for source in [each for each in self.axioms[SOURCE] if each[0] == node]:
            for target in [each for word in (TARGET, TARGET_VALUE) for each in self.axioms[word] if each[0] == node]:
                self.on_property[axiom[2]].append(_forbidden(closure, source, target, axiom))


def _forbidden(closure: Closure, source: Fact, target: Fact, axiom: Fact) -> OnFact:
    rule = "prp-npa1" if target[1] == TARGET else "prp-npa2"

    def held(fact: Fact) -> None:
        if (fact[0], fact[2]) == (closure.leads(source[2]), closure.leads(target[2])):
            closure.clash(rule, fact, source, axiom, target)

    return held


_MAKERS: dict[str, Callable[[_Rules, Fact], None]] = {
    SUBCLASS: _Rules._subclass,
    EQUIVALENT_CLASS: _Rules._equivalent_class,
    DISJOINT: _Rules._disjoint,
    COMPLEMENT: _Rules._complement,
    ALL_CLASSES: _Rules._all_disjoint_classes,
    INTERSECTION: _Rules._intersection,
    UNION: _Rules._union,
    ONE_OF: _Rules._one_of,
    SUBPROPERTY: _Rules._subproperty,
    EQUIVALENT_PROPERTY: _Rules._equivalent_property,
    DOMAIN: _Rules._domain,
    RANGE: _Rules._range,
    INVERSE: _Rules._inverse,
    SYMMETRIC: _Rules._symmetric,
    FUNCTIONAL: _Rules._functional,
    INVERSE_FUNCTIONAL: _Rules._inverse_functional,
    TRANSITIVE: _Rules._transitive,
    IRREFLEXIVE: _Rules._irreflexive,
    ASYMMETRIC: _Rules._asymmetric,
    DISJOINT_PROPERTY: _Rules._disjoint_property,
    ALL_PROPERTIES: _Rules._all_disjoint_properties,
    ALL_DIFFERENT: _Rules._all_different,
    CHAIN: _Rules._chain,
    KEY: _Rules._key,
    ASSERTION: _Rules._negative,
}
"""What each axiom makes, by its predicate or, for the characteristics of properties, by its type."""

_RESTRICTIONS: dict[str, Callable[[_Rules, str, str, str, Fact], None]] = {
    SOME: _Rules._some,
    ALL: _Rules._all,
    HAS_VALUE: _Rules._has_value,
    MAX: _Rules._max_plain,
}


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
