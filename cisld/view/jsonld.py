"""JSON-LD: quads as written in, compacted JSON-LD 1.1 out, by subject, sorted, and read back as the same quads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from cisld.errors import UsageError
from cisld.rdf.names import CISLD, RDF, RDFS, XSD
from cisld.view.context import ID, LANGUAGE, NONE, Clash, Context, Term
from cisld.view.nodes import NIL, Nodes, Object, Subject, group, order

TYPE = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_ATTESTS, _SEGMENT = CISLD + "attests", CISLD + "segment"
Json = Any

_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_DOUBLE = re.compile(r"-?[1-9]\.(?:0|[0-9]{0,13}[1-9])E(?:0|-?[1-9][0-9]{0,2})\Z")
_TEXT, _LANGUAGE_TEXT = XSD + "string", RDF + "langString"
_FIRST_KEYS = {"id": "0", "type": "1", "label": "2", "prefLabel": "3", "altLabel": "4"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def dumps(quads: Iterable[ox.Quad], context: Context) -> str:
    """Return quads as one JSON-LD document whose statements are exactly those of the quads.

    With an address in the context the document refers to it, else it holds the terms and prefixes that it uses.
    Blank nodes and lists used once are written in place. Raises UsageError CIS050 for triple terms.
    JSON-LD 1.1 API 8, https://www.w3.org/TR/json-ld11-api/#serialize-rdf-as-json-ld-algorithm

    >>> quads = ox.parse('<http://e/s> a <http://e/C> ; <http://e/p> 1 .', format=ox.RdfFormat.TURTLE)
    >>> print(dumps(quads, Context({"e": "http://e/"})))
    {
      "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "e": "http://e/"
      },
      "@graph": [
        {
          "id": "e:s",
          "type": "e:C",
          "e:p": 1
        }
      ]
    }
    <BLANKLINE>
    """
    graphs = group(quads)
    while True:
        try:
            writer = Compaction(context)
            blocks = [
                block for name in sorted(graphs, key=_graph_order) for block in _graph(writer, name, graphs[name])
            ]
            return _page(writer.context_document(), blocks)
        except Clash as clash:
            context = context.without(str(clash))


def document(iri: str, nodes: Nodes, context: Context, limit: int | None = None) -> dict[str, Json]:
    """Return the JSON-LD tree of one thing: what is said of it, what points to it, and where each of these is attested.

    `nodes` is one graph of `group(merged(...))` over the files; `limit` is how many nodes to show under each reverse
    property. The tree holds only statements of the data: things pointed to carry their labels, relations that point
    to the thing stand whole under `reverse`, attestations hold their segment with its book and lines. Where nothing
    is said of the IRI and nothing points to it, the tree has only `@context` and `id`.
    JSON-LD 1.1 4.8, https://www.w3.org/TR/json-ld11/#reverse-properties

    >>> turtle = "<http://e/r> <http://e/party> <http://e/s> ; <http://e/role> <http://e/observer> ."
    >>> nodes = group(ox.parse(turtle, format=ox.RdfFormat.TURTLE))[ox.DefaultGraph()]
    >>> document("http://e/s", nodes, Context({"e": "http://e/"}))["reverse"]
    {'e:party': {'id': 'e:r', 'e:role': {'id': 'e:observer'}}}
    """
    while True:
        tree = _Tree(context, nodes, limit)
        try:
            made = tree.whole(ox.NamedNode(iri))
            return {"@context": tree.context_document(), **made}
        except Clash as clash:
            context = context.without(str(clash))


class Compaction:
    """Write terms and nodes under a context, noting which of its terms and prefixes were used."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.used: set[str] = set()
        self._curies: dict[str, str] = {}

    def context_document(self) -> Json:
        """Return what stands as `@context`: the address with what it lacks, else the terms and prefixes in use."""
        if not self.context.address:
            return self.context.document(self.used)
        if not self.context.dropped:
            return self.context.address
        return [self.context.address, dict.fromkeys(sorted(self.context.dropped))]

    def curie(self, iri: str) -> str:
        """Return the compact form of an IRI as a value of `@id`."""
        short = self._curies.get(iri)
        if short is None:
            short = self._curies[iri] = self.context.curie(iri)
            if short is not iri:
                self.used.add(short.partition(":")[0])
        return short

    def name(self, iri: str) -> str:
        """Return the compact form of an IRI as a key or a value of `@type`."""
        if term := self.context.key(iri):
            self.used.add(term.name)
            return term.name
        return self.curie(iri)

    def node(self, subject: Subject, nodes: Nodes) -> dict[str, Json]:
        """Return a subject with all that is said of it."""
        made: dict[str, Json] = {} if subject in nodes.inline else {"id": self.identify(subject)}
        for predicate, objects in nodes.properties[subject].items():
            if predicate == TYPE:
                self._types(made, objects, nodes)
            else:
                self.add(made, predicate.value, objects, nodes)
        return dict(sorted(made.items(), key=_key_order))

    def add(self, made: dict[str, Json], predicate: str, objects: list[Object], nodes: Nodes) -> None:
        """Add the objects of a predicate to a node under its term, or what its term cannot hold under its IRI."""
        term = self.context.key(predicate)
        if term is not None and term.coercion == LANGUAGE:
            objects = self._texts(made, term, objects)
            term = None
        if not objects:
            return
        if term is not None:
            self.used.add(term.name)
        values = [self.value(object, term.coercion if term else "", nodes) for object in objects]
        made[term.name if term else self.curie(predicate)] = values[0] if len(values) == 1 else values

    def identify(self, node: Subject) -> str:
        """Return the value of `@id` for a node."""
        self.used.add("id")
        return self.curie(node.value) if isinstance(node, ox.NamedNode) else f"_:{node.value}"

    def value(self, term: Object, coercion: str, nodes: Nodes) -> Json:
        """Return an object as a value of a property with this coercion."""
        if isinstance(term, ox.Literal):
            return self.literal(term, coercion)
        if isinstance(term, ox.Triple):
            raise UsageError("CIS050", "A triple term, which JSON-LD 1.1 cannot hold.", "Use turtle or ntriples.")
        if term == NIL or term in nodes.lists:
            return {"@list": [self.value(item, coercion, nodes) for item in nodes.lists.get(term, [])]}
        if term in nodes.inline:
            return self.node(term, nodes)
        return self.identify(term) if coercion == ID else {"id": self.identify(term)}

    def literal(self, literal: ox.Literal, coercion: str) -> Json:
        """Return a literal as written: a JSON number or boolean only where it is read back as the same literal.

        JSON-LD 1.1 API 8.2 and 8.6, https://www.w3.org/TR/json-ld11-api/#data-round-tripping

        >>> writer = Compaction(Context({"xsd": XSD}))
        >>> [writer.literal(ox.Literal(text, datatype=ox.NamedNode(XSD + "integer")), "") for text in ("1", "01")]
        [1, {'@value': '01', '@type': 'xsd:integer'}]
        """
        text, datatype = literal.value, literal.datatype.value
        if literal.language:
            tagged = {"@value": text, "@language": literal.language}
            return tagged | {"@direction": str(literal.direction)} if literal.direction else tagged
        native = _native(text, datatype) if coercion in ("", datatype) else None
        if native is not None:
            return native
        if datatype == coercion or (datatype == _TEXT and not coercion):
            return text
        return {"@value": text} if datatype == _TEXT else {"@value": text, "@type": self.name(datatype)}

    def _types(self, made: dict[str, Json], objects: list[Object], nodes: Nodes) -> None:
        names = [self.name(term.value) for term in objects if isinstance(term, ox.NamedNode)]
        if names:
            self.used.add("type")
            made["type"] = names[0] if len(names) == 1 else sorted(names)
        if others := [term for term in objects if not isinstance(term, ox.NamedNode)]:
            made[self.curie(TYPE.value)] = [self.value(term, "", nodes) for term in others]

    def _texts(self, made: dict[str, Json], term: Term, objects: list[Object]) -> list[Object]:
        """Put texts into the language map of a term and return the objects that it cannot hold."""
        texts: dict[str, list[str]] = {}
        rest: list[Object] = []
        for object in objects:
            if isinstance(object, ox.Literal) and _fits_map(object):
                texts.setdefault(object.language or NONE, []).append(object.value)
            else:
                rest.append(object)
        if texts:
            self.used.add(term.name)
            made[term.name] = {tag: found[0] if len(found) == 1 else found for tag, found in sorted(texts.items())}
        return rest


class _Tree(Compaction):
    """Write one thing with its surroundings; see `document`."""

    def __init__(self, context: Context, nodes: Nodes, limit: int | None) -> None:
        super().__init__(context)
        self.nodes, self.limit = nodes, limit
        self.uses: dict[Object, dict[str, list[Subject]]] = {}
        for subject, properties in nodes.properties.items():
            for predicate, objects in properties.items():
                for term in objects:
                    if isinstance(term, ox.NamedNode):
                        self.uses.setdefault(term, {}).setdefault(predicate.value, []).append(subject)

    def whole(self, thing: ox.NamedNode) -> dict[str, Json]:
        """Return the thing, and under `reverse` all that points to it, each with its attestations."""
        made = self.node(thing, self.nodes) if thing in self.nodes.properties else {"id": self.identify(thing)}
        reverse = {
            self._reverse_key(predicate): self._list(predicate, thing) for predicate in sorted(self.uses.get(thing, ()))
        }
        return {**made, **self._reversed(reverse)}

    def value(self, term: Object, coercion: str, nodes: Nodes) -> Json:
        """Return an object; one that has labels comes with them."""
        labels = self._labels(term) if isinstance(term, ox.NamedNode) and term != NIL else {}
        return {"id": self.identify(term), **labels} if labels else super().value(term, coercion, nodes)  # type: ignore[arg-type]

    def _list(self, predicate: str, thing: Subject) -> Json:
        subjects = sorted(self.uses[thing][predicate], key=order)[: self.limit]
        found = [self._pointing(subject, predicate, thing) for subject in subjects]
        return found[0] if len(found) == 1 else found

    def _pointing(self, subject: Subject, predicate: str, thing: Subject) -> dict[str, Json]:
        """Return what points to the thing, without repeating the statement that does, and with its attestations."""
        made = self.node(subject, self.nodes)
        if self.nodes.properties[subject][ox.NamedNode(predicate)] == [thing]:
            made.pop("type" if predicate == TYPE.value else self.name(predicate))
        if predicate == _ATTESTS:
            self._segments(made, subject)
        elif _ATTESTS in self.uses.get(subject, {}):
            made |= self._reversed({self.name(_ATTESTS): self._list(_ATTESTS, subject)})
        return made

    def _reversed(self, properties: dict[str, Json]) -> dict[str, Json]:
        if properties:
            self.used.add("reverse")
        return {"reverse": properties} if properties else {}

    def _segments(self, made: dict[str, Json], attestation: Subject) -> None:
        segments = self.nodes.properties[attestation].get(ox.NamedNode(_SEGMENT), [])
        whole = [
            self.node(node, self.nodes)
            for node in segments
            if not isinstance(node, ox.Literal | ox.Triple) and node in self.nodes.properties
        ]
        if whole:
            made[self.name(_SEGMENT)] = whole[0] if len(whole) == 1 else whole

    def _labels(self, term: ox.NamedNode) -> dict[str, Json]:
        made: dict[str, Json] = {}
        if objects := self.nodes.properties.get(term, {}).get(_LABEL):
            self.add(made, _LABEL.value, objects, self.nodes)
        return made

    def _reverse_key(self, predicate: str) -> str:
        """Return the key of a reverse property; a language map cannot be reversed (JSON-LD 1.1 9.15.1)."""
        term = self.context.key(predicate)
        return self.curie(predicate) if term and term.coercion == LANGUAGE else self.name(predicate)


def _fits_map(literal: ox.Literal) -> bool:
    return literal.datatype.value in (_TEXT, _LANGUAGE_TEXT)


def _native(text: str, datatype: str) -> Json:
    """Return the JSON number or boolean that every processor turns into this very literal, else None."""
    if datatype == XSD + "integer" and _INTEGER.match(text):
        return int(text)
    if datatype == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype == XSD + "double" and _DOUBLE.match(text):
        number = float(text)
        return number if -1e15 < number < 1e15 and not number.is_integer() else None
    return None


def _graph(writer: Compaction, name: Subject | ox.DefaultGraph, nodes: Nodes) -> Iterator[str]:
    if isinstance(name, ox.DefaultGraph):
        yield from (_block(writer.node(subject, nodes), "    ") for subject in nodes.roots())
        return
    inner = ",\n".join(_block(writer.node(subject, nodes), "        ") for subject in nodes.roots())
    yield f'    {{\n      "id": {_encode(writer.identify(name))},\n      "@graph": [\n{inner}\n      ]\n    }}'


def _block(node: dict[str, Json], indent: str) -> str:
    """Return a node with one property a line."""
    lines = ",\n".join(f"{indent}  {_encode(key)}: {_encode(value)}" for key, value in node.items())
    return f"{indent}{{\n{lines}\n{indent}}}"


def _page(context: Json, blocks: list[str]) -> str:
    head = _encode(context) if not isinstance(context, dict) else _block(context, "  ").lstrip()
    body = "[\n" + ",\n".join(blocks) + "\n  ]" if blocks else "[]"
    return f'{{\n  "@context": {head},\n  "@graph": {body}\n}}\n'


def _graph_order(name: Subject | ox.DefaultGraph) -> tuple[int, int, str, str]:
    return (-1, 0, "", "") if isinstance(name, ox.DefaultGraph) else order(name)


def _key_order(item: tuple[str, Json]) -> tuple[str, str]:
    return (_FIRST_KEYS.get(item[0], "5"), item[0])
