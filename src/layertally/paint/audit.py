"""Audit the geometry of a finished drawing: what a careful reader would call a slip comes out as a list of faults.

Texts may not overlap or leave their card, cards may overlap only when nested, an edge runs axis-parallel from one thing
to another and through neither card nor text, everything is on the canvas, and no letter is too small to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .boxes import Grid, Rect, crosses, holds, meets, on_border, on_segment
from .canvas import Bar, Box, Disc, Drawing, Edge, Item, Point, Rule, Text
from .text import missing_glyphs, wide_of

Kind = Literal[
    "text over text", "text out of card", "text across card", "out of canvas", "card over card", "edge through card",
    "edge through text", "loose end", "slanted edge", "small text",
]  # fmt: skip

MIN_SIZE = 10.0
MIN_SUBSCRIPT = 9.0
HOLDERS = frozenset({"card", "port", "plate"})
"""Roles whose texts must stay inside."""
SOLID = frozenset({"card", "port"})
"""Roles nothing may cross."""
NESTABLE = frozenset({"card", "port", "panel", "frame"})
"""Roles that lie beside or inside each other, never half over."""
LANDINGS = frozenset({"card", "port", "panel", "frame", "sheet"})
"""Roles on whose border an edge may start or end."""
REACH = 1.6
"""How far (px) an edge's end may be from what it touches: a border's own width."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip: its kind, what is concerned, and where (px)."""

    kind: Kind
    what: str
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.kind} at {self.x:.0f},{self.y:.0f}: {self.what}"


def audit(drawing: Drawing) -> list[Fault]:
    """Every fault of a drawing, grouped by kind; an empty list is a clean one."""
    items = tuple(drawing.flat())
    texts = [(text_rect(item), item) for item in items if isinstance(item, Text)]
    boxes = [(_box_rect(item), item) for item in items if isinstance(item, Box)]
    edges = [item for item in items if isinstance(item, Edge) and len(item.points) > 1]
    discs = [item for item in items if isinstance(item, Disc)]
    found = (
        _texts_apart(texts), _texts_in_cards(texts, boxes), _on_canvas(items, drawing), _cards_apart(boxes),
        _edges_clear(edges, texts, boxes), _ends_land(edges, boxes, discs), _axis_parallel(edges), _readable(texts),
    )  # fmt: skip
    return [fault for faults in found for fault in faults]


def unshown(drawing: Drawing) -> list[str]:
    """Characters of a drawing that no shipped font has: a browser may still draw them, a PNG or PDF cannot."""
    strings = "".join(item.string for item in drawing.flat() if isinstance(item, Text))
    return missing_glyphs(strings)


def text_rect(item: Text) -> Rect:
    """What a line of text covers: from the top of a capital to the foot of a `g`."""
    return item.x, item.y - item.size * 0.75, item.x + item.width, item.y + item.size * 0.22


def _box_rect(item: Box) -> Rect:
    return item.x, item.y, item.x + item.w, item.y + item.h


def _texts_apart(texts: list[tuple[Rect, Text]]) -> Iterator[Fault]:
    grid: Grid[tuple[Rect, Text]] = Grid()
    for rect, item in texts:
        for other, before in grid.near(rect):
            if meets(rect, other, 0.5):
                yield Fault("text over text", f"{item.string!r} and {before.string!r}", item.x, item.y)
        grid.put(rect, (rect, item))


def _texts_in_cards(texts: list[tuple[Rect, Text]], boxes: list[tuple[Rect, Box]]) -> Iterator[Fault]:
    grid = _grid(boxes, HOLDERS)
    for rect, item in texts:
        stretch = wide_of(item.runs) - item.width
        middle = (rect[1] + rect[3]) / 2
        for card, box in grid.near(rect):
            if card[0] <= rect[0] <= card[2] and card[1] <= middle <= card[3]:
                # The widest font grows a text away from the side it is aligned to; which one that is, is not recorded.
                out = rect[2] > card[2] - 2 or (rect[2] + stretch > card[2] and rect[0] - stretch < card[0])
                if out or rect[1] < card[1] - 1 or rect[3] > card[3] + 1:
                    over = rect[2] + stretch - card[2]
                    yield Fault(
                        "text out of card", f"{item.string!r} in its widest font: {over:.0f} px", item.x, item.y
                    )
            elif box.role in SOLID and meets(rect, card, 1):
                yield Fault("text across card", repr(item.string), item.x, item.y)


def _on_canvas(items: Iterable[Item], drawing: Drawing) -> Iterator[Fault]:
    for item in items:
        left, top, right, bottom = _extent(item)
        if left < -0.01 or top < -0.01 or right > drawing.width + 0.01 or bottom > drawing.height + 0.01:
            what = repr(item.string) if isinstance(item, Text) else type(item).__name__.lower()
            yield Fault("out of canvas", f"{what} spans {left:.0f},{top:.0f} to {right:.0f},{bottom:.0f}", left, top)


def _extent(item: Item) -> Rect:
    match item:
        case Text():
            return text_rect(item)
        case Box():
            half = item.stroke_width / 2 if item.stroke else 0
            return item.x - half, item.y - half, item.x + item.w + half, item.y + item.h + half
        case Bar():
            return item.x, item.y, item.x + item.w, item.y + item.h
        case Edge():
            xs, ys = zip(*item.points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
        case Rule():
            return min(item.x1, item.x2), min(item.y1, item.y2), max(item.x1, item.x2), max(item.y1, item.y2)
        case Disc():
            return item.x - item.r, item.y - item.r, item.x + item.r, item.y + item.r
        case _:
            return 0, 0, 0, 0


def _cards_apart(boxes: list[tuple[Rect, Box]]) -> Iterator[Fault]:
    grid: Grid[tuple[Rect, Box]] = Grid()
    for rect, box in boxes:
        if box.role not in NESTABLE:
            continue
        for other, before in grid.near(rect):
            if meets(rect, other, 0.5) and not holds(rect, other) and not holds(other, rect):
                yield Fault("card over card", f"{box.role} and {before.role}", box.x, box.y)
        grid.put(rect, (rect, box))


def _edges_clear(edges: list[Edge], texts: list[tuple[Rect, Text]], boxes: list[tuple[Rect, Box]]) -> Iterator[Fault]:
    cards = _grid(boxes, SOLID)
    words: Grid[tuple[Rect, Text]] = Grid()
    for rect, item in texts:
        if not item.plated:
            words.put(rect, (rect, item))
    for start, end in _segments(edges):
        span = _span(start, end)
        for rect, box in cards.near(span):
            if crosses(span, rect, 1):
                yield Fault("edge through card", f"{box.role} at {box.x:.0f},{box.y:.0f}", *start)
        for rect, item in words.near(span):
            if crosses(span, rect, 1):
                yield Fault("edge through text", repr(item.string), item.x, item.y)


def _ends_land(edges: list[Edge], boxes: list[tuple[Rect, Box]], discs: list[Disc]) -> Iterator[Fault]:
    borders = _grid(boxes, LANDINGS)
    lines: Grid[tuple[int, Point, Point]] = Grid()
    for i, edge in enumerate(edges):
        for start, end in pairwise(edge.points):
            lines.put(_span(start, end), (i, start, end))
    dots: Grid[Disc] = Grid()
    for disc in discs:
        dots.put(_extent(disc), disc)
    for i, edge in enumerate(edges):
        for x, y in (edge.points[0], edge.points[-1]):
            spot = (x - REACH, y - REACH, x + REACH, y + REACH)
            lands = (
                any(on_border((x, y), rect, REACH) for rect, _ in borders.near(spot))
                or any((x - d.x) ** 2 + (y - d.y) ** 2 <= (d.r + REACH) ** 2 for d in dots.near(spot))
                or any(j != i and on_segment((x, y), start, end, REACH) for j, start, end in lines.near(spot))
            )
            if not lands:
                yield Fault("loose end", "an edge that starts or ends on nothing", x, y)


def _axis_parallel(edges: list[Edge]) -> Iterator[Fault]:
    for start, end in _segments(edges):
        if abs(start[0] - end[0]) > 0.01 and abs(start[1] - end[1]) > 0.01:
            yield Fault("slanted edge", f"to {end[0]:.0f},{end[1]:.0f}", *start)


def _readable(texts: list[tuple[Rect, Text]]) -> Iterator[Fault]:
    for _, item in texts:
        small = [run for run in item.runs if run.size < (MIN_SUBSCRIPT if run.dy else MIN_SIZE)]
        if small:
            yield Fault("small text", f"{small[0].text!r} at {small[0].size:g} px", item.x, item.y)


def _grid(boxes: list[tuple[Rect, Box]], roles: frozenset[str]) -> Grid[tuple[Rect, Box]]:
    grid: Grid[tuple[Rect, Box]] = Grid()
    for rect, box in boxes:
        if box.role in roles:
            grid.put(rect, (rect, box))
    return grid


def _segments(edges: list[Edge]) -> Iterator[tuple[Point, Point]]:
    for edge in edges:
        yield from pairwise(edge.points)


def _span(start: Point, end: Point) -> Rect:
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
