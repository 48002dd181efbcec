"""Vocabulary: the terms of the SHACL namespace, in N-Triples form, and which of them this engine knows."""

from __future__ import annotations

from cisld.rdf.names import OWL, RDF, RDFS
from cisld.rdf.names import SH as NAMESPACE

FIRST, REST, NIL = f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"
RDFS_CLASS, OWL_CLASS, IMPORTS = f"<{RDFS}Class>", f"<{OWL}Class>", f"<{OWL}imports>"


def sh(name: str) -> str:
    """Return a term of the SHACL namespace.

    >>> sh("path")
    '<http://www.w3.org/ns/shacl#path>'
    """
    return f"<{NAMESPACE}{name}>"


def local(term: str) -> str:
    """Return what people write for a term: `sh:name` in the SHACL namespace, else the term.

    >>> local(sh("minCount")), local("<http://e/a>")
    ('sh:minCount', '<http://e/a>')
    """
    return "sh:" + term[len(NAMESPACE) + 1 : -1] if term.startswith(f"<{NAMESPACE}") else term


TARGETS = tuple(map(sh, ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")))

_PARAMETERS = """
    and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength
    node nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint sparql uniqueLang xone
"""
PARAMETERS = tuple(_PARAMETERS.split())
"""The parameters of the core components and of sh:sparql: SHACL Appendix C."""

_CORE = """
    Shape NodeShape PropertyShape ConstraintComponent Parameter Parameterizable Validator SPARQLAskValidator
    SPARQLSelectValidator SPARQLConstraint SPARQLExecutable SPARQLAskExecutable SPARQLSelectExecutable
    PrefixDeclaration PropertyGroup AbstractResult ValidationReport ValidationResult Severity NodeKind Info
    Violation Warning BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral path alternativePath
    inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath targetNode targetClass targetSubjectsOf
    targetObjectsOf deactivated message severity name description order group defaultValue parameter optional
    labelTemplate validator nodeValidator propertyValidator ask select prefixes declare prefix namespace
    conforms detail focusNode result resultAnnotation resultMessage resultPath resultSeverity
    shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape value shapesGraph
    suggestedShapesGraph entailment annotationProperty annotationValue annotationVarName ResultAnnotation
    Function SPARQLFunction returnType update construct Rule TripleRule SPARQLRule SPARQLConstructExecutable
    SPARQLUpdateExecutable subject predicate object condition rule Target TargetType SPARQLTarget
    SPARQLTargetType target this values expression filterShape nodes intersection union
    ExpressionConstraintComponent returns JSConstraint JSExecutable JSFunction JSLibrary JSRule JSTarget
    JSTargetType JSValidator js jsFunctionName jsLibrary jsLibraryURL codeExecutable
"""
_COMPONENTS = """
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
    MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or
    Pattern Property QualifiedMaxCount QualifiedMinCount QualifiedValueShape UniqueLang Xone SPARQL JS
"""
_PARAMETER_NODES = [
    f"{component}ConstraintComponent-{component[0].lower()}{component[1:]}" for component in _COMPONENTS.split()
]

KNOWN = frozenset(
    map(
        sh,
        (
            *PARAMETERS,
            *_CORE.split(),
            *_PARAMETER_NODES,
            *(f"{name}ConstraintComponent" for name in _COMPONENTS.split()),
        ),
    )
)
"""Every term of the SHACL namespace, with those of SHACL Advanced Features and SHACL JavaScript."""

UNSUPPORTED = {
    **{sh(name): "SHACL JavaScript" for name in ("js", "jsFunctionName", "jsLibrary", "jsLibraryURL")},
    **{sh(name): "SHACL Advanced Features" for name in ("target", "expression", "values")},
    sh("entailment"): "entailment",
}
"""Predicates that would change the results and that this engine does not run."""

IGNORED = {sh("rule"): "rules", sh("returnType"): "functions"}
"""Predicates that ask for something that this engine leaves out and says so."""
