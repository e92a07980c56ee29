"""Paddle's layers that pad, enlarge, shuffle and unfold."""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.resize import ChannelShuffle, Fold, Pad, PixelShuffle, Resize, Unfold, Upsample
from ...ops.window import Padding, Window
from ..base import (
    ANY,
    NUMBER,
    POSITIVE,
    Arg,
    ArgumentError,
    Arguments,
    Kind,
    LayerType,
    choice,
    ints,
    optional,
    table,
    whole,
)
from ..spatial import DIMS, PADS, RANK_OF_MODE, SCALES, borders
from .common import channels_last, data_format

_MODE = choice("constant", "reflect", "replicate", "circular")
_ANY_FORMAT = Arg("data_format", optional(choice("NCW", "NWC", "NCL", "NLC", "NCHW", "NHWC", "NCDHW", "NDHWC")), None)
_SIZE = (Arg("size", optional(DIMS), None), Arg("scale_factor", optional(SCALES), None))


def _pad(rank: int) -> LayerType:
    args = (
        Arg("padding", borders(rank, last_first=True)),
        Arg("mode", _MODE, "constant"),
        Arg("value", NUMBER, 0.0),
        data_format(rank),
    )
    return LayerType(f"Pad{rank}D", args, lambda a: Pad(a["padding"], channels_last(a), a["mode"]))


def _named_pad(word: str, rank: int) -> LayerType:
    mode: Any = PADS[word]
    value = (Arg("value", NUMBER),) if word == "Constant" else ()
    return LayerType(
        f"{word}Pad{rank}D",
        (Arg("padding", borders(rank, last_first=True)), *value, data_format(rank)),
        lambda a: Pad(a["padding"], channels_last(a), mode),
    )


def _upsample(a: Arguments) -> Op:
    size, scale = a["size"], a["scale_factor"]
    if (size is None) == (scale is None):
        raise ArgumentError("an upsampling takes either size or scale_factor", "write scale_factor: 2")
    rank = RANK_OF_MODE.get(a["mode"]) if "mode" in a else 2
    return Resize(size, channels_last(a), rank) if size is not None else Upsample(scale, channels_last(a), rank)


def _four_sides(value: Any) -> Padding:
    """Unfold's order: top, left, bottom, right."""
    if isinstance(value, (list, tuple)) and len(value) == 4:
        top, left, bottom, right = (whole(0).parse(item) for item in value)
        return Padding("explicit", ((top, bottom), (left, right)))
    return Padding.of(ints(2, 0).parse(value))


def _windows(a: Arguments) -> Window:
    return Window(a["kernel_sizes"], a["strides"], a["dilations"], a["paddings"])


_SIDES = Kind(
    "a number, one a dim, or top, left, bottom, right",
    lambda v: v if isinstance(v, Padding) else _four_sides(v),
    {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]},
)
_SLIDE = (
    Arg("kernel_sizes", ints(2)),
    Arg("dilations", ints(2), 1),
    Arg("paddings", _SIDES, 0),
    Arg("strides", ints(2), 1),
)

TYPES = table(
    *(_pad(rank) for rank in (1, 2, 3)),
    *(_named_pad(word, rank) for word in PADS for rank in (1, 2, 3)),
    LayerType(
        "Upsample",
        (
            *_SIZE,
            Arg("mode", ANY, "nearest"),
            Arg("align_corners", ANY, False),
            Arg("align_mode", ANY, 0),
            _ANY_FORMAT,
            Arg("recompute_scale_factor", ANY, None),
        ),
        _upsample,
    ),
    *(LayerType(name, (*_SIZE, data_format(2)), _upsample) for name in ("UpsamplingNearest2D", "UpsamplingBilinear2D")),
    LayerType(
        "PixelShuffle",
        (Arg("upscale_factor", POSITIVE), data_format(2)),
        lambda a: PixelShuffle(a["upscale_factor"], channels_last=channels_last(a)),
    ),
    LayerType(
        "PixelUnshuffle",
        (Arg("downscale_factor", POSITIVE), data_format(2)),
        lambda a: PixelShuffle(a["downscale_factor"], inverse=True, channels_last=channels_last(a)),
    ),
    LayerType(
        "ChannelShuffle",
        (Arg("groups", POSITIVE), data_format(2)),
        lambda a: ChannelShuffle(a["groups"], channels_last(a)),
    ),
    LayerType("Unfold", _SLIDE, lambda a: Unfold(_windows(a))),
    LayerType("Fold", (Arg("output_sizes", ints(2)), *_SLIDE), lambda a: Fold(a["output_sizes"], _windows(a))),
)
