"""Keras' convolutions. Source: keras.io, layers API, 3.15 (defaults) and counts recorded from Keras itself."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.conv import Conv, DepthwiseConv, SeparableConv
from ...ops.local import LocalConv
from ...ops.transposed import TransposedConv
from ...ops.window import Padding, Window
from ..base import FLAG, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, ints, optional, table
from .common import ACTIVATION, DATA_FORMAT, channels_last


def _window(a: Arguments) -> Window:
    return Window(a["kernel_size"], a["strides"], a["dilation_rate"], Padding(a["padding"]))


def _strides_or_dilation(a: Arguments) -> None:
    if max(a["strides"]) > 1 and max(a["dilation_rate"]) > 1:
        raise ArgumentError(
            "Keras does not take strides above 1 together with a dilation_rate above 1", "write strides: 1"
        )


def _kernel(rank: int) -> tuple[Arg, ...]:
    return Arg("kernel_size", ints(rank)), Arg("strides", ints(rank), 1)


def _padding(*words: str) -> Arg:
    return Arg("padding", choice(*(words or ("valid", "same")), fold_case=True), "valid")


_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)
_ENDING = (Arg("activation", ACTIVATION, None), Arg("use_bias", FLAG, True))


def _conv(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        _strides_or_dilation(a)
        if a["filters"] % a["groups"]:
            raise ArgumentError(
                f"{a['filters']} filters do not divide into {a['groups']} groups",
                f"write filters: {-(-a['filters'] // a['groups']) * a['groups']}",
            )
        return Conv(_window(a), a["filters"], a["groups"], a["use_bias"], channels_last(a), activation=a["activation"])

    return LayerType(
        f"Conv{rank}D",
        (
            Arg("filters", POSITIVE),
            *_kernel(rank),
            _padding(*("valid", "same", "causal")[: 3 if rank == 1 else 2]),
            _FORMAT,
            Arg("dilation_rate", ints(rank), 1),
            Arg("groups", POSITIVE, 1),
            *_ENDING,
        ),
        build,
        aliases=(f"Convolution{rank}D",),
    )


def _transposed(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        _strides_or_dilation(a)
        more = a["output_padding"]
        if more is not None and any(amount >= s for amount, s in zip(more, a["strides"], strict=True)):
            raise ArgumentError(
                "output_padding must be below strides in every dim", f"write output_padding: {min(a['strides']) - 1}"
            )
        return TransposedConv(
            _window(a),
            a["filters"],
            1,
            a["use_bias"],
            channels_last(a),
            activation=a["activation"],
            output_padding=more,
        )

    extra = Arg("output_padding", optional(ints(rank, 0)), None)
    return LayerType(
        f"Conv{rank}DTranspose",
        (
            Arg("filters", POSITIVE),
            *_kernel(rank),
            _padding(),
            # Keras' own order: only in three dims does the data format come first.
            *((_FORMAT, extra) if rank == 3 else (extra, _FORMAT)),
            Arg("dilation_rate", ints(rank), 1),
            *_ENDING,
        ),
        build,
        aliases=(f"Convolution{rank}DTranspose",),
    )


def _depthwise(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return DepthwiseConv(_window(a), a["depth_multiplier"], a["use_bias"], channels_last(a), a["activation"])

    return LayerType(
        f"DepthwiseConv{rank}D",
        (
            *_kernel(rank),
            _padding(),
            Arg("depth_multiplier", POSITIVE, 1),
            _FORMAT,
            Arg("dilation_rate", ints(rank), 1),
            *_ENDING,
        ),
        build,
    )


def _separable(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return SeparableConv(
            _window(a), a["filters"], a["depth_multiplier"], a["use_bias"], channels_last(a), a["activation"]
        )

    return LayerType(
        f"SeparableConv{rank}D",
        (
            Arg("filters", POSITIVE),
            *_kernel(rank),
            _padding(),
            _FORMAT,
            Arg("dilation_rate", ints(rank), 1),
            Arg("depth_multiplier", POSITIVE, 1),
            *_ENDING,
        ),
        build,
        aliases=(f"SeparableConvolution{rank}D",),
    )


def _local(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        if a["implementation"] == 2:
            raise ArgumentError("implementation 2 keeps one matrix for all places, for which there is no rule", "")
        window = Window(a["kernel_size"], a["strides"], (1,) * rank, Padding(a["padding"]))
        return LocalConv(window, a["filters"], 1, a["use_bias"], channels_last(a), activation=a["activation"])

    return LayerType(
        f"LocallyConnected{rank}D",
        (
            Arg("filters", POSITIVE),
            *_kernel(rank),
            _padding(),
            _FORMAT,
            *_ENDING,
            Arg("implementation", POSITIVE, 1),
        ),
        build,
    )


TYPES = table(
    *(make(rank) for make in (_conv, _transposed) for rank in (1, 2, 3)),
    *(make(rank) for make in (_depthwise, _separable, _local) for rank in (1, 2)),
)
