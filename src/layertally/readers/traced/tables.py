"""Learned tables that join the scores of an attention: one row for each difference of two places in a window, one
number a head, and what else their dims tell.

In: the core of an attention and the dims of a tensor. Out: what the tensor is along, or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt, prod

from ...ops.core import CoreAttention
from ...ops.learned import ALONG, Table
from .trace import Dims

FORMS = (
    ("heads",),
    ("heads", "queries", "keys"),
    ("queries", "keys"),
    ("heads", "key_width"),
    ("heads", "keys"),
    ("heads", "queries"),
    ("key_width",),
)
"""Dims that a tensor may share with an attention."""
OUTSIDE = ((0, 0), (1, 3))
"""So many tokens stand outside of the window, so many rows there are for them: to it, from it, with itself."""


def table(core: CoreAttention, name: str, dims: Dims, looked_up: bool) -> Table | None:
    """What a tensor of these dims is in the scores of `core`; `looked_up`: its rows are picked one by one.

    >>> core = CoreAttention(16, 64, 64, 577, 577)
    >>> table(core, "bias", (2212, 16), True)
    Table(name='bias', along=('heads',), window=(24, 24), extra=3, rows=())
    >>> table(core, "temperature", (16, 1, 1), False)
    Table(name='temperature', along=('heads',), window=(), extra=0, rows=())
    """
    real = tuple(dim for dim in dims if dim != 1)
    if not real:
        return Table(name)
    if not looked_up or real == (core.heads,):
        for form in FORMS:
            if real == tuple(getattr(core, ALONG[word][1]) for word in form):
                return Table(name, form)
    if core.heads not in real:
        return Table(name, rows=real) if core.heads == 1 else None
    others = list(real)
    others.remove(core.heads)
    rows = prod(others)
    for outside, extra in OUTSIDE:
        if isinstance(core.keys, int) and core.keys > outside:
            for window in _windows(core.keys - outside):
                if prod(2 * side - 1 for side in window) + extra == rows:
                    return Table(name, ("heads",), window, extra)
    return Table(name, ("heads",), rows=tuple(others))


def _windows(places: int) -> Iterator[tuple[int, ...]]:
    """Windows of so many places: a square first, then all others, then a line."""
    sides = [side for side in range(2, places) if places % side == 0]
    for side in sorted(sides, key=lambda side: abs(side - isqrt(places))):
        yield (side, places // side)
    yield (places,)
