"""A project is read from cisld.toml, and every wrong setting is one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cisld.errors import CisldError, InputError, UsageError
from cisld.files.project import KEYS, find, load, shipped

GOOD = '[project]\nname = "x"\nbase = "http://e/"\n'


def test_the_nearest_project_is_found_from_a_folder_inside(rivers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rivers / "data")
    assert find().root == rivers
    assert [path.name for path in find().files("ontology", "data")] == ["rivers.ttl", "rivers.ttl"]


def test_without_a_project_the_shipped_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find().root == shipped().resolve()


def test_a_folder_without_settings_is_not_a_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CIS020"):
        find(tmp_path)


WRONG = {
    'name = "x"\n[project': ("CIS021", ""),
    GOOD + 'tilte = "t"\n': ("CIS022", 'Did you mean "project.title"?'),
    GOOD + '[path]\nontology = "o"\n': ("CIS022", 'Did you mean "paths.ontology"?'),
    '[project]\nname = "x"\n': ("CIS024", "project.base"),
    GOOD + "title = 3\n": ("CIS023", "a string"),
    GOOD + "[paths]\ndata = 3\n": ("CIS023", "a path"),
    GOOD + "[prefixes]\ne = 3\n": ("CIS023", "namespace"),
    GOOD + '[prefixes]\ne = "no iri"\n': ("CIS030", "absolute IRI"),
    '[project]\nname = "x"\nbase = "here"\n': ("CIS030", "absolute IRI"),
    GOOD + '[[derive]]\nquery = "q.rq"\n': ("CIS023", "query and file"),
    GOOD + "derive = 3\n": ("CIS022", ""),
    GOOD + '[[stats]]\nquery = "q.rq"\n': ("CIS023", "query and beside"),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_setting_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    (tmp_path / "cisld.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        load(tmp_path)
    code, words = WRONG[text]
    assert caught.value.code == code
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "cisld.toml"))


def test_settings_that_are_not_utf8_are_unreadable_input(tmp_path: Path) -> None:
    (tmp_path / "cisld.toml").write_bytes(b"\xff")
    with pytest.raises(InputError, match="CIS002"):
        load(tmp_path)


def test_an_empty_data_folder_is_said(rivers: Path) -> None:
    (rivers / "data" / "rivers.ttl").unlink()
    with pytest.raises(CisldError, match="CIS008"):
        load(rivers).files("data")


def test_every_key_says_what_it_is_for() -> None:
    assert all(kind and purpose.endswith(".") for kind, purpose in KEYS.values())
