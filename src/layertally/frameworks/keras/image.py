"""Keras' preprocessing of images: some bring them to a size, the others change values only."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.reshape import Identity
from ...ops.resize import Resize
from ..base import ANY, POSITIVE, Arg, Arguments, LayerType, optional, table
from .common import DATA_FORMAT, channels_last

_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)
_SIZE = (Arg("height", POSITIVE), Arg("width", POSITIVE))
_EDGES = (Arg("fill_mode", ANY, "reflect"), Arg("interpolation", ANY, "bilinear"), Arg("fill_value", ANY, 0.0))
_RANGE = Arg("value_range", ANY, (0, 255))
_RESIZING = {
    "interpolation": "bilinear",
    "crop_to_aspect_ratio": False,
    "pad_to_aspect_ratio": False,
    "fill_mode": "constant",
    "fill_value": 0.0,
    "antialias": False,
}
_VALUES = {
    "Rescaling": (Arg("scale", ANY), Arg("offset", ANY, 0.0)),
    "RandomFlip": (Arg("mode", ANY, "horizontal_and_vertical"), _FORMAT),
    "RandomRotation": (Arg("factor", ANY), *_EDGES, _FORMAT),
    "RandomZoom": (Arg("height_factor", ANY), Arg("width_factor", ANY, None), *_EDGES, _FORMAT),
    "RandomTranslation": (Arg("height_factor", ANY), Arg("width_factor", ANY), *_EDGES, _FORMAT),
    "RandomContrast": (Arg("factor", ANY), _RANGE),
    "RandomBrightness": (Arg("factor", ANY), _RANGE),
}


def _resize(a: Arguments) -> Op:
    return Resize((a["height"], a["width"]), channels_last(a))


TYPES = table(
    LayerType(
        "Resizing", (*_SIZE, *(Arg(name, ANY, default) for name, default in _RESIZING.items()), _FORMAT), _resize
    ),
    LayerType("CenterCrop", (*_SIZE, _FORMAT), _resize),
    LayerType("RandomCrop", (*_SIZE, _FORMAT), _resize),
    *(LayerType(name, args, lambda _: Identity()) for name, args in _VALUES.items()),
)
