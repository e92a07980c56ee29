"""Axes moved about and attention between heads, as functions on tensors have them; the batch is axis 0.

>>> Swap(1, 2).infer([(None, 5, 8)])[0].shape, Move((1,), (-1,)).infer([(None, 4, 6, 8)])[0].shape
((None, 8, 5), (None, 6, 8, 4))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym
from ..model import Shape
from .activation import axis_of
from .attention import core_macs
from .base import Fact, Op, Out, one, rank_of


@dataclass(frozen=True)
class Swap(Op):
    """Two axes change places."""

    first: int
    second: int
    kind: ClassVar[str] = "permute"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        dims = list(one(inputs))
        i, j = axis_of(self.first, inputs[0]), axis_of(self.second, inputs[0])
        if i != j and 0 in (i, j):
            raise ShapeError("batch_axis", argument="axis1")
        dims[i], dims[j] = dims[j], dims[i]
        return (Out(tuple(dims)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", (self.first, self.second)),)


@dataclass(frozen=True)
class Move(Op):
    """Axes move to other places, the others keep their order."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    kind: ClassVar[str] = "permute"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        source = [axis_of(axis, shape) for axis in self.source]
        target = [axis_of(axis, shape) for axis in self.target]
        order = [axis for axis in range(len(shape)) if axis not in source]
        for place, axis in sorted(zip(target, source, strict=True)):
            order.insert(place, axis)
        if order[:1] != [0]:
            raise ShapeError("batch_axis", argument="source")
        return (Out(tuple(shape[axis] for axis in order)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", self.source),)


@dataclass(frozen=True)
class Attend(Op):
    """Scaled dot-product attention between heads: (B, T_q, n_heads, d), (B, T_k, …), (B, T_k, …)."""

    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "attention"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        query, _, value = self._operands(inputs)
        return (Out((*query[:-1], value[-1])),)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        query, key, value = self._operands(inputs)
        heads, d_k, d_v = Sym("n_heads", query[2]), Sym("d_k", query[3]), Sym("d_v", value[3])
        return core_macs(Sym("T_q", query[1]), Sym("T_k", key[1]), heads, d_k, d_v)

    def _operands(self, inputs: Sequence[Shape]) -> tuple[Shape, Shape, Shape]:
        if len(inputs) < 3:
            raise ShapeError("query_key_value", got=len(inputs))
        for shape in inputs[:3]:
            rank_of(shape, 3, 3)
        return inputs[0], inputs[1], inputs[2]
