"""Outlines shared by the painters: a bar, an edge with its head, a merge's sign in; path steps in px out."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .canvas import Bar, Disc, Edge, Point

HEAD = 8.0
"""Length of an arrow head in px; it is as wide as it is long."""
OVERLAP = 2.0
"""How far the line runs into its head, so that no gap shows between them."""
SIGN_WIDTH = 1.5
EDGE_WIDTH = 1.5


class Step(NamedTuple):
    """One step of a path: `M` move, `L` line, `Q` quadratic and `C` cubic curve to the last of `points`, `Z` close."""

    op: str
    points: tuple[Point, ...] = ()


Path = tuple[Step, ...]

_SIGNS: dict[str, tuple[tuple[Point, Point], ...]] = {
    "+": (((-6, 0), (6, 0)), ((0, -6), (0, 6))),
    "−": (((-6, 0), (6, 0)),),
    "×": (((-4.5, -4.5), (4.5, 4.5)), ((4.5, -4.5), (-4.5, 4.5))),
    "÷": (((-6, 0), (6, 0)), ((-0.1, -4), (0.1, -4)), ((-0.1, 4), (0.1, 4))),
    "·": (((-0.9, 0), (0.9, 0)), ((0, -0.9), (0, 0.9))),
}
_SIGN_RADIUS = 13.0


def bar(item: Bar) -> Path:
    """A strip along the left edge of a card, its outer corners those of the card."""
    r = min(item.radius, item.h / 2)
    x, y, w, bottom = item.x, item.y, item.w, item.y + item.h
    if r <= 0:
        return _polygon((x, y), (x + w, y), (x + w, bottom), (x, bottom))
    turn = math.acos(max(0.0, (r - w) / r)) if w < r else math.pi / 2
    inset = r - r * math.sin(turn)
    first, second = _arc(turn, r)
    start = x + r - r * math.cos(turn)
    square = (Step("L", ((x + w, y),)),) if w > r else ()
    closing = (Step("L", ((x + w, bottom),)),) if w > r else ()
    return (
        Step("M", ((x, y + r),)),
        Step("C", ((x, y + r - first), (start - second[0], y + inset + second[1]), (start, y + inset))),
        *square,
        *closing,
        Step("L", ((start, bottom - inset),)),
        Step("C", ((start - second[0], bottom - inset - second[1]), (x, bottom - r + first), (x, bottom - r))),
        Step("Z"),
    )


def _arc(turn: float, r: float) -> tuple[float, Point]:
    """Handles of the cubic that follows a circle from its leftmost point through `turn`: at the start, at the end."""
    handle = r * 4 / 3 * math.tan(turn / 4)
    return handle, (handle * math.sin(turn), handle * math.cos(turn))


def line(item: Edge) -> Path:
    """The stroke of an edge: corners rounded as far as its segments allow, stopped inside the head."""
    points = list(item.points)
    room = [math.dist(a, b) for a, b in pairwise(points)]
    stop = min(HEAD - OVERLAP, room[-1]) if item.head else 0.0
    points[-1] = _towards(points[-1], points[-2], stop)
    out = [Step("M", (points[0],))]
    for i in range(1, len(points) - 1):
        before = room[i - 1] / (1 if i == 1 else 2)
        after = room[i] / 2 if i < len(points) - 2 else room[i] - (HEAD if item.head else 0)
        k = max(0.0, min(item.radius, before, after))
        out.append(Step("L", (_towards(points[i], points[i - 1], k),)))
        out.append(Step("Q", (points[i], _towards(points[i], points[i + 1], k))))
    out.append(Step("L", (points[-1],)))
    return tuple(out)


def head(item: Edge) -> Path:
    """The filled triangle at the end of an edge; empty for an edge without a head."""
    if not item.head:
        return ()
    (px, py), (x, y) = item.points[-2:]
    length = math.dist((px, py), (x, y)) or 1.0
    dx, dy = (x - px) / length, (y - py) / length
    bx, by, half = x - dx * HEAD, y - dy * HEAD, HEAD / 2
    return _polygon((x, y), (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half))


def sign(item: Disc) -> Path:
    """The strokes of a merge's sign; empty for a sign that has to be set as text."""
    scale = item.r / _SIGN_RADIUS
    out: list[Step] = []
    for start, end in _SIGNS.get(item.sign, ()):
        out += (Step(op, ((item.x + px * scale, item.y + py * scale),)) for op, (px, py) in (("M", start), ("L", end)))
    return tuple(out)


def _polygon(first: Point, *others: Point) -> Path:
    return Step("M", (first,)), *(Step("L", (point,)) for point in others), Step("Z")


def _towards(start: Point, end: Point, length: float) -> Point:
    whole = math.dist(start, end)
    if not whole:
        return start
    part = length / whole
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
