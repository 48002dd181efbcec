"""The build: a project in, a folder of every serialization, the context and the data set's description out."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from cisld import __version__
from cisld.errors import UsageError
from cisld.files.parse import FORMATS, quads, read
from cisld.files.project import NAME as SETTINGS
from cisld.files.project import Project
from cisld.files.write import folder
from cisld.rdf.names import Prefixes
from cisld.view.context import Context, context_for
from cisld.view.dataset import SPDX, File, dcat, void
from cisld.view.nodes import merged
from cisld.view.rdf import serialize, sorted_lines

MANIFEST = "MANIFEST.json"
TRIPLES, QUADS = (".ttl", ".nt", ".rdf", ".jsonld"), (".nq", ".trig")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*\Z", re.ASCII)
_OWN_NAMES = ("context", "dcat", "void", "manifest")


@dataclass(frozen=True)
class Sources:
    """Hold the statements of a project's files by role, each file apart, and a hash of all their bytes."""

    ontology: dict[str, list[ox.Quad]]
    data: dict[str, list[ox.Quad]]
    shapes: dict[str, list[ox.Quad]]
    sha256: str


def build(project: Project, target: Path, tell: Callable[[str], None] = lambda name: None) -> list[File]:
    """Write all files of the project into a folder, whole or not at all, and return them; `tell` hears each name.

    The bytes depend on the project's files and settings alone: no time, no path, no order of a hash. Raises UsageError
    CIS051 for a name that names no file, CIS052 for a folder with other files, InputError CIS001 to CIS010.
    """
    _refuse_name(project)
    refuse_foreign(target)
    sources = sources_of(project)
    files: list[File] = []
    with folder(target.resolve()) as out:
        for name, data, statements in _contents(project, sources, files):
            tell(name)
            (out / name).write_bytes(data)
            files.append(File(name, len(data), hashlib.sha256(data).hexdigest(), statements))
        (out / MANIFEST).write_bytes(manifest(project, sources, files))
    return files


def sources_of(project: Project) -> Sources:
    """Return the statements of the project, files in the order of their names; InputError CIS001 to CIS009."""
    roles = {role: project.files(role) if getattr(project, role) else [] for role in ("ontology", "data", "shapes")}
    names = {path: _relative(path, project.root) for paths in roles.values() for path in paths}
    hashed = {**names, project.root / SETTINGS: SETTINGS}
    lines = sorted(f"{name} {hashlib.sha256(read(path)).hexdigest()}\n" for path, name in hashed.items())
    found = {
        role: {names[path]: list(quads(path, project.base)) for path in sorted(paths, key=names.__getitem__)}
        for role, paths in roles.items()
    }
    return Sources(**found, sha256=hashlib.sha256("".join(lines).encode()).hexdigest())


def refuse_foreign(target: Path) -> None:
    """Raise UsageError CIS052 if a folder to be replaced holds anything but a former build."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError("CIS052", "Not a folder.", "Name another output folder.", str(target))
    known = _listed(target)
    for path in sorted(target.iterdir()):
        if path.name not in known:
            what = f'"{path.name}", which `cisld build` did not write.'
            raise UsageError("CIS052", what, "Name another output folder, or move the file.", str(target))


def manifest(project: Project, sources: Sources, files: list[File]) -> bytes:
    """Return the list of files with size, SHA-256 and number of statements, and the hash of what they come from."""
    inputs = len({*sources.ontology, *sources.data, *sources.shapes})
    listed = {
        "project": project.name,
        "version": project.version,
        "software": f"cisld {__version__}",
        "source": {"files": inputs, "sha256": sources.sha256},
        "files": [
            {"file": file.name, "bytes": file.size, "sha256": file.sha256, "triples": file.statements} for file in files
        ],
    }
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()


def _contents(project: Project, sources: Sources, files: list[File]) -> Iterator[tuple[str, bytes, int | None]]:
    """Yield name, bytes and number of statements of each file; `files` are those written so far."""
    writer = _Writer(project.prefixes, context_for(project))
    union = _union({**sources.ontology, **sources.data})
    named = list(_named({**sources.ontology, **sources.data}, project.base))
    yield from writer.dumps(project.name, union, TRIPLES)
    yield from writer.dumps(project.name, named, QUADS)
    dumps = [file.name for file in files]
    if sources.ontology:
        yield from writer.dumps(f"{project.name}-ontology", _union(sources.ontology), TRIPLES)
    if sources.shapes:
        yield from writer.dumps(f"{project.name}-shapes", _union(sources.shapes), TRIPLES[:1])
    context = {"@context": writer.context.document()}
    yield "context.jsonld", (json.dumps(context, ensure_ascii=False, indent=2) + "\n").encode(), None
    yield from writer.dumps("void", list(void(project, union, dumps)), TRIPLES[:1])
    yield from writer.dumps("dcat", list(dcat(project, list(files), union)), TRIPLES[:1])


@dataclass(frozen=True)
class _Writer:
    prefixes: Prefixes
    context: Context

    def dumps(
        self, name: str, statements: list[ox.Quad], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes, int]]:
        prefixes = Prefixes({"spdx": SPDX, **self.prefixes})
        for suffix in suffixes:
            data = serialize(statements, FORMATS[suffix], prefixes, self.context)
            yield f"{name}{suffix}", sorted_lines(data) if suffix in (".nt", ".nq") else data, len(statements)


def _union(files: dict[str, list[ox.Quad]]) -> list[ox.Quad]:
    """Return all triples of the files, without repeats, in the default graph."""
    found = merged(files.values())
    return list(dict.fromkeys(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found))


def _named(files: dict[str, list[ox.Quad]], base: str) -> Iterator[ox.Quad]:
    """Yield the statements without repeats, those of the default graph of a file in a graph named after the file."""
    default = ox.DefaultGraph()
    graphs = {name: ox.NamedNode(f"{base}graph/{quote(name)}") for name in files}
    renamed = (
        [
            ox.Quad(quad.subject, quad.predicate, quad.object, graphs[name]) if quad.graph_name == default else quad
            for quad in statements
        ]
        for name, statements in files.items()
    )
    yield from dict.fromkeys(merged(renamed))


def _relative(path: Path, root: Path) -> str:
    """Return a path from the project's root with slashes; `up` stands for a step out of it."""
    return "/".join("up" if part == ".." else part for part in Path(os.path.relpath(path, root)).parts)


def _refuse_name(project: Project) -> None:
    if not _NAME.match(project.name) or project.name.lower() in _OWN_NAMES:
        what = f'The project name "{project.name}" cannot name files.'
        todo = "Use letters, digits, - and _; " + f"{', '.join(_OWN_NAMES)} are taken."
        raise UsageError("CIS051", what, todo, str(project.root / SETTINGS))


def _listed(target: Path) -> set[str]:
    """Return the names that the manifest of a former build lists."""
    try:
        files = json.loads((target / MANIFEST).read_bytes())["files"]
        return {MANIFEST, *(file["file"] for file in files)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
