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
_PLAIN = {
    "AugMix": "value_range num_chains chain_depth factor alpha all_ops interpolation",
    "AutoContrast": "value_range",
    "ContrastLimitedAdaptiveHistogramEqualization": "value_range clip_limit tile_grid_size",
    "CutMix": "factor",
    "Equalization": "value_range bins",
    "MaxNumBoundingBoxes": "max_number fill_value",
    "MixUp": "alpha",
    "RandAugment": "value_range num_ops factor interpolation",
    "RandomColorDegeneration": "factor value_range",
    "RandomColorJitter": "value_range brightness_factor contrast_factor saturation_factor hue_factor",
    "RandomElasticTransform": "factor scale interpolation fill_mode fill_value value_range",
    "RandomErasing": "factor scale fill_value value_range",
    "RandomGaussianBlur": "factor kernel_size sigma value_range",
    "RandomGrayscale": "factor",
    "RandomHue": "factor value_range",
    "RandomInvert": "factor value_range",
    "RandomPerspective": "factor scale interpolation fill_value",
    "RandomPosterization": "factor value_range",
    "RandomSaturation": "factor value_range",
    "RandomSharpness": "factor value_range",
    "RandomShear": "x_factor y_factor interpolation fill_mode fill_value",
    "Solarization": "addition_factor threshold_factor value_range",
}
"""What changes values by chance or by a formula, and no size; with its own arguments."""
_VALUES = {
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
    *(
        LayerType(name, (*(Arg(own, ANY, None) for own in names.split()), _FORMAT), lambda _: Identity())
        for name, names in _PLAIN.items()
    ),
)
