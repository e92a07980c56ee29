"""Keras' dense layers. Source: keras.io, core layers, 3.15."""

from __future__ import annotations

import re
from typing import Any

from ...ops.base import Op
from ...ops.dense import Dense, EinsumDense
from ..base import FLAG, POSITIVE, Arg, ArgumentError, Arguments, Kind, LayerType, optional, table
from .common import ACTIVATION


def _dense(a: Arguments) -> Op:
    return Dense(a["units"], a["use_bias"], activation=a["activation"], lora_rank=a["lora_rank"])


def _einsum(a: Arguments) -> Op:
    return EinsumDense(a["equation"], a["output_shape"], a["bias_axes"] or "", a["activation"], a["lora_rank"])


def _equation(value: Any) -> str:
    text = str(value).replace(" ", "") if isinstance(value, str) else ""
    if not re.fullmatch(r"(\.\.\.)?[a-zA-Z]+(\.\.\.)?,[a-zA-Z]+->(\.\.\.)?[a-zA-Z]+(\.\.\.)?", text):
        raise ArgumentError(f"{value!r} is not an equation of one input and one kernel", "write it as ab,bc->ac")
    return text


def _output_shape(value: Any) -> tuple[int | None, ...]:
    return tuple(optional(POSITIVE).parse(item) for item in (value if isinstance(value, (list, tuple)) else (value,)))


EQUATION = Kind("an equation such as abc,cd->abd", _equation, {"type": "string", "pattern": "->"})
LETTERS = Kind(
    "letters of the output", lambda value: None if value is None else str(value), {"type": ["string", "null"]}
)
OUTPUT_SHAPE = Kind(
    "a number or a list, null for a dim of the input", _output_shape, {"type": ["integer", "array", "null"]}
)

TYPES = table(
    LayerType(
        "Dense",
        (
            Arg("units", POSITIVE),
            Arg("activation", ACTIVATION, None),
            Arg("use_bias", FLAG, True),
            Arg("lora_rank", optional(POSITIVE), None),
        ),
        _dense,
    ),
    LayerType(
        "EinsumDense",
        (
            Arg("equation", EQUATION),
            Arg("output_shape", OUTPUT_SHAPE),
            Arg("activation", ACTIVATION, None),
            Arg("bias_axes", LETTERS, None),
            Arg("lora_rank", optional(POSITIVE), None),
        ),
        _einsum,
    ),
)
