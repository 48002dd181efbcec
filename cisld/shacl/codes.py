"""Codes: the errors of one shape, each in one line that names it."""

from __future__ import annotations

from cisld.errors import InputError


def ill_formed(code: str, shape: str, what: str, todo: str = "") -> InputError:
    """Return the error for one shape, in one line that names it.

    >>> print(ill_formed("CIS105", "<http://e/S>", "sh:path is missing.", "Add one."))
    CIS105 <http://e/S>: sh:path is missing. Add one.
    """
    return InputError(code, f"{shape}: {what}", todo)
