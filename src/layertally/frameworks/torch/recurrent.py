"""PyTorch's recurrent layers: two bias vectors a gate, all steps out, then the states. Source: docs.pytorch.org,
torch.nn, 2.13."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.recurrent import GRU, LSTM, RNN, Cell, CellStep
from ...ops.recurrent_stack import Stack
from ..base import FLAG, INT, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, table
from ..settings import RATE, unless

SIZES = (Arg("input_size", POSITIVE), Arg("hidden_size", POSITIVE))
NONLINEARITY = Arg("nonlinearity", choice("tanh", "relu"), "tanh")


def _roles(a: Arguments) -> tuple[str, ...]:
    return ("trainable", "trainable") if a["bias"] else ()


def _stack(name: str, cell: Cell) -> LayerType:
    def build(a: Arguments) -> Op:
        projected = a["proj_size"]
        if projected and cell is not LSTM:
            raise ArgumentError("proj_size is only for LSTM", "leave it out")
        if projected and projected >= a["hidden_size"]:
            raise ArgumentError(f"proj_size {projected} is not below hidden_size {a['hidden_size']}", "")
        return Stack(
            cell,
            a["input_size"],
            a["hidden_size"],
            a["num_layers"],
            2 if a["bidirectional"] else 1,
            _roles(a),
            projected,
            a["dropout"],
            unless(a.get("nonlinearity"), "tanh"),
        )

    own = (NONLINEARITY,) if cell is RNN else ()
    args = (
        *SIZES,
        Arg("num_layers", POSITIVE, 1),
        *own,
        Arg("bias", FLAG, True),
        Arg("batch_first", FLAG, False),
        Arg("dropout", RATE, 0.0),
        Arg("bidirectional", FLAG, False),
        Arg("proj_size", INT, 0),
    )
    return LayerType(name, args, build)


def _cell(name: str, cell: Cell) -> LayerType:
    own = (NONLINEARITY,) if cell is RNN else ()
    return LayerType(
        name,
        (*SIZES, Arg("bias", FLAG, True), *own),
        lambda a: CellStep(cell, a["hidden_size"], _roles(a), a["input_size"]),
    )


TYPES = table(
    _stack("RNN", RNN),
    _stack("GRU", GRU),
    _stack("LSTM", LSTM),
    _cell("RNNCell", RNN),
    _cell("GRUCell", GRU),
    _cell("LSTMCell", LSTM),
)
