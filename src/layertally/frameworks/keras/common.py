"""Kinds of values that many Keras layers share."""

from __future__ import annotations

from typing import Any

from ...errors import nearest
from ..base import ArgumentError, Arguments, Kind, choice

DATA_FORMAT = choice("channels_last", "channels_first")


ACTIVATIONS = frozenset(
    {
        "celu",
        "elu",
        "exponential",
        "gelu",
        "glu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
        "leaky_relu",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "soft_shrink",
        "softmax",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
        "tanh_shrink",
        "threshold",
    }
)


def _activation(value: Any) -> str | None:
    """The name of an activation; a config may hold an object instead of a name."""
    if value is None or value == "linear":
        return None
    if isinstance(value, str):
        if value not in ACTIVATIONS:
            near = nearest(value, ACTIVATIONS)
            raise ArgumentError(f"`{value}` is not an activation of Keras", f"write `{near}`" if near else "")
        return value
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        named = value.get("config") if value["class_name"] == "function" else None
        return str(named if isinstance(named, str) else value["class_name"])
    raise ArgumentError(f"{value!r} is not the name of an activation", "write its name, such as relu")


ACTIVATION = Kind("the name of an activation", _activation, {"type": ["string", "null"]})


def channels_last(arguments: Arguments) -> bool:
    """Keras' default is channels_last."""
    return arguments.get("data_format") != "channels_first"
