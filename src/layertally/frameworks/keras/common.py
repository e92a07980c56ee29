"""Kinds of values that many Keras layers share."""

from __future__ import annotations

from typing import Any

from ..base import ArgumentError, Arguments, Kind, choice

DATA_FORMAT = choice("channels_last", "channels_first")


def _activation(value: Any) -> str | None:
    """The name of an activation; a config may hold an object instead of a name."""
    if value is None or value == "linear":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return str(value["class_name"])
    raise ArgumentError(f"{value!r} is not the name of an activation", "write its name, such as relu")


ACTIVATION = Kind("the name of an activation", _activation, {"type": ["string", "null"]})


def channels_last(arguments: Arguments) -> bool:
    """Keras' default is channels_last."""
    return arguments.get("data_format") != "channels_first"
