"""Tensors that nothing flows into: weights that a model uses without a layer (a class token, a table of positions), and
constants.

>>> Held((1, 64), ((1, 1, 64),)).infer([])[0].shape, Held((1, 64), ((1, 1, 64),)).weigh([]).params.worked()
((1, 64), '1·1·64')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import ShapeError
from ..formula import Num, Sym, times, total
from ..model import Dim, Shape
from .base import Op, Out, Weight, Weights


@dataclass(frozen=True)
class Held(Op):
    """A tensor of this `shape`, worked out of weights of these shapes; of no weights it is a constant."""

    shape: tuple[Dim, ...]
    weights: tuple[tuple[int, ...], ...] = ()

    @property
    def family(self) -> str:  # type: ignore[override]
        return "embed" if self.weights else "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return "weight" if self.weights else "constant"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if inputs:
            raise ShapeError("inputs", expected=0, got=len(inputs))
        return (Out(self.shape),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if not self.weights:
            return None
        shapes = [tuple(Sym(f"n_{at}", dim) for at, dim in enumerate(shape, 1)) for shape in self.weights]
        several = len(shapes) > 1
        tensors = tuple(Weight(f"weight_{at}" if several else "weight", shape) for at, shape in enumerate(shapes, 1))
        return Weights(tensors, total(*(times(*shape) if shape else Num(1) for shape in shapes)))
