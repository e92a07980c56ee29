"""A chain of groups in rows of three: read like text, an arrow leads from the end of a row to the start of the next.

In: groups in order, the sheet's width. Out: drawn cards; how wide they are and where they end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...group import Group, Grouped
from ..blocks.base import Pen
from ..blocks.groupcard import EndBox, GroupCard
from ..blocks.small import PORT, Port
from .arcs import STEP, Arcs, Course, draw_arcs, none
from .links import PER_ROW, Ported
from .summary import cards, ends

SPACE, GUTTER, CARD = 20.0, 46.0, 204.0
STEM, BETWEEN, CORNER = 18.0, 8.0, 10.0
MOST_AHEAD = 3
"""Inputs that stand under each other left of the first card; more stand above it."""
TURN, BESIDE, CLEAR = 35.0, 70.0, 22.0
"""How far from the cards a line turns to the next row, and how much room that takes; how far below the cards it runs
where other lines run below it."""


class Measures(NamedTuple):
    """Where the columns stand: `start` of the first card, `card` wide each; `whole` is the picture's width."""

    start: float
    card: float
    whole: float

    def axis(self, column: int) -> float:
        """The middle of a column."""
        return self.start + self.card / 2 + column * (self.card + SPACE)


class Row(NamedTuple):
    """The cards of a row and the ports of each: above it, and below it."""

    cards: list[GroupCard]
    above: list[list[Port]]
    below: list[list[Port]]

    @property
    def head(self) -> float:
        """From the row's top to its cards."""
        return PORT + STEM if any(self.above) else 0.0

    @property
    def middle(self) -> float:
        """From the row's top to its line."""
        return self.head + self.cards[0].height / 2

    @property
    def height(self) -> float:
        return self.head + self.cards[0].height + (PORT + STEM if any(self.below) else 0.0)


def draw_rows(
    pen: Pen,
    grouped: Grouped,
    lang: str,
    ports: Ported,
    most: float,
    top: float,
    per_row: int = PER_ROW,
    brief: bool = False,
    arcs: Arcs | None = None,
) -> tuple[float, float]:
    """Draw the chain from `top` down; its width and its bottom. What comes late stands above the card that reads it,
    what leaves early below the card that it comes from; `arcs` skip ahead above the rows."""
    groups, (firsts, lasts) = grouped.groups, ends(grouped, lang)
    arcs = arcs or none(len(groups), per_row)
    ahead = 1 if brief else MOST_AHEAD
    leading, final = [firsts[i] for i in ports.comes[0][:ahead]], [lasts[i] for i in ports.goes[-1]]
    rows = [groups[i : i + per_row] for i in range(0, len(groups), per_row)]
    right = max(TURN + arcs.margin + 6, *(box.width + SPACE for box in final))
    left = max(box.width for box in leading) + SPACE
    at = measures(max(map(len, rows)), left, right, most, several=len(rows) > 1)
    late = [ports.comes[0][ahead:], *ports.comes[1:]]
    early = [*ports.goes[:-1], ()]
    made = [
        Row(
            cards(grouped, row, lang, at.card, brief=brief),
            [pills([firsts[i] for i in each], at.card) for each in late[r * per_row :][: len(row)]],
            [pills([lasts[i] for i in each], at.card) for each in early[r * per_row :][: len(row)]],
        )
        for r, row in enumerate(rows)
    ]
    y, tops = top + arcs.above(0), []
    for r, row in enumerate(made):
        middle, end = y + row.middle, at.axis(len(row.cards) - 1) + at.card / 2
        tops.append(y)
        if r == 0:
            draw_starts(pen, leading, at.start, middle, row.cards[0].height, rows[0][0])
        draw_row(pen, rows[r], row, [at.axis(i) for i in range(len(row.cards))], y)
        if r + 1 < len(rows):
            over = arcs.above(r + 1)
            below = y + row.height + max(GUTTER, CLEAR + over if over else 0.0)
            into = below + made[r + 1].middle
            gutter = y + row.height + (CLEAR if over else GUTTER / 2 + 4)
            turn = [(end, middle), (end + TURN, middle), (end + TURN, gutter), (1 + TURN, gutter), (1 + TURN, into)]
            edge_into(pen, [*turn, (at.start, into)], rows[r + 1][0])
            y = below
        else:
            y = max(y + row.height, draw_ends(pen, final, end, middle, row.cards[-1].height))
    margin = at.axis(per_row - 1) + at.card / 2 + TURN + STEP
    course = Course(tops, [at.axis(i % per_row) for i in range(len(groups))], margin)
    draw_arcs(pen, arcs, course, lambda i: any(layer.reached for layer in groups[i].layers))
    return at.whole, y


def draw_starts(pen: Pen, boxes: Sequence[EndBox], start: float, middle: float, high: float, into: Group) -> None:
    """What comes into the first card, `high` px high, left of it, one under the other."""
    for box, y in _stacked(boxes, middle, high):
        box.draw(pen, start - SPACE - box.right, y)
        edge_into(pen, [(start - SPACE, y + box.height / 2), (start, y + box.height / 2)], into)


def draw_ends(pen: Pen, boxes: Sequence[EndBox], end: float, middle: float, high: float) -> float:
    """What leaves the last card of a row, `high` px high, right of it, one under the other; where that ends."""
    bottom = middle
    for box, y in _stacked(boxes, middle, high):
        box.draw(pen, end + SPACE + box.left, y)
        pen.canvas.edge([(end, y + box.height / 2), (end + SPACE, y + box.height / 2)])
        bottom = y + box.height
    return bottom


def _stacked(boxes: Sequence[EndBox], middle: float, high: float) -> Iterator[tuple[EndBox, float]]:
    """Boxes under each other about the middle of a card `high` px high, each with its top."""
    step = boxes[0].height + BETWEEN
    if len(boxes) > 1:
        step = min(step, (high - 2 * CORNER) / (len(boxes) - 1))
    y = middle - (step * (len(boxes) - 1) + boxes[0].height) / 2
    for box in boxes:
        yield box, y
        y += step


def pills(boxes: Sequence[EndBox], w: float) -> list[Port]:
    """Pills that stand side by side above or below a card."""
    room = (w - BETWEEN * (len(boxes) - 1)) / max(1, len(boxes))
    return [Port((f"{box.name} {box.shape}", box.name), room, box.anchor) for box in boxes]


def measures(columns: int, left: float, right: float, most: float, *, several: bool) -> Measures:
    """Where the columns stand, between what comes in at the left and goes out at the right."""
    if several:
        left, right = max(left, BESIDE), max(right, BESIDE)
    between = SPACE * (columns - 1)
    card = min(CARD, (most - 2 - left - right - between) / columns)
    return Measures(1 + left, card, 2 + left + right + card * columns + between)


def draw_row(pen: Pen, groups: Sequence[Group], row: Row, axes: Sequence[float], y: float) -> None:
    """Cards beside each other on their axes, with their ports; an edge from each to the next."""
    middle, top, half = y + row.middle, y + row.head, row.cards[0].width / 2
    for card, axis, above, below, group in zip(row.cards, axes, row.above, row.below, groups, strict=True):
        card.draw(pen, axis, top)
        for port, x in _beside(above, axis):
            port.draw(pen, x, y)
            edge_into(pen, [(x, y + PORT), (x, top)], group)
        for port, x in _beside(below, axis):
            port.draw(pen, x, top + card.height + STEM)
            edge_into(pen, [(x, top + card.height), (x, top + card.height + STEM)], group)
    for (left, right), group in zip(pairwise(axes), groups[1:], strict=True):
        edge_into(pen, [(left + half, middle), (right - half, middle)], group)


def _beside(ports: Sequence[Port], axis: float) -> Iterator[tuple[Port, float]]:
    """Each with its middle, all of them in the middle of a card."""
    x = axis - (sum(port.width for port in ports) + BETWEEN * (len(ports) - 1)) / 2
    for port in ports:
        yield port, x + port.left
        x += port.width + BETWEEN


def edge_into(pen: Pen, points: list[tuple[float, float]], into: Group) -> None:
    """What is not reached has no edge into it."""
    if any(layer.reached for layer in into.layers):
        pen.canvas.edge(points, radius=10)
