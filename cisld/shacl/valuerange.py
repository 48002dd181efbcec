"""Value range constraint components (SHACL 4.3): values within bounds; what cannot be compared lies outside."""

from __future__ import annotations

from cisld.rdf.order import beyond, compare_values, value_of
from cisld.shacl.constraint import Run, ValueConstraint, component
from cisld.shacl.reader import Reader

_RANGES = {
    "minExclusive": ("MinExclusive", (-1,), "greater than"),
    "minInclusive": ("MinInclusive", (-1, 0), "no less than"),
    "maxExclusive": ("MaxExclusive", (1,), "less than"),
    "maxInclusive": ("MaxInclusive", (1, 0), "no greater than"),
}
_MANY = 100
"""From so many values on it is worth its while to look which are plainly within the range."""


class Range(ValueConstraint):
    """SHACL 4.3.1 to 4.3.4, https://www.w3.org/TR/shacl/#core-components-range.

    `orders` are the outcomes of comparing the bound with the value that conform.
    """

    bound: str
    orders: tuple[int, ...]
    component: str
    text: str

    def bad(self, nodes: set[str], run: Run) -> set[str]:
        """Return the nodes outside the range."""
        bound, orders = value_of(self.bound), self.orders
        rest = nodes - beyond(bound, nodes, -1 in orders) if len(nodes) > _MANY else nodes
        return {node for node in rest if compare_values(bound, value_of(node)) not in orders}


def range_of(read: Reader, name: str, value: str) -> Range:
    """Build the constraint of sh:minExclusive, sh:minInclusive, sh:maxExclusive or sh:maxInclusive."""
    kind, orders, words = _RANGES[name]
    bound = read.literal(name, value)
    return Range(bound, orders, component(kind), f"The value must be {words} {bound}.")
