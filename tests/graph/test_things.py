"""Things: a name leads to one thing, or to advice."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cisld.errors import UsageError
from cisld.graph.things import Things
from cisld.rdf.names import WELL_KNOWN, Prefixes

TURTLE = """
@prefix e: <http://e/> .
@prefix cisld: <https://w3id.org/cisld/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
e:gomel a e:City ; rdfs:label "Gomel"@en , "Гомель"@ru ; skos:altLabel "Homel"@en ; e:near e:river .
e:region a e:Region ; rdfs:label "Gomel Region"@en ; skos:hiddenLabel "Gomel"@en ; cisld:abbreviation "GR" .
e:semey a e:City ; skos:prefLabel "Semey" ; cisld:nameForm e:form .
e:form skosxl:literalForm "Kazakh Family"@en .
e:note cisld:attests e:form .
e:only-russian rdfs:label "Брест"@ru .
e:mir a e:Zone ; rdfs:label "Complex Minsk-Mir"@en .
e:dashed a e:Zone ; rdfs:label "North–South"@en .
e:spaced a e:Zone ; rdfs:label "North South"@en .
e:forum a e:Event ; rdfs:label "Forum of Regions"@en .
e:forum-news a cisld:ExternalSource ; rdfs:label "Forum of Regions"@en .
e:forum-note a cisld:Footnote ; rdfs:label "Forum of Regions"@en .
e:news a cisld:ExternalSource ; rdfs:label "News"@en .
e:more-news a cisld:ExternalSource ; rdfs:label "News"@en .
e:loose skosxl:literalForm "Loose name" .
"""


@pytest.fixture
def things() -> Things:
    store = ox.Store()
    store.extend(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    return Things(store, Prefixes({**WELL_KNOWN, "e": "http://e/"}))


NAMES = {
    "an IRI": ("http://e/gomel", "gomel"),
    "an IRI in brackets": ("<http://e/gomel>", "gomel"),
    "a CURIE": ("e:gomel", "gomel"),
    "a CURIE that is only an object": ("e:river", "river"),
    "a CURIE that is only a property": ("e:near", "near"),
    "a label": ("Gomel Region", "region"),
    "a label in other capitals and spaces": ("  gomel   REGION ", "region"),
    "a label in Russian": ("гомель", "gomel"),
    "an alternative label": ("Homel", "gomel"),
    "an abbreviation": ("gr", "region"),
    "a preferred label": ("Semey", "semey"),
    "a literal form names what has the form": ("the kazakh family"[4:], "semey"),
    "a label without its hyphen": ("complex minsk mir", "mir"),
    "a label with another dash": ("Complex Minsk—Mir", "mir"),
    "a label spelt so goes before one with a dash": ("north south", "spaced"),
    "a label with its dash": ("North–South", "dashed"),
    "a cited work gives way": ("forum of regions", "forum"),
    "a literal form of nothing": ("loose name", "loose"),
}


@pytest.mark.parametrize(("name", "found"), NAMES.values(), ids=NAMES)
def test_a_thing_is_found_by_its_name(name: str, found: str, things: Things) -> None:
    assert things.find(name) == f"http://e/{found}"


def test_a_label_of_two_things_is_refused_with_both(things: Things) -> None:
    with pytest.raises(UsageError, match=r"CIS031 .* 2 things: e:gomel \(Gomel\), e:region \(Gomel Region\)"):
        things.find("gomel")


def test_cited_works_of_one_name_are_refused_with_both(things: Things) -> None:
    with pytest.raises(UsageError, match=r"CIS031 .* 2 things: e:more-news \(News\), e:news \(News\)"):
        things.find("news")


ADVICE = {
    "gome regio": '"gomel region" (e:region)',
    "Family": '"kazakh family" (e:semey)',
    "e:gomell": "e:gomel",
    "http://e/seme": "e:semey",
    "qqqqqqq": "cisld stats",
}


@pytest.mark.parametrize(("name", "advice"), ADVICE.items())
def test_a_name_of_nothing_is_refused_with_the_nearest(name: str, advice: str, things: Things) -> None:
    with pytest.raises(UsageError) as error:
        things.find(name)
    assert error.value.code == "CIS032"
    assert advice in str(error.value)


def test_an_unknown_prefix_is_told(things: Things) -> None:
    with pytest.raises(UsageError, match=r'CIS030 .* prefix "f" is not known'):
        things.find("f:gomel")


LANGUAGES = {("en", "gomel"): "Gomel", ("ru", "gomel"): "Гомель", ("be", "gomel"): "Gomel", ("en", "semey"): "Semey"}
LANGUAGES |= {("en", "only-russian"): "Брест", ("en", "nothing"): "nothing"}


@pytest.mark.parametrize(("asked", "label"), LANGUAGES.items())
def test_a_label_is_in_the_language_asked_for_or_the_next_best(
    asked: tuple[str, str], label: str, things: Things
) -> None:
    lang, name = asked
    assert Things(things.store, things.prefixes, lang).label(f"http://e/{name}") == label


def test_a_triple_term_as_object_does_no_harm() -> None:
    store = ox.Store()
    data = '<http://e/a> <http://e/says> <<( <http://e/b> <http://e/p> 1 )>> ; <http://e/label> "x" .'
    store.extend(ox.parse(data, format=ox.RdfFormat.TURTLE))
    assert Things(store, Prefixes({"e": "http://e/"})).find("e:a") == "http://e/a"
