"""The overview: groups as cards between input and output, in rows that are read like text.

In: `Grouped`, options. Out: a `Drawing`. A chain wraps in rows of three, and what skips ahead in it runs above them;
towers stand in a row each and meet in the next column; anything else is placed from top to bottom by the rules of
`place`.
"""

from __future__ import annotations

from ...group import Grouped
from ...paint.canvas import Canvas, Drawing
from ..blocks.base import Pen
from ..nest import nest
from ..options import Options
from .arcs import Arcs, arcs_of
from .heading import draw_heading, draw_legend, heading, in_words
from .links import PER_ROW, Links, Ported, links, ported_chain, skipping_chain, strands_of, towers_of
from .placed import draw_grid, draw_placed
from .rows import draw_rows
from .strands import draw_strands
from .towers import draw_towers

LARGE = 600
"""Sheets wider than so many px hold cards side by side."""
MEDIUM, FEW = 440, 3
"""Sheets at least so many px wide hold two side by side, which helps where there are more than a few."""


def overview(grouped: Grouped, options: Options) -> Drawing:
    """The figure of the whole model, no wider than its sheet."""
    canvas = Canvas()
    pen = Pen(canvas, surface="page", link=options.link)
    most, count = float(options.sheet.width), len(grouped.groups)
    head, level = heading(grouped, options.lang), links(grouped)
    top = head.height(most)
    per_row = PER_ROW if most > LARGE else 2 if most >= MEDIUM and count > FEW else 0
    if options.grid:
        width, bottom = draw_grid(pen, grouped, options, most, top)
    elif per_row and (ports := ported_chain(level)) is not None:
        width, bottom = draw_rows(pen, grouped, options.lang, ports, most, top, per_row, options.brief)
    elif per_row and (skips := _skipping(level, per_row)) is not None:
        width, bottom = draw_rows(pen, grouped, options.lang, skips[0], most, top, per_row, options.brief, skips[1])
    elif most > LARGE and (found := towers_of(level)) is not None:
        width, bottom = draw_towers(pen, grouped, options.lang, found, most, top)
    elif most > LARGE and not options.brief and (strands := strands_of(level)) is not None:
        width, bottom = draw_strands(pen, grouped, options.lang, strands, most, top)
    else:
        width, bottom = draw_placed(pen, grouped, options, level, most - 2, top)
    width = max(width, min(most, head.width))
    draw_heading(pen, head, width)
    bottom = draw_legend(pen, grouped, options.lang, width, bottom + 24)
    said = in_words(grouped, head, options.lang)
    return canvas.drawing(round(width + 0.49), round(bottom + 0.49), head.name, said)


def _skipping(level: Links, per_row: int) -> tuple[Ported, Arcs] | None:
    """What skips ahead in a chain of more groups than a row holds, unless its skips fold into a U."""
    count = len(level.groups)
    found = skipping_chain(level) if count > per_row and nest(level.tree) is None else None
    arcs = arcs_of(found.skips, count, per_row) if found is not None else None
    return (found.ports, arcs) if found is not None and arcs is not None else None
