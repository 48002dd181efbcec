"""Shapes: one shape of the shapes graph, ready to run."""

from __future__ import annotations

from dataclasses import dataclass, field

from cisld.shacl.constraint import Constraint
from cisld.shacl.paths import Path
from cisld.shacl.targets import Target
from cisld.shacl.vocabulary import sh


@dataclass(eq=False)
class Shape:
    """Hold a shape: SHACL 2.1, https://www.w3.org/TR/shacl/#shapes. A node shape has no path."""

    node: str
    path: Path | None = None
    targets: tuple[Target, ...] = ()
    constraints: list[Constraint] = field(default_factory=list)
    severity: str = sh("Violation")
    messages: tuple[str, ...] = ()
    deactivated: bool = False

    @property
    def children(self) -> list[Shape]:
        """The shapes that this shape checks nodes against."""
        return [child for constraint in self.constraints for child in constraint.children]
