"""Where the wires of a difference run: straight down, round a corner into a column, or on a track at a side.

In: rows of nodes, wires. Out: `Run`s, and the tracks that those beside the cards take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...paint.boxes import Rect, crosses, meets
from ...paint.canvas import Point
from .merged import Merged, Wire

LEFT, MIDDLE, RIGHT = -1, 0, 1
APART, LEAST = 4.0, 1.0
"""Px from one place that is tried for a sign to the next, and that it keeps from a bend."""


class Spot(NamedTuple):
    """Where a node stands: its row, its column (`MIDDLE`: it has the row for itself), its place in the column."""

    row: int
    side: int
    place: int
    last: bool


class Row(NamedTuple):
    """One node in the middle, or what went in the left column and what came in the right one."""

    middle: int | None = None
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()

    def columns(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(side, nodes) of each column."""
        if self.middle is not None:
            return ((MIDDLE, (self.middle,)),)
        return ((LEFT, self.left), (RIGHT, self.right))


class Run(NamedTuple):
    """How a wire runs: `straight`, `corner` or `track`; at the left what was, at the right what is."""

    wire: Wire
    way: str
    side: int


def rows_of(graph: Merged) -> list[Row]:
    """The nodes in rows: neighbours that went or came share one."""
    out: list[Row] = []
    for at, node in enumerate(graph.nodes):
        if node.kind not in ("removed", "added"):
            out.append(Row(at))
            continue
        if not out or out[-1].middle is not None:
            out.append(Row())
        last = out[-1]
        out[-1] = (
            last._replace(left=(*last.left, at)) if node.kind == "removed" else last._replace(right=(*last.right, at))
        )
    return out


def spots_of(rows: Sequence[Row]) -> dict[int, Spot]:
    """Where each node stands."""
    return {
        node: Spot(row, side, place, place == len(nodes) - 1)
        for row, each in enumerate(rows)
        for side, nodes in each.columns()
        for place, node in enumerate(nodes)
    }


def runs_of(graph: Merged, rows: Sequence[Row], spots: Mapping[int, Spot]) -> list[Run]:
    """How each wire runs."""
    return [
        Run(wire, _way(spots[wire.start], spots[wire.end], rows), LEFT if wire.kind == "removed" else RIGHT)
        for wire in graph.wires
    ]


def _way(start: Spot, end: Spot, rows: Sequence[Row]) -> str:
    apart = end.row - start.row
    if start.side == end.side == MIDDLE:
        passes = apart == 2 and rows[start.row + 1].middle is None
        return "straight" if apart == 1 or passes else "track"
    if apart == 0:
        return "straight" if end.place == start.place + 1 else "track"
    into = start.side == MIDDLE and end.place == 0
    out_of = end.side == MIDDLE and start.last
    return "corner" if apart == 1 and (into or out_of) else "track"


class Net(NamedTuple):
    """What one node sends down beside the cards: `track` is counted from them, `ends` are those who read it."""

    source: int
    kind: str
    side: int
    ends: tuple[int, ...]
    track: int = 0


def nets_of(runs: Sequence[Run], order: Mapping[int, tuple[float, float]]) -> list[Net]:
    """A track for each source and kind, the shortest inside, none on another's. `order` is where a node begins and
    ends, from above."""
    ends: dict[tuple[int, str, int], list[int]] = {}
    for run in runs:
        if run.way == "track":
            ends.setdefault((run.wire.start, run.wire.kind, run.side), []).append(run.wire.end)
    found = [Net(source, kind, side, tuple(targets)) for (source, kind, side), targets in ends.items()]
    spans = {net: (order[net.source][1], max(order[end][0] for end in net.ends)) for net in found}
    taken: dict[int, list[list[tuple[float, float]]]] = {LEFT: [], RIGHT: []}
    out = []
    for net in sorted(found, key=lambda net: (spans[net][1] - spans[net][0], net.source)):
        low, high = spans[net]
        tracks = taken[net.side]
        track = next((n for n, used in enumerate(tracks) if all(high < a or low > b for a, b in used)), len(tracks))
        if track == len(tracks):
            tracks.append([])
        tracks[track].append((low, high))
        out.append(net._replace(track=track))
    return out


def free_spot(
    points: Sequence[Point], others: Sequence[Sequence[Point]], taken: Sequence[Rect], size: float
) -> Point | None:
    """The middle of the longest piece of a line on which a square of `size` px covers no other line and nothing of what
    is `taken`, or where it is free nearest to that; None if it is nowhere."""
    half = size / 2
    pieces = [(_span(start, end)) for other in others for start, end in pairwise(other)]
    own = sorted(pairwise(points), key=lambda piece: -_length(*piece))
    for start, end in own:
        for share in _outwards(_length(start, end), half + LEAST):
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            rect = (x - half, y - half, x + half, y + half)
            if not any(crosses(piece, rect, -1) for piece in pieces) and not any(meets(rect, one, -1) for one in taken):
                return x, y
    return None


def _outwards(length: float, margin: float) -> Iterator[float]:
    """Shares of a length from its middle outwards, some px apart, as far as a margin at its ends."""
    steps = int((length / 2 - margin) // APART) if length >= 2 * margin else -1
    for step in range(steps + 1):
        away = step * APART / length
        yield 0.5 + away
        if step:
            yield 0.5 - away


def _span(start: Point, end: Point) -> Rect:
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def _length(start: Point, end: Point) -> float:
    return abs(start[0] - end[0]) + abs(start[1] - end[1])
