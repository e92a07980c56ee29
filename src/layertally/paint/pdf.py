"""Paint a drawing as a one-page PDF: real text in embedded subsets of the shipped fonts, vectors, links.

The page is the drawing; `width_in` sets its width in inches, so a figure laid out for a column comes out at its true
size. The same drawing gives the same bytes each time.
"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import paths
from .canvas import Bar, Box, Disc, Drawing, Edge, Item, Link, Rule, Text
from .links import safe
from .png import faces, font_file
from .printable import printable
from .svg_items import sign_text
from .text import clean
from .theme import Theme, colours, opacity

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.drawing import PaintedPath

POINTS_PER_PX = 72 / 96
FIXED_DATE = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""A date is part of the bytes: without one of your own every run must write the same."""


def pdf(
    drawing: Drawing,
    theme: Theme = "light",
    path: str | Path | None = None,
    *,
    width_in: float | None = None,
    title: str = "",
    author: str = "",
    date: datetime = FIXED_DATE,
) -> bytes:
    """The drawing as PDF bytes, written to `path` too if one is given.

    `width_in` in inches, without it 96 px make an inch. `title` is the drawing's own unless given. Links to a fragment
    are left out, for a figure alone on its page has nothing they could lead to. `auto` is painted light.
    """
    drawing = printable(drawing)
    scale = width_in * 72 / drawing.width if width_in else POINTS_PER_PX
    document = _document(drawing, scale)
    document.set_creation_date(date)
    document.set_producer("layertally")
    document.set_title(clean(title or drawing.title))
    document.set_subject(clean(drawing.description))
    if author:
        document.set_author(clean(author))
    painter = _Painter(document, "light" if theme == "auto" else theme, scale)
    painter.background(drawing)
    painter.items(drawing.items)
    data = bytes(document.output())
    if path is not None:
        Path(path).write_bytes(data)
    return data


def _document(drawing: Drawing, scale: float) -> FPDF:
    from fpdf import FPDF

    document = FPDF(unit=scale, format=(drawing.width, drawing.height))
    document.set_auto_page_break(False)
    document.set_margin(0)
    document.c_margin = 0
    for face, weight in faces(drawing):
        document.add_font(f"{face}{weight}", "", font_file(face, weight))
    document.add_page()
    return document


class _Painter:
    """Puts items on the page, in px: the document's unit is set to one."""

    def __init__(self, document: FPDF, theme: Theme, scale: float) -> None:
        self.document, self.theme, self.scale = document, theme, scale
        self.table = colours(theme)

    def background(self, drawing: Drawing) -> None:
        if self.table["page"] != "#FFFFFF":
            self._box(Box(0, 0, drawing.width, drawing.height, fill="page"))

    def items(self, items: tuple[Item, ...]) -> None:
        for item in items:
            self.item(item)

    def item(self, item: Item) -> None:
        match item:
            case Text():
                self._text(item)
            case Box():
                self._box(item)
            case Bar():
                self._path(paths.bar(item), fill=item.fill)
            case Edge():
                self._edge(item)
            case Rule():
                ends = (paths.Step("M", ((item.x1, item.y1),)), paths.Step("L", ((item.x2, item.y2),)))
                self._path(ends, stroke=item.stroke, width=item.width)
            case Disc():
                self._disc(item)
            case Link():
                self._link(item)

    def _text(self, item: Text) -> None:
        self.document.set_text_color(self.table[item.fill])
        for run in item.runs:
            self.document.set_font(f"{run.face}{run.weight}", size=run.size * self.scale)
            self.document.text(item.x + run.x, item.y + run.dy, run.text)

    def _box(self, item: Box) -> None:
        if not (item.fill or item.stroke):
            return
        radius = min(item.radius, item.w / 2, item.h / 2)
        shade = opacity(self.theme, item.stroke_opacity)
        with self._new(item.fill, item.stroke, item.stroke_width, item.dash, shade) as out:
            out.rectangle(item.x, item.y, item.w, item.h, radius, radius)

    def _edge(self, item: Edge) -> None:
        if len(item.points) < 2:
            return
        self._path(paths.line(item), stroke=item.stroke, width=paths.EDGE_WIDTH, dash=item.dash, shade=item.opacity)
        if item.head:
            self._path(paths.head(item), fill=item.stroke, shade=item.opacity)

    def _disc(self, item: Disc) -> None:
        with self._new(item.fill, item.stroke) as out:
            out.circle(item.x, item.y, item.r)
        if strokes := paths.sign(item):
            self._path(strokes, stroke=item.stroke or "ink", width=paths.SIGN_WIDTH, cap="round")
        elif item.sign:
            self._text(sign_text(item))

    def _link(self, item: Link) -> None:
        self.items(item.items)
        target = safe(item.href)
        boxes = [box for inner in item.items if (box := _extent(inner))]
        if not target or target.startswith("#") or not boxes:
            return
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
        self.document.link(left, top, right - left, bottom - top, target, alt_text=clean(item.label) or None)

    def _path(
        self, steps: paths.Path, *, fill: str | None = None, stroke: str | None = None, width: float = 1.0,
        dash: tuple[float, ...] = (), shade: float = 1.0, cap: str = "butt",
    ) -> None:  # fmt: skip
        with self._new(fill, stroke, width, dash, shade, cap) as out:
            draw = {"M": out.move_to, "L": out.line_to, "Q": out.quadratic_curve_to, "C": out.curve_to}
            for step in steps:
                if step.op == "Z":
                    out.close()
                else:
                    draw[step.op](*(value for point in step.points for value in point))

    def _new(
        self, fill: str | None, stroke: str | None, width: float = 1.0, dash: tuple[float, ...] = (),
        shade: float = 1.0, cap: str = "butt",
    ) -> Any:  # fmt: skip
        return _Styled(self.document, {
            "fill_color": self.table[fill] if fill else None,
            "stroke_color": self.table[stroke] if stroke else None,
            "stroke_width": width,
            "stroke_dash_pattern": dash or None,
            "stroke_opacity": shade if stroke and shade < 1 else None,
            "fill_opacity": shade if fill and not stroke and shade < 1 else None,
            "stroke_cap_style": cap,
            "auto_close": False,
        })  # fmt: skip


class _Styled:
    """A path of the document with its style set, painted when the `with` block ends."""

    def __init__(self, document: FPDF, style: dict[str, Any]) -> None:
        self._context = document.new_path()
        self._style = style

    def __enter__(self) -> PaintedPath:
        path = self._context.__enter__()
        for name, value in self._style.items():
            setattr(path.style, name, value)
        return path

    def __exit__(self, *problem: object) -> None:
        self._context.__exit__(*problem)


def _extent(item: Item) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of what can be clicked."""
    match item:
        case Box() | Bar():
            return item.x, item.y, item.x + item.w, item.y + item.h
        case Text():
            return item.x, item.y - item.size, item.x + item.width, item.y + item.size * 0.3
        case _:
            return None
