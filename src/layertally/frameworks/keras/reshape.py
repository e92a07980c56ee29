"""Keras' layers that lay out anew, and `Select: {dim: 1, index: -1}` for one step of a sequence."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.reshape import Flatten, Identity, Permute, Repeat, Reshape, Select
from ..base import ANY_INT, POSITIVE, Arg, ArgumentError, Arguments, LayerType, optional, table
from ..spatial import DIMS, TARGET
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


TYPES = table(
    LayerType("Flatten", (_FORMAT,), lambda a: Flatten(channels_last=channels_last(a))),
    LayerType("Reshape", (Arg("target_shape", TARGET),), lambda a: Reshape(a["target_shape"])),
    LayerType("Permute", (Arg("dims", DIMS),), _permute),
    LayerType("RepeatVector", (Arg("n", POSITIVE),), lambda a: Repeat(a["n"])),
    LayerType("Select", (Arg("dim", ANY_INT), Arg("index", ANY_INT)), lambda a: Select(a["dim"], a["index"])),
    LayerType("Identity", (), lambda _: Identity()),
)
