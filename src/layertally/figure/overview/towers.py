"""Chains that hang on an input each, one under the other; they meet in the chain that stands right of them.

In: towers and trunk, the sheet's width. Out: drawn cards; how wide they are and where they end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...group import Grouped
from ..blocks.base import Pen
from ..blocks.groupcard import EndBox, GroupCard
from .links import Towers
from .rows import CARD, SPACE
from .summary import cards, ends

BEND, BETWEEN = 56.0, 22.0
SPREAD, APART = 32.0, 8.0
"""How far apart the lines of two towers land on the trunk."""


def draw_towers(pen: Pen, grouped: Grouped, lang: str, found: Towers, most: float, top: float) -> tuple[float, float]:
    """Draw towers and trunk from `top` down; their width and their bottom."""
    firsts, (last, *_) = ends(grouped, lang)
    depth = max(map(len, found.towers))
    columns = depth + len(found.trunk)
    left, right = max(first.width for first in firsts) + SPACE, last.width + SPACE
    beside = SPACE * (columns - 2) + BEND
    w = min(CARD, (most - 2 - left - right - beside) / columns)
    rows, y = [], top
    for groups, first in zip(found.towers, firsts, strict=False):
        tower = cards(grouped, groups, lang, w)
        middle = y + tower[0].height / 2
        first.draw(pen, 1 + left - SPACE - first.right, middle - first.height / 2)
        start = 1 + left + (depth - len(tower)) * (w + SPACE)
        pen.canvas.edge([(1 + left - SPACE, middle), (start, middle)])
        rows.append((_draw_chain(pen, tower, start, y, middle), middle))
        y += tower[0].height + BETWEEN
    trunk = cards(grouped, found.trunk, lang, w)
    middle = (rows[0][1] + rows[-1][1]) / 2
    start = 1 + left + depth * w + (depth - 1) * SPACE + BEND
    _draw_meeting(pen, rows, trunk[0], start, middle)
    end = _draw_chain(pen, trunk, start, middle - trunk[0].height / 2, middle)
    _draw_end(pen, last, end, middle)
    return 2 + left + right + w * columns + beside, max(y - BETWEEN, middle + trunk[0].height / 2)


def _draw_chain(pen: Pen, row: Sequence[GroupCard], start: float, y: float, middle: float) -> float:
    """Cards beside each other; where the last one ends."""
    at = start
    for i, card in enumerate(row):
        card.draw(pen, at + card.width / 2, y)
        if i:
            pen.canvas.edge([(at - SPACE, middle), (at, middle)])
        at += card.width + SPACE
    return at - SPACE


def _draw_meeting(pen: Pen, rows: Sequence[tuple[float, float]], into: GroupCard, start: float, middle: float) -> None:
    """The ends of the towers led to the first card of the trunk, each to a place of its own: of those above it, and of
    those below, the nearest turns first."""
    spread = SPREAD if len(rows) == 2 else min(SPREAD, (into.height - 40) / max(1, len(rows) - 1))
    for i, (end, y) in enumerate(rows):
        land = middle + (i - (len(rows) - 1) / 2) * spread
        turn = max(0, len(rows) // 2 - 1 - i, i - (len(rows) + 1) // 2)
        bend = end + BEND / 2 + APART * (turn - (len(rows) // 2 - 1) / 2)
        pen.canvas.edge([(end, y), (bend, y), (bend, land), (start, land)], radius=10)


def _draw_end(pen: Pen, last: EndBox, end: float, middle: float) -> None:
    last.draw(pen, end + SPACE + last.left, middle - last.height / 2)
    pen.canvas.edge([(end, middle), (end + SPACE, middle)])
