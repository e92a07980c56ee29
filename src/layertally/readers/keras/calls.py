"""`inbound_nodes` → calls: which tensors a layer is called with, and what else it is given.

In: an entry of `layers` as Keras 3 (`args`, `kwargs`) or Keras 2 (lists) writes it. Out: one `Call` for each time that
it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 50


class MalformedError(Exception):
    """A part of a configuration that Keras would not write; the text says which."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Output `index` of call `node` of a layer; `shape` as the file states it."""

    layer: str
    node: int
    index: int
    shape: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A tensor of numbers that is written into the configuration: only its shape matters."""

    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: positional and named arguments, with `Tensor`, `Constant` and `slice` where they stand. `old`: as
    Keras 2 writes it."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    old: bool = False

    def tensors(self) -> tuple[Tensor, ...]:
        """All tensors, positional ones first."""
        return (*tensors(self.args), *tensors(self.kwargs))


def read_calls(nodes: Any) -> tuple[Call, ...]:
    """Every call in `inbound_nodes`. Raises MalformedError."""
    if nodes is None:
        return ()
    if not isinstance(nodes, list):
        raise MalformedError("`inbound_nodes` is not a list")
    return tuple(_new(node) if isinstance(node, dict) and "args" in node else _old(node) for node in nodes)


def tensors(value: Any) -> tuple[Tensor, ...]:
    """The tensors in a nest of lists and mappings; a mapping's in the order of its keys, as Keras flattens it."""
    return tuple(_tensors(value))


def stated_shape(value: Any) -> tuple[int | None, ...] | None:
    """A shape as a file states it; None if it is none."""
    if isinstance(value, (list, tuple)) and all(
        dim is None or (isinstance(dim, int) and not isinstance(dim, bool) and dim >= 0) for dim in value
    ):
        return tuple(value)
    return None


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield from _tensors(value[key])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)


# ---- Keras 3 -------------------------------------------------------------------------------------


def _new(node: Mapping[str, Any]) -> Call:
    args, kwargs = node.get("args") or (), node.get("kwargs") or {}
    if not isinstance(args, (list, tuple)) or not isinstance(kwargs, Mapping):
        raise MalformedError("`args` and `kwargs` of `inbound_nodes` are not a list and a mapping")
    return Call(tuple(_value(each) for each in args), {name: _value(each) for name, each in kwargs.items()})


def _value(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise MalformedError("its arguments are nested too deep")
    if isinstance(value, list):
        return [_value(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    kind, config = value.get("class_name"), value.get("config")
    if not isinstance(kind, str) or not isinstance(config, dict):
        return {name: _value(item, depth + 1) for name, item in value.items()}
    if kind == "__keras_tensor__":
        return _tensor(config.get("keras_history"), config.get("shape"))
    if kind in ("__tensor__", "__numpy__"):
        shape = config.get("shape")  # a live model says it without the numbers
        said = stated_shape(shape) or ()
        return Constant(_shape_of(config.get("value")) if shape is None else tuple(dim or 1 for dim in said))
    if kind == "__slice__":
        return slice(*(_value(config.get(end), depth + 1) for end in ("start", "stop", "step")))
    if kind == "__ellipsis__":
        return ...
    return value


def _tensor(history: Any, shape: Any = None) -> Tensor:
    if not is_reference(history):
        raise MalformedError(f"{str(history)[:80]} names no tensor: [layer, call, output] is expected")
    return Tensor(history[0], history[1], history[2], stated_shape(shape))


def is_reference(value: Any) -> bool:
    """Whether a value is `[layer, call, output]`."""
    return (
        isinstance(value, (list, tuple))
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in value[1:3])
    )


def _shape_of(value: Any) -> tuple[int, ...]:
    """The shape of nested lists."""
    shape: list[int] = []
    while isinstance(value, list) and len(shape) <= MAX_DEPTH:
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


# ---- Keras 2 -------------------------------------------------------------------------------------

CONSTANT = "_CONSTANT_VALUE"


def _old(node: Any) -> Call:
    if is_reference(node) or (isinstance(node, list) and node[:1] == [CONSTANT]):
        node = [node]
    kwargs: dict[str, Any] = {}
    first = _structure(node, kwargs)
    # A list of one tensor is that tensor.
    lone = isinstance(first, list) and len(first) == 1 and isinstance(first[0], Tensor)
    return Call((first[0] if lone else first,), kwargs, old=True)


def _structure(value: Any, kwargs: dict[str, Any], depth: int = 0) -> Any:
    """The tensors of a node in their nest; what stands beside them is put into `kwargs`."""
    if depth > MAX_DEPTH:
        raise MalformedError("its arguments are nested too deep")
    if is_reference(value):
        if len(value) == 4 and isinstance(value[3], dict):
            kwargs.update((name, _keyword(item)) for name, item in value[3].items())
        return _tensor(value)
    if isinstance(value, list) and len(value) in (3, 4) and value[0] == CONSTANT:
        if len(value) == 4 and isinstance(value[3], dict):
            kwargs.update((name, _keyword(item)) for name, item in value[3].items())
        return Constant(_shape_of(value[2]))
    if isinstance(value, list):
        return [_structure(item, kwargs, depth + 1) for item in value]
    if isinstance(value, dict):
        return {name: _structure(item, kwargs, depth + 1) for name, item in value.items()}
    raise MalformedError(f"{str(value)[:80]} in `inbound_nodes` names no tensor")


def _keyword(value: Any, depth: int = 0) -> Any:
    """A named argument: a tensor, a nest with tensors in it, or a plain value."""
    if depth > MAX_DEPTH:
        raise MalformedError("its arguments are nested too deep")
    if is_reference(value) and len(value) == 3:
        return _tensor(value)
    if isinstance(value, list) and len(value) == 3 and value[0] == CONSTANT:
        return Constant(_shape_of(value[2])) if isinstance(value[2], list) else value[2]
    if isinstance(value, list):
        return [_keyword(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {name: _keyword(item, depth + 1) for name, item in value.items()}
    return value
