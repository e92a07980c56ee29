"""Keras' layers that lay out, pad, crop and enlarge, and `Select: {dim: 1, index: -1}` for one step of a sequence."""

from __future__ import annotations

from collections.abc import Callable

from ...ops.base import Op
from ...ops.reshape import Flatten, Identity, Permute, Repeat, Reshape, Select
from ...ops.resize import Crop, Pad, Upsample
from ..base import ANY_INT, POSITIVE, TEXT, Arg, ArgumentError, Arguments, LayerType, ints, optional, table
from ..spatial import DIMS, TARGET, borders
from .common import DATA_FORMAT, channels_last

_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)


def _permute(a: Arguments) -> Op:
    dims = a["dims"]
    if sorted(dims) != list(range(1, len(dims) + 1)):
        raise ArgumentError(
            f"{list(dims)} is not an order of the dims 1 to {len(dims)}",
            "count the dims from 1; the batch is not one of them",
        )
    return Permute((0, *dims))


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


TYPES = table(
    LayerType("Flatten", (_FORMAT,), lambda a: Flatten(channels_last=channels_last(a))),
    LayerType("Reshape", (Arg("target_shape", TARGET),), lambda a: Reshape(a["target_shape"])),
    LayerType("Permute", (Arg("dims", DIMS),), _permute),
    LayerType("RepeatVector", (Arg("n", POSITIVE),), lambda a: Repeat(a["n"])),
    LayerType("Select", (Arg("dim", ANY_INT), Arg("index", ANY_INT)), lambda a: Select(a["dim"], a["index"])),
    LayerType("Identity", (), lambda _: Identity()),
    *(make(rank) for make in (_padding, _cropping, _upsampling) for rank in (1, 2, 3)),
)
