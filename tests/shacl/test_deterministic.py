"""Deterministic patterns: what Python's engine may run, and that it gives what RE2 gives, and soon."""

from __future__ import annotations

import re
import time

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from cisld.shacl.deterministic import is_deterministic

ONE_WAY = {
    r"^[a-c]+( [a-c]+)*\Z": "aab ",
    r"^a[a-c]+(-{1,2}[a-c]+)*\Z": "ab-c",
    r"^ *[a-c]+( +[a-c]+){0,24} *\Z": "ab  ",
    r"^(?:(ab)*c){1,3}a?\Z": "abc",
    r"^a*(ba*)*[ab]*\Z": "abab",
    r"^[^ab]+(a[^a]?)*\Z": "cab ",
}
TWO_WAYS = (
    r"^(a+)+\Z",
    r"^(a*)*\Z",
    r"^(a|a)*\Z",
    r"^(a?b?)*\Z",
    r"^a*a*a*\Z",
    r"^(a{00,2}b)*ab\Z",
    r"^([ab]a?)*c\Z",
    r"^(a)*(a)*\Z",
    r"(ab)*c\Z",
    r"^a*$b",
    r"^(\d1?)*\Z",
    r"^([\d]1?)*\Z",
    r"^(a",
    r"^(ab)++c\Z",
)


@pytest.mark.parametrize("pattern", ONE_WAY)
def test_a_pattern_of_one_way_is_told(pattern: str) -> None:
    assert is_deterministic(pattern)


@pytest.mark.parametrize("pattern", TWO_WAYS)
def test_a_pattern_that_may_try_two_ways_is_refused(pattern: str) -> None:
    assert not is_deterministic(pattern)


@pytest.mark.parametrize(("pattern", "text"), ONE_WAY.items())
def test_no_text_makes_a_pattern_of_one_way_slow(pattern: str, text: str) -> None:
    search = re.compile(pattern).search
    start = time.process_time()
    for long in (text * 240, text * 240 + "!", "!" + text * 240, "a" * 990 + "!", " " * 990 + "!"):
        search(long)
    assert time.process_time() - start < 1


@given(st.lists(st.sampled_from(["a", "b", "[ab]", "(", ")", "*", "+", "?", "{0,2}", "c"]), min_size=1, max_size=9))
def test_what_is_told_to_be_of_one_way_never_runs_away(parts: list[str]) -> None:
    pattern = "^" + "".join(parts) + r"\Z"
    try:
        compiled = re.compile(pattern)
    except re.error:
        return
    if is_deterministic(pattern):
        start = time.process_time()
        for unit in ("a", "b", "ab", "abc"):
            compiled.search(unit * 60 + "!")
        assert time.process_time() - start < 0.5


@given(st.sampled_from(sorted(ONE_WAY)), st.text("abc -", max_size=12))
def test_pythons_engine_gives_what_re2_gives(pattern: str, text: str) -> None:
    assert bool(re.search(pattern, text)) == bool(re2.search(pattern.replace(r"\Z", r"\z"), text))
