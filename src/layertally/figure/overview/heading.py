"""What stands above and below the overview, and the overview in words.

In: `Grouped`. Out: the model's name and size, the legend of the families that are there, a sentence.
"""

from __future__ import annotations

from typing import NamedTuple

from ... import words
from ...annotation import Totals
from ...group import Group, Grouped
from ...paint.text import ellipsis, wide, width
from ..blocks.base import Pen
from ..blocks.groupcard import DASHES, swatch
from ..texts import number, percent
from .summary import entries, is_tied, summary

TOP, SECOND = 34.0, 18.0
FAMILIES = ("conv", "pool", "embed", "seq", "core", "norm", "dense", "plain", "unk")
MOST_WORDS = 1800
"""Characters of a description: a screen reader reads them all."""


class Heading(NamedTuple):
    """The texts above the cards; on two lines where they do not fit one. `anchor`: what the name leads up to."""

    name: str
    sub: str
    total: str
    anchor: str = ""

    @property
    def width(self) -> float:
        """On one line, in px."""
        return wide(self.name, "t15") + 10 + wide(self.sub, "t11") + 20 + wide(self.total, "t13")

    def height(self, most: float) -> float:
        """Down to the cards, in px."""
        return TOP if self.width <= most else TOP + SECOND


def heading(grouped: Grouped, lang: str) -> Heading:
    """The model's name, its layers and groups, its parameters; or those of the stage, below the model's name."""
    model = grouped.annotated.model
    whole: Totals | Group = grouped.annotated.totals
    name, layers, groups, anchor = model.name, len(model.layers), len(grouped.groups), ""
    if grouped.within is not None:
        whole = stage = grouped.within.stage
        name, layers, anchor = f"{name} › {stage.title}", len(stage.layers), "group-overview"
    else:
        groups = sum(len(group.members) or 1 for group in grouped.groups)
    known = number(whole.known_params)
    return Heading(
        name,
        words.label("layers_in_groups", lang, number(layers), groups),
        words.label("n_params", lang, known if whole.params is not None else f"{known} + ?"),
        anchor,
    )


def draw_heading(pen: Pen, head: Heading, w: float) -> None:
    """Draw it at the top of a picture `w` px wide."""
    canvas, fits = pen.canvas, head.width <= w
    with canvas.link(pen.href(head.anchor), head.name):
        end = 1 + canvas.text(1, 17, head.name if fits else ellipsis(head.name, "t15", w - 2), "t15")
    if fits:
        canvas.text(end + 10, 17, head.sub, "t11", "muted")
        canvas.text(w - 1, 17, head.total, "t13", anchor="end")
        return
    room = w - wide(head.total, "t13") - 14
    canvas.text(1, 35, ellipsis(head.sub, "t11", room), "t11", "muted")
    canvas.text(w - 1, 35, head.total, "t13", anchor="end")


def draw_legend(pen: Pen, grouped: Grouped, lang: str, w: float, y: float) -> float:
    """Draw the families that are there and what the bars mean; where it ends."""
    x = 1.0
    present = {entry.family for group in grouped.groups for entry in entries(group.items)}
    for family in (family for family in FAMILIES if family in present):
        text = words.family(family, lang)
        if x > 1 and x + 14 + wide(text, "t11") > w:
            x, y = 1.0, y + 18
        swatch(pen, x, y - 8, family)
        pen.canvas.text(x + 14, y, text, "t11", "muted")
        x += 14 + width(text, "t11") + 18
    if any(is_tied(group) for group in grouped.groups):
        text = words.label("dashed", lang)
        if x > 1 and x + 18 + wide(text, "t11") > w:
            x, y = 1.0, y + 18
        pen.canvas.box(x, y - 8, 12, 8, stroke="line", radius=2, z=6, dash=DASHES["tied"])
        pen.canvas.text(x + 18, y, text, "t11", "muted")
        x += 18 + width(text, "t11") + 18
    if all(group.known_params == 0 for group in grouped.groups):
        return y + 8
    note = words.label("bar", lang)
    if x + wide(note, "t11") > w - 1:
        y += 18
    pen.canvas.text(w - 1, y, note, "t11", "muted", "end")
    return y + 8


def in_words(grouped: Grouped, head: Heading, lang: str) -> str:
    """The overview for those who do not see it."""
    comma, semicolon, stop = (words.label(key, lang) for key in ("comma", "semicolon", "stop"))
    parts = [comma.join((head.name, head.sub, head.total))]
    for group in grouped.groups:
        card = summary(grouped, group, lang)
        inside = comma.join(entry.text for entry in card.entries)
        rows = comma.join(f"{fact.label} {fact.text()}" for fact in card.rows)
        share = f" ({percent(card.share)})" if card.share is not None else ""
        parts.append(words.label("of_layer", lang, card.title, f"{inside}{semicolon}{rows}{share}"))
    return stop.join(parts)[:MOST_WORDS]
