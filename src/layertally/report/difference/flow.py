"""The flow of two models as one block: what both have on the axis, what went at its left, what came at its right.

In: blocks of the nodes, their graph, a width. Out: a block. A line that both models have is plain; one that only the
first has is dashed and carries a −, one that only the second has carries a +.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ...figure.blocks.base import GAP, Block, Pen
from ...paint.boxes import Rect
from ...paint.canvas import Point
from .lines import LEFT, MIDDLE, RIGHT, Run, free_spot, nets_of, rows_of, runs_of, spots_of
from .merged import Merged, Node

CHANNEL = 44.0
"""Px between the columns, where lines pass that go on."""
ASIDE, STEP = 12.0, 14.0
"""How far from the axis a line of one model starts and ends; how far apart those are that end beside each other."""
TAP, LEVEL, DROP, BETWEEN = 12.0, 12.0, 18.0, 16.0
FIRST, TRACK, EDGE = 22.0, 14.0, 10.0
SIGNED, SIGN, DOT = 36.0, 14.0, 3.0
SIGNS = {"added": "+", "removed": "−"}
DASH = {"removed": (4.0, 3.0)}
OFFSET = {"removed": -ASIDE, "same": 0.0, "added": ASIDE}


class Flow(Block):
    """Rows of blocks, `w` px wide without the tracks. `make(node, width)` gives the block of a node."""

    arrow = False

    def __init__(self, graph: Merged, make: Callable[[Node, float], Block], w: float) -> None:
        self.w, self.half = w, (w - CHANNEL) / 2
        self.rows = rows_of(graph)
        self.spots = spots_of(self.rows)
        self.blocks = [make(node, self.half if self.spots[at].side else w) for at, node in enumerate(graph.nodes)]
        self.tight = any(block.tight for block in self.blocks)
        self.runs = runs_of(graph, self.rows, self.spots)
        self.tops, self.height = self._placed()
        spans = {at: (top, top + self.blocks[at].height) for at, top in self.tops.items()}
        self.nets = nets_of(self.runs, spans)
        self.left, self.right = (w / 2 + self._beside(side) for side in (LEFT, RIGHT))

    # ---- measures ----

    def _beside(self, side: int) -> float:
        """What the tracks of a side take."""
        count = max((net.track + 1 for net in self.nets if net.side == side), default=0)
        return FIRST + TRACK * (count - 1) + SIGN / 2 + 1 if count else 0.0

    def _placed(self) -> tuple[dict[int, float], float]:
        """The top of each node, and the height of all."""
        tops: dict[int, float] = {}
        y, above = 0.0, list[int]()
        for row in self.rows:
            firsts = [nodes[0] for _, nodes in row.columns() if nodes]
            y += max((self._gap(a, b) for a in above for b in firsts), default=0.0)
            ends, above = [y], []
            for _, nodes in row.columns():
                at = y
                for i, node in enumerate(nodes):
                    at += self._gap(nodes[i - 1], node) if i else 0.0
                    tops[node] = at
                    at += self.blocks[node].height
                above += nodes[-1:]
                ends.append(at)
            y = max(ends)
        return tops, y

    def _gap(self, above: int, below: int) -> float:
        """Room between two nodes for the lines that leave the one and come into the other."""
        down, up = self._depth(above), self._rise(below)
        signed = any(
            run.way == "straight" and run.wire.kind != "same" and self.spots[run.wire.end].side == MIDDLE
            for run in self.runs
            if (run.wire.start, run.wire.end) == (above, below)
        )
        return max(GAP, SIGNED if signed else 0.0, down + up + BETWEEN if down and up else down + up + LEVEL)

    def _leaving(self, node: int, kind: str) -> float:
        """How far below a node the level lines of a kind run."""
        crowded = kind == "added" and any(
            run.wire.start == node and run.wire.kind == "same" and run.way == "track" for run in self.runs
        )
        return TAP + (LEVEL if crowded else 0.0)

    def _depth(self, node: int) -> float:
        """How far below a node its lowest level line runs."""
        into = (
            run.wire.kind for run in self.runs if run.wire.start == node and (run.way == "track" or self._opens(run))
        )
        return max((self._leaving(node, kind) for kind in into), default=0.0)

    def _rise(self, node: int) -> float:
        """How far above a node the highest level line runs."""
        count = max(len(self._levels(node, side)) for side in (LEFT, RIGHT))
        return DROP + LEVEL * (count - 1) if count else 0.0

    def _opens(self, run: Run) -> bool:
        """Whether a corner leads into a column."""
        return run.way == "corner" and self.spots[run.wire.start].side == MIDDLE

    def _levels(self, node: int, side: int) -> list[Run]:
        """What comes into a node on a level line from a side: out of a column, then from tracks."""
        into = [run for run in self.runs if run.wire.end == node and run.side == side]
        corners = [run for run in into if run.way == "corner" and not self._opens(run)]
        return corners + [run for run in into if run.way == "track"]

    def _axis(self, node: int) -> float:
        return self.spots[node].side * (CHANNEL + self.half) / 2

    def _start(self, node: int, kind: str) -> float:
        """Where a line of a kind leaves a node, from the figure's axis."""
        return self._axis(node) if self.spots[node].side else OFFSET[kind]

    def _landings(self, node: int, side: int) -> dict[Run, tuple[float, float]]:
        """(x, how far above the node its level line runs) of what comes in from a side: the further out, the lower and
        the further from the axis, so that none cross."""
        track = {(net.source, net.kind): net.track for net in self.nets}
        ordered = sorted(
            self._levels(node, side),
            key=lambda run: -1 if run.way == "corner" else track[run.wire.start, run.wire.kind],
        )
        direct = [run for run in self.runs if run.wire.end == node and run not in ordered]
        if self.spots[node].side:
            first, room = (STEP if direct else 0.0), self.half / 2 - EDGE
        else:
            taken = any(run.side == side and run.wire.kind != "same" for run in direct)
            first, room = ASIDE + (STEP if taken else 0.0), self.w / 2 - EDGE
        step = min(STEP, (room - first) / max(1, len(ordered) - 1))
        axis = self._axis(node)
        return {
            run: (axis + side * (first + step * i), DROP + LEVEL * (len(ordered) - 1 - i))
            for i, run in enumerate(ordered)
        }

    # ---- drawing ----

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        for node, block in enumerate(self.blocks):
            block.draw(pen, axis + self._axis(node), y + self.tops[node])
        landings = {
            run: spot
            for node in range(len(self.blocks))
            for side in (LEFT, RIGHT)
            for run, spot in self._landings(node, side).items()
        }
        lines = {run: self._line(run, landings.get(run), axis, y) for run in self.runs}
        dots = [spot for node in range(len(self.blocks)) for spot in self._forks(node, axis, y)]
        for x, at in dots:
            pen.canvas.disc(x, at)
        for run, points in lines.items():
            pen.canvas.edge(points, dash=DASH.get(run.wire.kind, ()))
        self._signs(pen, lines, dots)

    def _line(self, run: Run, landing: tuple[float, float] | None, axis: float, y: float) -> list[Point]:
        (start, end, kind) = run.wire
        x, top = axis + self._start(start, kind), y + self.tops[end]
        bottom = y + self.tops[start] + self.blocks[start].height
        tap = bottom + self._leaving(start, kind)
        if run.way == "straight":
            return [(x, bottom), (x, top)]
        if landing is None:
            at = axis + self._axis(end)
            return [(x, bottom), (x, tap), (at, tap), (at, top)]
        at, level = axis + landing[0], top - landing[1]
        if run.way == "corner":
            return [(x, bottom), (x, level), (at, level), (at, top)]
        track = next(net.track for net in self.nets if (net.source, net.kind) == (start, kind))
        beside = axis + run.side * (self.w / 2 + FIRST + TRACK * track)
        return [(x, bottom), (x, tap), (beside, tap), (beside, level), (at, level), (at, top)]

    def _signs(self, pen: Pen, lines: Mapping[Run, Sequence[Point]], dots: Sequence[Point]) -> None:
        """A sign on each line that only one model has, once on those that share a track; between cards that went or
        came the cards say it."""
        once: set[tuple[int, str]] = set()
        taken: list[Rect] = [(x - DOT, at - DOT, x + DOT, at + DOT) for x, at in dots]
        for run, points in lines.items():
            (start, end, kind) = run.wire
            within = run.way == "straight" and self.spots[end].side != MIDDLE
            if kind not in SIGNS or within or (run.way == "track" and (start, kind) in once):
                continue
            once |= {(start, kind)} if run.way == "track" else set()
            spot = free_spot(points, [line for line in lines.values() if line[0] != points[0]], taken, SIGN)
            if spot is not None:
                taken.append(_sign(pen, *spot, SIGNS[kind]))

    def _forks(self, node: int, axis: float, y: float) -> Iterator[Point]:
        """Where lines of a node part."""
        bottom = y + self.tops[node] + self.blocks[node].height
        for kind in OFFSET:
            own = [run for run in self.runs if run.wire.start == node and run.wire.kind == kind]
            level = [run for run in own if run.way == "track" or self._opens(run)]
            tap = bottom + self._leaving(node, kind)
            if level and len(level) < len(own):
                yield axis + self._start(node, kind), tap
            corner = next((run for run in level if run.way == "corner"), None)
            if corner is not None and len(level) > 1:
                yield axis + self._axis(corner.wire.end), tap


def _sign(pen: Pen, x: float, y: float, sign: str) -> Rect:
    """A sign on a line, and what it covers."""
    half = SIGN / 2
    pen.canvas.box(x - half, y - half, SIGN, SIGN, fill=pen.surface, stroke="line", radius=half, role="plate", z=4.5)
    pen.canvas.text(x, y + 4, sign, "t11b", anchor="middle", plated=True)
    return x - half, y - half, x + half, y + half
