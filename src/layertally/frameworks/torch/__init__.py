"""PyTorch's torch.nn: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import activation, attention, conv, dense, embedding, merge, norm, pool, recurrent, reshape

FRAMEWORK = framework(
    "torch", "PyTorch",
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
    batch="N", channels_last=False, counts_statistics=False, indexed=True, ignored=frozenset({"device", "dtype"}),
)
