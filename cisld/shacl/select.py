"""Prepared queries: from a node with sh:select or sh:ask to a query that is checked once and asked for many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from cisld.graph.columns import Columns
from cisld.rdf.literals import STRING, is_literal, lexical, literal
from cisld.rdf.names import XSD
from cisld.shacl.codes import ill_formed
from cisld.shacl.paths import Path
from cisld.shacl.query import Query, QueryError
from cisld.shacl.reader import Reader
from cisld.shacl.seeds import SHAPES_GRAPH, Dataset, Seeds
from cisld.shacl.vocabulary import IMPORTS, sh

if TYPE_CHECKING:
    from cisld.shacl.graphpattern import GroupPattern

Solution = dict[str, str]
Row = Sequence[str]
_MANY, _SOME = 500, 20
"""From so many rows on the sieve is worth its while, in a small graph and in a large one."""

_PATH = re.compile(r"[?$]PATH\b")


class Prepared:
    """Hold a query with its prefixes: SHACL 5.2, https://www.w3.org/TR/shacl/#sparql-constraints-prefixes."""

    def __init__(self, query: Query, prefixes: dict[str, str], shape: str) -> None:
        self.query, self.prefixes, self.shape = query, prefixes, shape

    def solutions(
        self, dataset: Dataset, names: Sequence[str], rows: Sequence[Row], constants: Solution
    ) -> Iterator[tuple[Row, Solution]]:
        """Yield each solution with the row of pre-bound values it belongs to; raises InputError CIS109.

        `names` are the variables of the rows. One query answers for all rows, unless it counts or cuts over all
        solutions (LIMIT, or an aggregate that is not grouped by $this); such a query is asked row by row.
        """
        rows, answered = self._sieved(dataset, names, rows, constants)
        for row in answered:
            yield row, {}
        if not rows:
            return
        self._load(dataset, {row[names.index("this")] for row in rows})
        if "shapesGraph" in self.query.variables:
            dataset.need_shapes()
            constants = {**constants, "shapesGraph": SHAPES_GRAPH}
        batches = [[row] for row in rows] if self.query.by_focus() else [list(rows)] if rows else []
        for batch in batches:
            yield from self._answers(dataset, names, batch, constants)

    def _sieved(
        self, dataset: Dataset, names: Sequence[str], rows: Sequence[Row], constants: Solution
    ) -> tuple[list[Row], list[Row]]:
        """Return the rows for which the query may have a solution, and those for which it surely has just one."""
        if len(rows) < (_SOME if dataset.is_large else _MANY) or self._pattern is None:
            return list(rows), []
        fixed = {name: term for name, term in constants.items() if not is_literal(term)}
        foreign = frozenset((*names, *constants, "shapesGraph")).difference({"this"}, fixed)
        place = names.index("this")
        kept = dataset.sieve.kept(self._pattern, set(map(itemgetter(place), rows)), fixed, foreign)
        left = [row for row in rows if row[place] in kept] if kept else []
        if not left or len(names) > 1 or not self._only_asks:
            return left, []
        sure = dataset.sieve.sure(self._pattern, kept, fixed, foreign)
        return [row for row in left if row[place] not in sure], [row for row in left if row[place] in sure]

    @cached_property
    def _only_asks(self) -> bool:
        """Whether the query tells of $this only that it passes some filters, and nothing more."""
        outer, end = self.query.selects[0], len(self.query.tokens)
        names = [self.query.tokens[place] for place in outer.head if self.query.tokens[place].word != "WHERE"]
        alone = [token.variable for token in names] == ["this"] and outer.where.close + 1 == end
        return alone and self._pattern is not None and not self._pattern.patterns

    def _load(self, dataset: Dataset, nodes: set[str]) -> None:
        """Load what the query reads; that is few triples where only $this stands beside a variable for a predicate."""
        predicates = self.query.predicates(self.prefixes)
        named = self._pattern.footprint("this") if predicates is None and self._pattern else None
        dataset.need(predicates if named is None else named)
        if named is not None:
            dataset.need_around(nodes)

    @cached_property
    def _pattern(self) -> GroupPattern | None:
        from cisld.shacl.expression import NotRead  # a small graph needs no sieve and does not wait for it
        from cisld.shacl.graphpattern import read_pattern

        try:
            return read_pattern(self.query, self.prefixes)
        except NotRead:
            return None

    def _answers(
        self, dataset: Dataset, names: Sequence[str], rows: Sequence[Row], constants: Solution
    ) -> Iterator[tuple[Row, Solution]]:
        seeds = dataset.seed(names, rows)
        fixed = dataset.seed(tuple(constants), [tuple(constants.values())])
        text = self.query.seeded({**seeds.patterns(len(rows) == 1), **fixed.patterns(True)})
        try:
            yield from self._read(dataset.store.query(text, prefixes=self.prefixes), seeds)
        except (SyntaxError, OSError, RuntimeError) as error:
            raise ill_formed("CIS109", self.shape, f"The query cannot be run: {error}.", "Mend the query.") from None
        finally:
            seeds.drop()
            fixed.drop()

    def _read(self, answer: object, seeds: Seeds) -> Iterator[tuple[Row, Solution]]:
        assert isinstance(answer, ox.QuerySolutions)
        variables = [variable.value for variable in answer.variables]
        for solution in answer:
            found = {name: str(term) for name, term in zip(variables, solution, strict=True) if term is not None}
            key = tuple(found.get(name, "") for name in seeds.names)
            for row in seeds.rows.get(key, ()):
                yield row, found


def prepare(read: Reader, form: str, shape: str, path: Path | None, given: set[str], prebound: set[str]) -> Prepared:
    """Return the query of sh:select or sh:ask at a node, checked and parsed; raises InputError CIS102 to CIS110.

    `given` are the variables that solutions must name, `prebound` all that are given from outside.
    """
    value = read.only(form)
    if value is None:
        raise ill_formed("CIS102", shape, f"A SPARQL constraint without sh:{form}.", "Add the query.")
    text = read.string(form, value)
    if _PATH.search(text):
        if path is None:
            raise ill_formed("CIS110", shape, "The query of a node shape uses $PATH.", "Use it at a property shape.")
        text = _PATH.sub(lambda _: path.predicate or f"({path})", text)
    prefixes = declared_prefixes(read.graph, read.node, shape)
    try:
        query = _checked(text, form, given, prebound)
    except QueryError as error:
        raise ill_formed(error.code, shape, error.what, error.todo) from None
    _parse(query, prefixes, shape)
    return Prepared(query, prefixes, shape)


def _checked(text: str, form: str, given: set[str], prebound: set[str]) -> Query:
    query = Query(text)
    if query.form != form.upper():
        raise QueryError("CIS109", f"sh:{form} is no {form.upper()} query.", f"Write {form.upper()}.")
    query.check(prebound)
    if form == "ask":
        start = next(token for token in query.tokens if token.word == "ASK")
        names = " ".join(f"?{name}" for name in sorted(given))
        rest = re.sub(r"\A(\s*)WHERE\b", r"\1", query.text[start.end :], flags=re.IGNORECASE)
        return Query(f"{query.text[: start.start]}SELECT DISTINCT {names} WHERE {rest}")
    if not query.returns(given):
        raise QueryError("CIS110", "The query does not return $this.", "Write SELECT $this ...")
    return query


def _parse(query: Query, prefixes: dict[str, str], shape: str) -> None:
    """Let the SPARQL engine parse the query on an empty store."""
    try:
        ox.Store().query(query.text, prefixes=prefixes)
    except (SyntaxError, ValueError) as error:
        said = " ".join(str(error).split())
        raise ill_formed("CIS109", shape, f"The query is not valid SPARQL: {said}.", "Mend the query.") from None
    except RuntimeError as error:
        raise ill_formed("CIS109", shape, f"The engine cannot run the query: {error}.", "Mend the query.") from None


def declared_prefixes(graph: Columns, node: str, shape: str) -> dict[str, str]:
    """Return the prefixes that sh:prefixes gives a query, over owl:imports: SHACL 5.2.1.

    https://www.w3.org/TR/shacl/#sparql-prefixes; raises InputError CIS102, CIS103.
    """
    found: dict[str, str] = {}
    rest, seen = list(graph[sh("prefixes")].objects(node)), set()
    while rest:
        source = rest.pop()
        if source not in seen:
            seen.add(source)
            rest += graph[IMPORTS].objects(source)
            for declaration in graph[sh("declare")].objects(source):
                _declare(graph, declaration, found, shape)
    return found


def _declare(graph: Columns, declaration: str, found: dict[str, str], shape: str) -> None:
    prefixes = graph[sh("prefix")].objects(declaration)
    namespaces = graph[sh("namespace")].objects(declaration)
    if len(prefixes) != 1 or len(namespaces) != 1:
        raise ill_formed("CIS102", shape, "sh:declare needs one sh:prefix and one sh:namespace.", "Mend it.")
    prefix, namespace = prefixes[0], namespaces[0]
    fits = is_literal(prefix) and literal(prefix).datatype == STRING
    if not fits or not is_literal(namespace) or literal(namespace).datatype not in (XSD + "anyURI", STRING):
        raise ill_formed("CIS103", shape, "sh:prefix is a string, sh:namespace an xsd:anyURI.", "Mend sh:declare.")
    name, iri = lexical(prefix), lexical(namespace)
    if found.setdefault(name, iri) != iri:
        raise ill_formed("CIS102", shape, f'The prefix "{name}" is declared twice, differently.', "Leave one.")
