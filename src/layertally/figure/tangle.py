"""What is not series-parallel: Graphviz places empty boxes of our sizes, we paint them.

In: a level and how to make its blocks. Out: one block. `dot` runs in a child process with a time limit; where it cannot
help, `listing` puts the cards under each other and says on each what it reads.
"""

from __future__ import annotations

from collections.abc import Callable

from .blocks.base import Block
from .graph import Key, Level
from .place import DoesNotFit

Make = Callable[[Key, float], Block]


def tangled(level: Level, part: object, make: Make, width: float) -> Block:
    """The level as Graphviz places it, no wider than `width`. Raises DoesNotFit."""
    raise DoesNotFit("not written")


def listing(level: Level, make: Make, width: float, name: Callable[[Key, Level], str]) -> Block:
    """Cards under each other in the model's order."""
    from .blocks.flow import Stack

    return Stack([make(key, width) for key in level.order])
