"""Graph patterns: from a query to the triple patterns and filters of its groups, in the terms of the data."""

from __future__ import annotations

from typing import NamedTuple

from cisld.graph.columns import TYPE
from cisld.shacl.expression import Expression, NotRead, plain, read_conditions
from cisld.shacl.paths import Path, predicate
from cisld.shacl.query import Query, Token

_SUBJECTS = {"variable", "iri", "name", "blank"}
_CLOSURES = {"*": "zeroOrMore", "+": "oneOrMore", "?": "zeroOrOne"}
_MOST = 60
"""A query of more triple patterns is not read, since what is done with them goes as deep as there are patterns."""


class TriplePattern(NamedTuple):
    """Three places: a term in N-Triples form, or a variable as `?name`; the verb is a path or a variable."""

    subject: str
    verb: Path | str
    object: str

    @property
    def variables(self) -> set[str]:
        """The names of the variables."""
        return {each[1:] for each in self if isinstance(each, str) and each[0] == "?"}


class GroupPattern:
    """Hold a group: SPARQL 1.1 18.2.2, https://www.w3.org/TR/sparql11-query/#convertGraphPattern.

    Every solution of the group matches `patterns`, passes `filters` and has no match of the groups of `absent`.
    `others` are groups in it that are only read (OPTIONAL, UNION, FILTER EXISTS, sub-select); `partial` says that
    something else was left out, such as a triple pattern with a number. `named` are the variables of what was left out
    or only read: they may be bound there.
    """

    def __init__(self) -> None:
        self.patterns: list[TriplePattern] = []
        self.filters: list[Expression] = []
        self.absent: list[GroupPattern] = []
        self.others: list[GroupPattern] = []
        self.named: set[str] = set()
        self.partial = False

    def without_verb(self, verb: str) -> GroupPattern:
        """Return what is asked of a variable beside the triple patterns in which it stands as verb."""
        asked = GroupPattern()
        asked.patterns = [pattern for pattern in self.patterns if pattern.verb != f"?{verb}"]
        asked.named = self.bound() | self.named
        others = asked.named - asked.bound() - {verb}
        asked.filters = [each for each in self.filters if others.isdisjoint(each.variables)]
        asked.absent = [each for each in self.absent if others.isdisjoint(each.variables())]
        return asked

    def bound(self) -> set[str]:
        """Return the variables that every solution binds by a triple pattern."""
        return {name for pattern in self.patterns for name in pattern.variables}

    @property
    def may_stand_still(self) -> bool:
        """Tell whether a path of the triple patterns may have no step at all."""
        return any(each.verb.is_optional for each in self.patterns if isinstance(each.verb, Path))

    def variables(self) -> set[str]:
        """Return all variables of the group, those of the groups in it included."""
        inner = (group.variables() for group in (*self.absent, *self.others))
        return self.bound().union(self.named, *(each.variables for each in self.filters), *inner)

    def footprint(self, name: str) -> set[str] | None:
        """Return the predicates of the triples that the group reads, but for those at the variable of that name.

        None where it may read others: where a variable in the place of a verb stands without that variable, for one.
        """
        found: set[str] = set()
        for pattern in self.patterns:
            if isinstance(pattern.verb, Path):
                found.update(pattern.verb.predicates())
            elif f"?{name}" not in (pattern.subject, pattern.object):
                return None
        inner = [group.footprint(name) for group in (*self.absent, *self.others)]
        if self.partial or self.may_stand_still:
            return None
        return None if None in inner else found.union(*filter(None, inner))


def read_pattern(query: Query, prefixes: dict[str, str]) -> GroupPattern:
    """Return the group after the outermost WHERE; raises NotRead where that is not sure to be all that it says.

    >>> group = read_pattern(Query("SELECT $this { $this a ?c ; <a:p>/<a:q> 1 . FILTER NOT EXISTS { ?c ?p ?o } }"), {})
    >>> len(group.patterns), group.partial, group.absent[0].patterns
    (1, True, [TriplePattern(subject='?c', verb='?p', object='?o')])
    """
    if not query.selects or query.selects[0].head.start != 1:
        raise NotRead
    try:
        return _Reader(query.tokens, prefixes).group(query.selects[0].where.open)
    except RecursionError:
        raise NotRead from None


class _Reader:
    def __init__(self, tokens: list[Token], prefixes: dict[str, str]) -> None:
        self.tokens, self.prefixes = tokens, prefixes
        self.place = self.fresh = self.number = 0

    def group(self, open: int) -> GroupPattern:
        """Read the group whose brace stands there, and go behind it."""
        group = GroupPattern()
        self.place = open + 1
        if self._word() == "SELECT":
            self._skip_head()
            group.others.append(self._inner())
            self._skip_to("}")
        while self._word() != "}":
            self._element(group)
        for other in group.others:
            group.named |= other.variables()
        self.place += 1
        return group

    def _element(self, group: GroupPattern) -> None:
        word = self._word()
        if word in (".", "UNION", "OPTIONAL"):
            self.place += 1
        elif word == "{":
            group.others.append(self._inner())
        elif word == "FILTER":
            self._filter(group)
        elif word == "BIND":
            group.partial = True
            group.named |= self._named(self._bracketed(self.place + 1))
        elif not word and self._kind() in _SUBJECTS:
            self._triples(group)
        else:
            raise NotRead

    def _filter(self, group: GroupPattern) -> None:
        self.place += 1
        negated = self._word() == "NOT"
        if negated or self._word() == "EXISTS":
            self.place += 1 + negated
            (group.absent if negated else group.others).append(self._inner())
            return
        tokens = self._bracketed(self.place + (self._word() != "("))
        try:
            group.filters += read_conditions(tokens, self._iri)
        except NotRead:
            group.partial = True

    def _bracketed(self, open: int) -> list[Token]:
        """Return the tokens from the place to the bracket that closes the one at `open`, and go behind it."""
        if open >= len(self.tokens) or self.tokens[open].word != "(":
            raise NotRead
        start, depth = self.place, 0
        for place in range(open, len(self.tokens)):
            depth += (self.tokens[place].word == "(") - (self.tokens[place].word == ")")
            if depth == 0:
                self.place = place + 1
                found = self.tokens[start : self.place]
                if any(token.word == "{" for token in found):
                    raise NotRead
                return found
        raise NotRead

    def _inner(self) -> GroupPattern:
        if self._word() != "{":
            raise NotRead
        return self.group(self.place)

    def _skip_head(self) -> None:
        while self._word() not in ("{", "WHERE"):
            self.place += 1
            if self.place >= len(self.tokens):
                raise NotRead
        self.place += self._word() == "WHERE"

    def _skip_to(self, sign: str) -> None:
        while self._word() != sign:
            if self._word() in ("{", "EXISTS") or self.place >= len(self.tokens):
                raise NotRead
            self.place += 1

    def _triples(self, group: GroupPattern) -> None:
        """Read triples of one subject: https://www.w3.org/TR/sparql11-query/#rTriplesSameSubjectPath."""
        subject = self._term()
        while True:
            verb = self._verb()
            self._add(group, subject, verb, self._term())
            while self._take(","):
                self._add(group, subject, verb, self._term())
            while self._take(";"):
                pass
            if self._word() in (".", "}", "{", "FILTER", "OPTIONAL", "BIND"):
                return

    def _add(self, group: GroupPattern, subject: str, verb: Path | str, object: str) -> None:
        variables = [each for each in (subject, verb, object) if isinstance(each, str) and each[:1] == "?"]
        if not object or not subject or len(set(variables)) < len(variables):
            group.partial = True
            group.named |= {name[1:] for name in variables}
            return
        if isinstance(verb, Path) and verb.kind == "sequence":
            for part in verb.parts[:-1]:
                self.fresh += 1
                between = f"?/{self.fresh}"
                self._add(group, subject, part, between)
                subject = between
            verb = verb.parts[-1]
            self._add(group, subject, verb, object)
        else:
            group.patterns.append(TriplePattern(subject, verb, object))
            self.number += 1
            if self.number > _MOST:
                raise NotRead

    def _term(self) -> str:
        """Return a term or variable, or the empty string for a literal that is not a plain string."""
        token = self._next()
        if token.kind == "variable":
            return f"?{token.variable}"
        if token.kind == "blank":
            return f"?{token.text}"
        if token.kind in ("iri", "name"):
            return self._iri(token)
        if token.kind == "number" or token.word in ("TRUE", "FALSE"):
            return ""
        if token.kind != "string":
            raise NotRead
        text = plain(token)
        if self._kind() == "tag" or self._take("^^"):
            self.place += 1
            return ""
        return "" if text is None or '"' in text else f'"{text}"'

    def _verb(self) -> Path | str:
        if self._kind() == "variable":
            return f"?{self._next().variable}"
        return self._alternatives()

    def _alternatives(self) -> Path:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path("alternative", "", tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._take("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Path("sequence", "", tuple(parts))

    def _step(self) -> Path:
        if self._take("^"):
            return Path("inverse", "", (self._step(),))
        if self._take("("):
            path = self._alternatives()
            if not self._take(")"):
                raise NotRead
        elif self._word() == "A":
            self.place += 1
            path = predicate(TYPE)
        elif self._kind() in ("iri", "name"):
            path = predicate(self._iri(self._next()))
        else:
            raise NotRead
        kind = _CLOSURES.get(self._word())
        self.place += kind is not None
        return path if kind is None else Path(kind, "", (path,))

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            return token.text
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes or "\\" in local:
            raise NotRead
        return f"<{self.prefixes[prefix]}{local}>"

    def _next(self) -> Token:
        if self.place >= len(self.tokens):
            raise NotRead
        self.place += 1
        return self.tokens[self.place - 1]

    def _take(self, sign: str) -> bool:
        found = self._word() == sign
        self.place += found
        return found

    def _word(self) -> str:
        if self.place >= len(self.tokens):
            raise NotRead
        return self.tokens[self.place].word

    def _kind(self) -> str:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else ""

    def _named(self, tokens: list[Token]) -> set[str]:
        return {token.variable for token in tokens if token.variable}
