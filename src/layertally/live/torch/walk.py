"""Tensors in nested values: all of them, all with names, all replaced.

In: arguments and results of torch calls and of modules. Out: tensors in order; names are dotted (`caches.0.key`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch

DEEPEST = 3
PLAIN = (
    str,
    int,
    float,
    bool,
    complex,
    bytes,
    type(None),
    torch.dtype,
    torch.device,
    torch.Size,
    torch.memory_format,
    torch.layout,
)
"""What holds no tensor and is met often."""
SIMPLE = frozenset(PLAIN)


def tensors(value: Any, found: list[Any] | None = None) -> list[Any]:
    """The tensors in what a torch call takes or gives: tuples, lists, dicts, slices."""
    if found is None:
        found = []
    if isinstance(value, torch.Tensor):
        found.append(value)
    elif isinstance(value, (tuple, list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            if type(each) not in SIMPLE:
                tensors(each, found)
    elif isinstance(value, slice):
        tensors((value.start, value.stop, value.step), found)
    return found


def named(value: Any, name: str = "", depth: int = 0, seen: set[int] | None = None) -> Iterator[tuple[str, Any]]:
    """Every tensor in what a module takes or gives, objects of any class included, with the way to it."""
    if isinstance(value, torch.Tensor):
        yield name, value
        return
    if isinstance(value, PLAIN):
        return
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    for key, each in _parts(value, depth):
        deeper = depth + (not isinstance(value, (tuple, list, set, frozenset, Mapping)))
        yield from named(each, f"{name}.{key}" if name else str(key), deeper, seen)


def _parts(value: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        yield from list(value.items())
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from zip(value._fields, value, strict=False)
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from enumerate(value)
    elif (
        depth < DEEPEST
        and hasattr(value, "__dict__")
        and not callable(value)
        and not isinstance(value, (type, torch.nn.Module))
    ):
        yield from list(vars(value).items())


def replaced(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same nesting with `change` applied to its tensors."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, PLAIN):
        return value
    kind = type(value)
    if kind in (list, tuple):
        return kind(replaced(each, change) for each in value)
    if isinstance(value, tuple):
        parts = [replaced(each, change) for each in value]
        # Results of torch (`torch.return_types.max`) take a sequence, named tuples take their fields.
        return kind(*parts) if hasattr(value, "_fields") else kind(parts)
    if kind is dict:
        return {key: replaced(each, change) for key, each in value.items()}
    if kind is slice:
        return slice(replaced(value.start, change), replaced(value.stop, change), replaced(value.step, change))
    return value
