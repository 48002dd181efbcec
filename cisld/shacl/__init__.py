"""SHACL: a data graph and a shapes graph in, a validation report out (https://www.w3.org/TR/shacl/)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cisld.graph.columns import Columns
from cisld.shacl.report import Report
from cisld.shacl.result import Result
from cisld.shacl.shapes import Shapes

__all__ = ["Report", "Result", "Shapes", "validate", "validate_columns"]


def validate(data: Iterable[Path], shapes: Iterable[Path], only: Iterable[str] | None = None) -> Report:
    """Validate data files against shapes files, against all shapes or those of `only` (IRIs).

    SHACL 3, https://www.w3.org/TR/shacl/#validation. Class hierarchies are those of the data graph: name the ontology
    among the data. Raises InputError CIS001 to CIS009 for a file, CIS100 to CIS113 for shapes.
    """
    ready = Shapes.load(shapes)
    return ready.validate(Columns.load(data), only)


def validate_columns(data: Columns, shapes: Shapes | Columns, only: Iterable[str] | None = None) -> Report:
    """Validate a data graph that is already held in columns.

    >>> validate_columns(Columns(), Columns())
    Traceback (most recent call last):
    cisld.errors.InputError: CIS100 No shape in the shapes graph. Name files that hold shapes.
    """
    ready = shapes if isinstance(shapes, Shapes) else Shapes(shapes)
    return ready.validate(data, only)
