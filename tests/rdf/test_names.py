"""A name is shortened only where Turtle and SPARQL read it back."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisld.rdf.names import Prefixes

SPACE = "http://example.org/"
PREFIXES = Prefixes({"ex": SPACE})


@pytest.mark.parametrize("local", ["minsk", "b003-l1", "a.b", "Минск", "é", "1a", ""])
def test_a_plain_name_is_shortened(local: str) -> None:
    assert PREFIXES.shorten(SPACE + local) == f"ex:{local}"


@pytest.mark.parametrize("local", ["a²", "×", "a/b", "a.", "-a", "a%20", "a\u037e", "a b"])
def test_a_name_that_needs_an_escape_is_not(local: str) -> None:
    assert PREFIXES.shorten(SPACE + local) == f"<{SPACE}{local}>"


ALLOWED = st.characters(max_codepoint=0xDFFFD, exclude_characters='<>"{}|\\^`[]%', exclude_categories=("C", "Z"))


@given(st.text(ALLOWED, max_size=6))
def test_what_is_shortened_is_read_back(local: str) -> None:
    short = PREFIXES.shorten(SPACE + local)
    text = f"@prefix ex: <{SPACE}> . {short} a ex:T ."
    (quad,) = ox.parse(text, format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(SPACE + local)
