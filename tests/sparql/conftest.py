"""The fixture project, and a store filled with it."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from cisld.files.project import Project, load
from cisld.graph.store import fill


@pytest.fixture(scope="session")
def project() -> Project:
    return load(Path(__file__).parent / "project")


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    return fill(project.files("ontology", "data"))
