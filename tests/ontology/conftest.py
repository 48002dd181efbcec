"""The ontology folder in, its statements out: as written, as an rdflib graph, and as a view of one term."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"


class Terms:
    """The statements of the ontology by subject and by predicate, IRIs in full."""

    def __init__(self, files: list[Path]) -> None:
        self.quads = [quad for file in files for quad in ox.parse(path=file)]
        self.facts: dict[str, dict[str, list[ox.NamedNode | ox.Literal | ox.BlankNode]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in self.quads:
            self.facts[getattr(quad.subject, "value", "")][quad.predicate.value].append(quad.object)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs or lexical forms that the subject has for the predicate."""
        return [term.value for term in self.facts[subject][predicate]]

    def of_type(self, kind: str) -> set[str]:
        """Return the subjects that are typed as the kind."""
        rdf_type = str(rdflib.RDF.type)
        return {subject for subject in list(self.facts) if kind in self.values(subject, rdf_type)}


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return sorted(ONTOLOGY.glob("*.ttl"))


@pytest.fixture(scope="session")
def terms(files: list[Path]) -> Terms:
    return Terms(files)


@pytest.fixture(scope="session")
def mappings() -> list[Path]:
    return sorted((ONTOLOGY / "mappings").glob("*.sssom.tsv"))


@pytest.fixture(scope="session")
def axioms(files: list[Path]) -> rdflib.Graph:
    """The ontology without what is for readers only, which a reasoner would copy about."""
    graph = rdflib.Graph()
    for file in files:
        graph.parse(file)
    for kind in graph.subjects(rdflib.RDF.type, rdflib.OWL.AnnotationProperty, unique=True):
        graph.remove((None, kind, None))
    graph.remove((None, rdflib.RDFS.label, None))
    graph.remove((None, rdflib.RDFS.isDefinedBy, None))
    return graph
