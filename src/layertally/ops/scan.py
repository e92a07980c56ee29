"""A scan over the steps of a sequence without weights of its own: a state that each step changes and reads.

In: what each step is given. Out: what the steps give, side by side; as many multiply-adds as all steps' products have.

>>> scan = Scan((16, 128), steps=16, product=(128, 16))
>>> shapes = [(None, 128, 16, 16), (None, 128, 16, 16), (None, 16, 16)]
>>> scan.infer(shapes)[0].shape, scan.macs(shapes, scan.infer(shapes)).worked()
((None, 16, 128), '16·128·16')
>>> Scan((16, 128), 16, (128, 16), decay=True, skip=True).weigh(shapes).params.worked()
'128·16 + 128'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..formula import Expr, Sym, times, total
from ..model import Dim, Shape
from .base import Fact, Op, Out, Weight, Weights


@dataclass(frozen=True)
class Scan(Op):
    """`steps` steps that give the dims `out` together; `product`: the dims over which one step multiplies and adds,
    none where it has no product: channels, and numbers of the state of each. `decay`: a learned matrix of these dims
    says how a state fades; `skip`: one more number a channel lets the input past."""

    out: tuple[Dim, ...]
    steps: int
    product: tuple[int, ...] = ()
    decay: bool = False
    skip: bool = False
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "scan"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (Out((None, *self.out)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        dims = self._dims()
        tensors = [Weight("decay", dims)] if self.decay else []
        tensors += [Weight("skip", dims[:1])] if self.skip else []
        return Weights(tuple(tensors), total(*(each.size for each in tensors))) if tensors and dims else None

    def _dims(self) -> tuple[Expr, ...]:
        """What one step multiplies over."""
        return tuple(Sym(f"n_{place}", dim) for place, dim in enumerate(self.product, start=1))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        if not self.product:
            return None
        return times(Sym("T", self.steps), *self._dims())

    def facts(self) -> tuple[Fact, ...]:
        return (("steps", self.steps),)
