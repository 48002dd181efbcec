"""Every code that the source raises or prints is explained, and every explained code is used."""

from __future__ import annotations

import re

from cisld.errors import CODES
from tests.conftest import ROOT


def test_the_codes_in_the_source_are_the_codes_that_are_explained() -> None:
    used = {
        code
        for path in (ROOT / "cisld").rglob("*.py")
        if path.name != "errors.py"
        for code in re.findall(r"CIS\d{3}", path.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)
