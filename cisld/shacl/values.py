"""Value nodes: from a set of focus nodes and a path to their value nodes, held so that sets can be asked, not nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain

from cisld.graph.columns import Column, Columns
from cisld.shacl.paths import Path, column_of, values_at


class Values:
    """Hold the focus nodes of a node shape, each its own value node: SHACL 2.1.3.

    >>> values = Values({"<e:a>"})
    >>> values.distinct, list(values.having({"<e:a>"})), values.at("<e:a>")
    ({'<e:a>'}, [('<e:a>', '<e:a>')], ('<e:a>',))
    """

    def __init__(self, focus: set[str]) -> None:
        self.focus = focus

    @cached_property
    def distinct(self) -> set[str]:
        """All value nodes of all focus nodes."""
        return self.focus

    def at(self, focus: str) -> tuple[str, ...]:
        """Return the value nodes of one focus node."""
        return (focus,)

    def having(self, bad: set[str]) -> Iterator[tuple[str, str]]:
        """Yield focus node and value node wherever the value node is one of a set."""
        return ((node, node) for node in bad)

    def lacking(self, value: str) -> set[str]:
        """Return the focus nodes that do not have a value node."""
        return self.focus - {value}

    def owners(self, bad: set[str]) -> set[str]:
        """Return the focus nodes that have a value node of a set."""
        return bad

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every focus node with each of its value nodes."""
        return self.having(self.focus)

    @property
    def valued(self) -> set[str]:
        """The focus nodes that have a value node."""
        return self.focus

    def plural(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the focus nodes that have more than one value node, with these."""
        return iter(())

    def fewer(self, least: int) -> set[str]:
        """Return the focus nodes with fewer value nodes than that."""
        return self.focus if least > 1 else set()

    def more(self, most: int) -> set[str]:
        """Return the focus nodes with more value nodes than that."""
        return self.focus if most < 1 else set()


class ColumnValues(Values):
    """Hold focus nodes with the value nodes that one column gives them; only what the column holds is visited.

    >>> values = ColumnValues({"a", "b", "c"}, Column({"a": "x"}, {"b": ("x", "y"), "z": ("q", "r")}))
    >>> sorted(values.distinct), values.fewer(1), values.more(1), sorted(values.having({"x"}))
    (['x', 'y'], {'c'}, {'b'}, [('a', 'x'), ('b', 'x')])
    """

    def __init__(self, focus: set[str], column: Column) -> None:
        super().__init__(focus)
        self.column = column

    @cached_property
    def single(self) -> Collection[str]:
        """The focus nodes, or those of them that have one value node, whichever are found sooner."""
        return self.focus if len(self.focus) <= len(self.column.one) else self.focus & self.column.one.keys()

    @cached_property
    def several(self) -> Iterable[str]:
        """The focus nodes that have more than one value node."""
        return self.focus & self.column.many.keys() if self.column.many else ()

    @cached_property
    def distinct(self) -> set[str]:
        one, many, single = self.column.one, self.column.many, self.single
        found = set(one.values() if single is not self.focus and len(single) == len(one) else map(one.get, single))
        found.discard(None)
        return {*found, *chain.from_iterable(map(many.__getitem__, self.several))}  # type: ignore[arg-type]

    def at(self, focus: str) -> tuple[str, ...]:
        return self.column.objects(focus)

    def having(self, bad: set[str]) -> Iterator[tuple[str, str]]:
        if not bad:
            return
        one, many, only = self.column.one, self.column.many, self.column.one.get
        for node in [node for node in self.single if only(node) in bad]:
            yield node, one[node]
        for node in self.several:
            for value in many[node]:
                if value in bad:
                    yield node, value

    def owners(self, bad: set[str]) -> set[str]:
        found = self.column.subjects_of(bad) if len(bad) < len(self.focus) else None
        return {node for node, _ in self.having(bad)} if found is None else self.focus & found

    def lacking(self, value: str) -> set[str]:
        many, only = self.column.many, self.column.one.get
        return {node for node in self.focus if only(node) != value and value not in many.get(node, ())}

    def pairs(self) -> Iterator[tuple[str, str]]:
        return ((node, value) for node in self.focus for value in self.column.objects(node))

    @property
    def valued(self) -> set[str]:
        found = self.focus & self.column.one.keys() if self.single is self.focus else self.single
        return {*found, *self.several}

    def plural(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return zip(self.several, map(self.column.many.__getitem__, self.several), strict=True)

    def fewer(self, least: int) -> set[str]:
        if least < 1:
            return set()
        if least == 1:
            return self.focus.difference(self.column.one).difference(self.column.many)
        return self.focus.difference(node for node in self.several if len(self.column.many[node]) >= least)

    def more(self, most: int) -> set[str]:
        if most < 1:
            return {node for node in self.focus if node in self.column.one or node in self.column.many}
        return {node for node in self.several if len(self.column.many[node]) > most}


class PathValues(ColumnValues):
    """Hold focus nodes with the value nodes of a path of more than one step, which are found when they are asked for.

    >>> data = Columns({"<e:p>": Column({"<e:a>": "<e:b>"})})
    >>> either = Path("alternative", "", (Path("predicate", "<e:p>"), Path("predicate", "<e:q>")))
    >>> PathValues({"<e:a>", "<e:c>"}, either, data).fewer(1)
    {'<e:c>'}
    """

    def __init__(self, focus: set[str], path: Path, data: Columns) -> None:
        Values.__init__(self, focus)
        self.path, self.data = path, data

    @cached_property
    def column(self) -> Column:  # type: ignore[override]
        """The value nodes by focus node."""
        reach = values_at(self.path, self.focus, self.data)
        one = {node: ends[0] for node, ends in reach.items() if len(ends) == 1}
        return Column(one, {node: ends for node, ends in reach.items() if len(ends) > 1})

    def fewer(self, least: int) -> set[str]:
        if least != 1 or self.path.kind != "alternative":
            return super().fewer(least)
        without = self.focus
        for part in self.path.parts:
            without = without - valued(without, part, self.data)
        return without


def value_nodes(focus: set[str], path: Path | None, data: Columns) -> Values:
    """Return the value nodes of focus nodes for a shape with this path: SHACL 2.1.3.

    https://www.w3.org/TR/shacl/#value-nodes

    >>> value_nodes({"<e:a>"}, None, Columns()).distinct
    {'<e:a>'}
    """
    if path is None:
        return Values(focus)
    column = column_of(path, data)
    return PathValues(focus, path, data) if column is None else ColumnValues(focus, column)


def valued(focus: set[str], path: Path, data: Columns) -> set[str]:
    """Return the focus nodes that have a value node; no column is turned round to know that."""
    if path.kind == "inverse" and path.parts[0].predicate:
        return data[path.parts[0].predicate].among_objects(focus)
    return value_nodes(focus, path, data).valued
