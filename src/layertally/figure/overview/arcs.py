"""What skips ahead in a chain of rows: lines above the cards, and down the right margin to the rows below.

In: the skips, how many cards a row has. Out: which line runs at which level above each row and how far outside in the
margin; drawn edges. All that one group sends ahead is one line, which forks at dots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..blocks.base import Pen

STEP, FOOT, HEAD_ROOM = 10.0, 14.0, 16.0
"""Between two lines; from the lowest to the cards; from the highest to the line between two rows."""
OUT, IN = 26.0, 14.0
"""Where lines leave a card and come in, right and left of its middle, and how far apart they come in."""
MOST = 6
"""So many lines above one row can be told apart."""


class Arc(NamedTuple):
    """What one group sends ahead, and to which groups."""

    source: int
    targets: tuple[int, ...]


class Arcs(NamedTuple):
    """`levels[r]` are the arcs above row r, the lowest first; `lanes` says how far outside those run down at the right
    that do."""

    arcs: tuple[Arc, ...]
    per_row: int
    levels: tuple[tuple[Arc, ...], ...]
    lanes: Mapping[Arc, int]

    @property
    def margin(self) -> float:
        """Px that the lines in the margin take."""
        return STEP * (max(self.lanes.values(), default=-1) + 1)

    def above(self, row: int) -> float:
        """Px that the lines above a row take."""
        count = len(self.levels[row])
        return FOOT + STEP * (count - 1) + (HEAD_ROOM if row else 0.0) if count else 0.0

    def into(self, target: int, arc: Arc) -> int:
        """Which of the lines into a group this one is, from the left."""
        return [each for each in self.arcs if target in each.targets].index(arc)


def arcs_of(skips: Sequence[tuple[int, int]], count: int, per_row: int) -> Arcs | None:
    """The lines of some skips over `count` cards; None where they would be too many.

    >>> found = arcs_of([(0, 2), (1, 3), (3, 5)], 6, 3)
    >>> [[arc.source for arc in level] for level in found.levels], list(found.lanes.values())
    ([[0, 1], [3, 1]], [0])
    """
    found: dict[int, list[int]] = {}
    for source, target in skips:
        found.setdefault(source, []).append(target)
    arcs = tuple(Arc(source, tuple(targets)) for source, targets in found.items())
    rows = range(-(-count // per_row))
    levels = tuple(
        tuple(sorted((arc for arc in arcs if _runs(arc, row, per_row)), key=lambda arc: _order(arc, row, per_row)))
        for row in rows
    )
    if max((len(level) for level in levels), default=0) > MOST:
        return None
    return Arcs(arcs, per_row, levels, _lanes(arcs, per_row))


def none(count: int, per_row: int) -> Arcs:
    """No lines over so many cards."""
    return Arcs((), per_row, ((),) * -(-count // per_row), {})


def _lanes(arcs: Sequence[Arc], per_row: int) -> dict[Arc, int]:
    """The lane of each arc that leads to a row below: of those from one row the last one's inside, none on one that is
    still taken."""
    found: dict[Arc, int] = {}
    for arc in sorted(arcs, key=lambda arc: (arc.source // per_row, -arc.source)):
        home = arc.source // per_row
        if _last(arc) // per_row > home:
            taken = {lane for other, lane in found.items() if _last(other) // per_row > home}
            found[arc] = next(lane for lane in range(len(arcs)) if lane not in taken)
    return found


def _last(arc: Arc) -> int:
    return max(arc.targets)


def _runs(arc: Arc, row: int, per_row: int) -> bool:
    """Whether an arc has a line above a row."""
    return arc.source // per_row == row or any(target // per_row == row for target in arc.targets)


def _order(arc: Arc, row: int, per_row: int) -> tuple[bool, int]:
    """What comes from the rows above runs above the others; the longer a line, the higher it runs."""
    here = [place % per_row for place in (arc.source, *arc.targets) if place // per_row == row]
    arrives = arc.source // per_row < row
    passes = arrives or _last(arc) // per_row > row
    return arrives, (per_row if passes else max(here)) - min(here)


class Course(NamedTuple):
    """Where things are: `tops` of the rows, `axes` of all cards, x of the margin's innermost line."""

    tops: Sequence[float]
    axes: Sequence[float]
    margin: float


def draw_arcs(pen: Pen, found: Arcs, course: Course, reached: Callable[[int], bool]) -> None:
    """Draw the lines to all groups that are reached, and their dots."""
    for arc in found.arcs:
        targets = [target for target in arc.targets if reached(target)]
        home, start = arc.source // found.per_row, course.axes[arc.source] + OUT
        lane = course.margin + STEP * found.lanes.get(arc, 0)
        level = {
            row: course.tops[row] - FOOT - STEP * at.index(arc) for row, at in enumerate(found.levels) if arc in at
        }
        ends: dict[int, list[float]] = {}
        for target in targets:
            row, end = target // found.per_row, course.axes[target] - OUT + IN * found.into(target, arc)
            ends.setdefault(row, []).append(end)
            down = [(lane, level[home]), (lane, level[row])] if row > home else []
            points = [(start, course.tops[home]), (start, level[home]), *down, (end, level[row])]
            pen.canvas.edge([*points, (end, course.tops[row])], radius=10)
        for x, row in _forks(ends, home, lane):
            pen.canvas.disc(x, level[row])


def _forks(ends: Mapping[int, Sequence[float]], home: int, lane: float) -> Iterator[tuple[float, int]]:
    """Where a line forks, and above which row: it runs to the right above its own, from the margin to the left above
    those below."""
    last = max(ends, default=home)
    for row, xs in ends.items():
        final = None if row == home < last else max(xs) if row == home else min(xs)
        yield from ((x, row) for x in xs if x != final)
        if home < row < last:
            yield lane, row
