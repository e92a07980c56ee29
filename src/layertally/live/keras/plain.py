"""Values of a live model → JSON: settings, arguments of calls, shapes. Numbers of tensors never leave the process.

In: what `get_config` or a call holds. Out: dicts, lists, texts and numbers, bounded in depth and size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

MAX_DEPTH = 24
MAX_ITEMS = 4096
MAX_TEXT = 4096
Swap = Callable[[Any], Any]


def plain(value: Any, swap: Swap | None = None, depth: int = 0) -> Any:
    """The value as JSON has it; `swap` may answer for a value itself (None: it does not). An object that JSON has no
    word for becomes the name of its class.

    >>> plain({"axis": (1, 2), "f": len, "x": float("inf")})
    {'axis': [1, 2], 'f': 'builtin_function_or_method', 'x': 'inf'}
    """
    if swap is not None and (swapped := swap(value)) is not None:
        return swapped
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if depth > MAX_DEPTH:
        return type(value).__name__
    if isinstance(value, Mapping):
        items = list(value.items())[:MAX_ITEMS]
        return {str(name): plain(each, swap, depth + 1) for name, each in items}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each, swap, depth + 1) for each in list(value)[:MAX_ITEMS]]
    if isinstance(value, slice):
        ends = {"start": value.start, "stop": value.stop, "step": value.step}
        return {"class_name": "__slice__", "config": plain(ends, swap, depth + 1)}
    if value is ...:
        return {"class_name": "__ellipsis__", "config": {}}
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return _tensor(value)
    return type(value).__name__


def shape_of(tensor: Any) -> list[int | None]:
    """The dims of any tensor; None for one that is open."""
    return [int(dim) if dim is not None else None for dim in tensor.shape]


def _tensor(value: Any) -> Any:
    """A number as it is, anything larger by its shape."""
    if len(value.shape) == 0 and hasattr(value, "item"):
        try:
            return plain(value.item())
        except (RuntimeError, ValueError, TypeError, NotImplementedError):  # one without content
            return {"class_name": "__tensor__", "config": {"shape": []}}
    return {"class_name": "__tensor__", "config": {"shape": shape_of(value)}}
