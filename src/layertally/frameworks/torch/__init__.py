"""PyTorch's torch.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import FAMILIES, Framework, Types

FRAMEWORK = Framework(
    "torch",
    "PyTorch",
    Types(__name__, FAMILIES),
    batch="N",
    channels_last=False,
    indexed=True,
    ignored=frozenset({"device", "dtype"}),
)
