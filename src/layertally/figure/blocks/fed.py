"""A block with ports at its side: what comes in late from elsewhere, what leaves early.

In: a block, ports. Out: a block whose own axis stays free; ports that lead in stand above it, one that leads out below.
"""

from __future__ import annotations

from collections.abc import Sequence

from .base import Block, Pen
from .small import PORT

BESIDE, STEM = 14.0, 16.0


class Fed(Block):
    """`before`: at most two ports that lead into the top of `kid`, right of the axis and left of it; `after`: at most
    one that leaves at its bottom."""

    def __init__(self, kid: Block, before: Sequence[Block], after: Sequence[Block]) -> None:
        self.kid, self.before, self.after = kid, list(before), list(after)
        beside = [BESIDE + port.width for port in (*self.before[:1], *self.after)]
        self.left = max([kid.left, *(BESIDE + port.width for port in self.before[1:])])
        self.right = max([kid.right, *beside])
        self.above = PORT + STEM if before else 0.0
        self.height = self.above + kid.height + (STEM + PORT if after else 0.0)
        self.arrow, self.reached = kid.arrow, kid.reached

    def entry(self, y: float) -> float:
        return self.kid.entry(y + self.above)

    def border(self, y: float) -> float:
        return self.kid.border(y + self.above)

    def exit(self, y: float) -> float:
        return self.kid.exit(y + self.above)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        top = y + self.above
        self.kid.draw(pen, axis, top)
        for port, side in zip(self.before, (1, -1), strict=False):
            at = axis + side * (BESIDE + port.width / 2)
            port.draw(pen, at, y)
            if self.kid.reached:
                pen.canvas.edge([(at, port.exit(y)), (at, self.kid.border(top))])
        for port in self.after:
            at = axis + BESIDE + port.width / 2
            port.draw(pen, at, y + self.height - PORT)
            if self.kid.reached:
                pen.canvas.edge([(at, self.kid.exit(top)), (at, y + self.height - PORT)])
