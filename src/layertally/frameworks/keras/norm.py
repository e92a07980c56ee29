"""Keras' normalisation layers. Source: keras.io, normalization layers, 3.15: moving statistics are parameters
that are not trained."""

from __future__ import annotations

from ...ops.activation import Elementary
from ...ops.base import Op
from ...ops.norm import BatchNorm, GroupNorm, LayerNorm, RMSNorm, Standardize
from ..base import ANY, ANY_INT, FLAG, NUMBER, Arg, Arguments, LayerType, optional, table
from ..settings import AXES

EPSILON = Arg("epsilon", NUMBER, 0.001)
AFFINE = (Arg("center", FLAG, True), Arg("scale", FLAG, True))
INITIALIZERS = tuple(
    Arg(name, ANY, None)
    for name in (
        "beta_initializer",
        "gamma_initializer",
        "moving_mean_initializer",
        "moving_variance_initializer",
        "beta_regularizer",
        "gamma_regularizer",
        "beta_constraint",
        "gamma_constraint",
    )
)


def _axis(value: tuple[int, ...]) -> int:
    """Old configs hold a list of one axis."""
    return value[0]


def _batch(a: Arguments) -> Op:
    return BatchNorm(_axis(a["axis"]), a["scale"], a["center"])


def _group(a: Arguments) -> Op:
    return GroupNorm(a["axis"], a["scale"], a["center"], groups=a["groups"])


def _layer(a: Arguments) -> Op:
    rms = a["rms_scaling"]
    return LayerNorm(a["axis"], scale=a["scale"] or rms, center=a["center"] and not rms)


def _rescaling(a: Arguments) -> Op:
    """One scale and one offset for all; others, a row of them, stand nowhere."""
    scale, offset = a["scale"], a["offset"]
    numbers = isinstance(scale, (int, float)) and isinstance(offset, (int, float))
    return Elementary("rescaling", line=(float(scale), float(offset)) if numbers else None)


TYPES = table(
    LayerType(
        "BatchNormalization",
        (
            Arg("axis", AXES, -1),
            Arg("momentum", NUMBER, 0.99),
            EPSILON,
            *AFFINE,
            *INITIALIZERS,
            Arg("renorm", FLAG, False),
            Arg("renorm_clipping", ANY, None),
            Arg("renorm_momentum", NUMBER, 0.99),
            Arg("synchronized", FLAG, False),
        ),
        _batch,
        aliases=("BatchNorm", "SyncBatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2"),
    ),
    LayerType(
        "LayerNormalization",
        (Arg("axis", AXES, -1), EPSILON, *AFFINE, *INITIALIZERS, Arg("rms_scaling", FLAG, False)),
        _layer,
    ),
    LayerType(
        "GroupNormalization",
        (Arg("groups", ANY_INT, 32), Arg("axis", ANY_INT, -1), EPSILON, *AFFINE, *INITIALIZERS),
        _group,
    ),
    LayerType("RMSNormalization", (Arg("axis", AXES, -1), Arg("epsilon", NUMBER, 1e-6)), lambda a: RMSNorm(a["axis"])),
    LayerType(
        "UnitNormalization",
        (Arg("axis", AXES, -1),),
        lambda a: Elementary("unit_normalization", axis=a["axis"][0] if len(a["axis"]) == 1 else None),
    ),
    LayerType(
        "Normalization",
        (
            Arg("axis", optional(AXES), -1),
            Arg("mean", ANY, None),
            Arg("variance", ANY, None),
            Arg("invert", FLAG, False),
        ),
        lambda a: Standardize(a["axis"] or (), a["mean"] is not None),
    ),
    LayerType("Rescaling", (Arg("scale", ANY), Arg("offset", ANY, 0.0)), _rescaling),
)
