"""The ontology keeps to OWL 2 RL: https://www.w3.org/TR/owl2-profiles/#OWL_2_RL."""

from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS

CISLD = "https://w3id.org/cisld/ontology#"
PROPERTY_KINDS = [str(OWL.ObjectProperty), str(OWL.DatatypeProperty), str(OWL.AnnotationProperty)]

FUNCTIONAL = """
accredited assertionMode changeForm changeValue comparedWith confidence conflictType designation earliest edtf
exchange footnoteNumber growthFactor hedge inBook inDocument inEvent indicator kind latest lineEnd lineStart
measureBasis nameStatus outOf party person reporter resident resolution sourceKey stepOf unit value
valueUpper venture zone
"""

SYMMETRIC = ["alongside", "partnerOf", "twinnedWith"]

AXIOMS = {
    str(term)
    for term in (
        RDF.type,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.disjointWith,
        OWL.inverseOf,
        OWL.versionInfo,
        OWL.versionIRI,
        RDFS.label,
        RDFS.seeAlso,
        RDFS.isDefinedBy,
    )
}

RL_DATATYPES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    "http://id.loc.gov/datatypes/edtf/EDTF",
    *(
        f"http://www.w3.org/2001/XMLSchema#{name}"
        for name in ("boolean", "date", "decimal", "positiveInteger", "string")
    ),
}

DISJOINT = [
    "Actor Attestation Change Conflict Document Event LifecycleEvent Observation Period Relation",
    "District Region State",
    "Settlement State",
    "GeopoliticalEntity Organisation Person Zone",
    "Agreement LegalAct",
    "Document EventSeries",
]


def own(terms, kind):
    return {subject for subject in terms.of_type(str(kind)) if subject.startswith(CISLD)}


def properties(terms):
    return own(terms, OWL.ObjectProperty) | own(terms, OWL.DatatypeProperty)


def test_there_are_no_blank_nodes_hence_no_class_expressions_lists_or_restrictions(terms):
    assert {type(t).__name__ for q in terms.quads for t in (q.subject, q.object)} == {"NamedNode", "Literal"}


def test_of_the_words_of_rdfs_and_owl_only_the_named_axioms_are_used(terms):
    words = {quad.predicate.value for quad in terms.quads}
    vocabularies = (str(RDF), str(RDFS), str(OWL))
    assert {word for word in words if word.startswith(vocabularies)} <= AXIOMS


def test_each_property_is_of_one_kind(terms):
    for subject in properties(terms) | own(terms, OWL.AnnotationProperty):
        kinds = [kind for kind in terms.values(subject, str(RDF.type)) if kind in PROPERTY_KINDS]
        assert len(kinds) == 1, subject


def test_each_predicate_in_use_is_declared(terms):
    declared = set().union(*(terms.of_type(kind) for kind in PROPERTY_KINDS))
    builtin = {str(term) for term in (RDF.type, RDFS.label, RDFS.seeAlso, RDFS.isDefinedBy)} | AXIOMS
    assert {quad.predicate.value for quad in terms.quads} - declared - builtin == set()


def test_each_domain_range_and_superclass_is_a_declared_class_or_a_datatype_of_the_profile(terms):
    classes = terms.of_type(str(OWL.Class))
    for subject in properties(terms):
        datatype = subject in own(terms, OWL.DatatypeProperty)
        assert set(terms.values(subject, str(RDFS.domain))) <= classes, subject
        assert set(terms.values(subject, str(RDFS.range))) <= (RL_DATATYPES if datatype else classes), subject
    for subject in own(terms, OWL.Class):
        assert set(terms.values(subject, str(RDFS.subClassOf))) <= classes, subject


@pytest.mark.parametrize("predicate", [RDFS.domain, RDFS.range])
def test_a_property_has_one_domain_and_one_range_at_most(terms, predicate):
    assert [s for s in properties(terms) if len(terms.facts[s][str(predicate)]) > 1] == []


def test_super_properties_are_declared_and_of_the_same_kind(terms):
    for subject in properties(terms):
        kind = [k for k in terms.values(subject, str(RDF.type)) if k in PROPERTY_KINDS]
        for above in terms.values(subject, str(RDFS.subPropertyOf)):
            assert [k for k in terms.values(above, str(RDF.type)) if k in PROPERTY_KINDS] == kind, (subject, above)


def test_only_the_listed_properties_are_functional(terms):
    assert terms.of_type(str(OWL.FunctionalProperty)) == {CISLD + name for name in FUNCTIONAL.split()}


def test_only_containment_is_transitive_and_it_is_not_functional(terms):
    assert terms.of_type(str(OWL.TransitiveProperty)) == {CISLD + "withinPlace"}


def test_only_the_listed_properties_are_symmetric_and_their_domain_is_their_range(terms):
    assert terms.of_type(str(OWL.SymmetricProperty)) == {CISLD + name for name in SYMMETRIC}
    for name in SYMMETRIC:
        assert terms.values(CISLD + name, str(RDFS.domain)) == terms.values(CISLD + name, str(RDFS.range))


def test_inverses_are_object_properties_with_domain_and_range_exchanged(terms):
    for subject in properties(terms):
        for other in terms.values(subject, str(OWL.inverseOf)):
            assert other in own(terms, OWL.ObjectProperty)
            assert terms.values(subject, str(RDFS.domain)) == terms.values(other, str(RDFS.range))
            assert terms.values(subject, str(RDFS.range)) == terms.values(other, str(RDFS.domain))


def test_nothing_is_said_of_foreign_terms_but_their_kind_and_label(terms):
    for quad in terms.quads:
        if not quad.subject.value.startswith("https://w3id.org/cisld/"):
            assert quad.predicate.value in (str(RDF.type), str(RDFS.label)), quad


def test_each_foreign_declaration_is_a_kind_and_no_axiom(terms):
    allowed = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Datatype"}
    allowed |= {"Unit", "QuantityKind", "DayOfWeek"}
    for subject in list(terms.facts):
        if not subject.startswith("https://w3id.org/cisld/"):
            kinds = [kind.rpartition("#")[2].rpartition("/")[2] for kind in terms.values(subject, str(RDF.type))]
            assert set(kinds) <= allowed, subject


def test_the_agreed_classes_are_pairwise_disjoint_and_no_others(terms):
    agreed = {frozenset(pair) for group in DISJOINT for pair in combinations(group.split(), 2)}
    found = {
        frozenset((subject.removeprefix(CISLD), other.removeprefix(CISLD)))
        for subject in own(terms, OWL.Class)
        for other in terms.values(subject, str(OWL.disjointWith))
    }
    assert found == agreed


def test_the_class_hierarchy_has_no_cycle(terms):
    def above(subject, seen):
        assert subject not in seen, seen
        for parent in terms.values(subject, str(RDFS.subClassOf)):
            above(parent, [*seen, subject])

    for subject in own(terms, OWL.Class):
        above(subject, [])
