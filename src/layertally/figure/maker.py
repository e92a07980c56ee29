"""How the nodes of a level become blocks, as `place` asks for it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from .. import words
from .blocks.base import Block
from .tree import Key


class Maker(NamedTuple):
    """How nodes become blocks: `node(key, width, narrow)`; `gap` between them in px; `skip` and `projection` name lanes
    (`over` one into something else than a sum), `lane` px of which are kept free and `shared` by the panels; `every`
    says for how many tensors a line stands. `small` lets columns be narrower; without `ports` what comes in is a tap; a
    card that joins columns is no wider than they are, but for `bar` px. With `kin` layers of one type may share a card,
    on which each has its `name`. Signs are named in `lang`."""

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
    lang: str = "en"


def lane_names(lang: str) -> dict[str, Any]:
    """What a `Maker` calls its lanes in a language."""
    return {
        "skip": words.label("identity", lang),
        "over": words.label("skip", lang),
        "every": words.label("all_of", lang, "{}"),
        "projection": words.label("projection", lang),
        "lang": lang,
    }
