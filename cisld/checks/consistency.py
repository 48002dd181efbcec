"""Consistency: ontology and data in, the contradictions that OWL 2 RL finds in them out, each with its proof."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.checks.closure import Clash, Closure, leaves, steps
from cisld.checks.finding import Fact, Finding, Reason, said, stated
from cisld.checks.owl import TYPE
from cisld.graph.columns import Columns

FAR = 40
"""More steps than this are not written out: the asserted facts that they rest on are."""

_SENTENCES: dict[str, str] = {
    "cax-dw": "{0} is of {0.o} and of {1.o}, and no thing is of both",
    "cax-adc": "{0} is of {0.o} and of {1.o}, and no thing is of both",
    "cls-com": "{0} is of {0.o} and of {1.o}, and one class is all that is not in the other",
    "cls-nothing2": "{0} is of a class that nothing can be of",
    "cls-maxc1": "{1} has {1.p} {1.o}, but its class allows no {1.p}",
    "cls-maxqc1": "{1} has {1.p} {1.o}, but its class allows none of that class",
    "prp-irp": "{0} has {0.p} itself, which the property excludes",
    "prp-asyp": "{0} has {0.p} {0.o}, and also the other way round, which the property excludes",
    "prp-pdw": "{0} has both {0.p} and {1.p} {0.o}, and no pair has both",
    "prp-adp": "{0} has both {0.p} and {1.p} {0.o}, and no pair has both",
    "prp-npa1": "{0} has {0.p} {0.o}, which is said not to be so",
    "prp-npa2": "{0} has {0.p} {0.o}, which is said not to be so",
    "eq-diff1": "{0} is inferred to be the same as something from which it differs",
    "dt-diff": "{0} and {0.o} would be one value",
    "dt-not-type": "{0} is no value of {0.o}",
}
"""What each rule with the consequent false says of its premises."""

_TODO = "One of these statements is wrong:"


def check(columns: Columns) -> Iterator[Finding]:
    """Yield a finding for each contradiction, with the asserted facts that it follows from.

    OWL 2 Profiles 4.3, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules

    >>> list(check(Columns()))
    []
    """
    closure = Closure(columns)
    told: set[frozenset[Fact]] = set()
    for clash in sorted(closure.clashes, key=lambda each: (len(steps(closure, each.premises)), each.premises)):
        ground = leaves(closure, clash.premises)
        key = frozenset(fact for fact in ground if not _is_axiom(fact))
        if key not in told:
            told.add(key)
            yield _finding(clash, closure, ground)


def _is_axiom(fact: Fact) -> bool:
    return fact[1] != TYPE and fact[1].startswith(("<http://www.w3.org/2002/07/owl#", "<http://www.w3.org/2000/01/rdf"))


def _finding(clash: Clash, closure: Closure, ground: list[Fact]) -> Finding:
    proof = steps(closure, clash.premises)
    inferred = [Reason(f"so {said(fact)} ({rule})") for fact, rule in proof[:FAR]]
    at = next((fact for fact in ground if not _is_axiom(fact)), ground[0])
    return Finding(
        code="CIS301",
        severity="violation",
        what=f"{_sentence(clash)} ({clash.rule}).",
        todo=_TODO,
        at=at,
        because=(*map(stated, ground), *inferred),
    )


def _sentence(clash: Clash) -> str:
    return _SENTENCES[clash.rule].format(*map(_Part, clash.premises))


class _Part:
    """A premise as the sentences name it: {0} its subject, {0.p} its predicate, {0.o} its object."""

    def __init__(self, fact: Fact) -> None:
        self.s, self.p, self.o = fact

    def __format__(self, spec: str) -> str:
        return self.s
