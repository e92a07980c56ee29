"""Convolutions: plain with groups, depthwise, separable, transposed; one, two or three spatial dims.

Parameters (k_h·k_w·c_in/g + 1)·c_out, as Keras, PyTorch and Paddle count them; MACs are H'·W'·c_out·k_h·k_w·c_in/g.

>>> from .window import Padding, Window
>>> conv = Conv(Window((3, 3), (1, 1), (1, 1)), filters=32, channels_last=True)
>>> conv.weigh([(None, 28, 28, 1)]).params.worked(), conv.infer([(None, 28, 28, 1)])[0].shape
('(3·3·1 + 1)·32', (None, 26, 26, 32))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, exact, times
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, Weight, Weights, one
from .window import AXES, SUBSCRIPT, Window, join_channels, spatial_axis, split_channels


@dataclass(frozen=True)
class Conv(Op):
    """A convolution. `c_in` is what the author declared (PyTorch, Paddle); None = taken from the input."""

    window: Window
    filters: int
    groups: int = 1
    bias: bool = True
    channels_last: bool = False
    c_in: int | None = None
    activation: str | None = None
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "conv"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        c_in, spatial = split_channels(shape, self.window.rank, self.channels_last)
        self._check_channels(c_in)
        sizes = [
            Size(spatial_axis(dim, self.channels_last), label, self.window.size(dim, n, label))
            for dim, (label, n) in enumerate(zip(AXES[self.window.rank], spatial))
        ]
        channels = Size(-1 if self.channels_last else 1, "C", Sym("c_out", self.filters))
        out = join_channels(shape[0], self.filters, tuple(size.formula.value for size in sizes), self.channels_last)
        channels = Size(len(out) - 1 if self.channels_last else 1, "C", channels.formula)
        return (Out(out, (*sizes, channels)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in = self._c_in(inputs)
        kernel, c_out = kernel_symbols(self.window), Sym("c_out", self.filters)
        fan_in = self._per_group(c_in)
        tensors = [Weight("kernel", (*kernel, fan_in, c_out))]
        if self.bias:
            tensors.append(Weight("bias", (c_out,)))
        inside = times(*kernel, fan_in)
        return Weights(tuple(tensors), (inside + 1) * c_out if self.bias else inside * c_out)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        c_in, _ = split_channels(inputs[0], self.window.rank, self.channels_last)
        return times(*out_positions(outputs[0], self.window.rank, self.channels_last), Sym("c_out", self.filters),
                     *kernel_symbols(self.window), self._per_group(c_in))

    def facts(self) -> tuple[Fact, ...]:
        channels: Fact = ("filters", self.filters) if self.c_in is None else ("channels", (self.c_in, self.filters))
        return (("kernel", self.window.kernel_size), channels, *window_facts(self.window), ("groups", self.groups),
                ("no_bias", not self.bias), ("activation", self.activation))

    def _per_group(self, c_in: Dim) -> Expr:
        channels = Sym("c_in", c_in)
        return channels if self.groups == 1 else exact(channels, Sym("g", self.groups))

    def _c_in(self, inputs: Sequence[Shape] | None) -> Dim:
        if self.c_in is not None:
            return self.c_in
        if inputs is None:
            raise ShapeError("not_reached")
        return split_channels(one(inputs), self.window.rank, self.channels_last)[0]

    def _check_channels(self, c_in: Dim) -> None:
        if self.c_in is not None and isinstance(c_in, int) and c_in != self.c_in:
            raise ShapeError("channels", argument="c_in", axis=-1 if self.channels_last else 1, expected=self.c_in, got=c_in,
                             fix=("c_in", c_in))
        for channels, argument in ((c_in, "c_in"), (self.filters, "filters")):
            if isinstance(channels, int) and channels % self.groups:
                raise ShapeError("groups", argument="groups", channels=channels, groups=self.groups, which=argument)


def kernel_symbols(window: Window) -> list[Expr]:
    """k_h, k_w (k alone in one dim) with their values."""
    return [Sym(f"k{SUBSCRIPT[label]}", k) for label, k in zip(AXES[window.rank], window.kernel_size)]


def out_positions(out: Out, rank: int, channels_last: bool) -> list[Expr]:
    """H', W' with their values."""
    _, spatial = split_channels(out.shape, rank, channels_last)
    return [Sym(f"{label}'", n) for label, n in zip(AXES[rank], spatial)]


def window_facts(window: Window) -> tuple[Fact, ...]:
    return (("stride", window.stride), ("padding", window.padding), ("dilation", window.dilation))
