"""PyTorch's torch.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import Framework, Types

FRAMEWORK = Framework(
    "torch",
    "PyTorch",
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
    indexed=True,
    ignored=frozenset({"device", "dtype"}),
)
