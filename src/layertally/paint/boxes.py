"""Rectangles as (left, top, right, bottom) in px: the questions the audit asks, and a grid that finds neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Rect = tuple[float, float, float, float]
Spot = tuple[float, float]
T = TypeVar("T")


def meets(a: Rect, b: Rect, slack: float) -> bool:
    """Whether two rectangles overlap by more than `slack`.

    >>> meets((0, 0, 10, 10), (9, 0, 20, 10), 0.5), meets((0, 0, 10, 10), (10, 0, 20, 10), 0.5)
    (True, False)
    """
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def holds(outer: Rect, inner: Rect) -> bool:
    """Whether one lies wholly inside the other."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def crosses(line: Rect, rect: Rect, slack: float) -> bool:
    """Whether a line (a rectangle that may be without width) runs through the inside of a rectangle.

    >>> crosses((5, -5, 5, 0), (0, 0, 10, 10), 1), crosses((5, -5, 5, 4), (0, 0, 10, 10), 1)
    (False, True)
    """
    across = line[0] < rect[2] - slack and line[2] > rect[0] + slack
    return across and line[1] < rect[3] - slack and line[3] > rect[1] + slack


def on_border(spot: Spot, rect: Rect, reach: float) -> bool:
    """Whether a spot is on the border of a rectangle, give or take `reach`."""
    x, y = spot
    inside = rect[0] - reach <= x <= rect[2] + reach and rect[1] - reach <= y <= rect[3] + reach
    return inside and min(abs(x - rect[0]), abs(x - rect[2]), abs(y - rect[1]), abs(y - rect[3])) <= reach


def on_segment(spot: Spot, start: Spot, end: Spot, reach: float) -> bool:
    """Whether a spot is on a line of two points, give or take `reach`."""
    (x, y), (x1, y1), (x2, y2) = spot, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return (x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2 <= reach**2


class Grid(Generic[T]):
    """Things by the cells their rectangles touch."""

    CELL = 64.0

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._things: list[T] = []

    def put(self, rect: Rect, thing: T) -> None:
        """File a thing under its rectangle."""
        for cell in self._touched(rect):
            self._cells.setdefault(cell, []).append(len(self._things))
        self._things.append(thing)

    def near(self, rect: Rect) -> list[T]:
        """Things that share a cell with the rectangle, each once, in the order they were put."""
        found = {i for cell in self._touched(rect) for i in self._cells.get(cell, ())}
        return [self._things[i] for i in sorted(found)]

    def _touched(self, rect: Rect) -> Iterator[tuple[int, int]]:
        for column in range(int(rect[0] // self.CELL), int(rect[2] // self.CELL) + 1):
            for row in range(int(rect[1] // self.CELL), int(rect[3] // self.CELL) + 1):
                yield column, row
