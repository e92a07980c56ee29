"""A U: the encoder down the left, the decoder up the right, skips straight across, the deepest part below.

In: blocks of each storey, the blocks inside all of them. Out: one block. What is read twice stands level with what
joins it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...paint.text import wide
from .base import Block, Pen
from .flow import Stack

UNDER, ROOM = 16.0, 26.0


class Floor(NamedTuple):
    """The blocks of one storey: `down` ends with the one that is read twice, `up` begins with the one that joins;
    `label` is what the skip says."""

    down: Sequence[Block]
    up: Sequence[Block]
    label: tuple[str, ...]


class UShape(Block):
    """`first` and `last` of what lies inside stand in the columns, `deepest` below between them."""

    def __init__(
        self, floors: Sequence[Floor], first: Sequence[Block], deepest: Block, last: Sequence[Block], gap: float
    ) -> None:
        self.floors, self.first, self.deepest, self.last = floors, first, deepest, last
        self.between = span(floor.label for floor in floors)
        columns = [block for floor in floors for block in (*floor.down, *floor.up)] + [*first, *last]
        self.column = max(block.width for block in columns)
        self.left = self.right = self.column + self.between / 2
        self.downs: list[tuple[Block, float]] = []
        self.ups: list[tuple[Block, float]] = []
        self.levels: list[float] = []
        self._stand(gap)
        self.height = self.low + 2

    def _stand(self, gap: float) -> None:
        """The top of every block: storey by storey, as far apart as the higher side needs."""
        head, *_ = self.floors
        level = max(_to_middle(head.down, gap), _to_middle(head.up[::-1], gap))
        for i, floor in enumerate(self.floors):
            if i:
                above = self.floors[i - 1]
                down = _half(above.down[-1]) + gap + _to_middle(floor.down, gap)
                up = _half(above.up[0]) + gap + _to_middle(floor.up[::-1], gap)
                level += max(down, up)
            self.levels.append(level)
            read, joins = floor.down[-1], floor.up[0]
            start = self.levels[i - 1] + _half(self.floors[i - 1].down[-1]) if i else None
            self.downs += [*_spread(floor.down[:-1], start, level - _half(read), gap), (read, level - _half(read))]
            top = self.levels[i - 1] + _half(self.floors[i - 1].up[0]) if i else None
            spread = _spread(floor.up[:0:-1], top, level - _half(joins), gap)
            self.ups += [*spread, (joins, level - _half(joins))]
        for block in self.first:
            self.downs.append((block, _bottom(self.downs[-1]) + gap))
        for block in reversed(self.last):
            self.ups.append((block, _bottom(self.ups[-1]) + gap))
        self.deep = max(_bottom(self.downs[-1]), _bottom(self.ups[-1])) + UNDER
        self.low = self.deep + self.deepest.height

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        canvas = pen.canvas
        left, right = axis - (self.between + self.column) / 2, axis + (self.between + self.column) / 2
        for block, top in self.downs:
            block.draw(pen, left, y + top)
        for block, top in self.ups:
            block.draw(pen, right, y + top)
        self.deepest.draw(pen, axis, y + self.deep)
        for (before, at), (block, top) in pairwise(self.downs):
            canvas.edge([(left, before.exit(y + at)), (left, block.entry(y + top))], head=block.arrow)
        for (above, at), (_, top) in pairwise(self.ups):
            canvas.edge([(right, y + top), (right, y + at + above.height)])
        block, top = self.downs[-1]
        (first, last), (up, down) = _ends(self.deepest), _ends_at(self.deepest, y + self.deep)
        into, out_of = first.middle(up), last.middle(down)
        canvas.edge([(left, block.exit(y + top)), (left, into), (axis - first.left, into)])
        canvas.edge([(axis + last.right, out_of), (right, out_of), (right, y + _bottom(self.ups[-1]))])
        for floor, level in zip(self.floors, self.levels, strict=True):
            start, end = left + floor.down[-1].right, right - floor.up[0].left
            canvas.edge([(start, y + level), (end, y + level)])
            for i, text in enumerate(floor.label):
                canvas.text((start + end) / 2 - 3, y + level + (15 if i else -7), text, "m11" if i else "t11b",
                            "muted" if i else "ink", "middle")  # fmt: skip


def span(labels: Iterable[Sequence[str]]) -> float:
    """How far apart the columns stand, so that every label fits between them."""
    found = [wide(text, "m11") for label in labels for text in label]
    return max([64.0, *(width + ROOM for width in found)])


def upward(block: Block) -> Block:
    """A block whose chain runs from its foot to its head."""
    kid = getattr(block, "kid", None)
    if isinstance(kid, Stack):
        kid.turn()
    return block


def _ends(block: Block) -> tuple[Block, Block]:
    """The first and the last of what stands on one axis."""
    return (block.blocks[0], block.blocks[-1]) if isinstance(block, Stack) else (block, block)


def _ends_at(block: Block, y: float) -> tuple[float, float]:
    """Where their tops are."""
    tops = block.tops(y) if isinstance(block, Stack) else [y]
    return tops[0], tops[-1]


def _half(block: Block) -> float:
    return block.height / 2


def _bottom(placed: tuple[Block, float]) -> float:
    return placed[1] + placed[0].height


def _to_middle(blocks: Sequence[Block], gap: float) -> float:
    """From the top of some blocks under each other to the middle of the last."""
    return sum(block.height + gap for block in blocks[:-1]) + _half(blocks[-1])


def _spread(blocks: Sequence[Block], start: float | None, end: float, gap: float) -> list[tuple[Block, float]]:
    """Blocks between two others, what is free shared out; without a start close above the end."""
    heights = sum(block.height for block in blocks)
    space = gap if start is None or not blocks else (end - start - heights) / (len(blocks) + 1)
    out, y = [], end - heights - space * len(blocks)
    for block in blocks:
        out.append((block, y))
        y += block.height + space
    return out
