"""The Paddle layers to record, in Paddle's own class names and argument spellings."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Case, case, grid, sample

SPATIAL = ([28], [17, 12], [9, 8, 7])
LAST = ("NLC", "NHWC", "NDHWC")


def cases() -> Iterator[Case]:
    """All cases, family by family."""
    for family in (
        convolution, transposed, pooling, adaptive, drawn, dense, reshaping, resizing, embedding, recurrent, norms,
        activations, noise, attention, refused,
    ):
        yield from family()


def convolution() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        kind, inputs, channels = f"Conv{rank}D", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[..., 2, 3], padding=[..., 1, "SAME", "VALID"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3], dilation=[2], padding=[0, 2, "SAME", "VALID"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], groups=[2], bias_attr=[..., False])
        yield case(kind, inputs, in_channels=4, out_channels=8, kernel_size=3, groups=4)
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=list(range(1, 2 * rank + 1)))
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=[[0, 0], [0, 0], *[[1, 2]] * rank])
        yield case(kind, [*space, 4], in_channels=4, out_channels=6, kernel_size=3, data_format=LAST[rank - 1])
        yield case(kind, [*space, 4], in_channels=4, out_channels=6, kernel_size=3, stride=2, padding="SAME",
                   data_format=LAST[rank - 1])
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=1, padding_mode="reflect")
    yield case("Conv2D", [17, 12, 4], in_channels=4, out_channels=6, kernel_size=3, padding=[[0, 0], [1, 2], [3, 0], [0, 0]],
               data_format="NHWC")
    yield case("Conv2D", [2, 320, 320], in_channels=2, out_channels=4, kernel_size=3, padding=[1, 1])
    yield case("Conv2D", [1, 28, 28], in_channels=1, out_channels=6, kernel_size=3, stride=1, padding=1)
    yield case("Conv2D", [6, 14, 14], in_channels=6, out_channels=16, kernel_size=5, stride=1, padding=0)
    yield from grid("Conv2D", [3, 100, 95], fixed={"in_channels": 3, "out_channels": 5}, kernel_size=[[3, 2], [5, 2]],
                    stride=[[2, 1], [3, 2]], padding=["VALID", "SAME", [2, 1]])
    yield case("Conv2D", [10, 64, 64], in_channels=10, out_channels=20, kernel_size=3, padding=1, groups=10)
    yield case("Conv2D", [4, 9, 8], in_channels=4, out_channels=6, kernel_size=3, bias=False)
    yield case("Conv3D", [2, 9, 8, 7], in_channels=2, out_channels=4, kernel_size=[3, 2, 1], stride=[2, 1, 1], padding=[1, 0, 0])


def transposed() -> Iterator[Case]:
    for rank, space in enumerate(([11], [7, 6], [5, 4, 3]), 1):
        kind, inputs, channels = f"Conv{rank}DTranspose", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3, 4], stride=[..., 2, 3], padding=[..., 1])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[1, 2], padding=["SAME", "VALID"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[2], padding=[1], output_padding=[0, 1])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], dilation=[2], groups=[1, 2], bias_attr=[..., False])
    yield case("Conv2DTranspose", [4, 7, 6], in_channels=4, out_channels=3, kernel_size=3, stride=2, padding=[1, 2, 0, 1])
    yield case("Conv2DTranspose", [4, 7, 6], in_channels=4, out_channels=3, kernel_size=3, padding=[[0, 0], [0, 0], [1, 2], [0, 1]])
    yield case("Conv2DTranspose", [7, 6, 4], in_channels=4, out_channels=3, kernel_size=3, stride=2, data_format="NHWC")
    yield case("Conv2DTranspose", [4, 7, 6], in_channels=4, out_channels=3, kernel_size=[3, 2], stride=[2, 1], padding=[1, 0],
               output_padding=[1, 0])


def pooling() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        inputs = [3, *space]
        for kind in (f"MaxPool{rank}D", f"AvgPool{rank}D"):
            yield from grid(kind, inputs, kernel_size=[2, 3], stride=[..., 1, 2], padding=[..., 1], ceil_mode=[..., True])
            yield from grid(kind, inputs, kernel_size=[2, 3], stride=[..., 1, 2], padding=["SAME", "VALID"])
            yield case(kind, inputs, kernel_size=4, padding=[1, 2] * rank)
            yield case(kind, inputs, kernel_size=4, padding=[[0, 0], [0, 0], *[[1, 2]] * rank])
            if rank > 1:
                yield case(kind, [*space, 3], kernel_size=2, data_format=LAST[rank - 1])
        yield case(f"AvgPool{rank}D", inputs, kernel_size=3, stride=2, padding=1, exclusive=False)
        yield case(f"MaxPool{rank}D", inputs, kernel_size=2, return_mask=True)
    for padding in (0, 1):
        yield case("AvgPool2D", [1, 6, 6], kernel_size=3, stride=1, padding=padding)
    for padding in (0, [1, 2]):
        yield case("AvgPool2D", [1, 12, 6], kernel_size=[3, 5], stride=1, padding=padding)
    for size, padding in ((2, "SAME"), (1, "SAME"), (2, "VALID")):
        yield case("AvgPool2D", [1, 6, 6], kernel_size=size, padding=padding)
    yield case("AvgPool2D", [1, 4, 4], kernel_size=2, stride=2)
    yield case("MaxPool2D", [3, 17, 12], kernel_size=[3, 2], stride=[2, 1], padding=[1, 0])
    yield case("LPPool2D", [3, 17, 12], norm_type=2, kernel_size=3)


def adaptive() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        for kind in (f"AdaptiveAvgPool{rank}D", f"AdaptiveMaxPool{rank}D"):
            yield from grid(kind, [3, *space], output_size=[1, 3])
    yield from grid("AdaptiveAvgPool2D", [3, 17, 12], output_size=[[4, 2], [None, 5], [20, 20]])
    yield case("AdaptiveAvgPool2D", [17, 12, 3], output_size=4, data_format="NHWC")
    yield case("AdaptiveMaxPool2D", [3, 17, 12], output_size=[None, 5])


def drawn() -> Iterator[Case]:
    """Seeded settings: steps that round down, windows larger than the input, steps larger than the window."""
    for rank, count, shapes in (
        (1, 24, [[4, n] for n in range(2, 25)]),
        (2, 50, [[4, n, m] for n in range(2, 19, 3) for m in range(3, 20, 4)]),
        (3, 14, [[4, n, 5, 6] for n in range(3, 10)]),
    ):
        yield from sample(count, 1, f"Conv{rank}D", shapes, {"in_channels": 4, "out_channels": 6}, kernel_size=[1, 2, 3, 5, 7],
                          stride=[..., 1, 2, 3, 5], padding=[..., 0, 1, 3, "SAME"], dilation=[..., ..., 2, 3], groups=[..., 2],
                          bias_attr=[..., False])
    yield from sample(30, 2, "Conv2DTranspose", [[4, n, m] for n in (1, 4, 7) for m in (3, 6)],
                      {"in_channels": 4, "out_channels": 6}, kernel_size=[2, 3, 4, 5], stride=[..., 1, 2, 3, 4],
                      padding=[..., 0, 1], output_padding=[..., ..., 0, 1], dilation=[..., ..., 2], groups=[..., 2])
    for kind in ("MaxPool2D", "AvgPool2D"):
        yield from sample(40, 3, kind, [[3, n, m] for n in range(2, 15, 2) for m in range(3, 15, 3)], kernel_size=[2, 3, 5],
                          stride=[..., 1, 2, 3, 4], padding=[..., ..., 1, "SAME"], ceil_mode=[False, True])
    for kind in ("MaxPool1D", "AvgPool1D"):
        yield from sample(20, 4, kind, [[3, n] for n in range(3, 15)], kernel_size=[2, 3, 4], stride=[2, 3, 4, 5],
                          padding=[0, 1], ceil_mode=[True])


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
    yield from grid("Unfold", [3, 10, 12], kernel_sizes=[2, [3, 2]], strides=[..., 2], paddings=[..., 1], dilations=[..., 2])
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
        yield from grid(kind, [7, 5], fixed=sizes, num_layers=[..., 2, 3], direction=[..., "forward", "bidirect", "bidirectional"])
        yield from grid(kind, [7, 5], fixed=sizes, time_major=[True], direction=[..., "bidirect"])
        yield from grid(kind, [7, 5], fixed=sizes, bias_ih_attr=[..., False], bias_hh_attr=[False])
        yield case(kind, [12, 256], input_size=256, hidden_size=256)
        yield case(kind, [7, 5], input_size=5, hidden_size=6, num_layers=2, dropout=0.2)
    yield from grid("LSTM", [7, 5], fixed={"input_size": 5, "hidden_size": 6, "proj_size": 3}, num_layers=[..., 2],
                    direction=[..., "bidirect"])
    yield case("SimpleRNN", [7, 5], input_size=5, hidden_size=6, activation="relu")


def norms() -> Iterator[Case]:
    for rank, space in enumerate(([9], [9, 8], [4, 5, 6]), 1):
        yield from grid(f"BatchNorm{rank}D", [6, *space], num_features=[6], weight_attr=[..., False], bias_attr=[..., False])
        yield from grid(f"InstanceNorm{rank}D", [6, *space], num_features=[6])
        yield case(f"InstanceNorm{rank}D", [6, *space], num_features=6, weight_attr=False, bias_attr=False)
    yield case("BatchNorm1D", [6], num_features=6)
    yield case("BatchNorm2D", [6, 4, 4], num_features=6)
    yield case("BatchNorm2D", [9, 8, 6], num_features=6, data_format="NHWC")
    yield case("BatchNorm2D", [6, 9, 8], num_features=6, use_global_stats=True)
    yield case("BatchNorm", [6, 9, 8], num_channels=6)
    for size in (16, [16], [5, 16], [3, 5, 16]):
        yield from grid("LayerNorm", [3, 5, 16], normalized_shape=[size], weight_attr=[..., False], bias_attr=[..., False])
    yield from grid("GroupNorm", [6, 9, 8], num_groups=[1, 2, 3, 6], num_channels=[6], weight_attr=[..., False])
    yield case("GroupNorm", [6, 9, 8], num_groups=3, num_channels=6, weight_attr=False, bias_attr=False)
    yield case("LocalResponseNorm", [6, 9, 8], size=5)
    yield case("SpectralNorm", [8, 9, 8], weight_shape=[2, 8, 9, 8], dim=1, power_iters=2)


def activations() -> Iterator[Case]:
    for kind in (
        "ReLU", "ReLU6", "LeakyReLU", "ELU", "CELU", "SELU", "GELU", "Silu", "SiLU", "Swish", "Mish", "Sigmoid", "Tanh",
        "Softplus", "Softsign", "Hardswish", "Hardsigmoid", "Hardtanh", "LogSigmoid", "Softshrink", "Hardshrink", "Tanhshrink",
        "RReLU", "ThresholdedReLU",
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
    yield from grid(kind, [10, 16], [12, 20], [12, 24], fixed={"embed_dim": 16, "num_heads": 4}, kdim=[20], vdim=[24],
                    bias_attr=[..., False])
    width = {"d_model": 16, "nhead": 4, "dim_feedforward": 32}
    yield from grid("TransformerEncoderLayer", [10, 16], fixed=width, normalize_before=[..., True], bias_attr=[..., False])
    yield from grid("TransformerDecoderLayer", [10, 16], [12, 16], fixed=width, bias_attr=[..., False])
    yield case("TransformerEncoder", [10, 16], encoder_layer={"TransformerEncoderLayer": width}, num_layers=3)
    yield case("TransformerDecoder", [10, 16], [12, 16], decoder_layer={"TransformerDecoderLayer": width}, num_layers=2)
    yield case("Transformer", [12, 16], [10, 16], **width, num_encoder_layers=2, num_decoder_layers=1)


def refused() -> Iterator[Case]:
    """Settings Paddle turns down."""
    channels = {"in_channels": 4, "out_channels": 6, "kernel_size": 3}
    for changed in (
        {"in_channels": 3}, {"kernel_size": 10}, {"groups": 3}, {"out_channels": 5, "groups": 2}, {"padding": "FULL"},
        {"stride": 0}, {"padding": [1, 1, 1]}, {"padding_mode": "mirror"}, {"kernel_size": [3, 3, 3]},
        {"strides": 2}, {"data_format": "channels_last"}, {"padding": [[1, 1], [0, 0], [1, 2], [1, 2]]},
    ):
        yield case("Conv2D", [4, 9, 8], **{**channels, **changed})
    yield case("Conv2D", [4, 9, 8], in_channels=4, out_channels=6)
    yield case("Conv2D", [4, 9, 8, 7], **channels)
    yield case("Conv2DTranspose", [4, 7, 6], **channels, groups=3)
    yield case("Conv2DTranspose", [3, 7, 6], **channels)
    yield case("Conv2DTranspose", [4, 7, 6], **channels, stride=2, output_padding=2)
    for kind in ("MaxPool2D", "AvgPool2D"):
        for changed in ({"kernel_size": 5}, {"kernel_size": 2, "padding": "FULL"}, {"kernel_size": 2, "pool_size": 2},
                        {"kernel_size": 2, "padding": [1, 1, 1]}, {"kernel_size": 2, "padding": "VALID", "ceil_mode": True}):
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
