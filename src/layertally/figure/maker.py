"""How the nodes of a level become blocks, as `place` asks for it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from .blocks.base import Block
from .tree import Key


class Maker(NamedTuple):
    """How nodes become blocks: `node(key, width, narrow)`; `gap` between them in px; `skip` and `projection` name lanes
    (`over` one into something else than a sum), `lane` px of which are kept free and `shared` by the panels; `every`
    says for how many tensors a line stands. `small` lets columns be narrower; without `ports` what comes in is a tap; a
    card that joins columns is no wider than they are, but for `bar` px. With `kin` layers of one type may share a card,
    on which each has its `name`."""

    node: Callable[[Key, float, bool], Block]
    gap: float
    skip: str
    projection: str
    small: bool = False
    lane: float = 0.0
    shared: float = 0.0
    ports: bool = True
    bar: float = inf
    over: str = ""
    every: str = "{}"
    name: Callable[[Key], str] = str
    kin: bool = False
