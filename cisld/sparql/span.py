"""Spans: a number of triples in, filters that part them by a hash into answers of a bearable size out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_TOP = 1 << 32
_HASH = 'SUBSTR(MD5(CONCAT(COALESCE(STR(?s), ""), " ", COALESCE(STR(?o), ""))), 1, 8)'


@dataclass(frozen=True)
class Span:
    """Hold a range of hashes of ?s and ?o, `low` within and `high` beyond.

    Such parts need no order, which SPARQL leaves open between blank nodes and between equal keys, and which some
    servers refuse for many rows.

    >>> Span().filter, [span.filter[-14:] for span in Span().parts(2)]
    ('', [' < "80000000")', '>= "80000000")'])
    """

    low: int = 0
    high: int = _TOP

    @property
    def whole(self) -> bool:
        """Whether all hashes are in it."""
        return self == Span()

    @property
    def filter(self) -> str:
        """The filter that lets triples of this span through; the outermost ends are open, so that none is lost."""
        bounds = [f'{_HASH} >= "{self.low:08x}"'] if self.low else []
        bounds += [f'{_HASH} < "{self.high:08x}"'] if self.high < _TOP else []
        return f"FILTER({' && '.join(bounds)})" if bounds else ""

    def parts(self, number: int) -> list[Span]:
        """Return about that many spans that make up this one; itself, if it cannot be parted.

        >>> Span(7, 8).parts(2)
        [Span(low=7, high=8)]
        """
        ends = [self.low + (self.high - self.low) * place // number for place in range(number + 1)]
        return [Span(low, high) for low, high in pairwise(ends) if low < high]


def pages(number: int, page: int) -> int:
    """Return in how many spans so many triples fit, with room for uneven ones.

    >>> pages(100, 50)
    3
    """
    return max(2, -(-number * 5 // (4 * page)))
