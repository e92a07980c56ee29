"""Paddle's recurrent layers: two bias vectors a gate, all steps out, then the states. Source: paddlepaddle.org.cn,
paddle.nn, 3.3."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.recurrent import GRU, LSTM, RNN, Cell, CellStep
from ...ops.recurrent_stack import Stack
from ..base import ANY, FLAG, INT, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, table
from ..settings import RATE, unless
from .common import BIAS, has_bias

SIZES = (Arg("input_size", POSITIVE), Arg("hidden_size", POSITIVE))
ACTIVATION = Arg("activation", choice("tanh", "relu"), "tanh")
ATTRIBUTES = (
    Arg("weight_ih_attr", ANY, None),
    Arg("weight_hh_attr", ANY, None),
    Arg("bias_ih_attr", BIAS, None),
    Arg("bias_hh_attr", BIAS, None),
)


def _roles(a: Arguments) -> tuple[str, ...]:
    """A bias whose attribute is false is there all the same: zeros that are not trained."""
    return tuple("trainable" if has_bias(a[name]) else "fixed" for name in ("bias_ih_attr", "bias_hh_attr"))


def _stack(name: str, cell: Cell) -> LayerType:
    def build(a: Arguments) -> Op:
        projected = a.get("proj_size") or 0
        if projected >= a["hidden_size"]:
            raise ArgumentError(f"proj_size {projected} is not below hidden_size {a['hidden_size']}", "")
        return Stack(
            cell,
            a["input_size"],
            a["hidden_size"],
            a["num_layers"],
            1 if a["direction"] == "forward" else 2,
            _roles(a),
            projected,
            a["dropout"],
            unless(a.get("activation"), "tanh"),
        )

    args = (
        *SIZES,
        Arg("num_layers", POSITIVE, 1),
        Arg("direction", choice("forward", "bidirect", "bidirectional"), "forward"),
        Arg("time_major", FLAG, False),
        Arg("dropout", RATE, 0.0),
        *((ACTIVATION,) if cell is RNN else ()),
        *ATTRIBUTES,
        *((Arg("proj_size", INT, 0),) if cell is LSTM else ()),
    )
    return LayerType(name, args, build)


def _cell(name: str, cell: Cell) -> LayerType:
    own = (ACTIVATION,) if cell is RNN else ()
    return LayerType(
        name,
        (*SIZES, *own, *ATTRIBUTES),
        lambda a: CellStep(cell, a["hidden_size"], _roles(a), a["input_size"], returns_output=True),
    )


TYPES = table(
    _stack("SimpleRNN", RNN),
    _stack("GRU", GRU),
    _stack("LSTM", LSTM),
    _cell("SimpleRNNCell", RNN),
    _cell("GRUCell", GRU),
    _cell("LSTMCell", LSTM),
)
