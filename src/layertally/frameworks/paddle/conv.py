"""Paddle's convolutions. Source: paddlepaddle.org.cn, paddle.nn, and counts recorded from Paddle itself."""

from __future__ import annotations

from dataclasses import replace

from ...ops.base import Op
from ...ops.conv import Conv
from ...ops.transposed import TransposedConv
from ...ops.window import Padding, Window
from ..base import POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, ints, optional, table
from .common import BIAS, channels_last, data_format, has_bias, padding

_MODE = Arg("padding_mode", choice("zeros", "reflect", "replicate", "circular"), "zeros")
_BIAS = Arg("bias_attr", BIAS, None, aliases=("bias",))
_CHANNELS = (Arg("in_channels", POSITIVE), Arg("out_channels", POSITIVE))


def _window(a: Arguments) -> Window:
    window = Window(a["kernel_size"], a["stride"], a["dilation"], a["padding"], clipped=True)
    # Paddle's SAME sets the dilation to 1, whatever was asked for.
    return replace(window, dilation=(1,) * window.rank) if window.padding.mode == "same" else window


def _divides(a: Arguments) -> None:
    for name in ("in_channels", "out_channels"):
        if a[name] % a["groups"]:
            raise ArgumentError(
                f"{name} {a[name]} does not divide by groups {a['groups']}",
                f"write {name}: {-(-a[name] // a['groups']) * a['groups']}",
            )


def _conv(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        _divides(a)
        return Conv(
            _window(a), a["out_channels"], a["groups"], has_bias(a["bias_attr"]), channels_last(a), a["in_channels"]
        )

    return LayerType(
        f"Conv{rank}D",
        (
            *_CHANNELS,
            Arg("kernel_size", ints(rank)),
            Arg("stride", ints(rank), 1),
            padding(rank),
            Arg("dilation", ints(rank), 1),
            Arg("groups", POSITIVE, 1),
            _MODE,
            _BIAS,
            data_format(rank),
        ),
        build,
    )


def _transposed(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        _divides(a)
        window, extra = _window(a), a["output_padding"]
        if window.padding.mode == "valid":
            window = replace(window, padding=Padding.of((0,) * rank))
        if any(more >= s for more, s in zip(extra, a["stride"], strict=True)):
            raise ArgumentError(
                "output_padding must be below stride in every dim", f"write output_padding: {min(a['stride']) - 1}"
            )
        return TransposedConv(
            window,
            a["out_channels"],
            a["groups"],
            has_bias(a["bias_attr"]),
            channels_last(a),
            a["in_channels"],
            output_padding=extra,
            output_size=a["output_size"],
            same_as_conv=True,
        )

    steps = (Arg("groups", POSITIVE, 1), Arg("dilation", ints(rank), 1))
    return LayerType(
        f"Conv{rank}DTranspose",
        (
            *_CHANNELS,
            Arg("kernel_size", ints(rank)),
            Arg("stride", ints(rank), 1),
            padding(rank),
            Arg("output_padding", ints(rank, 0), 0),
            *(steps if rank == 1 else reversed(steps)),
            _BIAS,
            data_format(rank),
            Arg("output_size", optional(ints(rank)), None),
        ),
        build,
    )


TYPES = table(*(make(rank) for make in (_conv, _transposed) for rank in (1, 2, 3)))
