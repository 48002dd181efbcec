"""Page: medians of a run of the bench in, the table and the plot of the docs out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from math import log10
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "README.md", ROOT / "docs" / "speed.md"
PLOT = ROOT / "docs" / "speed.svg"
NAMES = {
    "floor": ("(parsing alone)", "#888888"),
    "cisld": ("cisld", "#c0392b"),
    "turbo": ("pyshacl-turbo 0.6", "#2471a3"),
    "jena": ("Jena 4.5", "#7d3c98"),
    "shacl-engine": ("shacl-engine 1.1 (core only)", "#b9770e"),
    "rudof": ("pyrudof", "#148f77"),
    "pyshacl": ("pySHACL 0.40", "#34495e"),
}
"""How each validator is called on the page, and its colour, in the order of the table."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 430, 56, 190, 16, 44
STEP = 15
_TABLE = re.compile(r"^\| validator \| CPU at .*\n(?:\|.*\n)+", re.M)

Sizes = Mapping[str, Mapping[str, Mapping[str, float]]]


def write(found: Sizes) -> None:
    """Put the table into the pages and draw the plot beside them."""
    text = table(found)
    for page in PAGES:
        page.write_text(_TABLE.sub(lambda _: text, page.read_text(encoding="utf-8")), encoding="utf-8")
    PLOT.write_text(plot(found), encoding="utf-8")


def table(found: Sizes) -> str:
    """Return the Markdown table of ratios, memory and faults found."""
    sizes = sorted(found, key=int)
    first, *more = (f"{int(size):,}" for size in sizes)
    head = [f"CPU at {first} triples, times that of cisld", *(f"at {size}" for size in more)]
    lines = [f"| validator | {' | '.join(head)} | peak MB at {[first, *more][-1]} | faults found of 90 |"]
    lines.append("|---" * (len(head) + 3) + "|")
    for peer, (name, _) in NAMES.items():
        if all(peer in found[size] for size in sizes):
            ratios = [f"{found[size][peer]['cpu'] / found[size]['cisld']['cpu']:.1f}" for size in sizes]
            last = found[sizes[-1]][peer]
            results = "–" if peer == "floor" else f"{last['results']:.0f}"
            lines.append(f"| {name} | {' | '.join(ratios)} | {last['memory']:.0f} | {results} |")
    return "\n".join(lines) + "\n"


def plot(found: Sizes) -> str:
    """Return an SVG picture: CPU seconds over triples, both in powers of ten, a line for each validator.

    >>> "pySHACL" in plot({"10": {"pyshacl": {"cpu": 1}}, "100": {"pyshacl": {"cpu": 9}}})
    True
    """
    sizes = sorted(map(int, found))
    every = [run["cpu"] for size in found.values() for run in size.values()]
    low, high = 10 ** int(log10(min(every)) - 1), 10 ** int(log10(max(every)) + 1)

    def x(size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / sizes[0]) / log10(sizes[-1] / sizes[0])

    def y(cpu: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * log10(cpu / low) / log10(high / low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        "<title>CPU seconds of SHACL validators by size of the data</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(round(log10(low)), round(log10(high)) + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g} s</text>')
    parts += [f'<text x="{x(size):.1f}" y="{HEIGHT - 24}" text-anchor="middle">{size:,}</text>' for size in sizes]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 6}" text-anchor="middle">triples</text>')
    lines = {
        peer: [(x(size), y(found[str(size)][peer]["cpu"])) for size in sizes if peer in found[str(size)]]
        for peer in NAMES
    }
    lines = {peer: points for peer, points in lines.items() if points}
    for peer, points in lines.items():
        _, colour = NAMES[peer]
        way = "L".join(f"{right:.1f} {down:.1f}" for right, down in points)
        parts.append(f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{right:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for right, down in points]
    for peer, down in _apart({peer: points[-1][1] for peer, points in lines.items()}):
        name, colour = NAMES[peer]
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{down + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _apart(places: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield each label with a height at which it does not cover the one above it."""
    last = float("-inf")
    for peer, down in sorted(places.items(), key=lambda item: item[1]):
        last = max(down, last + STEP)
        yield peer, last
