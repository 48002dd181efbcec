"""Queries: from the text of a SPARQL query to tokens and groups, and what the rules of pre-binding say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from cisld.graph.columns import TYPE

_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.\-]*[\w\-])?)
  | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:
      (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)?)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_FORBIDDEN = {
    "MINUS": "MINUS",
    "SERVICE": "SERVICE",
    "VALUES": "VALUES",
    "FROM": "FROM",
    "INSERT": "an update",
    "DELETE": "an update",
    "LOAD": "an update",
}
_OPENING, _CLOSING = {"{", "(", "["}, {"}", ")", "]"}
_DEEPEST = 100
_TERMS = {"variable", "iri", "name", "blank"}
_HEAD_ENDS = {"WHERE", "{", "FROM"}


class QueryError(Exception):
    """Say which rule a query breaks."""

    def __init__(self, code: str, what: str, todo: str) -> None:
        super().__init__(code, what, todo)
        self.code, self.what, self.todo = code, what, todo


class Token(NamedTuple):
    """Hold a token and where it stands; words are in capitals, so that keywords compare."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword in capitals, the sign, or the empty string."""
        return self.text.upper() if self.kind == "word" else self.text if self.kind == "sign" else ""

    @property
    def variable(self) -> str:
        """The name of a variable, or the empty string."""
        return self.text[1:] if self.kind == "variable" else ""


class Group:
    """Hold the braces of a group graph pattern as positions of tokens, and the keyword before them."""

    def __init__(self, open: int, close: int, before: str) -> None:
        self.open, self.close, self.before = open, close, before
        self.children: list[Group] = []


class Select(NamedTuple):
    """Hold a SELECT: its head, its WHERE group and its solution modifiers, as ranges of tokens."""

    head: range
    where: Group
    modifiers: range


class Query:
    r"""Hold a query in tokens: SPARQL 1.1 19, https://www.w3.org/TR/sparql11-query/#sparqlGrammar.

    Code point escapes are put in first, as 19.2 says, so that no keyword can hide behind them. Raises QueryError.

    >>> sorted(Query("SELECT $this WHERE { $this ?p ?o }").variables)
    ['o', 'p', 'this']
    >>> Query(r"SELECT $this { SERVI\u0043E <http://e/> {} }").check({"this"})
    Traceback (most recent call last):
    cisld.shacl.query.QueryError: ('CIS110', 'The query uses SERVICE.', 'A constraint may not; write it otherwise.')
    """

    def __init__(self, text: str) -> None:
        self.text = _ESCAPE.sub(
            lambda found: chr(int(found[1] or found[2], 16)) if found[0] != "\\\\" else "\\\\", text
        )
        self.tokens = [token for token in _tokens(self.text) if token.kind != "space"]
        self._refuse_depth()
        self.groups = self._groups()

    def _refuse_depth(self) -> None:
        """Refuse what would overrun the stack of the SPARQL parser."""
        depth = 0
        for token in self.tokens:
            depth += (token.word in _OPENING) - (token.word in _CLOSING)
            if depth > _DEEPEST:
                raise QueryError("CIS109", f"The query is nested more than {_DEEPEST} deep.", "Write it flat.")

    @property
    def variables(self) -> set[str]:
        """The names of all variables."""
        return {token.variable for token in self.tokens if token.variable}

    @property
    def form(self) -> str:
        """The query form, SELECT or ASK as a rule."""
        return next(
            (token.word for token in self.tokens if token.word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), ""
        )

    def _groups(self) -> list[Group]:
        tops: list[Group] = []
        open_: list[Group] = []
        for position, token in enumerate(self.tokens):
            if token.word == "{":
                before = self.tokens[position - 1].word if position else ""
                group = Group(position, len(self.tokens), before)
                (open_[-1].children if open_ else tops).append(group)
                open_.append(group)
            elif token.word == "}" and open_:
                open_.pop().close = position
        return tops

    @cached_property
    def all_groups(self) -> list[Group]:
        """All groups, outer before inner."""
        found, rest = [], list(self.groups)
        while rest:
            group = rest.pop()
            found.append(group)
            rest += group.children
        return found

    @cached_property
    def selects(self) -> list[Select]:
        """All SELECTs, the outermost first."""
        return [self._select(place) for place, token in enumerate(self.tokens) if token.word == "SELECT"]

    def _select(self, place: int) -> Select:
        head_end = next(
            (i for i in range(place, len(self.tokens)) if self.tokens[i].word in _HEAD_ENDS), len(self.tokens)
        )
        groups = [group for group in self.all_groups if group.open >= head_end]
        if not groups:
            raise QueryError("CIS109", "The query has no WHERE group.", "Write SELECT $this WHERE { ... }.")
        where = min(groups, key=lambda group: group.open)
        around = [group.close for group in self.all_groups if group.open < place < group.close]
        return Select(range(place + 1, head_end), where, range(where.close + 1, min(around, default=len(self.tokens))))

    def check(self, prebound: set[str]) -> None:
        """Refuse what SHACL 5.2.1 forbids: https://www.w3.org/TR/shacl/#pre-binding; raises QueryError CIS110."""
        for number, token in enumerate(self.tokens):
            if token.word in _FORBIDDEN:
                what = f"The query uses {_FORBIDDEN[token.word]}."
                raise QueryError("CIS110", what, "A constraint may not; write it otherwise.")
            if token.word == "AS" and self._variable(number + 1) in prebound:
                what = f"The query assigns ${self._variable(number + 1)} with AS."
                raise QueryError("CIS110", what, "That variable is given; use another.")
            if token.word == "GRAPH" and self._variable(number + 1) != "shapesGraph":
                raise QueryError("CIS110", "GRAPH for the data.", "The data graph is one graph; leave GRAPH out.")
        for select in self.selects[self.form == "SELECT" :]:
            self._check_projected(select, prebound - {"shapesGraph", "currentShape"})

    def _check_projected(self, select: Select, prebound: set[str]) -> None:
        if missing := prebound - self.projected(select):
            what = f"A sub-select does not return ${min(missing)}."
            raise QueryError("CIS110", what, "Name each given variable in its SELECT.")

    def returns(self, names: set[str]) -> bool:
        """Tell whether the outermost SELECT returns these variables, by name or by `*`."""
        head = [self.tokens[place].word for place in self.selects[0].head]
        star = "*" in head and "(" not in head
        return star or names <= self.projected(self.selects[0])

    def projected(self, select: Select) -> set[str]:
        """Return the variables that a SELECT names, outside its expressions."""
        found, depth = set(), 0
        for place in select.head:
            depth += (self._word(place) == "(") - (self._word(place) == ")")
            if depth == 0 or (depth == 1 and self._word(place - 1) == "AS"):
                found.add(self._variable(place))
        return found - {""}

    def by_focus(self) -> bool:
        """Tell whether the query must be asked once for each focus node: it counts or cuts over all solutions."""
        return any(self._counts_over_all(select) for select in self.selects)

    def _counts_over_all(self, select: Select) -> bool:
        words = [self.tokens[place].word for place in select.modifiers]
        if "LIMIT" in words or "OFFSET" in words:
            return True
        counted = {self.tokens[place].word for place in (*select.head, *select.modifiers)} & _AGGREGATES
        return (bool(counted) or "GROUP" in words) and not self._grouped_by_this(select, words)

    def _grouped_by_this(self, select: Select, words: list[str]) -> bool:
        if "GROUP" not in words:
            return False
        start = select.modifiers.start + words.index("GROUP")
        ends = ("HAVING", "ORDER", "LIMIT", "OFFSET")
        end = next(
            (i for i in range(start, select.modifiers.stop) if self.tokens[i].word in ends), select.modifiers.stop
        )
        return any(self.tokens[place].variable == "this" for place in range(start, end))

    def seeded(self, seeds: dict[str, str]) -> str:
        """Return the query with `seeds` (variable: pattern that binds it) joined in wherever the variable is needed.

        That is every group in whose text the variable stands, since SPARQL evaluates groups from the inside out. Into
        OPTIONAL and EXISTS the outer binding reaches by itself, but not into a BIND that stands there.
        """
        projecting = {select.where.open: self.projected(select) for select in self.selects}
        written, last = [], 0
        for group in sorted(self.all_groups, key=lambda group: group.open):
            names = self._needed(group) | projecting.get(group.open, set())
            patterns = dict.fromkeys(pattern for name, pattern in seeds.items() if name in names)
            end = self.tokens[group.open].end
            if patterns and not self._is_subselect(group):
                written.append(self.text[last:end] + " " + " ".join(patterns) + " ")
                last = end
        return "".join(written) + self.text[last:]

    def _is_subselect(self, group: Group) -> bool:
        return group.open + 1 < len(self.tokens) and self.tokens[group.open + 1].word == "SELECT"

    def _needed(self, group: Group) -> set[str]:
        if group.before in ("EXISTS", "OPTIONAL"):
            return set(self._bound_from(group))
        return {token.variable for token in self.tokens[group.open : group.close] if token.variable}

    def _bound_from(self, group: Group) -> Iterator[str]:
        inner = [(child.open, child.close) for child in group.children]
        for place in range(group.open + 1, group.close):
            if self.tokens[place].word == "BIND" and not any(start < place < end for start, end in inner):
                end = next((i for i in range(place, group.close) if self.tokens[i].word == "AS"), group.close)
                yield from (self.tokens[i].variable for i in range(place, end) if self.tokens[i].variable)

    def predicates(self, expand: dict[str, str]) -> set[str] | None:
        """Return terms among which are all predicates that the query can read; None if it may read any.

        `expand` maps prefixes to namespaces. Every IRI of the query is taken for a predicate; a variable in the place
        of a verb, `!` in a path, a path of zero steps with open ends and GRAPH make it any.
        """
        if any(map(self._reads_any, range(len(self.tokens)))):
            return None
        found = {TYPE} if any(token.word == "A" for token in self.tokens) else set()
        for token in self.tokens:
            if token.kind == "iri":
                found.add(token.text)
            elif token.kind == "name":
                prefix, _, rest = token.text.partition(":")
                if prefix not in expand or "\\" in rest:
                    return None
                found.add(f"<{expand[prefix]}{rest}>")
        return found

    def _reads_any(self, place: int) -> bool:
        """Tell whether a token lets the query read triples of predicates that it does not name; in doubt, it does."""
        token = self.tokens[place]
        if token.kind == "variable":
            return self._follows_subject(place) and self._kind(place + 1) in _TERMS | {"(", "[", "string", "number"}
        if token.word in ("*", "?"):
            return self._kind(place - 1) in _TERMS | {")"} and self._kind(self._opening(place - 1) - 1) != "/"
        if token.word == "!":
            inner = place + 1 + (self._kind(place + 1) == "(")
            return self._kind(inner) in ("iri", "name", "^") or self._word(inner) == "A"
        return token.word in ("GRAPH", "PREFIX", "BASE")

    def _follows_subject(self, place: int) -> bool:
        """Tell whether a token can stand where a verb is expected."""
        before = self._kind(place - 1)
        if before == ")":
            return self._kind(self._opening(place - 1) - 1) in (".", "{", "}", ";", ",")
        return before in _TERMS | {";", "[", "]"}

    def _opening(self, place: int) -> int:
        """Return the place of the bracket that a closing bracket closes; the place itself for another token."""
        depth = 0
        for back in range(place, -1, -1):
            depth += (self._word(back) == ")") - (self._word(back) == "(")
            if depth <= 0:
                return back
        return 0

    def _kind(self, place: int) -> str:
        if not 0 <= place < len(self.tokens):
            return ""
        token = self.tokens[place]
        return token.text if token.kind == "sign" else token.kind

    def _variable(self, place: int) -> str:
        return self.tokens[place].variable if 0 <= place < len(self.tokens) else ""

    def _word(self, place: int) -> str:
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        assert found is not None
        yield Token(found.lastgroup or "", found[0], position, found.end())
        position = found.end()
