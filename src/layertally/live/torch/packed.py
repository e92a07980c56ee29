"""How quantised weights are kept: packed out of sight of a module's parameters, or behind a parameter that is no plain
tensor.

In: modules and parameters. Out: plain values for the record: names, dims and number formats of what is really held.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import torch

from .graph import dtype_of
from .walk import named

PACKAGES = ("torch.ao.nn.", "torch.nn.quantized.", "torch.nn.intrinsic.")
"""Where PyTorch's own quantised layers live: they give their weights by methods."""


def packed(module: Any) -> list[dict[str, Any]]:
    """The tensors that a quantised layer of PyTorch keeps packed: neither parameters nor buffers.

    >>> import torch
    >>> packed(torch.nn.Linear(2, 3))
    []
    """
    if not type(module).__module__.startswith(PACKAGES):
        return []
    found: dict[str, Any] = {}
    for ask in ("get_weight", "get_bias", "weight", "bias"):
        method = getattr(module, ask, None)
        if callable(method) and not isinstance(method, torch.Tensor):
            with suppress(Exception):  # a layer that is not packed yet says so by raising
                given = method()
                found |= given if isinstance(given, dict) else {ask: given}
    return [_entry(name, tensor) for name, tensor in found.items() if isinstance(tensor, torch.Tensor)]


def stored(parameter: Any) -> list[dict[str, Any]]:
    """What a tensor of a class of its own keeps inside: codes and scales; empty for a plain one."""
    if type(parameter) in (torch.Tensor, torch.nn.Parameter):
        return []
    inner: dict[str, Any] = {}
    with suppress(Exception):  # another library's class may answer in any way
        if hasattr(parameter, "__tensor_flatten__"):
            inner = {name: getattr(parameter, name) for name in parameter.__tensor_flatten__()[0]}
        elif getattr(parameter, "quant_state", None) is not None:
            inner = {"data": parameter, **dict(named(parameter.quant_state))}
    return [_entry(name, tensor) for name, tensor in inner.items() if isinstance(tensor, torch.Tensor)]


def _entry(name: str, tensor: Any) -> dict[str, Any]:
    return {"name": name, "shape": list(tensor.shape), "dtype": dtype_of(tensor)}
