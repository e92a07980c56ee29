"""Boxes in rows with edges through the channels between them: how a graph that is not series-parallel is painted.

In: boxes (blocks), edges, rows and x (`layering`). Out: one block. Each source has one line a channel with a dot where
it forks; lines run level only between rows, so no line crosses a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..layering import Layers
from .base import Block, DoesNotFitError, Pen
from .small import Circle, Tap

TRACK, MARGIN, PORTS, INLET, CLEAR = 12.0, 14.0, 14.0, 16.0, 12.0
NEAR, ASIDE, UNTANGLED, LEAST = 7.0, 9.0, 12, 40.0


@dataclass(slots=True)
class Net:
    """What leaves one source in one channel: from `x`, to `targets` (x, box or None for a line that goes on)."""

    source: int
    x: float
    targets: list[tuple[float, int | None]] = field(default_factory=list)
    track: int = 0

    @property
    def span(self) -> tuple[float, float]:
        xs = [self.x, *(x for x, _ in self.targets)]
        return min(xs), max(xs)

    @property
    def straight(self) -> bool:
        return self.span[1] - self.span[0] < 0.5


class Layered(Block):
    """Rows of blocks; rows are as high as their highest block."""

    arrow = True

    def __init__(self, boxes: Sequence[Block], edges: Sequence[tuple[int, int]], placed: Layers) -> None:
        self.boxes, self.edges, self.placed = boxes, edges, placed
        self.x = dict(placed.x)
        self.row_of = {name: r for r, names in enumerate(placed.rows) for name in names}
        self._rows = placed.rows
        self.nudged: dict[tuple[int, int], float] = {}
        self._straighten()
        self.nets = self._nets()
        for _ in range(UNTANGLED):
            stuck = next(self._stuck(), None)
            if stuck is None:
                break
            if not self._step_aside(*stuck):
                raise DoesNotFitError("lines that would run along each other")
            self.nets = self._nets()
        if next(self._stuck(), None) is not None:
            raise DoesNotFitError("lines that run along each other")
        self.channels = [self._assign(nets) for nets in self.nets]
        spans = [(self.x[i] - box.left, self.x[i] + box.right) for i, box in enumerate(boxes)]
        spans += [(x - 8, x + 8) for name, x in self.x.items() if name < 0]
        low, high = min(a for a, _ in spans), max(b for _, b in spans)
        self.shift = -(low + high) / 2
        self.left = self.right = (high - low) / 2
        self.bands = [max((boxes[n].height for n in names if n >= 0), default=8.0) for names in placed.rows]
        self.head = INLET if self._inlet() is not None else 0.0
        self.arrow = self._inlet() is None
        self.height = self.head + sum(self.bands) + sum(self.channels)
        self.reached = True

    # ---- nets and tracks ----

    def _nets(self) -> list[list[Net]]:
        """The nets of each channel (channel r lies below row r)."""
        ports = self._ports()
        nets: list[dict[int, Net]] = [{} for _ in self.placed.rows]
        for a, b in sorted(self.edges, key=lambda e: self.x[e[1]]):
            if not self.boxes[b].reached:
                continue
            last = self.row_of[b] - 1
            for r in range(self.row_of[a], last):
                here, there = self._at(a, r), self._at(a, r + 1)
                net = nets[r].setdefault(a, Net(a, here))
                if (there, None) not in net.targets:
                    net.targets.append((there, None))
            nets[last].setdefault(a, Net(a, self._at(a, last))).targets.append((ports[(a, b)], b))
        return [list(channel.values()) for channel in nets[:-1]]

    def _at(self, source: int, row: int) -> float:
        """Where a source's line is in a row: its own axis, or the place where it passes."""
        return self.x[source if row == self.row_of[source] else self.placed.passing[(source, row)]]

    def _straighten(self) -> None:
        """A passing line goes straight on from the row above where nothing stands in its way; then from below."""
        passing = sorted(self.placed.passing.items(), key=lambda item: item[0][1])
        for (source, row), name in passing:
            self._align(name, row, self._at(source, row - 1))
        for (source, row), name in reversed(passing):
            below = self.placed.passing.get((source, row + 1))
            if below is not None and abs(self._at(source, row - 1) - self.x[name]) >= 0.5:
                self._align(name, row, self.x[below])

    def _stuck(self) -> Iterator[tuple[list[Net], int]]:
        """Nets of a channel that would each have to run above another and below it as well; the row below."""
        for r, nets in enumerate(self.nets):
            level = [net for net in nets if not net.straight]
            above = _above(level)
            left = set(range(len(level)))
            while free := {i for i in left if not above[i] & left}:
                left -= free
            if left:
                yield [level[i] for i in sorted(left)], r + 1

    def _step_aside(self, nets: Sequence[Net], row: int) -> bool:
        """Move one line a little: where it passes on if the row is free there, else where it lands on its box."""
        names = [self.placed.passing.get((net.source, row)) for net in nets]
        for name in (name for name in names if name is not None):
            others = [other for other in self._rows[row] if other != name]
            for step in (ASIDE, -ASIDE, 2 * ASIDE, -2 * ASIDE, 3 * ASIDE, -3 * ASIDE):
                at = self.x[name] + step
                if all(abs(self.x[other] - at) >= self._reach(other, at) + ASIDE - 1 for other in others):
                    self.x[name] = at
                    return True
        for net in nets:
            for _, box in net.targets:
                key = (net.source, box if box is not None else -1)
                if (
                    box is not None
                    and key not in self.nudged
                    and min(self.boxes[box].left, self.boxes[box].right) > LEAST
                ):
                    self.nudged[key] = ASIDE
                    return True
        return False

    def _align(self, name: int, row: int, at: float) -> None:
        """Put a passing line at `at`, unless something of its row is there or in between."""
        own = self.x[name]
        others = [other for other in self._rows[row] if other != name]
        free = all(abs(self.x[other] - at) >= self._reach(other, at) + CLEAR for other in others)
        if free and not any(min(own, at) < self.x[other] < max(own, at) for other in others):
            self.x[name] = at

    def _reach(self, name: int, at: float) -> float:
        """How far a box or a passing line reaches from its axis towards `at`."""
        if name < 0:
            return 0.0
        return self.boxes[name].right if at > self.x[name] else self.boxes[name].left

    def _ports(self) -> dict[tuple[int, int], float]:
        """Where each edge lands on its box: spread round the axis, in the order of where they come from."""
        ports: dict[tuple[int, int], float] = {}
        reads: list[set[int]] = [set() for _ in self.boxes]
        for a, b in self.edges:
            reads[b].add(a)
        for b, box in enumerate(self.boxes):
            into = sorted(reads[b], key=lambda a: self._at(a, self.row_of[b] - 1))
            step = min(
                PORTS if not isinstance(box, Circle) else 10.0, (min(box.left, box.right) * 1.6) / max(1, len(into))
            )
            above_it = [i for i, a in enumerate(into) if abs(self._at(a, self.row_of[b] - 1) - self.x[b]) < 0.5]
            # What comes from straight above lands without a bend, if the others still have room beside it.
            middle = float(above_it[0]) if above_it and len(into) == 2 else (len(into) - 1) / 2
            for i, a in enumerate(into):
                at = self.x[b] + (i - middle) * step
                above = self._at(a, self.row_of[b] - 1)
                lone = len(into) == 1 and abs(above - self.x[b]) < min(box.left, box.right) - 12
                straight = lone and not isinstance(box, Circle) and abs(above - self.x[b]) < box.shore
                ports[(a, b)] = (above if straight else at) + self.nudged.get((a, b), 0.0)
        return ports

    def _assign(self, nets: list[Net]) -> float:
        """Tracks so that level lines do not lie on each other nor a stem on another's drop; the channel's height."""
        level = [net for net in nets if not net.straight]
        above = _above(level)
        done: set[int] = set()
        tracks: list[list[tuple[float, float]]] = []
        while len(done) < len(level):
            free = [i for i in range(len(level)) if i not in done and above[i] <= done] or [
                min(set(range(len(level))) - done)
            ]
            lane: list[tuple[float, float]] = []
            for i in sorted(free, key=lambda i: level[i].span):
                low, high = level[i].span
                if all(high + 8 < a or low - 8 > b for a, b in lane):
                    lane.append((low, high))
                    level[i].track = len(tracks)
                    done.add(i)
            tracks.append(lane)
        return 2 * MARGIN + TRACK * max(0, len(tracks) - 1) + 4

    def _inlet(self) -> float | None:
        """Where the tap stands that all of it hangs on, from the axis; None if there are ports instead."""
        first = self.placed.rows[0]
        return self.x[first[0]] + self.shift if len(first) == 1 and isinstance(self.boxes[first[0]], Tap) else None

    # ---- Block ----

    def exit(self, y: float) -> float:
        return y + self.height

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        origin = axis + self.shift
        inlet = self._inlet()
        if inlet is not None:
            middle = y + self.head / 2
            at, below = axis + inlet, y + self.head
            pen.canvas.edge([(axis, y), (axis, middle), (at, middle), (at, below)], head=False)
        tops, top = [], y + self.head
        for r, band in enumerate(self.bands):
            tops.append(top)
            top += band + (self.channels[r] if r < len(self.channels) else 0)
        box_top = {n: tops[r] + self._slack(r, n) for r, names in enumerate(self.placed.rows) for n in names if n >= 0}
        for n, box in enumerate(self.boxes):
            box.draw(pen, origin + self.x[n], box_top[n])
        for r, nets in enumerate(self.nets):
            under = tops[r] + self.bands[r]
            for net in nets:
                self._draw_net(pen, net, r, origin, under + MARGIN + TRACK * net.track, box_top, tops)

    def _slack(self, r: int, n: int) -> float:
        """Where a box stands in its row: at the top of the first, at the bottom of the last, else in the middle."""
        free = self.bands[r] - self.boxes[n].height
        return 0.0 if r == 0 else free if r == len(self.bands) - 1 else free / 2

    def _draw_net(
        self, pen: Pen, net: Net, r: int, origin: float, track: float, box_top: dict[int, float], tops: list[float]
    ) -> None:
        canvas, x = pen.canvas, origin + net.x
        start = self.boxes[net.source].exit(box_top[net.source]) if r == self.row_of[net.source] else tops[r]
        forks = len({target for target, _ in net.targets}) > 1
        if forks:
            canvas.edge([(x, start), (x, track)], head=False)
            canvas.disc(x, track)
        for target, box in net.targets:
            at = origin + target if abs(target - net.x) >= 0.5 else x
            if box is None:
                end, head = tops[r + 1], False
            else:
                block = self.boxes[box]
                aside = abs(target - self.x[box]) >= 0.5
                end = block.border(box_top[box]) if aside else block.entry(box_top[box])
                head = block.arrow or (aside and end != block.entry(box_top[box]))
                if isinstance(block, Circle):
                    dx = at - (origin + self.x[box])
                    end += block.left_radius - (block.left_radius**2 - dx**2) ** 0.5
            points = [(x, track if forks else start)]
            if at != x:
                points += [(x, track), (at, track)]
            canvas.edge([*points, (at, end)], head=head)


def _above(level: Sequence[Net]) -> list[set[int]]:
    """For each net the nets whose level line must lie above its own: those whose stem stands over one of its drops."""
    return [
        {i for i, one in enumerate(level) if one is not own and any(abs(one.x - x) < NEAR for x, _ in own.targets)}
        for own in level
    ]
