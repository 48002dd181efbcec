"""Derivation: the authored files of a project in, the text of each derived file out, as its query constructs it."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from cisld.errors import InputError
from cisld.files.formatting import reformat
from cisld.files.parse import FORMATS, read
from cisld.files.project import Derivation, Project
from cisld.graph.store import answer, fill

HEAD = "# Derived by "
"""How every derived file begins; no other file is ever removed."""


def derive(project: Project) -> dict[Path, str]:
    """Return the text of each derived file; a query sees the authored files and what the queries before it gave.

    SPARQL 1.1 Query 16.2, https://www.w3.org/TR/sparql11-query/#construct; raises InputError for a query or file.
    """
    store = fill(path for path in project.files("ontology", "data") if not project.derives(path))
    texts = {}
    for derivation in project.derive:
        triples = _construct(store, derivation, project)
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        for path, part in _parts(triples, derivation).items():
            texts[path] = _turtle(part, derivation, path, project)
    return texts


def stale(project: Project, texts: dict[Path, str]) -> list[Path]:
    """Return the derived files that are absent, differ from what their queries give, or are given by none any more."""
    old = [path for path, text in texts.items() if not path.is_file() or read(path) != text.encode()]
    there = (path for derivation in project.derive for path in derivation.file.parent.glob(derivation.file.name))
    return sorted({*old, *(path for path in there if path not in texts and read(path).startswith(HEAD.encode()))})


def _parts(triples: list[ox.Triple], derivation: Derivation) -> dict[Path, list[ox.Triple]]:
    """Return the triples by the file they go to."""
    if not derivation.split:
        return {derivation.file: triples}
    parts: dict[Path, list[ox.Triple]] = {}
    for triple in triples:
        found = re.search(derivation.split, str(triple))
        key = "-".join(group or "0" for group in found.groups()) if found else "other"
        parts.setdefault(derivation.file.with_name(derivation.file.name.replace("*", key)), []).append(triple)
    return parts


def _construct(store: ox.Store, derivation: Derivation, project: Project) -> list[ox.Triple]:
    text = read(derivation.query).decode()
    found = answer(store, text, project.prefixes, name=str(derivation.query))
    if not isinstance(found, ox.QueryTriples):
        raise InputError("CIS027", "Not a CONSTRUCT query.", "Derive triples.", str(derivation.query))
    return sorted(found, key=str)


def _turtle(triples: list[ox.Triple], derivation: Derivation, path: Path, project: Project) -> str:
    data = ox.serialize(triples, format=FORMATS[".ttl"], prefixes=dict(project.prefixes))
    name = derivation.query.relative_to(project.root) if derivation.query.is_relative_to(project.root) else ""
    head = f"{HEAD}{name or derivation.query.name}; do not edit, run `cisld derive`.\n\n"
    return reformat(head.encode() + (data or b""), str(path)).text
