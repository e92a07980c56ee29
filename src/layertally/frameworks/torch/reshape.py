"""PyTorch's layers that lay out, pad and resize. `Select: {dim: 1, index: -1}` is `x[:, -1]`; `Permute` is that of
torchvision (`dims` with the batch as 0); `Reshape: {shape: [...]}` is `x.reshape(x.size(0), ...)`."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.reshape import Flatten, Identity, Permute, Reshape, Select, Unflatten
from ...ops.resize import ChannelShuffle, Fold, Pad, PixelShuffle, Resize, Unfold, Upsample
from ...ops.window import Window
from ..base import (
    ANY,
    ANY_INT,
    FLAG,
    NUMBER,
    POSITIVE,
    Arg,
    ArgumentError,
    Arguments,
    LayerType,
    choice,
    ints,
    optional,
    table,
)
from ..spatial import DIMS, ORDER, RANK_OF_MODE, SCALES, TARGET, borders, paddings

_PADS = {
    "Zero": "constant",
    "Constant": "constant",
    "Reflection": "reflect",
    "Replication": "replicate",
    "Circular": "circular",
}


def _pad(word: str, rank: int) -> LayerType:
    mode: Any = _PADS[word]
    value = (Arg("value", NUMBER),) if word == "Constant" else ()
    return LayerType(
        f"{word}Pad{rank}d",
        (Arg("padding", borders(rank, last_first=True)), *value),
        lambda a: Pad(a["padding"], mode=mode),
    )


def _upsample(a: Arguments, rank: int | None = None) -> Op:
    size, scale = a["size"], a["scale_factor"]
    if (size is None) == (scale is None):
        raise ArgumentError("Upsample takes either size or scale_factor", "write scale_factor: 2")
    rank = rank or RANK_OF_MODE.get(a["mode"])
    for name, given in (("size", size), ("scale_factor", scale)):
        if rank and given is not None and len(given) not in {1, rank}:
            raise ArgumentError(f"{name} has {len(given)} numbers, not {rank}", f"write one number or {rank}")
    return Resize(size, False, rank) if size is not None else Upsample(scale, False, rank)


def _permute(a: Arguments) -> Op:
    dims = tuple(dim % len(a["dims"]) for dim in a["dims"])
    if sorted(dims) != list(range(len(dims))) or dims[0] != 0:
        raise ArgumentError(
            f"{list(a['dims'])} is not an order of the dims that leaves the batch first", "begin with 0"
        )
    return Permute(dims)


def _windows(a: Arguments) -> Window:
    return Window(a["kernel_size"], a["stride"], a["dilation"], a["padding"])


_SLIDE = (
    Arg("kernel_size", ints(2)),
    Arg("dilation", ints(2), 1),
    Arg("padding", paddings(2), 0),
    Arg("stride", ints(2), 1),
)
_SIZE = (Arg("size", optional(DIMS), None), Arg("scale_factor", optional(SCALES), None))
_MODE = choice("nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact")

TYPES = table(
    LayerType(
        "Flatten",
        (Arg("start_dim", ANY_INT, 1), Arg("end_dim", ANY_INT, -1)),
        lambda a: Flatten(a["start_dim"], a["end_dim"], channels_last=False),
    ),
    LayerType(
        "Unflatten",
        (Arg("dim", ANY_INT), Arg("unflattened_size", TARGET)),
        lambda a: Unflatten(a["dim"], a["unflattened_size"], "unflattened_size"),
    ),
    LayerType("Reshape", (Arg("shape", TARGET),), lambda a: Reshape(a["shape"], "shape")),
    LayerType("Permute", (Arg("dims", ORDER),), _permute),
    LayerType("Select", (Arg("dim", ANY_INT), Arg("index", ANY_INT)), lambda a: Select(a["dim"], a["index"])),
    LayerType("Identity", (), lambda _: Identity()),
    *(_pad(word, rank) for word in _PADS for rank in (1, 2, 3)),
    LayerType(
        "Upsample",
        (
            *_SIZE,
            Arg("mode", _MODE, "nearest"),
            Arg("align_corners", optional(FLAG), None),
            Arg("recompute_scale_factor", ANY, None),
        ),
        _upsample,
    ),
    *(LayerType(name, _SIZE, lambda a: _upsample(a, 2)) for name in ("UpsamplingNearest2d", "UpsamplingBilinear2d")),
    LayerType("PixelShuffle", (Arg("upscale_factor", POSITIVE),), lambda a: PixelShuffle(a["upscale_factor"])),
    LayerType(
        "PixelUnshuffle",
        (Arg("downscale_factor", POSITIVE),),
        lambda a: PixelShuffle(a["downscale_factor"], inverse=True),
    ),
    LayerType("ChannelShuffle", (Arg("groups", POSITIVE),), lambda a: ChannelShuffle(a["groups"])),
    LayerType("Unfold", _SLIDE, lambda a: Unfold(_windows(a))),
    LayerType("Fold", (Arg("output_size", ints(2)), *_SLIDE), lambda a: Fold(a["output_size"], _windows(a))),
)
