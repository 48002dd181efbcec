"""Results: what one violation says, with every term in N-Triples form as it is written in the data."""

from __future__ import annotations

from typing import NamedTuple

from cisld.shacl.paths import Path


class Result(NamedTuple):
    """Hold one validation result: SHACL 3.6.2, https://www.w3.org/TR/shacl/#results-validation-result.

    Terms are in N-Triples form; `messages` are literals; `detail` is empty, as the Recommendation allows.
    """

    focus: str
    path: Path | None
    value: str | None
    component: str
    source_shape: str
    source_constraint: str | None
    severity: str
    messages: tuple[str, ...] = ()
    detail: tuple[Result, ...] = ()

    @property
    def triple(self) -> tuple[str, str | None, str | None]:
        """The nearest triple: focus node, first predicate of the path, and the value if the path is that predicate."""
        if self.path is None:
            return self.focus, None, None
        return self.focus, self.path.first, self.value if self.path.predicate else None

    @property
    def key(self) -> tuple[str, ...]:
        """What results are sorted by."""
        path = "" if self.path is None else str(self.path)
        source = self.source_constraint or ""
        return self.focus, path, self.component, self.source_shape, source, self.value or "", *self.messages


class Violation(NamedTuple):
    """Hold what a constraint finds at a focus node, before the shape adds its own part.

    `path`, `messages` and `nested` are given only where the constraint itself knows them.
    """

    focus: str
    value: str | None = None
    path: Path | None = None
    messages: tuple[str, ...] = ()
    nested: Result | None = None
