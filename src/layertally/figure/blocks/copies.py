"""A card that stands for several equal ones: sheets show behind it.

In: a card, how many sheets. Out: a block whose own card stays on the axis.
"""

from __future__ import annotations

from .base import Block, Pen
from .panel import SHEET


class Copies(Block):
    """`kid` with so many `sheets` behind it."""

    def __init__(self, kid: Block, sheets: int) -> None:
        self.kid, self.sheets = kid, sheets
        self.left, self.right = kid.left, kid.right + SHEET * sheets
        self.height = kid.height + SHEET * sheets
        self.arrow, self.reached, self.tight = kid.arrow, kid.reached, kid.tight

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        for k in range(self.sheets, 0, -1):
            x, top = axis - self.kid.left + SHEET * k, y + SHEET * k
            pen.canvas.box(
                x, top, self.kid.width, self.kid.height, fill="plain", stroke="line", radius=6, role="sheet", z=2.1
            )
        self.kid.draw(pen, axis, y)
