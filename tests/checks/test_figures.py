"""Contradictions among figures: found with their arithmetic, and never where a hedge or a conflict explains them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.checks.figure import code, factor_of, interval
from cisld.checks.figures import check
from cisld.checks.finding import Finding
from tests.checks.graphs import columns

DIMENSIONS = (
    *("indicator", "reporter", "counterpart", "refPeriod", "productScope", "product"),
    *("ofIndicator", "within", "sector", "measureBasis", "kind", "viaActor"),
)
HEAD = " ".join(
    [
        *(f"cisld:{name} a qb:DimensionProperty ." for name in DIMENSIONS),
        *(
            f':y{year} cisld:earliest "{year}-01-01"^^xsd:date ; cisld:latest "{year}-12-31"^^xsd:date .'
            for year in range(2018, 2023)
        ),
        ':h2022 cisld:earliest "2022-01-01"^^xsd:date ; cisld:latest "2022-06-30"^^xsd:date .',
    ]
)


def figure(name: str, value: object, period: str = "y2022", more: str = "", **terms: str) -> str:
    said = {"indicator": "indicator-exports", "kind": "kind-actual", "measureBasis": "basis-flow",
            "hedge": "hedge-exact"} | terms  # fmt: skip
    codes = " ; ".join(f"cisld:{key} code:{code}" for key, code in said.items() if key not in ("unit", "reporter"))
    reporter, unit = terms.get("reporter", ":r"), terms.get("unit", "unit:CCY_USD")
    number = f" ; cisld:value {value} ; cisld:unit {unit}" if value is not None else ""
    return f":{name} {codes} ; cisld:reporter {reporter} ; cisld:refPeriod :{period}{number} {more} . "


def change(base: str, factor: str, form: str = "ratio", number: str = "", hedge: str = "exact") -> str:
    return (
        f"; cisld:change [ cisld:comparedWith :{base} ; cisld:growthFactor {factor} ; cisld:changeForm"
        f" code:change-{form} ; cisld:changeValue {number or factor} ; cisld:hedge code:hedge-{hedge} ]"
    )


ZONES = ":z1 cisld:partOfZone :g . :z2 cisld:partOfZone :g . "
GROUP = ":g cisld:groupMember :z1 , :z2 . "
SHARE = {"indicator": "indicator-share", "unit": "unit:PERCENT"}
WITHIN = "; cisld:ofIndicator code:indicator-exports ; cisld:within :w"
CUMULATIVE = {"measureBasis": "basis-cumulative"}
STOCK = {"measureBasis": "basis-stock"}

BAD = {
    "a change that the levels refuse": (
        "CIS340",
        figure("a", 1500, more=change("y2021", "1.2")) + figure("b", 1000, "y2021"),
    ),
    "a chain of changes that the levels refuse": (
        "CIS340",
        figure("a", 4000, more=change("y2021", "1.5"))
        + figure("b", None, "y2021", more=change("y2020", "1.5"))
        + figure("c", 1000, "y2020"),
    ),
    "two changes against one base": (
        "CIS340",
        figure("a", None, more=change("y2021", "1.5")) + figure("b", None, more=change("y2021", "2.5")),
    ),
    "a share above 100": ("CIS341", figure("a", 120, more=WITHIN, **SHARE)),
    "shares of one whole": (
        "CIS341",
        figure("a", 60, more=WITHIN, **SHARE) + figure("b", 55, more=WITHIN, reporter=":r2", **SHARE),
    ),
    "shares by counterpart": (
        "CIS341",
        figure("a", 60, more="; cisld:ofIndicator code:indicator-exports ; cisld:counterpart :c1", **SHARE)
        + figure("b", 55, more="; cisld:ofIndicator code:indicator-exports ; cisld:counterpart :c2", **SHARE),
    ),
    "a part over its whole": (
        "CIS342",
        figure("a", 300, more="; cisld:ofWhole :b ; cisld:viaActor :v") + figure("b", 200),
    ),
    "a half-year over its year": ("CIS342", figure("a", 300, "h2022") + figure("b", 200)),
    "a fall since the start": ("CIS343", figure("a", 300, "y2021", **CUMULATIVE) + figure("b", 200, **CUMULATIVE)),
    "a slip of thousand and million": ("CIS344", figure("a", 300, "y2021", **STOCK) + figure("b", 300000, **STOCK)),
    "parts by counterpart over the total": (
        "CIS345",
        figure("a", 80, more="; cisld:counterpart :c1")
        + figure("b", 70, more="; cisld:counterpart :c2")
        + figure("c", 100),
    ),
    "a product over all goods": (
        "CIS345",
        figure("a", 300, more='; cisld:product "milk"', productScope="scope-product")
        + figure("b", 200, productScope="scope-goods"),
    ),
    "zones over their group": (
        "CIS345",
        ZONES + figure("a", 80, reporter=":z1") + figure("b", 70, reporter=":z2") + figure("c", 100, reporter=":g"),
    ),
    "all zones under their group": (
        "CIS345",
        GROUP + figure("a", 30, reporter=":z1") + figure("b", 40, reporter=":z2") + figure("c", 100, reporter=":g"),
    ),
    "an odd rate of exchange": (
        "CIS346",
        "".join(
            figure(f"u{n}", 1000, reporter=f":r{n}") + figure(f"e{n}", amount, reporter=f":r{n}", unit="unit:CCY_CNY")
            for n, amount in enumerate([6900, 7000, 7100, 70000])
        ),
    ),
}

GOOD = {
    "a change that the levels bear": figure("a", 1200, more=change("y2021", "1.2")) + figure("b", 1000, "y2021"),
    "a level of more than": figure("a", 1000, hedge="hedge-more-than", more=change("y2021", "1.5"))
    + figure("b", 1000, "y2021"),
    "a base of almost": figure("a", 1000, more=change("y2021", "1.5"))
    + figure("b", 1000, "y2021", hedge="hedge-less-than"),
    "a factor of more than": figure("a", 2000, more=change("y2021", "1.5", hedge="more-than"))
    + figure("b", 1000, "y2021"),
    "a fall of more than": figure("a", 300, more=change("y2021", "0.5", hedge="more-than"))
    + figure("b", 1000, "y2021"),
    "a figure with a counterpart, which has a rule": figure(
        "a", 1500, more=change("y2021", "1.2") + " ; cisld:counterpart :c"
    )
    + figure("b", 1000, "y2021", more="; cisld:counterpart :c"),
    "members of a conflict": figure("a", 1500, more=change("y2021", "1.2"))
    + figure("b", 1000, "y2021")
    + ":k cisld:conflictMember :a , :b .",
    "another scope": figure("a", 1500, more=change("y2021", "1.2"), productScope="scope-goods")
    + figure("b", 1000, "y2021", productScope="scope-services"),
    "a plan": figure("a", 1500, kind="kind-plan", more=change("y2021", "1.2")) + figure("b", 1000, "y2021"),
    "shares of less than": figure("a", 60, more=WITHIN, **SHARE)
    + figure("b", 55, more=WITHIN, reporter=":r2", hedge="hedge-less-than", **SHARE),
    "shares of two wholes": figure("a", 60, more=WITHIN, **SHARE)
    + figure("b", 55, more=WITHIN.replace(":w", ":v"), reporter=":r2", **SHARE),
    "shares of two goods of one country": figure("a", 60, more=WITHIN + ' ; cisld:product "cars"', **SHARE)
    + figure("b", 55, more=WITHIN + ' ; cisld:product "buses"', **SHARE),
    "a share of a member of the other": ":r cisld:groupMember :r2 . "
    + figure("a", 60, more=WITHIN, **SHARE)
    + figure("b", 55, more=WITHIN, reporter=":r2", **SHARE),
    "a part within more than": figure("a", 300, more="; cisld:ofWhole :b ; cisld:viaActor :v")
    + figure("b", 200, hedge="hedge-more-than"),
    "a share of a sum": figure("a", 50, more="; cisld:ofWhole :b", **SHARE) + figure("b", 20),
    "a half-year within its year": figure("a", 200, "h2022") + figure("b", 300),
    "a stock within the year": figure("a", 300, "h2022", **STOCK) + figure("b", 200, **STOCK),
    "an average of a half-year": figure("a", 300, "h2022", indicator="indicator-wage")
    + figure("b", 200, indicator="indicator-wage"),
    "a rise since the start": figure("a", 200, "y2021", **CUMULATIVE) + figure("b", 300, **CUMULATIVE),
    "growth of ten times": figure("a", 300, "y2021", **STOCK) + figure("b", 3000, **STOCK),
    "parts within the total": figure("a", 30, more="; cisld:counterpart :c1")
    + figure("b", 70, more="; cisld:counterpart :c2")
    + figure("c", 100),
    "one part of several that are known": ZONES + figure("a", 30, reporter=":z1") + figure("c", 100, reporter=":g"),
    "a counterpart inside another": ":c1 cisld:groupMember :c2 . "
    + figure("a", 80, more="; cisld:counterpart :c1")
    + figure("b", 70, more="; cisld:counterpart :c2")
    + figure("c", 100),
    "two currencies once": figure("u", 1000) + figure("e", 70000, unit="unit:CCY_CNY"),
    "a negative balance": figure("a", -300, more=change("y2021", "1.2")) + figure("b", 200, "y2021"),
    "no level and no base": figure("a", None, more=change("y2021", "1.2")),
    "a base of zero": figure("a", 10, more=change("y2021", "1.2", hedge="more-than")) + figure("b", 0, "y2021"),
}


def found(turtle: str) -> list[Finding]:
    return list(check(columns(HEAD + turtle)))


@pytest.mark.parametrize("case", BAD)
def test_a_contradiction_is_found(case: str) -> None:
    code, turtle = BAD[case]
    assert {each.code for each in found(turtle)} == {code}


@pytest.mark.parametrize("case", [case for case in GOOD if case != "a base of zero"])
def test_what_does_not_contradict_is_not_found(case: str) -> None:
    assert [each.what for each in found(GOOD[case])] == []


def test_a_base_of_zero_is_no_fault_of_the_tool() -> None:
    assert {each.code for each in found(GOOD["a base of zero"])} <= {"CIS340"}


@pytest.mark.parametrize("case", [case for case, (number, _) in BAD.items() if number != "CIS346"])
def test_no_contradiction_is_left_when_every_figure_is_only_a_bound_that_leaves_it_open(case: str) -> None:
    number, turtle = BAD[case]
    if number == "CIS344":
        return
    hedge = "hedge-more-than" if case in ("all zones under their group",) else "hedge-at-most"
    assert found(turtle.replace("hedge-exact", hedge)) == []


def test_an_increment_that_fits_as_an_index_is_told() -> None:
    stated = figure("a", 1230, more=change("y2021", "2.23", "increment", "123")) + figure("b", 1000, "y2021")
    assert {each.code for each in found(stated)} == {"CIS340", "CIS347"}
    (hint,) = [each for each in found(stated) if each.code == "CIS347"]
    assert "fits the levels as an index: 1 230 / 1 000 is 1.23, stated is 123" in hint.what


def test_an_index_that_fits_as_an_increment_is_told_even_where_a_rule_compares_the_levels() -> None:
    side = " ; cisld:counterpart :c"
    stated = figure("a", 1400, more=change("y2021", "0.4", "index", "40") + side)
    assert [each.code for each in found(stated + figure("b", 1000, "y2021", more=side))] == ["CIS347"]


def test_the_arithmetic_and_the_lines_of_the_books_are_shown() -> None:
    turtle = BAD["a part over its whole"][1] + ':a cisld:citation "003 L5" . :b cisld:citation "003 L9" .'
    (one,) = found(turtle)
    assert "300 against 200" in one.what
    assert [reason.text.rpartition(" (")[2] for reason in one.because] == ["003 L5)", "003 L9)"]


@given(st.integers(1, 10**9), st.sampled_from(["exact", "more-than", "at-least", "less-than", "at-most", "about"]))
def test_the_value_itself_is_never_outside_its_interval(value: int, hedge: str) -> None:
    for each in (interval(Decimal(value), code(f"hedge-{hedge}")), factor_of(Decimal(value), code(f"hedge-{hedge}"))):
        assert each.low <= value <= each.high


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_levels_and_the_change_between_them_never_contradict(low: int, high: int) -> None:
    factor = f"{Decimal(high) / Decimal(low):.15f}"
    turtle = figure("a", high, more=change("y2021", factor)) + figure("b", low, "y2021")
    assert [each for each in found(turtle) if each.code == "CIS340"] == []
