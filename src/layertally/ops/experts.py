"""Mixtures of experts: a router that picks a few of many dense networks for each token, and these networks.

In: tokens; for the experts also the router's weights. Out: tokens. All experts hold parameters, only the picked ones
work: with k of E experts a token costs k times one expert.

>>> up, down = Matrix(4096, 28672), Matrix(14336, 4096)
>>> experts = Experts(8, 2, (up, down), rows=32)
>>> shapes = [(None, 16, 4096), (None, 16, 2)]
>>> experts.weigh(shapes).params.worked(), experts.active().value
('8·(4096·28672 + 14336·4096)', 352321536)
>>> experts.macs(shapes, experts.infer(shapes)).worked()
'32·(4096·28672 + 14336·4096)'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ..errors import ShapeError
from ..formula import Expr, Sym, times, total
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, Weight, Weights, one, positions
from .dense import check_features


class Matrix(NamedTuple):
    """One dense layer of an expert."""

    c_in: int
    c_out: int
    bias: bool = False


@dataclass(frozen=True)
class Router(Op):
    """A dense layer that gives each of `experts` a score, of which the best `active` are kept as weights. `out`: the
    dims that come out, if not these."""

    experts: int
    active: int
    c_in: int
    bias: bool = False
    out: tuple[Dim, ...] | None = None
    family: ClassVar[str] = "dense"
    kind: ClassVar[str] = "router"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        check_features(self.c_in, shape[-1], argument="in_features")
        return (Out((shape[0], *(self.out or (*shape[1:-1], self.active)))),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in, count = Sym("c_in", self.c_in), Sym("E", self.experts)
        bias = (Weight("bias", (count,)),) if self.bias else ()
        return Weights((Weight("weight", (count, c_in)), *bias), (c_in + 1) * count if self.bias else c_in * count)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(*positions(inputs[0]), Sym("c_in", self.c_in), Sym("E", self.experts))

    def facts(self) -> tuple[Fact, ...]:
        return (("experts", (self.experts, self.active)), ("no_bias", not self.bias))


@dataclass(frozen=True)
class Experts(Op):
    """`count` experts of the same `matrices`, `picked` of which see a token; `rows` are all tokens of one sample times
    the experts that see them. Inputs: the tokens, the router's weights."""

    count: int
    picked: int
    matrices: tuple[Matrix, ...]
    rows: Dim
    activation: str | None = None
    family: ClassVar[str] = "dense"
    kind: ClassVar[str] = "experts"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if not 1 <= len(inputs) <= 3:
            raise ShapeError("several_inputs", got=len(inputs))
        shape = inputs[0]
        check_features(self.matrices[0].c_in, shape[-1], argument="in_features")
        out = (*shape[:-1], self.matrices[-1].c_out)
        return (Out(out, (Size(len(out) - 1, "features", Sym("c_out", self.matrices[-1].c_out)),)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        count = Sym("E", self.count)
        tensors: list[Weight] = []
        for place, matrix in enumerate(self.matrices, start=1):
            c_in, c_out = self._sizes(place, matrix)
            tensors.append(Weight(f"weight_{place}", (count, c_in, c_out)))
            tensors += [Weight(f"bias_{place}", (count, c_out))] if matrix.bias else []
        return Weights(tuple(tensors), times(count, self._one()))

    def active(self) -> Expr:
        """The parameters that one token meets."""
        return times(Sym("k_e", self.picked), self._one())

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        each = [times(*self._sizes(place, matrix)) for place, matrix in enumerate(self.matrices, start=1)]
        return times(Sym("n", self.rows), total(*each))

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("experts", (self.count, self.picked)),
            ("feed_forward", self.matrices[-1].c_in),
            ("activation", self.activation),
            ("active", self.active().value),
        )

    def _one(self) -> Expr:
        """The parameters of one expert."""
        parts = []
        for place, matrix in enumerate(self.matrices, start=1):
            c_in, c_out = self._sizes(place, matrix)
            parts.append((c_in + 1) * c_out if matrix.bias else c_in * c_out)
        return total(*parts)

    def _sizes(self, place: int, matrix: Matrix) -> tuple[Sym, Sym]:
        names = ("c_in", "c_out") if len(self.matrices) == 1 else (f"n_{2 * place - 1}", f"n_{2 * place}")
        return Sym(names[0], matrix.c_in), Sym(names[1], matrix.c_out)
