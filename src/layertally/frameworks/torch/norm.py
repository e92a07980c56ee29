"""PyTorch's normalisation layers: statistics are buffers, not parameters. Source: docs.pytorch.org, torch.nn,
2.13."""

from __future__ import annotations

from ...ops.activation import Elementary
from ...ops.base import Op
from ...ops.norm import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, LayerType, optional, table
from ..settings import SHAPE

EPS = Arg("eps", optional(NUMBER), 1e-5)


def _statistics(name: str, norm: type[BatchNorm], ranks: tuple[int, int | None], on: bool) -> LayerType:
    """BatchNorm is affine and keeps statistics unless told otherwise, InstanceNorm only where told."""

    def build(a: Arguments) -> Op:
        return norm(
            1,
            a["affine"],
            a["affine"] and a["bias"],
            a["num_features"],
            rank=ranks,
            statistics="buffer" if a["track_running_stats"] else None,
            counter=True,
        )

    args = (
        Arg("num_features", POSITIVE),
        EPS,
        Arg("momentum", optional(NUMBER), 0.1),
        Arg("affine", FLAG, on),
        Arg("track_running_stats", FLAG, on),
        Arg("process_group", ANY, None),
        Arg("bias", FLAG, True),
    )
    return LayerType(name, args, build)


def _group(a: Arguments) -> Op:
    if a["num_channels"] % a["num_groups"]:
        raise ArgumentError(f"num_channels {a['num_channels']} does not divide by num_groups {a['num_groups']}", "")
    return GroupNorm(
        1, a["affine"], a["affine"] and a["bias"], a["num_channels"], "num_channels", groups=a["num_groups"]
    )


def _layer(a: Arguments) -> Op:
    return LayerNorm(
        shape=a["normalized_shape"], scale=a["elementwise_affine"], center=a["elementwise_affine"] and a["bias"]
    )


def _rms(a: Arguments) -> Op:
    return RMSNorm(shape=a["normalized_shape"], scale=a["elementwise_affine"])


TYPES = table(
    *(_statistics(f"BatchNorm{n}d", BatchNorm, ranks, True) for n, ranks in ((1, (1, 2)), (2, (3, 3)), (3, (4, 4)))),
    _statistics("SyncBatchNorm", BatchNorm, (1, None), True),
    *(_statistics(f"InstanceNorm{n}d", InstanceNorm, (n + 1, n + 1), False) for n in (1, 2, 3)),
    LayerType(
        "GroupNorm",
        (
            Arg("num_groups", POSITIVE),
            Arg("num_channels", POSITIVE),
            EPS,
            Arg("affine", FLAG, True),
            Arg("bias", FLAG, True),
        ),
        _group,
    ),
    LayerType(
        "LayerNorm",
        (Arg("normalized_shape", SHAPE), EPS, Arg("elementwise_affine", FLAG, True), Arg("bias", FLAG, True)),
        _layer,
    ),
    LayerType(
        "RMSNorm",
        (Arg("normalized_shape", SHAPE), Arg("eps", optional(NUMBER), None), Arg("elementwise_affine", FLAG, True)),
        _rms,
    ),
    *(
        LayerType(
            name,
            (Arg("size", POSITIVE), Arg("alpha", NUMBER, 1e-4), Arg("beta", NUMBER, 0.75), Arg("k", NUMBER, 1.0)),
            lambda _: Elementary("local_response_norm", rank=(2, None)),
        )
        for name in ("LocalResponseNorm", "CrossMapLRN2d")
    ),
)
