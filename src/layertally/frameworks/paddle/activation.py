"""Paddle's layers that keep the shape: activations and dropout; GLU halves one dim, Maxout divides one. Source:
paddlepaddle.org.cn, paddle.nn, 3.3."""

from __future__ import annotations

from ...ops.activation import Elementary, Gated, Maxout, PReLU
from ..base import ANY, ANY_INT, FLAG, NUMBER, POSITIVE, TEXT, Arg, LayerType, table
from ..settings import RATE, unless

FORMAT = Arg("data_format", TEXT, "NCHW")


def _plain(name: str, function: str, *args: Arg) -> LayerType:
    return LayerType(name, args, lambda _: Elementary(function))


def _sloped(name: str, function: str, argument: str, default: float) -> LayerType:
    return LayerType(
        name, (Arg(argument, NUMBER, default),), lambda a: Elementary(function, alpha=unless(a[argument], default))
    )


def _along(name: str, function: str) -> LayerType:
    return LayerType(name, (Arg("axis", ANY_INT, -1),), lambda a: Elementary(function, axis=unless(a["axis"], -1)))


def _dropout(name: str, function: str, *args: Arg, rank: tuple[int, int | None] = (0, None)) -> LayerType:
    return LayerType(name, (Arg("p", RATE, 0.5), *args), lambda a: Elementary(function, rate=a["p"], rank=rank))


TYPES = table(
    _plain("ReLU", "relu"),
    _plain("ReLU6", "relu6"),
    LayerType("Silu", (Arg("inplace", FLAG, False),), lambda _: Elementary("silu"), aliases=("SiLU",)),
    _plain("Swish", "swish"),
    _plain("Mish", "mish"),
    _plain("Sigmoid", "sigmoid"),
    _plain("LogSigmoid", "log_sigmoid"),
    _plain("Tanh", "tanh"),
    _plain("Tanhshrink", "tanh_shrink"),
    _plain("Softsign", "softsign"),
    _plain("Hardsigmoid", "hard_sigmoid"),
    _plain("Hardswish", "hard_silu"),
    _plain("SELU", "selu", Arg("scale", NUMBER, 1.0507), Arg("alpha", NUMBER, 1.67326)),
    _plain("Softplus", "softplus", Arg("beta", NUMBER, 1.0), Arg("threshold", NUMBER, 20.0)),
    _plain("ThresholdedReLU", "thresholded_relu", Arg("threshold", NUMBER, 1.0), Arg("value", NUMBER, 0.0)),
    _plain("RReLU", "rrelu", Arg("lower", NUMBER, 0.125), Arg("upper", NUMBER, 1 / 3)),
    _plain("Hardtanh", "hard_tanh", Arg("min", NUMBER, -1.0), Arg("max", NUMBER, 1.0)),
    _plain("GELU", "gelu", Arg("approximate", ANY, False)),
    _sloped("LeakyReLU", "leaky_relu", "negative_slope", 0.01),
    _sloped("ELU", "elu", "alpha", 1.0),
    _sloped("CELU", "celu", "alpha", 1.0),
    _sloped("Hardshrink", "hard_shrink", "threshold", 0.5),
    _sloped("Softshrink", "soft_shrink", "threshold", 0.5),
    _along("Softmax", "softmax"),
    _along("LogSoftmax", "log_softmax"),
    LayerType("Softmax2D", (), lambda _: Elementary("softmax", axis=-3, rank=(2, 3))),
    LayerType("GLU", (Arg("axis", ANY_INT, -1),), lambda a: Gated(a["axis"])),
    LayerType("Maxout", (Arg("groups", POSITIVE), Arg("axis", ANY_INT, 1)), lambda a: Maxout(a["groups"], a["axis"])),
    LayerType(
        "PReLU",
        (Arg("num_parameters", POSITIVE, 1), Arg("init", NUMBER, 0.25), Arg("weight_attr", ANY, None), FORMAT),
        lambda a: PReLU(a["num_parameters"], channel_axis=-1 if a["data_format"].endswith("C") else 1),
    ),
    _dropout("Dropout", "dropout", Arg("axis", ANY, None), Arg("mode", TEXT, "upscale_in_train")),
    _dropout("Dropout2D", "spatial_dropout", FORMAT, rank=(3, 3)),
    _dropout("Dropout3D", "spatial_dropout", FORMAT, rank=(4, 4)),
    _dropout("AlphaDropout", "alpha_dropout"),
    _dropout("FeatureAlphaDropout", "alpha_dropout"),
)
