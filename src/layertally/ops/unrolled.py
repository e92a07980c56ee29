"""What a loop runs again and again with the same weights, as one layer, and what puts all its results together.

In: the layer as one step has it and how many steps there are. Out: the shape of one step; parameters once; MACs as
often as there are steps.

>>> from .dense import Dense
>>> from .tensor import Stack
>>> step = Unrolled(Dense(8), 12)
>>> step.infer([(None, 4)])[0].shape, step.weigh([(None, 4)]).params.value, step.macs([(None, 4)], ()).worked()
((None, 8), 40, '12·4·8')
>>> Collected(Stack(1), (0,) * 12).infer([(None, 8)])[0].shape
(None, 12, 8)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..formula import Expr, Sym, times
from ..model import Shape
from .base import Around, Fact, Out


@dataclass(frozen=True)
class Unrolled(Around):
    """`layer` in a loop of so many `steps`; `recurs`: each reads what the one before gave; `varies` are facts that are
    not the same in all of them."""

    steps: int
    recurs: bool = False
    varies: tuple[str, ...] = ()

    @property
    def in_loop(self) -> int:
        return self.steps

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        each = self.layer.macs(inputs, outputs)
        return None if each is None else times(Sym("T", self.steps), each)

    def facts(self) -> tuple[Fact, ...]:
        told = (fact for fact in self.layer.facts() if fact[0] not in self.varies)
        return (*told, ("times", self.steps), ("recurs", self.recurs))


@dataclass(frozen=True)
class Collected(Around):
    """`layer` over the results of all steps: `reads` tells which input stands in each of its places."""

    reads: tuple[int, ...]

    def fed(self, inputs: Sequence[Shape]) -> list[Shape]:
        """What the layer itself is given."""
        return [inputs[place] for place in self.reads]

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return self.layer.infer(self.fed(inputs))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return self.layer.macs(self.fed(inputs), outputs)
