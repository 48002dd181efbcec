"""Catalogue: the graphs of a project in, the findings of each check by its name out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cisld.checks import consistency, figures, identifiers, metadata, pitfalls, profile, time
from cisld.checks.finding import Finding
from cisld.checks.places import LABEL, Where
from cisld.files.project import Project
from cisld.graph.columns import Columns


@dataclass(frozen=True)
class Graphs:
    """The ontology alone and with the data, the place of each triple, and the classes of items of Wikidata."""

    ontology: Columns
    everything: Columns
    where: Where
    kinds: identifiers.Kinds


def read(project: Project) -> Graphs:
    """Read the ontology and the data of a project, and its wikidata.lock, if any; InputError CIS001 to CIS009."""
    terms = project.files("ontology") if project.ontology else []
    data = project.files("data") if project.data else []
    files = list(dict.fromkeys((*terms, *data))) or project.files("data")
    files.sort(key=project.derives)
    ontology = Columns.load(terms, label=LABEL) if terms else Columns()
    return Graphs(ontology, Columns.load(files, label=LABEL), Where(files), identifiers.kinds(_locks(project)))


def _locks(project: Project) -> list[Path]:
    folders = [path if path.is_dir() else path.parent for path in (*project.data, project.root)]
    return [path for path in dict.fromkeys(folder / "wikidata.lock" for folder in folders) if path.is_file()]


CHECKS: dict[str, Callable[[Graphs], Iterator[Finding]]] = {
    "consistency": lambda graphs: consistency.check(graphs.everything),
    "profile": lambda graphs: profile.check(graphs.ontology),
    "ontology": lambda graphs: chain(pitfalls.check(graphs.ontology), metadata.check(graphs.ontology)),
    "identifiers": lambda graphs: identifiers.check(graphs.everything, graphs.kinds),
    "time": lambda graphs: time.check(graphs.everything),
    "figures": lambda graphs: figures.check(graphs.everything),
}
"""The checks in the order in which `cisld check all` runs them."""
