"""Cards: a layer as a ledger (type, name, settings, rows), and the slim card of one line.

In: `Content` and a width. Out: blocks. Anatomy and measures: the card's bar is 5 px, a row 20 px, a slim card 28 px.
"""

from __future__ import annotations

from typing import NamedTuple

from ...paint.text import ellipsis, shortened, wide, width
from ..ledger import Content
from .base import Block, Pen
from .lines import PAD_LEFT, PAD_RIGHT, Piece, chained, fit_all, phrases, wrapped

SLIM, LEAST_TYPE = 28.0, 24.0
LEAST_NAME, LEAST_NOTED = 6, 44.0
"""So many characters of a shortened name still say which it is; so many px, beside a note."""
MOST_LABEL = 0.45
"""So much of a card's width its labels may take."""
TINTED = ("conv", "dense", "embed", "seq", "norm", "pool", "core")


def surface(pen: Pen, x: float, y: float, w: float, h: float, family: str, dashed: bool = False) -> None:
    """The card's own rectangle, bar and outline. `plain` has no bar; `err` has a thick border; `ghost` only an
    outline."""
    canvas = pen.canvas
    dash = (4.0, 3.0) if dashed else ()
    if family == "ghost":
        canvas.box(x, y, w, h, stroke="ghost", radius=6, role="card", dash=(3.0, 3.0))
        return
    barred = family in TINTED or family in ("err", "unk")
    canvas.box(x, y, w, h, fill=f"{family}_t" if barred else "plain", radius=6, role="card")
    if barred:
        canvas.bar(x, y, 5, h, family, 6)
    outline = {"err": ("err", 2.0, 1.0), "unk": ("unk", 1.0, 1.0)}.get(
        family, (family, 1.0, 0.45) if barred else ("line", 1.0, 1.0)
    )
    canvas.box(
        x,
        y,
        w,
        h,
        stroke=outline[0],
        stroke_width=outline[1],
        stroke_opacity=outline[2],
        radius=6,
        role="deco",
        z=5.4,
        dash=dash,
    )


class Card(Block):
    """A layer's ledger.

    >>> card = Card(Content("Conv2D", "conv2d", ("3×3 kernel",), (), "conv"), 416)
    >>> card.left, card.height
    (208.0, 48)
    """

    def __init__(self, content: Content, w: float) -> None:
        self.content, self.w = content, w
        self.left = self.right = w / 2
        self.reached = content.family != "ghost"
        inner = w - PAD_LEFT - PAD_RIGHT
        badge = badge_room(content.badge)
        self.name, self.own_line = self._placed_name(inner, inner - badge - wide(content.type, "t13") - 14)
        self.type_lines = chained(content.type, inner - badge, "t13") or [""]
        self.facts = phrases(content.facts, inner)
        self.label = self._label_column()
        self.rows = fit_all(content.rows, w, self.label)
        self.tight = any(row.tight for row in self.rows)
        self.sentences = [wrapped(text, inner, "t12b" if i == 0 else "t12") for i, text in enumerate(content.sentences)]
        top = 30 + 17 * (len(self.type_lines) - 1) + 15 * self.own_line
        self._facts_y = top
        self._rows_y = top + 16 * len(self.facts) + (2 if self.facts and self.rows else 0)
        rows = sum(row.height for row in self.rows)
        self._sentences_y = self._rows_y + rows + 6
        said = sum(17 * len(lines) for lines in self.sentences)
        self.height = (
            self._rows_y
            + rows
            + (6 if self.rows else 2 if self.facts or self.own_line else -2)
            + (said + 14 if said else 0)
        )

    def _placed_name(self, inner: float, beside: float) -> tuple[str, bool]:
        """The name, and whether it has a line of its own; of two the first alone where both do not fit."""
        full = self.content.name
        first, several, _ = full.partition(" · ")
        lone = shortened(first, full) if several else full
        if not full or wide(full, "m11") <= beside:
            return full, False
        if wide(lone, "m11") <= beside:
            return lone, False
        return (full if wide(full, "m11") <= inner else lone), True

    def _label_column(self) -> float:
        """How much room the labels take, without those too long for a column: what they stand at goes below."""
        labels = [wide(row.label, "t11") + 10 for row in self.content.rows]
        return max(52.0 if self.w >= 280 else 46.0, *(label for label in labels if label <= self.w * MOST_LABEL), 0.0)

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        c, canvas, x = self.content, pen.canvas, axis - self.left
        surface(pen, x, y, self.w, self.height, c.family, c.dashed)
        for i, line in enumerate(self.type_lines):
            canvas.text(x + PAD_LEFT, y + 20 + 17 * i, line, "t13")
        if c.badge:
            badge(pen, c.badge, x + PAD_LEFT + width(self.type_lines[0], "t13") + 8, y + 19.5)
        under = self._facts_y - 15 * self.own_line
        if self.own_line:
            canvas.text(
                x + PAD_LEFT, y + under + 5, ellipsis(self.name, "m11", self.w - PAD_LEFT - PAD_RIGHT), "m11", "muted"
            )
        elif self.name:
            canvas.text(x + self.w - PAD_RIGHT, y + 20, self.name, "m11", "muted", "end")
        for i, line in enumerate(self.facts):
            canvas.text(x + PAD_LEFT, y + self._facts_y + 6 + 16 * i, line, "t11", "muted")
        top = y + self._rows_y
        for row in self.rows:
            for piece in row.pieces:
                draw_piece(pen, piece, x, top, self.w, self.content.type)
            top += row.height
        self._draw_sentences(pen, x, y + self._sentences_y)

    def _draw_sentences(self, pen: Pen, x: float, y: float) -> None:
        if not self.sentences:
            return
        pen.canvas.rule(x + PAD_LEFT, y, x + self.w - PAD_RIGHT, y, "err" if self.content.family == "err" else "line")
        y += 3
        for i, lines in enumerate(self.sentences):
            for line in lines:
                y += 17
                pen.canvas.text(x + PAD_LEFT, y - 1, line, "t12b" if i == 0 else "t12")


def badge(pen: Pen, text: str, x: float, base: float) -> float:
    """A word in a pill beside a card's type (`error`, `?`, `× 2`); how wide it is."""
    w = width(text, "t11b") + 14
    pen.canvas.box(x, base - 12.5, w, 17, fill="badge", stroke="line", radius=8.5, z=6)
    pen.canvas.text(x + w / 2, base, text, "t11b", anchor="middle")
    return w


def badge_room(text: str) -> float:
    """What a badge takes beside a type."""
    return wide(text, "t11b") + 22 if text else 0.0


def draw_piece(pen: Pen, piece: Piece, x: float, y: float, w: float, of: str) -> None:
    """One text of a row; a result may be a link."""
    if not piece.text:
        return
    if piece.blank:
        size = min(piece.blank, w - PAD_LEFT - PAD_RIGHT)
        draw_blank(pen, x + w - piece.x - size if piece.end else x + piece.x, y + piece.y, size, piece.text)
        return
    at = x + w - piece.x if piece.end else x + piece.x
    with pen.canvas.link(pen.href(piece.anchor), f"{of}: {piece.text}", why="1"):
        pen.canvas.text(
            at,
            y + piece.y,
            piece.text,
            piece.style,
            piece.fill,
            "end" if piece.end else "start",
            subscripts=piece.subscripts,
        )


def draw_blank(pen: Pen, x: float, y: float, w: float, mark: str) -> None:
    """A blank on the baseline `y`: a dotted box with its mark."""
    pen.canvas.box(x, y - 12, w, 16, fill="page", stroke="muted", radius=3, z=6, dash=(2.0, 2.0))
    pen.canvas.text(x + w / 2, y, mark, "t12b", "muted", "middle")


class Slim(Block):
    """One line: type, name, settings, then the shape or a short formula with its result."""

    def __init__(self, content: Content, w: float) -> None:
        self.content, self.w = content, w
        self.left = self.right = w / 2
        self.height = SLIM
        self.reached = content.family != "ghost"
        room = w - PAD_LEFT - PAD_RIGHT
        formula = wide(content.right_formula, "m12") + 8 if content.right_formula else 0
        kind, result = wide(content.type, "t12b") + badge_room(content.badge), wide(content.right, "m12b")
        self.formula = content.right_formula if kind + formula + result + 12 <= room else ""
        left = room - result - (formula if self.formula else 0) - kind - 20
        self.name = _named(content, left)
        left -= wide(self.name, "m11") + 8 if self.name else 0
        facts = " · ".join(content.facts)
        while facts and wide("· " + facts, "t11") > left:
            facts = facts.rpartition(" · ")[0]
        self.facts = facts
        # What does not fit beside the result stands on a second line, so that nothing is lost.
        self.second = kind + result + 12 > room
        self.whole = not self.second and self.name == content.name and facts == " · ".join(content.facts)
        self.tight = result > room
        if self.second:
            self.height = SLIM + 18

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        c, canvas, x = self.content, pen.canvas, axis - self.left
        ghost = c.family == "ghost"
        surface(pen, x, y, self.w, self.height, c.family, c.dashed)
        kind = ellipsis(c.type, "t12b", self.w - PAD_LEFT - PAD_RIGHT - badge_room(c.badge))
        at = x + PAD_LEFT + canvas.text(x + PAD_LEFT, y + 18.5, kind, "t12b", "muted" if ghost else "ink") + 8
        if c.badge:
            at += badge(pen, c.badge, at, y + 18) + 8
        if self.name:
            at += canvas.text(at, y + 18.5, self.name, "m11", "muted") + 8
        if self.facts:
            canvas.text(at, y + 18.5, ("· " if self.name else "") + self.facts, "t11", "muted")
        base = y + 18.5 + (18 if self.second else 0)
        right = Piece(PAD_RIGHT, base - y, c.right, "m12b", "muted" if ghost else "ink", end=True, anchor=c.anchor)
        draw_piece(pen, right, x, y, self.w, c.type)
        if self.formula:
            canvas.text(
                x + self.w - PAD_RIGHT - width(c.right, "m12b") - 8,
                base,
                self.formula,
                "m12",
                "muted" if ghost else "ink",
                "end",
            )


def slim_or_card(content: Content, w: float) -> Slim | Card:
    """One line for what is `slim`; what has rows as well only where all that it says fits it."""
    line = Slim(content, w) if content.slim else None
    return line if line is not None and (line.whole or not content.rows) else Card(content, w)


def _named(content: Content, room: float) -> str:
    """The name of a one-line card as far as it says something: whole, else with letters enough to know it by; one that
    only repeats the type is not shortened. Of a fused card the first layer's will do."""
    first = content.name.split(" · ", maxsplit=1)[0]
    if first != content.name and wide(content.name, "m11") > room >= wide(first, "m11"):
        return shortened(first, content.name)
    made = ellipsis(content.name, "m11", room) if content.name and room > 0 else ""
    if made == content.name:
        return made
    repeats = content.name.replace("_", "").lower() == content.type.lower()
    return "" if repeats or len(made) < LEAST_NAME else made


def _briefly(kind: str) -> str:
    """A fused card's type with the short form of what follows: `Conv2d → BN → SiLU`."""
    first, *parts = kind.split(" → ")
    return " → ".join([first, *("BN" if part.startswith("BatchNorm") else part for part in parts)])


def _shortened(kind: str, room: float) -> str:
    """A fused card's type as far as it fits: `Conv2d → …` rather than a word cut in its middle."""
    if wide(kind, "t12b") <= room or " → " not in kind:
        return ellipsis(kind, "t12b", room)
    first = kind.split(" → ", maxsplit=1)[0]
    short = f"{first} → …"
    return shortened(short, kind) if wide(short, "t12b") <= room else shortened(ellipsis(first, "t12b", room), kind)


class Said(NamedTuple):
    """What stands before a value: its formula, or in `words` why there is none."""

    text: str
    words: bool = False

    @property
    def style(self) -> str:
        return "t11" if self.words else "m12"

    @property
    def width(self) -> float:
        return wide(self.text, self.style)


class Columns(NamedTuple):
    """How wide the columns of compact lines are, so that they stand under each other: value and formula."""

    value: float = 0.0
    formula: float = 0.0


class Line(Block):
    """A card at compact density: type, name, shape, formula, value on one line of 28 px; the formula only where all
    lines of the figure have room for theirs. In narrow columns shape and value go on a line of their own, or on one
    each. A `note` is never cut: without room for it beside the name the line is `tight`."""

    def __init__(
        self, content: Content, w: float, shape: str, formula: Said, value: str, columns: Columns, note: str = ""
    ) -> None:
        self.content, self.w, self.shape, self.value = content, w, shape, value
        self.left = self.right = w / 2
        self.height = SLIM
        self.reached = content.family != "ghost"
        self.value_room = max(columns.value, wide(value, "m12b"))
        inner = w - PAD_LEFT - PAD_RIGHT
        self.tight = self.value_room > inner
        left = inner - self.value_room - 10 - wide(shape, "m12") - 8 - badge_room(content.badge)
        beside = left - columns.formula - 12 - 24
        if columns.formula and wide(content.type, "t12b") > beside >= wide(short := _briefly(content.type), "t12b"):
            self.content = content = content._replace(type=shortened(short, content.type))
        kind = wide(content.type, "t12b")
        noted = wide(note, "t11") + 16 + min(LEAST_NOTED, wide(content.name, "m11")) if note else 0.0
        self.under = 18.0 if left < max(kind, LEAST_TYPE) + noted else 0.0
        self.shape_up = 0.0
        if self.under:
            left, self.value_room = inner, wide(value, "m12b")
            if wide(shape, "m12") + self.value_room + 10 > inner:  # a number is never cut: each has its own line
                self.under, self.shape_up = 36.0, 18.0
            self.height += self.under
            self.shape = ellipsis(shape, "m12", inner)
            left -= badge_room(content.badge)
        self.formula_room = (
            columns.formula + 12
            if columns.formula and not self.under and left - columns.formula - 12 > wide(content.type, "t12b") + 24
            else 0.0
        )
        fits = self.formula_room and formula.width <= columns.formula + 0.5
        self.formula = formula if fits else Said("")
        left -= self.formula_room
        self.type = _shortened(content.type, left)
        left -= wide(self.type, "t12b") + 8
        self.note = note
        if note:
            left -= wide(note, "t11") + 8
        self.name = _named(content, left)
        self.tight = self.tight or (bool(note) and (left < 0 or bool(content.name and not self.name)))

    def draw(self, pen: Pen, axis: float, y: float) -> None:
        c, canvas, x = self.content, pen.canvas, axis - self.left
        ink = "muted" if c.family == "ghost" else "ink"
        surface(pen, x, y, self.w, self.height, c.family, c.dashed)
        at = x + PAD_LEFT + canvas.text(x + PAD_LEFT, y + 18.5, self.type, "t12b", ink) + 8
        if c.badge:
            at += badge(pen, c.badge, at, y + 18) + 8
        if self.name:
            at += canvas.text(at, y + 18.5, self.name, "m11", "muted") + 8
        if self.note:
            canvas.text(at, y + 18.5, self.note, "t11", "muted")
        end = x + self.w - PAD_RIGHT
        low = 18.5 + self.under
        value = Piece(PAD_RIGHT, low, self.value, "m12b", ink, end=True, anchor=c.anchor)
        draw_piece(pen, value, x, y, self.w, c.type)
        said = self.formula
        canvas.text(end - self.value_room - 8, y + low, said.text, said.style, "muted" if said.words else ink, "end")
        beside = 0.0 if self.shape_up else self.value_room + 10 + self.formula_room
        canvas.text(end - beside, y + low - self.shape_up, self.shape, "m12", ink, "end")
