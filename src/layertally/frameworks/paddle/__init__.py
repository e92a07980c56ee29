"""Paddle's paddle.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import conv, pool, reshape

FRAMEWORK = framework(
    "paddle", "Paddle",
    (
        conv.TYPES,
        pool.TYPES,
        reshape.TYPES,
    ),
    batch="N", channels_last=False, counts_statistics=True, ignored=frozenset({"name", "weight_attr", "dtype", "device"}),
)
