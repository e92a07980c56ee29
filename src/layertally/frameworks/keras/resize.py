"""Keras' layers that pad, crop and enlarge."""

from __future__ import annotations

from collections.abc import Callable

from ...ops.base import Op
from ...ops.resize import Crop, Pad, Upsample
from ..base import TEXT, Arg, Arguments, LayerType, ints, optional, table
from ..spatial import borders
from .common import DATA_FORMAT, channels_last

_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)


def _border(name: str, argument: str, rank: int, default: int, build: Callable[[Arguments], Op]) -> LayerType:
    return LayerType(f"{name}{rank}D", (Arg(argument, borders(rank, least=0), default), _FORMAT), build)


def _padding(rank: int) -> LayerType:
    return _border("ZeroPadding", "padding", rank, 1, lambda a: Pad(a["padding"], channels_last(a)))


def _cropping(rank: int) -> LayerType:
    return _border("Cropping", "cropping", rank, 0 if rank == 2 else 1, lambda a: Crop(a["cropping"], channels_last(a)))


def _upsampling(rank: int) -> LayerType:
    interpolation = (Arg("interpolation", TEXT, "nearest"),) if rank == 2 else ()
    return LayerType(
        f"UpSampling{rank}D",
        (Arg("size", ints(rank), 2), _FORMAT, *interpolation),
        lambda a: Upsample(a["size"], channels_last(a)),
    )


TYPES = table(*(make(rank) for make in (_padding, _cropping, _upsampling) for rank in (1, 2, 3)))
