"""Paddle's paddle.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import FAMILIES, Framework, Types

FRAMEWORK = Framework(
    "paddle",
    "Paddle",
    Types(__name__, FAMILIES),
    batch="N",
    channels_last=False,
    ignored=frozenset({"name", "weight_attr", "dtype", "device"}),
)
