"""`cisld check`: a project in, what shapes cannot say about it out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cisld.cli.checks import COMMANDS
from cisld.errors import FINDINGS, OK, InputError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from cisld.checks.evidence import Claim, Missing, Result
    from cisld.checks.texts import Text
    from cisld.files.positions import Place, Places
    from cisld.files.project import Project
    from cisld.graph.sources import Attestation


@click.group("check")
def command() -> None:
    """Check what shapes cannot say.

    \b
    Example:
      $ cisld check evidence --book b003
    """


for other in COMMANDS:
    command.add_command(other)


@command.command("evidence")
@click.option("--texts", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the texts (003….txt).")
@click.option("--book", metavar="BOOK", help="Only this book: b003, 003 or src:b003.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def evidence(ctx: click.Context, texts: Path | None, book: str | None, shape: str) -> int:
    """Find each printed wording and number in the lines of the text that the data name.

    Spaces, capitals, kinds of quotes and dashes, Markdown and superscript digits do not count. A figure
    without a printed value must have its number in the lines, in digits or words; one with a printed value
    must have the number of it. The texts are those of the setting paths.texts; they are not part of the data.

    \b
    Example:
      $ cisld check evidence --book b003
      data/facts.ttl:54:19: CIS060 att:b003-l5-1 asPrinted "twinned since 2015" is not in 003 L5. There: …
      003: 5 of 6 found (83.3 %): asPrinted 0 of 1, changeValue 1 of 1, name 1 of 1, …

    \b
    Exit codes: 0 all is found, 1 something is not, 3 the text of a book is not there.
    """
    from cisld.checks.texts import chosen, readable
    from cisld.graph.sources import attestations, books
    from cisld.graph.store import fill

    project: Project = ctx.obj()
    store = fill(project.files("ontology", "data"))
    attested = attestations(store)
    stated = {each.span.book for each in attested if each.span}
    asked = [each for each in chosen(books(store), book) if each.iri in stated]
    found, absent = readable(asked, [texts] if texts else project.texts)
    result = _look_up(store, attested, found, everything=book is None)
    for line in _FORMATS[shape](result, found, project):
        click.echo(line)
    for error in absent:
        click.echo(f"cisld check evidence: {error}", err=True)
    return InputError.exit_code if absent else FINDINGS if result.missing or result.unplaced else OK


def _look_up(store: Store, attested: list[Attestation], texts: Mapping[str, Text], everything: bool) -> Result:
    from cisld.checks.evidence import check, claims

    wanted = [claim for claim in claims(store, attested) if any(span.book in texts for span in claim.spans)]
    unplaced = [each for each in attested if each.segment and not each.span]
    return check(wanted, texts, unplaced if everything else ())


def _as_text(result: Result, texts: Mapping[str, Text], project: Project) -> Iterator[str]:
    from cisld.graph.sources import number_of

    places = _Places(project)
    for missing in result.missing:
        yield _missing(missing, places, project)
    for attestation in result.unplaced:
        segment = project.prefixes.shorten(attestation.segment)
        yield f"{places.of(attestation.iri)}: CIS063 {segment} has no lines in the data. Write them: `cisld derive`."
    if not texts:
        return
    share = f" ({100 * result.found / result.all:.1f} %)" if result.all else ""
    parts = ", ".join(f"{name} {found} of {all}" for name, (found, all) in _by_property(result).items())
    books = ", ".join(sorted(map(number_of, texts)))
    yield f"{books}: {result.found} of {result.all} found{share}{': ' + parts if parts else ''}"


def _missing(missing: Missing, places: _Places, project: Project) -> str:
    claim = missing.claim
    where, subject = places.of_claim(claim), project.prefixes.shorten(claim.subject)
    if claim.within:
        return f"{where}: CIS065 The number of {subject} is {claim}, but printed is {' or '.join(claim.within)}."
    lines = ", ".join(map(str, claim.spans))
    what = f"{where}: CIS060 {subject} {claim.property} {claim} is not in {lines}."
    return f"{what} There: {missing.excerpt}" if missing.excerpt else f"{what} The text has no such lines."


class _Places:
    """Find where a fact of the data stands; the files are read when the first place is asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.found: Places | None = None

    def of_claim(self, claim: Claim) -> str:
        """Return where the wording or the number of a claim stands."""
        if claim.within:
            return self.of(claim.subject, "valueAsPrinted")
        wording = None if claim.number or len(claim.wanted) > 1 else claim.wanted[0]
        return self.of(claim.subject, claim.property, wording)

    def of(self, subject: str, property: str = "", wording: str | None = None) -> str:
        """Return `file:line:column` of a fact, else of its predicate or subject, else the CURIE of the subject."""
        from pyoxigraph import Literal, NamedNode

        from cisld.rdf.names import CISLD

        places, node, predicate = self._places(), NamedNode(subject), NamedNode(CISLD + property)
        place = (wording is not None and places.triple(node, predicate, Literal(wording))) or (
            places.predicate(node, predicate) or places.subject(node)
        )
        return _near(place) if place else self.project.prefixes.shorten(subject)

    def _places(self) -> Places:
        from cisld.files.positions import Locator, Places

        if self.found is None:
            self.found = Places([Locator(path) for path in self.project.files("data")])
        return self.found


def _near(place: Place) -> str:
    """Return a place with its file as seen from the current folder, where it lies below."""
    path, here = Path(place.path), Path.cwd()
    return str(place._replace(path=str(path.relative_to(here)))) if path.is_relative_to(here) else str(place)


def _by_property(result: Result) -> dict[str, tuple[int, int]]:
    return {name: result.of(name) for name in sorted({name for name, _ in result.counts})}


def _as_json(result: Result, texts: Mapping[str, Text], project: Project) -> Iterator[str]:
    from cisld.graph.sources import number_of

    shorten, places = project.prefixes.shorten, _Places(project)
    report = {
        "books": sorted(map(number_of, texts)),
        "found": result.found,
        "all": result.all,
        "properties": {name: {"found": found, "all": all} for name, (found, all) in _by_property(result).items()},
        "missing": [
            {
                "place": places.of_claim(each.claim),
                "subject": shorten(each.claim.subject),
                "attestation": shorten(each.claim.attestation),
                "property": each.claim.property,
                "wanted": list(each.claim.wanted),
                "segments": list(map(str, each.claim.spans)),
                "text": each.excerpt,
            }
            for each in result.missing
        ],
        "without lines": [shorten(each.iri) for each in result.unplaced],
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


_FORMATS = {"text": _as_text, "json": _as_json}
