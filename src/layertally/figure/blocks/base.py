"""Blocks: what knows its size before anything is drawn.

A block has an axis (where its edge comes in and goes out), an extent left and right of it, and a height. Everything
that follows is addition. `draw` paints into a canvas; `plate` is the colour of the surface it stands on.
"""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

from ...paint.canvas import Canvas

GAP = 22.0
GAP_COMPACT = 14.0
GAP_PAPER = 14.0
HEAD = 8.0


class Pen(NamedTuple):
    """Where a block is drawn: the canvas, the colour of the surface it stands on, the template of its links."""

    canvas: Canvas
    surface: str = "frame"
    link: str = ""

    def on(self, surface: str) -> Pen:
        return Pen(self.canvas, surface, self.link)

    def href(self, anchor: str) -> str:
        return self.link.format(anchor) if self.link and anchor else ""


class DoesNotFitError(Exception):
    """A layout that would be wider than its sheet, or that cannot be made."""


class Block:
    """Base of all blocks. `arrow`: whether the edge into it ends in a head; `reached` False: no edge leads to it;
    `tight`: it says more than it has room for; `shore`: how far from its axis a single line may land on it;
    `opens`: whether anything comes into it at all."""

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    arrow: bool = True
    reached: bool = True
    tight: bool = False
    shore: float = 24.0
    opens: bool = True

    @property
    def width(self) -> float:
        return self.left + self.right

    def entry(self, y: float) -> float:
        """Where on the axis an edge from above ends, if the block's top is at `y`."""
        return y

    def border(self, y: float) -> float:
        """Where an edge from above ends beside the axis."""
        return self.entry(y)

    def middle(self, y: float) -> float:
        """Where an edge from the side ends."""
        return y + self.height / 2

    def exit(self, y: float) -> float:
        """Where on the axis an edge to the next block starts."""
        return y + self.height

    def ends(self, axis: float, y: float) -> list[tuple[float, float]]:
        """Where the edges out of it start: one on its axis, of branches that are not joined one each."""
        return [(axis, self.exit(y))]

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        raise TypeError(f"{type(self).__name__} cannot be drawn")


def no_wider(block: Block, width: float) -> Block:
    """The block. Raises DoesNotFitError if it is wider than that."""
    if block.width > width + 0.5:
        raise DoesNotFitError(f"{block.width:.0f} px in {width:.0f}")
    return block


def widened(block: Block, left: float, right: float) -> Block:
    """The block with more room at its sides; the same one may stand in other layouts, so it is left as it is."""
    made = copy(block)
    made.left, made.right = left, right
    return made
