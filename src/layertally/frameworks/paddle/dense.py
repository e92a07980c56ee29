"""Paddle's dense layers: Linear, Bilinear. Source: paddlepaddle.org.cn, paddle.nn, 3.3; `bias_attr: false` leaves
the bias out."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.dense import Bilinear, Dense
from ..base import ANY, POSITIVE, Arg, Arguments, LayerType, table
from .common import BIAS, has_bias

ATTRIBUTES = (Arg("weight_attr", ANY, None), Arg("bias_attr", BIAS, None))


def _linear(a: Arguments) -> Op:
    return Dense(a["out_features"], has_bias(a["bias_attr"]), a["in_features"])


def _bilinear(a: Arguments) -> Op:
    return Bilinear(a["in1_features"], a["in2_features"], a["out_features"], has_bias(a["bias_attr"]), bias_rows=1)


TYPES = table(
    LayerType("Linear", (Arg("in_features", POSITIVE), Arg("out_features", POSITIVE), *ATTRIBUTES), _linear),
    LayerType(
        "Bilinear",
        (Arg("in1_features", POSITIVE), Arg("in2_features", POSITIVE), Arg("out_features", POSITIVE), *ATTRIBUTES),
        _bilinear,
    ),
)
