"""Draft the facts of one chapter: short calls in, Turtle with attestations out, every term and printed value checked.

An editor who reads a chapter writes a small script of calls; this module knows the IRI rules of the data set, takes
properties and codes from the ontology (a misspelt one is refused), writes the attestations, and compares what is said
to be printed with the lines of the text. The Turtle is what is kept and reviewed; the script is thrown away.

    from draft import Chapter
    c = Chapter("003", 2, text="003.txt")
    c.figure("trade-turnover", "plc:belarus", "plc:kazakhstan", "2021", 1092500000, "CCY_USD", scope="goods-services",
             printed="$1.092.5 billion", change=("increment", "31.9", "2020"), ev=c.at(174, fn=18))
    c.save("data/facts/b003/ch02.ttl")
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cisld.files.project import load  # noqa: E402
from cisld.rdf.names import CISLD, CODE, RDFS, SKOS  # noqa: E402

PROJECT = load(ROOT)
PREFIXES = PROJECT.prefixes
LABELS = {"label": "rdfs:label", "alt": "skos:altLabel", "hidden": "skos:hiddenLabel", "note": "skos:note"}
FOREIGN = {
    "member": "org:member",
    "organization": "org:organization",
    "role": "org:role",
    "lat": "wgs:lat",
    "long": "wgs:long",
    "by_day": "schema:byDay",
}

Value = object


def _vocabulary() -> tuple[dict[str, str], dict[str, str], set[str], set[str]]:
    """Return properties with the scheme of their codes or the name of their range, and all codes and classes."""
    store = ox.Store()
    for path in PROJECT.files("ontology"):
        store.extend(ox.parse(path=path))
    schemes, ranges, codes, classes = {}, {}, set(), set()
    for quad in store:
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value
        if predicate == CISLD + "codeScheme":
            schemes[subject.removeprefix(CISLD)] = value.removeprefix(CODE)
        elif predicate == RDFS + "range":
            ranges[subject.removeprefix(CISLD)] = value
        elif predicate == SKOS + "inScheme":
            codes.add(subject.removeprefix(CODE))
        elif predicate.endswith("#type") and subject.startswith(CISLD):
            kind = value.rpartition("#")[2]
            if kind == "Class":
                classes.add(subject.removeprefix(CISLD))
            elif kind.endswith("Property"):
                ranges.setdefault(subject.removeprefix(CISLD), "")
    return schemes, ranges, codes, classes


SCHEMES, RANGES, CODES, CLASSES = _vocabulary()


@dataclass(frozen=True)
class Evidence:
    """Where a fact is said: lines, footnote, wording, mode, confidence and known defects."""

    lines: tuple[int, int]
    printed: tuple[str, ...] = ()
    fn: int | None = None
    mode: str = "author"
    confidence: str = "high"
    issue: tuple[str, ...] = ()
    note: str = ""
    supports: tuple[str, ...] = ()
    stated_by: str = ""


@dataclass
class Chapter:
    """Collect the facts of one chapter and write them as one Turtle file."""

    book: str
    number: int
    text: str = ""
    blocks: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = Path(self.text).read_text(encoding="utf-8").split("\n") if self.text else []

    # evidence

    def at(
        self,
        lines: int | tuple[int, int],
        printed: str | Sequence[str] = (),
        *,
        fn: int | None = None,
        mode: str = "author",
        confidence: str | None = None,
        issue: str | Sequence[str] = (),
        note: str = "",
        supports: str | Sequence[str] = (),
        stated_by: str = "",
    ) -> Evidence:
        """Return evidence at a line or (first, last) lines; confidence is high, or medium once there is an issue."""
        span = (lines, lines) if isinstance(lines, int) else lines
        known = _listed(issue)
        grade = confidence or ("medium" if known else "high")
        evidence = Evidence(span, _listed(printed), fn, mode, grade, known, note, _listed(supports), stated_by)
        for wording in evidence.printed:
            self._compare(wording, evidence)
        return evidence

    def _compare(self, wording: str, evidence: Evidence) -> None:
        first, last = evidence.lines
        if self.source and _plain(wording) not in _plain(" ".join(self.source[first - 1 : last])):
            self.faults.append(f"L{first}-{last}: not printed there: {wording!r}")
        if len(wording.split()) > 25:
            self.faults.append(f"L{first}-{last}: over 25 words: {wording!r}")

    def _attest(self, fact: str, evidence: Evidence) -> None:
        first, last = evidence.lines
        place = f"l{first}" if first == last else f"l{first}-{last}"
        stem = f"att:b{self.book}-l{first}"
        self.counts[stem] = number = self.counts.get(stem, 0) + 1
        self.node(
            f"{stem}-{number}",
            "Attestation",
            attests=fact,
            segment=f"src:b{self.book}-{place}",
            assertionMode=evidence.mode,
            confidence=evidence.confidence,
            asPrinted=list(evidence.printed),
            viaFootnote=f"src:b{self.book}-fn{evidence.fn}" if evidence.fn else None,
            issue=list(evidence.issue),
            supportsProperty=[_property(name) for name in evidence.supports],
            statedBy=evidence.stated_by or None,
            note=evidence.note or None,
        )

    # nodes

    def node(self, iri: str, cls: str | Sequence[str] = (), ev: Value = None, **facts: Value) -> str:
        """Add a node with its class and facts, and attest it; adding to a node again adds what is new."""
        block = self.blocks.setdefault(iri, [])
        for name in _listed(cls):
            if name not in CLASSES:
                self.faults.append(f"{iri}: no class {name}")
            _once(block, ("a", f"cisld:{name}"))
        for name, value in facts.items():
            for item in value if isinstance(value, list | tuple) else [value]:
                if item is not None and item != "":
                    _once(block, (_property(name), self._value(iri, name, item)))
        for evidence in ev if isinstance(ev, list | tuple) else [ev]:
            if isinstance(evidence, Evidence):
                self._attest(iri, evidence)
        return iri

    def attest(self, iri: str, ev: Value) -> None:
        """Attest a thing that is described elsewhere."""
        for evidence in ev if isinstance(ev, list | tuple) else [ev]:
            assert isinstance(evidence, Evidence)
            self._attest(iri, evidence)

    def _value(self, iri: str, name: str, value: Value) -> str:
        text = str(value)
        key = name.partition("_")[0] if name in ("label_ru", "label_be", "alt_ru") else name
        if name in ("label_ru", "label_be", "alt_ru"):
            return f"{_quoted(text)}@{name[-2:]}"
        if key in LABELS:
            return f"{_quoted(text)}@en"
        if name == "role":
            return self._code(iri, "role", text)
        if name in FOREIGN:
            return f'"{text}"^^xsd:decimal' if name in ("lat", "long") else text
        if name not in RANGES:
            self.faults.append(f"{iri}: no property {name}")
        if name in SCHEMES and not text.startswith("code:"):
            return self._code(iri, SCHEMES[name], text)
        return self._typed(iri, name, value)

    def _code(self, iri: str, scheme: str, text: str) -> str:
        if f"{scheme}-{text}" not in CODES:
            self.faults.append(f"{iri}: no code {scheme}-{text}")
        return f"code:{scheme}-{text}"

    def _typed(self, iri: str, name: str, value: Value) -> str:
        target, text = RANGES.get(name, ""), str(value)
        if target == CISLD + "Period":
            return f"prd:{text.replace('/', '--').replace('..', 'open')}"
        if target.endswith("Unit"):
            return text if ":" in text else f"unit:{text}"
        if isinstance(value, bool):
            return "true" if value else "false"
        if target.endswith("decimal"):
            return _decimal(text)
        if target.endswith("nteger"):  # a bare number is in the value space of xsd:positiveInteger too
            return text
        if target.endswith("date"):
            return f'"{text}"^^xsd:date'
        if target.endswith("langString"):
            return f"{_quoted(text)}@en"
        if _is_curie(text):
            return text
        if target.endswith("string") or not target:
            return _quoted(text)
        self.faults.append(f"{iri}: {name} wants {target}, not {text!r}")
        return _quoted(text)

    # kinds of facts

    def figure(
        self,
        indicator: str,
        reporter: str,
        counterpart: str | None,
        period: str,
        value: object = None,
        unit: str | None = None,
        *,
        ev: Value,
        hedge: str = "exact",
        kind: str = "actual",
        basis: str = "flow",
        scope: str | None = None,
        printed: str | None = None,
        change: tuple[object, ...] | None = None,
        suffix: str = "",
        **facts: Value,
    ) -> str:
        """Add an observation; change is (form, value as printed, base period[, hedge]); value is in base units."""
        parts = [indicator, _slug(reporter), _slug(counterpart), period.replace("/", "--"), scope]
        parts += [kind if kind != "actual" else None, suffix]
        iri = "obs:" + "--".join(part for part in parts if part and part != "unstated").replace("..", "open")
        if iri in self.blocks:
            self.faults.append(f"{iri}: this figure is there twice; give a suffix or open a conflict")
        if printed:
            for evidence in ev if isinstance(ev, list | tuple) else [ev]:
                assert isinstance(evidence, Evidence)
                self._compare(printed, evidence)
        if value is not None:
            facts |= {"value": value, "unit": unit, "hedge": hedge, "valueAsPrinted": printed}
        elif printed:
            facts["valueAsPrinted"] = printed
        if change:
            facts["change"] = self._change(iri, change)
        return self.node(
            iri,
            "Observation",
            ev,
            indicator=indicator,
            reporter=reporter,
            counterpart=counterpart,
            refPeriod=period,
            kind=kind,
            measureBasis=basis,
            productScope=scope,
            **facts,
        )

    def _change(self, iri: str, change: tuple[object, ...]) -> str:
        form, amount, base, *rest = change
        factor = FACTORS.get(str(form), lambda _: None)(Decimal(str(amount))) if amount is not None else None
        return self.node(
            f"{iri}--change",
            "Change",
            changeForm=form,
            changeValue=amount,
            growthFactor=None if factor is None else f"{factor.quantize(Decimal('0.0001')).normalize():f}",
            comparedWith=base,
            hedge=rest[0] if rest else "exact",
        )

    def document(
        self,
        slug: str,
        cls: str | Sequence[str],
        label: str,
        *,
        ev: Value,
        parties: Iterable[str] = (),
        through: dict[str, str] | None = None,
        steps: Iterable[tuple[object, ...]] = (),
        **facts: Value,
    ) -> str:
        """Add a document with a node for each party and each step (stage, period, modality[, further facts])."""
        iri = self.node(f"doc:{slug}", cls, ev, label=label, **facts)
        for party in parties:
            role = f"rel:{slug}--party--{_slug(party)}"
            self.node(role, "PartyRole", inDocument=iri, party=party, actingThrough=(through or {}).get(party))
        for stage, period, modality, *more in steps:
            self.step(slug, str(stage), period, str(modality), ev=ev, **(more[0] if more else {}))  # type: ignore[arg-type]
        return iri

    def step(
        self,
        slug: str,
        stage: str,
        period: object,
        modality: str = "actual",
        *,
        ev: Value,
        suffix: str = "",
        **facts: Value,
    ) -> str:
        """Add one step in the life of a document."""
        parts = [slug, stage, _slug(facts.get("stepForParty")), modality if modality != "actual" else "", suffix]
        iri = "rel:" + "--".join(part for part in parts if part)
        basis = facts.pop("dateBasis", "stated") if period else None
        return self.node(
            iri, "LifecycleEvent", ev, stepOf=f"doc:{slug}", stage=stage, modality=modality, date=period,
            dateBasis=basis, **facts,
        )  # fmt: skip

    def relation(self, slug: str, cls: str, *, ev: Value, modality: str = "actual", **facts: Value) -> str:
        """Add a relation node (Residency, Stake, Membership, Delivery, Accreditation, Designation …)."""
        return self.node(f"rel:{slug}", cls, ev, modality=modality, **facts)

    def link(self, a: str, b: str, kind: str, *, ev: Value, modality: str = "actual", **facts: Value) -> str:
        """Add a partnership link; its IRI is made of the two partners in alphabetical order."""
        first, second = sorted((_slug(a), _slug(b)))
        suffix = (
            "" if kind in ("twin", "partner-regions", "universities", "zones", "media", "exchanges") else f"--{kind}"
        )
        return self.relation(
            f"{first}--{second}{suffix}",
            "PartnershipLink",
            ev=ev,
            modality=modality,
            partner=[a, b],
            linkType=kind,
            **facts,
        )

    def residency(self, company: str, zone: str, *, ev: Value, **facts: Value) -> str:
        """Add the residency of a company in a zone."""
        return self.relation(
            f"{_slug(company)}--{_slug(zone)}", "Residency", ev=ev, resident=company, zone=zone, **facts
        )

    def event(
        self, slug: str, kind: str, period: str, label: str, *, ev: Value, modality: str = "actual", **facts: Value
    ) -> str:
        """Add an event."""
        return self.node(
            f"evt:{slug}", "Event", ev, label=label, eventType=kind, date=period, modality=modality, **facts
        )

    def took_part(self, event: str, *actors: str, ev: Value, **facts: Value) -> None:
        """Add the participation of each actor in an event."""
        for actor in actors:
            slug = f"{_slug(actor)}--{_slug(event)}"
            self.relation(slug, "Participation", ev=ev, inEvent=event, participant=actor, **facts)

    def conflict(
        self,
        slug: str,
        label: str,
        *members: str,
        kind: str,
        resolution: str,
        preferred: str | None = None,
        note: str = "",
    ) -> str:
        """Add a conflict of statements with the editor's finding."""
        return self.node(
            f"obs:conflict-{slug}", "Conflict", label=label, conflictMember=list(members), conflictType=kind,
            resolution=resolution, preferredMember=preferred, note=note or None,
        )  # fmt: skip

    # output

    def turtle(self) -> str:
        """Return the Turtle of all nodes, sorted."""
        used = sorted({prefix for block in self.blocks for prefix in [block.split(":")[0]]} | self._prefixes())
        lines = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in used]
        for iri in sorted(self.blocks):
            lines += ["", iri, *(f"  {name} {value} ;" for name, value in self.blocks[iri]), "."]
        return "\n".join(lines) + "\n"

    def _prefixes(self) -> set[str]:
        terms = " ".join(
            f"{name} {re.sub(_STRING, '', value)}" for block in self.blocks.values() for name, value in block
        )
        return {prefix for prefix in PREFIXES if re.search(rf"(?<![\w:]){prefix}:|\^\^{prefix}:", terms)}

    def save(self, path: str) -> None:
        """Write the file if nothing is wrong; else print every fault and exit."""
        if self.faults:
            print("\n".join(self.faults), file=sys.stderr)
            raise SystemExit(f"{len(self.faults)} faults; {path} not written")
        data = self.turtle()
        list(ox.parse(data.encode(), format=ox.RdfFormat.TURTLE))
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(data, encoding="utf-8")
        print(f"{path}: {len(self.blocks)} nodes")


FACTORS = {
    "index": lambda amount: amount / 100,
    "increment": lambda amount: 1 + amount / 100,
    "ratio": lambda amount: amount,
    "fall-ratio": lambda amount: 1 / amount,
}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value or ())  # type: ignore[arg-type]


def _once(block: list[tuple[str, str]], fact: tuple[str, str]) -> None:
    if fact not in block:
        block.append(fact)


def _property(name: str) -> str:
    if ":" in name:
        return name
    if name in ("label_ru", "label_be"):
        return "rdfs:label"
    if name == "alt_ru":
        return "skos:altLabel"
    return LABELS.get(name) or FOREIGN.get(name) or f"cisld:{name}"


def _slug(iri: object) -> str:
    return str(iri).partition(":")[2] if iri else ""


def _is_curie(text: str) -> bool:
    prefix, colon, _ = text.partition(":")
    return bool(colon) and prefix in PREFIXES and " " not in text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _decimal(text: str) -> str:
    number = Decimal(text)
    plain = f"{number:f}"
    return plain if "." in plain else f"{plain}.0"


def _plain(text: str) -> str:
    quotes = str.maketrans("“”„«»’‘–—", '"""""\'\'--')
    return re.sub(r"\s+", " ", text.replace("\\", "").replace("*", "").translate(quotes)).lower()
