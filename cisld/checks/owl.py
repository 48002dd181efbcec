"""OWL: the words of RDF, RDFS and OWL in N-Triples form, and the lists and class expressions that they build."""

from __future__ import annotations

from collections.abc import Iterator

from cisld.graph.columns import Columns
from cisld.rdf.names import OWL, RDF, RDFS


def rdf(name: str) -> str:
    """Return a word of the RDF vocabulary.

    >>> rdf("type")
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    return f"<{RDF}{name}>"


def rdfs(name: str) -> str:
    """Return a word of the RDFS vocabulary."""
    return f"<{RDFS}{name}>"


def owl(name: str) -> str:
    """Return a word of the OWL vocabulary."""
    return f"<{OWL}{name}>"


TYPE, FIRST, REST, NIL = rdf("type"), rdf("first"), rdf("rest"), rdf("nil")
SUBCLASS, SUBPROPERTY, DOMAIN, RANGE = rdfs("subClassOf"), rdfs("subPropertyOf"), rdfs("domain"), rdfs("range")
LABEL, COMMENT = rdfs("label"), rdfs("comment")
SAME, DIFFERENT, THING, NOTHING = owl("sameAs"), owl("differentFrom"), owl("Thing"), owl("Nothing")
EQUIVALENT_CLASS, EQUIVALENT_PROPERTY = owl("equivalentClass"), owl("equivalentProperty")
DISJOINT, INVERSE = owl("disjointWith"), owl("inverseOf")
CLASS, OBJECT_PROPERTY, DATATYPE_PROPERTY = owl("Class"), owl("ObjectProperty"), owl("DatatypeProperty")
ANNOTATION_PROPERTY, ONTOLOGY = owl("AnnotationProperty"), owl("Ontology")
FUNCTIONAL, INVERSE_FUNCTIONAL = owl("FunctionalProperty"), owl("InverseFunctionalProperty")
SYMMETRIC, ASYMMETRIC = owl("SymmetricProperty"), owl("AsymmetricProperty")
TRANSITIVE, IRREFLEXIVE, REFLEXIVE = owl("TransitiveProperty"), owl("IrreflexiveProperty"), owl("ReflexiveProperty")

INTERSECTION, UNION, ONE_OF, COMPLEMENT = owl("intersectionOf"), owl("unionOf"), owl("oneOf"), owl("complementOf")
ON_PROPERTY, ON_CLASS = owl("onProperty"), owl("onClass")
SOME, ALL, HAS_VALUE = owl("someValuesFrom"), owl("allValuesFrom"), owl("hasValue")
MAX, MAX_QUALIFIED = owl("maxCardinality"), owl("maxQualifiedCardinality")
CHAIN, KEY, DISJOINT_PROPERTY = owl("propertyChainAxiom"), owl("hasKey"), owl("propertyDisjointWith")
MEMBERS, DISTINCT = owl("members"), owl("distinctMembers")
SOURCE, ASSERTION, TARGET = owl("sourceIndividual"), owl("assertionProperty"), owl("targetIndividual")
TARGET_VALUE = owl("targetValue")
ALL_DIFFERENT, ALL_CLASSES = owl("AllDifferent"), owl("AllDisjointClasses")
ALL_PROPERTIES = owl("AllDisjointProperties")

CHARACTERISTICS = (FUNCTIONAL, INVERSE_FUNCTIONAL, SYMMETRIC, ASYMMETRIC, TRANSITIVE, IRREFLEXIVE, REFLEXIVE)
OBJECT_ONLY = CHARACTERISTICS[1:]
"""The characteristics that only an object property can have: OWL 2 9.2, https://www.w3.org/TR/owl2-syntax/."""


AXIOM_KINDS = {
    *(FUNCTIONAL, INVERSE_FUNCTIONAL, SYMMETRIC, ASYMMETRIC, TRANSITIVE, IRREFLEXIVE),
    *(ALL_DIFFERENT, ALL_CLASSES, ALL_PROPERTIES, CLASS),
}
"""The types that make a rule of OWL 2 RL of what has them."""

AXIOM_WORDS = {
    *(SUBCLASS, SUBPROPERTY, DOMAIN, RANGE, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY, DISJOINT, INVERSE, FIRST, REST),
    *(INTERSECTION, UNION, ONE_OF, COMPLEMENT, ON_PROPERTY, ON_CLASS, SOME, ALL, HAS_VALUE, MAX, MAX_QUALIFIED),
    *(CHAIN, KEY, DISJOINT_PROPERTY, MEMBERS, DISTINCT, SOURCE, ASSERTION, TARGET, TARGET_VALUE),
}
"""The predicates of the triples that are axioms, or parts of one."""


def items(columns: Columns, head: str) -> list[str]:
    """Return the members of an RDF collection, up to where it ends, breaks off or turns back on itself.

    >>> items(Columns(), NIL)
    []
    """
    found: list[str] = []
    seen: set[str] = set()
    while head != NIL and head not in seen:
        seen.add(head)
        found += columns[FIRST].objects(head)[:1]
        head = next(iter(columns[REST].objects(head)), NIL)
    return found


def classes(columns: Columns) -> set[str]:
    """Return the named classes that the graph declares."""
    kinds = (CLASS, rdfs("Class"))
    return {node for kind in kinds for node in columns[TYPE].inverse.objects(kind) if node[0] == "<"}


def properties(columns: Columns, *kinds: str) -> set[str]:
    """Return the properties that the graph declares as one of the kinds, or as an object or datatype property."""
    wanted = kinds or (OBJECT_PROPERTY, DATATYPE_PROPERTY)
    return {node for kind in wanted for node in columns[TYPE].inverse.objects(kind) if node[0] == "<"}


def first(columns: Columns, subject: str, *predicates: str) -> str:
    """Return the first object that the subject has for one of the predicates, else an empty string."""
    return next(_objects(columns, subject, predicates), "")


def _objects(columns: Columns, subject: str, predicates: tuple[str, ...]) -> Iterator[str]:
    for predicate in predicates:
        yield from columns[predicate].objects(subject)
