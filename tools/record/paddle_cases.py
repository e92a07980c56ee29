"""The Paddle layers to record, in Paddle's own class names and argument spellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .paddle_windows import adaptive, convolution, drawn, pooling, transposed
from .rows import Case, case, grid


def cases() -> Iterator[Case]:
    """All cases, family by family."""
    for family in (
        convolution,
        transposed,
        pooling,
        adaptive,
        drawn,
        dense,
        reshaping,
        resizing,
        embedding,
        recurrent,
        norms,
        activations,
        noise,
        attention,
        refused,
    ):
        yield from family()


def dense() -> Iterator[Case]:
    for shape in ([16], [5, 16], [3, 5, 16]):
        yield from grid("Linear", shape, in_features=[16], out_features=[1, 10], bias_attr=[..., False])
    yield case("Linear", [2], in_features=2, out_features=4)
    yield case("Linear", [400], in_features=400, out_features=120)
    yield from grid("Bilinear", [5], [6], in1_features=[5], in2_features=[6], out_features=[4], bias_attr=[..., False])


def reshaping() -> Iterator[Case]:
    for shape in ([16, 5, 5], [7, 3], [5]):
        yield case("Flatten", shape)
    yield from grid("Flatten", [3, 4, 5, 6], start_axis=[1, 2, 3], stop_axis=[-1, 3, -2])
    yield case("Unflatten", [24], axis=1, shape=[2, 3, 4])
    yield case("Unflatten", [24], axis=1, shape=[2, -1])
    yield case("Unflatten", [5, 6], axis=-1, shape=[3, 2])
    yield from grid("PixelShuffle", [36, 4, 5], upscale_factor=[2, 3])
    yield case("PixelShuffle", [4, 5, 36], upscale_factor=2, data_format="NHWC")
    yield from grid("PixelUnshuffle", [3, 12, 18], downscale_factor=[2, 3])
    yield case("ChannelShuffle", [6, 4, 5], groups=3)
    yield from grid(
        "Unfold", [3, 10, 12], kernel_sizes=[2, [3, 2]], strides=[..., 2], paddings=[..., 1], dilations=[..., 2]
    )
    yield case("Unfold", [3, 10, 12], kernel_sizes=[3, 3], paddings=[1, 2, 0, 1])
    yield case("Fold", [12, 20], output_sizes=[5, 6], kernel_sizes=2)
    yield case("Identity", [3, 4])


def resizing() -> Iterator[Case]:
    for rank, space in enumerate(([9], [9, 8], [5, 6, 7]), 1):
        sides = [1, 0, 2, 1, 0, 1][: 2 * rank]
        yield from grid(f"Pad{rank}D", [3, *space], padding=[1, 2, sides], mode=[..., "replicate"])
        yield from grid(f"ZeroPad{rank}D", [3, *space], padding=[1, sides])
    yield case("Pad2D", [9, 8, 3], padding=[1, 2, 3, 0], data_format="NHWC")
    yield case("Pad2D", [3, 9, 8], padding=1, mode="reflect")
    yield from grid("Upsample", [3, 9, 8], scale_factor=[2, 1.5, [2, 3]], mode=["nearest", "bilinear", "bicubic"])
    yield from grid("Upsample", [3, 9, 8], size=[[4, 7]], mode=["nearest", "bilinear"])
    yield case("Upsample", [9, 8, 3], scale_factor=2, data_format="NHWC")
    yield case("Upsample", [3, 5, 6, 7], scale_factor=2, mode="trilinear", data_format="NCDHW")
    yield case("UpsamplingNearest2D", [3, 9, 8], scale_factor=2)
    yield case("UpsamplingBilinear2D", [3, 9, 8], size=[12, 10])


def embedding() -> Iterator[Case]:
    yield case("Embedding", [100], num_embeddings=10000, embedding_dim=256)
    yield case("Embedding", [7], num_embeddings=50, embedding_dim=8, padding_idx=0)
    yield case("Embedding", [3, 7], num_embeddings=50, embedding_dim=8)


def recurrent() -> Iterator[Case]:
    for kind in ("SimpleRNN", "GRU", "LSTM"):
        sizes = {"input_size": 5, "hidden_size": 6}
        yield from grid(
            kind, [7, 5], fixed=sizes, num_layers=[..., 2, 3], direction=[..., "forward", "bidirect", "bidirectional"]
        )
        yield from grid(kind, [7, 5], fixed=sizes, time_major=[True], direction=[..., "bidirect"])
        yield from grid(kind, [7, 5], fixed=sizes, bias_ih_attr=[..., False], bias_hh_attr=[False])
        yield case(kind, [12, 256], input_size=256, hidden_size=256)
        yield case(kind, [7, 5], input_size=5, hidden_size=6, num_layers=2, dropout=0.2)
    yield from grid(
        "LSTM",
        [7, 5],
        fixed={"input_size": 5, "hidden_size": 6, "proj_size": 3},
        num_layers=[..., 2],
        direction=[..., "bidirect"],
    )
    yield case("SimpleRNN", [7, 5], input_size=5, hidden_size=6, activation="relu")


def norms() -> Iterator[Case]:
    for rank, space in enumerate(([9], [9, 8], [4, 5, 6]), 1):
        yield from grid(
            f"BatchNorm{rank}D", [6, *space], num_features=[6], weight_attr=[..., False], bias_attr=[..., False]
        )
        yield from grid(f"InstanceNorm{rank}D", [6, *space], num_features=[6])
        yield case(f"InstanceNorm{rank}D", [6, *space], num_features=6, weight_attr=False, bias_attr=False)
    yield case("BatchNorm1D", [6], num_features=6)
    yield case("BatchNorm2D", [6, 4, 4], num_features=6)
    yield case("BatchNorm2D", [9, 8, 6], num_features=6, data_format="NHWC")
    yield case("BatchNorm2D", [6, 9, 8], num_features=6, use_global_stats=True)
    yield case("BatchNorm", [6, 9, 8], num_channels=6)
    for size in (16, [16], [5, 16], [3, 5, 16]):
        yield from grid(
            "LayerNorm", [3, 5, 16], normalized_shape=[size], weight_attr=[..., False], bias_attr=[..., False]
        )
    yield from grid("GroupNorm", [6, 9, 8], num_groups=[1, 2, 3, 6], num_channels=[6], weight_attr=[..., False])
    yield case("GroupNorm", [6, 9, 8], num_groups=3, num_channels=6, weight_attr=False, bias_attr=False)
    yield case("LocalResponseNorm", [6, 9, 8], size=5)
    yield case("SpectralNorm", [8, 9, 8], weight_shape=[2, 8, 9, 8], dim=1, power_iters=2)


def activations() -> Iterator[Case]:
    for kind in (
        "ReLU",
        "ReLU6",
        "LeakyReLU",
        "ELU",
        "CELU",
        "SELU",
        "GELU",
        "Silu",
        "SiLU",
        "Swish",
        "Mish",
        "Sigmoid",
        "Tanh",
        "Softplus",
        "Softsign",
        "Hardswish",
        "Hardsigmoid",
        "Hardtanh",
        "LogSigmoid",
        "Softshrink",
        "Hardshrink",
        "Tanhshrink",
        "RReLU",
        "ThresholdedReLU",
    ):
        yield case(kind, [6, 9, 8])
    yield case("LeakyReLU", [16], negative_slope=0.2)
    yield case("ELU", [16], alpha=0.5)
    yield case("GELU", [16], approximate=True)
    yield from grid("PReLU", [6, 9, 8], num_parameters=[..., 1, 6])
    for kind in ("Softmax", "LogSoftmax"):
        yield from grid(kind, [7, 5], axis=[..., 1])
    yield case("Softmax2D", [6, 9, 8])
    yield from grid("GLU", [6, 8], axis=[..., 1])
    yield from grid("Maxout", [6, 9, 8], groups=[2, 3])


def noise() -> Iterator[Case]:
    yield case("Dropout", [6, 9, 8])
    yield from grid("Dropout", [16], p=[0.1, 0.5], mode=[..., "downscale_in_infer"])
    yield case("Dropout2D", [3, 9, 8], p=0.3)
    yield case("Dropout3D", [3, 4, 5, 6], p=0.3)
    yield case("AlphaDropout", [7, 5], p=0.3)


def attention() -> Iterator[Case]:
    kind, apart = "MultiHeadAttention", ([10, 16], [12, 16], [12, 16])
    yield case(kind, [10, 16], embed_dim=16, num_heads=4)
    yield from grid(kind, *apart, fixed={"embed_dim": 16}, num_heads=[1, 4], bias_attr=[..., False])
    yield from grid(kind, *apart, fixed={"embed_dim": 16, "num_heads": 2}, need_weights=[True])
    yield from grid(
        kind,
        [10, 16],
        [12, 20],
        [12, 24],
        fixed={"embed_dim": 16, "num_heads": 4},
        kdim=[20],
        vdim=[24],
        bias_attr=[..., False],
    )
    width = {"d_model": 16, "nhead": 4, "dim_feedforward": 32}
    yield from grid(
        "TransformerEncoderLayer", [10, 16], fixed=width, normalize_before=[..., True], bias_attr=[..., False]
    )
    yield from grid("TransformerDecoderLayer", [10, 16], [12, 16], fixed=width, bias_attr=[..., False])
    yield case("TransformerEncoder", [10, 16], encoder_layer={"TransformerEncoderLayer": width}, num_layers=3)
    yield case("TransformerDecoder", [10, 16], [12, 16], decoder_layer={"TransformerDecoderLayer": width}, num_layers=2)
    yield case("Transformer", [12, 16], [10, 16], **width, num_encoder_layers=2, num_decoder_layers=1)


def refused() -> Iterator[Case]:
    """Settings Paddle turns down."""
    changed: dict[str, Any]
    channels = {"in_channels": 4, "out_channels": 6, "kernel_size": 3}
    for changed in (
        {"in_channels": 3},
        {"kernel_size": 10},
        {"groups": 3},
        {"out_channels": 5, "groups": 2},
        {"padding": "FULL"},
        {"stride": 0},
        {"padding": [1, 1, 1]},
        {"padding_mode": "mirror"},
        {"kernel_size": [3, 3, 3]},
        {"strides": 2},
        {"data_format": "channels_last"},
        {"padding": [[1, 1], [0, 0], [1, 2], [1, 2]]},
    ):
        yield case("Conv2D", [4, 9, 8], **{**channels, **changed})
    yield case("Conv2D", [4, 9, 8], in_channels=4, out_channels=6)
    yield case("Conv2D", [4, 9, 8, 7], **channels)
    yield case("Conv2DTranspose", [4, 7, 6], **channels, groups=3)
    yield case("Conv2DTranspose", [3, 7, 6], **channels)
    yield case("Conv2DTranspose", [4, 7, 6], **channels, stride=2, output_padding=2)
    for kind in ("MaxPool2D", "AvgPool2D"):
        for changed in (
            {"kernel_size": 5},
            {"kernel_size": 2, "padding": "FULL"},
            {"kernel_size": 2, "pool_size": 2},
            {"kernel_size": 2, "padding": [1, 1, 1]},
            {"kernel_size": 2, "padding": "VALID", "ceil_mode": True},
        ):
            yield case(kind, [3, 3, 3], **changed)
    yield case("AdaptiveAvgPool2D", [3, 9, 9])
    yield case("Linear", [16], in_features=8, out_features=4)
    yield case("Linear", [16], in_features=16)
    yield case("Linear", [16], in_features=16, out_features=4, bias=False)
    yield case("Unflatten", [24], axis=1, shape=[5, 5])
    yield case("Flatten", [3, 4], start_axis=4)
    yield case("PixelShuffle", [10, 4, 5], upscale_factor=3)
    yield case("Upsample", [3, 9, 8], scale_factor=2, mode="linear")
    yield case("Upsample", [3, 9, 8])
    yield case("Embedding", [7], num_embeddings=50, embedding_dim=8, padding_idx=60)
    yield case("LSTM", [7, 4], input_size=5, hidden_size=6)
    yield case("LSTM", [7, 5], input_size=5, hidden_size=6, proj_size=6)
    yield case("GRU", [7, 5], input_size=5, hidden_size=6, direction="both")
    yield case("BatchNorm2D", [5, 9, 8], num_features=6)
    yield case("BatchNorm2D", [6, 9], num_features=6)
    yield case("LayerNorm", [3, 5, 16], normalized_shape=[5])
    yield case("GroupNorm", [6, 9, 8], num_groups=4, num_channels=6)
    yield case("PReLU", [5, 9, 8], num_parameters=6)
    yield case("GLU", [6, 7])
    yield case("Dropout", [16], p=1.5)
    yield case("MultiHeadAttention", [10, 16], embed_dim=16, num_heads=3)
    yield case("MultiHeadAttention", [10, 16], [12, 20], [12, 20], embed_dim=16, num_heads=4)
