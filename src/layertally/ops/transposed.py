"""Transposed convolutions, which turn the size rule of a convolution around.

In: the size that comes in, the window, `output_padding` or `output_size`. Out: shape, weights, MACs (counted at the
input's positions: each input element is multiplied with the whole kernel once).

>>> from .window import Padding, Window
>>> up = TransposedConv(Window((2, 2), (2, 2), (1, 1), Padding.of((0, 0))), filters=64, c_in=128)
>>> out = up.infer([(None, 128, 7, 7)])[0]
>>> out.shape, out.sizes[0].formula.worked(), up.weigh(None).params.worked()
((None, 64, 14, 14), '(7 − 1)·2 + 2', '(2·2·128 + 1)·64')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Sym, floor, greatest, times, unless_zero
from ..model import Dim, Shape
from .base import Fact, Out, Weight, Weights, one
from .conv import Convolution, biased
from .window import SUBSCRIPT, pad_term, positions_in, same_total, split_channels, spread


@dataclass(frozen=True)
class TransposedConv(Convolution):
    """A transposed convolution. The window's padding picks the rule: `explicit` is PyTorch's, Paddle's and ONNX' (o =
    (n − 1)·s − 2·p + k + a), `valid` and `same` are Keras'; `same` with `same_as_conv` is Paddle's, which takes away
    what a convolution's SAME would add. `output_size` (Paddle) overrides the rule within its bounds."""

    output_padding: tuple[int, ...] | None = None
    output_size: tuple[int, ...] | None = None
    same_as_conv: bool = False
    kind: ClassVar[str] = "transposed"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        self.channels_in(inputs)
        _, spatial = split_channels(shape, self.window.rank, self.channels_last)
        sizes = [
            self._size(dim, n, label) for dim, (label, n) in enumerate(zip(self.window.labels, spatial, strict=True))
        ]
        return (spread(shape[0], self.window.labels, sizes, self.channels_last, Sym("c_out", self.filters)),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        c_in, c_out = Sym("c_in", self.channels_in(inputs)), Sym("c_out", self.filters)
        kernel = self.window.kernel()
        if self.groups == 1:
            return biased(Weight("kernel", (*kernel, c_out, c_in)), times(*kernel, c_in), c_out, self.bias)
        weight = Weight("kernel", (*kernel, self.per_group(c_out), c_in))
        params = times(*kernel, c_in, self.per_group(c_out))
        return Weights((weight, Weight("bias", (c_out,))), params + c_out) if self.bias else Weights((weight,), params)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        where = positions_in(inputs[0], self.window.rank, self.channels_last)
        c_in, c_out = Sym("c_in", self.channels_in(inputs)), Sym("c_out", self.filters)
        return times(*where, c_in, *self.window.kernel(), self.per_group(c_out))

    def facts(self) -> tuple[Fact, ...]:
        more: tuple[Fact, ...] = (("output_padding", self.output_padding), ("output_size", self.output_size))
        *before, activation = super().facts()
        return (*before, *more, activation)

    def _size(self, dim: int, n: Dim, label: str) -> Expr:
        size = self._rule(dim, n, label, self.output_padding[dim] if self.output_padding else None)
        if self.output_size is None:
            if isinstance(size.value, int) and size.value < 1:
                raise ShapeError("empty", argument="padding", formula=size)
            return size
        wanted, least = self.output_size[dim], size.value
        most = least + self.window.stride[dim] - 1 if isinstance(least, int) else None
        if isinstance(least, int) and most is not None and not least <= wanted <= most:
            nearest = min(max(wanted, least), most)
            raise ShapeError(
                "output_size", argument="output_size", fix=("output_size", nearest), least=least, most=most, size=wanted
            )
        return Sym(f"{label}'", wanted)

    def _rule(self, dim: int, n: Dim, label: str, extra: int | None) -> Expr:
        sub, window = SUBSCRIPT[label], self.window
        n_, s, k = Sym(label, n), Sym(f"s{sub}", window.stride[dim]), Sym(f"k{sub}", window.kernel_size[dim])
        dilation = window.dilation[dim]
        reach: Expr = k if dilation == 1 else Sym(f"d{sub}", dilation) * (k - 1) + 1
        a = unless_zero(Sym(f"a{sub}", extra or 0))
        if window.padding.mode == "explicit":
            return (n_ - 1) * s - pad_term(*window.padding.pair(dim), label) + reach + a
        if self.same_as_conv and window.padding.mode == "same":
            return (n_ - 1) * s - same_total(n, window.kernel_size[dim], window.stride[dim], label) + reach + a
        if extra is None:
            return n_ * s if window.padding.mode == "same" else n_ * s + greatest(reach - s, 0)
        if window.padding.mode == "valid":
            return (n_ - 1) * s + reach + a
        return (n_ - 1) * s + reach - 2 * floor(reach, 2) + a
