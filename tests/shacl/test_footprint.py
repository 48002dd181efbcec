"""The footprint names every predicate that validation reads: what is cut away changes no result."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import cisld.shacl
from cisld.graph.columns import SUBCLASS, TYPE, Columns
from cisld.shacl import Shapes, validate_columns
from cisld.shacl.constraint import Constraint, ValueConstraint
from cisld.shacl.footprint import _READ, footprint
from tests.shacl.graphs import columns, ex

FAULTS = Path(__file__).parents[1] / "report" / "fixtures" / "faults"
QUERY = 'sh:sparql [ sh:prefixes ex: ; sh:message "m" ; sh:select "SELECT $this WHERE { %s }" ]'
READ = {
    "sh:property [ sh:path ex:p ; sh:minCount 1 ]": {"p"},
    "sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:maxCount 1 ]": {"p", "q"},
    "sh:property [ sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p ex:q ) ] ] ; sh:maxCount 1 ]": {"p", "q"},
    "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]": {"p", "q"},
    "sh:property [ sh:path ex:p ; sh:equals ex:q ; sh:disjoint ex:r ]": {"p", "q", "r"},
    "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:in ( 1 2 ) ] ] ]": {"p", "q"},
    "sh:property [ sh:path ex:p ; sh:deactivated true ]": set(),
    "sh:not [ sh:property [ sh:path ex:q ; sh:hasValue 1 ] ]": {"q"},
    QUERY % "$this ex:p/ex:q ?o FILTER NOT EXISTS { ?o ex:r 1 }": {"p", "q", "r"},
}


def of(shape: str, target: str = "sh:targetNode ex:a") -> frozenset[str] | None:
    """Return the footprint of one shape."""
    return footprint(Shapes(columns(f"ex:S a sh:NodeShape ; {target} ; {shape} .")).order)


@pytest.mark.parametrize("shape", READ)
def test_paths_pairs_children_and_queries_are_in_the_footprint(shape: str) -> None:
    assert of(shape) == {ex(name) for name in READ[shape]}


def test_classes_and_targets_are_in_the_footprint() -> None:
    assert of("sh:class ex:C") == {TYPE, SUBCLASS}
    assert of("sh:nodeKind sh:IRI", "sh:targetClass ex:C") == {TYPE, SUBCLASS}
    assert of("sh:nodeKind sh:IRI", "sh:targetSubjectsOf ex:p ; sh:targetObjectsOf ex:q") == {ex("p"), ex("q")}


@pytest.mark.parametrize("shape", ["sh:closed true", QUERY % "$this ?p 1", QUERY % "$this !ex:p ?o"])
def test_a_closed_shape_or_an_open_query_may_read_any_predicate(shape: str) -> None:
    assert of(shape) is None


def test_every_kind_of_constraint_says_what_it_reads() -> None:
    names = [module.name for module in pkgutil.iter_modules(cisld.shacl.__path__)]
    found = {
        each
        for name in names
        for each in vars(import_module(f"cisld.shacl.{name}")).values()
        if isinstance(each, type) and issubclass(each, Constraint)
    }
    assert found - {Constraint, ValueConstraint} == _READ.keys()


@pytest.mark.parametrize("name", ["plain", "nested", "lists"])
def test_a_graph_cut_down_to_the_footprint_gives_the_same_results(name: str) -> None:
    shapes = Shapes(_open(Columns.load([FAULTS / "shapes.ttl"])))
    data = Columns.load([FAULTS / name / "data.ttl"])
    read = footprint(shapes.order)
    assert read is not None
    cut = Columns({predicate: data[predicate] for predicate in read})
    assert validate_columns(data, shapes).results == validate_columns(cut, shapes).results != ()


def _open(shapes: Columns) -> Columns:
    """Return the shapes without sh:closed, which reads everything."""
    kept = {name: column for name, column in shapes.by_predicate.items() if not name.endswith("shacl#closed>")}
    return Columns(kept)
