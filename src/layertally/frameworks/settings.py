"""Kinds of values that several frameworks share: rates, axes, shapes, and a layer written inside a layer.

>>> AXES.parse(-1), AXES.parse([1, 2]), RATE.parse(0.25), SHAPE.parse([3, 4])
((-1,), (1, 2), 0.25, (3, 4))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import nearest
from ..ops.base import Op
from ..ops.network import Frozen
from .base import ANY_INT, NUMBER, POSITIVE, ArgumentError, Kind, LayerType


def _rate(value: Any) -> float:
    rate: float = NUMBER.parse(value)
    if not 0 <= rate <= 1:
        raise ArgumentError(f"{rate:g} is not between 0 and 1", "")
    return rate


def _several(kind: Kind, name: str) -> Kind:
    def parse(value: Any) -> tuple[int, ...]:
        return tuple(kind.parse(item) for item in (value if isinstance(value, (list, tuple)) else (value,)))

    return Kind(name, parse, {"anyOf": [kind.schema, {"type": "array", "items": kind.schema}]})


def unless(value: Any, default: Any) -> Any:
    """None where a setting is the default, which is not worth a word."""
    return None if value == default else value


RATE = Kind("a number from 0 to 1", _rate, {"type": "number", "minimum": 0, "maximum": 1})
AXES = _several(ANY_INT, "an axis or a list of axes")
SHAPE = _several(POSITIVE, "a number or a list of numbers")


def layer(framework: str) -> Kind:
    """A layer as a setting of another: `{LSTM: {units: 64}}`, `{Dense: 10}`, `ReLU`, or as a Keras config has it
    (`class_name`, `config`). Parses to its op."""

    def parse(value: Any) -> Op:
        from . import load

        if isinstance(value, Op):
            return value
        words = load(framework)
        name, given, strict = _spelling(value)
        found = words.type(name)
        if found is None:
            near = nearest(name, (*words.types, *words.aliases))
            raise ArgumentError(f"no layer `{name}` in {words.title}", f"write `{near}`" if near else "")
        op = found.op(_named(found, given, strict, words.ignored))
        return Frozen(op) if isinstance(given, Mapping) and given.get("trainable") is False else op

    return Kind("a layer, such as {Dense: 10}", parse, {"type": ["object", "string"]})


def _spelling(value: Any) -> tuple[str, Any, bool]:
    """Type name, arguments as written, and whether an unknown one is an error (a config may hold more than we
    read)."""
    if isinstance(value, str):
        return value, {}, True
    if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
        return value["class_name"], value.get("config") or {}, False
    if isinstance(value, Mapping) and len(value) == 1:
        name, given = next(iter(value.items()))
        return str(name), given, True
    raise ArgumentError(f"{str(value)[:60]} is not a layer", "write it as {Dense: 10}")


def _named(type_: LayerType, given: Any, strict: bool, ignored: frozenset[str]) -> dict[str, Any]:
    """Arguments by name: a mapping as it is, a list or a single value in positional order."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        values = given if isinstance(given, (list, tuple)) else [given]
        if len(values) > len(type_.args):
            raise ArgumentError(f"{type_.name} takes {len(type_.args)} arguments, not {len(values)}", "")
        return {arg.name: item for arg, item in zip(type_.args, values, strict=False)}
    out: dict[str, Any] = {}
    for name, item in given.items():
        if type_.arg(str(name)) is not None:
            out[str(name)] = item
        elif strict and name not in ignored and name not in ("name", "trainable"):
            near = nearest(str(name), [arg.name for arg in type_.args])
            raise ArgumentError(f"{type_.name} has no argument `{name}`", f"write `{near}`" if near else "")
    return out
