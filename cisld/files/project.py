"""The project: a folder with a cisld.toml in, its settings and its files by role out."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from cisld.errors import InputError, UsageError
from cisld.files.parse import expand, read
from cisld.rdf.names import WELL_KNOWN, Prefixes, checked, nearest

NAME = "cisld.toml"
ROLES = ("ontology", "shapes", "data", "queries")


@dataclass(frozen=True)
class Derivation:
    """A CONSTRUCT query and the file that holds what it gives.

    Where the file's name has a *, each triple goes to the file whose name has the groups of `split` in its place.
    """

    query: Path
    file: Path
    split: str = ""

    def holds(self, path: Path) -> bool:
        """Tell whether a file is one that this derivation writes."""
        return fnmatchcase(path.name, self.file.name) and path.parent == self.file.parent


@dataclass(frozen=True)
class Tally:
    """A SELECT query that counts things by row and column, and a table of what another count of them gave."""

    query: Path
    beside: Path


@dataclass(frozen=True)
class Project:
    """Hold the settings of one project; paths are absolute."""

    root: Path
    name: str
    base: str
    title: str = ""
    version: str = ""
    license: str = ""
    context: str = ""
    prefixes: Prefixes = field(default_factory=Prefixes)
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    derive: tuple[Derivation, ...] = ()
    stats: tuple[Tally, ...] = ()
    texts: tuple[Path, ...] = ()
    cache: Path | None = None

    def derives(self, path: Path) -> bool:
        """Tell whether a file is written by one of the project's derivations."""
        return any(derivation.holds(path) for derivation in self.derive)

    def files(self, *roles: str) -> list[Path]:
        """Return the RDF files of the roles (ontology, shapes, data); InputError CIS008 where one is empty."""
        named = [getattr(self, role) for role in roles]
        found = [file for paths in named if paths for file in expand(paths)]
        return found or expand(())


KEYS: dict[str, tuple[str, str]] = {
    "project.name": ("string", "Short name; it names the files that `cisld build` writes."),
    "project.base": ("iri", "IRI under which the project's things lie; relative IRIs resolve against it."),
    "project.title": ("string", "Title of the data set, for people."),
    "project.version": ("string", "Version of the data set."),
    "project.license": ("iri", "IRI of the licence of the data set."),
    "project.context": ("iri", "IRI under which the JSON-LD context will be published."),
    "paths.ontology": ("paths", "Files or folders of the ontology."),
    "paths.shapes": ("paths", "Files or folders of the SHACL shapes."),
    "paths.data": ("paths", "Files or folders of the data."),
    "paths.queries": ("paths", "Folders of saved queries (*.rq)."),
    "paths.texts": ("paths", "Folders of the source texts that `cisld check evidence` reads; they need not be there."),
    "validate.cache": (
        "path",
        "Folder in which `cisld validate` keeps what it knows, so that it validates only what has changed.",
    ),
    "prefixes": ("prefixes", "Prefix = namespace, known to queries, to the command line and to the JSON-LD context."),
    "derive": (
        "derivations",
        "List of tables: query (a CONSTRUCT file), file (where its result is kept), split (optional regex).",
    ),
    "stats": ("tallies", "List of tables: query (gives row, column, count), beside (TSV: row, column, count, reason)."),
}
"""Every key of cisld.toml: its kind of value and what it is for."""

DEFAULTS = {role: [role] for role in ROLES}


def find(start: Path | None = None) -> Project:
    """Return the project of `start`, else of the nearest folder at or above the current one, else the shipped one.

    Raises UsageError CIS020 to CIS024.
    """
    if start is not None:
        return load(start)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            return load(folder)
    return load(shipped())


def shipped() -> Path:
    """Return the folder of the project that ships with cisld."""
    inside = Path(str(package_files("cisld"))) / "project"
    return inside if (inside / NAME).is_file() else Path(str(package_files("cisld"))).parent


def load(folder: Path) -> Project:
    """Read the cisld.toml of a folder; UsageError CIS020 if there is none, CIS021 to CIS024 if it is wrong."""
    path = folder / NAME
    if not path.is_file():
        raise UsageError("CIS020", f"No {NAME} here.", "Make a project with `cisld init DIR`.", str(folder))
    root = folder.resolve()
    values = _flatten(_toml(path), str(path))
    for key in ("project.name", "project.base"):
        if key not in values:
            raise UsageError("CIS024", f"The key {key} is missing.", KEYS[key][1], str(path))
    read_as = {key: _READERS[KEYS[key][0]](value, key, str(path), root) for key, value in values.items()}
    for role in ROLES:
        read_as.setdefault(f"paths.{role}", (root / role,) if (root / role).exists() else ())
    fields = {key.rpartition(".")[2]: value for key, value in read_as.items()}
    fields["prefixes"] = Prefixes({**WELL_KNOWN, **fields.get("prefixes", {})})
    return Project(root=root, **fields)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read(path).decode())
    except UnicodeDecodeError:
        raise InputError("CIS002", "Bytes that are not UTF-8.", "Save the file as UTF-8.", str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError("CIS021", f"{error}.", "See https://toml.io.", str(path)) from None


def _flatten(table: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the settings by dotted key, refusing what KEYS does not know."""
    flat: dict[str, Any] = {}
    for section, value in table.items():
        if isinstance(value, dict) and section not in KEYS:
            flat.update({f"{section}.{key}": inner for key, inner in value.items()})
        else:
            flat[section] = value
    for key in flat:
        if key not in KEYS:
            like = nearest(key, list(KEYS))
            todo = f'Did you mean "{like}"?' if like else "`cisld explain cisld.toml` lists the keys."
            raise UsageError("CIS022", f'The key "{key}" is not known.', todo, where)
    return flat


def _wrong(key: str, kind: str, where: str) -> UsageError:
    return UsageError("CIS023", f"The value of {key} is not {kind}.", KEYS[key][1], where)


def _string(value: object, key: str, where: str, root: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(key, "a string", where)
    return value


def _iri(value: object, key: str, where: str, root: Path) -> str:
    return checked(_string(value, key, where, root), f"{where}: {key}")


def _paths(value: object, key: str, where: str, root: Path) -> tuple[Path, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        raise _wrong(key, "a path or a list of paths", where)
    return tuple(_inside(item, root) for item in listed)


def _path(value: object, key: str, where: str, root: Path) -> Path:
    return _inside(_string(value, key, where, root), root)


def _inside(item: str, root: Path) -> Path:
    return Path(os.path.normpath(root / item))


def _prefixes(value: object, key: str, where: str, root: Path) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise _wrong(key, "a table of prefix = namespace", where)
    return {prefix: checked(namespace, f"{where}: {key}.{prefix}") for prefix, namespace in value.items()}


def _derivations(value: object, key: str, where: str, root: Path) -> tuple[Derivation, ...]:
    if not isinstance(value, list) or not all(_is_derivation(item) for item in value):
        raise _wrong(key, "a list of tables with query and file", where)
    return tuple(_derivation(item, key, where, root) for item in value)


def _is_derivation(item: object) -> bool:
    if not isinstance(item, dict) or not all(isinstance(part, str) for part in item.values()):
        return False
    return {"query", "file"} <= set(item) <= {"query", "file", "split"}


def _derivation(item: dict[str, str], key: str, where: str, root: Path) -> Derivation:
    split = item.get("split", "")
    try:
        groups = re.compile(split).groups
    except re.error as error:
        raise UsageError(
            "CIS023", f"The split of {key} is no regular expression: {error}.", "Mend it.", where
        ) from None
    if bool(groups) != ("*" in item["file"]):
        what = "The file of a derivation has a * where its split has groups, and only there."
        raise UsageError("CIS023", what, "Name both or neither.", where)
    return Derivation(_inside(item["query"], root), _inside(item["file"], root), split)


def _tallies(value: object, key: str, where: str, root: Path) -> tuple[Tally, ...]:
    if not isinstance(value, list) or not all(_is_tally(item) for item in value):
        raise _wrong(key, "a list of tables with query and beside", where)
    return tuple(Tally(_inside(item["query"], root), _inside(item["beside"], root)) for item in value)


def _is_tally(item: object) -> bool:
    return (
        isinstance(item, dict)
        and set(item) == {"query", "beside"}
        and all(isinstance(part, str) for part in item.values())
    )


_READERS: dict[str, Callable[[object, str, str, Path], Any]] = {
    "string": _string,
    "iri": _iri,
    "path": _path,
    "paths": _paths,
    "prefixes": _prefixes,
    "derivations": _derivations,
    "tallies": _tallies,
}
