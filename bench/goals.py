"""Goals: what a run of the bench measured in, a Markdown table of what is wanted and what was reached out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log
from typing import NamedTuple

Sizes = Mapping[str, Mapping[str, Mapping[str, float]]]
"""What was measured, by size, peer and field."""


class Goal(NamedTuple):
    """A ratio or a figure, what it should be at least (or at most), and what it is; None if it was not measured."""

    measure: str
    sign: str
    wanted: float
    reached: float | None

    @property
    def holds(self) -> str:
        """Whether the goal is reached."""
        if self.reached is None:
            return "not measured"
        return "yes" if (self.reached >= self.wanted if self.sign == "≥" else self.reached <= self.wanted) else "no"


def goals(sizes: Sizes, other: Mapping[str, float]) -> Iterator[Goal]:
    """Yield the goals; `other` are measures of their own by name, those that were made."""
    for size, peer, wanted in (
        ("10000", "pyshacl", 30),
        ("100000", "pyshacl", 50),
        ("1000000", "pyshacl", 60),
        ("1000000", "jena", 6),
        ("1000000", "turbo", 3),
    ):
        yield Goal(f"CPU of {peer} at {int(size):,} triples, times ours", "≥", wanted, _ratio(sizes, size, peer))
    floor = _ratio(sizes, "1000000", "floor")
    yield Goal("our CPU at 1,000,000 triples, times that of parsing", "≤", 3, 1 / floor if floor else None)
    yield Goal("peak MB at 1,000,000 triples", "≤", 200, _field(sizes, "1000000", "cisld", "memory"))
    large = str(max(map(int, sizes), default=0))
    least, most = _field(sizes, "100000", "cisld", "cpu"), _field(sizes, large, "cisld", "cpu")
    growth = log(most / least) / log(int(large) / 100_000) if least and most and int(large) > 100_000 else None
    yield Goal(f"growth of CPU from 100,000 to {int(large):,}, exponent", "≤", 1.05, growth)
    yield Goal("a full run at 1,000,000 triples, times one after a change of one file", "≥", 10, other.get("changed"))
    yield Goal("our own data set, CPU seconds for 100,000 triples", "≤", 0.5, other.get("own"))
    yield Goal("`cisld --help`, times `import click`", "≤", 2, other.get("start"))
    yield Goal("tests of the W3C's SHACL suite that fail", "≤", 0, other.get("suite"))
    yield Goal("corner cases that fail", "≤", 0, other.get("corners"))


def table(sizes: Sizes, other: Mapping[str, float]) -> str:
    """Return the goals as a Markdown table.

    >>> print(table({"10000": {"cisld": {"cpu": 1}, "pyshacl": {"cpu": 40}}}, {"start": 2.5}).splitlines()[2])
    | CPU of pyshacl at 10,000 triples, times ours | ≥ 30 | 40.0 | yes |
    """
    lines = ["| measure | goal | reached | holds |", "|---|---|---|---|"]
    for goal in goals(sizes, other):
        reached = "–" if goal.reached is None else f"{goal.reached:.{2 if goal.wanted < 3 else 1}f}"
        lines.append(f"| {goal.measure} | {goal.sign} {goal.wanted:g} | {reached} | {goal.holds} |")
    return "\n".join(lines)


def _field(sizes: Sizes, size: str, peer: str, field: str) -> float | None:
    return sizes.get(size, {}).get(peer, {}).get(field)


def _ratio(sizes: Sizes, size: str, peer: str) -> float | None:
    theirs, ours = _field(sizes, size, peer, "cpu"), _field(sizes, size, "cisld", "cpu")
    return theirs / ours if theirs and ours else None
