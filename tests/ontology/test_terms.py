"""The terms of the ontology: no agreed one is missing, and each is labelled, defined and shown by an example."""

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS

CISLD = "https://w3id.org/cisld/ontology#"
CODE = "https://w3id.org/cisld/code#"
ONTOLOGY = "https://w3id.org/cisld/ontology"

CLASSES = """
Actor GeopoliticalEntity State Region District Settlement TerritorialGrouping CountryGroup Organisation
InternationalOrganisation IntegrationUnion Body BilateralBody GovernmentBody DiplomaticMission Company
JointVenture CommodityExchange EnterpriseGroup EducationalInstitution JointUnit MediaOutlet Person Zone ZoneSite
ProductionSite Document Agreement InternationalTreaty TradeAgreement CommercialContract PolicyDocument LegalAct
DocumentBundle Provision LifecycleEvent Event EventSeries Project Relation Membership PartyRole PartnershipLink
Residency Stake Dealership Accreditation Delivery OfficeHolding Designation TransportService Participation
Observation Change Conflict Period Book Chapter Segment Footnote ExternalSource Attestation NameForm
"""

OBJECT_PROPERTIES = """
evidence attests modality rank start end date dateBasis locatedIn partOfPlace withinPlace inState successorOf
inGrouping groupMember administrativeCentreOf unitType organOf bodyOf establishedBetween headquartersIn
parentOrganisation foundedBy foundedOn sector agreementType documentType level partyRole inDocument party
actingThrough hasParty partyTo lifecycle stepOf stage stepActor stepForParty stepAt lifecycleStatus statusAsOf
validFrom validUntil subjectArea implements supersedes amends supplements follows rtaType zoneType
administeredBy partOfZone resident zone site capitalFrom holder venture operator brandOwner principal
dealer territory exchange accredited supplier recipient person officeIn partner linkType formalisedBy partnerOf
twinnedWith eventType inSeries organiser seriesOf inEvent participant partOfEvent alongside provisionOf
provisionType designated designation designatedFor byDocument origin destination implementedBy financedBy
inProgramme indicator reporter counterpart refPeriod productScope aboutEvent viaActor counted unit hedge kind
measureBasis setOn change changeForm comparedWith derivedFrom aboutRelation ofWhole conflictMember conflictType
resolution preferredMember segment fromSource viaFootnote assertionMode statedBy confidence issue
supportsProperty inBook inChapter reprints timeOfWriting citesSource nameForm nameStatus
residentOf memberOf supportedBy aboutProject issuedBy inBundle
identifierConfidence projectStatus accreditedAs bodyType ofIndicator within
holdsNoFact repeats
"""

DATATYPE_PROPERTIES = """
ordinal ordinalScope isoCountryCode isoAlpha2 isoSubdivisionCode wikidataId abbreviation indefinite share
exclusive officeTitle edition editionAsPrinted firstTime value valueUpper valueAsPrinted changeValue
partiesIncomplete
growthFactor formula outOf edtf earliest latest retrieved asPrinted lineStart lineEnd lineCount footnoteNumber
sourceKey urlAsPrinted
product signedOn inForceOn inception heldOn citation textDigest
"""

DERIVED = {
    "hasParty": "shortcuts",
    "partyTo": "shortcuts",
    "partnerOf": "shortcuts",
    "twinnedWith": "shortcuts",
    "residentOf": "shortcuts",
    "memberOf": "shortcuts",
    "signedOn": "dates",
    "inForceOn": "dates",
    "inception": "dates",
    "heldOn": "dates",
    "citation": "citations",
    "edtf": "periods",
    "earliest": "periods",
    "latest": "periods",
}

KINDS = {
    "classes": str(OWL.Class),
    "object properties": str(OWL.ObjectProperty),
    "datatype properties": str(OWL.DatatypeProperty),
    "annotation properties": str(OWL.AnnotationProperty),
}


def own(terms, kind):
    return {subject for subject in terms.of_type(KINDS[kind]) if subject.startswith(CISLD)}


def languages(terms, subject, predicate):
    return Counter(term.language for term in terms.facts[subject][predicate])


@pytest.mark.parametrize(
    ("kind", "names"),
    [("classes", CLASSES), ("object properties", OBJECT_PROPERTIES), ("datatype properties", DATATYPE_PROPERTIES)],
)
def test_no_agreed_term_is_missing(terms, kind, names):
    assert {CISLD + name for name in names.split()} - own(terms, kind) == set()


def test_the_agreed_lists_name_every_property_and_class(terms):
    named = {CISLD + name for name in (CLASSES + OBJECT_PROPERTIES + DATATYPE_PROPERTIES).split()}
    found = own(terms, "classes") | own(terms, "object properties") | own(terms, "datatype properties")
    assert found - named == set()


@pytest.mark.parametrize("kind", KINDS)
def test_each_term_has_english_and_russian_labels_a_definition_an_example_and_its_ontology(terms, kind):
    for subject in own(terms, kind):
        labels = languages(terms, subject, str(RDFS.label))
        assert labels["en"] == labels["ru"] == 1, subject
        assert set(labels.values()) == {1}, subject
        assert languages(terms, subject, str(SKOS.definition)) == {"en": 1}, subject
        assert languages(terms, subject, str(SKOS.example))["en"] >= 1, subject
        assert terms.values(subject, str(RDFS.isDefinedBy)) == [ONTOLOGY], subject


def test_each_class_has_a_belarusian_label(terms):
    assert [s for s in own(terms, "classes") if languages(terms, s, str(RDFS.label))["be"] != 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_unique_within_a_kind(terms, kind):
    labels = Counter(
        (term.value, term.language) for subject in own(terms, kind) for term in terms.facts[subject][str(RDFS.label)]
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_no_text_has_blanks_at_its_ends_or_two_in_a_row(terms):
    texts = [quad.object.value for quad in terms.quads if getattr(quad.object, "language", None)]
    assert [text for text in texts if text != " ".join(text.split())] == []


def test_definitions_end_with_a_full_stop(terms):
    definitions = [t.value for s in list(terms.facts) for t in terms.facts[s][str(SKOS.definition)]]
    assert [text for text in definitions if not text.endswith(".")] == []


def test_english_texts_have_no_cyrillic_letters_and_russian_ones_no_mixed_words(terms):
    mixed = re.compile(r"[A-Za-z][А-Яа-яЁёІіЎў]|[А-Яа-яЁёІіЎў][A-Za-z]")
    for quad in terms.quads:
        language, text = getattr(quad.object, "language", None), getattr(quad.object, "value", "")
        assert not (language == "en" and re.search("[\u0400-\u04ff]", text)), text
        assert not (language in ("ru", "be") and mixed.search(text)), text


def test_terms_that_examples_and_definitions_name_exist(terms):
    known = {subject for subject in list(terms.facts) if terms.facts[subject][str(RDF.type)]}
    for subject in list(terms.facts):
        for predicate in (SKOS.example, SKOS.definition):
            for text in terms.values(subject, str(predicate)):
                for prefix, name in re.findall(r"\b(cisld|code):([A-Za-z][\w-]*)", text):
                    assert (CISLD if prefix == "cisld" else CODE) + name in known, (subject, name)


def test_derived_properties_name_the_query_that_derives_them_and_no_other_does(terms):
    found = {s.removeprefix(CISLD): terms.values(s, CISLD + "derivedBy") for s in list(terms.facts)}
    assert {name: values[0] for name, values in found.items() if values} == DERIVED


def test_each_query_that_derives_properties_exists_and_names_them():
    queries = Path(__file__).resolve().parents[2] / "queries" / "derive"
    for name, stem in DERIVED.items():
        assert f"cisld:{name}" in (queries / f"{stem}.rq").read_text(encoding="utf-8"), name


def test_dates_that_vary_in_precision_have_no_range(terms):
    for name in ("signedOn", "inForceOn", "inception", "heldOn"):
        assert terms.values(CISLD + name, str(RDFS.range)) == [], name


def test_each_class_whose_members_have_iris_is_in_one_family_at_least_by_inheritance(terms):
    def families(subject):
        direct = set(terms.values(subject, CISLD + "iriFamily"))
        above = [p for p in terms.values(subject, str(RDFS.subClassOf)) if p.startswith(CISLD)]
        return direct.union(*(families(parent) for parent in above))

    for subject in own(terms, "classes") - {CISLD + "Actor"}:
        assert len(families(subject)) == 1, subject


def test_the_header_says_what_quality_gates_ask_for(terms):
    header = terms.facts[ONTOLOGY]
    dcterms, vann = "http://purl.org/dc/terms/", "http://purl.org/vocab/vann/"
    for predicate in ("title", "description", "creator", "license", "issued", "modified", "bibliographicCitation"):
        assert header[dcterms + predicate], predicate
    version = terms.values(ONTOLOGY, str(OWL.versionInfo))[0]
    assert terms.values(ONTOLOGY, str(OWL.versionIRI)) == [f"{ONTOLOGY}/{version}"]
    assert terms.values(ONTOLOGY, vann + "preferredNamespaceUri") == [CISLD]
    assert terms.values(ONTOLOGY, dcterms + "license") == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert header[str(OWL.imports)] == []
