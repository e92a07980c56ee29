"""Paddle's paddle.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import Framework, Types

FRAMEWORK = Framework(
    "paddle",
    "Paddle",
    Types(
        __name__,
        (
            "conv",
            "pool",
            "dense",
            "reshape",
            "activation",
            "norm",
            "merge",
            "embedding",
            "resize",
            "recurrent",
            "attention",
        ),
    ),
    batch="N",
    channels_last=False,
    ignored=frozenset({"name", "weight_attr", "dtype", "device"}),
)
