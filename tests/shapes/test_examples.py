"""Examples of the rules: an invalid file breaks exactly its rule, a valid one none, in our engine and in pySHACL."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cisld.graph.columns import Columns
from cisld.rdf.literals import is_iri
from cisld.rdf.names import CISLD, RDFS, SH
from cisld.shacl import Report, Shapes

if TYPE_CHECKING:
    from rdflib import Graph

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SHP = "https://w3id.org/cisld/shapes#"
EXAMPLES = sorted(HERE.glob("R[0-9][0-9][0-9]/*.ttl"))
NAMES = [f"{path.parent.name}/{path.stem}" for path in EXAMPLES]
RULE = re.compile(rf"<{re.escape(SHP)}(R\d{{3}})(-[a-z0-9]+)?>$")

Finding = tuple[str, str]
"""A rule and its focus node."""


@cache
def ontology() -> Columns:
    return Columns.load([ROOT / "ontology"])


@cache
def shapes() -> Shapes:
    return Shapes.load([ROOT / "shapes"])


@cache
def rules() -> dict[str, str]:
    """Return each rule with the IRI of its node shape."""
    found = (
        RULE.match(node) for node in shapes().graph["<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"].subjects()
    )
    return {match[1]: match[0] for match in found if match and not match[2]}


def rule_of(source_shape: str, source_constraint: str | None = None) -> str:
    match = RULE.match(source_constraint or "") or RULE.match(source_shape)
    assert match, f"a result of no rule: {source_shape} {source_constraint}"
    return match[1]


def findings(report: Report) -> set[Finding]:
    return {(rule_of(result.source_shape, result.source_constraint), result.focus) for result in report.results}


def fired(path: Path) -> set[str]:
    return {rule for rule, _ in findings(shapes().validate(Columns.load([path], onto=ontology())))}


def expected(path: Path) -> set[str]:
    """Return the rules that an example names: that of its folder, and those of its second line `# also: R010`."""
    if path.name.startswith("valid-"):
        return set()
    also = re.search(r"^# also: ([R0-9, ]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {path.parent.name, *(re.findall(r"R\d{3}", also[1]) if also else [])}


def spoken(node: str, predicate: str) -> tuple[str, ...]:
    return shapes().graph[f"<{predicate}>"].objects(node)


def parts(node: str) -> Iterable[str]:
    """Yield the nodes of a rule that give results: its property shapes and constraints, or itself."""
    below = [*spoken(node, SH + "property"), *spoken(node, SH + "sparql")]
    return [part for part in below if is_iri(part)] or [node]


def test_the_ontology_alone_conforms() -> None:
    assert findings(shapes().validate(ontology())) == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_an_invalid_example_breaks_its_rule_alone_and_a_valid_one_none(path: Path) -> None:
    assert fired(path) == expected(path)


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_an_example_begins_with_a_line_that_says_what_it_shows(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"# [A-Z0-9].*\.", first)
    assert path.name.startswith(("valid-", "invalid-"))


def test_every_rule_has_a_valid_and_an_invalid_example_and_every_folder_a_rule() -> None:
    kinds = {rule: {path.name.partition("-")[0] for path in EXAMPLES if path.parent.name == rule} for rule in rules()}
    assert {rule for rule, kind in kinds.items() if kind != {"valid", "invalid"}} == set()
    assert {path.parent.name for path in EXAMPLES} == set(rules())


def test_hardly_any_rule_fires_only_together_with_another() -> None:
    assert len([path for path in EXAMPLES if len(expected(path)) > 1]) < 10


@pytest.mark.parametrize("rule", sorted(rules()))
def test_a_rule_has_label_reason_severity_target_and_messages_in_english_and_russian(rule: str) -> None:
    node = rules()[rule]
    assert [label[-3:] for label in spoken(node, RDFS + "label")] == ["@en"]
    assert [reason[-3:] for reason in spoken(node, RDFS + "comment")] == ["@en"]
    assert spoken(node, RDFS + "isDefinedBy") == ("<https://w3id.org/cisld/shapes>",)
    assert len(spoken(node, SH + "severity")) == 1
    assert spoken(node, SH + "targetClass") or spoken(node, SH + "targetSubjectsOf")
    for part in parts(node):
        assert part.startswith(node[:-1])
        assert sorted(message[-3:] for message in spoken(part, SH + "message")) == ["@en", "@ru"]
        assert not any(rule in message for message in spoken(part, SH + "message"))


def test_every_class_and_property_of_ours_in_the_shapes_is_in_the_ontology() -> None:
    defined = ontology()[f"<{RDFS}isDefinedBy>"].subjects()
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "shapes").glob("*.ttl")))
    used = {f"<{CISLD}{name}>" for name in re.findall(r"\bcisld:([A-Za-z0-9]+)", text)}
    assert used - defined == set()


def test_every_code_in_the_shapes_is_in_a_code_list() -> None:
    listed = ontology()["<http://www.w3.org/2004/02/skos/core#inScheme>"]
    known = listed.subjects() | listed.values()
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "shapes").glob("*.ttl")))
    used = {f"<https://w3id.org/cisld/code#{name}>" for name in re.findall(r"\bcode:([a-z0-9-]+)", text)}
    assert used - known == set()


@pytest.mark.skipif("CISLD_SLOW" not in os.environ, reason="takes half an hour; set CISLD_SLOW=1")
@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_pyshacl_finds_the_same_focus_nodes(path: Path) -> None:
    ours = findings(shapes().validate(Columns.load([path], onto=ontology())))
    # The two engines name blank nodes differently, so these count without their names.
    assert _nameless(_pyshacl(path)) == _nameless(ours)


def _nameless(found: set[Finding]) -> list[Finding]:
    return sorted({(rule, focus if is_iri(focus) else "_:") for rule, focus in found})


@cache
def _graphs() -> tuple[Graph, Graph]:
    """Return what pySHACL needs of the ontology, and the shapes.

    The ontology's own terms lose their types: pySHACL asks a SPARQL rule once for each typed node, which takes hours.
    """
    from rdflib import Graph, Namespace  # only the slow comparison needs rdflib
    from rdflib.namespace import QB, RDF

    kept = {QB.DimensionProperty, Namespace("http://qudt.org/schema/qudt/").Unit}
    known, wanted = Graph(), Graph()
    for graph, folder in ((known, "ontology"), (wanted, "shapes")):
        for path in sorted((ROOT / folder).glob("*.ttl")):
            graph.parse(path)
    for subject, cls in list(known.subject_objects(RDF.type)):
        if cls not in kept:
            known.remove((subject, RDF.type, cls))
    return known, wanted


def _pyshacl(path: Path) -> set[Finding]:
    from pyshacl import validate  # only the slow comparison needs pySHACL
    from rdflib import Graph
    from rdflib.namespace import SH as SHACL

    known, wanted = _graphs()
    data = Graph().parse(path)
    data += known
    _, report, _ = validate(data, shacl_graph=wanted, inference="none", advanced=False, inplace=True)
    assert isinstance(report, Graph)
    found = set()
    for result in report.objects(None, SHACL.result):
        shape, node = report.value(result, SHACL.sourceShape), report.value(result, SHACL.focusNode)
        assert shape is not None
        assert node is not None
        found.add((rule_of(shape.n3()), node.n3()))
    return found
