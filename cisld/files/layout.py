"""Layout: the tree of a Turtle file in, its text in the one form that this project writes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from cisld.files.document import Anonymous, Blank, Block, Collection, Declaration, Document, Fact, Iri, Item, Node
from cisld.files.tokens import local
from cisld.rdf.literals import STRING, Literal
from cisld.rdf.names import RDF, RDFS, SKOS, XSD

WIDTH = 120
FIRST = {
    iri: rank
    for rank, iri in enumerate(
        (RDF + "type", RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel"), -5
    )
}
"""The predicates that come before all others, in this order."""

_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+\Z"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+\Z"),
    XSD + "boolean": re.compile(r"(?:true|false)\Z"),
}
_UNSEEN = "\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_SHORT = re.compile(rf'[{_UNSEEN}\t"\\]')
_LONG = re.compile(rf'[{_UNSEEN}\\]|"(?="")|"\Z')
_ESCAPES = {"\t": r"\t", "\b": r"\b", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}


def layout(document: Document) -> str:
    """Return the text of a document: prefixes in use, blocks by subject, one fact a line.

    RDF 1.1 Turtle, https://www.w3.org/TR/turtle/

    >>> from cisld.files.turtle import read
    >>> print(layout(read("@prefix e: <http://e/> . e:b e:p 2, 1 . # two facts")), end="")
    @prefix e: <http://e/> .
    <BLANKLINE>
    e:b
      e:p 1 ; # two facts
      e:p 2 ;
    .
    """
    return _Writer(document).text()


class _Writer:
    """Write terms with the shortest name that the declared prefixes allow, and note which of them are used."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.declared: dict[str, Declaration] = {}
        for declaration in document.declarations:
            self.declared.setdefault(declaration.prefix, declaration)
        self.namespaces = sorted(
            ((item.namespace.value, prefix) for prefix, item in self.declared.items()),
            key=lambda pair: (-len(pair[0]), pair[1]),
        )
        bases = document.bases
        self.one_base = len(bases) == 1 and bases[0].reference is None and 0 not in document.relative
        self.names: dict[Iri, str] = {}
        self.used: set[str] = set()
        self.base_used = False

    def text(self) -> str:
        blocks = [self.block(block) for block in _ordered(self.document.blocks)]
        prologue, loose = self.prologue()
        parts = [self.document.header + loose, prologue, *blocks, self.document.footer]
        return "\n".join("\n".join(part) + "\n" for part in parts if part)

    def prologue(self) -> tuple[list[str], list[str]]:
        """Return the lines of base and prefixes, and the comments of the prefixes that are not used."""
        lines, loose = [], []
        for prefix, declaration in sorted(self.declared.items()):
            if prefix not in self.used:
                loose += declaration.behind
                continue
            loose += declaration.behind[:-1]
            line = f"@prefix {prefix}: {self.full(declaration.namespace)} ."
            lines.append(_with_comment(line, declaration.behind))
        for declaration in self.document.declarations:
            if declaration is not self.declared[declaration.prefix]:
                loose += declaration.behind
        if self.base_used:
            lines.insert(0, f"@base <{self.document.bases[0].value}> .")
        return lines, loose

    # Blocks and facts

    def block(self, block: Block) -> list[str]:
        facts, behind, last = block.facts, block.behind, block.last
        subject = block.subject
        if isinstance(subject, Anonymous):
            facts, behind, last = subject.facts + facts, subject.behind + behind, subject.last + last
            subject = Anonymous(subject.start)
        lines = block.before + behind[:-1]
        lines += self.node(subject, "", "", _with_comment("", behind))
        return [*lines, *self.facts(facts, "  "), *_indented(last, "  "), "."]

    def facts(self, facts: list[Fact], indent: str) -> list[str]:
        return [line for fact in self.ordered(facts) for line in self.fact(fact, indent)]

    def ordered(self, facts: list[Fact]) -> list[Fact]:
        """Put facts in order where they are, and make equal ones one."""
        if len(facts) > 1:
            facts[:] = _merged(sorted(facts, key=self.rank))
        return facts

    def rank(self, fact: Fact) -> tuple[int, str, int, str, str]:
        return FIRST.get(fact.predicate.value, 0), self.iri(fact.predicate), *self.object_rank(fact.object)

    def object_rank(self, node: Node) -> tuple[int, str, str]:
        if isinstance(node, Iri):
            return 0, self.iri(node), ""
        if isinstance(node, Blank):
            return 1, node.label, ""
        return _literal_rank(node) if isinstance(node, Literal) else (5, "", "")

    def fact(self, fact: Fact, indent: str) -> list[str]:
        predicate = "a" if fact.predicate.value == RDF + "type" else self.iri(fact.predicate)
        lines = _indented(fact.before + fact.behind[:-1], indent)
        return lines + self.node(fact.object, indent, f"{predicate} ", _with_comment(" ;", fact.behind))

    # Nodes

    def node(self, node: Node, indent: str, head: str, tail: str) -> list[str]:
        """Return the lines of a node between what stands before it and behind it."""
        flat = self.flat(node)
        long = flat is None or len(f"{indent}{head}{flat} ;") > WIDTH
        if long and isinstance(node, Anonymous | Collection):
            return self.spread(node, indent, head, tail)
        return [f"{indent}{head}{flat}{tail}"]

    def spread(self, node: Anonymous | Collection, indent: str, head: str, tail: str) -> list[str]:
        """Return a nested node over several lines: one fact or member a line."""
        inner = indent + "  "
        if isinstance(node, Anonymous):
            opening, lines, closing = "[", self.facts(node.facts, inner), "]"
        else:
            opening, lines, closing = "(", [line for item in node.items for line in self.item(item, inner)], ")"
        first = _with_comment(f"{indent}{head}{opening}", node.behind)
        extra = _indented(node.behind[:-1], inner)
        return [first, *extra, *lines, *_indented(node.last, inner), f"{indent}{closing}{tail}"]

    def item(self, item: Item, indent: str) -> list[str]:
        lines = _indented(item.before + item.behind[:-1], indent)
        return lines + self.node(item.node, indent, "", _with_comment("", item.behind))

    def flat(self, node: Node) -> str | None:
        """Return a node on one line, or None where comments, line breaks or a second fact forbid it."""
        if isinstance(node, Iri):
            return self.iri(node)
        if isinstance(node, Literal):
            return self.literal(node)
        if isinstance(node, Blank):
            return f"_:{node.label}"
        if node.behind or node.last:
            return None
        return self.flat_facts(node.facts) if isinstance(node, Anonymous) else self.flat_items(node.items)

    def flat_facts(self, facts: list[Fact]) -> str | None:
        if not facts:
            return "[]"
        fact = self.ordered(facts)[0]
        flat = None if len(facts) > 1 or fact.before or fact.behind else self.flat(fact.object)
        if flat is None or "\n" in flat:
            return None
        predicate = "a" if fact.predicate.value == RDF + "type" else self.iri(fact.predicate)
        return f"[ {predicate} {flat} ]"

    def flat_items(self, items: list[Item]) -> str | None:
        found = []
        for item in items:
            flat = None if item.before or item.behind else self.flat(item.node)
            if flat is None or "\n" in flat:
                return None
            found.append(flat)
        return f"( {' '.join(found)} )"

    # Terms

    def iri(self, iri: Iri) -> str:
        found = self.names.get(iri)
        if found is None:
            found = self.names[iri] = self.shortened(iri.value) or self.full(iri)
        return found

    def shortened(self, iri: str) -> str:
        for namespace, prefix in self.namespaces:
            if iri.startswith(namespace) and local().fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return ""

    def full(self, iri: Iri) -> str:
        if iri.reference is None or (iri.base and not self.one_base):
            return f"<{iri.value}>"
        self.base_used = self.base_used or iri.base > 0
        return f"<{iri.reference}>"

    def literal(self, literal: Literal) -> str:
        if literal.language:
            return f"{quoted(literal.lexical)}@{literal.language}"
        if literal.datatype == STRING:
            return quoted(literal.lexical)
        if literal.datatype in _BARE and _BARE[literal.datatype].match(literal.lexical):
            return literal.lexical
        return f"{quoted(literal.lexical)}^^{self.iri(Iri(literal.datatype))}"


def quoted(lexical: str) -> str:
    r"""Return a lexical form in quotes: three of them only around line breaks, and escapes only where they are needed.

    RDF 1.1 Turtle 2.5.1, https://www.w3.org/TR/turtle/#turtle-literals; invisible characters that turn the direction
    of text or end a line in some editors are escaped too.

    >>> print(quoted('a "word"\t'))
    "a \"word\"\t"
    """
    if "\n" in lexical:
        return f'"""{_LONG.sub(_escape, lexical)}"""'
    return f'"{_SHORT.sub(_escape, lexical)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _with_comment(line: str, comments: list[str]) -> str:
    return f"{line} {comments[-1]}" if comments else line


def _indented(comments: Iterable[str], indent: str) -> list[str]:
    return [indent + comment for comment in comments if comment]


def _ordered(blocks: list[Block]) -> list[Block]:
    """Return one block for each subject: IRIs first, then labels, then nameless subjects in the order of the file."""
    ordered = sorted(blocks, key=lambda block: _subject_rank(block.subject))
    named = [list(group) for _, group in groupby(ordered, key=_subject_identity)]
    return [_joined(group) for group in named]


def _subject_rank(subject: Node) -> tuple[int, str]:
    if isinstance(subject, Iri):
        return 0, subject.value
    return (1, subject.label) if isinstance(subject, Blank) else (2, "")


def _subject_identity(block: Block) -> object:
    rank = _subject_rank(block.subject)
    return rank if rank[0] < 2 else id(block)


def _joined(blocks: list[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    whole = Block(blocks[0].subject, blocks[0].start)
    for block in blocks:
        apart = whole.before and whole.before[-1] and block.before
        whole.before += ([""] if apart else []) + block.before
        whole.behind += block.behind
        whole.facts += block.facts
        whole.last += block.last
    return whole


def _literal_rank(literal: Literal) -> tuple[int, str, str]:
    if literal.language:
        return 3, literal.language, literal.lexical
    return 2 if literal.datatype == STRING else 4, literal.datatype, literal.lexical


def _merged(facts: list[Fact]) -> list[Fact]:
    """Return sorted facts with each run of equal ones made one; it keeps the comments of all."""
    kept: list[Fact] = []
    for fact in facts:
        if kept and _equal(kept[-1], fact):
            kept[-1].before += fact.before
            kept[-1].behind += fact.behind
        else:
            kept.append(fact)
    return kept


def _equal(one: Fact, other: Fact) -> bool:
    if one.predicate.value != other.predicate.value or isinstance(one.object, Anonymous | Collection):
        return False
    if type(one.object) is not type(other.object):
        return False
    return one.object[0] == other.object[0] if isinstance(one.object, Iri) else one.object == other.object
