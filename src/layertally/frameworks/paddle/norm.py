"""Paddle's normalisation layers: statistics are parameters that are not trained. Source: paddlepaddle.org.cn,
paddle.nn, 3.3."""

from __future__ import annotations

from ...ops.activation import Elementary
from ...ops.base import Op
from ...ops.norm import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, SpectralVectors
from ..base import ANY, ANY_INT, FLAG, NUMBER, POSITIVE, TEXT, Arg, ArgumentError, Arguments, LayerType, optional, table
from ..settings import SHAPE
from .common import BIAS, channels_last, has_bias

EPSILON = Arg("epsilon", NUMBER, 1e-5)
MOMENTUM = Arg("momentum", NUMBER, 0.9)
ATTRIBUTES = (Arg("weight_attr", BIAS, None), Arg("bias_attr", BIAS, None))


def _axis(a: Arguments) -> int:
    return -1 if channels_last(a) else 1


def _affine(a: Arguments) -> tuple[bool, bool]:
    return has_bias(a["weight_attr"]), has_bias(a["bias_attr"])


def _batch(name: str, ranks: tuple[int, int | None]) -> LayerType:
    def build(a: Arguments) -> Op:
        return BatchNorm(_axis(a), *_affine(a), a["num_features"], rank=ranks)

    args = (
        Arg("num_features", POSITIVE),
        MOMENTUM,
        EPSILON,
        *ATTRIBUTES,
        Arg("data_format", TEXT, "NCHW"),
        Arg("use_global_stats", optional(FLAG), None),
    )
    return LayerType(name, args, build)


def _old_batch(a: Arguments) -> Op:
    return BatchNorm(
        -1 if a["data_layout"] == "NHWC" else 1,
        has_bias(a["param_attr"]),
        has_bias(a["bias_attr"]),
        a["num_channels"],
        "num_channels",
        rank=(1, None),
    )


def _instance(n: int) -> LayerType:
    def build(a: Arguments) -> Op:
        if len(set(_affine(a))) > 1:
            raise ArgumentError(
                "weight_attr and bias_attr are switched off together or not at all", "write both as false"
            )
        return InstanceNorm(
            _axis(a), *_affine(a), a["num_features"], rank=(1 if n == 1 else n + 1, n + 1), statistics=None
        )

    return LayerType(
        f"InstanceNorm{n}D",
        (Arg("num_features", POSITIVE), EPSILON, MOMENTUM, *ATTRIBUTES, Arg("data_format", TEXT, "NCHW")),
        build,
    )


def _group(a: Arguments) -> Op:
    if a["num_channels"] % a["num_groups"]:
        raise ArgumentError(f"num_channels {a['num_channels']} does not divide by num_groups {a['num_groups']}", "")
    scale, center = _affine(a)
    return GroupNorm(
        _axis(a),
        a["affine"] and scale,
        a["affine"] and center,
        a["num_channels"],
        "num_channels",
        groups=a["num_groups"],
    )


def _layer(a: Arguments) -> Op:
    scale, center = _affine(a)
    on = a["elementwise_affine"]
    return LayerNorm(shape=a["normalized_shape"], scale=on and scale, center=on and center and a["bias"], flat=True)


TYPES = table(
    _batch("BatchNorm1D", (1, 2)),
    _batch("BatchNorm2D", (3, 3)),
    _batch("BatchNorm3D", (4, 4)),
    _batch("SyncBatchNorm", (1, None)),
    LayerType(
        "BatchNorm",
        (
            Arg("num_channels", POSITIVE),
            Arg("act", ANY, None),
            Arg("is_test", FLAG, False),
            MOMENTUM,
            EPSILON,
            Arg("param_attr", BIAS, None),
            Arg("bias_attr", BIAS, None),
            Arg("data_layout", TEXT, "NCHW"),
            Arg("use_global_stats", FLAG, False),
        ),
        _old_batch,
    ),
    *(_instance(n) for n in (1, 2, 3)),
    LayerType(
        "GroupNorm",
        (
            Arg("num_groups", POSITIVE),
            Arg("num_channels", POSITIVE),
            EPSILON,
            Arg("affine", FLAG, True),
            *ATTRIBUTES,
            Arg("data_format", TEXT, "NCHW"),
        ),
        _group,
    ),
    LayerType(
        "LayerNorm",
        (
            Arg("normalized_shape", SHAPE),
            EPSILON,
            Arg("elementwise_affine", FLAG, True),
            Arg("bias", FLAG, True),
            *ATTRIBUTES,
        ),
        _layer,
    ),
    LayerType(
        "SpectralNorm",
        (
            Arg("weight_shape", SHAPE),
            Arg("dim", ANY_INT, 0),
            Arg("power_iters", POSITIVE, 1),
            Arg("eps", NUMBER, 1e-12),
        ),
        lambda a: SpectralVectors(a["weight_shape"], a["dim"]),
    ),
    LayerType(
        "LocalResponseNorm",
        (
            Arg("size", POSITIVE),
            Arg("alpha", NUMBER, 1e-4),
            Arg("beta", NUMBER, 0.75),
            Arg("k", NUMBER, 1.0),
            Arg("data_format", TEXT, "NCHW"),
        ),
        lambda _: Elementary("local_response_norm", rank=(2, None)),
    ),
)
