"""Layers whose weights are made of several parameters each time they run: a kernel and the product of two thin ones.

In: an op and the parameters that reach it. Out: a dense op with the rank of its adapter, whose formula is
r·(c_in + c_out); None for any others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...ops.base import Op
from ...ops.dense import Dense
from .trace import Parameter


def adapted(op: Op, own: Sequence[Parameter]) -> Op | None:
    """The op with the rank of its adapter.

    >>> dims = {"weight": (8, 16), "lora_A": (4, 16), "lora_B": (8, 4), "bias": (8,)}
    >>> own = [Parameter(name, shape, name != "weight", (), 0) for name, shape in dims.items()]
    >>> adapted(Dense(8, c_in=16), own).weigh(None).params.worked()
    '(16 + 1)·8 + 4·(16 + 8)'
    """
    if not isinstance(op, Dense) or op.c_in is None:
        return None
    whole = {(op.units, op.c_in), (op.c_in, op.units)}
    kernels = [param for param in own if param.shape in whole and not param.trainable]
    others = [param for param in own if param not in kernels]
    thin = [param for param in others if len(param.shape) == 2 and param.trainable]
    biases = [param for param in others if param.shape == (op.units,) and param.trainable]
    if len(kernels) != 1 or len(thin) != 2 or len(biases) != int(op.bias) or len(own) != 3 + len(biases):
        return None
    ranks = set(thin[0].shape) & set(thin[1].shape)
    for rank in ranks:
        if _are(thin, rank, op.c_in, op.units):
            return replace(op, lora_rank=rank)
    return None


def _are(thin: Sequence[Parameter], rank: int, c_in: int, c_out: int) -> bool:
    """Whether one lies between the input and the rank, the other between the rank and the output."""
    return sorted(sorted(param.shape) for param in thin) == sorted((sorted((rank, c_in)), sorted((rank, c_out))))
