"""Normalisation: a scale and a shift for each channel, and for batch normalisation a mean and a variance beside
them.

Batch normalisation holds 4·C numbers, of which 2·C are trained; whether the statistics count as parameters is the
framework's habit (`statistics`).

>>> norm = BatchNorm(statistics="fixed")
>>> weights = norm.weigh([(None, 26, 26, 64)])
>>> weights.params.worked(), [part.worked() for part in weights.split]
('4·64', ['2·64', '2·64'])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..errors import ShapeError
from ..formula import Expr, Num, Sym, times
from ..model import Dim, Shape
from .activation import axis_of
from .base import Fact, Op, Out, Weight, Weights, one, passed, rank_of
from .dense import check_features


def per_channel(count: int, channels: Expr) -> Expr:
    """`2·C`, or `C` alone; a count of none is 0."""
    return Num(0) if count == 0 else channels if count == 1 else times(count, channels)


@dataclass(frozen=True)
class _ChannelNorm(Op):
    """What all norms with one scale and shift a channel share. `axis` counts the batch; `channels` is what the
    author declared under the name `argument`; `rank`: least and most dims beside the batch."""

    axis: int = -1
    scale: bool = True
    center: bool = True
    channels: int | None = None
    argument: str = "num_features"
    rank: tuple[int, int | None] = (1, None)
    family: ClassVar[str] = "norm"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, *self.rank)
        axis = axis_of(self.axis, shape)
        check_features(self.channels, shape[axis], argument=self.argument, field="channels", axis=axis, key="channels")
        return passed(shape)

    def facts(self) -> tuple[Fact, ...]:
        where: Fact = ("of_channels", self.channels) if self.channels is not None else ("axis", self.axis)
        return (where, ("affine", (self.scale, self.center)))

    def _channels(self, inputs: Sequence[Shape] | None) -> Sym:
        if self.channels is not None:
            return Sym("C", self.channels)
        if inputs is None:
            raise ShapeError("not_reached")
        shape = one(inputs)
        return Sym("C", shape[axis_of(self.axis, shape)])

    def _trained(self, channels: Expr) -> tuple[Weight, ...]:
        return tuple(
            Weight(name, (channels,)) for name, there in (("gamma", self.scale), ("beta", self.center)) if there
        )


@dataclass(frozen=True)
class BatchNorm(_ChannelNorm):
    """Batch normalisation, and instance normalisation where it keeps statistics. `statistics`: `fixed`
    (parameters that are not trained: Keras, Paddle), `buffer` (PyTorch) or None; `counter`: PyTorch's count of
    batches, one more buffer."""

    statistics: str | None = "fixed"
    counter: bool = False
    kind: ClassVar[str] = "batch_norm"

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        channels = self._channels(inputs)
        trained = self._trained(channels)
        kept = [
            Weight(name, (channels,), self.statistics) for name in ("moving_mean", "moving_variance") if self.statistics
        ]
        if self.counter and self.statistics == "buffer":
            kept.append(Weight("batches_tracked", (), self.statistics))
        if not trained and not kept:
            return None
        fixed = 2 if self.statistics == "fixed" else 0
        params = per_channel(len(trained) + fixed, channels)
        split = (per_channel(len(trained), channels), per_channel(fixed, channels)) if trained and fixed else None
        return Weights((*trained, *kept), params, split)


@dataclass(frozen=True)
class InstanceNorm(BatchNorm):
    """Each channel of each sample by itself."""

    kind: ClassVar[str] = "instance_norm"


@dataclass(frozen=True)
class GroupNorm(_ChannelNorm):
    """Channels in `groups` groups; -1 = each by itself."""

    groups: int = 32
    groups_argument: str = "groups"
    kind: ClassVar[str] = "group_norm"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        out = super().infer(inputs)
        channels = out[0].shape[axis_of(self.axis, out[0].shape)]
        if self.groups > 0 and isinstance(channels, int) and channels % self.groups:
            raise ShapeError("groups", argument=self.groups_argument, channels=channels, groups=self.groups)
        return out

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        channels = self._channels(inputs)
        trained = self._trained(channels)
        return Weights(trained, per_channel(len(trained), channels)) if trained else None

    def facts(self) -> tuple[Fact, ...]:
        groups: Fact = ("groups", self.groups) if self.groups > 0 else ("note", "instance")
        return (groups, *super().facts())


@dataclass(frozen=True)
class LayerNorm(Op):
    """Over one or several axes of each sample: `axes` of the shape (Keras), or the last dims, which must be `shape`
    (PyTorch, Paddle); `flat`: scale and shift are kept as one row (Paddle)."""

    axes: tuple[int, ...] = (-1,)
    shape: tuple[int, ...] | None = None
    scale: bool = True
    center: bool = True
    flat: bool = False
    family: ClassVar[str] = "norm"
    kind: ClassVar[str] = "layer_norm"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        if self.shape is None:
            for axis in self.axes:
                axis_of(axis, shape)
            return passed(shape)
        if len(self.shape) > len(shape) - 1:
            raise ShapeError("rank", argument="normalized_shape", expected=len(self.shape), got=len(shape) - 1)
        tail = shape[len(shape) - len(self.shape) :]
        for axis, (declared, got) in enumerate(zip(self.shape, tail, strict=True), start=len(shape) - len(self.shape)):
            if isinstance(got, int) and got != declared:
                mended = tuple(dim if isinstance(dim, int) else own for dim, own in zip(tail, self.shape, strict=True))
                raise ShapeError(
                    "features",
                    argument="normalized_shape",
                    axis=axis,
                    expected=declared,
                    got=got,
                    fix=("shape", mended),
                )
        return passed(shape)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        dims = self._dims(inputs)
        each = tuple(Sym("C" if len(dims) == 1 else f"n_{n}", dim) for n, dim in enumerate(dims, start=1))
        names = [name for name, there in (("gamma", self.scale), ("beta", self.center)) if there]
        tensors = tuple(Weight(name, (times(*each),) if self.flat else each) for name in names)
        return Weights(tensors, per_channel(len(names), times(*each))) if names else None

    def facts(self) -> tuple[Fact, ...]:
        where: Fact = ("over", self.shape) if self.shape is not None else ("axes", self.axes)
        return (where, ("affine", (self.scale, self.center or self.kind == "rms_norm")))

    def _dims(self, inputs: Sequence[Shape] | None) -> tuple[Dim, ...]:
        if self.shape is not None:
            return self.shape
        if inputs is None:
            raise ShapeError("not_reached")
        shape = one(inputs)
        return tuple(shape[axis_of(axis, shape)] for axis in self.axes)


@dataclass(frozen=True)
class RMSNorm(LayerNorm):
    """A layer norm without mean and shift."""

    center: bool = False
    kind: ClassVar[str] = "rms_norm"


@dataclass(frozen=True)
class ChannelScale(Op):
    """A factor for each of the `channels`, which stand last."""

    channels: int
    family: ClassVar[str] = "norm"
    kind: ClassVar[str] = "channel_scale"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        rank_of(shape, 1)
        check_features(self.channels, shape[-1], argument="projection_dim", field="channels", axis=len(shape) - 1)
        return passed(shape)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        channels = Sym("C", self.channels)
        return Weights((Weight("gamma", (channels,)),), channels)


@dataclass(frozen=True)
class Standardize(Op):
    """Keras' `Normalization`: mean and variance of the data are measured once and kept, with the count of what
    was seen; `given` says they are settings, and nothing is kept."""

    axes: tuple[int, ...] = (-1,)
    given: bool = False
    family: ClassVar[str] = "norm"
    kind: ClassVar[str] = "normalization"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        shape = one(inputs)
        for axis in self.axes:
            axis_of(axis, shape)
        return passed(shape)

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        if self.given:
            return None
        if inputs is None:
            raise ShapeError("not_reached")
        shape = one(inputs)
        dims = [
            Sym("C" if len(self.axes) == 1 else f"n_{n}", shape[axis_of(axis, shape)])
            for n, axis in enumerate(self.axes, start=1)
        ]
        kept = tuple(Weight(name, tuple(dims), "fixed") for name in ("mean", "variance"))
        return Weights((*kept, Weight("count", (), "fixed")), times(2, *dims) + 1)

    def facts(self) -> tuple[Fact, ...]:
        return (("axes", self.axes),)


@dataclass(frozen=True)
class SpectralVectors(Op):
    """Paddle's `SpectralNorm`: a layer that takes a weight of shape `weight` and keeps the two vectors with which
    its largest singular value is estimated; neither is trained."""

    weight: tuple[int, ...]
    dim: int = 0
    family: ClassVar[str] = "norm"
    kind: ClassVar[str] = "spectral_norm"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return passed(one(inputs))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights:
        dims = [Sym(f"n_{n}", size) for n, size in enumerate(self.weight, start=1)]
        own = dims.pop(self.dim)
        rest = times(*dims) if dims else Num(1)
        return Weights((Weight("weight_u", (own,), "fixed"), Weight("weight_v", (rest,), "fixed")), own + rest)

    def facts(self) -> tuple[Fact, ...]:
        return (("over", self.weight), ("axis", self.dim))
