"""Two chains, one above the other: the upper one leads down into the lower, as an encoder does into its decoder.

In: the strands, the sheet's width. Out: drawn cards; how wide they are and where they end.
"""

from __future__ import annotations

from ...group import Grouped
from ..blocks.base import Pen
from .links import Strands
from .rows import SPACE, Row, draw_ends, draw_row, edge_into, measures, pills
from .summary import cards, ends

BETWEEN = 26.0


def draw_strands(pen: Pen, grouped: Grouped, lang: str, found: Strands, most: float, top: float) -> tuple[float, float]:
    """Draw both chains from `top` down; their width and their bottom."""
    (firsts, lasts), ports = ends(grouped, lang), found.ports
    chains = (found.upper, found.lower)
    leaving = [[lasts[i] for i in ports.goes[chain[-1]]] for chain in chains]
    columns = found.shift + len(found.lower)
    over = found.shift + found.at  # the column in which the upper chain ends
    last = [*leaving[1], *(leaving[0] if over == columns - 1 else ())]
    at = measures(columns, 0.0, max(box.width for box in last) + SPACE, most, several=False)
    y, bottom, down = top, top, 0.0
    for chain, shift, final in zip(chains, (over - len(found.upper) + 1, found.shift), leaving, strict=True):
        groups = [grouped.groups[i] for i in chain]
        row = Row(
            cards(grouped, groups, lang, at.card),
            [pills([firsts[i] for i in ports.comes[place]], at.card) for place in chain],
            [*([pills([lasts[i] for i in ports.goes[place]], at.card) for place in chain[:-1]]), []],
        )
        axes = [at.axis(shift + i) for i in range(len(chain))]
        draw_row(pen, groups, row, axes, y)
        if chain is found.lower:
            edge_into(pen, [(at.axis(over), down), (at.axis(over), y + row.head)], groups[found.at])
        down, bottom = y + row.head + row.cards[-1].height, y + row.height
        if final:
            end = draw_ends(pen, final, axes[-1] + at.card / 2, y + row.middle, row.cards[-1].height)
            bottom = max(bottom, end)
        y = bottom + BETWEEN
    return at.whole, bottom
