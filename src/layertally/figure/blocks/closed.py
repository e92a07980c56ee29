"""A scope that is drawn as one card or line: its copies behind it, the whole of it a link to its own figure.

In: its card, how many sheets stand behind, where it leads. Out: a block.
"""

from __future__ import annotations

from .base import Block, Pen
from .copies import Copies


class Closed(Copies):
    """A card with the edges of its copies behind it; `anchor` leads to its figure, which `title` names."""

    def __init__(self, kid: Block, sheets: int = 0, anchor: str = "", title: str = "") -> None:
        super().__init__(kid, sheets)
        self.anchor, self.title = anchor, title

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        with pen.canvas.link(pen.href(self.anchor), self.title):
            super().draw(pen, axis, y)
