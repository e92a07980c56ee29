"""Pooling and convolution as functions on tensors: the kernel is a tensor that comes in, and no weight of their own.

>>> ConvolveWith().infer([(None, 28, 28, 3), (3, 3, 3, 8)])[0].shape
(None, 26, 26, 8)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..errors import ShapeError
from ..formula import Expr, Sym, exact, times
from ..model import Shape
from .base import Fact, Op, Out, one, rank_of
from .pool import Pool
from .window import AXES, Padding, Window, area, slide, split_channels

Sizes = tuple[int, ...]


def each_dim(sizes: Sizes, rank: int) -> Sizes:
    """One number for all dims, or one a dim."""
    if len(sizes) not in (1, rank):
        raise ShapeError("rank", expected=len(sizes) + 1, got=rank + 1)
    return sizes * rank if len(sizes) == 1 else sizes


@dataclass(frozen=True)
class PoolWith(Op):
    """Pooling over as many dims as there are."""

    size: Sizes
    strides: Sizes | None = None
    padding: Padding = Padding("valid")  # noqa: RUF009 - frozen
    channels_last: bool = True
    method: Literal["max", "average"] = "max"
    family: ClassVar[str] = "pool"
    kind: ClassVar[str] = "pool"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, 2, 4)
        rank = len(shape) - 2
        size = each_dim(self.size, rank)
        strides = size if self.strides is None else each_dim(self.strides, rank)
        window = Window(size, strides, (1,) * rank, self.padding)
        return Pool(window, self.channels_last, self.method).infer(inputs)

    def facts(self) -> tuple[Fact, ...]:
        return (("window", self.size), ("padding", self.padding))


@dataclass(frozen=True)
class ConvolveWith(Op):
    """A convolution of two tensors, the second the kernel: (k_h, k_w, c_in/g, c_out). `depthwise`: each channel alone,
    the kernel is (k_h, k_w, c_in, multiplier). `kernel`: its shape where it is a constant."""

    strides: Sizes = (1,)
    padding: Padding = Padding("valid")  # noqa: RUF009 - frozen
    dilation: Sizes = (1,)
    channels_last: bool = True
    depthwise: bool = False
    kernel: Sizes | None = None
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "convolve"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape, kernel, window = self._parts(inputs)
        c_in, _ = split_channels(shape, window.rank, self.channels_last)
        groups_of = kernel[-2]
        if isinstance(c_in, int) and c_in % groups_of:
            raise ShapeError("features", axis=len(shape) - 1, expected=groups_of, got=c_in)
        c_out: Expr = Sym("c_out", kernel[-1])
        if self.depthwise:
            c_out = times(Sym("c_in", c_in), Sym("m", kernel[-1]))
        return (slide(shape, window, self.channels_last, c_out),)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        shape, kernel, window = self._parts(inputs)
        c_in, _ = split_channels(shape, window.rank, self.channels_last)
        over = area(outputs[0].shape, window.rank, self.channels_last)
        sizes = [Sym(f"k_{label.lower()}", k) for label, k in zip(AXES[window.rank], kernel, strict=False)]
        if self.depthwise:
            return times(over, *sizes, Sym("c_in", c_in), Sym("m", kernel[-1]))
        per_group: Expr = Sym("c_in", kernel[-2])
        if isinstance(c_in, int) and c_in != kernel[-2]:
            per_group = exact(Sym("c_in", c_in), Sym("g", c_in // kernel[-2]))
        return times(over, *sizes, per_group, Sym("c_out", kernel[-1]))

    def facts(self) -> tuple[Fact, ...]:
        return (("stride", self.strides), ("padding", self.padding))

    def _parts(self, inputs: Sequence[Shape]) -> tuple[Shape, Sizes, Window]:
        if len(inputs) != (1 if self.kernel else 2):
            raise ShapeError("two_inputs", got=len(inputs))
        shape = inputs[0]
        rank_of(shape, 2, 4)
        rank = len(shape) - 2
        given = self.kernel or inputs[1]
        kernel = tuple(dim for dim in given if isinstance(dim, int))
        if len(given) != rank + 2 or len(kernel) != len(given):
            raise ShapeError("rank", operand=1, expected=rank + 2, got=len(given))
        sizes = (each_dim(self.strides, rank), each_dim(self.dilation, rank))
        return shape, kernel, Window(kernel[:rank], *sizes, self.padding)
