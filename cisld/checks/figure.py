"""Figures: a graph in, its stated figures with dimensions, period and the interval that their hedge leaves open out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from cisld.checks.finding import Reason
from cisld.graph.columns import Columns
from cisld.rdf.datatypes import well_formed
from cisld.rdf.literals import lexical
from cisld.rdf.names import CISLD, CODE, RDF, XSD

Key = frozenset[tuple[str, str]]
"""Dimensions of a figure with their values."""

INFINITE = Decimal("Infinity")
PERCENT = "<http://qudt.org/vocab/unit/PERCENT>"
_CURRENCY = "<http://qudt.org/vocab/unit/CCY_"
_DIMENSION = "<http://purl.org/linked-data/cube#DimensionProperty>"
_ROUNDED = Decimal("0.05")
_ABOUT = Decimal("0.1")
_CHANGE = Decimal("0.02")
STATED = frozenset(f"<{CODE}kind-{name}>" for name in ("actual", "preliminary", "estimate", "derived"))
"""The kinds of figures that tell what was; plans and targets contradict nothing."""


def term(name: str) -> str:
    """Return a term of the cisld vocabulary in N-Triples form.

    >>> term("value")
    '<https://w3id.org/cisld/ontology#value>'
    """
    return f"<{CISLD}{name}>"


def code(name: str) -> str:
    """Return a code of the cisld code lists in N-Triples form."""
    return f"<{CODE}{name}>"


@dataclass(frozen=True)
class Interval:
    """The numbers that a statement leaves open, from low to high."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Tell whether one number can be in both."""
        return self.low <= other.high and other.low <= self.high

    def __mul__(self, other: Interval) -> Interval:
        return Interval(
            self.low * other.low, INFINITE if INFINITE in (self.high, other.high) else self.high * other.high
        )


@dataclass(frozen=True)
class Change:
    """A stated change: the base period, its form, the number, and the interval of the growth factor."""

    node: str
    base: str
    form: str
    number: Decimal | None
    hedge: str
    factor: Interval


@dataclass(frozen=True)
class Figure:
    """One stated figure; the value is None where only a change is stated."""

    node: str
    key: Key
    period: str
    first: str
    last: str
    unit: str
    value: Decimal | None
    interval: Interval | None
    basis: str
    changes: tuple[Change, ...]
    lines: str

    def of(self, dimension: str) -> str:
        """Return the value of a dimension, or an empty string."""
        return next((value for name, value in self.key if name == term(dimension)), "")

    def without(self, *dimensions: str) -> Key:
        """Return the dimensions but for some."""
        left = set(map(term, dimensions))
        return frozenset(pair for pair in self.key if pair[0] not in left)

    @property
    def reason(self) -> Reason:
        """What the figure says, with the lines of the books."""
        said = f"{self.node} is {shown(self.value)} {self.unit}" if self.value is not None else f"{self.node}"
        return Reason(said + (f" ({self.lines})" if self.lines else ""), (self.node, term("value")))


def shown(value: Decimal | None) -> str:
    """Return a number as people read it, with four digits after the point at most.

    >>> shown(Decimal("27000000.0")), shown(Decimal("1.0720001")), shown(INFINITE)
    ('27 000 000', '1.072', 'any')
    """
    if value is None or value == INFINITE:
        return "any"
    text = f"{value:,.4f}".replace(",", " ")
    return text.rstrip("0").rstrip(".")


def figures(columns: Columns) -> list[Figure]:
    """Return the stated figures of a graph, in the order of their IRIs; deprecated ones are left out.

    >>> figures(Columns())
    []
    """
    dimensions = columns[f"<{RDF}type>"].inverse.objects(_DIMENSION)
    deprecated = set(columns[term("rank")].inverse.objects(code("rank-deprecated")))
    nodes = columns[term("indicator")].subjects() - deprecated
    return [_figure(columns, node, dimensions) for node in sorted(nodes) if _first(columns, node, "kind") in STATED]


def _figure(columns: Columns, node: str, dimensions: Iterable[str]) -> Figure:
    pairs = {(name, value) for name in dimensions for value in columns[name].objects(node)}
    left = {term("refPeriod"), term("kind"), term("setOn")}
    key = frozenset(pair for pair in pairs if pair[0] not in left and pair[1] != code("scope-unstated"))
    period, unit = _first(columns, node, "refPeriod"), _first(columns, node, "unit")
    value, upper = _number(columns, node, "value"), _number(columns, node, "valueUpper")
    hedge = _first(columns, node, "hedge")
    return Figure(
        node=node,
        key=key,
        period=period,
        first=_day(columns, period, "earliest"),
        last=_day(columns, period, "latest"),
        unit=unit,
        value=value,
        interval=None
        if value is None or value < 0
        else interval(value, hedge, upper, is_counted=not _is_rounded(unit)),
        basis=_first(columns, node, "measureBasis"),
        changes=tuple(_changes(columns, node)),
        lines=", ".join(sorted(lexical(each) for each in columns[term("citation")].objects(node))),
    )


def _is_rounded(unit: str) -> bool:
    return unit.startswith(_CURRENCY) or not unit.endswith("/NUM>")


def interval(value: Decimal, hedge: str, upper: Decimal | None = None, is_counted: bool = False) -> Interval:
    """Return what a value of 0 or more leaves open by its hedge, and by having been rounded to the digits it has.

    >>> interval(Decimal(27000000), code("hedge-more-than"))
    Interval(low=Decimal('26500000'), high=Decimal('Infinity'))
    """
    if upper is not None:
        return Interval(value, max(value, upper))
    off = Decimal(0) if is_counted else _half(value)
    return _HEDGES.get(hedge, _exact)(value, off)


def _half(value: Decimal) -> Decimal:
    """Return half a unit of the last digit that is not zero, a twentieth of the value at most."""
    if not value:
        return Decimal(0)
    exponent = value.normalize().as_tuple().exponent
    return min(Decimal(5).scaleb(int(exponent) - 1), value * _ROUNDED)


def _exact(value: Decimal, off: Decimal) -> Interval:
    return Interval(value - off, value + off)


_HEDGES = {
    code("hedge-more-than"): lambda value, off: Interval(value - off, INFINITE),
    code("hedge-at-least"): lambda value, off: Interval(value - off, INFINITE),
    code("hedge-less-than"): lambda value, off: Interval(Decimal(0), value + off),
    code("hedge-at-most"): lambda value, off: Interval(Decimal(0), value + off),
    code("hedge-about"): lambda value, off: Interval(value * (1 - _ABOUT), value * (1 + _ABOUT)),
}
"""What each hedge leaves open: "almost" may be any number below, so that a hedge never makes a false contradiction."""


def _changes(columns: Columns, node: str) -> Iterator[Change]:
    for change in columns[term("change")].objects(node):
        factor, base = _number(columns, change, "growthFactor"), _first(columns, change, "comparedWith")
        if factor is not None and factor > 0 and base:
            hedge = _first(columns, change, "hedge")
            yield Change(
                node=change,
                base=base,
                form=_first(columns, change, "changeForm"),
                number=_number(columns, change, "changeValue"),
                hedge=hedge,
                factor=factor_of(factor, hedge),
            )


def factor_of(factor: Decimal, hedge: str) -> Interval:
    """Return what a growth factor leaves open; of a fall, "more than" leaves open what is lower.

    >>> factor_of(Decimal("1.5"), code("hedge-exact"))
    Interval(low=Decimal('1.470'), high=Decimal('1.530'))
    """
    turned = {code("hedge-more-than"): code("hedge-less-than"), code("hedge-less-than"): code("hedge-more-than")}
    hedge = turned.get(hedge, hedge) if factor < 1 else hedge
    return _HEDGES.get(hedge, _exact)(factor, factor * _CHANGE)


def _first(columns: Columns, node: str, property: str) -> str:
    return next(iter(columns[term(property)].objects(node)), "")


def _day(columns: Columns, period: str, property: str) -> str:
    found = _first(columns, period, property)
    return lexical(found) if found else ""


def _number(columns: Columns, node: str, property: str) -> Decimal | None:
    found = _first(columns, node, property)
    text = lexical(found) if found else ""
    return Decimal(text) if well_formed(text, XSD + "decimal") and len(text) < 40 else None
