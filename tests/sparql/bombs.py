"""Queries that no process survives, or that do not end: shapes by size, and bombs as they are."""

from collections.abc import Callable


def _nest(opening: str, closing: str, core: str = "", frame: str = "ASK { %s }") -> Callable[[int], str]:
    return lambda size: frame % (opening * size + core + closing * size)


def _chain(part: str, joiner: str, frame: str) -> Callable[[int], str]:
    return lambda size: frame % joiner.join(part.replace("#", str(number)) for number in range(size))


_FILTER = "ASK { FILTER(%s) }"

SHAPES: dict[str, Callable[[int], str]] = {
    "groups": _nest("{", "}"),
    "parentheses": _nest("(", ")", "1", _FILTER),
    "function calls": _nest("STR(", ")", "1", _FILTER),
    "IF": _nest("IF(true,", ",1)", "1", _FILTER),
    "not": _nest("!", "", "true", _FILTER),
    "minus signs": _nest("- ", "", "1", _FILTER),
    "sum": _chain("1", "+", _FILTER),
    "or": _chain("true", "||", _FILTER),
    "and": _chain("true", "&&", _FILTER),
    "OPTIONAL inside": _nest("OPTIONAL{", "}"),
    "OPTIONAL after": _chain("OPTIONAL{?s ?p#?o}", "", "ASK { %s }"),
    "MINUS inside": _nest("{?a ?b ?c MINUS", "}", "{?a ?b ?c}"),
    "NOT EXISTS": _nest("FILTER NOT EXISTS{", "}"),
    "subqueries": _nest("{SELECT * ", "}", "{}"),
    "UNION": _chain("{}", "UNION", "ASK { %s }"),
    "BIND": _chain("BIND(1 AS ?v#)", "", "ASK { %s }"),
    "path alternatives": _chain("<http://e/>", "|", "ASK { ?s %s ?o }"),
    "path sequence": _chain("<http://e/>", "/", "ASK { ?s %s ?o }"),
    "path parentheses": _nest("(", ")*", "<http://e/>", "ASK { ?s %s ?o }"),
    "triple patterns": _chain("?s ?p ?o", ".", "ASK { %s }"),
    "objects": _chain("?o#", ",", "ASK { ?s ?p %s }"),
    "blank nodes": _nest("[<http://e/> ", "]", "1", "ASK { ?s ?p %s }"),
    "collections": _nest("(", ")", "1", "ASK { ?s ?p %s }"),
    "a long collection": _chain("1", " ", "ASK { ?s ?p (%s) }"),
    "triple terms": _nest("<<(?s ?p ", ")>>", "?o", "ASK { ?s ?p %s }"),
}
"""Each shape that a query can grow in, as a function of its size."""

_PRODUCT = " ".join(f"VALUES ?v{number} {{ {' '.join(map(str, range(100)))} }}" for number in range(6))

ENDLESS = {
    "a count of a product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }",
    "a product in VALUES": f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
    "a path over everything": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>|!^<x:p>)* ?b . ?c (!<x:q>)* ?d . ?e ?f ?g }",
    "EXISTS in EXISTS": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l"
    " FILTER NOT EXISTS { ?m ?n ?o . ?p ?q ?r FILTER(?m = ?d && ?r = ?l && ?a = ?c) } } }",
}
"""Queries that take hours over a thousand triples."""


def _doubling(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?v{step}, ?v{step}) AS ?v{step + 1})" for step in range(times))
    return f'SELECT ?v{times} {{ BIND("0123456789abcdef" AS ?v0) {steps} }}'


HUNGRY = {
    "doubling of a string": _doubling(36),
    "a sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "a distinct product": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a result without end": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
"""Queries that take gigabytes."""

OUTWARD = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { SERVI\\u0043E <%s> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?g { <%s> } SERVICE ?g { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { FILTER EXISTS{SERVICE<%s>{?s ?p ?o}} }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <%s> { ?s ?p ?o } }",
    "ASK { SERVICE#comment\n<%s> { ?s ?p ?o } }",
    'ASK { FILTER("\\u0022" = "x") SERVICE <%s> { FILTER("" = "") } }',
    "SELECT * FROM <%s> { ?s ?p ?o }",
    "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE <http://e/> FROM <%s>",
    "LOAD <%s>",
    "LOAD SILENT <%s> INTO GRAPH <http://e/>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
]
"""Spellings that ask another server or file; each has a place for its address."""
