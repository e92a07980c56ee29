"""Everything under each other on one axis, and what skips ahead on tracks at the right: it fits where columns do not.

In: blocks in an order in which each comes after what it reads, edges between them. Out: one block. An edge to the next
block runs straight down; all other edges of a source share one track, leave it at a dot and come back in from above.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .base import GAP, Block, DoesNotFitError, Pen
from .pile import Pile

TRACK, FIRST, ENTRY, DROP, TAP = 12.0, 22.0, 10.0, 16.0, 12.0
PORT, NEAREST = 14.0, 7.0
"""How far apart lines land on a block, and the least that can be told apart."""


class Net(NamedTuple):
    """What one block sends further down than to the next: the track it runs on, who reads it."""

    source: int
    track: int
    targets: tuple[int, ...]


class Spine(Pile):
    """`blocks[i]` feeds `blocks[j]` for every (i, j) of `edges`, i < j. Raises DoesNotFitError where more lines lead
    into a block than can land on it side by side."""

    def __init__(self, blocks: Sequence[Block], edges: Sequence[tuple[int, int]], gap: float = GAP) -> None:
        self.nets = nets(edges)
        self.into: list[list[Net]] = [[] for _ in blocks]
        for net in self.nets:
            for target in net.targets:
                self.into[target].append(net)
        forks = {net.source for net in self.nets}
        gaps = [self._gap(i, i in forks, gap) for i in range(len(blocks) - 1)]
        super().__init__(blocks, gaps, [i for i, j in edges if j == i + 1])
        tracks = max((net.track + 1 for net in self.nets), default=0)
        self.right = self.inside + (FIRST + TRACK * (tracks - 1) + 4 if tracks else 0.0)
        for target, into in enumerate(self.into):
            if len(into) > 1 and self._step(target) < NEAREST:
                raise DoesNotFitError(f"{len(into)} lines into {self.blocks[target].width:.0f} px")

    def _gap(self, i: int, forks: bool, gap: float) -> float:
        """Room below block i: for the dot of what leaves it, for what comes into the next from the side."""
        entries = len(self.into[i + 1])
        return max(gap, (TAP if forks else 2.0) + ENTRY * entries + DROP if entries or forks else gap)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        super().draw(pen, axis, y)
        tops = self.tops(y)
        for net in self.nets:
            self._draw_net(pen, net, axis, tops)

    def _draw_net(self, pen: Pen, net: Net, axis: float, tops: Sequence[float]) -> None:
        canvas, x = pen.canvas, axis + self.inside + FIRST + TRACK * net.track
        start = self.blocks[net.source].exit(tops[net.source])
        tap = start + TAP
        targets = [target for target in net.targets if self.blocks[target].reached]
        if not targets:
            return
        straight = net.source in self.straight and self.blocks[net.source + 1].reached
        if straight:
            canvas.disc(axis, tap)
        for target in targets:
            block, top = self.blocks[target], tops[target]
            level, at = self._landing(net, target, axis, top)
            end = block.entry(top) if at == axis else block.border(top)
            points = [(axis, tap), (x, tap), (x, level), (at, level), (at, end)]
            canvas.edge(points if straight else [(axis, start), *points], head=block.arrow or at != axis)

    def _landing(self, net: Net, target: int, axis: float, top: float) -> tuple[float, float]:
        """(y of the level line, x where it comes down): the outer a track, the lower its line and the further right it
        lands, so that none cross."""
        ordered = sorted(self.into[target], key=lambda own: own.track)
        place = ordered.index(net)
        level = self.blocks[target].border(top) - DROP - ENTRY * (len(ordered) - 1 - place)
        fed = target - 1 in self.straight and self.blocks[target].reached
        return level, axis + self._step(target) * (place + (1 if fed else 0))

    def _step(self, target: int) -> float:
        """How far apart the lines land that come from the tracks."""
        return min(PORT, max(0.0, self.blocks[target].right - 10) / max(1, len(self.into[target])))


def nets(edges: Sequence[tuple[int, int]]) -> list[Net]:
    """A track for each source that is read further down: the shortest inside, none on another's.

    >>> [(net.source, net.track) for net in nets([(0, 1), (1, 2), (0, 2), (0, 4), (2, 3), (2, 5)])]
    [(2, 0), (0, 1)]
    """
    far: dict[int, list[int]] = {}
    for i, j in edges:
        if j > i + 1:
            far.setdefault(i, []).append(j)
    tracks: list[list[tuple[int, int]]] = []
    out = []
    for source, targets in sorted(far.items(), key=lambda item: (max(item[1]) - item[0], item[0])):
        last = max(targets)
        track = next((n for n, taken in enumerate(tracks) if all(last <= a or source >= b for a, b in taken)), None)
        if track is None:
            track = len(tracks)
            tracks.append([])
        tracks[track].append((source, last))
        out.append(Net(source, track, tuple(sorted(targets))))
    return out


def tracks_of(edges: Sequence[tuple[int, int]]) -> float:
    """How much room the tracks of these edges take right of the blocks."""
    count = max((net.track + 1 for net in nets(edges)), default=0)
    return FIRST + TRACK * (count - 1) + 4 if count else 0.0
