"""What each reads all that came before it (dense connections): everything under each other, and a rail that gathers.

In: blocks in order; who puts on a rail, who reads it, how many tensors. Out: one block. A block puts its output on the
rail from its side; what reads it has one line from it, with the number of tensors: a line for each tensor would be n²/2
lines, which nobody can follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...paint.text import wide
from .base import GAP, Block, Pen
from .pile import Pile
from .small import Tap

WIDE, LEVEL, ROOM, DOT = 8.0, 14.0, 26.0, 12.0
"""Of a rail; of a reading line above its card; the least of a gap with such a line; a tap's dot below it."""
END = 7.0
"""How far a rail reaches beyond its first and its last line."""
BESIDE = 26.0
"""Px of a reading line that its label leaves free."""


class Gathered(NamedTuple):
    """One rail: the blocks that put on it, and those that read it with the number of tensors they find there."""

    puts: tuple[int, ...]
    reads: tuple[tuple[int, int], ...]


class Rail(Pile):
    """`straight` are the blocks that feed the next one alone or first; `label` has a place for a number of tensors."""

    def __init__(
        self, blocks: Sequence[Block], rails: Sequence[Gathered], straight: Sequence[int], label: str, gap: float = GAP
    ) -> None:
        self.rails = tuple(rails)
        self.labels = {i: label.format(count) for rail in rails for i, count in rail.reads}
        taps = {i for rail in rails for i in rail.puts if isinstance(blocks[i], Tap)}
        gaps = [
            max(gap, (ROOM if i + 1 in self.labels else 0.0) + (ROOM if i in taps else 0.0))
            for i in range(len(blocks) - 1)
        ]
        super().__init__(blocks, gaps, straight)
        self.aside = rail_room(rails, label) - WIDE - 2
        self.right = self.inside + self.aside + WIDE + 2

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        super().draw(pen, axis, y)
        tops = self.tops(y)
        for rail in self.rails:
            self._draw_rail(pen, rail, axis, tops)

    def _draw_rail(self, pen: Pen, rail: Gathered, axis: float, tops: Sequence[float]) -> None:
        canvas, x = pen.canvas, axis + self.inside + self.aside
        reads = [(i, self.blocks[i].border(tops[i]) - LEVEL) for i, _ in rail.reads if self.blocks[i].reached]
        if not reads:
            return
        puts = [(i, self._side(i, tops[i])) for i in rail.puts if i < reads[-1][0]]
        top, low = puts[0][1] - END, reads[-1][1] + END
        canvas.box(x, top, WIDE, low - top, fill="badge", stroke="edge", radius=4, role="card", z=4.5)
        for i, level in puts:
            block = self.blocks[i]
            if isinstance(block, Tap):
                canvas.disc(axis, level)
            canvas.edge([(axis + (0.0 if isinstance(block, Tap) else block.right), level), (x, level)])
        for i, level in reads:
            block = self.blocks[i]
            canvas.edge([(x, level), (axis, level), (axis, block.entry(tops[i]))], head=block.arrow)
            canvas.text(x - 8, level - 4, self.labels[i], "t11", "muted", "end")

    def _side(self, i: int, top: float) -> float:
        """Where a block's output leaves for the rail."""
        block = self.blocks[i]
        return block.exit(top) + DOT if isinstance(block, Tap) else block.middle(top)


def rail_room(rails: Sequence[Gathered], label: str) -> float:
    """How much room a rail takes right of the blocks, with the lines to it."""
    return max(wide(label.format(count), "t11") for rail in rails for _, count in rail.reads) + BESIDE + WIDE + 2
