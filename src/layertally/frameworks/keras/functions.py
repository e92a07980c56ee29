"""Operations of Keras 3 that slide a window: `ops.max_pool`, `ops.conv`. Source: keras.io, ops API, 3.15."""

from __future__ import annotations

from typing import Literal

from ...ops.base import Op
from ...ops.function import ConvolveWith, PoolWith
from ...ops.window import Padding
from ..base import Arg, Arguments, LayerType, choice, optional, table
from ..settings import SHAPE
from .common import DATA_FORMAT, channels_last
from .operations import CONSTANTS

PADDING = Arg("padding", choice("valid", "same"), "valid")
FORMAT = Arg("data_format", optional(DATA_FORMAT), None)


def _pool(name: str, method: Literal["max", "average"]) -> LayerType:
    def build(a: Arguments) -> Op:
        return PoolWith(a["pool_size"], a["strides"], Padding(a["padding"]), channels_last(a), method)

    args = (Arg("pool_size", SHAPE, 2), Arg("strides", optional(SHAPE), None), PADDING, FORMAT)
    return LayerType(f"ops.{name}", args, build, base_name=name)


def _conv(name: str, depthwise: bool) -> LayerType:
    def build(a: Arguments) -> Op:
        kernel = a["constants"][0] if a["constants"] else None
        return ConvolveWith(
            a["strides"], Padding(a["padding"]), a["dilation_rate"], channels_last(a), depthwise, kernel
        )

    args = (Arg("strides", SHAPE, 1), PADDING, FORMAT, Arg("dilation_rate", SHAPE, 1), CONSTANTS)
    return LayerType(f"ops.{name}", args, build, base_name=name)


TYPES = table(
    _pool("max_pool", "max"),
    _pool("average_pool", "average"),
    _conv("conv", depthwise=False),
    _conv("depthwise_conv", depthwise=True),
)
