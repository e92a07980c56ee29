"""Which layers read all that came before them: dense connections, whose edges a rail takes together.

In: how many nodes, edges between them, each from a node to a later one. Out: who puts on a rail and who reads it, or
nothing where the edges are others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .blocks.rail import Gathered

MANY = 5
"""Tensors that one layer reads, from which on a rail is clearer than a line for each."""


class Running(NamedTuple):
    """The rails, and from where an edge runs straight down to the next."""

    rails: tuple[Gathered, ...]
    straight: tuple[int, ...]


def running(count: int, edges: Sequence[tuple[int, int]]) -> Running | None:
    """The rails of these nodes, if each reads the one before it alone, or all that is on the rail and the one before.

    >>> dense = [(a, b) for b in range(1, 6) for a in range(b)]
    >>> found = running(7, [*dense, (5, 6)])
    >>> found.rails[0].puts, found.rails[0].reads, found.straight
    ((0, 1, 2, 3, 4), ((2, 2), (3, 3), (4, 4), (5, 5)), (0, 5))
    >>> running(4, [(0, 1), (0, 2), (1, 3), (2, 3)]) is None
    True
    """
    into: list[set[int]] = [set() for _ in range(count)]
    last = [0] * count
    for a, b in edges:
        into[b].add(a)
        last[a] = max(last[a], b)
    rails, straight = list[Gathered](), list[int]()
    puts, reads = list[int](), list[tuple[int, int]]()
    for i, own in enumerate(into[1:], 1):
        alone = own == {i - 1}
        if alone:
            straight.append(i - 1)
        elif not puts or own != {*puts, i - 1}:
            return None
        if alone and last[i - 1] > i and all(last[j] <= i for j in puts):
            rails.append(Gathered(tuple(puts), tuple(reads)))
            puts, reads = [i - 1], []
        elif not alone or last[i - 1] > i:
            puts.append(i - 1)
        if not alone:
            reads.append((i, len(own)))
    rails.append(Gathered(tuple(puts), tuple(reads)))
    most = max((number for rail in rails for _, number in rail.reads), default=0)
    return Running(tuple(rail for rail in rails if rail.reads), tuple(straight)) if most >= MANY else None
