"""What a run leaves behind: nodes (one a torch call) and calls (one a run of a module).

In: nothing. Out: plain records that `form.py` writes down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .sources import Src

Shape = tuple[int, ...]


@dataclass(slots=True, eq=False)
class Node:
    """One torch call. `tensors` are the sources of all its tensor arguments, `after` earlier writes that it sees."""

    op: str
    call: int
    index: int = -1
    tensors: list[Src] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    after: list[Src] = field(default_factory=list)
    outs: list[tuple[Shape, str]] = field(default_factory=list)
    args: list[Any] = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)
    inplace: bool = False
    opaque: bool = False
    flops: int = 0


@dataclass(slots=True, eq=False)
class Call:
    """One run of a module. Its nodes stand in [first, last)."""

    index: int
    path: str
    parent: int
    first: int
    last: int = 0
    ins: list[Src] = field(default_factory=list)
    outs: list[tuple[Src, Shape]] = field(default_factory=list)


def dtype_of(tensor: Any) -> str:
    """`float32`."""
    return str(tensor.dtype).removeprefix("torch.")
