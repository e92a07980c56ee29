"""Several cells on top of each other that take one step together, and the loop that takes them over a sequence (Keras).

>>> from .recurrent import LSTM
>>> loop = CellLoop(CellStack((CellStep(LSTM, 6), CellStep(LSTM, 4))))
>>> loop.weigh([(None, 12, 7)]).params.worked(), loop.infer([(None, 12, 7)])[0].shape
('4·6·(7 + 6 + 1) + 4·4·(6 + 4 + 1)', (None, 4))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, times, total
from ..model import Shape
from .base import Fact, Op, Out, Size, Weights
from .recurrent import CellStep, sequence


@dataclass(frozen=True)
class CellStack(Op):
    """Cells in a row: each reads what the one below gives."""

    cells: tuple[CellStep, ...]
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "cell_stack"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        below = self._fed(inputs)
        outs = [cell.infer([shape]) for cell, shape in zip(self.cells, below, strict=True)]
        states = (out[cell.returns_output :] for cell, out in zip(self.cells, outs, strict=True))
        return (outs[-1][0], *(state for each in states for state in each))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        if inputs is None:
            raise ShapeError("not_reached")
        parts = [cell.weigh([shape]) for cell, shape in zip(self.cells, self._fed(inputs), strict=True)]
        tensors = (t._replace(name=f"{n}/{t.name}") for n, part in enumerate(parts) for t in part.tensors)
        return Weights(tuple(tensors), total(*(part.params for part in parts)))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return total(*(cell.macs([shape], ()) for cell, shape in zip(self.cells, self._fed(inputs), strict=True)))

    def facts(self) -> tuple[Fact, ...]:
        return (("layers", len(self.cells)), ("units", self.cells[-1].units))

    def _fed(self, inputs: Sequence[Shape]) -> list[Shape]:
        """What each cell reads."""
        if not inputs:
            raise ShapeError("one_input", got=0)
        batch = inputs[0][0]
        return [inputs[0], *((batch, cell.units) for cell in self.cells[:-1])]


@dataclass(frozen=True)
class CellLoop(Op):
    """A stack of cells over a sequence. Output: the last step, or all with `return_sequences`; then each cell's states
    with `return_state`."""

    stack: CellStack
    return_sequences: bool = False
    return_state: bool = False
    family: ClassVar[str] = "seq"
    kind: ClassVar[str] = "cell_loop"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        batch, steps, _ = sequence(inputs, sum(cell.cell.states for cell in self.stack.cells))
        last, *states = self.stack.infer([self._step(inputs)])
        units = last.shape[1]
        whole = Out((batch, steps, units), (Size(2, "features", Sym("h", units)),))
        return (whole if self.return_sequences else last, *(states if self.return_state else ()))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        return self.stack.weigh(None if inputs is None else [self._step(inputs)])

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        return times(Sym("T", inputs[0][1]), self.stack.macs([self._step(inputs)], ()))

    def facts(self) -> tuple[Fact, ...]:
        return (*self.stack.facts(), ("return_sequences", self.return_sequences))

    def _step(self, inputs: Sequence[Shape]) -> Shape:
        batch, _, features = sequence(inputs, sum(cell.cell.states for cell in self.stack.cells))
        return (batch, features)
