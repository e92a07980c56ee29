"""Functions of PyTorch that run, seen from outside.

In: what to do with each. Out: a context; on another backend one in which nothing is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

Note = Callable[[list[Any], list[Any]], None]
"""Told after each function: what went in, what came out, lists laid open."""


def seen(library: Any, note: Note) -> AbstractContextManager[Any]:
    """While it is entered, `note` is told of every function."""
    if library.backend.backend() != "torch":
        return nullcontext()
    from torch.overrides import TorchFunctionMode

    def function(_: Any, func: Any, __: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> Any:
        out = func(*args, **(kwargs or {}))
        note([each for arg in (*args, *(kwargs or {}).values()) for each in _flat(arg)], _flat(out))
        return out

    mode: AbstractContextManager[Any] = type("Seen", (TorchFunctionMode,), {"__torch_function__": function})()
    return mode


def _flat(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
