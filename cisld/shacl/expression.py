"""Expressions: from the tokens of a FILTER to a test of solutions that answers yes, no, or that it cannot tell."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from cisld.rdf.literals import is_iri, is_literal, language, lexical
from cisld.rdf.names import XSD
from cisld.rdf.order import PLAIN
from cisld.shacl.query import Token

Solution = dict[str, str]
"""Terms by the name of the variable."""

Test = Callable[[Solution], bool | None]
"""None: it cannot tell; the engine would give yes, no or an error. True and False are what the engine gives."""

Way = Callable[[Any], Any]
"""Gives a value of a solution, or of the term of the one variable in question; None: it cannot tell."""

_DATE = re.compile(rf'"([1-9]\d{{3}}-(\d\d)-(\d\d))"\^\^<{XSD}date>')
_DIGITS = 15
"""Numbers of so many digits are in the same order as floats."""

_SMALL = "\u0530"
"""Below it stand Latin, Greek and Cyrillic, whose small letters are the same in all versions of Unicode."""


_UNCASED = re.compile("[\u2000-\u206f\u2116]+")
"""Dashes, quotation marks and the numero sign."""


class NotRead(Exception):
    """Say that a query has something that is not read here."""


class Part(NamedTuple):
    """What a part of an expression gives: `kind` is term, text, truth or unknown; `of` gives None if it cannot tell.

    Where it depends on one variable alone, `name` is that of the variable, and `at` gives the same of a term of it. A
    part that `is_constant` gives the same for all solutions, and `at` for all terms.
    """

    kind: str
    of: Callable[[Solution], Any]
    name: str = ""
    at: Callable[[str], Any] | None = None
    is_constant: bool = False


class Expression(NamedTuple):
    """A FILTER, or one side of a && in it: the variables that it names, and what it gives.

    `given` makes that where some variables are known, so that what depends on these alone is worked out once.
    """

    variables: frozenset[str]
    truth: Part
    given: Callable[[Solution], Part]

    @property
    def test(self) -> Test:
        """The test of solutions."""
        return self.truth.of


def read_conditions(tokens: Sequence[Token], expand: Callable[[Token], str]) -> list[Expression]:
    """Return the expressions of a FILTER that must all be true; `expand` gives the IRI of a token. Raises NotRead.

    >>> from cisld.shacl.query import Query
    >>> [sorted(each.variables) for each in read_conditions(Query("(?x > 1 && (?y || ?z) && ?x != ?y)").tokens, str)]
    [['x'], ['y', 'z'], ['x', 'y']]
    """
    signs = {place: token.word for place, token in _outer(tokens)}
    if len(tokens) > 1 and signs == {0: "(", len(tokens) - 1: ")"}:
        return read_conditions(tokens[1:-1], expand)
    if "||" in signs.values():
        return [read_expression(tokens, expand)]
    ends = [*(place for place, sign in signs.items() if sign == "&&"), len(tokens)]
    starts = [0, *(end + 1 for end in ends)]
    return [read_expression(tokens[start:end], expand) for start, end in zip(starts, ends, strict=False)]


def _outer(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield the tokens that stand in no brackets, the brackets themselves included, with their places."""
    depth = 0
    for place, token in enumerate(tokens):
        depth -= token.word == ")"
        if depth == 0:
            yield place, token
        depth += token.word == "("


def read_expression(tokens: Sequence[Token], expand: Callable[[Token], str]) -> Expression:
    """Return the expression that all of these tokens make; `expand` gives the IRI of a token. Raises NotRead.

    SPARQL 1.1 17, https://www.w3.org/TR/sparql11-query/#expressions

    >>> from cisld.shacl.query import Query
    >>> tokens = Query('STRSTARTS(STR(?x), "http") && !(?x IN (?y))').tokens
    >>> read_expression(tokens, str).test({"x": "<http://e/>", "y": "_:b"})
    True
    """

    def given(fixed: Solution) -> Part:
        reader = _Reader(tokens, expand, fixed)
        part = reader.disjunction()
        if reader.place != len(tokens):
            raise NotRead
        return _truth(part)

    return Expression(frozenset(token.variable for token in tokens if token.variable), given({}), given)


def _constant(kind: str, value: Any) -> Part:
    return Part(kind, lambda solution: value, "", lambda term: value, True)


_UNKNOWN = _constant("unknown", None)


class _Reader:
    """Read expressions from tokens by descent: https://www.w3.org/TR/sparql11-query/#rExpression."""

    def __init__(self, tokens: Sequence[Token], expand: Callable[[Token], str], fixed: Solution) -> None:
        self.tokens, self.expand, self.fixed = tokens, expand, fixed
        self.place = 0

    def word(self, ahead: int = 0) -> str:
        """The keyword or sign at the place, or so many tokens ahead."""
        place = self.place + ahead
        return self.tokens[place].word if place < len(self.tokens) else ""

    def take(self, *words: str) -> str:
        """Go over one of these words; return it, or the empty string."""
        found = self.word()
        if found not in words:
            return ""
        self.place += 1
        return found

    def disjunction(self) -> Part:
        return self._joined(self._conjunction, "||", True)

    def _conjunction(self) -> Part:
        return self._joined(self._relation, "&&", False)

    def _joined(self, operand: Callable[[], Part], sign: str, decisive: bool) -> Part:
        parts = [operand()]
        while self.take(sign):
            parts.append(operand())
        if len(parts) == 1:
            return parts[0]
        return _joined(parts, decisive)

    def _relation(self) -> Part:
        left = self._sum()
        if sign := self.take(*_RELATIONS):
            return _compared(left, self._sum(), sign)
        if self.take("IN"):
            return self._among(left)
        if self.word() == "NOT" and self.word(1) == "IN":
            self.place += 2
            return _not(self._among(left))
        return left

    def _among(self, left: Part) -> Part:
        return _joined([_compared(left, right, "=") for right in self._arguments()], True)

    def _sum(self) -> Part:
        """Read a sum or product, of which nothing is said."""
        part = self._unary()
        while self.take("+", "-", "*", "/"):
            self._unary()
            part = _UNKNOWN
        return part

    def _unary(self) -> Part:
        if self.take("!"):
            return _not(self._unary())
        if self.take("-", "+"):
            self._unary()
            return _UNKNOWN
        return self._primary()

    def _primary(self) -> Part:
        if self.take("("):
            part = self.disjunction()
            self._expect(")")
            return part
        if self.place >= len(self.tokens):
            raise NotRead
        token = self.tokens[self.place]
        self.place += 1
        if token.kind not in _PRIMARY:
            raise NotRead
        return _PRIMARY[token.kind](self, token)

    def _expect(self, sign: str) -> None:
        if not self.take(sign):
            raise NotRead

    def _arguments(self) -> list[Part]:
        self._expect("(")
        found: list[Part] = []
        while not self.take(")"):
            found.append(self.disjunction())
            if self.word() != ")":
                self._expect(",")
        return found

    def _variable(self, token: Token) -> Part:
        name = token.variable
        if name in self.fixed:
            return _constant("term", self.fixed[name])
        return Part("term", lambda solution: solution.get(name), name, _itself)

    def _iri(self, token: Token) -> Part:
        iri = self.expand(token)
        if self.word() == "(":
            self._arguments()
            return _UNKNOWN
        return _constant("term", iri)

    def _string(self, token: Token) -> Part:
        if self.take("^^"):
            self.place += 1
            return _UNKNOWN
        if self.place < len(self.tokens) and self.tokens[self.place].kind == "tag":
            self.place += 1
            return _UNKNOWN
        text = plain(token)
        return _UNKNOWN if text is None else _constant("text", text)

    def _number(self, token: Token) -> Part:
        return _UNKNOWN

    def _call(self, token: Token) -> Part:
        if token.word in ("TRUE", "FALSE"):
            return _constant("truth", token.word == "TRUE")
        if token.word in ("EXISTS", "NOT") or self.word() != "(":
            raise NotRead
        arguments = self._arguments()
        kinds, kind, function = _FUNCTIONS.get(token.word, ((), "", None))
        takes = [kinds[0]] * len(arguments) if token.word == "CONCAT" else list(kinds)
        given = [_as_text(part) if kind == "text" else part for part, kind in zip(arguments, takes, strict=False)]
        if function is None or len(arguments) != len(takes) or [part.kind for part in given] != takes:
            return _UNKNOWN
        return _applied(kind, function, given)


_PRIMARY: dict[str, Callable[[_Reader, Token], Part]] = {
    "variable": _Reader._variable,
    "iri": _Reader._iri,
    "name": _Reader._iri,
    "string": _Reader._string,
    "number": _Reader._number,
    "word": _Reader._call,
}


def plain(token: Token) -> str | None:
    """Return the text of a string in plain quotation marks without escapes, else None."""
    return None if "\\" in token.text or token.text[0] != '"' or token.text.startswith('""') else token.text[1:-1]


def _combined(kind: str, join: Callable[[list[Way]], Way], parts: list[Part]) -> Part:
    """Return what is made of parts by joining the ways in which each gives its value."""
    names = {part.name for part in parts if not part.is_constant}
    if not names:
        return _constant(kind, join([part.of for part in parts])({}))
    ways = [part.at for part in parts if part.at]
    if len(names) > 1 or len(ways) < len(parts):
        return Part(kind, join([part.of for part in parts]))
    name, at = names.pop(), join(ways)
    return Part(kind, lambda solution: None if (term := solution.get(name)) is None else at(term), name, at)


def _applied(kind: str, function: Callable[..., Any], arguments: list[Part]) -> Part:
    """Return what a function gives of its arguments, None where one of them is; the usual forms with fewest calls."""
    right = arguments[1].of({}) if len(arguments) == 2 and arguments[1].is_constant else None
    return _combined(kind, lambda ways: _calling(function, ways, right), arguments)


def _calling(function: Callable[..., Any], ways: list[Way], right: Any) -> Way:
    """Return the way that gives what a function gives; `right` is the second of two arguments where it is constant."""
    if len(ways) == 1:
        return _piped(function, ways[0])
    if right is not None:
        return _completed(function, ways[0], right)

    def call(given: Any) -> Any:
        values = [way(given) for way in ways]
        return None if None in values else function(*values)

    return call


def _piped(function: Callable[[Any], Any], way: Way) -> Way:
    if way is _itself:
        return function
    return lambda given: None if (value := way(given)) is None else function(value)


def _completed(function: Callable[[Any, Any], Any], way: Way, right: Any) -> Way:
    if way is string_of and function is str.startswith:
        return _starting(right)
    return lambda given: None if (left := way(given)) is None else function(left, right)


def _starting(start: str) -> Way:
    """Return what tells of a term whether STR() of it starts so; of an IRI it is told by one look."""
    opened = f"<{start}"

    def starts(term: str) -> bool | None:
        if term[0] == "<" and term[1] != "<":
            return term.startswith(opened) and len(term) > len(opened)
        text = string_of(term)
        return None if text is None else text.startswith(start)

    return starts


def _itself(term: str) -> str:
    return term


def _truth(part: Part) -> Part:
    return part if part.kind == "truth" else _UNKNOWN


def _not(part: Part) -> Part:
    return _combined("truth", lambda ways: _opposite(ways[0]), [_truth(part)])


def _opposite(test: Way) -> Way:
    return lambda given: None if (said := test(given)) is None else not said


def _joined(parts: list[Part], decisive: bool) -> Part:
    """Join by `||`, where a yes decides, or by `&&`, where a no does: SPARQL 1.1 17.2, truth table."""
    return _combined("truth", lambda tests: _deciding(tests, decisive), [_truth(part) for part in parts])


def _deciding(tests: list[Way], decisive: bool) -> Way:
    def decide(given: Any) -> bool | None:
        found: bool | None = not decisive
        for test in tests:
            said: bool | None = test(given)
            if said is decisive:
                return decisive
            if said is None:
                found = None
        return found

    return decide


def _compared(left: Part, right: Part, sign: str) -> Part:
    if "unknown" in (left.kind, right.kind) or "truth" in (left.kind, right.kind):
        return _UNKNOWN
    relation = _RELATIONS[sign]
    if left.kind == right.kind == "text":
        return _applied("truth", relation, [left, right])
    sides = [_as_term(left), _as_term(right)]
    return _applied("truth", lambda a, b: _compared_terms(a, b, relation), sides)


def _as_term(part: Part) -> Part:
    return part if part.kind == "term" else _applied("term", _quoted, [part])


def _quoted(text: str) -> str | None:
    return None if "\\" in text or '"' in text else f'"{text}"'


def _compared_terms(a: str, b: str, relation: Callable[[Any, Any], bool]) -> bool | None:
    """Compare as the engine does, where both are of one kind that is compared here."""
    if not is_literal(a) and not is_literal(b):
        return relation(a, b) if relation in (operator.eq, operator.ne) else None
    for value in (_text_value, _date_value, _number_value):
        if (x := value(a)) is not None:
            return None if (y := value(b)) is None else relation(x, y)
    return None


def _as_text(part: Part) -> Part:
    """Return what gives the text of a string without language tag, where a term is given."""
    return _applied("text", _text_value, [part]) if part.kind == "term" else part


def _text_value(term: str) -> str | None:
    return lexical(term) if term[0] == term[-1] == '"' else None


@lru_cache(1 << 13)
def _date_value(term: str) -> str | None:
    """Return a date as it is written; None for one that may not be in the calendar or has a time zone."""
    found = _DATE.fullmatch(term)
    return found[1] if found and "01" <= found[2] <= "12" and "01" <= found[3] <= _last_day(found[2]) else None


def _last_day(month: str) -> str:
    return "28" if month == "02" else "30" if month in ("04", "06", "09", "11") else "31"


def _number_value(term: str) -> float | None:
    found = PLAIN.match(term)
    return float(found[1]) if found and len(found[1]) <= _DIGITS else None


def string_of(term: str) -> str | None:
    """Return STR() of a term; None where the store may have another form of a literal than is written, or none at all.

    >>> string_of("<a:b>"), string_of("_:b"), string_of('"01"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('a:b', None, None)
    """
    if term[0] == "<" and term[1] != "<":
        return term[1:-1]
    return lexical(term) if is_literal(term) and as_stored(term) else None


_AS_STORED = re.compile(
    rf'"(?:(?:0|-?[1-9]\d{{0,17}})"\^\^<{XSD}integer|-?(?:0|[1-9]\d{{0,8}})\.\d{{0,8}}[1-9]"\^\^<{XSD}decimal'
    rf'|[1-9]\d{{3}}-(?:0[1-9]|1[0-2])"\^\^<{XSD}gYearMonth|[1-9]\d{{3}}"\^\^<{XSD}gYear'
    rf'|(?:true|false)"\^\^<{XSD}boolean|[^"\\]*"\^\^<{XSD}anyURI)>'
)


def as_stored(term: str) -> bool:
    """Tell whether a term stands in the store just as it is written, and nothing else that is written becomes it.

    >>> as_stored('"a"@en'), as_stored('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    (True, False)
    """
    if not is_literal(term) or term[-1] != ">":
        return True
    return _date_value(term) is not None or _AS_STORED.fullmatch(term) is not None


def _small(text: str) -> str | None:
    if max(text, default="") < _SMALL or max(_UNCASED.sub("", text), default="") < _SMALL:
        return text.lower()
    return None


_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_FUNCTIONS: dict[str, tuple[tuple[str, ...], str, Callable[..., Any]]] = {
    "STR": (("term",), "text", string_of),
    "LANG": (("term",), "text", lambda term: language(term) if is_literal(term) else None),
    "LCASE": (("text",), "text", _small),
    "CONCAT": (("text",), "text", lambda *texts: "".join(texts)),
    "STRSTARTS": (("text", "text"), "truth", str.startswith),
    "STRENDS": (("text", "text"), "truth", str.endswith),
    "CONTAINS": (("text", "text"), "truth", str.__contains__),
    "ISIRI": (("term",), "truth", is_iri),
    "ISURI": (("term",), "truth", is_iri),
    "ISBLANK": (("term",), "truth", lambda term: term[0] == "_"),
    "ISLITERAL": (("term",), "truth", is_literal),
}
"""Functions by name: the kinds of their arguments, the kind of what they give, and what they do."""
