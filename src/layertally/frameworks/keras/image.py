"""Keras' preprocessing of images: some bring them to a size, the others change values only."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.reshape import Identity
from ...ops.resize import Resize
from ..base import ANY, POSITIVE, Arg, Arguments, LayerType, optional, table
from .common import DATA_FORMAT, channels_last

_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)
_SIZE = (Arg("height", POSITIVE), Arg("width", POSITIVE))
_EDGES = (Arg("fill_mode", ANY, None), Arg("interpolation", ANY, None), Arg("fill_value", ANY, None))
_VALUES = {
    "Rescaling": (Arg("scale", ANY), Arg("offset", ANY, None)),
    "RandomFlip": (Arg("mode", ANY, None),),
    "RandomRotation": (Arg("factor", ANY), *_EDGES, _FORMAT),
    "RandomZoom": (Arg("height_factor", ANY), Arg("width_factor", ANY, None), *_EDGES, _FORMAT),
    "RandomTranslation": (Arg("height_factor", ANY), Arg("width_factor", ANY), *_EDGES, _FORMAT),
    "RandomContrast": (Arg("factor", ANY), Arg("value_range", ANY, None)),
    "RandomBrightness": (Arg("factor", ANY), Arg("value_range", ANY, None)),
}


def _resize(a: Arguments) -> Op:
    return Resize((a["height"], a["width"]), channels_last(a))


TYPES = table(
    LayerType(
        "Resizing",
        (
            *_SIZE,
            *(
                Arg(name, ANY, None)
                for name in (
                    "interpolation",
                    "crop_to_aspect_ratio",
                    "pad_to_aspect_ratio",
                    "fill_mode",
                    "fill_value",
                    "antialias",
                )
            ),
            _FORMAT,
        ),
        _resize,
    ),
    LayerType("CenterCrop", (*_SIZE, _FORMAT), _resize),
    LayerType("RandomCrop", (*_SIZE, _FORMAT), _resize),
    *(LayerType(name, args, lambda _: Identity()) for name, args in _VALUES.items()),
)
