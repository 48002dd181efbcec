"""Patterns are read as XPath reads them, whatever engine runs them."""

from __future__ import annotations

import pytest

from cisld.shacl.pattern import Pattern, PatternError

CASES = [
    ("a pattern is searched, not matched whole", "b", "", "abc", True),
    ("^ and $ hold to the ends of the text", "^b$", "", "a\nb", False),
    ("the flag m lets ^ and $ hold to lines", "^b$", "m", "a\nb", True),
    ("$ is the very end, not the place before a last line feed", "^b$", "", "b\n", False),
    ("a dot is no line feed", "^a.b$", "", "a\nb", False),
    ("the flag s lets a dot be a line feed", "^a.b$", "s", "a\nb", True),
    ("the flag x drops spaces", "^a b$", "x", "ab", True),
    ("the flag q takes signs as they are", "a.b", "q", "axb", False),
    ("the flag q finds what it says", "a.b", "q", "xa.by", True),
    ("the flag i folds case beyond ASCII", "^ўў$", "i", "ЎЎ", True),
    (r"\d is any decimal digit", r"^\d$", "", "٣", True),
    (r"\d in a class is any decimal digit", r"^[\d-]+$", "", "٣-4", True),
    (r"\w has no underscore", r"^\w+$", "", "a_b", False),
    (r"\w has letters of all scripts", r"^\w+$", "", "Беларусь", True),
    (r"\i begins a name", r"^\i\c*$", "", "a-1", True),
    (r"\i is no digit", r"^\i\c*$", "", "1a", False),
    (r"\I is what begins no name", r"^\I$", "", "1", True),
    (r"\p{Lu} is a capital", r"^\p{Lu}\p{Ll}+$", "", "Минск", True),
    (r"\P{Lu} is not", r"^\P{Lu}", "", "Минск", False),
    ("a block of Unicode has a name", r"^\p{IsCyrillic}+$", "", "Минск", True),
    ("a block of Unicode has an end", r"^\p{IsCyrillic}+$", "", "Minsk", False),
    ("a class can be taken from a class", "^[a-z-[aeiou]]+$", "", "xyz", True),
    ("what is taken from a class is out", "^[a-z-[aeiou]]+$", "", "xay", False),
    ("a complement can stand in a class", r"^[\D1]+$", "", "a1b", True),
    ("a complement in a class has an end", r"^[\D1]+$", "", "a2b", False),
    ("a complement can stand in a negated class", r"^[^\D1]+$", "", "2", True),
    ("a negated class with a complement has an end", r"^[^\D1]+$", "", "1", False),
    ("a group comes back", r"^(a|b)\1$", "", "bb", True),
    ("another group does not come back", r"^(a|b)\1$", "", "ab", False),
    ("what lies ahead can be asked", r"^(?!Q0)Q\d+$", "", "Q12", True),
    ("a bracket may be escaped", r"^\[\d+\]$", "", "[12]", True),
    ("an astral character is one character", "^.$", "", "𐍈", True),
]


@pytest.mark.parametrize(("said", "pattern", "flags", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_pattern_means_what_xpath_says(said: str, pattern: str, flags: str, text: str, expected: bool) -> None:
    assert Pattern(pattern, flags).missing([text]) == ([] if expected else [text])


@pytest.mark.parametrize("pattern", ["([a-", "a**", ")", "[b-a]", r"\p{IsNowhere}", "[", "(?<x>a", "(" * 5000])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(pattern)
    assert caught.value.code == "CIS107"


def test_a_long_text_cannot_make_a_plain_pattern_slow() -> None:
    assert Pattern("x*y").missing(["x" * 100_000])
