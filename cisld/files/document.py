"""Document: the parts of a Turtle file, each with its offset and the comments that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from cisld.rdf.literals import Literal


class Iri(NamedTuple):
    """An IRI; if it is written as a relative reference, that reference and the number of its base (0: external)."""

    value: str
    reference: str | None = None
    base: int = 0


class Blank(NamedTuple):
    """A blank node with a label."""

    label: str


@dataclass(slots=True)
class Fact:
    """A predicate and one object, with their offsets and the comments that belong to them."""

    predicate: Iri
    object: Node
    at_predicate: int
    at_object: int
    before: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A member of a collection, with its offset and the comments that belong to it."""

    node: Node
    start: int
    before: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Anonymous:
    """A blank node written as [ ]: what is said of it, the comments behind its bracket and before the closing one."""

    start: int
    facts: list[Fact] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """A collection with one member or more (an empty one is the IRI rdf:nil), with its comments as in Anonymous."""

    start: int
    items: list[Item] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


Node: TypeAlias = Iri | Blank | Literal | Anonymous | Collection


@dataclass(slots=True)
class Block:
    """A subject with its facts: comments before it, behind the subject, and before the closing dot."""

    subject: Node
    start: int
    graph: Node | None = None
    facts: list[Fact] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Declaration:
    """A prefix with its namespace and the comments behind it."""

    prefix: str
    namespace: Iri
    behind: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A whole file; `relative` has the numbers of the bases that a relative reference rests on (0: the external one).

    A list of comments holds an empty string where a blank line parts two of them.
    """

    declarations: list[Declaration] = field(default_factory=list)
    bases: list[Iri] = field(default_factory=list)
    relative: set[int] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
