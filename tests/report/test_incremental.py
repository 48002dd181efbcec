"""An incremental run tells byte for byte what a full run tells, whatever was edited and whatever befell the cache."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisld.errors import CisldError
from cisld.files.parse import expand
from cisld.rdf.names import Prefixes
from cisld.report import incremental
from cisld.report.formats import WRITERS
from cisld.report.run import Job, validate
from cisld.report.sheet import Sheets
from cisld.report.text import to_full
from tests.shacl.graphs import PREFIXES, WAYS, small_pieces
from tests.shacl.test_oracle import CLASSES, LITERALS, NODES, PREDICATES, shapes_graphs

EXAMPLES = int(os.environ.get("CISLD_EXAMPLES", "60"))
QUERIES = [
    *WAYS,
    "?value ex:q $this",
    "$this ex:p* ?value . ?value ex:r ?x",
    "$this ex:p ?n . BIND (?n * 2 AS ?value)",
    "$this ex:p ?value . ?value ex:q 1",
    "$this ex:p ?value . FILTER EXISTS { ?value ex:q ?x . FILTER NOT EXISTS { ?x ex:r 1 } }",
    "$this a ?t . ?t <http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?value . ?value ex:p ?x",
    "{ SELECT $this (GROUP_CONCAT(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this }",
    "{ SELECT $this (SUM(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this }",
    "{ SELECT $this (MIN(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this }",
]
TARGETS = ["sh:targetClass ex:T", "sh:targetSubjectsOf ex:p", "sh:targetObjectsOf ex:q", "sh:targetNode ex:a"]
PREFIX_NAMES = Prefixes(ex="http://example.org/", sh="http://www.w3.org/ns/shacl#")

nodes = st.sampled_from([*NODES, "_:m", "_:n", "<rel>"])
terms = st.sampled_from(
    [*NODES, "_:m", "<rel>", "[ ex:p ex:a ]", "[ a ex:T ; ex:q [ ex:r 1 ] ]", "01", "1e0", *LITERALS]
)
statements = st.one_of(
    st.tuples(nodes, st.sampled_from(PREDICATES), terms).map(" ".join),
    st.tuples(nodes, st.just("a"), st.sampled_from(CLASSES)).map(" ".join),
    st.tuples(st.sampled_from(CLASSES), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES)).map(" ".join),
    st.sampled_from(["# cisld: ignore s0 so it is\nex:a ex:p ex:b", "ex:b ex:q 1 # cisld: ignore s1 no\n"]),
)


def _queried(name: int, target: str, query: str) -> str:
    select = f"SELECT $this ?value WHERE {{ {query} }}"
    return (
        f"ex:q{name} a sh:NodeShape ; {target} ; sh:sparql "
        f'[ sh:prefixes ex: ; sh:message "{{?value}} of {{$this}}" ; sh:select "{select}" ] .'
    )


queried = st.builds(_queried, st.integers(0, 9), st.sampled_from(TARGETS), st.sampled_from(QUERIES))
shapes_texts = st.tuples(shapes_graphs(), st.lists(queried, max_size=2, unique_by=lambda text: text[:5])).map(
    lambda parts: "\n".join([parts[0], *parts[1]])
)
worlds = st.lists(st.lists(statements, max_size=8), min_size=1, max_size=4)


class World:
    """A folder with data files, shapes and a cache."""

    def __init__(self, folder: Path, shapes: str, files: list[list[str]]) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.shape(shapes)
        self.files = {f"f{number}.ttl": lines for number, lines in enumerate(files)}
        (folder / "data").mkdir()
        self.lay()

    def shape(self, shapes: str) -> None:
        """Write other shapes."""
        (self.folder / "shapes.ttl").write_text(PREFIXES + shapes)

    def lay(self) -> None:
        """Write the data files."""
        for path in (self.folder / "data").iterdir():
            path.unlink()
        for name, lines in self.files.items():
            text = "".join(f"{line} .\n" for line in lines)
            (self.folder / "data" / name).write_text(PREFIXES.replace("ex: sh:declare", "# ex: sh:declare") + text)

    def told(self, cache: Path | None) -> list[str]:
        """Return what a run tells, in many formats, or its error."""
        try:
            data = expand([self.folder / "data"])
            job = Job(data, [self.folder / "shapes.ttl"], PREFIX_NAMES, cache=cache, lint=False)
            done = validate(job)
            found = [WRITERS[name](done.outcome) for name in ("json", "nt", "sarif", "junit", "markdown", "html")]
            found += [to_full(done.outcome, True), *done.outcome.warnings, repr(done.outcome.rules)]
            found += [repr((each.order, each.key, each.hint, each.needs)) for each in done.every]
            done.keep()
        except CisldError as error:
            return [str(error)]
        return found


def _swap(world: World, pick: random.Random, line: str) -> None:
    name = pick.choice(sorted(world.files))
    lines = world.files[name]
    if lines:
        lines[pick.randrange(len(lines))] = line


def _add(world: World, pick: random.Random, line: str) -> None:
    lines = world.files[pick.choice(sorted(world.files))]
    lines.insert(pick.randint(0, len(lines)), line)


def _remove(world: World, pick: random.Random, line: str) -> None:
    lines = world.files[pick.choice(sorted(world.files))]
    if lines:
        lines.pop(pick.randrange(len(lines)))


def _delete(world: World, pick: random.Random, line: str) -> None:
    if len(world.files) > 1:
        world.files.pop(pick.choice(sorted(world.files)))


def _rename(world: World, pick: random.Random, line: str) -> None:
    lines = world.files.pop(pick.choice(sorted(world.files)))
    world.files[f"{pick.choice('aegz')}{pick.randint(0, 99)}.ttl"] = lines


def _copy(world: World, pick: random.Random, line: str) -> None:
    lines = list(world.files[pick.choice(sorted(world.files))])
    world.files[f"c{pick.randint(0, 9)}.ttl"] = [*lines, line]


def _move(world: World, pick: random.Random, line: str) -> None:
    lines = world.files[pick.choice(sorted(world.files))]
    pick.shuffle(lines)


def _lengthen(world: World, pick: random.Random, line: str) -> None:
    world.files[pick.choice(sorted(world.files))].insert(0, "\n\n# a comment\nex:z ex:z ex:z")


def _nothing(world: World, pick: random.Random, line: str) -> None:
    pass


EDITS: list[Callable[[World, random.Random, str], None]] = [
    *(_swap, _swap, _swap, _add, _add, _remove, _delete, _rename, _copy, _move, _lengthen, _nothing)
]
edits = st.lists(
    st.tuples(st.lists(st.tuples(st.sampled_from(EDITS), statements), min_size=1, max_size=2), st.integers(0, 999)),
    min_size=1,
    max_size=5,
)
quiet = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CISLD_EXAMPLES" not in os.environ,
)


@quiet
@given(shapes_texts, worlds, edits, st.booleans(), st.none() | shapes_texts)
def test_after_each_edit_the_run_tells_what_a_full_run_tells(
    shapes: str, files: list[list[str]], steps: list[tuple], in_part: bool, other: str | None
) -> None:
    share = 1e-9 if in_part else 1e9
    with tempfile.TemporaryDirectory() as name, mock.patch.object(incremental, "_SHARE", share), small_pieces():
        world = World(Path(name), shapes, files)
        assert world.told(world.cache) == world.told(None)
        for number, (changes, seed) in enumerate(steps):
            for change, line in changes:
                change(world, random.Random(seed), line)
            if other and number == 2:
                world.shape(other)
            world.lay()
            assert world.told(world.cache) == world.told(None)


def _flip(data: bytearray, pick: random.Random) -> None:
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)


def _cut(data: bytearray, pick: random.Random) -> None:
    del data[pick.randrange(len(data)) :]


def _fill(data: bytearray, pick: random.Random) -> None:
    start = pick.randrange(len(data))
    data[start : start + 20] = bytes(20)


def _empty(data: bytearray, pick: random.Random) -> None:
    data.clear()


SHAPES = """
ex:s0 a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:class ex:U ; sh:minCount 1 ] .
ex:s1 a sh:NodeShape ; sh:targetSubjectsOf ex:q ; sh:property [ sh:path ( ex:q ex:r ) ; sh:datatype xsd:integer ] .
"""
FILES = [
    [f"ex:t{number} a ex:T ; ex:p ex:u{number % 7} ; ex:q ex:a" for number in range(30)],
    [*(f"ex:u{number} a ex:U" for number in range(6)), "ex:a ex:r 1 , 2"],
    ["ex:a ex:r 3", "ex:b a ex:T", "[] a ex:T ; ex:q ex:a"],
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, SHAPES, [list(lines) for lines in FILES])


@pytest.mark.parametrize("harm", [_flip, _cut, _fill, _empty])
def test_a_damaged_cache_changes_nothing(harm: Callable[[bytearray, random.Random], None], world: World) -> None:
    pick = random.Random(harm.__name__)
    for turn in range(60):
        world.told(world.cache)
        paths = sorted(path for path in world.cache.glob("*/*/*") if path.stat().st_size)
        path = paths[turn % len(paths)]
        data = bytearray(path.read_bytes())
        harm(data, pick)
        path.write_bytes(data)
        _swap(world, pick, f"ex:t{turn % 30} a ex:T ; ex:p ex:u{turn % 9}")
        world.lay()
        assert world.told(world.cache) == world.told(None)


@pytest.mark.parametrize("part", ["pieces", "runs", ""])
def test_what_is_deleted_from_the_cache_is_made_anew(part: str, world: World) -> None:
    world.told(world.cache)
    for folder in list(world.cache.glob("*")) if part == "" else world.cache.glob(f"*/{part}"):
        with suppress(OSError):
            shutil.rmtree(folder)
    world.files["f1.ttl"].append("ex:a ex:r 4")
    world.lay()
    assert world.told(world.cache) == world.told(None)
    assert list(world.cache.glob("*/runs/*"))


def test_the_cache_of_another_project_changes_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other", SHAPES, [["ex:t1 a ex:T", "ex:t2 a ex:T ; ex:p 1"], ["ex:a ex:r 3"]])
    other.told(other.cache)
    shutil.copytree(other.cache, world.cache)
    assert world.told(world.cache) == world.told(None)
    assert other.told(world.cache) == other.told(None)


def test_a_piece_of_one_file_does_not_pass_for_that_of_another(world: World) -> None:
    world.told(world.cache)
    paths = sorted(world.cache.glob("*/pieces/*"))
    for path, other in zip(paths, [*paths[1:], paths[0]], strict=True):
        shutil.copy(path, path.with_suffix(".other"))
        shutil.copy(other, path)
    world.files["f0.ttl"].append("ex:t31 a ex:T")
    world.lay()
    assert world.told(world.cache) == world.told(None)


def test_a_record_that_is_no_record_is_not_read(world: World) -> None:
    world.told(world.cache)
    (record,) = world.cache.glob("*/runs/*")
    for text in (b"", b"{}", b"\n{}", b"[" * 100_000):
        record.write_bytes(text)
        assert world.told(world.cache) == world.told(None)


def test_a_cache_that_cannot_be_written_is_a_note(world: World) -> None:
    world.cache.write_text("a file where the folder should be")
    assert world.told(world.cache) == world.told(None)
    job = Job(expand([world.folder / "data"]), [world.folder / "shapes.ttl"], cache=world.cache)
    (note,) = validate(job).keep()
    assert "CIS010" in note


def test_one_statement_needs_only_the_part_of_the_graph_that_is_beside_it(world: World) -> None:
    world.told(world.cache)
    world.files["f0.ttl"][3] = "ex:t3 a ex:T ; ex:p ex:a ; ex:q ex:a"
    world.lay()
    whole = mock.Mock(side_effect=AssertionError)
    with mock.patch.object(incremental, "_SHARE", 1e-9), mock.patch.object(Sheets, "whole", whole):
        data = expand([world.folder / "data"])
        done = validate(Job(data, [world.folder / "shapes.ttl"], PREFIX_NAMES, cache=world.cache))
    assert done.memory is not None
    assert done.memory.found.part is not None
    assert [finding.focus for finding in done.outcome.found if finding.focus == "ex:t3"] == ["ex:t3"]


def _edited(tmp_path: Path, shapes: str, files: list[list[str]], edit: Callable[[dict[str, list[str]]], None]) -> None:
    """Edit the files of a world after one run and look whether the next tells what a full run tells."""
    with small_pieces(), mock.patch.object(incremental, "_SHARE", 1e-9):
        world = World(tmp_path, shapes, files)
        world.told(world.cache)
        edit(world.files)
        world.lay()
        assert world.told(world.cache) == world.told(None)


CLOSED = "ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:in () ] ."


def test_a_place_is_that_in_the_file_that_is_now_first(tmp_path: Path) -> None:
    lines = [["ex:a a ex:T", "ex:a ex:p 1"], ["ex:b a ex:T", "ex:a ex:p 1"]]
    _edited(tmp_path, CLOSED, lines, lambda files: files.update({"a.ttl": files.pop("f1.ttl")}))


def test_a_literal_beside_that_of_a_query_decides_how_it_is_shown(tmp_path: Path) -> None:
    shapes = _queried(0, "sh:targetNode ex:a", "$this ex:p ?value")
    _edited(tmp_path, shapes, [["ex:a ex:p 01"]], lambda files: files["f0.ttl"].append("ex:a ex:z 001"))


def test_a_blank_node_in_a_message_gets_its_new_name(tmp_path: Path) -> None:
    shapes = _queried(0, "sh:targetClass ex:T", "$this ex:p ?value")
    files = [["ex:z ex:z 1"], ["ex:a a ex:T", "ex:a ex:p [ ex:q 1 ]"]]
    _edited(tmp_path, shapes, files, lambda files: files["f0.ttl"].append("ex:z ex:z" + " [] ," * 12 + " 1"))


def test_a_finding_on_a_blank_node_moves_with_its_file(tmp_path: Path) -> None:
    files = [["ex:z ex:z 1"], ["[] a ex:T ; ex:p 1", "ex:a ex:z [ a ex:T ; ex:p 2 ]"]]
    _edited(tmp_path, CLOSED, files, lambda files: files["f0.ttl"].insert(0, "ex:z ex:z [ ex:r 1 ] , [ a ex:T ]"))


def test_a_hint_is_that_of_the_names_there_now(tmp_path: Path) -> None:
    shapes = "ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:class ex:U ] ."
    files = [["ex:a a ex:T ; ex:p ex:minsk"], ["ex:mimsk a ex:U"]]
    _edited(tmp_path, shapes, files, lambda files: files["f1.ttl"].append("ex:minks a ex:U"))
    (tmp_path / "other").mkdir()
    _edited(tmp_path / "other", shapes, files, lambda files: files["f1.ttl"].append("ex:minsk ex:q 1"))


def test_a_shape_is_not_idle_while_one_focus_node_is_left(world: World) -> None:
    with small_pieces(), mock.patch.object(incremental, "_SHARE", 1e-9):
        world.told(world.cache)
        (record,) = world.cache.glob("*/runs/*")
        focus = json.loads(record.read_bytes().partition(b"\n")[2])["focus"]["<http://example.org/s0>"]
        names = {f"ex:{node.rpartition('/')[2][:-1]}" for node in focus}
        for lines in world.files.values():
            lines[:] = [line for line in lines if line.split()[0] not in names and not line.startswith("[]")]
        world.lay()
        assert names
        assert world.told(world.cache) == world.told(None)


def test_a_query_that_asks_the_hour_is_asked_at_each_run(world: World) -> None:
    world.shape(_queried(0, "sh:targetClass ex:T", "$this ex:p ?value FILTER (NOW() > 0)"))
    world.told(world.cache)
    with mock.patch("cisld.report.memory.fully", wraps=incremental.fully) as fully:
        world.told(world.cache)
    assert fully.call_count == 1


def test_the_cache_does_not_grow_for_ever(world: World) -> None:
    with mock.patch("cisld.report.cache._LEAST", 0):
        for turn in range(40):
            world.files["f0.ttl"][0] = f"ex:t0 a ex:T ; ex:q {turn}"
            world.lay()
            world.told(world.cache)
    assert 4 <= len(list(world.cache.glob("*/pieces/*"))) <= 20
