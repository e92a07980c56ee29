"""Skips round skips as a U: which block stands where.

In: a `Level`, its storeys, how to make a block of a node. Out: a `UShape`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

from .blocks.base import Block
from .blocks.flow import Stack
from .blocks.ushape import Floor, UShape, span, upward
from .graph import Level
from .merges import shape_into
from .nest import Nest
from .tree import Key
from .units import Unit


def folded(
    level: Level, found: Nest, node: Callable[[Key, float], Block], skip: str, gap: float, width: float
) -> UShape:
    """The U, `width` px wide. Raises DoesNotFitError where a column is too narrow for a card."""
    labels = [(skip, shape_into(level, floor.merge, floor.before[-1])) for floor in found.storeys]
    column = (width - span(labels)) / 2
    floors = [
        Floor(
            [node(key, column) for key in floor.before],
            [upward(node(key, column)) for key in (floor.merge, *floor.after)],
            label,
        )
        for floor, label in zip(found.storeys, labels, strict=True)
    ]
    first, deepest, last = _parts(level, found.inside)
    blocks = [node(key, column) for key in deepest]
    middle = blocks[0] if len(blocks) == 1 else Stack(blocks, gap)
    return UShape(
        floors, [node(key, column) for key in first], middle, [upward(node(key, column)) for key in last], gap
    )


def _parts(level: Level, keys: Sequence[Key]) -> tuple[Sequence[Key], Sequence[Key], Sequence[Key]]:
    """What inside all skips still leads down, what is deepest, what leads up again: by what it does to the size."""
    first = keys[:1] if len(keys) > 1 and _grows(level, keys[0]) < 0 else ()
    last = keys[-1:] if len(keys) > 1 and _grows(level, keys[-1]) > 0 else ()
    middle = keys[len(first) : len(keys) - len(last)]
    return (first, middle, last) if middle else ((), keys, ())


def _grows(level: Level, key: Key) -> int:
    """Whether a node puts out more numbers than it takes in (1), fewer (-1), or that is not known (0)."""
    node = level.nodes.get(key)
    if not isinstance(node, Unit) or not node.first.input_shapes:
        return 0
    before, after = (
        prod(dim for dim in shape or () if isinstance(dim, int))
        for shape in (node.first.input_shapes[0], node.last.shape)
    )
    return (after > before) - (after < before)
