"""Components: the table of the core parameters, each with the function that builds its constraint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from cisld.shacl import cardinality, logic, other, pairs, shapebased, strings, valuerange, valuetype
from cisld.shacl.constraint import Constraint
from cisld.shacl.reader import Reader


class Parameter(NamedTuple):
    """Hold how a parameter is read: its builder, whether it may have many values, whether node shapes may have it."""

    build: Callable[[Reader, str], Constraint | None]
    many: bool = False
    nodes: bool = True


def _range(read: Reader, value: str, name: str) -> Constraint:
    return valuerange.range_of(read, name, value)


PARAMETERS: dict[str, Parameter] = {
    "class": Parameter(valuetype.class_, many=True),
    "datatype": Parameter(valuetype.datatype),
    "nodeKind": Parameter(valuetype.node_kind),
    "minCount": Parameter(cardinality.min_count, nodes=False),
    "maxCount": Parameter(cardinality.max_count, nodes=False),
    **{
        name: Parameter(partial(_range, name=name))
        for name in ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
    },
    "minLength": Parameter(strings.min_length),
    "maxLength": Parameter(strings.max_length),
    "pattern": Parameter(strings.pattern),
    "languageIn": Parameter(strings.language_in),
    "uniqueLang": Parameter(strings.unique_lang, nodes=False),
    "equals": Parameter(pairs.equals, many=True),
    "disjoint": Parameter(pairs.disjoint, many=True),
    "lessThan": Parameter(pairs.less_than, many=True, nodes=False),
    "lessThanOrEquals": Parameter(pairs.less_than_or_equals, many=True, nodes=False),
    "not": Parameter(logic.not_, many=True),
    "and": Parameter(logic.and_, many=True),
    "or": Parameter(logic.or_, many=True),
    "xone": Parameter(logic.xone, many=True),
    "node": Parameter(shapebased.node, many=True),
    "property": Parameter(shapebased.property_, many=True),
    "qualifiedMinCount": Parameter(shapebased.qualified_min),
    "qualifiedMaxCount": Parameter(shapebased.qualified_max),
    "closed": Parameter(other.closed),
    "hasValue": Parameter(other.has_value, many=True),
    "in": Parameter(other.in_),
}
"""SHACL 4, https://www.w3.org/TR/shacl/#core-components."""
