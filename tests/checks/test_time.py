"""Time: what cannot be so is found, and what can be so with imprecise dates is not."""

from __future__ import annotations

import pytest

from cisld.checks.finding import Finding
from cisld.checks.time import check
from tests.checks.graphs import columns


def day(name: str, first: str, last: str = "") -> str:
    return f':{name} cisld:earliest "{first}"^^xsd:date' + (f' ; cisld:latest "{last}"^^xsd:date .' if last else " .")


PERIODS = " ".join(
    [
        day("y2020", "2020-01-01", "2020-12-31"),
        day("may2020", "2020-05-01", "2020-05-31"),
        day("y2021", "2021-01-01", "2021-12-31"),
        day("y2022", "2022-01-01", "2022-12-31"),
        day("y2023", "2023-01-01", "2023-12-31"),
    ]
)
CLASSES = ":Link rdfs:subClassOf cisld:Relation . cisld:Residency rdfs:subClassOf cisld:Relation . "
WRITTEN = (
    ":s cisld:inBook :book ; cisld:inChapter :chapter . :book cisld:timeOfWriting :y2021 ."
    " :t cisld:attests :x ; cisld:segment :s . :x cisld:modality code:modality-actual . "
)

BAD = {
    "an event series ends before it starts": ("CIS330", ":x cisld:start :y2021 ; cisld:end :y2020 ."),
    "literal dates in the wrong order": (
        "CIS330",
        ':x schema:startDate "2021-05"^^xsd:gYearMonth ; schema:endDate "2021-04-30"^^xsd:date .',
    ),
    "a session after its forum": ("CIS331", ":x cisld:date :y2021 ; cisld:partOfEvent :f . :f cisld:date :may2020 ."),
    "an event before its series began": (
        "CIS331",
        ":x cisld:date :may2020 ; cisld:inSeries :f . :f cisld:start :y2021 .",
    ),
    "a project after its programme": (
        "CIS331",
        ":x cisld:start :y2022 ; cisld:inProgramme :f . :f cisld:validFrom :y2020 ; cisld:validUntil :y2021 .",
    ),
    "a figure of an event of another year": (
        "CIS331",
        ":x cisld:refPeriod :y2021 ; cisld:aboutEvent :f . :f cisld:date :may2020 .",
    ),
    "an event after the book": ("CIS332", WRITTEN + ":x a cisld:Event ; cisld:date :y2022 ."),
    "a zone founded after the book": (
        "CIS332",
        WRITTEN.replace("cisld:modality code:modality-actual", "a cisld:Zone") + ":x cisld:foundedOn :y2022 .",
    ),
    "a project completed after the book": (
        "CIS332",
        WRITTEN.replace("cisld:modality code:modality-actual", "cisld:projectStatus code:project-status-completed")
        + ":x cisld:end :y2022 .",
    ),
    "an event after the chapter": (
        "CIS332",
        WRITTEN + ":chapter cisld:timeOfWriting :y2020 . :x cisld:date :y2021 .",
    ),
    "an event after the book, with a later source for its name": (
        "CIS332",
        WRITTEN + ':x cisld:date :y2022 . :u cisld:attests :x ; cisld:retrieved "2026-01-01"^^xsd:date ;'
        " cisld:supportsProperty rdfs:label .",
    ),
    "this year without a basis": (
        "CIS333",
        ':t cisld:attests :x ; cisld:asPrinted "opened this year" . :x cisld:start :y2021 .',
    ),
    "a year that nobody chairs": (
        "CIS334",
        ":m org:role code:role-chair ; org:organization :o ; cisld:start :y2020 ; cisld:end :y2020 ."
        " :n org:role code:role-chair ; org:organization :o ; cisld:start :y2022 ; cisld:end :y2022 .",
    ),
    "a link older than its partner": (
        "CIS335",
        ":x a :Link ; cisld:partner :u ; cisld:start :y2020 . :u cisld:foundedOn :y2021 .",
    ),
}

GOOD = {
    "one year for start and end": ":x cisld:start :y2020 ; cisld:end :may2020 .",
    "an open end": ":x cisld:start :y2020 ; cisld:end :open . " + day("open", "2019-01-01"),
    "a relation, which has a rule": ":x a :Link ; cisld:start :y2021 ; cisld:end :y2020 .",
    "a session within the year of its forum": ":x cisld:date :may2020 ; cisld:partOfEvent :f . :f cisld:date :y2020 .",
    "an event of a series that goes on": ":x cisld:date :y2022 ; cisld:inSeries :f . :f cisld:start :y2020 .",
    "a project within its programme": (
        ":x cisld:start :may2020 ; cisld:inProgramme :f . :f cisld:validFrom :y2020 ; cisld:validUntil :y2021 ."
    ),
    "an event of the year of the book": WRITTEN + ":x a cisld:Event ; cisld:date :y2021 .",
    "a plan": WRITTEN.replace("modality-actual", "modality-planned") + ":x cisld:date :y2022 .",
    "a step, which has a rule": WRITTEN + ":x a cisld:LifecycleEvent ; cisld:date :y2022 .",
    "an end to come": WRITTEN + ":x cisld:start :y2020 ; cisld:end :y2023 .",
    "a later second source": (
        WRITTEN + ':x cisld:date :y2022 . :u cisld:attests :x ; cisld:retrieved "2026-01-01"^^xsd:date .'
    ),
    "this year with a basis": (
        ':t cisld:attests :x ; cisld:asPrinted "opened this year" .'
        " :x cisld:start :y2021 ; cisld:dateBasis code:datebasis-context ."
    ),
    "this year with the year": ':t cisld:attests :x ; cisld:asPrinted "this year [2021]" . :x cisld:start :y2021 .',
    "chairs year after year": (
        ":m org:role code:role-chair ; org:organization :o ; cisld:start :y2020 ; cisld:end :y2020 ."
        " :n org:role code:role-chair ; org:organization :o ; cisld:start :y2021 ; cisld:end :y2021 ."
    ),
    "a link of the year of founding": (
        ":x a :Link ; cisld:partner :u ; cisld:start :may2020 . :u cisld:foundedOn :y2020 ."
    ),
    "a resident before its zone, which has a rule": (
        ":x a cisld:Residency ; cisld:zone :u ; cisld:start :y2020 . :u cisld:foundedOn :y2021 ."
    ),
    "dates that are none": ':x schema:startDate "soon" ; schema:endDate "later" .',
}


def found(turtle: str) -> list[Finding]:
    return list(check(columns(PERIODS + CLASSES + turtle)))


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_so_is_found_once(case: str) -> None:
    code, turtle = BAD[case]
    assert [each.code for each in found(turtle)] == [code]


@pytest.mark.parametrize("case", GOOD)
def test_what_can_be_so_is_not_found(case: str) -> None:
    assert found(GOOD[case]) == []


def test_a_plan_told_as_a_fact_names_the_attestation_and_the_day() -> None:
    (one,) = found(BAD["an event after the book"][1])
    assert one.at == ("<http://e/o#x>", "<https://w3id.org/cisld/ontology#date>", "<http://e/o#y2022>")
    assert "written by 2021-12-31" in one.what
    assert [reason.at for reason in one.because] == [("<http://e/o#t>",)]
