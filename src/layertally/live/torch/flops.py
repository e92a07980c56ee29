"""Charges each operation of torch to the call that is open: floating-point operations by torch's own counter.

In: aten operations while a model runs. Out: `flops` of a node, two a multiply-add. Shapes that the meta device of this
torch cannot give stand here as well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from .private import flop_registry


class AtenCounter(TorchDispatchMode):
    """`charge` is called with the flops of an operation and says whether a call was open; `outside` counts the others.
    Operators that take functions (`cond`, `flex_attention`) are let through."""

    supports_higher_order_operators = True

    def __init__(self, charge: Callable[[int], bool]) -> None:
        super().__init__()
        self.charge = charge
        self.outside: Counter[str] = Counter()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        formula = flop_registry.get(getattr(func, "_overloadpacket", func))
        if formula is not None:
            try:
                flops = int(formula(*args, **kwargs, out_val=out))
            except Exception:  # noqa: BLE001 - a counter that fails must not stop the run
                flops = 0
            if not self.charge(flops):
                self.outside[str(func)] += 1
        return out


def grouped_mm(args: Any, kwargs: Any) -> tuple[Any, int]:
    """The result of a grouped matrix product on meta for dtypes that torch refuses there, and its flops."""
    first, second = args[0], args[1]
    if first.dim() == 2 and second.dim() == 2:  # both ragged: a product a group, of which only the number is known
        offsets = kwargs.get("offs") if "offs" in kwargs else args[2] if len(args) > 2 else None
        groups = offsets.shape[0] if isinstance(offsets, torch.Tensor) else 1
        return first.new_empty((groups, first.shape[0], second.shape[1])), 2 * first.numel() * second.shape[1]
    if first.dim() == 2:
        shape: tuple[int, ...] = (first.shape[0], second.shape[-1])
    elif second.dim() == 2:
        shape = (first.shape[1], second.shape[1])
        return first.new_empty(shape), 2 * first.shape[1] * first.shape[2] * second.shape[1]
    else:
        shape = (*first.shape[:-1], second.shape[-1])
    return first.new_empty(shape), 2 * math.prod(first.shape) * second.shape[-1]
