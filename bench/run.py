"""Measure SHACL validators against each other: sizes and peers in, a table of CPU, memory and results out.

    python bench/run.py 10000 100000 1000000 --rounds 3 --write

Peers run in turn (A B C A B C ...), each in a process of its own from a Turtle file on, so that what else the machine
does falls on all alike; the median of each is taken, and ratios are what counts. `bench/setup.sh` sets the peers up;
one that is not there is left out. Data and shapes come from the bench folder beside the project (CISLD_BENCH).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers"
WORK = ROOT / ".bench"
MATERIAL = Path(os.environ.get("CISLD_BENCH", ROOT.parent / "shared" / "bench"))
RESULTS = ROOT / "bench" / "results.json"
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


def data(size: int) -> Path:
    """Return the Turtle file of about `size` triples with 90 seeded faults, made where it is not there yet."""
    path = WORK / f"data-{size}"
    if not path.with_suffix(".ttl").is_file():
        WORK.mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, str(MATERIAL / "generate.py"), str(size), str(path), "--defects", "5"], check=True
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


def main() -> None:
    """Measure and print; with --write keep the figures in bench/results.json and the table in docs/speed.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    found = medians(list(rounds(asked.sizes, asked.rounds)))
    print(table(found))
    if asked.write:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
