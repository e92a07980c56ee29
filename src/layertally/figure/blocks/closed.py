"""A scope that is drawn as one card: its copies behind it, the whole of it a link to its own figure.

In: `Content`, a width, how many sheets stand behind. Out: a block.
"""

from __future__ import annotations

from ..ledger import Content
from .base import Pen
from .card import Card
from .panel import SHEET


class Closed(Card):
    """A card with the edges of its copies behind it; `anchor` leads to its figure."""

    def __init__(self, content: Content, w: float, sheets: int = 0, anchor: str = "") -> None:
        super().__init__(content, w)
        self.sheets, self.anchor = sheets, anchor
        self.own = self.height
        self.right += SHEET * sheets
        self.height += SHEET * sheets

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        for k in range(self.sheets, 0, -1):
            x, top = axis - self.left + SHEET * k, y + SHEET * k
            pen.canvas.box(x, top, self.w, self.own, fill="page", stroke="line", radius=6, role="sheet", z=1.8)
        with pen.canvas.link(pen.href(self.anchor), self.content.type):
            super().draw(pen, axis, y)
