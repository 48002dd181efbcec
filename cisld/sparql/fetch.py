"""Fetching: an endpoint and a footprint in, the triples of its graph that validation reads out, proven to be all.

Each predicate is counted, then asked for with one query. Where an answer cannot hold all, the triples are parted by a
hash, and a part that is still too large, or that the server cuts in silence, is parted again; in the end as many rows
have come as the server counts. Triples with blank nodes come in one answer, since their labels mean nothing beyond it;
only where the server cuts that answer, and is seen to keep its labels from one answer to the next, they are parted too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from cisld.errors import InputError, UsageError
from cisld.graph.columns import Columns
from cisld.rdf.names import XSD
from cisld.sparql.endpoint import Endpoint
from cisld.sparql.label import Labels, Row
from cisld.sparql.span import Span, pages

PAGE = 50_000
MOST = 50_000_000
SPELLINGS = tuple(
    f'"{text}"^^<{XSD}{name}>'
    for text, name in (
        ("1.50", "decimal"),
        ("01", "integer"),
        ("1", "int"),
        ("2020-01-01T00:00:00+00:00", "dateTime"),
        ("P12M", "duration"),
    )
)
"""Literals that a server which keeps values, not spellings, gives back in another spelling."""

_TOGETHER = 50
_SMALL = 2_000
_STEP = 1000
_NAMED = "FILTER(!isBlank(?s) && !isBlank(?o))"
_NAMELESS = "FILTER(isBlank(?s) || isBlank(?o))"
_BOOLEAN = ox.NamedNode(XSD + "boolean")
_BITS = ("0", "1")
_WORDS = ("true", "false")
_SUBJECTS = (ox.NamedNode, ox.BlankNode, ox.Triple)


@dataclass(frozen=True)
class Amount:
    """Say how many triples a predicate has, and how many of them with a blank node."""

    predicate: str
    triples: int
    nameless: int


@dataclass
class Fetch:
    """Read the graph behind an endpoint: the default graph, or the one that `graph` names.

    `page` is how many rows are asked for at a time; it shrinks to what the server gives. `told` hears how many of how
    many triples are there. Raises UsageError CIS040 for a graph that is no IRI.
    """

    endpoint: Endpoint
    graph: str = ""
    page: int = PAGE
    told: Callable[[int, int], None] = lambda done, total: None

    def __post_init__(self) -> None:
        self.done = self.total = self.nameless = 0
        self._sure = False
        self._spelt: dict[Any, dict[Any, Any]] = {}
        try:
            self._around = f"GRAPH {ox.NamedNode(self.graph)} {{ %s }}" if self.graph else "%s"
        except ValueError:
            raise UsageError("CIS040", "--graph is no IRI.", "Write it in full.", "cisld") from None

    def columns(self, footprint: Iterable[str] | None, onto: Columns) -> Columns:
        """Return the triples of these predicates, or all, on top of columns that are here already.

        Raises NetworkError CIS230 to CIS233, InputError CIS234 to CIS238.
        """
        return Columns.of((ox.Triple(*row) for row in self.rows(footprint)), onto)

    def rows(self, footprint: Iterable[str] | None) -> Iterator[Row]:
        """Yield subject, predicate and object of each triple; one may come more than once."""
        amounts = self._every() if footprint is None else self._of(footprint)
        self.total = sum(each.triples for each in amounts)
        self.nameless = sum(each.nameless for each in amounts)
        if self.total > MOST:
            what = f"{self.total:,} triples are wanted, over the limit of {MOST:,}."
            raise InputError("CIS235", what, "Name a --graph, or fewer shapes with --shape.", self.endpoint.shown)
        if not self.total and not self._holds():
            what, todo = "The graph has no triples.", "Name the one that has them with --graph."
            raise InputError("CIS238", what, todo, self.endpoint.shown)
        for number, row in enumerate(self._triples(amounts)):
            if number % _STEP == 0:
                self.told(min(number, self.total), self.total)
            yield self._triple(row)

    def _triple(self, row: Row) -> Row:
        """Return a row that is a triple; the server may have left a variable open, or have a literal as subject."""
        subject, predicate, object = row
        if not isinstance(subject, _SUBJECTS) or not isinstance(predicate, ox.NamedNode) or object is None:
            raise self._unreadable("has a row that is no triple")
        if isinstance(object, ox.Literal) and object.value in _BITS and object.datatype == _BOOLEAN:
            return subject, predicate, self._truth(predicate).get(object, object)
        return row

    def _truth(self, predicate: ox.NamedNode) -> dict[Any, Any]:
        """Return how the server's own STR() spells booleans; Virtuoso writes true as 1 into its results.

        Asked once for a predicate, when its first such boolean comes.
        """
        if predicate not in self._spelt:
            pattern = self._around % f"?s {predicate} ?o"
            query = f"SELECT DISTINCT ?o (STR(?o) AS ?t) WHERE {{ {pattern} FILTER(DATATYPE(?o) = {_BOOLEAN}) }}"
            rows = [(row["o"], row["t"]) for row in self._answered(query, _TOGETHER, "o", "t")]
            told = [(written, text.value) for written, text in rows if isinstance(text, ox.Literal)]
            told = [(written, text) for written, text in told if text in _WORDS]
            self._spelt[predicate] = {written: ox.Literal(text, datatype=_BOOLEAN) for written, text in told}
        return self._spelt[predicate]

    def _holds(self) -> bool:
        """Tell whether there is anything at all, so that a wrong --graph is not taken for clean data."""
        query = f"SELECT ?s WHERE {{ {self._around % '?s ?p ?o'} }}"
        return any(True for _ in self._answered(query, 1, "s"))

    def _triples(self, amounts: list[Amount]) -> Iterator[Row]:
        if self.nameless:
            yield from self._of_blank([each for each in amounts if each.nameless])
        for names, number in _bundled({each.predicate: each.triples - each.nameless for each in amounts}):
            yield from self._all(names, number, _NAMED if self.nameless else "")

    def _every(self) -> list[Amount]:
        """Count every predicate; a server that cuts the list of predicates is found out by the sum."""
        found = self._counted("")
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._around % '?s ?p ?o'} }}"
        total = sum([self._number(row["n"]) for row in self.endpoint.solutions(query, "n")])
        listed = sum(each.triples for each in found)
        if listed != total:
            raise self._wrong(f"counts {total:,} triples, and {listed:,} predicate by predicate")
        return found

    def _of(self, predicates: Iterable[str]) -> list[Amount]:
        names = [predicate for predicate in sorted(predicates) if _is_iri(predicate)]
        lists = [" ".join(names[start : start + _TOGETHER]) for start in range(0, len(names), _TOGETHER)]
        return [each for listed in lists for each in self._counted(f"VALUES ?p {{ {listed} }}")]

    def _counted(self, values: str) -> list[Amount]:
        heads = "?p (COUNT(*) AS ?n) (SUM(IF(isBlank(?s) || isBlank(?o), 1, 0)) AS ?b)"
        query = f"SELECT {heads} WHERE {{ {values} {self._around % '?s ?p ?o'} }} GROUP BY ?p"
        rows = [row for row in self.endpoint.solutions(query, "p", "n", "b") if row["p"] is not None]
        found = [Amount(str(row["p"]), self._number(row["n"]), self._number(row["b"])) for row in rows]
        return sorted(found, key=lambda each: each.predicate)

    def _number(self, term: object) -> int:
        text = term.value if isinstance(term, ox.Literal) else ""
        if not text.isascii() or not text.isdecimal() or len(text) > 15:
            raise self._unreadable("has no number where one was asked for")
        return int(text)

    def _all(self, names: list[str], number: int, which: str) -> Iterator[Row]:
        """Yield all triples of predicates that a filter lets through, `number` of them by the server's count."""
        spans = Span().parts(pages(number, self.page)) if self._sure and number > self.page else [Span()]
        got = 0
        while spans:
            span, rows = spans.pop(), 0
            for row in self._of_predicates(names, f"{which} {span.filter}", self.page):
                rows += 1
                yield row
            if rows == number if span.whole else rows < self.page:
                got += rows
                continue
            self._learn(rows)
            parts = span.parts(pages(number, self.page) if span.whole else 2)
            if parts == [span]:
                what = f"gives {self.page:,} rows at most, and more triples cannot be told apart in a query"
                raise self._wrong(what, "Raise its limit or --page, or give blank nodes IRIs.")
            spans += parts
        if got != number:
            raise self._wrong(f"counts {number:,} triples of {' '.join(names[:3])} and gives {got:,}")

    def _learn(self, rows: int) -> None:
        """Take it that the server never gives more rows than it just gave where there are more."""
        if rows == 0:
            raise self._wrong("counts triples that it does not give")
        self.page, self._sure = min(self.page, rows), True

    def _of_predicates(self, names: list[str], filter: str, limit: int) -> Iterator[Row]:
        """Yield the rows of one query; a predicate that is known is not sent back with each row."""
        if len(names) > 1:
            return self._asked(f"VALUES ?p {{ {' '.join(names)} }}", filter, limit)
        query = f"SELECT ?s ?o WHERE {{ {self._around % f'?s {names[0]} ?o'} {filter} }}"
        predicate = ox.NamedNode(names[0][1:-1])
        return ((row["s"], predicate, row["o"]) for row in self._answered(query, limit, "s", "o"))

    def _asked(self, values: str, filter: str, limit: int) -> Iterator[Row]:
        query = f"SELECT ?s ?p ?o WHERE {{ {values} {self._around % '?s ?p ?o'} {filter} }}"
        return ((row["s"], row["p"], row["o"]) for row in self._answered(query, limit, "s", "p", "o"))

    def _answered(self, query: str, limit: int, *names: str) -> Iterator[ox.QuerySolution]:
        """Yield the rows of a query; a server that sends more than it was asked for is not listened to for ever."""
        for number, row in enumerate(self.endpoint.solutions(f"{query} LIMIT {limit}", *names)):
            if number == limit:
                raise self._wrong(f"gives more than the {limit:,} rows that were asked for")
            yield row

    def _of_blank(self, amounts: list[Amount]) -> Iterator[Row]:
        """Yield all triples with a blank node, in one answer if the server gives it whole."""
        labels, got = Labels(), 0
        for row in self._of_predicates([each.predicate for each in amounts], _NAMELESS, self.nameless):
            got += 1
            labels.note(row)
            yield row
        if got == self.nameless:
            return
        again = [self._asked(values, filter, self.page) for values, filter in labels.questions()]
        if not labels.kept(row for rows in again for row in rows):
            what = f"{self.nameless:,} triples have blank nodes, one answer holds {got:,}, the next has new labels."
            raise InputError("CIS237", what, "Raise the server's limit, or give the nodes IRIs.", self.endpoint.shown)
        self._learn(got)
        for names, number in _bundled({each.predicate: each.nameless for each in amounts}):
            yield from self._all(names, number, _NAMELESS)

    def rewritten(self) -> list[tuple[str, str]]:
        """Return literals that the server gives back otherwise than it gets them, each with what comes back."""
        names = [f"v{number}" for number in range(len(SPELLINGS))]
        heads = " ".join(f"?{name}" for name in names)
        query = f"SELECT {heads} WHERE {{ VALUES ({heads}) {{ ({' '.join(SPELLINGS)}) }} }}"
        rows = list(self.endpoint.solutions(query, *names))
        back = [(sent, str(row[name])) for row in rows[:1] for sent, name in zip(SPELLINGS, names, strict=True)]
        return [(sent, come) for sent, come in back if sent != come]

    def _wrong(
        self, what: str, todo: str = "If the data do not change meanwhile, ask for less with --page."
    ) -> InputError:
        return InputError("CIS236", f"The endpoint {what}.", todo, self.endpoint.shown)

    def _unreadable(self, what: str) -> InputError:
        return InputError("CIS234", f"The answer {what}.", "Check the URL.", self.endpoint.shown)


def _bundled(numbers: Mapping[str, int]) -> Iterator[tuple[list[str], int]]:
    """Yield predicates that one query can ask for, with the number of their triples: many small ones, or one large.

    >>> list(_bundled({"<e:a>": 9, "<e:b>": 20_000, "<e:c>": 0, "<e:d>": 1}))
    [(['<e:b>'], 20000), (['<e:a>', '<e:d>'], 10)]
    """
    names: list[str] = []
    total = 0
    for name, number in numbers.items():
        if number > _SMALL:
            yield [name], number
        elif number:
            if total + number > 2 * _SMALL or len(names) == _TOGETHER:
                yield names, total
                names, total = [], 0
            names.append(name)
            total += number
    if names:
        yield names, total


def _is_iri(term: str) -> bool:
    """Tell whether a name from a query of the shapes can be a predicate at all, and so stand in a query of ours."""
    try:
        return str(ox.NamedNode(term[1:-1])) == term
    except ValueError:
        return False
