"""Keras' recurrent layers and the wrappers around layers. Source: keras.io, recurrent layers, 3.15: one bias
vector a gate, GRU with `reset_after` (the default) two."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.conv_recurrent import ConvLSTM
from ...ops.network import Frozen, bare
from ...ops.recurrent import GRU, LSTM, RNN, Cell, CellStep, Recurrent
from ...ops.recurrent_cells import CellLoop, CellStack
from ...ops.window import Padding, Window
from ...ops.wrap import Bidirectional, SpectralNorm, TimeDistributed
from ..base import (
    ANY,
    FLAG,
    NUMBER,
    POSITIVE,
    Arg,
    ArgumentError,
    Arguments,
    Kind,
    LayerType,
    choice,
    ints,
    optional,
    table,
)
from ..settings import RATE, layer, unless
from .common import ACTIVATION, DATA_FORMAT, channels_last

LAYER = layer("keras")
WEIGHTS = tuple(
    Arg(name, ANY, None)
    for name in (
        "kernel_initializer",
        "recurrent_initializer",
        "bias_initializer",
        "kernel_regularizer",
        "recurrent_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "kernel_constraint",
        "recurrent_constraint",
        "bias_constraint",
    )
)

OUTPUTS = (Arg("return_sequences", FLAG, False), Arg("return_state", FLAG, False))
RUN = tuple(
    Arg(name, ANY, None)
    for name in (
        "go_backwards",
        "stateful",
        "unroll",
        "zero_output_for_mask",
        "time_major",
        "use_cudnn",
        "implementation",
    )
)
"""How it runs, which changes no number."""


def _settings(cell: Cell) -> tuple[Arg, ...]:
    """What a layer takes as well as its cell does."""
    gate = (Arg("recurrent_activation", ACTIVATION, "sigmoid"),) if cell is not RNN else ()
    return (
        Arg("units", POSITIVE),
        Arg("activation", ACTIVATION, "tanh"),
        *gate,
        Arg("use_bias", FLAG, True),
        *WEIGHTS,
        Arg("dropout", RATE, 0.0),
        Arg("recurrent_dropout", RATE, 0.0),
    )


def _recurrent(name: str, cell: Cell, *own: Arg) -> LayerType:
    def build(a: Arguments) -> Op:
        return Recurrent(
            cell, a["units"], _biases(a), a["return_sequences"], a["return_state"], unless(a["activation"], "tanh")
        )

    return LayerType(name, (*_settings(cell), *OUTPUTS, *RUN, *own), build)


def _cell(name: str, cell: Cell, *own: Arg) -> LayerType:
    def build(a: Arguments) -> Op:
        return CellStep(cell, a["units"], ("trainable",) * _biases(a), returns_output=True)

    return LayerType(name, (*_settings(cell), *own), build)


def _fused(name: str, cell: Cell) -> LayerType:
    """The layers that Keras 2 had for one library of NVIDIA: two bias vectors a gate."""

    def build(a: Arguments) -> Op:
        return Recurrent(cell, a["units"], 2, a["return_sequences"], a["return_state"])

    return LayerType(name, (Arg("units", POSITIVE), *WEIGHTS, *OUTPUTS, *RUN), build)


def _biases(a: Arguments) -> int:
    return (2 if a.get("reset_after") else 1) if a["use_bias"] else 0


def _cells(value: Any) -> tuple[CellStep, ...]:
    cells = tuple(LAYER.parse(item) for item in (value if isinstance(value, (list, tuple)) else (value,)))
    if not cells or not all(isinstance(bare(cell), CellStep) for cell in cells):
        raise ArgumentError("these are not recurrent cells", "write one such as {LSTMCell: {units: 64}}")
    return cells


def _one_or_more(value: Any) -> Op:
    """A cell, cells in a list, or a stack of them."""
    found: Op = CellStack(_cells(value)) if isinstance(value, (list, tuple)) else LAYER.parse(value)
    if not isinstance(bare(found), (CellStep, CellStack)):
        raise ArgumentError("`cell` is not a recurrent cell", "write one such as {LSTMCell: {units: 64}}")
    return found


CELLS = Kind("a list of cells", _cells, {"type": "array"})
CELL = Kind("a cell or a list of cells", _one_or_more, {"type": ["object", "string", "array"]})


def _over_cell(a: Arguments) -> Op:
    cell = bare(a["cell"])
    if isinstance(cell, CellStack):
        loop: Op = CellLoop(cell, a["return_sequences"], a["return_state"])
    else:
        assert isinstance(cell, CellStep)
        loop = Recurrent(cell.cell, cell.units, len(cell.biases), a["return_sequences"], a["return_state"])
    return Frozen(loop) if isinstance(a["cell"], Frozen) else loop


def _conv_lstm(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        if max(a["strides"]) > 1 and max(a["dilation_rate"]) > 1:
            raise ArgumentError(
                "Keras does not take strides above 1 together with a dilation_rate above 1", "write strides: 1"
            )
        window = Window(a["kernel_size"], a["strides"], a["dilation_rate"], Padding(a["padding"]))
        return ConvLSTM(
            window,
            a["filters"],
            a["use_bias"],
            channels_last(a),
            a["return_sequences"],
            a["return_state"],
            unless(a["activation"], "tanh"),
        )

    args = (
        Arg("filters", POSITIVE),
        Arg("kernel_size", ints(rank)),
        Arg("strides", ints(rank), 1),
        Arg("padding", choice("valid", "same", fold_case=True), "valid"),
        Arg("data_format", optional(DATA_FORMAT), None),
        Arg("dilation_rate", ints(rank), 1),
        Arg("activation", ACTIVATION, "tanh"),
        Arg("recurrent_activation", ACTIVATION, "sigmoid"),
        Arg("use_bias", FLAG, True),
        *WEIGHTS,
        Arg("unit_forget_bias", FLAG, True),
        Arg("dropout", RATE, 0.0),
        Arg("recurrent_dropout", RATE, 0.0),
        *OUTPUTS,
        *RUN,
    )
    return LayerType(f"ConvLSTM{rank}D", args, build)


def _bidirectional(a: Arguments) -> Op:
    inner = a["layer"]
    if not isinstance(bare(inner), (Recurrent, CellLoop, ConvLSTM)):
        raise ArgumentError("`layer` is not a recurrent layer", "write one such as {LSTM: {units: 64}}")
    other = a["backward_layer"]
    if other is not None and not isinstance(bare(other), (Recurrent, CellLoop, ConvLSTM)):
        raise ArgumentError("`backward_layer` is not a recurrent layer", "write one such as {LSTM: {units: 64}}")
    return Bidirectional(inner, a["merge_mode"], None if other == inner else other)


TYPES = table(
    _recurrent("SimpleRNN", RNN),
    _recurrent("GRU", GRU, Arg("reset_after", FLAG, True)),
    _recurrent("LSTM", LSTM, Arg("unit_forget_bias", FLAG, True)),
    _fused("CuDNNGRU", GRU),
    _fused("CuDNNLSTM", LSTM),
    _cell("SimpleRNNCell", RNN),
    _cell("GRUCell", GRU, Arg("reset_after", FLAG, True)),
    _cell("LSTMCell", LSTM, Arg("unit_forget_bias", FLAG, True)),
    LayerType("StackedRNNCells", (Arg("cells", CELLS),), lambda a: CellStack(a["cells"])),
    LayerType("RNN", (Arg("cell", CELL), *OUTPUTS, *RUN), _over_cell),
    *(_conv_lstm(rank) for rank in (1, 2, 3)),
    LayerType(
        "Bidirectional",
        (
            Arg("layer", LAYER),
            Arg("merge_mode", optional(choice("concat", "sum", "mul", "ave")), "concat"),
            Arg("weights", ANY, None),
            Arg("backward_layer", optional(LAYER), None),
        ),
        _bidirectional,
    ),
    LayerType("TimeDistributed", (Arg("layer", LAYER),), lambda a: TimeDistributed(a["layer"])),
    LayerType(
        "SpectralNormalization",
        (Arg("layer", LAYER), Arg("power_iterations", NUMBER, 1)),
        lambda a: SpectralNorm(a["layer"]),
    ),
)
