"""Element by element as NumPy does it, the batch counted: sums of tensors and constants, comparisons, choices; and what
brings dims to one number: sums, means, maxima along axes.

>>> Broadcast("add", ((),)).infer([(None, 4, 6)])[0].shape
(None, 4, 6)
>>> Reduce("mean", (1, 2)).infer([(None, 7, 7, 1280)])[0].shape
(None, 1280)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..model import Dim, Shape, str_shape
from .activation import axis_of
from .base import Fact, Op, Out, one
from .merge import broadcast


@dataclass(frozen=True)
class Broadcast(Op):
    """Element by element, shapes aligned at the end, a dim of 1 repeated. `constants` are the shapes of operands that
    are numbers written into the model; a single number is ()."""

    function: str
    constants: tuple[tuple[Dim, ...], ...] = ()
    family: ClassVar[str] = "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.function

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        if not inputs:
            raise ShapeError("several_inputs", got=0)
        result = inputs[0]
        for operand, shape in enumerate((*inputs[1:], *self.constants), start=1):
            result = _together(result, shape, operand)
        return (Out(result),)

    def facts(self) -> tuple[Fact, ...]:
        sizes = [str_shape((None, *shape)) if shape else "" for shape in self.constants]
        return (("constants", tuple(sizes)),) if sizes else ()


def _together(left: Shape, right: Shape, operand: int) -> Shape:
    rank = max(len(left), len(right))
    a, b = ((1,) * (rank - len(shape)) + tuple(shape) for shape in (left, right))
    dims: list[Dim] = []
    for axis, (n, m) in enumerate(zip(a, b, strict=True)):
        if isinstance(n, int) and isinstance(m, int) and n != m and 1 not in (n, m):
            raise ShapeError(
                "cannot_broadcast", operand=operand, axis=axis, left=str_shape(left), right=str_shape(right)
            )
        dims.append(broadcast(n, m))
    return tuple(dims)


@dataclass(frozen=True)
class Reduce(Op):
    """Some axes (the batch is 0 and stays) become one number each: sum, mean, max. `keep`: as a dim of 1. `outputs`
    for what gives several at once (mean and variance)."""

    function: str
    axes: tuple[int, ...]
    keep: bool = False
    outputs: int = 1
    family: ClassVar[str] = "plain"

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.function

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        gone = {axis_of(axis, shape) for axis in self.axes}
        if 0 in gone:
            raise ShapeError("batch_axis", argument="axis")
        if self.keep:
            out: Shape = tuple(1 if axis in gone else dim for axis, dim in enumerate(shape))
        else:
            out = tuple(dim for axis, dim in enumerate(shape) if axis not in gone)
        return (Out(out),) * self.outputs

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", self.axes),)
