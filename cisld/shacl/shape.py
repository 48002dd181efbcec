"""Shapes: one shape of the shapes graph, ready to run."""

from __future__ import annotations

from cisld.shacl.constraint import Constraint
from cisld.shacl.paths import Path
from cisld.shacl.targets import Target
from cisld.shacl.vocabulary import sh


class Shape:
    """Hold a shape: SHACL 2.1, https://www.w3.org/TR/shacl/#shapes. A node shape has no path."""

    def __init__(self, node: str, path: Path | None = None, targets: tuple[Target, ...] = ()) -> None:
        self.node, self.path, self.targets = node, path, targets
        self.constraints: list[Constraint] = []
        self.severity = sh("Violation")
        self.messages: tuple[str, ...] = ()
        self.deactivated = False

    @property
    def children(self) -> list[Shape]:
        """The shapes that this shape checks nodes against."""
        return [child for constraint in self.constraints for child in constraint.children]
