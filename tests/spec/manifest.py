"""Manifests of the W3C test suites: a manifest.ttl in, its entries in their order out."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

Described = str | dict[str, "list[Described]"]
"""An IRI or a literal's text; or of a blank node, its values by the local names of its predicates."""


def suite(name: str) -> Path:
    """Return the folder of a suite, which may not exist: $CISLD_CONFORMANCE, else beside the project."""
    beside = Path(__file__).parents[3] / "shared" / "conformance"
    return Path(os.environ.get("CISLD_CONFORMANCE", beside)) / name


@dataclass(frozen=True)
class Entry:
    """Hold one test: `kind` is the local name of its type, `action` and `result` are what the manifest says of them."""

    manifest: Path
    iri: str
    kind: str
    name: str
    action: Described
    result: Described | None

    @property
    def key(self) -> str:
        """The test's short name: folder of the manifest and local name, such as `bind/bind01`."""
        return f"{self.manifest.parent.name}/{_local(self.iri)}"


def entries(path: Path, base: str | None = None) -> Iterator[Entry]:
    """Yield the entries of a manifest and of those that it includes; `base` replaces its file: IRI."""
    base = base or path.resolve().as_uri()
    graph = ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=base))
    here = ox.NamedNode(base)
    for included in _members(graph, _value(graph, here, MF + "include")):
        yield from entries(file(included.value))
    for node in _members(graph, _value(graph, here, MF + "entries")):
        kind, name = _value(graph, node, RDF + "type"), _value(graph, node, MF + "name")
        action, result = _value(graph, node, MF + "action"), _value(graph, node, MF + "result")
        described = (None if term is None else _described(graph, term) for term in (action, result))
        yield Entry(path, node.value, _local(kind.value), name.value if name else "", *described)


def file(iri: Described) -> Path:
    """Return the path of a file: IRI."""
    assert isinstance(iri, str)
    return Path(url2pathname(urlparse(iri).path))


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _value(graph: ox.Dataset, subject, predicate: str):
    found = [quad.object for quad in graph.quads_for_subject(subject) if quad.predicate.value == predicate]
    return found[0] if found else None


def _members(graph: ox.Dataset, node) -> Iterator:
    while node is not None and node.value != RDF + "nil":
        yield _value(graph, node, RDF + "first")
        node = _value(graph, node, RDF + "rest")


def _described(graph: ox.Dataset, term) -> Described:
    if not isinstance(term, ox.BlankNode):
        return term.value
    found: dict[str, list[Described]] = {}
    for quad in graph.quads_for_subject(term):
        found.setdefault(_local(quad.predicate.value), []).append(_described(graph, quad.object))
    return {key: sorted(values, key=str) for key, values in found.items()}
