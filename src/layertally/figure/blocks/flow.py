"""Blocks that hold blocks: a stack on one axis, a lane beside a body, columns side by side.

In: blocks. Out: one block. Edges are drawn here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...paint.text import wide
from .base import GAP, Block, Pen
from .fed import Fed
from .small import RADIUS, Circle

BUS, FORK = 12.0, 30.0
LANE, BARE = 84.0, 34.0


class Stack(Block):
    """Blocks under each other on one axis; an edge from each to the next unless they are not `linked`."""

    linked = True
    upward = False

    def __init__(self, blocks: Sequence[Block], gap: float = GAP) -> None:
        self.blocks, self.gap = list(blocks), gap
        self.left = max(block.left for block in blocks)
        self.right = max(block.right for block in blocks)
        self.height = sum(block.height for block in blocks) + gap * (len(blocks) - 1)
        self.arrow = self.blocks[0].arrow
        self.reached = self.blocks[0].reached
        self.shore = self.blocks[0].shore

    def turn(self) -> None:
        """Let it run from the bottom to the top."""
        self.blocks.reverse()
        self.upward, self.opens = True, False

    def tops(self, y: float) -> list[float]:
        """The top of each block if the stack's is at `y`."""
        out = []
        for block in self.blocks:
            out.append(y)
            y += block.height + self.gap
        return out

    def entry(self, y: float) -> float:
        return self.blocks[0].entry(y)

    def exit(self, y: float) -> float:
        return self.blocks[-1].exit(self.tops(y)[-1])

    def ends(self, axis: float, y: float) -> list[tuple[float, float]]:
        return self.blocks[-1].ends(axis, self.tops(y)[-1])

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        tops = self.tops(y)
        for i, (block, top) in enumerate(zip(self.blocks, tops, strict=True)):
            block.draw(pen, axis, top)
            if i and block.reached and self.linked:
                before = self.blocks[i - 1]
                if self.upward:
                    pen.canvas.edge([(axis, top), (axis, tops[i - 1] + before.height)])
                    continue
                pen.canvas.edge([(axis, before.exit(tops[i - 1])), (axis, block.entry(top))], head=block.arrow)


def right_within(block: Block, depth: float) -> float:
    """How far a block reaches right of its axis in its first `depth` px."""
    if not isinstance(block, Stack):
        return block.right
    tops = zip(block.blocks, block.tops(0.0), strict=True)
    return max(right_within(inner, depth - top) for inner, top in tops if top < depth)


class Lane(Block):
    """A body on the axis and a lane right of it: a skip (bare, with a label), a single card (projection, router) or a
    port.

    Both start at one dot unless the lane's own port feeds it (`forks` False), and end at `merge` (a circle on the axis,
    or a card that the lane enters from the right) unless the lane leads out of the figure (`merge` None); then the lane
    may start `beside` the cards, above other lanes of the body.
    """

    def __init__(
        self,
        body: Block,
        merge: Block | None,
        width: float,
        side: Block | None = None,
        label: Sequence[str] = (),
        gap: float = GAP,
        forks: bool = True,
        beside: float | None = None,
    ) -> None:
        self.body, self.merge, self.side, self.gap, self.forks = body, merge, side, gap, forks
        self.label = tuple(label)
        self.lane = width
        self.inside = beside if beside is not None else max(body.right, merge.right if merge else 0)
        self.left = max(body.left, merge.left if merge else 0)
        self.right = max(body.right, self.inside + width)
        self.head = FORK if forks else 0.0
        self.height = self.head + max(body.height, side.height if side else 0) + (gap + merge.height if merge else 0)
        self.arrow = False if forks else body.arrow
        self.shore = 1.0 if forks else body.shore

    def entry(self, y: float) -> float:
        return y + BUS if self.forks else self.body.entry(y)

    def exit(self, y: float) -> float:
        return self.merge.exit(y + self.height - self.merge.height) if self.merge else self.body.exit(y + self.head)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        canvas, tap, top = pen.canvas, y + BUS, y + self.head
        lane = axis + self.inside + (self.lane - (self.side.right if self.side else self.lane / 2))
        self.body.draw(pen, axis, top)
        if self.forks:
            canvas.disc(axis, tap)
            if self.body.reached:
                canvas.edge([(axis, tap), (axis, self.body.entry(top))], head=self.body.arrow)
        start = tap
        if self.side is not None:
            self.side.draw(pen, lane, top)
            start = self.side.exit(top)
            if self.forks and self.side.reached:
                canvas.edge([(axis, tap), (lane, tap), (lane, self.side.entry(top))], radius=10, head=self.side.arrow)
        if self.merge is not None:
            self._draw_merge(pen, axis, y, lane, start)

    def _draw_merge(self, pen: Pen, axis: float, y: float, lane: float, start: float) -> None:
        assert self.merge is not None
        canvas, top = pen.canvas, y + self.head
        merge_top = y + self.height - self.merge.height
        meet = self.merge.middle(merge_top)
        self.merge.draw(pen, axis, merge_top)
        if not self.merge.reached:
            return
        end = axis + (RADIUS if isinstance(self.merge, Circle) else self.merge.right)
        canvas.edge([(axis, self.body.exit(top)), (axis, self.merge.entry(merge_top))], head=self.merge.arrow)
        points = [(lane, start), (lane, meet), (end, meet)]
        canvas.edge([(axis, start), *points] if self.side is None else points, radius=10)
        if meet - start > 60:
            self._plate(pen, lane, (start + meet) / 2)

    def _plate(self, pen: Pen, x: float, y: float) -> None:
        if not self.label or self.lane < 56:
            return
        lines = [line for line in zip(self.label, ("t11b", "m11"), ("ink", "muted"), strict=False) if line[0]]
        w = max((wide(text, style) for text, style, _ in lines), default=0.0) + 8
        h = 15.0 * len(lines) + 4
        if lines:
            pen.canvas.box(x - w / 2, y - h / 2, w, h, fill=pen.surface, radius=4, role="plate", z=4.5)
        for i, (text, style, ink) in enumerate(lines):
            pen.canvas.text(x, y - h / 2 + 13 + 15 * i, text, style, ink, "middle", plated=True)


class Columns(Block):
    """Branches side by side, tops aligned. `bus`: one edge forks to all of them; else each starts by itself (inputs).

    `merge`: a card as wide as the columns, on which each branch lands on its own axis with its label, a branch that
    forks again once for each of its own; a circle on the axis, entered from left and right; None: the branches end by
    themselves, or go on one by one. An empty branch is a bare line. `alone` are
    branches that nothing leads to. Raises DoesNotFitError where ports of the `merge` have no room between its lines.
    """

    def __init__(
        self,
        columns: Sequence[Block],
        merge: Block | None,
        *,
        gap: float = 14.0,
        bus: bool = True,
        labels: Sequence[str] = (),
        alone: Sequence[bool] = (),
    ) -> None:
        self.columns, self.merge, self.gap, self.bus = list(columns), merge, gap, bus
        self.labels = tuple(labels)
        self.alone = tuple(alone) or (False,) * len(self.columns)
        inside = self.inside = sum(column.width for column in columns) + gap * (len(columns) - 1)
        if isinstance(merge, Circle) and merge.above and len(columns) == 2:
            # The circle's name stands between the two lines.
            more = 2 * max(0.0, merge.left + 5 - min(map(abs, self.axes(0.0))))
            self.gap, self.inside, inside = gap + more, inside + more, inside + more
        own = inside / 2
        if isinstance(merge, Fed):
            columns_at = zip(self.axes(0.0), self.columns, strict=True)
            merge.make_way([x for at, column in columns_at for x, _ in column.ends(at, 0.0)])
        self.left = max(own, merge.left if merge else 0)
        self.right = max(own, merge.right if merge else 0)
        self.head = FORK if bus else 0.0
        self.body = max(column.height for column in columns)
        self.foot = 0.0 if merge is None else (40.0 if self.labels else GAP + 8) + merge.height
        self.height = self.head + self.body + self.foot
        self.arrow, self.opens = (False, True) if bus else (self.columns[0].arrow, False)
        self.shore = 1.0
        self.reached = any(column.reached for column in columns)

    def entry(self, y: float) -> float:
        return y + BUS if self.bus else y

    def exit(self, y: float) -> float:
        return self.merge.exit(y + self.height - self.merge.height) if self.merge else y + self.height

    def ends(self, axis: float, y: float) -> list[tuple[float, float]]:
        if self.merge is not None:
            return [(axis, self.exit(y))]
        columns = zip(self.axes(axis), self.columns, strict=True)
        return [end for at, column in columns for end in column.ends(at, y + self.head)]

    def axes(self, axis: float) -> list[float]:
        """The axis of each column."""
        x, out = axis - self.inside / 2, []
        for column in self.columns:
            out.append(x + column.left)
            x += column.width + self.gap
        return out

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        canvas, top = pen.canvas, y + self.head
        axes = self.axes(axis)
        if self.bus and self.alone.count(False) > 1:
            canvas.disc(axis, y + BUS)
        for at, column, alone in zip(axes, self.columns, self.alone, strict=True):
            column.draw(pen, at, top)
            if self.bus and column.reached and not alone:
                canvas.edge([(axis, y + BUS), (at, y + BUS), (at, column.entry(top))], head=column.arrow)
        if self.merge is not None:
            self._draw_merge(pen, axis, y, axes)

    def _draw_merge(self, pen: Pen, axis: float, y: float, axes: Sequence[float]) -> None:
        assert self.merge is not None
        canvas, top = pen.canvas, y + self.head
        merge_top = y + self.height - self.merge.height
        self.merge.draw(pen, axis, merge_top)
        if not self.merge.reached:
            return
        labels = iter(self.labels)
        for at, column in zip(axes, self.columns, strict=True):
            for x, start in column.ends(at, top):
                label = next(labels, "")
                if not column.reached:
                    continue
                if isinstance(self.merge, Circle) and abs(x - axis) > RADIUS:
                    meet = merge_top + RADIUS
                    canvas.edge([(x, start), (x, meet), (axis + (RADIUS if x > axis else -RADIUS), meet)])
                else:
                    canvas.edge([(x, start), (x, self.merge.entry(merge_top))], head=self.merge.arrow)
                if label:
                    canvas.text(x + 7, merge_top - 14, label, "m11", "muted")


class Wire(Block):
    """An empty branch: a bare line `height` px long."""

    arrow = False

    def __init__(self, height: float = 10.0, w: float = 40.0) -> None:
        self.left = self.right = w / 2
        self.height = height

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        pen.canvas.edge([(axis, y), (axis, y + self.height)], head=False)
