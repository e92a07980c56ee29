"""PyTorch's torch.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import conv, pool, reshape

FRAMEWORK = framework(
    "torch", "PyTorch",
    (
        conv.TYPES,
        pool.TYPES,
        reshape.TYPES,
    ),
    batch="N", channels_last=False, counts_statistics=False, indexed=True, ignored=frozenset({"device", "dtype"}),
)
