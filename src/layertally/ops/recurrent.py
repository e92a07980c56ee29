"""Recurrent layers: a cell that is applied at each step of a sequence. One layer at a time; stacks are in
`recurrent_stack`, wrappers in `wrap`.

A cell with G gates (RNN 1, GRU 3, LSTM 4) has G·h·(x + h + 1) parameters, with a second bias vector a gate one
more; its MACs are T·G·h·(x + h).

>>> lstm = Recurrent(LSTM, 256)
>>> lstm.weigh([(None, 12, 256)]).params.worked(), lstm.infer([(None, 12, 256)])[0].shape
('4·256·(256 + 256 + 1)', (None, 256))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times, total
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, Weight, Weights, rank_of
from .dense import check_features, last_dim


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell: how many gates it has and how many states it keeps."""

    name: str
    gates: int
    states: int

    def gate(self, *factors: Expr | int) -> Expr:
        """A product for all gates; a single gate is not written."""
        return times(*((Num(self.gates),) if self.gates > 1 else ()), *factors)


RNN = Cell("rnn", 1, 1)
GRU = Cell("gru", 3, 1)
LSTM = Cell("lstm", 4, 2)


def cell_kernels(cell: Cell, x: Expr, h: Expr, prefix: str = "", projected: Expr | None = None) -> tuple[Weight, ...]:
    """The matrices of one cell in one direction; `projected` is the size of what goes back in, where it is not
    h."""
    wide = cell.gate(h)
    tensors = (Weight(f"{prefix}kernel", (x, wide)), Weight(f"{prefix}recurrent_kernel", (projected or h, wide)))
    return tensors if projected is None else (*tensors, Weight(f"{prefix}projection", (h, projected)))


def one_bias(cell: Cell, h: Expr, biases: int) -> tuple[Weight, ...]:
    """All biases as one tensor, as Keras keeps them."""
    wide = cell.gate(h)
    return () if biases == 0 else (Weight("bias", (wide,) if biases == 1 else (Num(biases), wide)),)


def two_biases(cell: Cell, h: Expr, roles: tuple[str, ...], prefix: str = "") -> tuple[Weight, ...]:
    """A bias for the input and one for the state, as PyTorch and Paddle keep them; `roles` says whether each is
    trained."""
    named = zip(("bias_ih", "bias_hh"), roles, strict=False)
    return tuple(Weight(f"{prefix}{name}", (cell.gate(h),), role) for name, role in named)


def cell_params(cell: Cell, x: Expr, h: Expr, biases: int, projected: Expr | None = None) -> Expr:
    """G·h·(x + h + biases), and p·h where the state is projected."""
    gates = cell.gate(h, total(x, projected or h, *((biases,) if biases else ())))
    return gates if projected is None else gates + projected * h


def cell_macs(cell: Cell, x: Expr, h: Expr, projected: Expr | None = None) -> Expr:
    """Multiply-adds of one step: the weights without biases."""
    return cell_params(cell, x, h, 0, projected)


def sequence(inputs: Sequence[Shape], states: int) -> Shape:
    """The sequence (B, T, x); initial states may follow it. ShapeError otherwise."""
    if not 1 <= len(inputs) <= 1 + states:
        raise ShapeError("one_input", got=len(inputs))
    rank_of(inputs[0], 2, 2)
    return inputs[0]


@dataclass(frozen=True)
class Recurrent(Op):
    """One recurrent layer as Keras has it. `biases`: bias vectors a gate (GRU with reset_after: 2). Output: the
    last step, or all with `return_sequences`; then each state with `return_state`."""

    cell: Cell
    units: int
    biases: int = 1
    return_sequences: bool = False
    return_state: bool = False
    activation: str | None = None
    family: ClassVar[str] = "seq"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.cell.name

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        batch, steps, _ = sequence(inputs, self.cell.states)
        last = Out((batch, self.units), (Size(1, "features", Sym("h", self.units)),))
        whole = Out((batch, steps, self.units), (Size(2, "features", Sym("h", self.units)),))
        states = (Out(last.shape),) * self.cell.states if self.return_state else ()
        return (whole if self.return_sequences else last, *states)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        x, h = self._sizes(inputs)
        tensors = (*cell_kernels(self.cell, x, h), *one_bias(self.cell, h, self.biases))
        return Weights(tensors, cell_params(self.cell, x, h, self.biases))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        x, h = self._sizes(inputs)
        return Sym("T", inputs[0][1]) * cell_macs(self.cell, x, h)

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("units", self.units),
            ("return_sequences", self.return_sequences),
            ("no_bias", self.biases == 0),
            ("activation", self.activation),
        )

    def _sizes(self, inputs: Sequence[Shape]) -> tuple[Expr, Expr]:
        return Sym("x", sequence(inputs, self.cell.states)[2]), Sym("h", self.units)


@dataclass(frozen=True)
class CellStep(Op):
    """A cell alone, one step: the input (B, x), then its states; the new states come out, with `returns_output`
    after the output itself. `c_in` is what the author declared (PyTorch, Paddle); `biases` are the roles of the
    bias vectors."""

    cell: Cell
    units: int
    biases: tuple[str, ...] = ("trainable",)
    c_in: int | None = None
    returns_output: bool = False
    family: ClassVar[str] = "seq"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return f"{self.cell.name}_cell"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if not 1 <= len(inputs) <= 1 + self.cell.states:
            raise ShapeError("one_input", got=len(inputs))
        rank_of(inputs[0], 1, 1)
        check_features(self.c_in, inputs[0][-1], argument="input_size")
        state = Out((inputs[0][0], self.units), (Size(1, "features", Sym("h", self.units)),))
        return (state,) * (self.cell.states + self.returns_output)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        x, h = Sym("x", self._width(inputs)), Sym("h", self.units)
        count, fixed = len(self.biases), self.biases.count("fixed")
        together = self.c_in is None and not fixed
        biases = one_bias(self.cell, h, count) if together else two_biases(self.cell, h, self.biases)
        split = (cell_params(self.cell, x, h, count - fixed), times(fixed, self.cell.gate(h))) if fixed else None
        return Weights((*cell_kernels(self.cell, x, h), *biases), cell_params(self.cell, x, h, count), split)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return cell_macs(self.cell, Sym("x", self._width(inputs)), Sym("h", self.units))

    def facts(self) -> tuple[Fact, ...]:
        return (("units", self.units), ("no_bias", "trainable" not in self.biases))

    def _width(self, inputs: Sequence[Shape] | None) -> Dim:
        if self.c_in is None and inputs:
            return inputs[0][-1]
        return last_dim(inputs, self.c_in)
