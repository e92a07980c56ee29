"""Ports that would tangle a graph: what comes in late or leaves early stands at the side of the card concerned.

In: a `Level`. Out: the level without such ports, and which ports each node has at its side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from .graph import Level
from .tree import Key, Series, Tangle, decompose

MOST_BEFORE, MOST_AFTER = 2, 1


class Beside(NamedTuple):
    """The ports at the side of a node: what leads into it, what leaves it."""

    before: tuple[Key, ...] = ()
    after: tuple[Key, ...] = ()


def freed(level: Level) -> tuple[Level, Mapping[Key, Beside]]:
    """The level with its late ports put aside, where that leaves less of a tangle; else as it is."""
    tangled = _tangled(decompose(level.order, level.edges))
    beside = _beside(level) if tangled else {}
    if not beside:
        return level, {}
    gone = {port for ports in beside.values() for port in (*ports.before, *ports.after)}
    edges = tuple(edge for edge in level.edges if not gone & set(edge))
    left = replace(level, order=tuple(key for key in level.order if key not in gone), edges=edges)
    return (left, beside) if _tangled(decompose(left.order, left.edges)) < tangled else (level, {})


def _tangled(tree: Series) -> int:
    """How many edges do not reduce."""
    return sum(len(part.edges) for part in tree.parts if isinstance(part, Tangle))


def _beside(level: Level) -> dict[Key, Beside]:
    """Ports that read or feed one node which has other edges as well."""
    found: dict[Key, Beside] = {}
    readers: dict[Key, list[Key]] = {}
    for a, b in level.edges:
        readers.setdefault(a, []).append(b)
    for key in level.nodes:
        into = level.inputs_of(key)
        late = [a for a in into if a in level.entries and readers[a] == [key]]
        if len(late) == len(into):
            late = late[1:]
        leaving = [b for b in readers.get(key, ()) if b in level.exits]
        if len(leaving) == len(readers.get(key, ())):
            leaving = leaving[1:]
        if (late or leaving) and len(late) <= MOST_BEFORE and len(leaving) <= MOST_AFTER:
            found[key] = Beside(tuple(late), tuple(leaving))
    return found
