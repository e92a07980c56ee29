"""Layers around a layer: both directions of a sequence, one step at a time, spectral normalisation.

>>> from .recurrent import LSTM, Recurrent
>>> both = Bidirectional(Recurrent(LSTM, 64))
>>> both.weigh([(None, 100, 32)]).params.worked(), both.infer([(None, 100, 32)])[0].shape
('2·4·64·(32 + 64 + 1)', (None, 128))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times
from ..model import Dim, Shape
from .base import Around, Fact, Op, Out, Size, Weight, Weights, one, rank_of


@dataclass(frozen=True)
class Bidirectional(Op):
    """A recurrent layer forwards and a copy backwards, or `backward`, another one; `merge_mode`: concat, sum, mul, ave,
    or None for two outputs."""

    layer: Op
    merge_mode: str | None = "concat"
    backward: Op | None = None
    family: ClassVar[str] = "seq"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return f"bidirectional_{self.layer.kind}"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        given = self.one_way(inputs)
        first, *states = self.layer.infer(given)
        other, *back = (self.backward or self.layer).infer(given)
        both = (*states, *back)
        if self.merge_mode is None:
            return (first, other, *both)
        if self.merge_mode != "concat":
            return (first, *both)
        axis = len(first.shape) - 1
        one, two = (next(size.formula for size in out.sizes if size.axis == axis) for out in (first, other))
        wide = times(2, one) if self.backward is None else one + two
        sizes = (*(size for size in first.sizes if size.axis != axis), Size(axis, "features", wide))
        return (Out((*first.shape[:-1], wide.value), sizes), *both)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        given = None if inputs is None else self.one_way(inputs)
        weights, back = self.layer.weigh(given), (self.backward or self.layer).weigh(given)
        if weights is None or back is None:
            return None
        tensors = tuple(
            tensor._replace(name=f"{way}_{tensor.name}")
            for way, found in (("forward", weights), ("backward", back))
            for tensor in found.tensors
        )
        return Weights(tensors, times(2, weights.params) if self.backward is None else weights.params + back.params)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        given = self.one_way(inputs)
        each = self.layer.macs(given, self.layer.infer(given))
        if each is None or self.backward is None:
            return None if each is None else times(2, each)
        back = self.backward.macs(given, self.backward.infer(given))
        return None if back is None else each + back

    @staticmethod
    def one_way(inputs: Sequence[Shape]) -> Sequence[Shape]:
        """The sequence and the initial states of one direction: those of both are given one after the other."""
        return inputs[: 1 + (len(inputs) - 1) // 2] if len(inputs) > 2 else inputs

    def facts(self) -> tuple[Fact, ...]:
        return (("wrapped", self.layer.kind), *self.layer.facts(), ("merge_mode", self.merge_mode or "two outputs"))


@dataclass(frozen=True)
class TimeDistributed(Around):
    """The same layer at every step: the weights are there once, the MACs T times."""

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        step, steps = self._step(inputs)
        return tuple(
            Out((out.shape[0], steps, *out.shape[1:]), tuple(size._replace(axis=size.axis + 1) for size in out.sizes))
            for out in self.layer.infer([step])
        )

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        return self.layer.weigh(None if inputs is None else [self._step(inputs)[0]])

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        step, steps = self._step(inputs)
        each = self.layer.macs([step], self.layer.infer([step]))
        return None if each is None else times(Sym("T", steps), each)

    def facts(self) -> tuple[Fact, ...]:
        return (("wrapped", self.layer.kind), *self.layer.facts())

    def _step(self, inputs: Sequence[Shape]) -> tuple[Shape, Dim]:
        shape = one(inputs)
        rank_of(shape, 2)
        return (shape[0], *shape[2:]), shape[1]


@dataclass(frozen=True)
class SpectralNorm(Around):
    """A layer whose kernel is divided by its largest singular value, which is estimated with a vector u that is not
    trained, one number an output. `role` is how it is kept."""

    role: str = "fixed"

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        weights = self.layer.weigh(inputs)
        if weights is None:
            raise ShapeError("no_kernel")
        c_out = weights.tensors[0].shape[-1]
        trained = any(tensor.role == "trainable" for tensor in weights.tensors)
        split = (weights.params, c_out) if trained else None
        vector = Weight("vector_u", (Num(1), c_out), self.role)
        return Weights((*weights.tensors, vector), weights.params + c_out, split)
