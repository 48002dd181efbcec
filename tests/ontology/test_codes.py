"""The code lists: each code is in one list, named by it, labelled and defined, and no agreed code is missing."""

from collections import Counter

import pytest
from rdflib import RDF, RDFS, SKOS

CISLD = "https://w3id.org/cisld/ontology#"
CODE = "https://w3id.org/cisld/code#"
QUDT = "http://qudt.org/schema/qudt/"

AGREED = {
    "accreditation": "participant broker",
    "agreement-type": (
        "treaty convention agreement protocol memorandum declaration roadmap action-plan twinning "
        "letter-of-intent framework contract"
    ),
    "basis": "flow stock cumulative",
    "body": "commission committee council business-council working-group interparliamentary",
    "change": "index increment ratio fall-ratio difference words unclear",
    "confidence": "high medium low",
    "conflict": "value rounding scope date existence",
    "counted": (
        "residents companies documents regions states persons jobs vehicles brokers students teachers "
        "projects patents lots countries institutes groups developments"
    ),
    "datebasis": "stated bracket footnote context external",
    "designation": (
        "growth-centre priority-sector basic-organisation main-trade-partner market-group counterpart-region leader"
    ),
    "document-type": "programme strategy concept action-plan roadmap law decree directive resolution",
    "event": (
        "forum session summit congress exhibition visit meeting opening trading-session conference "
        "round-table presentation talks fair competition"
    ),
    "hedge": "exact more-than at-least less-than at-most about range",
    "identifier-confidence": "two-sources one-source",
    "indicator": (
        "trade-turnover exports imports trade-balance investment fdi-net declared-investment residents jobs "
        "contract-value documents exchange-turnover output share count rank localisation price distance "
        "population coverage investment-foreign investment-fixed jobs-new residents-new sales profit wages "
        "tax area capacity export-share accreditations students"
    ),
    "issue": (
        "ocr mistranslation glued-footnote split-sentence scope-unclear date-inferred unit-slip partial-list "
        "wrong-subject"
    ),
    "kind": "actual preliminary estimate forecast plan target commitment capacity derived",
    "level": (
        "multilateral interstate intergovernmental interministerial state-region interregional intermunicipal "
        "institutional commercial"
    ),
    "link": (
        "twin partner-regions cooperation intent curatorship universities media zones exchanges diplomatic strategic"
    ),
    "modality": "actual planned proposed negotiated agreed expected cancelled",
    "mode": "author quotation footnote-title blurb inference external",
    "name": "official common former transliteration mistranslation misprint",
    "no-fact": "page-mark heading contents comment transition advertisement imprint repetition general",
    "project-status": "proposed planned under-way built working completed cancelled",
    "provision": "subprogramme objective task area",
    "rank": "preferred normal deprecated",
    "resolution": "open preferred both-valid rounding",
    "role": "member observer associate candidate chair free-trade-partner",
    "rta": "fta interim-fta cu eia psa non-preferential",
    "scope": "goods goods-services services agro-food unstated",
    "sector": (
        "trade education innovation machinery agriculture transport media general timber glass woodworking "
        "petrochemistry pharmaceuticals food it electronics construction energy mining light-industry "
        "automotive tourism health sport culture logistics finance metallurgy chemistry furniture"
    ),
    "stage": (
        "proposal negotiation draft initialling signature adoption approval ratification accession "
        "provisional in-force amendment extension suspension expiry termination"
    ),
    "status": "proposed negotiated draft initialled signed adopted in-force expired superseded unknown",
    "unit": "oblast krai republic city-region autonomous raion city-district city town",
    "zone": "fez sez industrial-park high-tech-park sub-park sdz",
}


def concepts(terms):
    return terms.of_type(str(SKOS.Concept))


@pytest.mark.parametrize("scheme", AGREED)
def test_no_agreed_code_is_missing(terms, scheme):
    assert {f"{CODE}{scheme}-{code}" for code in AGREED[scheme].split()} - concepts(terms) == set()


def test_the_agreed_lists_are_all_lists(terms):
    assert terms.of_type(str(SKOS.ConceptScheme)) == {CODE + scheme for scheme in AGREED}


def test_each_code_is_in_one_list_and_its_iri_is_list_and_notation(terms):
    for concept in concepts(terms):
        (scheme,) = terms.values(concept, str(SKOS.inScheme))
        (notation,) = terms.values(concept, str(SKOS.notation))
        assert concept == f"{scheme}-{notation}"
        assert scheme in terms.of_type(str(SKOS.ConceptScheme))


def test_each_code_and_list_has_english_and_russian_names_and_a_definition(terms):
    for subject in concepts(terms) | terms.of_type(str(SKOS.ConceptScheme)):
        labels = Counter(term.language for term in terms.facts[subject][str(SKOS.prefLabel)])
        assert labels == {"en": 1, "ru": 1}, subject
        assert len(terms.facts[subject][str(SKOS.definition)]) == 1, subject


def test_names_are_unique_within_a_list(terms):
    names = Counter(
        (terms.values(concept, str(SKOS.inScheme))[0], label.value, label.language)
        for concept in concepts(terms)
        for label in terms.facts[concept][str(SKOS.prefLabel)]
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_each_list_but_the_roles_is_used_by_a_property_and_each_property_uses_a_list(terms):
    used = {value for subject in list(terms.facts) for value in terms.values(subject, CISLD + "codeScheme")}
    assert used == terms.of_type(str(SKOS.ConceptScheme)) - {CODE + "role"}


def test_properties_with_a_list_have_concepts_as_range_and_only_they(terms):
    listed = {subject for subject in list(terms.facts) if terms.facts[subject][CISLD + "codeScheme"]}
    ranged = {subject for subject in list(terms.facts) if str(SKOS.Concept) in terms.values(subject, str(RDFS.range))}
    assert listed == ranged


def test_roles_are_roles_of_the_organisation_ontology(terms):
    roles = {c for c in concepts(terms) if terms.values(c, str(SKOS.inScheme)) == [CODE + "role"]}
    assert roles == terms.of_type("http://www.w3.org/ns/org#Role")


def test_quantity_kinds_are_declared_and_given_to_indicators_only(terms):
    for concept in concepts(terms):
        kinds = terms.values(concept, QUDT + "hasQuantityKind")
        assert len(kinds) <= 1
        assert set(kinds) <= terms.of_type(QUDT + "QuantityKind")
        assert not kinds or concept.startswith(CODE + "indicator-"), concept


def test_units_are_in_base_size_for_money(terms):
    units = {unit.rpartition("/")[2] for unit in terms.of_type(QUDT + "Unit")}
    assert {"CCY_USD", "CCY_BYN", "CCY_EUR", "CCY_CNY", "CCY_RUB", "PERCENT", "NUM", "TONNE", "M3"} <= units
    assert [unit for unit in units if "CCY" in unit and not unit.startswith("CCY_")] == []
    assert all(len(terms.facts[unit][str(RDFS.label)]) == 2 for unit in terms.of_type(QUDT + "Unit"))


def test_no_code_has_another_type_than_concept_and_role(terms):
    allowed = {str(SKOS.Concept), "http://www.w3.org/ns/org#Role"}
    assert all(set(terms.values(concept, str(RDF.type))) <= allowed for concept in concepts(terms))
