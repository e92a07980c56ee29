"""Ops that add or take away rows and columns: pad, crop, upsample, pixel shuffle, unfold and fold. No weights.

In: a shape. Out: the shape with other spatial dims.

>>> Pad(((1, 2), (3, 0)), channels_last=True).infer([(None, 9, 8, 3)])[0].shape
(None, 12, 11, 3)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor as round_down
from typing import ClassVar, Literal

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, exact, floor, times
from ..model import Dim, Shape
from .base import Fact, Op, Out, Size, one
from .window import AXES, SIDES, SUBSCRIPT, Window, each, pad_term, split_channels, spread, window_facts

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pad(Op):
    """A border of `pairs` (begin, end) a spatial dim; negative amounts crop. `mode` bounds it: a reflection needs fewer
    rows than the image has, a circle at most as many."""

    pairs: Pairs
    channels_last: bool = False
    mode: Literal["constant", "reflect", "replicate", "circular"] = "constant"
    kind: ClassVar[str] = "pad"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        bound = {"reflect": 1, "circular": 0}.get(self.mode)

        def size(dim: int, n: Dim, label: str) -> Expr:
            begin, end = self.pairs[dim]
            if bound is not None and isinstance(n, int) and max(begin, end) > n - bound:
                most = n - bound
                raise ShapeError(
                    "pad_too_large", argument="padding", fix=("padding", most), n=n, border=max(begin, end), most=most
                )
            return Sym(label, n) + pad_term(begin, end, label)

        return (each(one(inputs), len(self.pairs), self.channels_last, size, "padding"),)

    def facts(self) -> tuple[Fact, ...]:
        return (("border", self.pairs),)


@dataclass(frozen=True)
class Crop(Op):
    """Rows and columns cut away, `pairs` (begin, end) a spatial dim."""

    pairs: Pairs
    channels_last: bool = True
    kind: ClassVar[str] = "crop"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        def size(dim: int, n: Dim, label: str) -> Expr:
            begin, end = self.pairs[dim]
            if begin == end:
                return Sym(label, n) - pad_term(begin, end, label, "c")
            first, last = SIDES[label]
            return Sym(label, n) - Sym(f"c{first}", begin) - Sym(f"c{last}", end)

        return (each(one(inputs), len(self.pairs), self.channels_last, size, "cropping"),)

    def facts(self) -> tuple[Fact, ...]:
        return (("cropped", self.pairs),)


@dataclass(frozen=True)
class Resize(Op):
    """An image brought to a given size: one amount a spatial dim, or a single one for all."""

    size: tuple[int, ...]
    channels_last: bool = True
    rank: int | None = None
    crop: bool = False
    kind: ClassVar[str] = "resize"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        def wanted(dim: int, _n: Dim, label: str) -> Expr:
            return Sym(f"{label}'", self.size[dim % len(self.size)])

        shape = one(inputs)
        return (each(shape, _spatial_dims(shape, self.size, self.rank), self.channels_last, wanted, "size"),)

    def facts(self) -> tuple[Fact, ...]:
        return (("to_size", self.size),)


@dataclass(frozen=True)
class Upsample(Op):
    """Each spatial dim times its `scale` (a single one is for all dims); of a fraction the floor.

    >>> Upsample((1.5, 2)).infer([(None, 3, 9, 8)])[0].sizes[0].formula.worked()
    '⌊9·3/2⌋'
    """

    scale: tuple[float, ...]
    channels_last: bool = False
    rank: int | None = None
    kind: ClassVar[str] = "upsample"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        def size(dim: int, n: Dim, label: str) -> Expr:
            scale, n_ = self.scale[dim % len(self.scale)], Sym(label, n)
            if float(scale).is_integer():
                return n_ * Sym(f"f{SUBSCRIPT[label]}", int(scale))
            ratio = Fraction(repr(float(scale))).limit_denominator(10**6)
            out = floor(n_ * ratio.numerator, ratio.denominator)
            # The frameworks multiply floating-point numbers: 100·0.29 is a little less than 29 there.
            off = out.value - round_down(n * scale) if isinstance(n, int) and isinstance(out.value, int) else 0
            return out - off if off > 0 else out

        shape = one(inputs)
        return (each(shape, _spatial_dims(shape, self.scale, self.rank), self.channels_last, size, "scale_factor"),)

    def facts(self) -> tuple[Fact, ...]:
        return (("scale", self.scale),)


@dataclass(frozen=True)
class PixelShuffle(Op):
    """r² channels become r×r pixels; `inverse` turns it around."""

    factor: int
    inverse: bool = False
    channels_last: bool = False
    kind: ClassVar[str] = "pixel_shuffle"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, spatial = split_channels(shape, 2, self.channels_last)
        r = Sym("r", self.factor)
        c, here = Sym("C", channels), [Sym(label, n) for label, n in zip(AXES[2], spatial, strict=True)]
        divided = here if self.inverse else [c]
        unit = self.factor if self.inverse else self.factor**2
        for symbol in divided:
            if isinstance(symbol.number, int) and symbol.number % unit:
                argument = "downscale_factor" if self.inverse else "upscale_factor"
                raise ShapeError("divides", argument=argument, what=symbol.name, got=symbol.number, unit=unit)
        if self.inverse:
            return (spread(shape[0], AXES[2], [exact(n, r) for n in here], self.channels_last, c * r * r),)
        return (spread(shape[0], AXES[2], [n * r for n in here], self.channels_last, exact(c, r * r)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("factor", self.factor),)


@dataclass(frozen=True)
class ChannelShuffle(Op):
    """Channels of `groups` groups dealt out anew."""

    groups: int
    channels_last: bool = False

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels = shape[-1 if self.channels_last else 1]
        if isinstance(channels, int) and channels % self.groups:
            raise ShapeError("groups", argument="groups", channels=channels, groups=self.groups)
        return (Out(shape),)

    def facts(self) -> tuple[Fact, ...]:
        return (("groups", self.groups),)


@dataclass(frozen=True)
class Unfold(Op):
    """Every window as a column: (B, C, H, W) → (B, C·k_h·k_w, H'·W')."""

    window: Window
    kind: ClassVar[str] = "unfold"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, spatial = split_channels(shape, 2, channels_last=False)
        rows = times(Sym("C", channels), *self.window.kernel())
        columns = times(
            *(self.window.size(dim, n, label) for dim, (label, n) in enumerate(zip(AXES[2], spatial, strict=True)))
        )
        return (Out((shape[0], rows.value, columns.value), (Size(1, "C", rows), Size(2, "T", columns))),)

    def facts(self) -> tuple[Fact, ...]:
        return (("kernel", self.window.kernel_size), *window_facts(self.window))


@dataclass(frozen=True)
class Fold(Op):
    """Columns of windows summed back into an image of `output_size`: the reverse of `Unfold`."""

    output_size: tuple[int, int]
    window: Window
    kind: ClassVar[str] = "fold"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if len(shape) != 3:
            raise ShapeError("rank", expected=2, got=len(shape) - 1)
        windows = times(
            *(
                self.window.size(dim, n, label)
                for dim, (label, n) in enumerate(zip(AXES[2], self.output_size, strict=True))
            )
        )
        kernel = times(*self.window.kernel())
        if isinstance(shape[2], int) and shape[2] != windows.value:
            raise ShapeError("windows", argument="output_size", axis=2, expected=windows.value, got=shape[2])
        if isinstance(shape[1], int) and shape[1] % int(str(kernel.value)):
            raise ShapeError("divides", argument="kernel_size", what="C", got=shape[1], unit=kernel.value)
        sizes: list[Expr] = [Num(n) for n in self.output_size]
        return (spread(shape[0], AXES[2], sizes, False, exact(Sym("C", shape[1]), kernel)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("to_size", self.output_size), ("kernel", self.window.kernel_size), *window_facts(self.window))


def _spatial_dims(shape: Shape, given: Sequence[float], rank: int | None) -> int:
    """How many spatial dims are meant: `rank`, or as many as are given, or where one is for all, those of the shape."""
    dims = rank or (len(given) if len(given) > 1 else len(shape) - 2)
    if dims not in AXES:
        raise ShapeError("rank", expected="2…4", got=len(shape) - 1)
    return dims
