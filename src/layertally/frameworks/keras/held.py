"""Tensors that a model works with and that no layer makes: `Weight`, which a class of the user's own keeps, and
`Constant`. Both read nothing: `Weight: {shape: [1, 64], inputs: []}`."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.held import Held
from ..base import INT, Arg, ArgumentError, Arguments, Kind, LayerType, table


def _whole_shape(value: Any) -> tuple[int | None, ...]:
    if not isinstance(value, (list, tuple)):
        raise ArgumentError(f"{value!r} is not a shape with the batch", "write [1, 64], or [null, 1, 64]")
    return tuple(None if dim is None else INT.parse(dim) for dim in value)


def _shapes(value: Any) -> tuple[tuple[int, ...], ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, (list, tuple)) for each in value):
        raise ArgumentError(f"{value!r} is not a list of shapes", "write [[1, 64]]")
    return tuple(tuple(INT.parse(dim) for dim in each) for each in value)


SHAPE = Kind("a shape with the batch", _whole_shape, {"type": "array"})
SHAPES = Kind("a list of shapes", _shapes, {"type": "array", "items": {"type": "array"}})


def _weight(a: Arguments) -> Op:
    """Of one weight its own shape is that of the tensor, unless it is said."""
    shapes = a["weights"] or (tuple(dim or 1 for dim in a["shape"]),)
    return Held(a["shape"], shapes)


TYPES = table(
    LayerType("Weight", (Arg("shape", SHAPE), Arg("weights", SHAPES, ())), _weight),
    LayerType("Constant", (Arg("shape", SHAPE),), lambda a: Held(a["shape"])),
)
