"""Sound as pictures of its frequencies: windows that slide over a signal.

>>> from .window import Padding
>>> stft = ShortTime(400, 160, 512, Padding("valid"))
>>> stft.infer([(None, 16000, 1)])[0].shape, stft.weigh(None).params.worked()
((None, 98, 257), '2·400·(⌊512/2⌋ + 1)')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..formula import Expr, Sym, floor, times
from ..model import Shape
from .activation import axis_of
from .base import Fact, Op, Out, Size, Weight, Weights, one, rank_of
from .window import Padding, Window, split_channels


@dataclass(frozen=True)
class ShortTime(Op):
    """The short-time Fourier transform as a convolution with two kernels, of the real and of the imaginary parts.
    `parts`: how many of them there are; `both`: both come out, side by side; `spread`: frequencies get a dim of their
    own."""

    frame: int
    step: int
    fft: int
    padding: Padding
    parts: int = 2
    both: bool = False
    spread: bool = False
    channels_last: bool = True
    names: tuple[str, ...] = ("real_kernel", "imag_kernel")
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "stft"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        channels, (steps,) = split_channels(shape, 1, self.channels_last)
        frames = Window((self.frame,), (self.step,), (1,), self.padding).size(0, steps, "T")
        bins = times(2, self._bins()) if self.both else self._bins()
        joined = bins * Sym("C", channels)
        if self.spread:
            dims = (frames.value, bins.value, channels) if self.channels_last else (channels, frames.value, bins.value)
            at = 1 if self.channels_last else 2
            return (Out((shape[0], *dims), (Size(at, "T", frames), Size(at + 1, "n", bins))),)
        if self.channels_last:
            return (Out((shape[0], frames.value, joined.value), (Size(1, "T", frames), Size(2, "C", joined))),)
        return (Out((shape[0], joined.value, frames.value), (Size(2, "T", frames), Size(1, "C", joined))),)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        frame, bins = Sym("k", self.frame), self._bins()
        tensors = tuple(Weight(name, (frame, bins)) for name in self.names)
        return Weights(tensors, times(*((self.parts,) if self.parts > 1 else ()), frame, bins))

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr:
        channels, (steps,) = split_channels(one(inputs), 1, self.channels_last)
        frames = Window((self.frame,), (self.step,), (1,), self.padding).size(0, steps, "T").value
        return times(
            *((self.parts,) if self.parts > 1 else ()),
            Sym("T'", frames),
            Sym("C", channels),
            Sym("k", self.frame),
            self._bins(),
        )

    def facts(self) -> tuple[Fact, ...]:
        return (("kernel", (self.frame,)), ("stride", (self.step,)), ("padding", self.padding))

    def _bins(self) -> Expr:
        return floor(Sym("n_fft", self.fft), 2) + 1


@dataclass(frozen=True)
class Fourier(Op):
    """The Fourier transform of real numbers along `axis`, half of whose frequencies say all; `inverse`: back to
    `length` numbers (None: an even count).

    >>> Fourier(2).infer([(None, 16, 32)])[0].shape, Fourier(2, inverse=True).infer([(None, 16, 17)])[0].shape
    ((None, 16, 17), (None, 16, 32))
    """

    axis: int
    inverse: bool = False
    length: int | None = None
    family: ClassVar[str] = "plain"
    kind: ClassVar[str] = "fourier"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        axis = axis_of(self.axis, shape)
        n = Sym("n", shape[axis])
        size: Expr = floor(n, 2) + 1 if not self.inverse else times(2, n - 1)
        if self.inverse and self.length is not None:
            return (Out((*shape[:axis], self.length, *shape[axis + 1 :])),)
        return (Out((*shape[:axis], size.value, *shape[axis + 1 :]), (Size(axis, "features", size),)),)


@dataclass(frozen=True)
class Mel(Op):
    """A mel spectrogram: (B, T) becomes (B, bands, frames); its filters are worked out, not kept."""

    bands: int
    step: int
    family: ClassVar[str] = "conv"
    kind: ClassVar[str] = "mel_spectrogram"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, 1, 1)
        frames = floor(Sym("T", shape[1]) + Sym("s", self.step) + 1, Sym("s", self.step))
        return (Out((shape[0], self.bands, frames.value), (Size(2, "T", frames),)),)

    def facts(self) -> tuple[Fact, ...]:
        return (("note", f"{self.bands} bands"), ("stride", (self.step,)))
