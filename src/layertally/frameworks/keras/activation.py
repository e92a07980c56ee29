"""Keras' layers that keep the shape: activations, dropout, noise, masks. Source: keras.io, activation and
regularization layers, 3.15."""

from __future__ import annotations

from ...ops.activation import Elementary, PReLU
from ...ops.base import Op
from ..base import ANY, NUMBER, Arg, Arguments, LayerType, optional, table
from ..settings import AXES, RATE, unless
from .common import ACTIVATION


def _dropout(name: str, function: str, dims: int | None = None, *more: Arg) -> LayerType:
    rank = (0, None) if dims is None else (dims, dims)
    return LayerType(name, (Arg("rate", RATE), *more), lambda a: Elementary(function, rate=a["rate"], rank=rank))


def _prelu(a: Arguments) -> Op:
    return PReLU(shared_axes=a["shared_axes"] or ())


def _softmax(a: Arguments) -> Op:
    return Elementary("softmax", axis=unless(a["axis"][-1], -1))


NOISE_SHAPE = Arg("noise_shape", ANY, None)

TYPES = table(
    LayerType(
        "Activation", (Arg("activation", ACTIVATION),), lambda a: Elementary(a["activation"] or "linear", named=True)
    ),
    LayerType(
        "ReLU",
        (Arg("max_value", optional(NUMBER), None), Arg("negative_slope", NUMBER, 0.0), Arg("threshold", NUMBER, 0.0)),
        lambda _: Elementary("relu"),
    ),
    LayerType(
        "LeakyReLU",
        (Arg("negative_slope", NUMBER, 0.3, aliases=("alpha",)),),
        lambda a: Elementary("leaky_relu", alpha=a["negative_slope"]),
    ),
    LayerType("ELU", (Arg("alpha", NUMBER, 1.0),), lambda a: Elementary("elu", alpha=unless(a["alpha"], 1.0))),
    LayerType(
        "ThresholdedReLU", (Arg("theta", NUMBER, 1.0),), lambda a: Elementary("thresholded_relu", alpha=a["theta"])
    ),
    LayerType(
        "PReLU",
        (
            Arg("alpha_initializer", ANY, None),
            Arg("alpha_regularizer", ANY, None),
            Arg("alpha_constraint", ANY, None),
            Arg("shared_axes", optional(AXES), None),
        ),
        _prelu,
    ),
    LayerType("Softmax", (Arg("axis", AXES, -1),), _softmax),
    _dropout("Dropout", "dropout", None, NOISE_SHAPE),
    _dropout("SpatialDropout1D", "spatial_dropout", 2),
    _dropout("SpatialDropout2D", "spatial_dropout", 3, Arg("data_format", ANY, None)),
    _dropout("SpatialDropout3D", "spatial_dropout", 4, Arg("data_format", ANY, None)),
    _dropout("AlphaDropout", "alpha_dropout", None, NOISE_SHAPE),
    _dropout("GaussianDropout", "gaussian_dropout"),
    LayerType("GaussianNoise", (Arg("stddev", NUMBER),), lambda a: Elementary("gaussian_noise", alpha=a["stddev"])),
    LayerType("Masking", (Arg("mask_value", NUMBER, 0.0),), lambda _: Elementary("masking")),
    LayerType(
        "ActivityRegularization",
        (Arg("l1", NUMBER, 0.0), Arg("l2", NUMBER, 0.0)),
        lambda _: Elementary("activity_regularization"),
    ),
)
