"""Small blocks: ports (where data enters and leaves a figure) and merge circles."""

from __future__ import annotations

from collections.abc import Sequence

from ...paint.text import ellipsis, wide
from .base import Block, Pen

PORT = 22.0
RADIUS = 13.0
LEAST_PAD = 20.0
"""The least room for the round ends of a pill; there is more where the sheet has it."""


class Port(Block):
    """A pill with a shape and where it goes; the first of `texts` that fits, else the last one shortened."""

    def __init__(self, texts: str | Sequence[str], w: float | None = None, anchor: str = "") -> None:
        most = w if w is not None else 640.0
        texts = (texts,) if isinstance(texts, str) else texts
        self.text = next((text for text in texts if wide(text, "m11") <= most - LEAST_PAD), texts[-1])
        self.text = ellipsis(self.text, "m11", most - LEAST_PAD)
        self.w = min(most, wide(self.text, "m11") + 32)
        self.left = self.right = self.w / 2
        self.height, self.anchor = PORT, anchor

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        with pen.canvas.link(pen.href(self.anchor), self.text):
            pen.canvas.box(axis - self.left, y, self.w, PORT, fill="plain", stroke="edge", radius=11, role="port")
            pen.canvas.text(axis, y + 15, self.text, "m11", anchor="middle")


class Circle(Block):
    """A merge of two: a circle with its sign; its name at the left, or `above` where edges come from both sides."""

    def __init__(self, sign: str, name: str = "", above: bool = False) -> None:
        self.sign, self.name, self.above = sign, name, above
        beside = wide(name, "t12b") + 8 if name and not above else 0
        self.left = max(RADIUS + beside, wide(name, "t11") / 2 if above else 0)
        self.right = RADIUS
        self.height = 2 * RADIUS
        self.left_radius = RADIUS

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        pen.canvas.disc(axis, y + RADIUS, RADIUS, fill="plain", stroke="edge", sign=self.sign)
        if self.name and self.above:
            pen.canvas.text(axis, y - 7, self.name, "t11", "muted", "middle")
        elif self.name:
            pen.canvas.text(axis - RADIUS - 8, y + RADIUS + 4, self.name, "t12b", anchor="end")


class Tap(Block):
    """Where what comes into a panel is shared: nothing is drawn, the fork has its own dot."""

    left = right = 5.0
    arrow = False

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        """Nothing of its own."""
