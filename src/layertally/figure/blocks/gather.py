"""What comes in from several figures at once, where its ports do not fit side by side: under each other, on one line.

In: the ports and the block that reads them. Out: a block.
"""

from __future__ import annotations

from collections.abc import Sequence

from .base import GAP, Block, Pen
from .small import RADIUS, Circle

BETWEEN = 8.0
ASIDE = 22.0
"""From the widest port to the line, in px."""


class Gather(Block):
    """Ports under each other; a line runs down right of them and into `merge`."""

    def __init__(self, ports: Sequence[Block], merge: Block) -> None:
        self.ports, self.merge = list(ports), merge
        self.across = max(port.width for port in ports) + ASIDE
        self.left = max(merge.left, self.across / 2)
        self.right = max(merge.right, self.across / 2)
        self.body = sum(port.height for port in ports) + BETWEEN * (len(ports) - 1)
        self.height = self.body + GAP + merge.height
        self.reached = any(port.reached for port in ports)

    def exit(self, y: float) -> float:
        return self.merge.exit(y + self.body + GAP)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        canvas, top = pen.canvas, y + self.body + GAP
        line, start = axis + self.across / 2, axis - self.across / 2
        self.merge.draw(pen, axis, top)
        first = y + self.ports[0].height / 2
        for port in self.ports:
            port.draw(pen, start + port.left, y)
            middle, right = y + port.height / 2, start + port.width
            if middle > first:
                canvas.edge([(right, middle), (line, middle)], head=False)
                canvas.disc(line, middle)
            y += port.height + BETWEEN
        begin = [(start + self.ports[0].width, first), (line, first)]
        if isinstance(self.merge, Circle):
            canvas.edge([*begin, (line, top + RADIUS), (axis + RADIUS, top + RADIUS)])
        else:
            canvas.edge([*begin, (line, self.merge.entry(top))], head=self.merge.arrow)
