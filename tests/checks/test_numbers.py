"""Numbers: which numbers a text can be read as."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.checks.numbers import readings, written

WRITTEN = {
    "180": "exports of 180 units",
    "180000000": "almost 180 million",
    "1092500000": r"\$1,092.5 million",
    "1500": "1.500 tonnes",
    "1.5": "1.5 times",
    "2.6": "2,6 times",
    "10000": "10 000 people",
    "4000000": "4 mln dollars",
    "375000000": "375mn",
    "15000": "10 to 15 thousand",
    "10000.0": "from 10-15 thousand",
    "5000000": "5, 6 and 7 million",
    "2300000": "2 million 300 thousand",
    "12": "Twelve companies",
    "25": "twenty-five firms",
    "103": "one hundred and three companies",
    "125000000": "one hundred and twenty-five million",
    "100000": "a hundred thousand",
    "500000": "half a million",
    "24": "two dozen",
    "73": "the 73rd resident",
    "21": "the twenty-first",
    "5": "the fifth resident",
    "2": "exports doubled",
    "3": "a threefold rise",
    "1.50": "rose by half",
    "50": "half of the exports",
    "20": "a fifth of the output",
    "66.7": "Two-thirds of them",
    "33": "one third",
    "33.3": "every third carton of milk",
    "1.25": "grew by a quarter",
    "0": "no residents",
    "-6.7": "fell by 6.7%",
    "1": "the first company",
}
ABSENT = {
    "20": "in 2020",
    "25": "in the fourth quarter",
    "103": "103 thousand",
    "180": "almost 180 million",
    "1000000": "half a million",
    "0.5": "one and a half times",
    "31.9": "319",
    "7": "seventy",
    "300": "in 2021.300",
}


@pytest.mark.parametrize(("number", "text"), WRITTEN.items())
def test_a_number_is_found_in_digits_and_words(number: str, text: str) -> None:
    assert written(Decimal(number), text)


@pytest.mark.parametrize(("number", "text"), ABSENT.items())
def test_a_number_is_not_found_in_another(number: str, text: str) -> None:
    assert not written(Decimal(number), text)


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_from_its_digits(number: int) -> None:
    assert Decimal(number) in readings(f"about {number} of them")
    assert Decimal(number) in readings(f"about {number:,} of them")


@given(st.decimals(0, 10**6, places=2), st.sampled_from([("thousand", 10**3), ("million", 10**6), ("bn", 10**9)]))
def test_a_magnitude_multiplies(number: Decimal, magnitude: tuple[str, int]) -> None:
    word, times = magnitude
    assert number * times in readings(f"some {number} {word} dollars")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(number.is_finite() for number in readings(text))
