"""Record: what a run has seen and found in, values that JSON holds out, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cisld.report.hint import HintKey
from cisld.shacl import Result
from cisld.shacl.paths import Path as PropertyPath

Results = dict[str, dict[str, list[Result]]]
"""Results by the node of a shape and by focus node."""

Spot = tuple[str, str, str]
"""What the place of a result depends on: focus node, path and value."""


class Seen(NamedTuple):
    """A data file: its path, the name of its content in the cache, how many blank nodes it has."""

    path: str
    key: str
    blanks: int


@dataclass(frozen=True)
class Record:
    """Hold what the next run starts from.

    `against` names shapes and settings. `focus` has for each shape with targets a few of its focus nodes, `made` is no
    less than how many results its evaluation made. A place has the number of a file for its path. `names` are those of
    blank nodes that stay when lines move; `inexact` says that a query adds up numbers whose sum depends on their order.
    """

    against: str
    files: tuple[Seen, ...]
    triples: int
    made: int
    focus: Mapping[str, list[str]]
    results: Results
    hints: Mapping[HintKey, str] = field(default_factory=dict)
    places: Mapping[Spot, tuple[int, int, int]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    inexact: bool = False

    def to_data(self) -> dict[str, Any]:
        """Return lists and strings."""
        return {
            "against": self.against,
            "files": self.files,
            "triples": self.triples,
            "made": self.made,
            "focus": self.focus,
            "results": [
                [shape, focus, list(map(_written, results))]
                for shape, by_focus in self.results.items()
                for focus, results in by_focus.items()
            ],
            "hints": [[*key, hint] for key, hint in self.hints.items()],
            "places": [[*spot, *place] for spot, place in self.places.items()],
            "names": self.names,
            "inexact": self.inexact,
        }

    @classmethod
    def of(cls, data: Any) -> Record | None:
        """Read what `to_data` gives; None for anything else."""
        try:
            results: Results = {}
            for shape, focus, found in data["results"]:
                results.setdefault(shape, {})[focus] = list(map(_read, found))
            return cls(
                data["against"],
                tuple(Seen(*each) for each in data["files"]),
                data["triples"],
                data["made"],
                data["focus"],
                results,
                {(shape, component, value, path): hint for shape, component, value, path, hint in data["hints"]},
                {
                    (focus, path, value): (file, line, column)
                    for focus, path, value, file, line, column in data["places"]
                },
                data["names"],
                data["inexact"],
            )
        except (KeyError, TypeError, ValueError):
            return None


def spot_of(result: Result) -> Spot:
    """Return what the place of a result depends on."""
    return result.focus, str(result.path or ""), result.value or ""


def renamed(results: Results, name: Callable[[str], str]) -> Results:
    """Return results in which each term has another name."""
    return {
        shape: {name(focus): [_renamed(result, name) for result in found] for focus, found in by_focus.items()}
        for shape, by_focus in results.items()
    }


def every(results: Results) -> Iterator[Result]:
    """Yield all results."""
    return (result for by_focus in results.values() for found in by_focus.values() for result in found)


def _renamed(result: Result, name: Callable[[str], str]) -> Result:
    value = None if result.value is None else name(result.value)
    return Result(
        name(result.focus),
        result.path,
        value,
        result.component,
        result.source_shape,
        result.source_constraint,
        result.severity,
        result.messages,
    )


def _written(result: Result) -> list[Any]:
    return [
        result.focus,
        _path(result.path) if result.path else None,
        result.value,
        result.component,
        result.source_shape,
        result.source_constraint,
        result.severity,
        result.messages,
    ]


def _read(data: Any) -> Result:
    focus, path, value, component, shape, constraint, severity, messages = data
    way = _path_of(path) if path else None
    return Result(focus, way, value, component, shape, constraint, severity, tuple(messages))


def _path(path: PropertyPath) -> list[Any]:
    return [path.kind, path.predicate, list(map(_path, path.parts))]


def _path_of(data: Any) -> PropertyPath:
    kind, predicate, parts = data
    return PropertyPath(kind, predicate, tuple(map(_path_of, parts)))
