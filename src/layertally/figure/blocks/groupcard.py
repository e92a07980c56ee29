"""A group as a card of the overview: title, figure number, what is inside, output, parameters, share of the whole.

In: `Summary`. Out: a block that links to the group's figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from ...paint.text import ellipsis, shortened, wide
from .base import Block, Pen

LINE = 16.0
PAD = 12.0
LEAST = 100.0
"""A narrower card says nothing."""


MOST_VALUES = 3
HUMPS, DOTS = re.compile(r"(?<=[a-z0-9])[A-Z]"), re.compile(r"(?<=\.)\w")
"""Where a class's name, and where a layer's, may be cut."""
DASHES = {"ghost": (3.0, 3.0), "tied": (4.0, 3.0)}
"""The outlines of what is not reached, and of what has all its weights from elsewhere."""


class Entry(NamedTuple):
    """One line of what is inside: a swatch of its family, a text; `many` doubles the swatch (a fold)."""

    text: str
    family: str
    many: bool = False


class Fact(NamedTuple):
    """A label and what stands at it: of many values the first few."""

    label: str
    values: tuple[str, ...]

    def text(self, room: float = inf) -> str:
        """As many values as `room` px hold, then a `…` for the rest; at the least the first, its middle left out.

        >>> Fact("out", ("16×64", "4×16×16", "8", "8")).text()
        '16×64, 4×16×16, 8 …'
        >>> Fact("out", ("16×64", "4×16×16", "8")).text(100)
        '16×64 …'
        """
        for count in range(min(MOST_VALUES, len(self.values)), 0, -1):
            said = ", ".join(self.values[:count]) + (" …" if count < len(self.values) else "")
            if wide(said, "m12b") <= room:
                return said
        return ellipsis(self.values[0] if self.values else "?", "m12b", room)


class Summary(NamedTuple):
    """What a group's card says; where its title leaves no room, `short` in place of the figure's `number`."""

    title: str
    number: str
    entries: tuple[Entry, ...]
    rows: tuple[Fact, ...]
    family: str
    share: float | None
    anchor: str
    state: str = ""
    short: str = ""


class GroupCard(Block):
    """`lines`, and which values are `tall` (below their label), let the cards of a row have the same height; a `brief`
    card does not say what is inside, and its values stand on one line where they fit it."""

    def __init__(
        self, summary: Summary, w: float, lines: int | None = None, brief: bool = False, tall: Sequence[bool] = ()
    ) -> None:
        self.summary, self.w = summary, w
        self.left = self.right = w / 2
        self.tight = w < LEAST
        self.lines = 0 if brief else lines if lines is not None else len(summary.entries)
        self.rule = 31 + (LINE * self.lines + 7 if self.lines else 1)
        self.rows = [(fact.label, fact.text(w - 2 * PAD)) for fact in summary.rows]
        own = [wide(label, "t11") + 6 + wide(value, "m12b") > w - 2 * PAD for label, value in self.rows]
        self.tall = [must or may for must, may in zip(own, tall or own, strict=True)]
        self.brief = brief and len(self.rows) == 2 and sum(self._value(*row) for row in self.rows) + 12 <= w - 2 * PAD
        if self.brief:
            self.height = 31.0 + 17 + (14 if summary.share is not None else 4)
            return
        self.height = self.rule + 8 + sum(17 + 16 * tall for tall in self.tall) + 4 + 12

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        s, canvas, x, w = self.summary, pen.canvas, axis - self.left, self.w
        bad = s.state == "err"
        with canvas.link(pen.href(s.anchor), s.title):
            canvas.box(
                x,
                y,
                w,
                self.height,
                fill="plain",
                stroke="err" if bad else "line",
                stroke_width=2 if bad else 1,
                radius=8,
                role="card",
                dash=DASHES.get(s.state, ()),
            )
            short = wide(s.title, "t13") + wide(s.number, "t11") + 8 > w - 2 * PAD
            said = s.short if short and s.short else s.number
            number = canvas.text(x + w - PAD, y + 22, said, "t11", "muted", "end")
            canvas.text(x + PAD, y + 22, ellipsis(s.title, "t13", w - 2 * PAD - number * 1.08 - 8), "t13")
            if self.brief:
                self._values(pen, x, y + 41)
                self._share(pen, x + PAD, y + 50)
                return
            for i, entry in enumerate(s.entries[: self.lines]):
                self._entry(pen, entry, x + PAD, y + 31 + LINE * i)
            canvas.rule(x + PAD, y + self.rule, x + w - PAD, y + self.rule)
            base = y + self.rule + 8
            for (label, value), tall in zip(self.rows, self.tall, strict=True):
                canvas.text(x + PAD, base + 10, label, "t11", "muted")
                base += 16 * tall
                canvas.text(x + w - PAD, base + 10, value, "m12b", "err" if bad and value == "?" else "ink", "end")
                base += 17
            self._share(pen, x + PAD, base + 2)

    def _value(self, label: str, value: str) -> float:
        return wide(label, "t11") + 8 + wide(value, "m12b")

    def _values(self, pen: Pen, x: float, y: float) -> None:
        """The first value left, the last one right, on one line."""
        canvas, (first, *_, last) = pen.canvas, self.rows
        bad = self.summary.state == "err"
        after = x + PAD + canvas.text(x + PAD, y, first[0], "t11", "muted") + 8
        canvas.text(after, y, first[1], "m12b", "err" if bad and first[1] == "?" else "ink")
        end = x + self.w - PAD
        before = end - canvas.text(end, y, last[1], "m12b", anchor="end") - 8
        canvas.text(before, y, last[0], "t11", "muted", "end")

    def _entry(self, pen: Pen, entry: Entry, x: float, y: float) -> None:
        canvas = pen.canvas
        swatch(pen, x, y + 2, entry.family)
        if entry.many:
            swatch(pen, x + 3, y - 1, entry.family, back=True)
        canvas.text(x + 15, y + 10, _tail(entry.text, "t11", self.w - 2 * PAD - 15, HUMPS), "t11")

    def _share(self, pen: Pen, x: float, y: float) -> None:
        if self.summary.share is None:
            return
        room = self.w - 2 * PAD
        pen.canvas.box(x, y, room, 4, fill="track", radius=2, z=6)
        if self.summary.share > 0:
            pen.canvas.box(x, y, max(4.0, room * self.summary.share), 4, fill=self.summary.family, radius=2, z=7)


SHAPES = {
    "conv": (0, 0, 8, 8, 1.5), "dense": (0, 0, 8, 8, 4), "embed": (1.5, 0, 5, 8, 1), "norm": (0, 2, 8, 4, 1),
    "seq": (0, 0, 8, 8, 1.5), "pool": (1.5, 1.5, 5, 5, 0.5), "core": (0, 0, 8, 8, 1.5),
}  # fmt: skip
"""A family's swatch within its 8 px: x, y, width, height, radius. Colour is not the only cue: grey print has none."""


def swatch(pen: Pen, x: float, y: float, family: str, back: bool = False) -> None:
    """The swatch of a family; hollow for what has no parameters; `back`: that of a fold's copy, behind the other."""
    dx, dy, w, h, radius = SHAPES.get(family, (0, 0, 8, 8, 2))
    if family == "plain":
        pen.canvas.box(x + dx, y + dy, w, h, fill="page", stroke="line", radius=radius, z=5.9 if back else 6)
    elif back:
        pen.canvas.box(x + dx, y + dy, w, h, fill=f"{family}_t", stroke=family, radius=radius, z=5.9)
    else:
        pen.canvas.box(x + dx, y + dy, w, h, fill=family, radius=radius, z=6)


def _tail(text: str, style: str, room: float, joints: re.Pattern[str]) -> str:
    """The end of a name that is too long, from one of its joints: there stands what it is."""
    if wide(text, style) <= room:
        return text
    ends = (f"…{text[found.start() :]}" for found in joints.finditer(text))
    return next((shortened(end, text) for end in ends if wide(end, style) <= room), ellipsis(text, style, room))


class EndBox(Block):
    """The model's input or output: name over shape; of a stage, the group beside it and its `anchor`."""

    def __init__(self, name: str, shape: str, most: float = 134.0, anchor: str = "") -> None:
        self.anchor = anchor
        self.name, self.shape = _tail(name, "t11b", most - 16, DOTS), ellipsis(shape, "m11", most - 16)
        self.w = max(60.0, wide(self.name, "t11b") + 18, wide(self.shape, "m11") + 18)
        self.left = self.right = self.w / 2
        self.height = 44.0

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        canvas = pen.canvas
        with canvas.link(pen.href(self.anchor), self.name):
            canvas.box(axis - self.left, y, self.w, self.height, fill="plain", stroke="edge", radius=10, role="port")
            canvas.text(axis, y + 18, self.name, "t11b", anchor="middle")
            canvas.text(axis, y + 33, self.shape, "m11", "muted", "middle")
