"""Frames and panels: a title, what is inside, a sum. A frame is a whole figure; a panel is a scope inside one.

In: a block and the texts round it. Out: a block whose sum stands in the cards' own result column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from ...paint.canvas import Canvas
from ...paint.text import ellipsis, wide, width
from .base import Block, Pen
from .card import draw_blank
from .lines import blank_width, broken

SHEET = 6.0
_ZERO = re.compile(r"(?<![\d·,])0(?![\d,])")
LEAST_TERMS = 96.0
"""Px under which the terms of a sum do not keep to the cards' own column."""


class Sum(NamedTuple):
    """A row of the footer: `Σ params`, the terms (from the fullest text to the shortest), the total; `asked`: that is
    the mark of a blank."""

    label: str
    terms: tuple[str, ...]
    total: str
    asked: bool = False


class Titles(NamedTuple):
    """What stands in the header: title with an optional badge, a line under it, total and share at the right; `up` is
    the anchor to which the line under it leads, `rest` what of the total stands on a second line."""

    title: str
    sub: str = ""
    total: str = ""
    share: str = ""
    badge: str = ""
    error: bool = False
    up: str = ""
    rest: str = ""

    def in_less(self) -> Iterator[Titles]:
        """The same, then with the class and the end of the total on the second line."""
        yield self
        name, _, kind = self.title.partition(" · ")
        two = self._replace(title=name, sub=" · ".join(part for part in (kind, self.sub) if part))
        yield two
        one, equals, rest = self.total.partition(" = ")
        if equals:
            yield two._replace(total=f"{one} =", rest=rest)


class Frame(Block):
    """A titled surface round a block. `inner`: a panel (page-coloured, smaller title) whose edge crosses its border on
    the axis; else the figure's own frame. `sheets`: copies behind it. Its header makes it as wide as `least`, else as
    it needs, but for `most`."""

    def __init__(
        self,
        kid: Block,
        titles: Titles,
        sums: tuple[Sum, ...] = (),
        *,
        inner: bool = False,
        sheets: int = 0,
        pad: float | None = None,
        least: float = 0.0,
        most: float = inf,
        results: float | None = None,
    ) -> None:
        self.kid, self.titles, self.inner, self.sheets = kid, titles, inner, sheets
        self.pad = pad if pad is not None else (14.0 if inner else 16.0)
        self.results = results
        need = self._takes(titles)
        self.left, self.right = kid.left + self.pad, kid.right + self.pad
        own = self.left + self.right
        missing = max(0.0, min(need, least or need, most) - own, least - own)
        self.left += missing / 2
        self.right += missing / 2
        self.w, self.edge = self.left + self.right, self.right
        if inner:
            fits = [each for each in titles.in_less() if self._takes(each) <= self.w + 0.5]
            self.titles = next(filter(self._axis_is_free, fits), fits[0] if fits else [*titles.in_less()][-1])
        titles, need = self.titles, self._takes(self.titles)
        self.stacked = need > self.w + 0.5
        second = titles.sub or titles.rest or titles.share
        self.head = 32.0 + (16 if second else 4) if inner else 60.0 if second else 44.0
        self.head += 18 + 16 * bool(titles.rest) if self.stacked else 0
        self._rows = sums
        self.plated = inner and kid.opens and not self._axis_is_free(titles)
        self.sums = [(row, self._lines(row)) for row in sums]
        self.foot = 10 + sum(18 * len(lines) + 4 for _, lines in self.sums) + 6 if sums else 0.0
        self.height = self.head + kid.height + (12 if inner else 14) + self.foot
        self.right += SHEET * sheets
        self.height += SHEET * sheets
        self.arrow = kid.arrow
        self.reached = kid.reached

    # ---- measures ----

    def _title_style(self) -> str:
        return "t13" if self.inner else "t15"

    def _total_style(self) -> str:
        return "t12b" if self.inner else "t13"

    def _takes(self, t: Titles) -> float:
        """How wide a header is."""
        first = (
            wide(t.title, self._title_style())
            + wide(t.total, self._total_style())
            + (wide(t.badge, "t12b") + 30 if t.badge else 0)
        )
        second = wide(t.sub, "t11") + wide(t.share, "t11") + wide(t.rest, self._total_style())
        return max(first, second) + 2 * self.pad + 24

    def _axis_is_free(self, t: Titles) -> bool:
        """Whether the edge may run through the header to the first thing inside, between title and total."""
        title = wide(t.title, self._title_style()) + (wide(t.badge, "t12b") + 30 if t.badge else 0)
        left, right = max(title, wide(t.sub, "t11")), max(wide(text, self._total_style()) for text in (t.total, t.rest))
        return self.left - self.pad - left > 10 and self.edge - self.pad - right > 10

    def _result_edge(self) -> float:
        """Where results end, from the axis."""
        inside = self.edge - self.pad - 12
        if self.results is None or self._room(self.results) < LEAST_TERMS:
            return inside
        return min(self.results, inside)

    def _room(self, edge: float) -> float:
        """Px for the terms of a sum, from its label to where results end."""
        return self.left - self.pad + edge - self._label_column() - 14

    @property
    def _blank(self) -> float:
        """How wide the blank of a sum is."""
        return blank_width(self.w)

    @property
    def _narrow(self) -> bool:
        """Too narrow for terms beside their label: they go under it."""
        return self.w < 240

    def _label_column(self) -> float:
        """Where the terms start, from the label; the same for all rows of the footer."""
        return max([62.0 if self.w > 360 else 56.0, *(wide(row.label, "t11") + 12 for row in self._rows)])

    def _lines(self, row: Sum) -> list[str]:
        room = self._room(self._result_edge())
        if self._narrow:
            room += self._label_column()
        beside = room - (self._blank if row.asked else wide(row.total, "m12b")) - 10
        if not row.terms:
            return [""]
        if self._narrow:
            return ["", *broken(f"{row.terms[-1]} =", room, "m12"), ""]
        for terms in row.terms:
            if wide(f"{terms} =", "m12") <= beside:
                return [f"{terms} ="]
        # Equal terms are drawn together only where that saves a line: else they stand in the order of the cards. Zeros
        # go first.
        lean = [terms for terms in row.terms if not _ZERO.search(terms)] or row.terms
        return min((self._several(terms, room, beside) for terms in lean), key=len)

    def _several(self, terms: str, room: float, beside: float) -> list[str]:
        """The terms on more than one line, the last of which has room for the total."""
        lines = broken(f"{terms} =", room, "m12")
        if wide(lines[-1], "m12") > beside:  # the total needs a line that has room: the last term moves to it
            head, plus, last = lines.pop().rpartition(" + ")
            lines += [head, f"+ {last}"] if plus else [last]
            if wide(lines[-1], "m12") > beside:
                lines.append("")
        return lines

    # ---- Block ----

    def entry(self, y: float) -> float:
        return self.kid.entry(y + self.head)

    def border(self, y: float) -> float:
        return y

    def exit(self, y: float) -> float:
        return y + self.height

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        x, canvas = axis - self.left, pen.canvas
        h = self.height - SHEET * self.sheets
        fill, radius = ("page", 8.0) if self.inner else ("frame", 10.0)
        for k in range(self.sheets, 0, -1):
            canvas.box(
                x + SHEET * k,
                y + SHEET * k,
                self.w,
                h,
                fill=fill,
                stroke="line",
                radius=radius,
                role="sheet",
                z=1.0 if not self.inner else 1.8,
            )
        canvas.box(
            x,
            y,
            self.w,
            h,
            fill=fill,
            stroke="line",
            radius=radius,
            role="panel" if self.inner else "frame",
            z=2 if self.inner else 1.5,
        )
        self._draw_header(pen, x, y)
        self.kid.draw(pen.on(fill), axis, y + self.head)
        if self.sums:
            self._draw_sums(pen, axis, y + self.head + self.kid.height + (12 if self.inner else 14))

    def _said(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        text: str,
        style: str,
        ink: str = "ink",
        end: str = "",
        more: float = 0,
    ) -> float:
        """A text of the header, followed by `more` px of something else; where the edge has to pass behind it, on a
        plate."""
        size = canvas.text(x, y, text, style, ink, end or "start", plated=self.plated)
        if self.plated and size:
            room = max(wide(text, style), size + more)
            canvas.box(x - (room if end else 0) - 3, y - 13, room + 6, 17, fill="page", role="plate", z=4.5)
        return size

    def _draw_header(self, pen: Pen, x: float, y: float) -> None:
        t, canvas, p = self.titles, pen.canvas, self.pad
        base = y + (20 if self.inner else 27)
        room = self.w - 2 * p
        title = ellipsis(t.title, self._title_style(), room - (wide(t.badge, "t12b") + 30 if t.badge else 0))
        bw = width(t.badge, "t12b") + 16 if t.badge else 0.0
        at = x + p + self._said(canvas, x + p, base, title, self._title_style(), more=9 + bw if t.badge else 0)
        if t.badge:
            canvas.box(at + 9, base - 14.5, bw, 20, fill="badge", stroke="line", radius=10, z=6)
            canvas.text(at + 9 + bw / 2, base - 0.2, t.badge, "t12b", anchor="middle", plated=self.plated)
        ink = "err" if t.error else "ink"
        if self.stacked:
            for i, text in enumerate(text for text in (t.total, t.rest) if text):
                said = ellipsis(text, self._total_style(), room)
                self._said(canvas, x + p, base + 18 + 16 * i, said, self._total_style(), ink)
            line = " · ".join(part for part in (t.sub, t.share) if part)
            with canvas.link(pen.href(t.up), t.sub):
                self._said(canvas, x + p, base + 35 + 16 * bool(t.rest), ellipsis(line, "t11", room), "t11", "muted")
            return
        self._said(canvas, x + self.w - p, base, t.total, self._total_style(), ink, "end")
        second = base + (17 if not self.inner else 16)
        room -= wide(t.share, "t11") + 12 if t.share else 0
        with canvas.link(pen.href(t.up), t.sub):
            self._said(canvas, x + p, second, ellipsis(t.sub, "t11", room), "t11", "muted")
        canvas.text(x + self.w - p, second, t.share, "t11", "muted", "end")
        self._said(canvas, x + self.w - p, second, t.rest, self._total_style(), ink, "end")

    def _draw_sums(self, pen: Pen, axis: float, y: float) -> None:
        canvas, left = pen.canvas, axis - self.left + self.pad
        end = axis + self._result_edge()
        right = axis + self.edge - self.pad
        canvas.rule(left, y, right, y)
        y += 18
        label = self._label_column()
        for row, lines in self.sums:
            canvas.text(left + 14, y, row.label, "t11", "muted")
            for line in lines:
                canvas.text(left + 14 + (0 if self._narrow else label), y, line, "m12")
                y += 18
            if row.asked:
                draw_blank(pen, end - self._blank, y - 18, self._blank, row.total)
            else:
                canvas.text(end, y - 18, row.total, "m12b", anchor="end")
            y += 4
