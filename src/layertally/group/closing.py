"""Which scopes of a group are drawn open, and which as one card.

In: a group's items. Out: the same items, panels deeper than wished closed.
"""

from __future__ import annotations

from collections.abc import Sequence

from .panel import Item, Panel


def closed_below(items: Sequence[Item], depth: int) -> tuple[Item, ...]:
    """Panels open down to `depth` levels, those below closed; with 0 every panel is."""
    return tuple(
        item._replace(items=closed_below(item.items, depth - 1), closed=depth <= 0) if isinstance(item, Panel) else item
        for item in items
    )
