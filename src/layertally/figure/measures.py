"""What a sheet measures of a level before it draws it.

In: a `Level`, a fold, widths in px. Out: open panels, sheets behind a fold, where results end, where a chain may break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..group import Group, Panel
from .blocks.base import Block
from .blocks.card import Card
from .blocks.flow import Columns, Stack
from .blocks.lines import PAD_RIGHT
from .content import content
from .graph import Level, level, longest
from .options import Options
from .tree import Key
from .units import Unit

Readers = Mapping[str, Sequence[str]]


def most_cards(tops: Level, readers: Readers, options: Options) -> int:
    """The most cards (not slim ones) on one way through a level, those in panels too."""

    def count(key: Key) -> int:
        node = tops.nodes.get(key)
        if isinstance(node, Panel) and node.closed:
            return 1
        if isinstance(node, Panel):
            return most_cards(level(node.items, readers, fuse=True, ports=False), readers, options)
        return int(isinstance(node, Unit) and not content(node, options, "N").slim)

    return longest(tops, count)


def open_panels(tops: Level) -> list[Panel]:
    """Those that are open."""
    return [node for node in tops.nodes.values() if isinstance(node, Panel) and not node.closed]


def sheets_behind(fold: Panel | Group) -> int:
    """How many sheets show behind a fold."""
    return min(2, fold.repeat - 1)


def results_end(cards: float, width: float, block: Block | None = None) -> float | None:
    """Where the cards' results end, from the axis, if the cards are narrower than the level: where branches end on a
    card, where that card's does."""
    blocks = block.blocks if isinstance(block, Stack) else [block]
    bars = [each.merge for each in blocks if isinstance(each, Columns) and isinstance(each.merge, Card)]
    if bars:
        return bars[-1].right - PAD_RIGHT
    return cards / 2 - PAD_RIGHT if cards < width - 1 else None


def breaks(tops: Level) -> list[int]:
    """Where a long chain may be broken: after a layer that changes the resolution. Indices into the order of nodes."""
    nodes = [tops.nodes.get(key) for key in tops.order]
    return [i for i, node in enumerate(nodes) if isinstance(node, Unit) and node.last.family == "pool"]
