"""`cisld show`: a thing in, what is said of it, by whom and where, and what points to it, out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from cisld.files.project import Project
    from cisld.graph.description import Description, Fact, Group, Value
    from cisld.graph.things import Things

_FIRST = 20
_PLACES = 4


@click.command("show")
@click.argument("thing", metavar="THING")
@click.option("--format", "shape", type=click.Choice(["text", "json", "jsonld", "turtle"]), default="text")
@click.option("--lang", type=click.Choice(["en", "ru", "be"]), default="en", show_default=True, help="Labels.")
@click.option("--all", "everything", is_flag=True, help=f"Tell all, not the first {_FIRST} of each group.")
@click.pass_context
def command(ctx: click.Context, thing: str, shape: str, lang: str, everything: bool) -> None:
    """Show one thing: what is said of it, by whom, where, and what points to it.

    THING is an IRI, a CURIE, or any label of it; capitals, hyphens and dashes do not count.

    \b
    Example:
      $ cisld show northland
      Northland · state · plc:northland
      [003 L5]
      What is said
        label                Northland @en
        Wikidata identifier  Q1
        partnership link, as partner (1)
          link type: twin; partner: Eastland  rel:eastland--northland  [003 L5 fn1, medium: date-inferred]
    """
    from cisld.graph.things import Things

    project: Project = ctx.obj()
    things = Things(_store(project), project.prefixes, lang)
    for line in _FORMATS[shape](things, things.find(thing), project, None if everything else _FIRST):
        click.echo(line)


def _as_text(things: Things, iri: str, project: Project, first: int | None) -> Iterator[str]:
    from cisld.graph.description import describe

    told = describe(things, iri, first)
    yield " · ".join(part for part in (told.label, ", ".join(cls.text for cls in told.classes), told.curie) if part)
    if told.cited:
        yield _places(told.cited, first)
    if told.facts or told.statements:
        yield from ("", "What is said")
        yield from _facts(told, first)
        yield from _groups(told.statements, first)
    if told.pointing:
        yield from ("", "What points here")
        yield from _groups(told.pointing, first)


def _facts(told: Description, first: int | None) -> Iterator[str]:
    width = max((len(fact.label) for fact in told.facts), default=0)
    for fact in told.facts:
        for number, value in enumerate(fact.values):
            name = "" if number else fact.label
            yield f"  {name.ljust(width)}  {_value(value, first)}{_cited(fact, number, first)}"


def _cited(fact: Fact, number: int, first: int | None) -> str:
    """Return the places that support a property, once, after its last value."""
    return f"  {_places(fact.cited, first)}" if fact.cited and number == len(fact.values) - 1 else ""


def _groups(groups: Iterable[Group], first: int | None) -> Iterator[str]:
    for group in groups:
        yield f"  {group.cls_label or 'thing'}, as {group.label} ({group.count})"
        for value in group.values:
            yield f"    {_value(value, first)}"
        if len(group.values) < group.count:
            yield f"    … {group.count - len(group.values)} more: --all"


def _value(value: Value, first: int | None) -> str:
    said = "; ".join(f"{name}: {text}" for name, text in value.says)
    parts = [said or value.text, f"@{value.lang}" if value.lang else "", value.datatype and f"({value.datatype})"]
    places = _places(value.cited, first) if value.cited else ""
    return "  ".join(part for part in (" ".join(filter(None, parts)), value.curie, places) if part)


def _places(places: tuple[str, ...], first: int | None) -> str:
    shown = places if first is None else places[:_PLACES]
    more = f"; {len(places) - len(shown)} more" if len(shown) < len(places) else ""
    return f"[{'; '.join(shown)}{more}]"


def _as_json(things: Things, iri: str, project: Project, first: int | None) -> Iterator[str]:
    from cisld.graph.description import describe

    yield json.dumps(dataclasses.asdict(describe(things, iri, first)), ensure_ascii=False, indent=2)


def _as_jsonld(things: Things, iri: str, project: Project, first: int | None) -> Iterator[str]:
    from pyoxigraph import DefaultGraph

    from cisld.view.context import context_of
    from cisld.view.jsonld import document
    from cisld.view.nodes import group

    context = context_of(_quads(project, "ontology"), project.prefixes, project.base)
    nodes = group(_quads(project, "ontology", "data"))[DefaultGraph()]
    yield json.dumps(document(iri, nodes, context, first), ensure_ascii=False, indent=2)


def _as_turtle(things: Things, iri: str, project: Project, first: int | None) -> Iterator[str]:
    """Write from the files, not from the store, so that literals stay as they are written."""
    from cisld.graph.description import node_name, subjects_of
    from cisld.view.turtle import dumps

    wanted = subjects_of(things, iri)
    found = (quad for quad in _quads(project, "ontology", "data") if node_name(quad.subject) in wanted)
    yield dumps(found, project.prefixes).rstrip("\n")


def _store(project: Project) -> Store:
    """Return a store whose blank nodes are named in the order of the files, so that two runs tell the same."""
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(_quads(project, "ontology", "data"))
    return store


def _quads(project: Project, *roles: str) -> Iterator[Quad]:
    from pyoxigraph import DefaultGraph, Quad

    from cisld.files.parse import quads
    from cisld.view.nodes import merged

    for quad in merged(quads(path) for path in project.files(*roles)):
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


_FORMATS = {"text": _as_text, "json": _as_json, "jsonld": _as_jsonld, "turtle": _as_turtle}
