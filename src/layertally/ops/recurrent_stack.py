"""Stacks of recurrent layers as PyTorch and Paddle have them: several layers, one or two directions, all steps
out.

Of L layers the first reads x, the others what the layer below gives: f(x) + (L − 1)·f(h), twice that for two
directions.

>>> from .recurrent import LSTM
>>> stack = Stack(LSTM, c_in=5, units=6, layers=2)
>>> stack.weigh(None).params.worked(), [out.shape for out in stack.infer([(None, 7, 5)])]
('4·6·(5 + 6 + 2) + (2 − 1)·4·6·(6 + 6 + 2)', [(None, 7, 6), (None, 2, 6), (None, 2, 6)])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..formula import Expr, Num, Sym, times, total
from ..model import Shape
from .base import Fact, Op, Out, Size, Weight, Weights
from .dense import check_features
from .recurrent import Cell, cell_kernels, cell_macs, cell_params, sequence, two_biases


@dataclass(frozen=True)
class Stack(Op):
    """`layers` recurrent layers over a sequence. Output 0 is the sequence, then each state as (B,
    layers·directions, h). `biases` are the roles of the bias vectors a gate has; `projected` is the size to which
    an LSTM's output is projected (0: not)."""

    cell: Cell
    c_in: int
    units: int
    layers: int = 1
    directions: int = 1
    biases: tuple[str, ...] = ("trainable", "trainable")
    projected: int = 0
    rate: float = 0.0
    activation: str | None = None
    family: ClassVar[str] = "seq"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.cell.name

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        batch, steps, width = sequence(inputs, self.cell.states)
        check_features(self.c_in, width, argument="input_size", axis=2)
        out = self._below()
        whole = Out((batch, steps, out.value), (Size(2, "features", out),))
        rows = self.layers * self.directions
        states = [
            Out((batch, rows, self.projected or self.units)),
            *(Out((batch, rows, self.units)) for _ in range(self.cell.states - 1)),
        ]
        return (whole, *states)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        h, p = self._h, self._p
        tensors: list[Weight] = []
        for layer in range(self.layers):
            x = Sym("x", self.c_in) if layer == 0 else self._below()
            for direction in ("", "reverse_")[: self.directions]:
                prefix = f"l{layer}_{direction}"
                tensors += (*cell_kernels(self.cell, x, h, prefix, p), *two_biases(self.cell, h, self.biases, prefix))
        params = self._sum(lambda x: cell_params(self.cell, x, h, len(self.biases), p))
        fixed = self.biases.count("fixed")
        if not fixed:
            return Weights(tuple(tensors), params)
        trained = self._sum(lambda x: cell_params(self.cell, x, h, len(self.biases) - fixed, p))
        return Weights(tuple(tensors), params, (trained, self._sum(lambda _: times(fixed, self.cell.gate(h)))))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        h, p = self._h, self._p
        return Sym("T", inputs[0][1]) * self._sum(lambda x: cell_macs(self.cell, x, h, p))

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("channels", (self.c_in, self.units)),
            ("layers", self.layers),
            ("bidirectional", self.directions == 2),
            ("projected", self.projected or None),
            ("no_bias", "trainable" not in self.biases),
            ("rate", self.rate or None),
            ("activation", self.activation),
        )

    @property
    def _h(self) -> Sym:
        return Sym("h", self.units)

    @property
    def _p(self) -> Sym | None:
        return Sym("h_p", self.projected) if self.projected else None

    def _below(self) -> Expr:
        """What one layer gives to the next."""
        own = self._p or self._h
        return times(2, own) if self.directions == 2 else own

    def _sum(self, one_direction: Callable[[Expr], Expr]) -> Expr:
        both = (Num(2),) if self.directions == 2 else ()
        first = times(*both, one_direction(Sym("x", self.c_in)))
        if self.layers == 1:
            return first
        return total(first, times(Sym("L", self.layers) - 1, *both, one_direction(self._below())))
