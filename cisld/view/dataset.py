"""The description of the data set: its statements and its built files in, VoID and DCAT out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from cisld.files.parse import FORMATS
from cisld.files.project import Project
from cisld.rdf.names import DCTERMS, OWL, RDF, WELL_KNOWN, XSD
from cisld.view.context import namespace

VOID, DCAT, WIKIDATA = (WELL_KNOWN[prefix] for prefix in ("void", "dcat", "wd"))
SPDX = "http://spdx.org/rdf/terms#"
IANA = "https://www.iana.org/assignments/media-types/"

_MEDIA = {suffix: format.media_type for suffix, format in FORMATS.items()} | {".json": "application/json"}
_TYPE = RDF + "type"

Value = ox.NamedNode | ox.BlankNode | ox.Literal
Facts = Mapping[str, Iterable[Value]]


@dataclass(frozen=True)
class File:
    """Hold what there is to say of a built file; `statements` is None for what is not RDF."""

    name: str
    size: int
    sha256: str
    statements: int | None


def dataset_iri(project: Project) -> str:
    """Return the IRI of the project's data set."""
    return f"{project.base}dataset/{project.name}"


def void(project: Project, quads: list[ox.Quad], dumps: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield the VoID description of statements: counts, partitions by class and property, links to Wikidata.

    VoID 4 and 5, https://www.w3.org/TR/void/#statistics, https://www.w3.org/TR/void/#linkset
    """
    dataset = ox.NamedNode(dataset_iri(project))
    yield from _say(
        dataset,
        {
            _TYPE: [ox.NamedNode(VOID + "Dataset")],
            VOID + "uriSpace": [ox.Literal(project.base)],
            VOID + "dataDump": [ox.NamedNode(project.base + name) for name in dumps],
            VOID + "vocabulary": map(ox.NamedNode, _vocabularies(quads)),
            VOID + "triples": [_count(len(quads))],
            VOID + "entities": [_count(len(_entities(quads, project.base)))],
            VOID + "distinctSubjects": [_count(len({quad.subject for quad in quads}))],
            VOID + "distinctObjects": [_count(len({quad.object for quad in quads}))],
            VOID + "properties": [_count(len({quad.predicate for quad in quads}))],
            VOID + "classes": [_count(len(_classes(quads)))],
        },
    )
    yield from _class_partitions(dataset, quads)
    yield from _property_partitions(dataset, quads)
    yield from _linksets(dataset, quads)


def dcat(project: Project, files: Iterable[File], quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the DCAT description: the data set, and each file with media type, size and checksum.

    DCAT 3 6.6 to 6.8, https://www.w3.org/TR/vocab-dcat-3/#Class:Dataset
    """
    dataset = ox.NamedNode(dataset_iri(project))
    ontologies = {quad.subject for quad in quads if quad.object == ox.NamedNode(OWL + "Ontology")}
    licence = [ox.NamedNode(project.license)] if project.license else []
    listed = list(files)
    yield from _say(
        dataset,
        {
            _TYPE: [ox.NamedNode(DCAT + "Dataset")],
            DCTERMS + "title": [ox.Literal(project.title or project.name)],
            DCTERMS + "license": licence,
            DCTERMS + "conformsTo": [iri for iri in ontologies if isinstance(iri, ox.NamedNode)],
            DCAT + "version": [ox.Literal(project.version)] if project.version else [],
            DCAT + "distribution": [_distribution(dataset, file) for file in listed],
        },
    )
    for number, file in enumerate(listed):
        checksum = ox.BlankNode(f"checksum{number}")
        yield from _say(
            _distribution(dataset, file),
            {
                _TYPE: [ox.NamedNode(DCAT + "Distribution")],
                DCTERMS + "title": [ox.Literal(file.name)],
                DCTERMS + "license": licence,
                DCAT + "accessURL": [ox.NamedNode(project.base)],
                DCAT + "downloadURL": [ox.NamedNode(project.base + file.name)],
                DCAT + "mediaType": [ox.NamedNode(IANA + _MEDIA["." + file.name.rpartition(".")[2]])],
                DCAT + "byteSize": [ox.Literal(str(file.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))],
                SPDX + "checksum": [checksum],
            },
        )
        yield from _say(
            checksum,
            {
                _TYPE: [ox.NamedNode(SPDX + "Checksum")],
                SPDX + "algorithm": [ox.NamedNode(SPDX + "checksumAlgorithm_sha256")],
                SPDX + "checksumValue": [ox.Literal(file.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))],
            },
        )


def _class_partitions(dataset: ox.NamedNode, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    entities = Counter(quad.object for quad in quads if quad.predicate.value == _TYPE)
    for number, name in enumerate(sorted(_classes(quads), key=str)):
        part = ox.BlankNode(f"class{number}")
        yield from _say(dataset, {VOID + "classPartition": [part]})
        yield from _say(part, {VOID + "class": [name], VOID + "entities": [_count(entities[name])]})


def _property_partitions(dataset: ox.NamedNode, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    uses: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        uses[quad.predicate].append(quad)
    for number, predicate in enumerate(sorted(uses, key=str)):
        part = ox.BlankNode(f"property{number}")
        yield from _say(dataset, {VOID + "propertyPartition": [part]})
        yield from _say(part, {VOID + "property": [predicate], **_extent(uses[predicate])})


def _linksets(dataset: ox.NamedNode, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    links: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(WIKIDATA):
            links[quad.predicate].append(quad)
    target = ox.NamedNode("http://www.wikidata.org/")
    if links:
        yield from _say(target, {_TYPE: [ox.NamedNode(VOID + "Dataset")], VOID + "uriSpace": [ox.Literal(WIKIDATA)]})
    for number, predicate in enumerate(sorted(links, key=str)):
        linkset = ox.NamedNode(f"{dataset.value}#wikidata-{number + 1}")
        facts: Facts = {
            _TYPE: [ox.NamedNode(VOID + "Linkset")],
            VOID + "subjectsTarget": [dataset],
            VOID + "objectsTarget": [target],
            VOID + "linkPredicate": [predicate],
        }
        yield from _say(linkset, {**facts, **_extent(links[predicate])})
        yield from _say(dataset, {VOID + "subset": [linkset]})


def _extent(quads: list[ox.Quad]) -> Facts:
    return {
        VOID + "triples": [_count(len(quads))],
        VOID + "distinctSubjects": [_count(len({quad.subject for quad in quads}))],
        VOID + "distinctObjects": [_count(len({quad.object for quad in quads}))],
    }


def _classes(quads: list[ox.Quad]) -> set[ox.NamedNode]:
    return {quad.object for quad in quads if quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode)}


def _entities(quads: list[ox.Quad], base: str) -> set[str]:
    """Return the IRIs of the project that something is said of."""
    subjects = {quad.subject for quad in quads}
    return {node.value for node in subjects if isinstance(node, ox.NamedNode) and node.value.startswith(base)}


def _vocabularies(quads: list[ox.Quad]) -> list[str]:
    """Return the namespaces of the properties and classes in use."""
    return sorted({namespace(iri.value) for iri in {quad.predicate for quad in quads} | _classes(quads)})


def _distribution(dataset: ox.NamedNode, file: File) -> ox.NamedNode:
    return ox.NamedNode(f"{dataset.value}#{file.name}")


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _say(subject: ox.NamedNode | ox.BlankNode, facts: Facts) -> Iterator[ox.Quad]:
    for predicate, values in facts.items():
        for value in values:
            yield ox.Quad(subject, ox.NamedNode(predicate), value)
