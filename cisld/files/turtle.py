"""Turtle: the text of a Turtle, TriG, N-Triples or N-Quads file in, its statements with offsets and comments out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.files.document import Anonymous, Blank, Block, Collection, Declaration, Document, Fact, Iri, Item, Node
from cisld.files.tokens import NEWLINE, Token, fault, place, tokens, unescape
from cisld.rdf.literals import LANG_STRING, STRING, Literal, written
from cisld.rdf.names import RDF, XSD

EXTERNAL = "http://external.invalid/a/b/c/d"
"""The base IRI that stands for the unknown one of a file that declares none."""

DEEP = 100
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


def read(
    text: str, name: str = "text", base: str = EXTERNAL, graphs: bool = False, prefixes: Mapping[str, str] | None = None
) -> Document:
    """Return the statements of a text; `graphs` allows the graph names of TriG and N-Quads.

    `prefixes` are declared already, as those of a text of which this is a part.

    RDF 1.1 Turtle 2, https://www.w3.org/TR/turtle/#language-features; RDF 1.1 TriG 2.2, https://www.w3.org/TR/trig/.
    Raises InputError CIS005 for broken grammar, CIS006 for a prefix without declaration, CIS009 past the depth limit.

    >>> document = read("@prefix : <http://e/> . :a a :B ; :p 1, 2 . # two")
    >>> [(fact.predicate.value, fact.behind) for fact in document.blocks[0].facts][1:]
    [('http://e/p', []), ('http://e/p', ['# two'])]
    """
    return _Reader(text, name, base, graphs, prefixes or {}).document()


class _Reader:
    """Read statements by recursive descent; comments wait in `leading` and `trailing` until something takes them."""

    def __init__(self, text: str, name: str, base: str, graphs: bool, prefixes: Mapping[str, str]) -> None:
        self.text, self.name, self.base, self.graphs = text, name, base, graphs
        self.tokens, self.comments_before, self.comment_behind = _part(text, tokens(text, name))
        self.position = 0
        self.depth = 0
        self.prefixes = dict(prefixes)
        self.iris: dict[str, Iri] = {}
        self.leading: list[str] = []
        self.trailing: list[str] = []
        self.result = Document()

    def document(self) -> Document:
        while self.tokens[self.position].kind != "end":
            self.statement()
        self.take()
        self.result.footer = self.take_leading()
        self.result.header = _without_edges(self.result.header)
        return self.result

    # Tokens and comments

    def take(self) -> Token:
        position = self.position
        if position in self.comments_before:
            self.leading += self.comments_before[position]
        if position in self.comment_behind:
            self.trailing.append(self.comment_behind[position])
        token = self.tokens[position]
        if token.kind != "end":
            self.position = position + 1
        return token

    def sees(self, mark: str) -> bool:
        token = self.tokens[self.position]
        return token.text == mark and token.kind == "punctuation"

    def expect(self, mark: str) -> None:
        if not self.sees(mark):
            raise self.unexpected(f'"{mark}" is expected before')
        self.take()

    def unexpected(self, what: str) -> InputError:
        token = self.tokens[self.position]
        there = "the end of the file" if token.kind == "end" else f'"{token.text[:40]}"'
        return fault(f"{what} {there}.", self.text, token.start, self.name)

    def take_leading(self) -> list[str]:
        if not self.leading:
            return []
        taken, self.leading = self.leading, []
        return taken

    def take_trailing(self) -> list[str]:
        if not self.trailing:
            return []
        taken, self.trailing = self.trailing, []
        return taken

    # Statements

    def statement(self) -> None:
        token = self.tokens[self.position]
        word = token.text.lower()
        if token.text in ("@prefix", "@base") or (token.kind == "word" and word in ("prefix", "base")):
            self.directive(word.lstrip("@"), dotted=token.kind == "at")
        elif self.graphs and token.kind == "word" and word == "graph":
            self.take()
            self.graph(self.subject())
        elif self.graphs and self.sees("{"):
            self.graph(None)
        else:
            self.block()

    def directive(self, word: str, dotted: bool) -> None:
        self.take()
        in_front = self.take_leading()
        prefix = self.prefix() if word == "prefix" else ""
        if self.tokens[self.position].kind != "iri":
            raise self.unexpected("An IRI in < > is expected before")
        iri = self.iri(self.take())
        if dotted:
            self.expect(".")
        if word == "prefix":
            self.prefixes[prefix] = iri.value
            self.result.declarations.append(Declaration(prefix, iri, self.take_trailing()))
        else:
            self.base = iri.value
            self.result.bases.append(iri)
            in_front += self.take_trailing()
        self.iris.clear()
        self.result.header += in_front + self.take_leading()

    def prefix(self) -> str:
        token = self.tokens[self.position]
        if token.kind != "pname" or not token.text.endswith(":") or token.text.count(":") > 1:
            raise self.unexpected("A prefix with its colon is expected before")
        return self.take().text[:-1]

    def graph(self, name: Node | None) -> None:
        self.expect("{")
        while not self.sees("}"):
            self.block(name, closing="}")
        self.take()

    def block(self, graph: Node | None = None, closing: str = "") -> None:
        start = self.tokens[self.position].start
        subject = self.subject()
        if self.graphs and not closing and self.sees("{"):
            self.graph(subject)
            return
        block = Block(subject, start, graph, before=self.take_leading(), behind=self.take_trailing())
        self.result.blocks.append(block)
        complete = isinstance(subject, Anonymous) and subject.facts
        if not (complete and (self.sees(".") or (closing and self.sees(closing)))):
            self.facts(block.facts)
        if self.graphs and not closing and not self.sees("."):
            block.graph = self.subject()
        if not (closing and self.sees(closing)):
            self.expect(".")
        self.end(block)

    def end(self, block: Block) -> None:
        """Give the comments at the closing dot to the last fact and to the block; the first ones may head the file."""
        nested = block.subject.facts if isinstance(block.subject, Anonymous) else []
        (block.facts or nested)[-1].behind += self.take_trailing()
        block.last += self.take_leading()
        if (
            len(self.result.blocks) == 1
            and not self.result.declarations
            and not self.result.bases
            and "" in block.before
        ):
            cut = len(block.before) - block.before[::-1].index("")
            self.result.header, block.before = block.before[:cut], block.before[cut:]

    # Facts and nodes

    def facts(self, facts: list[Fact]) -> None:
        while True:
            self.objects(facts)
            if not self.sees(";"):
                return
            while self.sees(";"):
                self.take()
            facts[-1].behind += self.take_trailing()
            if self.sees(".") or self.sees("]") or self.sees("}"):
                return

    def objects(self, facts: list[Fact]) -> None:
        at_predicate = self.tokens[self.position].start
        predicate = self.predicate()
        while True:
            at_object = self.tokens[self.position].start
            fact = Fact(predicate, predicate, at_predicate, at_object)
            facts.append(fact)
            fact.object = self.object(fact)
            more = self.sees(",")
            if more:
                self.take()
            fact.behind += self.take_trailing()
            if not more:
                return

    def object(self, holder: Fact | Item) -> Node:
        """Return the next object; comments in front of it go to `holder`."""
        if self.sees("[") or self.sees("("):
            return self.nested(holder)
        node = self.term()
        if self.leading:
            holder.before += self.take_leading()
        return node

    def nested(self, holder: Fact | Item | None) -> Node:
        opening = self.take()
        if holder:
            holder.before += self.take_leading()
        self.depth += 1
        if self.depth > DEEP:
            line, column = place(self.text, opening.start)
            where = f"{self.name}:{line}:{column}"
            raise InputError("CIS009", f"Nested over {DEEP} deep.", "Give the inner nodes names.", where)
        node = self.anonymous(opening.start) if opening.text == "[" else self.collection(opening.start)
        self.depth -= 1
        return node

    def anonymous(self, start: int) -> Anonymous:
        node = Anonymous(start, behind=self.take_trailing())
        if not self.sees("]"):
            self.facts(node.facts)
        self.expect("]")
        node.last = self.take_leading()
        return node

    def collection(self, start: int) -> Node:
        node = Collection(start, behind=self.take_trailing())
        while not self.sees(")"):
            item = Item(node, self.tokens[self.position].start)
            node.items.append(item)
            item.node = self.object(item)
            item.behind = self.take_trailing()
        self.take()
        if node.items:
            node.last = self.take_leading()
            return node
        self.trailing[:0] = node.behind
        return Iri(RDF + "nil")

    def subject(self) -> Node:
        token = self.tokens[self.position]
        if token.text in ("[", "(") and token.kind == "punctuation":
            in_front = self.leading + self.comments_before.pop(self.position, [])
            self.leading = []
            node = self.nested(None)
            self.leading[:0] = in_front
            return node
        if token.kind not in ("iri", "pname", "blank"):
            raise self.unexpected("A subject is expected before")
        return self.term()

    def predicate(self) -> Iri:
        token = self.tokens[self.position]
        if token.kind == "word" and token.text == "a":
            self.take()
            return Iri(RDF + "type")
        if token.kind not in ("iri", "pname"):
            raise self.unexpected("A predicate is expected before")
        return self.iri(self.take())

    def term(self) -> Node:
        token = self.tokens[self.position]
        try:
            return _TERMS[token.kind](self)
        except KeyError:
            raise self.unexpected("An object is expected before") from None

    def iri(self, token: Token) -> Iri:
        found = self.iris.get(token.text)
        if found is None:
            found = self.full(token) if token.kind == "iri" else self.prefixed(token)
            if why := _unnameable(found.value):
                raise fault(why, self.text, token.start, self.name)
            self.iris[token.text] = found
        return found

    def full(self, token: Token) -> Iri:
        reference = self.unescaped(token, token.text[1:-1])
        if _SCHEME.match(reference):
            return Iri(reference)
        self.result.relative.add(len(self.result.bases))
        try:
            return Iri(resolve(reference, self.base), reference, len(self.result.bases))
        except ValueError as error:
            raise fault(f"<{reference[:80]}> is no IRI reference.", self.text, token.start, self.name) from error

    def prefixed(self, token: Token) -> Iri:
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            line, column = place(self.text, token.start)
            where = f"{self.name}:{line}:{column}"
            raise InputError("CIS006", f'The prefix "{prefix}:" is not declared.', "Add an @prefix line.", where)
        return Iri(self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local))

    def literal(self) -> Literal:
        token = self.tokens[self.position]
        literal = self.any_literal()
        if why := _unsayable(literal.datatype, literal.language):
            raise fault(why, self.text, token.start, self.name)
        return literal

    def any_literal(self) -> Literal:
        token = self.take()
        edge = 3 if token.kind == "long" else 1
        lexical = self.unescaped(token, token.text[edge:-edge])
        follower = self.tokens[self.position]
        if follower.kind == "at":
            return Literal(lexical, LANG_STRING, self.take().text[1:])
        if follower.kind != "datatype":
            return Literal(lexical, STRING)
        self.take()
        if self.tokens[self.position].kind not in ("iri", "pname"):
            raise self.unexpected("A datatype is expected before")
        return Literal(lexical, self.iri(self.take()).value)

    def unescaped(self, token: Token, text: str) -> str:
        try:
            return unescape(text)
        except ValueError as error:
            raise fault(str(error), self.text, token.start, self.name) from error

    def blank(self) -> Blank:
        label = self.take().text[2:]
        self.result.labels.add(label)
        return Blank(label)

    def word(self) -> Literal:
        if self.tokens[self.position].text not in ("true", "false"):
            raise self.unexpected("An object is expected before")
        return Literal(self.take().text, XSD + "boolean")


def _number(kind: str) -> Callable[[_Reader], Node]:
    return lambda reader: Literal(reader.take().text, XSD + kind)


_TERMS: dict[str, Callable[[_Reader], Node]] = {
    "iri": lambda reader: reader.iri(reader.take()),
    "pname": lambda reader: reader.iri(reader.take()),
    "blank": _Reader.blank,
    "string": _Reader.literal,
    "long": _Reader.literal,
    "integer": _number("integer"),
    "decimal": _number("decimal"),
    "double": _number("double"),
    "word": _Reader.word,
}
"""How the term that begins with a kind of token is read."""


def _unnameable(iri: str) -> str:
    """Return why a text is no IRI, or nothing."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        return str(error)
    return ""


@lru_cache(maxsize=4096)
def _unsayable(datatype: str, language: str) -> str:
    """Return why no literal can have a datatype or a language tag, or nothing."""
    try:
        written("", datatype, language)
    except ValueError as error:
        return str(error)
    return ""


@lru_cache(maxsize=4096)
def resolve(reference: str, base: str) -> str:
    """Return the IRI that a relative reference stands for; ValueError if it stands for none.

    RFC 3986 5.2, https://www.rfc-editor.org/rfc/rfc3986#section-5.2

    >>> resolve("../c", "http://e/a/b")
    'http://e/c'
    """
    try:
        quad = next(ox.parse(f"<{reference}> <a:b> <a:b> .", ox.RdfFormat.TURTLE, base_iri=base))
    except SyntaxError as error:
        raise ValueError(error.msg) from error
    return str(quad.subject)[1:-1]


def _part(text: str, all_tokens: list[Token]) -> tuple[list[Token], dict[int, list[str]], dict[int, str]]:
    """Part comments from tokens: a comment on its own line goes by the token after it, any other by the one before."""
    before: dict[int, list[str]] = {}
    behind: dict[int, str] = {}
    if not any(token.kind == "comment" for token in all_tokens):
        return all_tokens, before, behind
    kept: list[Token] = []
    end = 0
    for token in all_tokens:
        lines = len(NEWLINE.findall(text, end, token.start))
        waiting = before.get(len(kept))
        if waiting and lines > 1:
            waiting.append("")
        if token.kind != "comment":
            kept.append(token)
        elif kept and not lines and not waiting:
            behind[len(kept) - 1] = token.text.rstrip(" \t")
        else:
            before.setdefault(len(kept), []).append(token.text.rstrip(" \t"))
        end = token.start + len(token.text)
    return kept, before, behind


def _without_edges(comments: list[str]) -> list[str]:
    while comments and not comments[-1]:
        comments.pop()
    return comments
