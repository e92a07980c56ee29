"""PyTorch's convolutions. Source: docs.pytorch.org, torch.nn, and counts recorded from PyTorch itself."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.conv import Conv
from ...ops.transposed import TransposedConv
from ...ops.window import Padding, Window
from ..base import FLAG, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, ints, table
from ..spatial import paddings
from .common import divides, same_needs_stride_one

_MODE = Arg("padding_mode", choice("zeros", "reflect", "replicate", "circular"), "zeros")
_WORDS = {"same": Padding("stride_one_same"), "valid": Padding("valid")}


def _channels(lazy: bool) -> tuple[Arg, ...]:
    declared = (Arg("in_channels", POSITIVE),)
    return (*(() if lazy else declared), Arg("out_channels", POSITIVE))


def _conv(rank: int, lazy: bool = False) -> LayerType:
    def build(a: Arguments) -> Op:
        divides(a, "in_channels", "out_channels")
        window = Window(a["kernel_size"], a["stride"], a["dilation"], a["padding"])
        same_needs_stride_one(window)
        return Conv(window, a["out_channels"], a["groups"], a["bias"], c_in=a.get("in_channels"))

    return LayerType(
        f"{'Lazy' * lazy}Conv{rank}d",
        (
            *_channels(lazy),
            Arg("kernel_size", ints(rank)),
            Arg("stride", ints(rank), 1),
            Arg("padding", paddings(rank, _WORDS), 0),
            Arg("dilation", ints(rank), 1),
            Arg("groups", POSITIVE, 1),
            Arg("bias", FLAG, True),
            _MODE,
        ),
        build,
    )


def _transposed(rank: int, lazy: bool = False) -> LayerType:
    def build(a: Arguments) -> Op:
        divides(a, "in_channels", "out_channels")
        extra, bounds = a["output_padding"], [max(pair) for pair in zip(a["stride"], a["dilation"], strict=True)]
        if any(more >= bound for more, bound in zip(extra, bounds, strict=True)):
            raise ArgumentError(
                "output_padding must be below stride or dilation in every dim",
                f"write output_padding: {min(bounds) - 1}",
            )
        window = Window(a["kernel_size"], a["stride"], a["dilation"], a["padding"])
        return TransposedConv(
            window, a["out_channels"], a["groups"], a["bias"], c_in=a.get("in_channels"), output_padding=extra
        )

    return LayerType(
        f"{'Lazy' * lazy}ConvTranspose{rank}d",
        (
            *_channels(lazy),
            Arg("kernel_size", ints(rank)),
            Arg("stride", ints(rank), 1),
            Arg("padding", paddings(rank), 0),
            Arg("output_padding", ints(rank, 0), 0),
            Arg("groups", POSITIVE, 1),
            Arg("bias", FLAG, True),
            Arg("dilation", ints(rank), 1),
            _MODE,
        ),
        build,
    )


TYPES = table(*(make(rank, lazy) for make in (_conv, _transposed) for lazy in (False, True) for rank in (1, 2, 3)))
