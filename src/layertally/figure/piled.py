"""Blocks under each other: on a rail where each reads all before it, else on a spine with tracks beside it.

In: how many blocks, edges, how to make the blocks at a width. Out: one block no wider than allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .blocks.base import Block, DoesNotFitError, no_wider
from .blocks.pile import Pile
from .blocks.rail import Rail, rail_room
from .blocks.spine import Spine, tracks_of
from .maker import Maker
from .running import running

LEAST, LEAST_SMALL = 180.0, 110.0
"""Px of a card beside tracks."""


def piled(
    count: int, edges: Sequence[tuple[int, int]], make: Callable[[float], list[Block]], maker: Maker, width: float
) -> Pile:
    """The pile of these blocks. Raises DoesNotFitError."""
    found = running(count, edges)
    beside = tracks_of(edges) if found is None else rail_room(found.rails, maker.every)
    # With a lane kept free a panel of just the cards' width would take the lane as well.
    room = width - beside - (2.0 if maker.lane else 0.0)
    if room < (LEAST_SMALL if maker.small else LEAST):
        raise DoesNotFitError(f"a card of {room:.0f} px beside its tracks")
    blocks = make(room)
    made: Pile = (
        Spine(blocks, edges, maker.gap)
        if found is None
        else Rail(blocks, found.rails, found.straight, maker.every, maker.gap)
    )
    no_wider(made, width)
    return made
