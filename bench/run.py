"""Measure SHACL validators against each other: sizes and peers in, a table of CPU, memory and results out.

    python bench/run.py 10000 100000 1000000 --rounds 3 --write
    python bench/run.py 1000000 --incremental

Peers run in turn (A B C A B C ...), each in a process of its own from a Turtle file on, so that what else the machine
does falls on all alike; the median of each is taken, and ratios are what counts. `bench/setup.sh` sets the peers up;
one that is not there is left out. Data and shapes come from the bench folder beside the project (CISLD_BENCH).

With --incremental the same data lie in FILES files; in each round one statement of one file is changed, and
`cisld validate` is measured as a whole process without a cache, with an empty one, and with that of the run before.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import goals
import page

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
WORK = ROOT / ".bench"
MATERIAL = Path(os.environ.get("CISLD_BENCH", ROOT.parent / "shared" / "bench"))
RESULTS = ROOT / "bench" / "results.json"
FILES = 100
SLOW = {"pyshacl": 1_000_000, "rudof": 1_000_000, "shacl-engine": 1_000_000}
"""From which size on a peer runs one round only."""


class Run(NamedTuple):
    """What one process took: CPU and wall seconds, peak memory in megabytes, results found."""

    cpu: float
    wall: float
    memory: float
    results: int


def peers() -> dict[str, tuple[list[str], Path | None]]:
    """Return the command and folder of each peer that is set up."""
    known: dict[str, tuple[list[str], Path | None]] = {
        "floor": ([sys.executable, str(PEERS / "floor.py")], None),
        "cisld": ([sys.executable, str(PEERS / "ours.py")], None),
        "pyshacl": ([sys.executable, str(PEERS / "pyshacl_rdflib.py")], None),
        "turbo": ([str(WORK / "turbo/bin/python"), str(PEERS / "turbo.py")], WORK / "turbo"),
        "rudof": ([str(WORK / "rudof/bin/python"), str(PEERS / "rudof.py")], WORK / "rudof"),
        "shacl-engine": (["node", str(PEERS / "shacl_engine.mjs")], WORK / "node"),
        "jena": (["sh", str(PEERS / "jena.sh")], WORK / "jena"),
    }
    return {name: (command, folder) for name, (command, folder) in known.items() if folder is None or folder.is_dir()}


def data(size: int, defects: int = 5) -> Path:
    """Return the Turtle file of about `size` triples with so many faults of each kind, made if it is not there."""
    path = WORK / (f"data-{size}" if defects else f"sound-{size}")
    if not path.with_suffix(".ttl").is_file():
        WORK.mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, str(MATERIAL / "generate.py"), str(size), str(path), "--defects", str(defects)],
            stdout=sys.stderr,
            check=True,
        )
    return path.with_suffix(".ttl")


def measure(command: list[str], folder: Path | None, files: list[Path]) -> Run | None:
    """Run one peer once; None if it fails."""
    where = folder if folder and folder.name == "node" else ROOT
    start = time.monotonic()
    process = subprocess.Popen(
        [*command, *map(str, files)], cwd=where, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) or not said.strip().isdigit():
        return None
    wall = time.monotonic() - start
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, int(said))


def rounds(sizes: list[int], number: int) -> Iterator[tuple[int, str, Run | None]]:
    """Yield each run, peers in turn."""
    shapes = MATERIAL / "shapes.ttl"
    for size in sizes:
        for turn in range(number):
            for name, (command, folder) in peers().items():
                if turn and size >= SLOW.get(name, sys.maxsize):
                    continue
                run = measure(command, folder, [data(size), shapes])
                print(f"{size:>9,} {name:<13} {run}", file=sys.stderr)
                yield size, name, run


def medians(runs: list[tuple[int, str, Run | None]]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the medians by size and peer."""
    grouped: dict[tuple[int, str], list[Run]] = defaultdict(list)
    for size, name, run in runs:
        if run:
            grouped[size, name].append(run)
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for (size, name), each in grouped.items():
        fields = {field: statistics.median(getattr(run, field) for run in each) for field in Run._fields}
        found[str(size)][name] = {field: round(value, 3) for field, value in fields.items()}
    return dict(found)


def table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the Markdown table: CPU of each peer, how many times that of cisld, memory and results."""
    lines = ["| triples | validator | CPU s | times cisld | peak MB | results of 90 |", "|---|---|---|---|---|---|"]
    for size, peer in found.items():
        for name, run in sorted(peer.items(), key=lambda item: item[1]["cpu"]):
            times = run["cpu"] / peer["cisld"]["cpu"]
            results = "–" if name == "floor" else f"{run['results']:.0f}"
            label = "parsing alone" if name == "floor" else name
            lines.append(
                f"| {int(size):,} | {label} | {run['cpu']:.2f} | {times:.2f} | {run['memory']:.0f} | {results} |"
            )
    return "\n".join(lines)


def split(size: int, defects: int) -> Path:
    """Return a project whose data are those of `size` triples in FILES files, made where it is not there yet."""
    project = WORK / f"files-{size}-{defects}"
    if not project.is_dir():
        lines = data(size, defects).read_text(encoding="utf-8").splitlines()
        prefixes = [line for line in lines if line.startswith("@prefix")]
        blocks = re.split(r"(?<= \.)\n", "\n".join(line for line in lines if not line.startswith("@prefix")))
        share = -(-len(blocks) // FILES)
        (project / "data").mkdir(parents=True)
        (project / "cisld.toml").write_text('[project]\nname = "bench"\nbase = "http://example.org/"\n')
        for number in range(FILES):
            text = "\n".join([*prefixes, *blocks[number * share : (number + 1) * share], ""])
            (project / "data" / f"{number:03}.ttl").write_text(text, encoding="utf-8")
    return project


def cpu(folder: Path, *arguments: str) -> tuple[float, bytes]:
    """Return the CPU seconds of one call of Python in a folder and what it printed."""
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, said


def validated(project: Path, *options: str) -> tuple[float, bytes]:
    """Return the same of one `cisld validate` of the bench's data."""
    return cpu(project, "-m", "cisld", "validate", "data", "-s", str(MATERIAL / "shapes.ttl"), *options)


def incremental(size: int, defects: int, number: int) -> tuple[float, float, float]:
    """Return medians of CPU without a cache, with an empty one, and after one change."""
    project, taken = split(size, defects), defaultdict[str, list[float]](list)
    for turn in range(number):
        shutil.rmtree(project / ".cisld", ignore_errors=True)
        taken["first"].append(validated(project, "--incremental")[0])
        path = sorted((project / "data").iterdir())[FILES // 2 + turn]
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'(cis:value ")', r"\g<1>1", text, count=1), encoding="utf-8")
        try:
            (full, told), (again, same) = validated(project), validated(project, "--incremental")
        finally:
            path.write_text(text, encoding="utf-8")
        if told != same:
            raise SystemExit("The incremental run tells something else.")
        taken["full"].append(full)
        taken["again"].append(again)
    full, first, again = (statistics.median(taken[name]) for name in ("full", "first", "again"))
    return full, first, again


def other(sizes: list[int], number: int) -> dict[str, float]:
    """Return what the goals want to know besides: a change, our own data, the start, and the tests that fail."""
    own, start, click = [], [], []
    for _ in range(3 * number):
        own.append(cpu(ROOT, "-m", "cisld", "validate")[0])
        start.append(cpu(ROOT, "-m", "cisld", "--help")[0])
        click.append(cpu(ROOT, "-c", "import click")[0])
    _, said = cpu(ROOT, "-m", "cisld", "validate", "--format", "json")
    found = {
        "own": statistics.median(own) / json.loads(said)["triples"] * 100_000,
        "start": statistics.median(start) / statistics.median(click),
    }
    if 1_000_000 in sizes:
        full, _, again = incremental(1_000_000, 5, number)
        found["changed"] = full / again
    for name, tests in (("suite", "tests/spec/test_shacl.py"), ("corners", "tests/shacl/test_corners.py")):
        _, told = cpu(ROOT, "-m", "pytest", "-rA", "--tb=no", tests)
        passed, failed = (told.count(f"\n{word} ".encode()) for word in ("PASSED", "FAILED"))
        if passed + failed and b"\nSKIPPED" not in told:
            found[name] = failed
    return found


def main() -> None:
    """Measure and print; with --write keep the figures in bench/results.json and on the pages that show them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--incremental", action="store_true")
    asked = parser.parse_args()
    if asked.incremental:
        print("| triples | faults | full run, CPU s | first run with a cache | after one change | times |")
        print("|---|---|---|---|---|---|")
        cases = [(size, defects) for size in asked.sizes for defects in (0, 5)]
        for size, defects in cases:
            full, first, again = incremental(size, defects, asked.rounds)
            print(f"| {size:,} | {18 * defects} | {full:.2f} | {first:.2f} | {again:.2f} | {full / again:.1f} |")
        return
    found = medians(list(rounds(asked.sizes, asked.rounds)))
    print(table(found), goals.table(found, other(asked.sizes, asked.rounds)), sep="\n\n")
    if asked.write:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        page.write(found)


if __name__ == "__main__":
    main()
