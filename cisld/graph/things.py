"""Things: a store in, a thing's label by its IRI and the thing that an IRI, a CURIE or a label names out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.graph.sources import local, value_of
from cisld.rdf.names import CISLD, RDF, RDFS, SKOS, WELL_KNOWN, Prefixes, nearest

_MAIN = (RDFS + "label", SKOS + "prefLabel")
_OTHER = (SKOS + "altLabel", SKOS + "hiddenLabel", CISLD + "abbreviation")
_FORM = WELL_KNOWN["skosxl"] + "literalForm"
_ATTESTS = CISLD + "attests"
_CANDIDATES = 12
_CITED = (CISLD + "ExternalSource", CISLD + "Footnote")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]+")
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


class Things:
    """Know the labels of a store's things, in the language asked for where there is one."""

    def __init__(self, store: ox.Store, prefixes: Prefixes, lang: str = "en") -> None:
        self.store, self.prefixes, self.lang = store, prefixes, lang
        self._labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._named: dict[str, set[str]] | None = None
        self._spelt: dict[str, set[str]] = defaultdict(set)
        for property in _MAIN:
            for iri, literal in self._literals(property):
                tag = (literal.language or "").partition("-")[0]
                first = self._labels[iri].setdefault(tag, literal.value)
                self._labels[iri][tag] = min(first, literal.value) if property == _MAIN[0] else first

    def label(self, iri: str) -> str:
        """Return the label of a thing in the language asked for, else in English, none or any; else its name in words.

        >>> Things(ox.Store(), Prefixes()).label("http://www.w3.org/ns/org#subOrganizationOf")
        'sub organization of'
        """
        labels = self._labels.get(iri)
        if not labels:
            return words_of(iri)
        return next((labels[tag] for tag in (self.lang, "en", "") if tag in labels), labels[min(labels)])

    def labelled(self, iri: str) -> bool:
        """Tell whether a thing has a label of its own."""
        return iri in self._labels

    def find(self, name: str) -> str:
        """Return the IRI of the thing that has a name: an IRI, a CURIE, or any label, capitals and hyphens apart.

        Of several things with the name, those that have its hyphens go first, and a work or footnote that the books
        cite gives way to all else.

        Raises UsageError CIS030 for a prefix that is not known, CIS031 where a label names more than one thing,
        CIS032 where nothing has the name.
        """
        iri = self._iri(name)
        if iri and self._used(iri):
            return iri
        found = self._foremost(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError("CIS031", f'"{name}" names {len(found)} things: {self._listed(found)}.', "Name one.")
        if iri is None and re.match(r"[\w.-]*:\S", name):
            iri = self.prefixes.expand(name)
        raise UsageError("CIS032", f'Nothing here is called "{name}".', self._advice(name, iri))

    def named(self, name: str) -> list[str]:
        """Return the IRIs of all things with a label, sorted."""
        return sorted(self._by_label().get(_key(name), ()))

    def _foremost(self, name: str) -> list[str]:
        """Return what a reader means most likely by a name: what is spelt so, and no cited work where there is else."""
        found = self.named(name)
        if len(found) > 1:
            found = [iri for iri in found if iri in self._spelt[_folded(name)]] or found
            found = [iri for iri in found if not self._is_cited(iri)] or found
        return found

    def _is_cited(self, iri: str) -> bool:
        types = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF + "type"), None)
        return any(value_of(quad.object) in _CITED for quad in types)

    def _iri(self, name: str) -> str | None:
        """Return the IRI where the name is written as one or its prefix is known."""
        prefix, colon, rest = name.partition(":")
        if (name.startswith("<") and name.endswith(">")) or (colon and prefix in self.prefixes and " " not in rest):
            return self.prefixes.expand(name)
        return self.prefixes.expand(f"<{name}>") if re.match(r"[A-Za-z][\w+.-]*:(?://|urn:)\S+\Z", name) else None

    def _used(self, iri: str) -> bool:
        node = ox.NamedNode(iri)
        return any(
            next(self.store.quads_for_pattern(*pattern), None)
            for pattern in ((node, None, None), (None, None, node), (None, node, None))
        )

    def _by_label(self) -> dict[str, set[str]]:
        """Return the things by label; a literal form names what has the form, not the form."""
        if self._named is None:
            self._named = defaultdict(set)
            for property in (*_MAIN, *_OTHER):
                for iri, literal in self._literals(property):
                    self._name(literal.value, {iri})
            for form, literal in self._literals(_FORM):
                self._name(literal.value, self._bearers(form) or {form})
        return self._named

    def _name(self, text: str, iris: set[str]) -> None:
        assert self._named is not None
        self._named[_key(text)].update(iris)
        self._spelt[_folded(text)].update(iris)

    def _bearers(self, form: str) -> set[str]:
        quads = self.store.quads_for_pattern(None, None, ox.NamedNode(form))
        return {value_of(quad.subject) for quad in quads if quad.predicate.value != _ATTESTS}

    def _literals(self, property: str) -> Iterable[tuple[str, ox.Literal]]:
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(property), None):
            if isinstance(quad.object, ox.Literal):
                yield value_of(quad.subject), quad.object

    def _listed(self, iris: list[str]) -> str:
        more = f" and {len(iris) - _CANDIDATES} more" if len(iris) > _CANDIDATES else ""
        return ", ".join(f"{self.prefixes.shorten(iri)} ({self.label(iri)})" for iri in iris[:_CANDIDATES]) + more

    def _advice(self, name: str, iri: str | None) -> str:
        like = self._nearest_iris(iri) if iri else self._nearest_labels(name)
        return f"Did you mean {' or '.join(like)}?" if like else "`cisld stats` shows what there is."

    def _nearest_iris(self, iri: str) -> list[str]:
        start = iri[: len(iri) - len(local(iri))]
        known = {value_of(quad.subject) for quad in self.store}
        like = nearest(iri, [each for each in known if each.startswith(start)])
        return [self.prefixes.shorten(like)] if like else []

    def _nearest_labels(self, name: str) -> list[str]:
        """Return up to three labels: those that hold the name first, else the most similar."""
        from difflib import get_close_matches  # loaded only where something is already wrong

        known, key = self._by_label(), _key(name)
        holding = sorted((label for label in known if key and key in label), key=lambda label: (len(label), label))
        like = holding[:3] or get_close_matches(key, sorted(known), 3, 0.6)
        return [f'"{label}" ({", ".join(map(self.prefixes.shorten, sorted(known[label])[:2]))})' for label in like]


def words_of(iri: str) -> str:
    """Return the last part of an IRI as words, where it is written as some.

    >>> words_of("http://example.org/hasPart"), words_of("https://w3id.org/cisld/id/period/2021-01--2021-06")
    ('has part', '2021-01--2021-06')
    """
    name = local(iri)
    if re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)+", name):
        return " ".join(_WORDS.split(name)).lower()
    return name


def _key(text: str) -> str:
    """Return a name as names are compared: without capitals, hyphens and dashes, and with single spaces."""
    return _folded(_DASHES.sub(" ", text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
