"""A call of torch as it is taken, and what its name says: that it writes in place, that it only asks.

In: a function's name and arguments. Out: `Taken`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

IN_PLACE = re.compile(
    r"(?!__).*[^_]_|__i(add|sub|mul|matmul|div|truediv|floordiv|and|or|xor|mod|pow|lshift|rshift)__|__setitem__"
)
NOT_IN_PLACE = {"requires_grad_", "retain_grad", "share_memory_", "rename_", "is_shared"}
PROPERTIES = {"T", "mT", "H", "mH", "real", "imag", "data"}
"""Attributes of a tensor that are tensors; all others are facts about it."""
FACTS = {
    "__set__", "__delete__", "size", "dim", "ndimension", "stride", "numel", "nelement", "element_size",
    "is_floating_point", "is_complex", "is_contiguous", "storage_offset", "data_ptr", "untyped_storage", "get_device",
    "__len__", "__repr__", "__format__", "__hash__", "__dir__", "register_hook", "requires_grad_", "has_names",
}  # fmt: skip


class Taken:
    """A call of torch as it was taken: `ins` are all tensors among its arguments."""

    __slots__ = ("args", "func", "in_place", "ins", "kwargs", "name")

    def __init__(self, name: str, func: Any, args: Any, kwargs: Any, ins: list[Any]) -> None:
        self.name, self.func, self.args, self.kwargs, self.ins = name, func, args, kwargs, ins
        self.in_place = is_in_place(name, kwargs)


@lru_cache(maxsize=4096)
def _writes(name: str) -> bool:
    return IN_PLACE.fullmatch(name) is not None and name not in NOT_IN_PLACE


def is_in_place(name: str, kwargs: Any) -> bool:
    """Whether a call writes into one of its arguments.

    >>> [is_in_place(name, {}) for name in ("add_", "__iadd__", "__setitem__", "__add__", "requires_grad_")]
    [True, True, True, False, False]
    """
    if kwargs.get("inplace") is True or kwargs.get("out") is not None:
        return True
    return _writes(name)
