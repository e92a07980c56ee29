"""Audit the geometry of a finished drawing: what a careful reader would call a slip comes out as a list of faults.

Texts may not overlap or leave their card, cards may overlap only when nested, everything is on the canvas, no letter is
too small to read, what is printed as a sum is one, and edges run as `audit_lines` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .arithmetic import slips
from .audit_lines import SOLID, extent_of_disc, filed, of_lines
from .boxes import Grid, Rect, holds, meets
from .canvas import Bar, Box, Disc, Drawing, Edge, Item, Rule, Text
from .fault import Fault, Kind
from .text import missing_glyphs, wide_of

MIN_SIZE = 10.0
MIN_SUBSCRIPT = 9.0
HOLDERS = frozenset({"card", "port", "plate", "panel", "frame"})
"""Roles whose texts must stay inside."""
NESTABLE = frozenset({"card", "port", "panel", "frame"})
"""Roles that lie beside or inside each other, never half over."""
CARRIERS = frozenset({"card", "panel", "frame"})
"""Roles that formulas stand in, each with its result."""


def audit(drawing: Drawing) -> list[Fault]:
    """Every fault of a drawing, grouped by kind; an empty list is a clean one."""
    items = tuple(drawing.flat())
    texts = [(text_rect(item), item) for item in items if isinstance(item, Text)]
    boxes = [(_box_rect(item), item) for item in items if isinstance(item, Box)]
    edges = [item for item in items if isinstance(item, Edge) and len(item.points) > 1]
    discs = [item for item in items if isinstance(item, Disc)]
    found = (
        _texts_apart(texts), _texts_in_cards(texts, boxes), _on_canvas(items, drawing), _cards_apart(boxes),
        _circles_apart(discs, texts, boxes), _readable(texts), _sums(texts, boxes),
        of_lines(edges, texts, boxes, discs),
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
    grid = filed(boxes, HOLDERS)
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
            return extent_of_disc(item)
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


def _circles_apart(discs: list[Disc], texts: list[tuple[Rect, Text]], boxes: list[tuple[Rect, Box]]) -> Iterator[Fault]:
    """A merge's circle stands free: on no card, under no text, on no other circle."""
    cards = filed(boxes, SOLID)
    grid: Grid[tuple[Rect, str]] = Grid()
    for rect, item in texts:
        grid.put(rect, (rect, repr(item.string)))
    for disc in discs:
        rect = extent_of_disc(disc)
        for card, box in cards.near(rect):
            if meets(rect, card, 0.5):
                yield Fault("circle over card", f"{box.role} at {box.x:.0f},{box.y:.0f}", disc.x, disc.y)
        for other, what in grid.near(rect):
            if meets(rect, other, 0.5):
                yield Fault("text over circle", what, disc.x, disc.y)
        grid.put(rect, (rect, "a circle"))


def _readable(texts: list[tuple[Rect, Text]]) -> Iterator[Fault]:
    for _, item in texts:
        small = [run for run in item.runs if run.size < (MIN_SUBSCRIPT if run.dy else MIN_SIZE)]
        if small:
            yield Fault("small text", f"{small[0].text!r} at {small[0].size:g} px", item.x, item.y)


def _sums(texts: list[tuple[Rect, Text]], boxes: list[tuple[Rect, Box]]) -> Iterator[Fault]:
    carriers = filed(boxes, CARRIERS)
    inside: dict[Rect, list[Text]] = {}
    for rect, item in texts:
        spot = (rect[0], (rect[1] + rect[3]) / 2)
        holding = [card for card, _ in carriers.near((*spot, *spot)) if holds(card, (*spot, *spot))]
        if holding:
            inside.setdefault(min(holding, key=lambda card: (card[2] - card[0]) * (card[3] - card[1])), []).append(item)
    for held in inside.values():
        for slip in slips(held):
            yield Fault("wrong sum", slip.said, slip.x, slip.y)


__all__ = ["Fault", "Kind", "audit", "text_rect", "unshown"]
