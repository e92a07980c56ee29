"""Transformer layers, spelled alike in PyTorch and Paddle but for biases and norms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..ops.base import Op
from ..ops.transformer import Transformer, TransformerLayer, TransformerStack
from .base import ANY, ANY_INT, POSITIVE, TEXT, Arg, ArgumentError, Arguments, LayerType, table
from .settings import RATE, layer

Biases = Callable[[Arguments], tuple[bool, bool]]
"""Whether the dense layers have a bias, and whether the norms have one."""


def divides(width: int, heads: int, name: str) -> None:
    """ArgumentError unless all heads are equally wide."""
    if width % heads:
        raise ArgumentError(
            f"{name} {width} does not divide by {heads} heads", f"write {name}: {-(-width // heads) * heads}"
        )


def transformer_types(
    framework: str, biases: Biases, packed: bool, feed_forward: Arg, more: tuple[Arg, ...]
) -> dict[str, LayerType]:
    """The table. `more` are the framework's own arguments of a layer, after dropout and activation."""
    inside = layer(framework)

    def build(a: Arguments, cross: bool) -> TransformerLayer:
        divides(a["d_model"], a["nhead"], "d_model")
        dense, norm = biases(a)
        return TransformerLayer(
            a["d_model"], a["nhead"], a["dim_feedforward"], dense, cross, norm, packed, a["activation"]
        )

    def stack(argument: str) -> Callable[[Arguments], Op]:
        def make(a: Arguments) -> Op:
            inner = a[argument]
            if not isinstance(inner, TransformerLayer):
                raise ArgumentError(f"`{argument}` is not a transformer layer", "")
            return TransformerStack(inner, a["num_layers"], _norm(a["norm"], inner.width))

        return make

    def whole(a: Arguments) -> Op:
        norm = 2 if biases(a)[1] else 1
        return Transformer(
            TransformerStack(build(a, False), a["num_encoder_layers"], norm),
            TransformerStack(build(a, True), a["num_decoder_layers"], norm),
        )

    rest = (Arg("dropout", RATE, 0.1), Arg("activation", TEXT, "relu"), *more)
    sizes = (Arg("d_model", POSITIVE), Arg("nhead", POSITIVE), feed_forward)
    depth = (
        Arg("num_layers", POSITIVE),
        Arg("norm", ANY, None),
        Arg("enable_nested_tensor", ANY, None),
        Arg("mask_check", ANY, None),
    )
    return table(
        LayerType("TransformerEncoderLayer", (*sizes, *rest), lambda a: build(a, False)),
        LayerType("TransformerDecoderLayer", (*sizes, *rest), lambda a: build(a, True)),
        LayerType("TransformerEncoder", (Arg("encoder_layer", inside), *depth), stack("encoder_layer")),
        LayerType("TransformerDecoder", (Arg("decoder_layer", inside), *depth), stack("decoder_layer")),
        LayerType(
            "Transformer",
            (
                Arg("d_model", POSITIVE, 512),
                Arg("nhead", POSITIVE, 8),
                Arg("num_encoder_layers", ANY_INT, 6),
                Arg("num_decoder_layers", ANY_INT, 6),
                Arg("dim_feedforward", POSITIVE, 2048),
                *rest,
            ),
            whole,
        ),
    )


def _norm(value: Any, width: int) -> int:
    """How many numbers a feature the last norm holds: none without one."""
    if value is None:
        return 0
    if isinstance(value, dict) and len(value) == 1:
        name, given = next(iter(value.items()))
        if name == "RMSNorm":
            return 1
        if name == "LayerNorm":
            return 1 if isinstance(given, dict) and given.get("bias") is False else 2
    raise ArgumentError("`norm` is not a norm that is known", f"write {{LayerNorm: {width}}}")
