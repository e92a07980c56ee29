"""Keras' recurrent layers and the wrappers around layers. Source: keras.io, recurrent layers, 3.15: one bias vector a gate,
GRU with `reset_after` (the default) two."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.recurrent import GRU, LSTM, RNN, Cell, Recurrent
from ...ops.wrap import Bidirectional, SpectralNorm, TimeDistributed
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, optional, table
from ..settings import RATE, layer, unless
from .common import ACTIVATION

LAYER = layer("keras")
INITIALIZERS = tuple(
    Arg(name, ANY, None)
    for name in (
        "kernel_initializer", "recurrent_initializer", "bias_initializer", "kernel_regularizer", "recurrent_regularizer",
        "bias_regularizer", "activity_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint",
    )
)


def _recurrent(name: str, cell: Cell, *own: Arg) -> LayerType:
    def build(a: Arguments) -> Op:
        biases = (2 if a.get("reset_after") else 1) if a["use_bias"] else 0
        return Recurrent(cell, a["units"], biases, a["return_sequences"], a["return_state"], unless(a["activation"], "tanh"))

    gate = (Arg("recurrent_activation", ACTIVATION, "sigmoid"),) if cell is not RNN else ()
    args = (
        Arg("units", POSITIVE), Arg("activation", ACTIVATION, "tanh"), *gate, Arg("use_bias", FLAG, True), *INITIALIZERS,
        Arg("dropout", RATE, 0.0), Arg("recurrent_dropout", RATE, 0.0), Arg("return_sequences", FLAG, False),
        Arg("return_state", FLAG, False), Arg("go_backwards", FLAG, False), Arg("stateful", FLAG, False),
        Arg("unroll", FLAG, False), Arg("zero_output_for_mask", FLAG, False), Arg("time_major", FLAG, False),
        Arg("use_cudnn", ANY, None), Arg("implementation", ANY, None), *own,
    )
    return LayerType(name, args, build, aliases=(f"CuDNN{name}",) if gate else ())


def _bidirectional(a: Arguments) -> Op:
    inner = a["layer"]
    if not isinstance(inner, Recurrent) and inner.family != "seq" and inner.kind != "conv_lstm":
        raise ArgumentError("`layer` is not a recurrent layer", "write one such as {LSTM: {units: 64}}")
    return Bidirectional(inner, a["merge_mode"])


TYPES = table(
    _recurrent("SimpleRNN", RNN),
    _recurrent("GRU", GRU, Arg("reset_after", FLAG, True)),
    _recurrent("LSTM", LSTM, Arg("unit_forget_bias", FLAG, True)),
    LayerType(
        "Bidirectional",
        (Arg("layer", LAYER), Arg("merge_mode", optional(choice("concat", "sum", "mul", "ave")), "concat"),
         Arg("weights", ANY, None), Arg("backward_layer", ANY, None)),
        _bidirectional,
    ),
    LayerType("TimeDistributed", (Arg("layer", LAYER),), lambda a: TimeDistributed(a["layer"])),
    LayerType("SpectralNormalization", (Arg("layer", LAYER), Arg("power_iterations", NUMBER, 1)), lambda a: SpectralNorm(a["layer"])),
)
