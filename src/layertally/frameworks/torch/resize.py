"""PyTorch's layers that pad, enlarge, shuffle and unfold."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.resize import ChannelShuffle, Fold, Pad, PixelShuffle, Resize, Unfold, Upsample
from ...ops.window import Window
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, LayerType, choice, ints, optional, table
from ..spatial import DIMS, PADS, RANK_OF_MODE, SCALES, borders, paddings


def _pad(word: str, rank: int) -> LayerType:
    mode: Any = PADS[word]
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
    *(_pad(word, rank) for word in PADS for rank in (1, 2, 3)),
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
