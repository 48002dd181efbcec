"""The scaffold: a name and a base IRI in, a small project folder out that validates, answers and builds at once."""

from __future__ import annotations

import re
from importlib.resources import files as package_files
from pathlib import Path

from cisld.errors import UsageError
from cisld.files.write import folder, write
from cisld.rdf.names import checked


def scaffold(target: Path, base: str, name: str = "") -> list[Path]:
    """Write a new project into a folder that is absent or empty and return its files; UsageError CIS025 otherwise.

    >>> import tempfile
    >>> made = scaffold(Path(tempfile.mkdtemp()) / "rivers", "https://example.org/")
    >>> sorted(path.name for path in made)[:2]
    ['README.md', 'cisld.toml']
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("CIS025", "The folder is not empty.", "Name a new folder.", str(target))
    words = {
        "@NAME@": name or slug(target.resolve().name),
        "@BASE@": checked(base if base[-1:] in "/#" else f"{base}/"),
    }
    template = Path(str(package_files("cisld"))) / "files" / "template"
    sources = sorted(path for path in template.rglob("*") if path.is_file() and path.suffix != ".pyc")
    with folder(target) as beside:
        for source in sources:
            write(beside / source.relative_to(template), _filled(source.read_text(encoding="utf-8"), words))
    return [target / source.relative_to(template) for source in sources]


def slug(text: str) -> str:
    """Return a name of lower-case letters, digits and hyphens.

    >>> slug("My Rivers, 2")
    'my-rivers-2'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "project"


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
