"""Layers that networks of keras.applications bring along: ConvNeXt's scale and dropped paths, Inception-ResNet's scaled
sum. Source: keras/src/applications, 3.15."""

from __future__ import annotations

from ...ops.activation import Elementary
from ...ops.merge import Elementwise
from ...ops.norm import ChannelScale
from ..base import NUMBER, POSITIVE, Arg, LayerType, table
from ..settings import RATE

TYPES = table(
    LayerType(
        "LayerScale",
        (Arg("init_values", NUMBER), Arg("projection_dim", POSITIVE)),
        lambda a: ChannelScale(a["projection_dim"]),
    ),
    LayerType(
        "StochasticDepth", (Arg("drop_path_rate", RATE),), lambda a: Elementary("drop_path", rate=a["drop_path_rate"])
    ),
    LayerType("CustomScaleLayer", (Arg("scale", NUMBER),), lambda _: Elementwise("add")),
)
