"""An order in which each thing comes after what it reads, as given wherever that is possible.

In: things and what each reads. Out: the things in order, and those that a circle keeps from having a place.

>>> in_order("abc", {"a": "b", "b": "", "c": ""}), in_order("abc", {"a": "b", "b": "a", "c": ""})
((['b', 'a', 'c'], []), (['c'], ['a', 'b']))
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def in_order(things: Sequence[Thing], sources: Mapping[Thing, Collection[Thing]]) -> tuple[list[Thing], list[Thing]]:
    """The things that have a place, in order; then those that have none. A thing names each of its sources once."""
    position = {thing: at for at, thing in enumerate(things)}
    readers: dict[Thing, list[Thing]] = {thing: [] for thing in things}
    for thing in things:
        for source in sources[thing]:
            readers[source].append(thing)
    waiting = {thing: len(sources[thing]) for thing in things}
    ready = [position[thing] for thing in things if not waiting[thing]]
    heapq.heapify(ready)
    out: list[Thing] = []
    while ready:
        thing = things[heapq.heappop(ready)]
        out.append(thing)
        for reader in readers[thing]:
            waiting[reader] -= 1
            if not waiting[reader]:
                heapq.heappush(ready, position[reader])
    return out, [thing for thing in things if waiting[thing]]
