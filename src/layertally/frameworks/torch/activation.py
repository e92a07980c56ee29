"""PyTorch's layers that keep the shape: activations and dropout; GLU halves one dim. Source: docs.pytorch.org,
torch.nn, 2.13."""

from __future__ import annotations

from ...ops.activation import Elementary, Gated, PReLU
from ..base import ANY, ANY_INT, FLAG, NUMBER, POSITIVE, Arg, LayerType, optional, table
from ..settings import RATE, unless

INPLACE = Arg("inplace", FLAG, False)


def _plain(name: str, function: str, *args: Arg) -> LayerType:
    return LayerType(name, (*args, INPLACE), lambda _: Elementary(function))


def _sloped(name: str, function: str, argument: str, default: float) -> LayerType:
    return LayerType(
        name,
        (Arg(argument, NUMBER, default), INPLACE),
        lambda a: Elementary(function, alpha=unless(a[argument], default)),
    )


def _along(name: str, function: str) -> LayerType:
    return LayerType(
        name, (Arg("dim", optional(ANY_INT), None),), lambda a: Elementary(function, axis=unless(a["dim"], -1))
    )


def _dropout(name: str, function: str, least: int = 0, most: int | None = None) -> LayerType:
    return LayerType(
        name, (Arg("p", RATE, 0.5), INPLACE), lambda a: Elementary(function, rate=a["p"], rank=(least, most))
    )


TYPES = table(
    _plain("ReLU", "relu"),
    _plain("ReLU6", "relu6"),
    _plain("SiLU", "silu"),
    _plain("Mish", "mish"),
    _plain("Sigmoid", "sigmoid"),
    _plain("LogSigmoid", "log_sigmoid"),
    _plain("Tanh", "tanh"),
    _plain("Tanhshrink", "tanh_shrink"),
    _plain("Softsign", "softsign"),
    _plain("SELU", "selu"),
    _plain("Hardsigmoid", "hard_sigmoid"),
    _plain("Hardswish", "hard_silu"),
    _plain("Softplus", "softplus", Arg("beta", NUMBER, 1.0), Arg("threshold", NUMBER, 20.0)),
    _plain("Threshold", "threshold", Arg("threshold", NUMBER), Arg("value", NUMBER)),
    _plain("RReLU", "rrelu", Arg("lower", NUMBER, 0.125), Arg("upper", NUMBER, 1 / 3)),
    _plain("Hardtanh", "hard_tanh", Arg("min_val", NUMBER, -1.0), Arg("max_val", NUMBER, 1.0)),
    _plain("GELU", "gelu", Arg("approximate", ANY, "none")),
    _sloped("LeakyReLU", "leaky_relu", "negative_slope", 0.01),
    _sloped("ELU", "elu", "alpha", 1.0),
    _sloped("CELU", "celu", "alpha", 1.0),
    _sloped("Hardshrink", "hard_shrink", "lambd", 0.5),
    _sloped("Softshrink", "soft_shrink", "lambd", 0.5),
    _along("Softmax", "softmax"),
    _along("LogSoftmax", "log_softmax"),
    _along("Softmin", "softmin"),
    LayerType("Softmax2d", (), lambda _: Elementary("softmax", axis=-3, rank=(2, 3))),
    LayerType("GLU", (Arg("dim", ANY_INT, -1),), lambda a: Gated(a["dim"])),
    LayerType(
        "PReLU", (Arg("num_parameters", POSITIVE, 1), Arg("init", NUMBER, 0.25)), lambda a: PReLU(a["num_parameters"])
    ),
    _dropout("Dropout", "dropout"),
    _dropout("AlphaDropout", "alpha_dropout"),
    _dropout("FeatureAlphaDropout", "alpha_dropout"),
    _dropout("Dropout1d", "spatial_dropout", 1, 2),
    _dropout("Dropout2d", "spatial_dropout", 2, 3),
    _dropout("Dropout3d", "spatial_dropout", 3, 4),
)
