"""Identifiers: a graph in; identifiers and literals that name the wrong thing, or look like what they are not, out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from cisld.checks.characters import composed, hidden, mixed
from cisld.checks.finding import Fact, Finding, stated
from cisld.checks.owl import DIFFERENT, DISJOINT, SAME, SUBCLASS, TYPE
from cisld.errors import InputError
from cisld.files.parse import read
from cisld.graph.columns import Columns, reachable
from cisld.rdf.datatypes import INTEGERS, well_formed
from cisld.rdf.literals import is_iri, is_literal, lexical, literal
from cisld.rdf.names import CISLD, SCHEMA, SKOS, WELL_KNOWN, XSD

Kinds = Mapping[str, tuple[str, ...]]
"""The classes (values of P31) of a Wikidata item by its QID."""

WIKIDATA_ID = f"<{CISLD}wikidataId>"
LINKS = (SAME, f"<{SCHEMA}sameAs>", "<http://schema.org/sameAs>", f"<{SKOS}exactMatch>")
"""The properties that say that two IRIs name one thing."""

_WIKIDATA = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki|item|prop|Special:EntityData)", re.I)
_ITEM = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9]\d{0,9})\Z")
_QID = re.compile(r"Q[1-9]\d{0,9}\Z")
_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})|%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_AS_IT_STOOD = re.compile(r"(AsPrinted|asPrinted|hiddenLabel|literalForm|excerpt|quotation)>\Z")
_DECIMAL = re.compile(r"[+-]?0*(\d*)(?:\.(\d*?)0*)?\Z")
_MOST = 2**127 // 10**18
_ISO_639_1 = frozenset(
    re.findall(
        "..",
        "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfyga"
        "gdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulv"
        "mgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgshsiskslsmsnsosq"
        "srssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu",
    )
)
"""The two-letter codes of languages, one after the other."""
_COUNTRIES = {"by": "be", "ua": "uk", "kz": "kk", "kg": "ky", "cn": "zh", "jp": "ja", "cz": "cs", "dk": "da",
              "se": "sv", "gr": "el", "ir": "fa", "ge": "ka", "am": "hy", "rs": "sr", "in": "hi", "br": "pt",
              "ee": "et", "tj": "tg", "md": "ro", "vn": "vi"}  # fmt: skip
"""Codes of countries, and the language that is meant when one stands for a language; some are languages too."""


def check(columns: Columns, kinds: Kinds | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the identifiers, IRIs and literals of a graph.

    >>> list(check(Columns()))
    []
    """
    yield from _wikidata(columns, kinds or {})
    yield from _cliques(columns)
    yield from _terms(columns)


def kinds(paths: Iterable[Path]) -> Kinds:
    """Read the classes of items from snapshots of Wikidata: JSON, {"Q184": {"P31": ["Q3624078"]}}, also under "items".

    Raises InputError CIS002, CIS003, CIS005.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        try:
            loaded = json.loads(read(path).decode())
        except UnicodeDecodeError:
            raise InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", str(path)) from None
        except (json.JSONDecodeError, RecursionError):
            raise InputError("CIS005", "Not JSON.", "Write the snapshot anew.", str(path)) from None
        items = loaded.get("items", loaded) if isinstance(loaded, dict) else {}
        for qid, said in items.items() if isinstance(items, dict) else ():
            classes = said.get("P31") if isinstance(said, dict) else None
            if _QID.match(qid) and isinstance(classes, list):
                found[qid] = tuple(each for each in classes if isinstance(each, str))
    return found


def _wikidata(columns: Columns, kinds: Kinds) -> Iterator[Finding]:
    """Judge the items that things are said to be, by link or by identifier."""
    by_item: dict[str, dict[str, Fact]] = defaultdict(dict)
    by_thing: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in columns.triples((*LINKS, WIKIDATA_ID)):
        if fact[1] != WIKIDATA_ID and not _WIKIDATA.match(fact[2][1:]):
            continue
        found = _QID.match(lexical(fact[2])) if fact[1] == WIKIDATA_ID else _ITEM.match(lexical(fact[2]))
        if not found:
            if fact[1] != WIKIDATA_ID and not _VARIANT.match(fact[2][1:]):  # a shape judges what stands at wikidataId
                yield _odd_item(fact)
            continue
        by_item[found[found.re.groups]].setdefault(fact[0], fact)
        by_thing[fact[0]].setdefault(found[found.re.groups], fact)
    yield from _shared(by_item)
    for thing, items in by_thing.items():
        if len(items) > 1:
            what = f"{thing} is said to be {len(items)} items of Wikidata: {', '.join(sorted(items))}."
            facts = tuple(items.values())
            yield Finding("CIS312", "violation", what, "Keep the right one.", facts[-1], tuple(map(stated, facts)))
    yield from _other_kind(columns, by_item, kinds)


def _odd_item(fact: Fact) -> Finding:
    what = f"{fact[2]} is not the IRI of an item of Wikidata."
    todo = "Write http://www.wikidata.org/entity/ and Q with digits."
    return Finding("CIS310", "violation", what, todo, fact)


def _shared(by_item: Mapping[str, Mapping[str, Fact]]) -> Iterator[Finding]:
    for item, things in by_item.items():
        if len(things) > 1 and any(fact[1] != WIKIDATA_ID for fact in things.values()):
            what = f"{len(things)} things are said to be {item}: {', '.join(sorted(things))}."
            facts = tuple(things.values())
            todo = "Make them one thing, or find the right items."
            yield Finding("CIS311", "violation", what, todo, facts[-1], tuple(map(stated, facts)))


def _other_kind(columns: Columns, by_item: Mapping[str, Mapping[str, Fact]], kinds: Kinds) -> Iterator[Finding]:
    """Find a thing whose class excludes that of most things with an item of the same class."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for item, things in by_item.items():
        for cls in kinds.get(item, ()):
            groups[cls] += things.values()
    told: set[str] = set()
    for cls, members in sorted(groups.items()):
        by_types = _by_types(columns, members)
        for types, facts in by_types.items():
            rivals = [fact for other in by_types if _exclude(columns, types, other) for fact in by_types[other]]
            for fact in facts if len(rivals) * 2 > len(members) > 2 else ():
                if fact[0] not in told:
                    told.add(fact[0])
                    yield _odd_kind(fact, cls, rivals)


def _odd_kind(fact: Fact, cls: str, rivals: list[Fact]) -> Finding:
    what = f"{fact[2]} is an instance of {cls}, as are {len(rivals)} items of things that {fact[0]} cannot be"
    todo = "Look at the item: it is perhaps a namesake."
    return Finding("CIS313", "warning", f"{what}, such as {rivals[0][0]}.", todo, fact)


def _by_types(columns: Columns, facts: Iterable[Fact]) -> dict[frozenset[str], list[Fact]]:
    """Group facts by the types of their subjects, so that types are compared and not things."""
    groups: dict[frozenset[str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[frozenset(columns[TYPE].objects(fact[0]))].append(fact)
    return groups


def _exclude(columns: Columns, some: frozenset[str], others: frozenset[str]) -> bool:
    mine, theirs = (reachable(set(each), columns[SUBCLASS]) for each in (some, others))
    disjoint = columns[DISJOINT]
    return any(set(disjoint.objects(a)) & y for x, y in ((mine, theirs), (theirs, mine)) for a in x)


def _cliques(columns: Columns) -> Iterator[Finding]:
    """Find things that are linked as one and said to be different, by links that OWL does not follow."""
    linked: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in columns.triples(LINKS[1:]):
        if is_iri(fact[2]):
            linked[fact[2]].setdefault(fact[0], fact)
    for facts in linked.values():
        if len(facts) > 1:
            for one, other, apart in (*_different(columns, facts), *_disjoint(columns, facts)):
                what = f"{one[0]} and {other[0]} are different, but both are said to be {one[2]}."
                because = (stated(one), stated(other), *map(stated, apart))
                yield Finding("CIS314", "violation", what, "Keep the link of one of them.", other, because)


def _different(columns: Columns, facts: Mapping[str, Fact]) -> Iterator[tuple[Fact, Fact, list[Fact]]]:
    for thing, fact in facts.items():
        for other in columns[DIFFERENT].objects(thing):
            if other in facts and not (other < thing and thing in columns[DIFFERENT].objects(other)):
                yield fact, facts[other], [(thing, DIFFERENT, other)]


def _disjoint(columns: Columns, facts: Mapping[str, Fact]) -> Iterator[tuple[Fact, Fact, list[Fact]]]:
    """Yield the first thing of each two groups whose types exclude each other."""
    groups = _by_types(columns, facts.values())
    for some, others in combinations(groups, 2):
        if _exclude(columns, some, others):
            yield groups[some][0], groups[others][0], []


def _terms(columns: Columns) -> Iterator[Finding]:
    """Judge each term once, at the first triple that has it; a literal once for each predicate."""
    iris: dict[str, Fact] = {}
    for predicate in columns.by_predicate:
        quoted = bool(_AS_IT_STOOD.search(predicate))
        seen: set[str] = set()
        for subject, object in columns[predicate].pairs():
            fact = (subject, predicate, object)
            for term in (subject, predicate, object):
                if is_iri(term):
                    iris.setdefault(term, fact)
            if object not in seen and is_literal(object):
                seen.add(object)
                yield from _literal(fact, quoted)
    for term, fact in iris.items():
        yield from _iri(term, fact)


def _iri(term: str, fact: Fact) -> Iterator[Finding]:
    iri = term[1:-1]
    variant = _VARIANT.match(iri)
    if variant and not iri.startswith(_NAMESPACES):
        right = _VARIANTS[variant[0]]
        todo = f"Write <{right}{iri[variant.end() :]}>."
        yield Finding(
            "CIS315", "violation", f"{term} is written in another way than its namespace, {right}.", todo, fact
        )
    for escaped in dict.fromkeys(_ESCAPED.findall(iri)):
        if problem := _escape(escaped):
            yield Finding("CIS316", "warning", f"{term} has {escaped}, {problem}.", "Write it in its usual form.", fact)
    if not iri.isascii():
        yield from _looks(term, iri, fact)


def _escape(escaped: str) -> str:
    if len(escaped) < 3:
        return "which escapes nothing"
    if escaped == "%25":
        return "an escaped percent sign: it may have been escaped twice"
    if _UNRESERVED.match(chr(int(escaped[1:], 16))):
        return "a character that needs no escape"
    return "" if escaped == escaped.upper() else "with small letters, which makes it another IRI"


def _looks(term: str, text: str, fact: Fact, quoted: bool = False) -> Iterator[Finding]:
    for name, bidi in hidden(text):
        severity = "violation" if bidi or is_iri(term) else "warning"
        yield Finding("CIS318", severity, f"{_cut(term)} has {name}.", "Take it out.", fact)
    for word, names in () if quoted else mixed(text):
        yield Finding("CIS317", "warning", f'"{word}" in {_cut(term)} has {names}.', "Write one script a word.", fact)
    if not composed(text):
        what = f"{_cut(term)} is not in Unicode Normalization Form C."
        yield Finding("CIS319", "warning", what, "Normalise it.", fact)


def _cut(term: str) -> str:
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04X}" for char in term)
    return shown if len(shown) < 80 else f'{shown[:76]} …"'


def _literal(fact: Fact, quoted: bool) -> Iterator[Finding]:
    term = fact[2]
    text, datatype, tag = literal(term)
    if not (text.isascii() and text.isprintable()):
        yield from _looks(term, text, fact, quoted)
    if tag:
        yield from _language(fact, tag.lower())
    elif datatype != XSD + "string":
        if not well_formed(text, datatype):
            what, todo = (
                f'"{text}" is no <{datatype}>.',
                "Write a value of the datatype; a date must be in the calendar.",
            )
            yield Finding("CIS322", "violation", what, todo, fact)
        elif problem := _too_large(text, datatype):
            yield Finding("CIS321", "warning", f"{_cut(term)} {problem}.", "Queries cannot sum it: round it.", fact)


def _language(fact: Fact, tag: str) -> Iterator[Finding]:
    primary = tag.partition("-")[0]
    if len(primary) == 2 and primary not in _ISO_639_1:
        like = _COUNTRIES.get(primary)
        todo = f'That is a country; write "{like}".' if like else "See ISO 639."
        yield Finding("CIS320", "violation", f'"{tag}" is no language.', todo, fact)


def _too_large(text: str, datatype: str) -> str:
    """Tell what of a number is beyond an integer of 64 bits, or a decimal of 128 bits with 18 fraction digits."""
    if datatype in INTEGERS:
        value = text.lstrip("+-").lstrip("0") or "0"
        return "is beyond 64 bits" if len(value) > 19 or int(value) >= 2**63 else ""
    found = _DECIMAL.match(text) if datatype == XSD + "decimal" else None
    if found and len(found[2] or "") > 18:
        return "has more than 18 fraction digits"
    return "is beyond 128 bits" if found and (len(found[1]) > 21 or int(found[1] or 0) > _MOST) else ""


def _other_ways(namespace: str) -> Iterator[str]:
    """Yield the ways in which people write a namespace wrongly: another scheme, with or without www."""
    scheme, _, rest = namespace.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme, "")
    bare = rest.removeprefix("www.")
    for one in (scheme, other):
        for host in (bare, f"www.{bare}"):
            if one and f"{one}://{host}" != namespace:
                yield f"{one}://{host}"


_VARIANTS = {way: right for right in WELL_KNOWN.values() for way in _other_ways(right)}
_VARIANT = re.compile("|".join(map(re.escape, sorted(_VARIANTS, key=len, reverse=True))))
_NAMESPACES = tuple(WELL_KNOWN.values())
