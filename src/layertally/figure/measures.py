"""What a sheet measures of a level before it draws it.

In: a `Level`, a fold, widths in px. Out: open panels, sheets behind a fold, where results end, where a chain may break.
"""

from __future__ import annotations

from ..group import Group, Panel
from .graph import Level
from .units import Unit


def open_panels(tops: Level) -> list[Panel]:
    """Those that are open."""
    return [node for node in tops.nodes.values() if isinstance(node, Panel) and not node.closed]


def sheets_behind(fold: Panel | Group) -> int:
    """How many sheets show behind a fold."""
    return min(2, fold.repeat - 1)


def results_end(cards: float, width: float) -> float | None:
    """Where the cards' results end, from the axis, if the cards are narrower than the level."""
    return cards / 2 - 12 if cards < width - 1 else None


def breaks(tops: Level) -> list[int]:
    """Where a long chain may be broken: after a layer that changes the resolution. Indices into the order of nodes."""
    nodes = [tops.nodes.get(key) for key in tops.order]
    return [i for i, node in enumerate(nodes) if isinstance(node, Unit) and node.last.family == "pool"]
