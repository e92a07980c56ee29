"""Convolutions: plain with groups, depthwise, separable; one, two or three spatial dims.

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
from ..formula import Expr, Num, Sym, exact, times
from ..model import Dim, Shape
from .base import Fact, Op, Out, Weight, Weights, one
from .window import Window, area, slide, split_channels, window_facts


@dataclass(frozen=True)
class Convolution(Op):
    """What convolutions share. `c_in` is what the author declared (PyTorch, Paddle); None = taken from the input."""

    window: Window
    filters: int
    groups: int = 1
    bias: bool = True
    channels_last: bool = False
    c_in: int | None = None
    activation: str | None = None
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "conv"

    def facts(self) -> tuple[Fact, ...]:
        channels: Fact = ("filters", self.filters) if self.c_in is None else ("channels", (self.c_in, self.filters))
        return (
            ("kernel", self.window.kernel_size),
            channels,
            *window_facts(self.window),
            ("groups", self.groups),
            ("no_bias", not self.bias),
            ("activation", self.activation),
        )

    def channels_in(self, inputs: Sequence[Shape] | None) -> Dim:
        """c_in, declared or from the input. ShapeError where neither says it, or both and they differ."""
        given = declared_channels(self.c_in, inputs, self.window.rank, self.channels_last)
        for channels in (given, self.filters):
            if isinstance(channels, int) and channels % self.groups:
                raise ShapeError("groups", argument="groups", channels=channels, groups=self.groups)
        return given

    def per_group(self, channels: Sym) -> Expr:
        """c_in/g, or c_in alone without groups."""
        return channels if self.groups == 1 else exact(channels, Sym("g", self.groups))


@dataclass(frozen=True)
class Conv(Convolution):
    """A convolution with groups and dilation."""

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        self.channels_in(inputs)
        return (slide(shape, self.window, self.channels_last, Sym("c_out", self.filters)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        fan_in = self.per_group(Sym("c_in", self.channels_in(inputs)))
        kernel, c_out = self.window.kernel(), Sym("c_out", self.filters)
        return biased(Weight("kernel", (*kernel, fan_in, c_out)), times(*kernel, fan_in), c_out, self.bias)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        fan_in = self.per_group(Sym("c_in", self.channels_in(inputs)))
        where = area(outputs[0].shape, self.window.rank, self.channels_last)
        return times(where, Sym("c_out", self.filters), *self.window.kernel(), fan_in)


@dataclass(frozen=True)
class DepthwiseConv(Op):
    """One kernel for each channel, or `multiplier` of them.

    >>> op = DepthwiseConv(Window((3, 3), (1, 1), (1, 1)), multiplier=2, channels_last=True)
    >>> op.weigh([(None, 9, 9, 10)]).params.worked()
    '(3·3 + 1)·10·2'
    """

    window: Window
    multiplier: int = 1
    bias: bool = True
    channels_last: bool = True
    activation: str | None = None
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "depthwise"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        c_in, m = self._channels(inputs)
        return (slide(shape, self.window, self.channels_last, c_in * m),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in, m = self._channels(inputs)
        kernel = self.window.kernel()
        return biased(Weight("kernel", (*kernel, c_in, m)), times(*kernel), c_in * m, self.bias)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        where = area(outputs[0].shape, self.window.rank, self.channels_last)
        return times(where, *self.window.kernel(), *self._channels(inputs))

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("kernel", self.window.kernel_size),
            ("multiplier", self.multiplier),
            *window_facts(self.window),
            ("no_bias", not self.bias),
            ("activation", self.activation),
        )

    def _channels(self, inputs: Sequence[Shape] | None) -> tuple[Sym, Sym]:
        c_in = declared_channels(None, inputs, self.window.rank, self.channels_last)
        return Sym("c_in", c_in), Sym("m", self.multiplier)


@dataclass(frozen=True)
class SeparableConv(Op):
    """A depthwise step without bias, then a 1×1 convolution with the layer's only bias.

    >>> op = SeparableConv(Window((3, 3), (1, 1), (1, 1)), filters=4, channels_last=True)
    >>> op.weigh([(None, 9, 9, 3)]).params.worked()
    '3·3·3·1 + (3·1 + 1)·4'
    """

    window: Window
    filters: int
    multiplier: int = 1
    bias: bool = True
    channels_last: bool = True
    activation: str | None = None
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "separable"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return (slide(one(inputs), self.window, self.channels_last, Sym("c_out", self.filters)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in, m, c_out = self._channels(inputs)
        kernel = self.window.kernel()
        pointwise = Weight("pointwise_kernel", (*(Num(1) for _ in kernel), c_in * m, c_out))
        step = biased(pointwise, c_in * m, c_out, self.bias)
        depthwise = Weight("depthwise_kernel", (*kernel, c_in, m))
        return Weights((depthwise, *step.tensors), times(*kernel, c_in, m) + step.params)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        c_in, m, c_out = self._channels(inputs)
        where = area(outputs[0].shape, self.window.rank, self.channels_last)
        return times(where, *self.window.kernel(), c_in, m) + times(where, c_in, m, c_out)

    def facts(self) -> tuple[Fact, ...]:
        return (
            ("kernel", self.window.kernel_size),
            ("filters", self.filters),
            ("multiplier", self.multiplier),
            *window_facts(self.window),
            ("no_bias", not self.bias),
            ("activation", self.activation),
        )

    def _channels(self, inputs: Sequence[Shape] | None) -> tuple[Sym, Sym, Sym]:
        c_in = declared_channels(None, inputs, self.window.rank, self.channels_last)
        return Sym("c_in", c_in), Sym("m", self.multiplier), Sym("c_out", self.filters)


def biased(kernel: Weight, per_output: Expr, outputs: Expr, bias: bool) -> Weights:
    """A kernel and its bias: (k_h·k_w·c_in + 1)·c_out; no "+ 1" without bias."""
    if not bias:
        return Weights((kernel,), times(per_output, outputs))
    return Weights((kernel, Weight("bias", (outputs,))), (per_output + 1) * outputs)


def declared_channels(c_in: int | None, inputs: Sequence[Shape] | None, rank: int, channels_last: bool) -> Dim:
    """The channels in: declared, or those of the input. ShapeError where neither says it, or both and they differ."""
    if inputs is None:
        if c_in is None:
            raise ShapeError("not_reached")
        return c_in
    given = split_channels(one(inputs), rank, channels_last)[0]
    if c_in is not None and isinstance(given, int) and given != c_in:
        raise ShapeError(
            "channels",
            argument="in_channels",
            axis=-1 if channels_last else 1,
            expected=c_in,
            got=given,
            fix=("c_in", given),
        )
    return given if c_in is None else c_in
