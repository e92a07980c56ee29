"""Paddle's paddle.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import activation, attention, conv, dense, embedding, merge, norm, pool, recurrent, reshape

FRAMEWORK = framework(
    "paddle", "Paddle",
    (
        conv.TYPES,
        pool.TYPES,
        reshape.TYPES,
        dense.TYPES,
        embedding.TYPES,
        recurrent.TYPES,
        norm.TYPES,
        merge.TYPES,
        activation.TYPES,
        attention.TYPES,
    ),
    batch="N", channels_last=False, counts_statistics=True,
    ignored=frozenset({"name", "weight_attr", "dtype", "device"}),
)
