"""Rows and places for a graph that is not series-parallel: rows by us, order and x by Graphviz.

In: boxes with sizes, edges. Out: for every box its row and x, and for every edge that skips rows a place in each row it
passes. `dot` gets empty boxes of fixed size and runs in a child process with a time limit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from math import inf
from pathlib import Path
from typing import NamedTuple

from .blocks.base import Block, DoesNotFitError
from .squeeze import squeezed

SECONDS = 10.0
DUMMY = 14.0
NODESEP = 22.0
Name = int
"""Boxes are numbered; so is the place of a long edge in a row: -1, -2, …"""


class Layers(NamedTuple):
    """`rows`: what stands in each row, left to right, places of passing edges among it; `x`: the middle of each."""

    rows: tuple[tuple[Name, ...], ...]
    x: Mapping[Name, float]
    passing: Mapping[tuple[Name, int], Name]


def layers(boxes: Sequence[Block], edges: Sequence[tuple[int, int]], row: Sequence[int], most: float = inf) -> Layers:
    """The x of boxes that stand in these rows, moved together where they would take more than `most` px. Raises
    DoesNotFitError if Graphviz cannot be run or takes too long."""
    passing: dict[tuple[Name, int], Name] = {}
    chains: list[tuple[Name, Name]] = []
    for a, end in _furthest(edges, row).items():
        before: Name = a
        for r in range(row[a] + 1, end):
            passing[(a, r)] = -1 - len(passing)
            chains.append((before, passing[(a, r)]))
            before = passing[(a, r)]
    for a, b in edges:
        chains.append((a if row[b] == row[a] + 1 else passing[(a, row[b] - 1)], b))
    where: dict[Name, int] = {**dict(enumerate(row)), **{name: r for (_, r), name in passing.items()}}
    x = _ask([(2 * max(box.left, box.right), box.height) for box in boxes], chains, where)
    ordered = tuple(tuple(sorted(names, key=x.__getitem__)) for names in _by_row(where))
    reach = {name: (boxes[name].left, boxes[name].right) if name >= 0 else (DUMMY / 2, DUMMY / 2) for name in where}
    low, high = min(x[name] - reach[name][0] for name in where), max(x[name] + reach[name][1] for name in where)
    if high - low > most:
        x = squeezed(ordered, reach, chains, x, most, NODESEP)
    return Layers(ordered, x, passing)


def least_width(widths: Sequence[float], edges: Sequence[tuple[int, int]], row: Sequence[int]) -> float:
    """No order of the boxes makes the rows narrower than this: it saves asking for a place that cannot be."""
    taken = [-NODESEP] * (max(row, default=0) + 1)
    for w, r in zip(widths, row, strict=True):
        taken[r] += w + NODESEP
    return max(own + lines for own, lines in zip(taken, _passing(edges, row), strict=True))


def rooms(edges: Sequence[tuple[int, int]], row: Sequence[int], most: float) -> list[float]:
    """How wide each box of a row may be, beside the lines that pass it."""
    many = [row.count(r) for r in range(max(row, default=0) + 1)]
    return [
        (most - lines + NODESEP) / max(1, count) - NODESEP
        for count, lines in zip(many, _passing(edges, row), strict=True)
    ]


def _passing(edges: Sequence[tuple[int, int]], row: Sequence[int]) -> list[float]:
    """How much room the lines take that pass each row."""
    begins = [0] * (max(row, default=0) + 2)
    for a, end in _furthest(edges, row).items():
        begins[row[a] + 1] += 1
        begins[max(end, row[a] + 1)] -= 1
    return [lines * (DUMMY + NODESEP) for lines in accumulate(begins[:-1])]


def _furthest(edges: Sequence[tuple[int, int]], row: Sequence[int]) -> dict[int, int]:
    """The last row that something in it reads a box."""
    found: dict[int, int] = {}
    for a, b in edges:
        found[a] = max(found.get(a, 0), row[b])
    return found


def _by_row(where: Mapping[Name, int]) -> list[list[Name]]:
    rows: list[list[Name]] = [[] for _ in range(max(where.values(), default=0) + 1)]
    for name, r in where.items():
        rows[r].append(name)
    return rows


def rows(count: int, edges: Sequence[tuple[int, int]], first: Collection[int], last: Collection[int]) -> list[int]:
    """The row of each box: the longest path from the top; then what feeds one later box moves down to it. `first`
    stand in the first row, `last` in the last."""
    into: list[list[int]] = [[] for _ in range(count)]
    out: list[list[int]] = [[] for _ in range(count)]
    for a, b in edges:
        into[b].append(a)
        out[a].append(b)
    order = _topological(count, into, out)
    row = [0] * count
    for node in order:
        row[node] = max((row[a] + 1 for a in into[node]), default=0)
    for node in reversed(order):
        if out[node] and len(into[node]) <= len(out[node]) and node not in first:
            row[node] = max(row[node], min(row[b] for b in out[node]) - 1)
    bottom = max(row, default=0)
    for node in last:
        row[node] = bottom
    return row


def _topological(count: int, into: Sequence[Sequence[int]], out: Sequence[Sequence[int]]) -> list[int]:
    waiting = [len(parents) for parents in into]
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for after in out[node]:
            waiting[after] -= 1
            if not waiting[after]:
                order.append(after)
    return order


def _ask(
    sizes: Sequence[tuple[float, float]], chains: Sequence[tuple[Name, Name]], where: Mapping[Name, int]
) -> dict[Name, float]:
    """The x of every box and passing place, from dot."""

    def label(name: Name) -> str:
        return f"n{name}" if name >= 0 else f"d{-name}"

    lines = [
        f'digraph {{ nodesep={NODESEP / 72:.3f}; ranksep=.4; splines=false; node [shape=box, fixedsize=true, label=""];'
    ]
    for name in where:
        w, h = sizes[name] if name >= 0 else (DUMMY, 8.0)
        lines.append(f"{label(name)} [width={w / 72:.4f}, height={min(h, 60) / 72:.4f}];")
    lines += ["{rank=same; " + "; ".join(map(label, names)) + "}" for names in _by_row(where) if names]
    for a, b in chains:
        lines.append(f"{label(a)} -> {label(b)} [weight={8 if a < 0 and b < 0 else 2 if a < 0 or b < 0 else 3}];")
    lines.append("}")
    found = {}
    for thing in run_dot("\n".join(lines)).get("objects", ()):
        if "pos" in thing:
            own = thing["name"]
            found[int(own[1:]) if own[0] == "n" else -int(own[1:])] = float(thing["pos"].split(",")[0])
    if set(found) != set(where):
        raise DoesNotFitError("Graphviz placed only a part of the boxes")
    return found


def dot_command() -> str | None:
    """The `dot` that came with the installation (graphviz-pure), else the one on PATH, else None."""
    import shutil
    import sysconfig

    own = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    for candidate in (own, own.with_suffix(".exe")):
        if candidate.exists():
            return str(candidate)
    return shutil.which("graphviz-pure") or shutil.which("dot")


def run_dot(source: str) -> dict[str, list[dict[str, str]]]:
    """Dot's JSON for a source. Raises DoesNotFitError where there is no dot, or it fails, or it takes too long."""
    import json
    import subprocess

    command = dot_command()
    if command is None:
        raise DoesNotFitError("no Graphviz")
    try:
        done = subprocess.run(
            [command, "-Tjson"], input=source, capture_output=True, text=True, timeout=SECONDS, check=True
        )
        result: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise DoesNotFitError(f"Graphviz: {error}") from error
    return result
