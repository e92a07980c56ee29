"""How the room of a row of columns is shared.

In: branches side by side. Out: a width each.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..group import Panel
from .graph import Level
from .tree import Series, weight

LEAST, MOST, SHARE = 116.0, 206.0, 0.34
"""How wide a lone card is in a column beside a panel: a share of the row, within limits."""


def column_widths(level: Level, branches: Sequence[Series], room: float, whole: float) -> list[float]:
    """Equal columns of `room` px; beside panels lone cards leave them what they do not need of the `whole`."""
    panels = [any(isinstance(level.nodes.get(key), Panel) for key in branch.nodes()) for branch in branches]
    lone = [weight(branch) == 1 and not panel for branch, panel in zip(branches, panels, strict=True)]
    own = min(MOST, max(LEAST, SHARE * whole))
    if not any(panels) or not any(lone) or room <= own:
        return [room] * len(branches)
    left = (whole - own * sum(lone)) / (len(branches) - sum(lone))
    return [own if alone else left for alone in lone]
