"""SPARQL-based constraint components (SHACL 6): from their declarations to constraints at the shapes that use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cisld.graph.columns import TYPE, Columns
from cisld.rdf.literals import is_iri
from cisld.shacl.codes import ill_formed
from cisld.shacl.constraint import Constraint, Run
from cisld.shacl.reader import Reader
from cisld.shacl.result import Violation
from cisld.shacl.select import Prepared, prepare
from cisld.shacl.shape import Shape
from cisld.shacl.sparql import Sparql, filled
from cisld.shacl.values import Values
from cisld.shacl.vocabulary import sh

_RESERVED = {"this", "shapesGraph", "currentShape", "path", "PATH", "value"}


class Component(NamedTuple):
    """Hold a constraint component: SHACL 6.2, https://www.w3.org/TR/shacl/#constraint-components-parameters.

    `needed` and `optional` lead from the predicate of a parameter to the name of its variable.
    """

    node: str
    needed: dict[str, str]
    optional: dict[str, str]


class Components(NamedTuple):
    """Hold the components of a shapes graph and the nodes that only describe them."""

    declared: tuple[Component, ...] = ()
    nodes: frozenset[str] = frozenset()

    @property
    def parameters(self) -> set[str]:
        """The predicates that make a node a shape."""
        return {predicate for each in self.declared for predicate in each.needed}


class Ask(Constraint):
    """SHACL 6.2.2, https://www.w3.org/TR/shacl/#ConstraintComponents: a value node for which ASK says no."""

    query: Prepared
    constants: dict[str, str]
    templates: tuple[str, ...]
    component: str
    text: str

    def violations(self, values: Values, run: Run) -> Iterator[Violation]:
        """Yield the value nodes for which the query has no solution, asked of all of them at once."""
        if self._uses_this():
            rows = sorted(set(values.pairs()))
        else:
            rows = [(value, value) for value in sorted(values.distinct)]
        solutions = self.query.solutions(run.dataset(), ("this", "value"), rows, self.constants)
        good = {tuple(row) for row, _ in solutions}
        if self._uses_this():
            bad: Iterable[tuple[str, str]] = (pair for pair in rows if pair not in good)
        else:
            bad = values.having({value for this, value in rows if (this, value) not in good})
        for focus, value in bad:
            bound = {**self.constants, "this": focus, "value": value}
            yield Violation(focus, value, messages=tuple(filled(template, bound) for template in self.templates))

    def _uses_this(self) -> bool:
        return sum(token.variable == "this" for token in self.query.query.tokens) > 1


def components_of(graph: Columns) -> Components:
    """Return the constraint components that a shapes graph declares; raises InputError CIS102."""
    nodes = {node for cls in graph.subclasses(sh("ConstraintComponent")) for node in graph[TYPE].inverse.objects(cls)}
    nodes = {node for node in nodes if not node.startswith(sh("")[:-1])}
    parts = {each for name in _VALIDATORS for each in graph[sh(name)].values()}
    parameters = graph[sh("parameter")].values()
    declared = tuple(_component(graph, node) for node in sorted(nodes))
    return Components(declared, frozenset(nodes | parts | parameters))


def _component(graph: Columns, node: str) -> Component:
    read = Reader(graph, node, Shape)
    needed: dict[str, str] = {}
    optional: dict[str, str] = {}
    for parameter in read.all("parameter"):
        own = Reader(graph, parameter, Shape)
        path = own.only("path")
        if path is None or not is_iri(path):
            raise ill_formed("CIS102", node, "A sh:parameter without an IRI as sh:path.", "Add it.")
        name = path[1:-1].replace("#", "/").rpartition("/")[2].rpartition(":")[2]
        if not name.isidentifier() or name in _RESERVED:
            raise ill_formed("CIS102", node, f'The parameter name "{name}" is no variable.', "Choose another IRI.")
        (optional if own.boolean("optional", own.only("optional")) else needed)[path] = name
    if not needed:
        raise ill_formed("CIS102", node, "A constraint component without a mandatory parameter.", "Add sh:parameter.")
    return Component(node, needed, optional)


def constraints(read: Reader, shape: Shape, components: Components) -> Iterator[Constraint]:
    """Yield the constraints of declared components at a shape; raises InputError CIS102, CIS103, CIS109, CIS110."""
    for component in components.declared:
        if all(read.graph[path].objects(shape.node) for path in component.needed):
            for constants in _parameter_values(read, shape, component):
                yield _constraint(read, shape, component, constants)


def _parameter_values(read: Reader, shape: Shape, component: Component) -> Iterator[dict[str, str]]:
    """Yield the values of the parameters; only a component with one parameter may have many: SHACL 3.4.1."""
    names = {**component.needed, **component.optional}
    found = {name: read.graph[path].objects(shape.node) for path, name in names.items()}
    if len(names) == 1:
        yield from ({name: value} for name, values in found.items() for value in values)
        return
    for name, values in found.items():
        if len(values) > 1:
            raise ill_formed("CIS102", shape.node, f"The parameter {name} has {len(values)} values.", "Leave one.")
    yield {name: values[0] for name, values in found.items() if values}


def _constraint(read: Reader, shape: Shape, component: Component, constants: dict[str, str]) -> Constraint:
    validator, ask = _validator(read.graph, shape, component)
    own = Reader(read.graph, validator, read.shapes)
    names = {"this", "shapesGraph", "currentShape", *component.needed.values(), *component.optional.values()}
    texts = own.messages(shape.node) or Reader(read.graph, component.node, read.shapes).messages(shape.node)
    constants = {**constants, "currentShape": shape.node}
    if ask:
        query = prepare(own, "ask", shape.node, None, {"this", "value"}, names | {"value"})
        return Ask(query, constants, texts, component.node, f"The value must meet {component.node}.")
    query = prepare(own, "select", shape.node, shape.path, {"this"}, names)
    return Sparql(shape, query, constants, texts, component.node)


def _validator(graph: Columns, shape: Shape, component: Component) -> tuple[str, bool]:
    """Return the validator for the kind of shape: SHACL 6.2.3, the special one before the general one."""
    for name in ("nodeValidator" if shape.path is None else "propertyValidator", "validator"):
        for validator in graph[sh(name)].objects(component.node):
            if graph[sh("select")].objects(validator) or graph[sh("ask")].objects(validator):
                return validator, bool(graph[sh("ask")].objects(validator))
    raise ill_formed("CIS102", component.node, f"No validator fits {shape.node}.", "Add sh:validator.")


_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
