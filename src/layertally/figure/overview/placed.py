"""Groups from top to bottom by the rules of `place`; where no picture of edges would make them clearer, in a grid.

In: the graph of the groups, the width there is. Out: drawn cards; how wide they are and where they end.
"""

from __future__ import annotations

from ... import words
from ...group import Grouped
from ..blocks.base import GAP_PAPER, Block, Pen
from ..blocks.groupcard import GroupCard
from ..blocks.small import Port
from ..maker import Maker
from ..options import Options
from ..place import place
from ..tangle import Apart
from ..tree import Key
from .heading import heading
from .links import PER_ROW, Links, chain_of
from .rows import CARD, SPACE
from .summary import cards, ends, summary

GAP = 22.0
CHAIN, COLUMN = 304.0, 240.0
"""The widest card of a chain, and of a column beside others."""
CHAIN_SHEET = 334.0


def draw_placed(
    pen: Pen, grouped: Grouped, options: Options, found: Links, most: float, top: float
) -> tuple[float, float]:
    """Draw the groups from `top` down; their width and their bottom. A brief overview does not say what is inside."""
    chain, level, lang = chain_of(found), found.level, options.lang
    firsts, lasts = ends(grouped, lang)

    def make(key: Key, width: float, _narrow: bool) -> Block:
        if key not in found.groups:
            box = (firsts if key in level.entries else lasts)[found.ends[key]]
            return Port(f"{box.name} {box.shape}", width, box.anchor)
        joins = len(level.inputs_of(key)) > 1 and not chain
        card = width if joins else min(width, CHAIN if chain else COLUMN)
        return GroupCard(summary(grouped, found.groups[key], lang), card, brief=options.brief)

    skip = words.label("skip", lang)
    maker = Maker(make, GAP, skip, skip, small=options.sheet.width < 600, bar=COLUMN)
    maker = maker._replace(gap=GAP_PAPER) if options.brief else maker
    block, _ = place(level, maker, min(most, CHAIN_SHEET) if chain else most)
    if isinstance(block, Apart):
        return draw_grid(pen, grouped, options, most, top)
    head = heading(grouped, lang).width
    w = max(block.width + 2, min(head, most + 2))
    block.draw(pen, (w - block.width) / 2 + block.left, top)
    return w, top + block.height


def draw_grid(pen: Pen, grouped: Grouped, options: Options, most: float, top: float) -> tuple[float, float]:
    """Cards in rows without edges, each with what comes in; brief ones at least two in a row, without."""
    brief, lang = options.brief, options.lang
    columns = max(2 if brief else 1, min(PER_ROW, int(most // (CARD + SPACE))))
    w = min(CARD + 20, (most - 2 - SPACE * (columns - 1)) / columns)
    y = top
    for i in range(0, len(grouped.groups), columns):
        row = cards(grouped, grouped.groups[i : i + columns], lang, w, fed=not brief, brief=brief)
        for j, card in enumerate(row):
            card.draw(pen, 1 + w / 2 + j * (w + SPACE), y)
        y += max(card.height for card in row) + SPACE
    return 2 + columns * w + (columns - 1) * SPACE, y - SPACE
