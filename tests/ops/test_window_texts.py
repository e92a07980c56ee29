"""What a reader sees of windows and shapes: formulas as the field writes them, settings, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from layertally import frameworks
from layertally.formula import Expr
from layertally.model import Shape
from layertally.ops.base import Op
from layertally.words import facts


def op(framework: str, type_: str, **args: Any) -> Op:
    found = frameworks.load(framework).type(type_)
    assert found is not None
    return found.op(args)


def params(layer: Op, shape: Shape) -> Expr:
    weights = layer.weigh([shape])
    assert weights is not None
    return weights.params


K1, K32 = (None, 28, 28, 1), (None, 26, 26, 32)
PARAMS = [
    (op("keras", "Conv2D", filters=32, kernel_size=3), K1, "(k_h·k_w·c_in + 1)·c_out", "(3·3·1 + 1)·32", 320),
    (op("keras", "Conv2D", filters=32, kernel_size=3), K32, "(k_h·k_w·c_in + 1)·c_out", "(3·3·32 + 1)·32", 9248),
    (op("keras", "Conv2D", filters=32, kernel_size=3, use_bias=False), K1, "k_h·k_w·c_in·c_out", "3·3·1·32", 288),
    (op("keras", "Conv1D", filters=64, kernel_size=5), (None, 50, 128), "(k·c_in + 1)·c_out", "(5·128 + 1)·64", 41024),
    (
        op("keras", "Conv3D", filters=4, kernel_size=[3, 2, 1]),
        (None, 9, 8, 7, 2),
        "(k_d·k_h·k_w·c_in + 1)·c_out",
        "(3·2·1·2 + 1)·4",
        52,
    ),
    (
        op("torch", "Conv2d", in_channels=32, out_channels=64, kernel_size=3, groups=4),
        (None, 32, 9, 9),
        "(k_h·k_w·c_in/g + 1)·c_out",
        "(3·3·32/4 + 1)·64",
        4672,
    ),
    (
        op("torch", "ConvTranspose2d", in_channels=128, out_channels=64, kernel_size=2, stride=2),
        (None, 128, 7, 7),
        "(k_h·k_w·c_in + 1)·c_out",
        "(2·2·128 + 1)·64",
        32832,
    ),
    (
        op("torch", "ConvTranspose2d", in_channels=4, out_channels=6, kernel_size=3, groups=2),
        (None, 4, 7, 7),
        "k_h·k_w·c_in·c_out/g + c_out",
        "3·3·4·6/2 + 6",
        114,
    ),
    (op("keras", "DepthwiseConv2D", kernel_size=3), (None, 9, 9, 10), "(k_h·k_w + 1)·c_in·m", "(3·3 + 1)·10·1", 100),
    (
        op("keras", "DepthwiseConv2D", kernel_size=3, depth_multiplier=2),
        (None, 9, 9, 10),
        "(k_h·k_w + 1)·c_in·m",
        "(3·3 + 1)·10·2",
        200,
    ),
    (
        op("keras", "SeparableConv2D", filters=32, kernel_size=3, depth_multiplier=2),
        (None, 9, 9, 10),
        "k_h·k_w·c_in·m + (c_in·m + 1)·c_out",
        "3·3·10·2 + (10·2 + 1)·32",
        852,
    ),
]


@pytest.mark.parametrize(("layer", "shape", "symbols", "worked", "value"), PARAMS, ids=[case[3] for case in PARAMS])
def test_parameters(layer: Op, shape: Shape, symbols: str, worked: str, value: int) -> None:
    formula = params(layer, shape)
    assert (formula.symbols(), formula.worked(), formula.value) == (symbols, worked, value)


def conv(**args: Any) -> Op:
    return op("keras", "Conv2D", **{"filters": 32, "kernel_size": 3, **args})


def up(framework: str = "torch", **args: Any) -> Op:
    if framework == "keras":
        return op("keras", "Conv2DTranspose", **{"filters": 8, "kernel_size": 3, "strides": 2, **args})
    name = {"torch": "ConvTranspose2d", "paddle": "Conv2DTranspose"}[framework]
    return op(framework, name, **{"in_channels": 4, "out_channels": 8, "kernel_size": 3, "stride": 2, **args})


N4 = (None, 4, 7, 7)
SIZES = [
    (conv(), K1, "⌊(H + 2·p_h − k_h)/s_h⌋ + 1", "⌊(28 − 3)/1⌋ + 1", "⌊(28 + 2·0 − 3)/1⌋ + 1", 26),
    (conv(strides=2, padding="same"), K1, "⌈H/s_h⌉", "⌈28/2⌉", "⌈28/2⌉", 14),
    (
        conv(dilation_rate=2),
        K1,
        "⌊(H + 2·p_h − d_h·(k_h − 1) − 1)/s_h⌋ + 1",
        "⌊(28 − 2·(3 − 1) − 1)/1⌋ + 1",
        "⌊(28 + 2·0 − 2·(3 − 1) − 1)/1⌋ + 1",
        24,
    ),
    (
        op("torch", "Conv2d", in_channels=3, out_channels=64, kernel_size=7, stride=2, padding=3),
        (None, 3, 224, 224),
        "⌊(H + 2·p_h − k_h)/s_h⌋ + 1",
        "⌊(224 + 2·3 − 7)/2⌋ + 1",
        "⌊(224 + 2·3 − 7)/2⌋ + 1",
        112,
    ),
    (
        op("paddle", "Conv2D", in_channels=4, out_channels=6, kernel_size=3, padding=[1, 2, 3, 4]),
        N4,
        "⌊(H + p_t + p_b − k_h)/s_h⌋ + 1",
        "⌊(7 + 1 + 2 − 3)/1⌋ + 1",
        "⌊(7 + 1 + 2 − 3)/1⌋ + 1",
        8,
    ),
    (op("torch", "Conv2d", in_channels=4, out_channels=6, kernel_size=3, padding="same"), N4, "H", "7", "7", 7),
    (
        op("keras", "MaxPooling2D"),
        (None, 24, 24, 32),
        "⌊(H + 2·p_h − k_h)/s_h⌋ + 1",
        "⌊(24 − 2)/2⌋ + 1",
        "⌊(24 + 2·0 − 2)/2⌋ + 1",
        12,
    ),
    (
        op("torch", "MaxPool2d", kernel_size=3, stride=2, ceil_mode=True),
        (None, 64, 8, 8),
        "⌈(H + 2·p_h − k_h)/s_h⌉ + 1",
        "⌈(8 − 3)/2⌉ + 1",
        "⌈(8 + 2·0 − 3)/2⌉ + 1",
        4,
    ),
    (
        op("torch", "MaxPool2d", kernel_size=2, stride=3, padding=1, ceil_mode=True),
        (None, 64, 7, 7),
        "⌈(H + 2·p_h − k_h)/s_h⌉ + 1 − 1",
        "⌈(7 + 2·1 − 2)/3⌉ + 1 − 1",
        "⌈(7 + 2·1 − 2)/3⌉ + 1 − 1",
        3,
    ),
    (
        up(padding=1, output_padding=1),
        N4,
        "(H − 1)·s_h − 2·p_h + k_h + a_h",
        "(7 − 1)·2 − 2·1 + 3 + 1",
        "(7 − 1)·2 − 2·1 + 3 + 1",
        14,
    ),
    (up(), N4, "(H − 1)·s_h − 2·p_h + k_h + a_h", "(7 − 1)·2 + 3", "(7 − 1)·2 − 2·0 + 3 + 0", 15),
    (up("keras"), (None, 7, 7, 4), "H·s_h + max(k_h − s_h, 0)", "7·2 + max(3 − 2, 0)", "7·2 + max(3 − 2, 0)", 15),
    (up("keras", padding="same"), (None, 7, 7, 4), "H·s_h", "7·2", "7·2", 14),
    (
        up("keras", padding="same", output_padding=0),
        (None, 7, 7, 4),
        "(H − 1)·s_h + k_h − 2·⌊k_h/2⌋ + a_h",
        "(7 − 1)·2 + 3 − 2·⌊3/2⌋",
        "(7 − 1)·2 + 3 − 2·⌊3/2⌋ + 0",
        13,
    ),
    (
        up("paddle", padding="SAME"),
        N4,
        "(H − 1)·s_h − P_h + k_h + a_h",
        "(7 − 1)·2 − 2 + 3",
        "(7 − 1)·2 − 2 + 3 + 0",
        13,
    ),
    (
        op("keras", "ZeroPadding2D", padding=[[1, 2], [0, 0]]),
        (None, 9, 8, 3),
        "H + p_t + p_b",
        "9 + 1 + 2",
        "9 + 1 + 2",
        12,
    ),
    (op("keras", "ZeroPadding2D"), (None, 9, 8, 3), "H + 2·p_h", "9 + 2·1", "9 + 2·1", 11),
    (op("keras", "Cropping2D", cropping=2), (None, 9, 8, 3), "H − 2·c_h", "9 − 2·2", "9 − 2·2", 5),
    (op("keras", "UpSampling2D"), (None, 9, 8, 3), "H·f_h", "9·2", "9·2", 18),
    (op("torch", "Upsample", scale_factor=1.5), (None, 3, 9, 8), "⌊H·3/2⌋", "⌊9·3/2⌋", "⌊9·3/2⌋", 13),
]


@pytest.mark.parametrize(
    ("layer", "shape", "symbols", "worked", "full", "value"), SIZES, ids=[case[3] for case in SIZES]
)
def test_sizes(layer: Op, shape: Shape, symbols: str, worked: str, full: str, value: int) -> None:
    size = next(size for size in layer.infer([shape])[0].sizes if size.label == "H")
    assert size.formula.symbols(full=True) == symbols
    assert (size.formula.worked(), size.formula.worked(full=True), size.formula.value) == (worked, full, value)


MACS = [
    (conv(), K32, "H'·W'·c_out·k_h·k_w·c_in", "24·24·32·3·3·32", 5308416),
    (up(), N4, "H·W·c_in·k_h·k_w·c_out", "7·7·4·3·3·8", 14112),
    (
        op("keras", "DepthwiseConv2D", kernel_size=3, padding="same"),
        (None, 10, 10, 8),
        "H'·W'·k_h·k_w·c_in·m",
        "10·10·3·3·8·1",
        7200,
    ),
    (
        op("keras", "SeparableConv2D", filters=4, kernel_size=3, padding="same"),
        (None, 5, 5, 3),
        "H'·W'·k_h·k_w·c_in·m + H'·W'·c_in·m·c_out",
        "5·5·3·3·3·1 + 5·5·3·1·4",
        975,
    ),
]


@pytest.mark.parametrize(("layer", "shape", "symbols", "worked", "value"), MACS, ids=[case[3] for case in MACS])
def test_multiply_adds(layer: Op, shape: Shape, symbols: str, worked: str, value: int) -> None:
    formula = layer.macs([shape], layer.infer([shape]))
    assert formula is not None
    assert (formula.symbols(), formula.worked(), formula.value) == (symbols, worked, value)


FLAT = [
    ("keras", (None, 4, 4, 64), "H·W·C", "4·4·64", 1024),
    ("torch", (None, 32, 7, 7), "C·H·W", "32·7·7", 1568),
    ("paddle", (None, 16, 5, 5), "C·H·W", "16·5·5", 400),
    ("keras", (None, 50, 8), "T·C", "50·8", 400),
    ("torch", (None, 50, 8), "n_1·n_2", "50·8", 400),
    ("torch", (None, 8, 3, 4, 5), "C·D·H·W", "8·3·4·5", 480),
]


@pytest.mark.parametrize(("framework", "shape", "symbols", "worked", "value"), FLAT)
def test_flatten_says_what_it_multiplies(framework: str, shape: Shape, symbols: str, worked: str, value: int) -> None:
    (size,) = op(framework, "Flatten").infer([shape])[0].sizes
    assert (size.axis, size.label) == (1, "features")
    assert (size.formula.symbols(), size.formula.worked(), size.formula.value) == (symbols, worked, value)


def test_latex_of_a_convolution() -> None:
    assert params(conv(), K1).latex() == r"\left(k_h\, k_w\, c_{\mathrm{in}} + 1\right)\, c_{\mathrm{out}}"
    size = conv().infer([K1])[0].sizes[0].formula
    assert size.latex(full=True) == r"\left\lfloor \frac{H + 2 \cdot p_h - k_h}{s_h} \right\rfloor + 1".replace(
        r" \cdot ", r"\, "
    )
    assert size.latex(numbers=True) == r"\left\lfloor \frac{28 - 3}{1} \right\rfloor + 1"


FACTS = [
    (
        conv(activation="relu"),
        "3×3 kernel · 32 filters · stride 1 · valid · ReLU",
        "卷积核 3×3 · 过滤器 32 个 · 步长 1 · 无填充 valid · ReLU",
    ),
    (
        op("torch", "Conv2d", in_channels=64, out_channels=64, kernel_size=3, padding=1),
        "3×3 kernel · 64→64 · stride 1 · padding 1",
        "卷积核 3×3 · 64→64 · 步长 1 · 填充 1",
    ),
    (
        op(
            "torch",
            "Conv2d",
            in_channels=64,
            out_channels=64,
            kernel_size=3,
            stride=[2, 1],
            dilation=2,
            groups=64,
            bias=False,
        ),
        "3×3 kernel · 64→64 · stride 2×1 · padding 0 · dilation 2 · 64 groups · no bias",
        "卷积核 3×3 · 64→64 · 步长 2×1 · 填充 0 · 膨胀率 2 · 分 64 组 · 无偏置",
    ),
    (op("keras", "MaxPooling2D"), "2×2 window · stride 2 · valid", "池化窗口 2×2 · 步长 2 · 无填充 valid"),
    (
        op("torch", "MaxPool2d", kernel_size=3, stride=2, padding=1),
        "3×3 window · stride 2 · padding 1",
        "池化窗口 3×3 · 步长 2 · 填充 1",
    ),
    (
        up(padding=1, output_padding=1),
        "3×3 kernel · 4→8 · stride 2 · padding 1 · output padding 1",
        "卷积核 3×3 · 4→8 · 步长 2 · 填充 1 · 输出填充 1",
    ),
    (
        op("keras", "DepthwiseConv2D", kernel_size=3, depth_multiplier=2),
        "3×3 kernel · depth multiplier 2 · stride 1 · valid",
        "卷积核 3×3 · 深度倍数 2 · 步长 1 · 无填充 valid",
    ),
    (op("keras", "GlobalAveragePooling2D"), "over H, W", "在 H、W 上"),
    (op("torch", "AdaptiveAvgPool2d", output_size=[None, 5]), "to ?×5", "到 ?×5"),
    (op("keras", "KMaxPooling", k=3), "the 3 largest of T", "取 T 上最大的 3 个"),
    (op("keras", "ZeroPadding2D"), "border 1", "边界 1"),
    (op("keras", "ZeroPadding2D", padding=[[1, 2], [0, 0]]), "border 1+2 × 0+0", "边界 1+2 × 0+0"),
    (op("torch", "Upsample", scale_factor=[2, 1.5]), "× 2×1.5", "× 2×1.5"),
    (op("keras", "Reshape", target_shape=[-1, 4]), "to −1×4", "到 −1×4"),
    (op("keras", "Rescaling", scale=-1, offset=1), "1 − x", "1 − x"),
    (op("keras", "Rescaling", scale=0.5, offset=-1), "x·0.5 − 1", "x·0.5 − 1"),
    (op("torch", "Select", dim=1, index=-1), "element −1 of dim 1", "维 1 的第 −1 个元素"),
]


@pytest.mark.parametrize(("layer", "en", "zh"), FACTS, ids=[case[1] for case in FACTS])
def test_settings_line(layer: Op, en: str, zh: str) -> None:
    assert " · ".join(facts(layer.facts())) == en
    assert " · ".join(facts(layer.facts(), "zh")) == zh
