"""A chain of groups in rows of three: read like text, an arrow leads from the end of a row to the start of the next.

In: groups in order, the sheet's width. Out: drawn cards; how wide they are and where they end.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ...group import Group, Grouped
from ..blocks.base import Pen
from ..blocks.groupcard import GroupCard
from .links import PER_ROW
from .summary import cards, ends

SPACE, GUTTER, CARD = 20.0, 46.0, 204.0
TURN, BESIDE = 35.0, 70.0
"""How far from the cards a line turns to the next row, and how much room that takes."""


class Measures(NamedTuple):
    """Where the columns stand: `start` of the first card, `card` wide each; `whole` is the picture's width."""

    start: float
    card: float
    whole: float

    def axis(self, column: int) -> float:
        """The middle of a column."""
        return self.start + self.card / 2 + column * (self.card + SPACE)


def draw_rows(
    pen: Pen, grouped: Grouped, lang: str, most: float, top: float, per_row: int = PER_ROW, brief: bool = False
) -> tuple[float, float]:
    """Draw the chain from `top` down; its width and its bottom."""
    groups = grouped.groups
    (first, *_), (last, *_) = ends(grouped, lang)
    rows = [groups[i : i + per_row] for i in range(0, len(groups), per_row)]
    at = _measures(max(map(len, rows)), first.width + SPACE, last.width + SPACE, most, several=len(rows) > 1)
    made = [cards(grouped, row, lang, at.card, brief=brief) for row in rows]
    y = top
    for r, row in enumerate(made):
        middle, end = y + row[0].height / 2, at.axis(len(row) - 1) + at.card / 2
        if r == 0:
            first.draw(pen, 1 + first.left, middle - first.height / 2)
            _edge(pen, [(1 + first.width, middle), (at.start, middle)], rows[0][0])
        _draw_row(pen, rows[r], row, at, y)
        if r + 1 < len(rows):
            below = y + row[0].height + GUTTER
            into = below + made[r + 1][0].height / 2
            gutter = y + row[0].height + GUTTER / 2 + 4
            turn = [(end, middle), (end + TURN, middle), (end + TURN, gutter), (1 + TURN, gutter), (1 + TURN, into)]
            _edge(pen, [*turn, (at.start, into)], rows[r + 1][0])
            y = below
        else:
            last.draw(pen, end + SPACE + last.left, middle - last.height / 2)
            pen.canvas.edge([(end, middle), (end + SPACE, middle)])
            y += row[0].height
    return at.whole, y


def _measures(columns: int, left: float, right: float, most: float, *, several: bool) -> Measures:
    if several:
        left, right = max(left, BESIDE), max(right, BESIDE)
    between = SPACE * (columns - 1)
    card = min(CARD, (most - 2 - left - right - between) / columns)
    return Measures(1 + left, card, 2 + left + right + card * columns + between)


def _draw_row(pen: Pen, groups: tuple[Group, ...], row: list[GroupCard], at: Measures, y: float) -> None:
    middle = y + row[0].height / 2
    axes = [at.axis(i) for i in range(len(row))]
    for card, axis in zip(row, axes, strict=True):
        card.draw(pen, axis, y)
    for (left, right), group in zip(pairwise(axes), groups[1:], strict=True):
        _edge(pen, [(left + at.card / 2, middle), (right - at.card / 2, middle)], group)


def _edge(pen: Pen, points: list[tuple[float, float]], into: Group) -> None:
    """What is not reached has no edge into it."""
    if any(layer.reached for layer in into.layers):
        pen.canvas.edge(points, radius=10)
