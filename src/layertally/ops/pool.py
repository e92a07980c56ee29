"""Pooling: windows, global, adaptive, and the k largest of a sequence. None of them has weights.

In: a shape. Out: the shape with smaller spatial dims; channels stay. MACs count as none (comparisons and additions).

>>> from .window import Padding, Window
>>> Pool(Window((2, 2), (2, 2), (1, 1)), channels_last=True).infer([(None, 24, 24, 32)])[0].shape
(None, 12, 12, 32)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..errors import ShapeError
from ..formula import Num, Sym, times
from ..model import Shape
from .base import Fact, Op, Out, Size, one
from .window import AXES, Window, join_channels, slide, split_channels, spread, window_facts


@dataclass(frozen=True)
class Pool(Op):
    """A pooling window. `indices`: a second output says where each maximum was."""

    window: Window
    channels_last: bool = False
    method: Literal["max", "average", "lp"] = "max"
    indices: bool = False
    family: ClassVar[str] = "pool"
    kind: ClassVar[str] = "pool"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        out = slide(one(inputs), self.window, self.channels_last)
        return (out, out) if self.indices else (out,)

    def facts(self) -> tuple[Fact, ...]:
        return (("window", self.window.kernel_size), *window_facts(self.window))


@dataclass(frozen=True)
class Patches(Op):
    """Every window's numbers side by side: (H, W, C) gives (H', W', k_h·k_w·C). What lies in a window is not changed.

    >>> Patches(Window((6, 6), (6, 6), (1, 1)), True).infer([(None, 72, 72, 3)])[0].shape
    (None, 12, 12, 108)
    """

    window: Window
    channels_last: bool = False
    family: ClassVar[str] = "core"
    kind: ClassVar[str] = "patches"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, _ = split_channels(shape, self.window.rank, self.channels_last)
        kernel = (
            Sym(f"k_{label.lower()}", k)
            for label, k in zip(AXES[self.window.rank], self.window.kernel_size, strict=True)
        )
        return (slide(shape, self.window, self.channels_last, times(*kernel, Sym("C", channels))),)

    def facts(self) -> tuple[Fact, ...]:
        return (("window", self.window.kernel_size), *window_facts(self.window))


@dataclass(frozen=True)
class GlobalPool(Op):
    """One number a channel: the maximum or mean over all positions. `keepdims` leaves dims of 1."""

    rank: int
    channels_last: bool = True
    keepdims: bool = False
    family: ClassVar[str] = "pool"
    kind: ClassVar[str] = "global_pool"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, _ = split_channels(shape, self.rank, self.channels_last)
        if not self.keepdims:
            return (Out((shape[0], channels), (Size(1, "C", Sym("C", channels)),)),)
        ones = (1,) * self.rank
        return (Out(join_channels(shape[0], channels, ones, self.channels_last)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("global", AXES[self.rank]),)


@dataclass(frozen=True)
class AdaptivePool(Op):
    """Pooling to a given size whatever comes in. A None in `output_size` keeps that dim."""

    output_size: tuple[int | None, ...]
    channels_last: bool = False
    indices: bool = False
    family: ClassVar[str] = "pool"
    kind: ClassVar[str] = "adaptive_pool"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape, rank = one(inputs), len(self.output_size)
        channels, spatial = split_channels(shape, rank, self.channels_last)
        sizes = [
            Sym(label, n) if wanted is None else Sym(f"{label}'", wanted)
            for label, n, wanted in zip(AXES[rank], spatial, self.output_size, strict=True)
        ]
        out = spread(shape[0], AXES[rank], list(sizes), self.channels_last, channels)
        return (out, out) if self.indices else (out,)

    def facts(self) -> tuple[Fact, ...]:
        return (("to_size", self.output_size),)


@dataclass(frozen=True)
class KMaxPool(Op):
    """The k largest values of each channel over time, in their order: (B, T, C) → (B, k, C).

    >>> KMaxPool(3).infer([(None, 20, 128)])[0].shape
    (None, 3, 128)
    """

    k: int
    channels_last: bool = True
    family: ClassVar[str] = "pool"
    kind: ClassVar[str] = "k_max_pool"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, (time,) = split_channels(shape, 1, self.channels_last)
        if isinstance(time, int) and time < self.k:
            raise ShapeError(
                "k_too_large",
                argument="k",
                axis=1 if self.channels_last else 2,
                expected=self.k,
                got=time,
                fix=("k", time),
            )
        return (spread(shape[0], AXES[1], [Num(self.k)], self.channels_last, channels),)

    def facts(self) -> tuple[Fact, ...]:
        return (("largest", self.k),)
