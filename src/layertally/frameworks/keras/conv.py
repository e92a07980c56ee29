"""Keras' convolutions. Source: keras.io, layers API, 3.15 (defaults) and counts recorded from Keras itself."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.conv import Conv
from ...ops.window import Padding, Window
from ..base import FLAG, POSITIVE, Arg, Arguments, LayerType, choice, ints, optional, table
from .common import ACTIVATION, DATA_FORMAT, channels_last


def _conv(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        window = Window(a["kernel_size"], a["strides"], a["dilation_rate"], Padding(a["padding"]))
        return Conv(window, a["filters"], a["groups"], a["use_bias"], channels_last(a), activation=a["activation"])

    paddings = ("valid", "same", "causal") if rank == 1 else ("valid", "same")
    return LayerType(
        f"Conv{rank}D",
        (
            Arg("filters", POSITIVE), Arg("kernel_size", ints(rank)), Arg("strides", ints(rank), 1),
            Arg("padding", choice(*paddings, fold_case=True), "valid"), Arg("data_format", optional(DATA_FORMAT), None),
            Arg("dilation_rate", ints(rank), 1), Arg("groups", POSITIVE, 1), Arg("activation", ACTIVATION, None),
            Arg("use_bias", FLAG, True),
        ),
        build,
        aliases=(f"Convolution{rank}D",),
    )


TYPES = table(*(_conv(rank) for rank in (1, 2, 3)))
