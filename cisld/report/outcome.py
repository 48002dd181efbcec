"""Outcome: everything that one run of a validation gives to the writers of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cisld.rdf.names import Prefixes
from cisld.report.finding import SEVERITIES, Finding, count
from cisld.report.rule import Rule, code_rule
from cisld.report.words import counted
from cisld.shacl import Report

NEVER = "never"
GATES = (*SEVERITIES, NEVER)


@dataclass(frozen=True)
class Outcome:
    """Hold what was found, and what was looked at.

    `found` are the findings that are told; `known` are in the baseline, `ignored` have a comment with a reason;
    `gate` is the least severity that fails. `sizes` has triples, files and shapes. `endpoint` is where the data are if
    they are not in files, and `notes` say what cannot be told exactly there.
    """

    found: tuple[Finding, ...]
    sizes: Mapping[str, int]
    warnings: tuple[str, ...] = ()
    known: tuple[Finding, ...] = ()
    ignored: tuple[tuple[Finding, str], ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    gate: str = SEVERITIES[0]
    report: Report = field(default_factory=Report)
    prefixes: Prefixes = field(default_factory=Prefixes)
    endpoint: str = ""
    notes: tuple[str, ...] = ()

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding is as grave as the gate."""
        return self.gate != NEVER and SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.gate)

    @property
    def failed(self) -> bool:
        """Whether any finding is as grave as the gate."""
        return any(map(self.fails, self.found))

    def rule(self, name: str) -> Rule:
        """Return what is known of a rule."""
        return self.rules.get(name) or code_rule(name)

    @property
    def summary(self) -> str:
        """What was looked at and how much was found.

        >>> Outcome((), {"triples": 12, "files": 1, "shapes": 3}).summary
        '12 triples in 1 file against 3 shapes: 0 violations, 0 warnings, 0 infos.'
        """
        number = count(self.found)
        parts = [counted(number[severity], severity) for severity in SEVERITIES]
        where = [self.endpoint] if self.endpoint else []
        where += [counted(self.sizes["files"], "file")] if self.sizes["files"] or not where else []
        looked = f"{counted(self.sizes['triples'], 'triple')} in {' and '.join(where)}"
        aside = [f"{len(self.known)} known from the baseline"] if self.known else []
        aside += [f"{len(self.ignored)} ignored with a reason"] if self.ignored else []
        more = f" ({', '.join(aside)})" if aside else ""
        return f"{looked} against {counted(self.sizes['shapes'], 'shape')}: {', '.join(parts)}{more}."
