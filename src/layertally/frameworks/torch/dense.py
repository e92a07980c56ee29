"""PyTorch's dense layers: Linear (also lazy), Bilinear. Source: docs.pytorch.org, torch.nn, 2.13."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.dense import Bilinear, Dense
from ..base import FLAG, POSITIVE, Arg, Arguments, LayerType, table


def _linear(a: Arguments) -> Op:
    return Dense(a["out_features"], a["bias"], a["in_features"])


def _bilinear(a: Arguments) -> Op:
    return Bilinear(a["in1_features"], a["in2_features"], a["out_features"], a["bias"])


TYPES = table(
    LayerType(
        "Linear", (Arg("in_features", POSITIVE), Arg("out_features", POSITIVE), Arg("bias", FLAG, True)), _linear
    ),
    LayerType(
        "Bilinear",
        (
            Arg("in1_features", POSITIVE),
            Arg("in2_features", POSITIVE),
            Arg("out_features", POSITIVE),
            Arg("bias", FLAG, True),
        ),
        _bilinear,
    ),
)
