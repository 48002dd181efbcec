"""Figures: a graph in, the contradictions that its figures imply out, each with its figures and the arithmetic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import median

from cisld.checks.figure import (
    INFINITE,
    PERCENT,
    Change,
    Figure,
    Interval,
    Key,
    code,
    factor_of,
    figures,
    shown,
    term,
)
from cisld.checks.finding import Finding, Reason
from cisld.graph.columns import Columns

_CURRENCY = re.compile(r"/unit/CCY_\w+>\Z")
_NO_SUM = re.compile(r"share|rank|rate|price|wage|salary|average|index|ratio|density|per-|capacity|power|area|duration")
_FAR = 20
_BAND = Decimal("1.5")
_HUNDRED = Decimal("100.5")
_LONGEST = 4


def check(columns: Columns) -> Iterator[Finding]:
    """Yield the contradictions among the stated figures of a graph; members of one conflict are left out.

    >>> list(check(Columns()))
    []
    """
    found = figures(columns)
    together = _together(columns)
    for group in _series(found):
        for find in (_changes, _falling, _outliers, _subperiods):
            yield from find(group, together)
    yield from _unlevelled(found, together)
    yield from _parts(columns, found, together)
    yield from _sums(columns, found, together)
    yield from _shares(columns, found)
    yield from _rates(found)


def _series(found: list[Figure]) -> Iterator[list[Figure]]:
    """Yield the figures that differ in their period only; those with a change alone have no unit and go with any."""
    series: dict[tuple[Key, str], list[Figure]] = defaultdict(list)
    for figure in found:
        series[figure.key, figure.unit].append(figure)
    for (key, unit), group in series.items():
        if unit:
            yield [*group, *series.get((key, ""), ())]


Together = Callable[[Iterable[str]], bool]
"""Tell whether two of the figures are members of one conflict, which says already that they differ."""


def _together(columns: Columns) -> Together:
    groups: dict[str, set[str]] = defaultdict(set)
    for property in ("conflictMember", "preferredMember"):
        for conflict, member in columns[term(property)].pairs():
            groups[member].add(conflict)

    def together(nodes: Iterable[str]) -> bool:
        return any(groups[one] & groups[other] for one, other in combinations(nodes, 2) if one in groups)

    return together


def _finding(number: str, severity: str, what: str, todo: str, group: Iterable[Figure], *more: Reason) -> Finding:
    listed = list(dict.fromkeys(group))
    because = (*(each.reason for each in listed), *more)
    return Finding(number, severity, what, todo, (listed[0].node, term("value")), because)


# Changes: between levels, through chains, and read as an index or as an increment.


def _changes(group: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare each level with what another level and the changes between them make of it."""
    levels = [figure for figure in group if figure.interval is not None]
    for start in levels:
        for path in _paths(start, group):
            ends = [each for each in levels if each.period == path[-1][1].base]
            for end in ends:
                nodes = (start.node, end.node, *(figure.node for figure, _ in path))
                if start != end and not together(nodes) and not _is_ruled(start, end, path):
                    yield from _compare(start, end, [change for _, change in path])
                elif start != end and len(path) == 1 and not together(nodes):
                    yield from _confused(start, end, path[0][1])


def _paths(start: Figure, group: list[Figure]) -> Iterator[list[tuple[Figure, Change]]]:
    """Yield the chains of changes that lead back from a period, one to each base, the shortest first."""
    by_period: dict[str, list[Figure]] = defaultdict(list)
    for figure in group:
        by_period[figure.period].append(figure)
    seen = {start.period}
    edge: list[list[tuple[Figure, Change]]] = [[]]
    for path in edge:
        if path:
            yield path
        for figure in by_period[path[-1][1].base if path else start.period] if len(path) < _LONGEST else ():
            new = [change for change in figure.changes if change.base not in seen]
            seen.update(change.base for change in new)
            edge += [[*path, (figure, change)] for change in new]


def _is_ruled(start: Figure, end: Figure, path: list[tuple[Figure, Change]]) -> bool:
    """Tell whether rule R137 compares the two: one stated change of a figure that has a counterpart."""
    return len(path) == 1 and path[0][0] == start and bool(start.of("counterpart"))


def _compare(start: Figure, end: Figure, path: list[Change]) -> Iterator[Finding]:
    expected = _interval(end)
    for change in path:
        expected = expected * change.factor
    if _interval(start).meets(expected):
        return
    yield from _confused(start, end, path[0]) if len(path) == 1 else ()
    factors = " x ".join(_between(change.factor) for change in path)
    what = (
        f"{start.node} does not follow from {end.node}: {shown(end.value)} x {factors} is {_between(expected)},"
        f" stated is {shown(start.value)}."
    )
    todo = "Mend a figure or a change, or open a conflict."
    yield _finding("CIS340", "warning", what, todo, (start, end), *map(_told, path))


def _told(change: Change) -> Reason:
    return Reason(f"{change.node} is {change.form} {shown(change.number)}", (change.node, term("changeValue")))


def _interval(figure: Figure) -> Interval:
    return figure.interval or Interval(Decimal(0), INFINITE)


def _between(interval: Interval) -> str:
    return f"{shown(interval.low)} to {shown(interval.high)}"


def _confused(start: Figure, end: Figure, change: Change) -> Iterator[Finding]:
    """Find an index that was taken for an increment, or the other way round: only the other reading fits the levels."""
    if change.number is None or change.form not in _OTHER or not end.value or start.value is None:
        return
    name, other = _OTHER[change.form]
    if other(change.number) <= 0:
        return
    read = factor_of(other(change.number), change.hedge)
    if _interval(start).meets(_interval(end) * change.factor) or not _interval(start).meets(_interval(end) * read):
        return
    what = f"{change.node} fits the levels as an {name}: {shown(start.value)} / {shown(end.value)}"
    what += f" is {shown(start.value / end.value)}, stated is {shown(change.number)}."
    todo = f"Look at the source: make it an {name} if the words allow."
    yield _finding("CIS347", "warning", what, todo, (start, end), _told(change))


_OTHER: dict[str, tuple[str, Callable[[Decimal], Decimal]]] = {
    code("change-increment"): ("index", lambda number: number / 100),
    code("change-index"): ("increment", lambda number: 1 + number / 100),
}


def _unlevelled(found: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare two changes of one thing against one base, whether there are levels or not."""
    told: dict[tuple[Key, str, str], list[tuple[Figure, Change]]] = defaultdict(list)
    for figure in found:
        for change in figure.changes:
            told[figure.key, figure.period, change.base].append((figure, change))
    for group in told.values():
        for (one, first), (other, second) in combinations(group, 2):
            if not first.factor.meets(second.factor) and not together((one.node, other.node)):
                what = f"{one.node} grew by {_between(first.factor)} and by {_between(second.factor)} against one base."
                todo = "Mend a change, or open a conflict."
                yield _finding("CIS340", "warning", what, todo, (one, other), _told(first), _told(second))


# One series in time.


def _falling(group: list[Figure], together: Together) -> Iterator[Finding]:
    cumulative = sorted((each for each in group if each.basis == code("basis-cumulative") and each.interval), key=_when)
    for one, other in pairwise(cumulative):
        if (
            one.last < other.last
            and _interval(other).high < _interval(one).low
            and not together((one.node, other.node))
        ):
            what = f"A total since the start falls: {shown(one.value)} at {one.period}, {shown(other.value)} later."
            yield _finding("CIS343", "warning", what, "Mend a figure, or its basis.", (other, one))


def _when(figure: Figure) -> tuple[str, str, str]:
    return figure.first, figure.last, figure.node


def _outliers(group: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare neighbours in time; flows only where their periods are of about one length."""
    known = sorted((each for each in group if each.value and each.value > 0 and each.interval), key=_when)
    for one, other in pairwise(known):
        if one.period == other.period or together((one.node, other.node)) or not _alike(one, other):
            continue
        low, high = sorted((one.value or Decimal(1), other.value or Decimal(1)))
        if high > low * _FAR:
            what = f"{other.node} is {shown(high / low)} times more or less than its neighbour in time."
            yield _finding("CIS344", "info", what, "Look for a slip of thousand, million, billion.", (other, one))


def _alike(one: Figure, other: Figure) -> bool:
    return one.basis != code("basis-flow") or len(one.period) == len(other.period)


def _subperiods(group: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare a flow with that of a longer period that holds its own."""
    flows = [each for each in group if each.basis == code("basis-flow") and each.interval and each.first and each.last]
    for part in flows:
        for whole in flows:
            inside = whole.first <= part.first and part.last <= whole.last and part.period != whole.period
            if inside and _is_sum(part) and _exceeds(part, whole) and not together((part.node, whole.node)):
                what = f"{part.node} exceeds the figure of the longer period: {_arithmetic([part], whole)}."
                yield _finding("CIS342", "warning", what, "Mend a figure or its period.", (part, whole))


def _is_sum(figure: Figure) -> bool:
    return figure.unit != PERCENT and not _NO_SUM.search(figure.of("indicator"))


def _exceeds(part: Figure, whole: Figure) -> bool:
    return _interval(part).low > _interval(whole).high


def _arithmetic(parts: list[Figure], whole: Figure) -> str:
    return f"{' + '.join(shown(each.value) for each in parts)} against {shown(whole.value)}"


# Parts and wholes.


def _parts(columns: Columns, found: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare what is said to be part of another figure with it; `outOf` has rule R179."""
    by_node = {figure.node: figure for figure in found if figure.interval}
    for part, whole in sorted(columns[term("ofWhole")].pairs()):
        one, other = by_node.get(part), by_node.get(whole)
        if one and other and one.unit == other.unit and _exceeds(one, other) and not together((part, whole)):
            what = f"{part} is more than {whole}, of which it is a part: {_arithmetic([one], other)}."
            yield _finding("CIS342", "violation", what, "Mend a figure, or the link.", (one, other))
    for one in by_node.values():
        if one.unit == PERCENT and "indicator-share" in one.of("indicator") and _interval(one).low > _HUNDRED:
            what = f"{one.node} is a share of more than 100 per cent: {shown(one.value)}."
            yield _finding("CIS341", "violation", what, "Mend the number or the indicator.", (one,))


_MEMBERS = {"groupMember": False, "partOfZone": True, "partOfPlace": True}
"""The properties from a group to its members, or (True) from a member to its group."""


def _sums(columns: Columns, found: list[Figure], together: Together) -> Iterator[Finding]:
    """Compare a total with the sum of its parts: of the members of a group, of counterparts, of products."""
    members = _members(columns)
    totals: dict[tuple[Key, str, str], list[Figure]] = defaultdict(list)
    known = [each for each in found if each.interval and each.period and _is_sum(each)]
    for figure in known:
        totals[figure.key, figure.unit, figure.period].append(figure)
    for dimension in ("reporter", "counterpart", "product"):
        for (key, unit, period), parts in _grouped(known, dimension).items():
            for whole in _wholes(totals, members, key, unit, period, parts, dimension):
                own = [
                    each
                    for each in parts
                    if dimension != "reporter" or each.of(dimension) in members[whole.of(dimension)]
                ]
                yield from _summed(_disjoint(own, dimension, members), whole, dimension, members, together)


def _members(columns: Columns) -> dict[str, set[str]]:
    direct: dict[str, set[str]] = defaultdict(set)
    for name, turned in _MEMBERS.items():
        for subject, object in columns[term(name)].pairs():
            group, member = (object, subject) if turned else (subject, object)
            direct[group].add(member)
    return direct


def _grouped(known: list[Figure], dimension: str) -> dict[tuple[Key, str, str], list[Figure]]:
    left = ("product", "productScope") if dimension == "product" else (dimension,)
    groups: dict[tuple[Key, str, str], list[Figure]] = defaultdict(list)
    for figure in known:
        if figure.of(dimension):
            groups[figure.without(*left), figure.unit, figure.period].append(figure)
    return groups


def _wholes(
    totals: dict[tuple[Key, str, str], list[Figure]],
    members: dict[str, set[str]],
    key: Key,
    unit: str,
    period: str,
    parts: list[Figure],
    dimension: str,
) -> Iterator[Figure]:
    if dimension == "reporter":
        for group in sorted({group for part in parts for group, own in members.items() if part.of("reporter") in own}):
            yield from totals.get((key | {(term("reporter"), group)}, unit, period), ())
    elif dimension == "product":
        for scope in ("scope-goods", "scope-goods-services", ""):
            whole = key | {(term("productScope"), code(scope))} if scope else key
            yield from totals.get((whole, unit, period), ())
    else:
        yield from totals.get((key, unit, period), ())


def _disjoint(parts: list[Figure], dimension: str, members: dict[str, set[str]]) -> list[Figure]:
    """Leave out a part whose value is inside that of another, or stands for several, or comes twice."""
    values = {each.of(dimension) for each in parts}
    kept: dict[str, Figure] = {}
    for each in parts:
        value = each.of(dimension)
        several = sum(name == term(dimension) for name, _ in each.key) > 1
        if not several and not any(value in members[other] for other in values) and not members[value] & values:
            kept.setdefault(value, each)
    return list(kept.values())


def _summed(
    parts: list[Figure], whole: Figure, dimension: str, members: dict[str, set[str]], together: Together
) -> Iterator[Finding]:
    if not parts or together([whole.node, *(each.node for each in parts)]):
        return
    low = sum((_interval(each).low for each in parts), Decimal(0))
    high = sum((_interval(each).high for each in parts), Decimal(0))
    every = dimension == "reporter" and {each.of("reporter") for each in parts} == members[whole.of("reporter")]
    if low > _interval(whole).high:
        what = f"The parts by {dimension} are more than {whole.node}: {_arithmetic(parts, whole)}."
    elif every and high < _interval(whole).low:
        what = f"All the parts by {dimension} are less than {whole.node}: {_arithmetic(parts, whole)}."
    else:
        return
    yield _finding("CIS345", "warning", what, "Mend a figure, or open a conflict.", (whole, *parts))


def _shares(columns: Columns, found: list[Figure]) -> Iterator[Finding]:
    """Add the shares of one whole: those that differ in one dimension, and in what it says, only."""
    members = _members(columns)
    shares = [each for each in found if each.unit == PERCENT and each.interval and each.of("ofIndicator")]
    for dimension in ("reporter", "counterpart", "product", "sector"):
        for parts in _grouped(shares, dimension).values():
            within = bool(parts[0].of("within"))  # "65 per cent of Russia's aircraft": reporters share, goods do not
            if dimension != "counterpart" and within != (dimension == "reporter"):
                continue
            own = _disjoint(parts, dimension, members)
            total = sum((_interval(each).low for each in own), Decimal(0))
            if len(own) > 1 and total > _HUNDRED:
                what = f"Shares of one whole add to {shown(total)} per cent at least: "
                what += " + ".join(shown(each.value) for each in own) + "."
                yield _finding("CIS341", "warning", what, "Mend a share, or what it is a share of.", own)


# Currencies.


def _rates(found: list[Figure]) -> Iterator[Finding]:
    """Compare the rates that two figures of one amount imply with those of the other pairs of the currencies."""
    amounts: dict[tuple[Key, str], list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.value and figure.value > 0 and _CURRENCY.search(figure.unit):
            amounts[figure.key, figure.period].append(figure)
    pairs: dict[tuple[str, str], list[tuple[Decimal, Figure, Figure]]] = defaultdict(list)
    for group in amounts.values():
        for one, other in combinations(sorted(group, key=lambda each: each.unit), 2):
            if one.unit != other.unit and one.value and other.value:
                pairs[one.unit, other.unit].append((one.value / other.value, one, other))
    for rates in pairs.values():
        usual = median(rate for rate, _, _ in rates)
        for rate, one, other in rates if len(rates) > 2 else ():
            if max(rate, usual) > min(rate, usual) * _BAND:
                what = f"{one.node} and {other.node} imply a rate of {shown(rate)}, other pairs {shown(usual)}."
                yield _finding("CIS346", "warning", what, "Mend one of the amounts.", (one, other))
