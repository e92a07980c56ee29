"""Blocks under each other on one axis, each gap of its own height: what a spine and a rail have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .base import Block, Pen


class Pile(Block):
    """`gaps[i]` px lie below block i; `straight` are the blocks from which an edge runs down to the next."""

    def __init__(self, blocks: Sequence[Block], gaps: Sequence[float], straight: Iterable[int]) -> None:
        self.blocks, self.gaps, self.straight = list(blocks), list(gaps), set(straight)
        self.left = max(block.left for block in blocks)
        self.inside = self.right = max(block.right for block in blocks)
        self.height = sum(block.height for block in blocks) + sum(gaps)
        self.arrow, self.reached = self.blocks[0].arrow, self.blocks[0].reached

    def entry(self, y: float) -> float:
        return self.blocks[0].entry(y)

    def tops(self, y: float) -> list[float]:
        """The top of each block if the pile's is at `y`."""
        out = []
        for block, gap in zip(self.blocks, [*self.gaps, 0.0], strict=True):
            out.append(y)
            y += block.height + gap
        return out

    def exit(self, y: float) -> float:
        return self.blocks[-1].exit(self.tops(y)[-1])

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        tops = self.tops(y)
        for block, top in zip(self.blocks, tops, strict=True):
            block.draw(pen, axis, top)
        for i in sorted(self.straight):
            after = self.blocks[i + 1]
            if after.reached:
                start = self.blocks[i].exit(tops[i])
                pen.canvas.edge([(axis, start), (axis, after.entry(tops[i + 1]))], head=after.arrow)


BEND = 20.0


class Centred(Block):
    """A pile in the middle of `w` px, so that what stands above and below it keeps its own axis: a bend leads in
    unless the pile is `first` of all, one leads out unless it is the `last`."""

    arrow = False

    def __init__(self, kid: Pile, w: float, *, first: bool, last: bool) -> None:
        self.kid, self.first, self.last = kid, first, last
        self.left = self.right = w / 2
        self.shift = (kid.left - kid.right) / 2
        self.reached, self.opens = kid.reached, not first
        self.height = kid.height + 2 * BEND

    def exit(self, y: float) -> float:
        return y + self.height

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        kid, at, top, low = self.kid, axis + self.shift, y + BEND, y + self.height
        kid.draw(pen, at, top)
        if kid.reached and not self.first:
            middle = y + BEND / 2
            pen.canvas.edge([(axis, y), (axis, middle), (at, middle), (at, kid.entry(top))], head=kid.arrow)
        if kid.blocks[-1].reached and not self.last:
            middle = low - BEND / 2
            pen.canvas.edge([(at, kid.exit(top)), (at, middle), (axis, middle), (axis, low)], head=False)


def longest_pile(block: Block) -> int:
    """How many blocks stand on the longest pile in a block."""
    own = len(block.blocks) if isinstance(block, Pile) else 0
    held = [one for value in vars(block).values() for one in (value if isinstance(value, list) else [value])]
    return max([own, *(longest_pile(one) for one in held if isinstance(one, Block))])
