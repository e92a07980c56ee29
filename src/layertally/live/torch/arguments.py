"""Arguments of torch calls and settings of modules as plain values that JSON can hold.

In: anything. Out: numbers, words, lists; a tensor argument stands as `{"t": k}`, the k-th of all tensors of its call;
what cannot be written down stands as null.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch

LONGEST_LIST, LONGEST_TEXT = 64, 200


def plain(args: Any, kwargs: Any) -> tuple[list[Any], dict[str, Any]]:
    """Positional and named arguments of one call."""
    count = [0]
    return [_plain(each, count) for each in args], {str(key): _plain(each, count) for key, each in kwargs.items()}


def _plain(value: Any, count: list[int]) -> Any:
    if isinstance(value, torch.Tensor):
        count[0] += 1
        return {"t": count[0] - 1}
    if isinstance(value, (list, tuple)):
        if len(value) > LONGEST_LIST:
            from .walk import tensors

            count[0] += len(tensors(value))
            return None
        return [_plain(each, count) for each in value]
    if isinstance(value, slice):
        return {"slice": [_plain(each, count) for each in (value.start, value.stop, value.step)]}
    if isinstance(value, Mapping):
        return {str(key): _plain(each, count) for key, each in value.items()}
    return "..." if value is Ellipsis else scalar(value)


def scalar(value: Any) -> Any:
    """A number, a word or a truth value; numbers that JSON has not as words; None for all else."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, torch.dtype):
        return str(value).removeprefix("torch.")
    return None


def is_plain(value: Any) -> bool:
    """Whether it can be written down: a number, a word, None, or a short list of these."""
    if isinstance(value, (list, tuple)):
        return len(value) <= LONGEST_LIST and all(is_plain(each) for each in value)
    return value is None or isinstance(value, (bool, int, float, str))


def listed(value: Any) -> Any:
    """A plain value with lists for tuples."""
    return [listed(each) for each in value] if isinstance(value, (list, tuple)) else scalar(value)
