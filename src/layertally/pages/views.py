"""Figures as they stand in a page: painted twice, as wide as the text and for a phone, with links that lead inside
the page.

In: figures of both presets, the ids that the page holds. Out: `FigureView`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..figure import Figure
from ..paint.canvas import Drawing, Item, Link
from ..paint.theme import Theme
from .data import FigureView
from .phrases import say

TEXT_WIDTH = 688
"""CSS px of the text column that figures are drawn for; what is wider gets a frame to pan and zoom in."""


def view(
    figure: Figure, narrow: Figure | None, number: str, prefix: str, ids: Mapping[str, str], theme: Theme
) -> FigureView:
    """One figure. `ids` maps the anchors that figures know (`group-2`, `why-conv2d`) to the ids of this page; a link to
    anything else is dropped."""
    from ..paint.svg import svg

    tone = "light" if theme == "auto" else theme
    own = f"{prefix}fig-{figure.id}"
    wide = svg(relinked(figure.drawing, ids), tone, inline=True, prefix=f"{own}-w")
    small = ""
    if narrow is not None and narrow.drawing.width < figure.drawing.width:
        small = svg(relinked(narrow.drawing, ids), tone, inline=True, prefix=f"{own}-n")
    width = figure.drawing.width
    return FigureView(own, number, figure.title, figure.caption, wide, small, width, int(width), width > TEXT_WIDTH + 8)


def numbers(figures: Iterable[Figure], lang: str) -> dict[str, str]:
    """What figures are called: `Overview`, then `Figure 1`, … by their ids; of a stage `Overview of figures 2–4`."""
    return {figure.id: _called(figure, lang) for figure in figures}


def _called(figure: Figure, lang: str) -> str:
    if figure.group is not None and figure.group.members:
        return say("overview_of", lang, figure.group.id)
    return say("overview", lang) if figure.id == "overview" else say("figure", lang, figure.id)


def relinked(drawing: Drawing, ids: Mapping[str, str]) -> Drawing:
    """The drawing with its fragment links led to the page's own ids."""
    return drawing._replace(items=tuple(_relinked(item, ids) for item in drawing.items))


def _relinked(item: Item, ids: Mapping[str, str]) -> Item:
    if not isinstance(item, Link):
        return item
    inside = tuple(_relinked(inner, ids) for inner in item.items)
    if not item.href.startswith("#"):
        return item._replace(items=inside)
    target = ids.get(item.href[1:], "")
    return item._replace(items=inside, href=f"#{target}" if target else "")
