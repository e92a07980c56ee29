"""The display list: what a figure is made of once every coordinate is known.

A `Canvas` collects frozen items (boxes, bars, texts, edges, marks, links); `Drawing` is the finished list. Painters
(`svg`, `png`, `pdf`) and the `audit` read it and know nothing of layers. Units are CSS pixels, the origin is the top
left, y grows downwards. Colours are token names (`paint.theme`), never literal values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from .text import Run, Shortened, Style, runs, width

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle. `role` tells the audit what it is: `card` (holds text, nothing may cross it), `frame`, `panel`
    (hold cards), `sheet`, `plate`, `port`, `deco` (no meaning of its own)."""

    x: float
    y: float
    w: float
    h: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    stroke_opacity: float = 1.0
    radius: float = 0.0
    role: str = "deco"
    z: float = 5
    dash: tuple[float, ...] = ()


class Bar(NamedTuple):
    """The coloured bar at the left edge of a card: a strip `w` wide that follows the card's rounded corners."""

    x: float
    y: float
    w: float
    h: float
    fill: str
    radius: float = 6.0
    z: float = 5.2


class Text(NamedTuple):
    """One line of text; `x` is the left edge (already resolved from the anchor), `y` the baseline; `full` is what
    it was before its middle went."""

    x: float
    y: float
    runs: tuple[Run, ...]
    width: float
    size: float
    fill: str = "ink"
    z: float = 8
    plated: bool = False
    full: str = ""

    @property
    def string(self) -> str:
        return "".join(run.text for run in self.runs)


class Edge(NamedTuple):
    """A line through axis-parallel points with rounded corners, an arrow head at its end unless `head` is False."""

    points: tuple[Point, ...]
    radius: float = 8.0
    head: bool = True
    stroke: str = "edge"
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    z: float = 4


class Rule(NamedTuple):
    """A thin straight line that separates (a footer's rule)."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "line"
    width: float = 1.0
    z: float = 5


class Disc(NamedTuple):
    """A filled circle (a fork's dot, r = 3) or, with a stroke and a `sign`, a merge: `+`, `×`, `−` are drawn as
    strokes."""

    x: float
    y: float
    r: float
    fill: str = "edge"
    stroke: str | None = None
    sign: str = ""
    z: float = 6


class Link(NamedTuple):
    """The items of `items` lead to `href` (a fragment or a relative address); `label` is its accessible name."""

    href: str
    items: tuple[Item, ...]
    label: str = ""
    z: float = 5
    data: tuple[tuple[str, str], ...] = ()


Item = Box | Bar | Text | Edge | Rule | Disc | Link


class Drawing(NamedTuple):
    """A finished figure: size in px, items in the order of painting (by `z`, then as added), what it says in words."""

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
    description: str = ""

    def flat(self) -> Iterator[Item]:
        """Every item, those inside links too, links themselves left out."""
        stack: list[Item] = list(reversed(self.items))
        while stack:
            item = stack.pop()
            if isinstance(item, Link):
                stack.extend(reversed(item.items))
            else:
                yield item


@dataclass(slots=True)
class Canvas:
    """Collects items.

    >>> c = Canvas()
    >>> w = c.text(100, 20, "320", "m12b", anchor="end")
    >>> round(w, 1), round(c.items[0].x, 1)
    (21.6, 78.4)
    """

    items: list[Item] = field(default_factory=list)

    def box(self, x: float, y: float, w: float, h: float, **kw: object) -> None:
        self.items.append(Box(x, y, w, h, **kw))  # type: ignore[arg-type]

    def bar(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 6.0, z: float = 5.2) -> None:
        self.items.append(Bar(x, y, w, h, fill, radius, z))

    def text(
        self,
        x: float,
        y: float,
        string: str,
        style: str | Style,
        fill: str = "ink",
        anchor: str = "start",
        z: float = 8,
        plated: bool = False,
        subscripts: bool = False,
    ) -> float:
        """Put one line of text; returns its width. `anchor` is `start`, `middle` or `end` of `x`; with `subscripts`,
        formula symbols such as `k_h` are set with a real subscript."""
        full = string.full if isinstance(string, Shortened) else ""
        parts = runs(string, style, subscripts)
        if not parts:
            return 0.0
        total = width(string, style, subscripts)
        left = x - {"start": 0.0, "middle": total / 2, "end": total}[anchor]
        self.items.append(Text(left, y, parts, total, parts[0].size, fill, z, plated, full))
        return total

    def edge(self, points: list[Point], **kw: object) -> None:
        self.items.append(Edge(tuple(_without_repeats(points)), **kw))  # type: ignore[arg-type]

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = "line", width: float = 1.0, z: float = 5
    ) -> None:
        self.items.append(Rule(x1, y1, x2, y2, stroke, width, z))

    def disc(self, x: float, y: float, r: float = 3, **kw: object) -> None:
        self.items.append(Disc(x, y, r, **kw))  # type: ignore[arg-type]

    @contextmanager
    def link(self, href: str, label: str = "", z: float = 5, **data: str) -> Iterator[None]:
        """Everything put inside the `with` block leads to `href`; an empty `href` makes no link."""
        before, self.items = self.items, []
        try:
            yield
        finally:
            inside, self.items = self.items, before
            if href and inside:
                ordered = tuple(sorted(inside, key=lambda item: item.z))
                self.items.append(Link(href, ordered, label, z, tuple(sorted(data.items()))))
            else:
                self.items.extend(inside)

    def drawing(self, width: float, height: float, title: str = "", description: str = "") -> Drawing:
        return Drawing(width, height, tuple(sorted(self.items, key=lambda item: item.z)), title, description)


def moved(item: Item, dx: float, dy: float) -> Item:
    """The same item elsewhere."""
    if isinstance(item, Link):
        return item._replace(items=tuple(moved(i, dx, dy) for i in item.items))
    if isinstance(item, Edge):
        return item._replace(points=tuple((x + dx, y + dy) for x, y in item.points))
    if isinstance(item, Rule):
        return item._replace(x1=item.x1 + dx, x2=item.x2 + dx, y1=item.y1 + dy, y2=item.y2 + dy)
    return item._replace(x=item.x + dx, y=item.y + dy)


def _without_repeats(points: list[Point]) -> Iterator[Point]:
    last: Point | None = None
    for point in points:
        if last is None or abs(point[0] - last[0]) + abs(point[1] - last[1]) > 0.01:
            yield point
            last = point
