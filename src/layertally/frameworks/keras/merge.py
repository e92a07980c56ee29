"""Keras' merging layers. Source: keras.io, merging layers, 3.15."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.merge import Concatenate, Dot, Elementwise
from ..base import ANY_INT, FLAG, Arg, ArgumentError, Arguments, Kind, LayerType, table


def _elementwise(name: str) -> LayerType:
    return LayerType(name, (), lambda _: Elementwise(name.lower()))


def _axes(value: Any) -> tuple[int, int]:
    pair = tuple(ANY_INT.parse(item) for item in (value if isinstance(value, (list, tuple)) else (value, value)))
    if len(pair) != 2:
        raise ArgumentError(f"{value!r} is not one axis or two", "write axes: [2, 2]")
    return pair


def _dot(a: Arguments) -> Op:
    return Dot(a["axes"])


TYPES = table(
    *(_elementwise(name) for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")),
    LayerType("Concatenate", (Arg("axis", ANY_INT, -1),), lambda a: Concatenate(a["axis"])),
    LayerType(
        "Dot",
        (Arg("axes", Kind("one axis or two", _axes, {"type": ["integer", "array"]})), Arg("normalize", FLAG, False)),
        _dot,
    ),
)
