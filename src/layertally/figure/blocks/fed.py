"""A block with ports at its side: what comes in late from elsewhere, what leaves early.

In: a block, ports. Out: a block whose own axis stays free; ports that lead in stand above it, one that leads out below.
"""

from __future__ import annotations

from collections.abc import Sequence

from .base import Block, DoesNotFitError, Pen
from .small import PORT

BESIDE, STEM, BETWEEN, ROUND = 14.0, 16.0, 8.0, 8.0


class Fed(Block):
    """`before`: at most two ports that lead into the top of `kid`, right of the axis and left of it; `after`: at most
    one that leaves at its bottom. `aside`: all are left of the axis, where lines come in from the right; `lines` come
    in at the axis or round it."""

    def __init__(
        self, kid: Block, before: Sequence[Block], after: Sequence[Block], *, aside: bool = False, lines: int = 1
    ) -> None:
        self.kid, self.before, self.after = kid, list(before), list(after)
        beside = BESIDE + ROUND * max(0, lines - 1)
        self.offsets = _offsets(before, aside, beside)
        self.leaving = [(-1 if aside else 1) * (BESIDE + port.width / 2) for port in after]
        self._measure()
        self.above = PORT + STEM if before else 0.0
        self.height = self.above + kid.height + (STEM + PORT if after else 0.0)
        self.shore = 1.0 if before else kid.shore
        self.arrow, self.reached, self.tight = kid.arrow, kid.reached, kid.tight

    def _measure(self) -> None:
        ports = zip((*self.offsets, *self.leaving), (*self.before, *self.after), strict=True)
        reach = [(at, port.width / 2) for at, port in ports]
        self.left = max([self.kid.left, *(half - at for at, half in reach)])
        self.right = max([self.kid.right, *(half + at for at, half in reach)])

    def make_way(self, lines: Sequence[float]) -> None:
        """Move the ports above to the nearest places where none of these lines, from the axis, comes down. Raises
        DoesNotFitError where there is none."""
        taken = [(at - ROUND, at + ROUND) for at in lines]
        for i, (port, wanted) in enumerate(zip(self.before, self.offsets, strict=True)):
            half = port.width / 2
            places = [wanted, *(side for low, high in taken for side in (low - half, high + half))]
            free = [
                at
                for at in places
                if half - self.kid.left <= at <= self.kid.right - half
                and all(at + half <= low or at - half >= high for low, high in taken)
            ]
            if not free:
                raise DoesNotFitError("ports between lines that are too near")
            self.offsets[i] = min(free, key=lambda at: abs(at - wanted))
            taken.append((self.offsets[i] - half - BETWEEN, self.offsets[i] + half + BETWEEN))
        self._measure()

    def entry(self, y: float) -> float:
        return self.kid.entry(y + self.above)

    def border(self, y: float) -> float:
        return self.kid.border(y + self.above)

    def middle(self, y: float) -> float:
        return self.kid.middle(y + self.above)

    def exit(self, y: float) -> float:
        return self.kid.exit(y + self.above)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        top, low = y + self.above, y + self.height - PORT
        self.kid.draw(pen, axis, top)
        for port, offset in zip(self.before, self.offsets, strict=True):
            port.draw(pen, axis + offset, y)
            if self.kid.reached:
                pen.canvas.edge([(axis + offset, port.exit(y)), (axis + offset, self.kid.border(top))])
        for port, offset in zip(self.after, self.leaving, strict=True):
            port.draw(pen, axis + offset, low)
            if self.kid.reached:
                pen.canvas.edge([(axis + offset, self.kid.exit(top)), (axis + offset, low)])


def _offsets(ports: Sequence[Block], aside: bool, beside: float) -> list[float]:
    """Where the middles of the ports stand, from the axis."""
    if not aside:
        return [side * (beside + port.width / 2) for side, port in zip((1, -1), ports, strict=False)]
    out, edge = [], -beside
    for port in ports:
        out.append(edge - port.width / 2)
        edge -= port.width + BETWEEN
    return out
