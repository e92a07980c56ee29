"""The part of the audit that looks at edges: where they run, where they end, what they run over.

An edge runs axis-parallel from one thing to another, through no card, text or circle and along no other edge; its head
lies on the border of what it leads to and has room; a dot stands only where lines of one source meet; the plate of a
label hides no line but its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .boxes import Grid, Rect, crosses, on_border, on_segment
from .canvas import Box, Disc, Edge, Point, Text
from .fault import Fault

SOLID = frozenset({"card", "port"})
"""Roles nothing may cross."""
LANDINGS = frozenset({"card", "port", "panel", "frame", "sheet"})
"""Roles on whose border an edge may start or end."""
PORTS = frozenset({"card", "port", "panel", "frame"})
"""Roles into whose border a head may point."""
REACH = 1.6
"""How far (px) an edge's end may be from what it touches: a border's own width."""
HEAD = 6.0
"""A shorter last piece has no room for a head."""
TOGETHER, ALONG = 2.5, 4.0
"""Lines nearer than so many px, for longer than so many, look like one."""
DOT = 5.0
"""A smaller disc is a fork's dot, a larger one a merge's circle."""
Segment = tuple[int, Point, Point]


def of_lines(
    edges: Sequence[Edge],
    texts: Sequence[tuple[Rect, Text]],
    boxes: Sequence[tuple[Rect, Box]],
    discs: Sequence[Disc],
) -> Iterator[Fault]:
    """Every fault of the edges of a drawing."""
    lines: Grid[Segment] = Grid()
    for i, edge in enumerate(edges):
        for start, end in pairwise(edge.points):
            lines.put(span(start, end), (i, start, end))
    yield from _clear(edges, texts, boxes)
    yield from _land(edges, boxes, discs, lines)
    yield from _straight(edges)
    yield from _apart(edges, lines)
    yield from _round_circles(edges, discs, lines)
    yield from _plated(edges, boxes, lines)


def _clear(
    edges: Sequence[Edge], texts: Sequence[tuple[Rect, Text]], boxes: Sequence[tuple[Rect, Box]]
) -> Iterator[Fault]:
    cards = filed(boxes, SOLID)
    words: Grid[tuple[Rect, Text]] = Grid()
    for rect, item in texts:
        if not item.plated:
            words.put(rect, (rect, item))
    for start, end in _segments(edges):
        line = span(start, end)
        for rect, box in cards.near(line):
            if crosses(line, rect, 1):
                yield Fault("edge through card", f"{box.role} at {box.x:.0f},{box.y:.0f}", *start)
        for rect, item in words.near(line):
            if crosses(line, rect, 1):
                yield Fault("edge through text", repr(item.string), item.x, item.y)


def _land(
    edges: Sequence[Edge], boxes: Sequence[tuple[Rect, Box]], discs: Sequence[Disc], lines: Grid[Segment]
) -> Iterator[Fault]:
    borders, ports = filed(boxes, LANDINGS), filed(boxes, PORTS)
    dots: Grid[Disc] = Grid()
    for disc in discs:
        dots.put(extent_of_disc(disc), disc)
    for i, edge in enumerate(edges):
        for spot in (edge.points[0], edge.points[-1]):
            near = _about(spot)
            if not (
                any(on_border(spot, rect, REACH) for rect, _ in borders.near(near))
                or any(_touches(spot, disc) for disc in dots.near(near))
                or any(j != i and on_segment(spot, start, end, REACH) for j, start, end in lines.near(near))
            ):
                yield Fault("loose end", "an edge that starts or ends on nothing", *spot)
                break
        else:
            yield from _pointed(edge, ports, dots)


def _pointed(edge: Edge, ports: Grid[tuple[Rect, Box]], dots: Grid[Disc]) -> Iterator[Fault]:
    """A head lies on a border, at the end of a piece that is long enough for it."""
    if not edge.head:
        return
    before, spot = edge.points[-2:]
    near = _about(spot)
    on_port = any(on_border(spot, rect, REACH) for rect, _ in ports.near(near))
    if not on_port and not any(disc.r > DOT and _touches(spot, disc) for disc in dots.near(near)):
        yield Fault("loose head", "a head that points at no border", *spot)
    if abs(before[0] - spot[0]) + abs(before[1] - spot[1]) < HEAD:
        yield Fault("short head", f"from {before[0]:.0f},{before[1]:.0f}", *spot)


def _straight(edges: Sequence[Edge]) -> Iterator[Fault]:
    for start, end in _segments(edges):
        if abs(start[0] - end[0]) > 0.01 and abs(start[1] - end[1]) > 0.01:
            yield Fault("slanted edge", f"to {end[0]:.0f},{end[1]:.0f}", *start)


def _apart(edges: Sequence[Edge], lines: Grid[Segment]) -> Iterator[Fault]:
    """Lines of different sources may cross, but not run along each other."""
    for i, edge in enumerate(edges):
        for start, end in pairwise(edge.points):
            line = span(start, end)
            level = abs(start[1] - end[1]) < 0.01
            wide = (line[0] - TOGETHER, line[1] - TOGETHER, line[2] + TOGETHER, line[3] + TOGETHER)
            for j, a, b in lines.near(wide):
                if j <= i or (abs(a[1] - b[1]) < 0.01) != level or (abs(a[0] - b[0]) < 0.01) == level:
                    continue
                other = span(a, b)
                across = abs(a[1] - start[1]) if level else abs(a[0] - start[0])
                axis = 0 if level else 1
                along = min(line[axis + 2], other[axis + 2]) - max(line[axis], other[axis])
                if across < TOGETHER and along > ALONG and not _of_one_source(edge, edges[j]):
                    yield Fault("edge on edge", f"{along:.0f} px along another", *start)


def _of_one_source(one: Edge, other: Edge) -> bool:
    """Whether two edges start at one spot, or one on the other."""
    return _on(one.points[0], other) or _on(other.points[0], one)


def _on(spot: Point, edge: Edge) -> bool:
    return any(on_segment(spot, start, end, REACH) for start, end in pairwise(edge.points))


def _round_circles(edges: Sequence[Edge], discs: Sequence[Disc], lines: Grid[Segment]) -> Iterator[Fault]:
    for disc in discs:
        passing = {
            j
            for j, start, end in lines.near(extent_of_disc(disc))
            if on_segment((disc.x, disc.y), start, end, max(0.5, disc.r - 2) if disc.r > DOT else 0.5)
            and not any(_touches(spot, disc) for spot in (edges[j].points[0], edges[j].points[-1]))
        }
        if disc.r > DOT and passing:
            yield Fault("edge through circle", disc.sign or "a circle", disc.x, disc.y)
        elif disc.r <= DOT and len({edges[j].points[0] for j in passing}) > 1:
            yield Fault("false junction", "lines of two sources cross at a dot", disc.x, disc.y)


def _plated(edges: Sequence[Edge], boxes: Sequence[tuple[Rect, Box]], lines: Grid[Segment]) -> Iterator[Fault]:
    """A plate interrupts the one line that it labels."""
    for rect, box in boxes:
        if box.role == "plate":
            under = {j for j, start, end in lines.near(rect) if crosses(span(start, end), rect, 1)}
            if len({edges[j].points[0] for j in under}) > 1:
                yield Fault("line under plate", "a label over lines of two sources", box.x, box.y)


def filed(boxes: Sequence[tuple[Rect, Box]], roles: frozenset[str]) -> Grid[tuple[Rect, Box]]:
    """The boxes of some roles, to be found by their place."""
    grid: Grid[tuple[Rect, Box]] = Grid()
    for rect, box in boxes:
        if box.role in roles:
            grid.put(rect, (rect, box))
    return grid


def extent_of_disc(disc: Disc) -> Rect:
    """The square round a disc."""
    return disc.x - disc.r, disc.y - disc.r, disc.x + disc.r, disc.y + disc.r


def span(start: Point, end: Point) -> Rect:
    """What a line covers."""
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def _segments(edges: Sequence[Edge]) -> Iterator[tuple[Point, Point]]:
    for edge in edges:
        yield from pairwise(edge.points)


def _about(spot: Point) -> Rect:
    return spot[0] - REACH, spot[1] - REACH, spot[0] + REACH, spot[1] + REACH


def _touches(spot: Point, disc: Disc) -> bool:
    return (spot[0] - disc.x) ** 2 + (spot[1] - disc.y) ** 2 <= (disc.r + REACH) ** 2
