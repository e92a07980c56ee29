"""A drawing fit for paper: as wide as the column it is for, with no letter smaller or larger than the venue allows.

In: a `Drawing`, a preset. Out: the drawing on its sheet. On a screen nothing changes.
"""

from __future__ import annotations

from ..paint.canvas import Drawing, Item, Link, Text, moved
from ..paint.sheets import Preset
from ..paint.text import Run


def on_sheet(drawing: Drawing, sheet: Preset) -> Drawing:
    """The drawing in the middle of its sheet, for a preset that is for paper."""
    if sheet.inches is None:
        return drawing
    items = drawing.items
    if sheet.most:
        least, most = sheet.least / sheet.scale, sheet.most / sheet.scale
        items = tuple(_typed(item, least, most) for item in items)
    aside = (sheet.width - drawing.width) // 2
    if aside > 0:
        items = tuple(moved(item, aside, 0) for item in items)
    return drawing._replace(items=items, width=max(drawing.width, sheet.width))


def _typed(item: Item, least: float, most: float) -> Item:
    """The item with its letters between two sizes in px."""
    if isinstance(item, Link):
        return item._replace(items=tuple(_typed(inner, least, most) for inner in item.items))
    if not isinstance(item, Text) or all(least <= run.size <= most for run in item.runs):
        return item
    runs: list[Run] = []
    at = item.runs[0].x
    for run in item.runs:
        size = min(max(run.size, least), most)
        width = run.width * size / run.size
        runs.append(run._replace(size=size, x=at, width=width))
        at += width
    total = at - item.runs[0].x
    return item._replace(runs=tuple(runs), width=total, size=runs[0].size)
