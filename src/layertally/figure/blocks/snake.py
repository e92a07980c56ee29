"""A long chain in two columns, read like a newspaper: down the left, over the top, down the right."""

from __future__ import annotations

from collections.abc import Sequence

from .base import GAP_COMPACT, Block, Pen
from .flow import Stack


class Snake(Block):
    """`breaks` are the indices after which the chain may be cut; the one nearest to the middle is taken."""

    gutter = 40.0
    arrow = True

    def __init__(self, blocks: Sequence[Block], breaks: Sequence[int] = ()) -> None:
        middle = (len(blocks) - 1) // 2
        near = [i for i in breaks if abs(i - middle) <= len(blocks) // 4 and i + 1 < len(blocks)]
        cut = min(near, key=lambda i: abs(i - middle)) if near else middle
        self.one, self.two = Stack(blocks[: cut + 1], GAP_COMPACT), Stack(blocks[cut + 1 :], GAP_COMPACT)
        self.width_one = max(self.one.width, self.two.width)
        self.left = self.right = self.width_one + self.gutter / 2
        self.head = 16.0
        self.height = self.head + max(self.one.height + 16, self.two.height)

    def entry(self, y: float) -> float:
        return self.one.entry(y + self.head)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        left, right = axis - self.gutter / 2 - self.one.right, axis + self.gutter / 2 + self.two.left
        top = y + self.head
        self.one.draw(pen, left, top)
        self.two.draw(pen, right, top)
        end = self.one.exit(top)
        pen.canvas.edge(
            [(left, end), (left, end + 14), (axis, end + 14), (axis, y), (right, y), (right, self.two.entry(top))],
            radius=10,
        )
