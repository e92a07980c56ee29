"""The PyTorch modules to record, in PyTorch's own class names and argument spellings."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Case, case, grid
from .torch_windows import adaptive, convolution, drawn, pooling, transposed

SPATIAL = ([28], [17, 12], [9, 8, 7])


def cases() -> Iterator[Case]:
    """All cases, family by family."""
    for family in (
        convolution,
        transposed,
        pooling,
        adaptive,
        drawn,
        dense,
        comparing,
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
        yield from grid("Linear", shape, in_features=[16], out_features=[1, 10], bias=[..., False])
    yield case("Linear", [25088], in_features=25088, out_features=64)
    yield from grid("Bilinear", [5], [6], in1_features=[5], in2_features=[6], out_features=[4], bias=[..., False])
    yield case("Bilinear", [3, 5], [3, 6], in1_features=5, in2_features=6, out_features=4)


def comparing() -> Iterator[Case]:
    yield case("CosineSimilarity", [16], [16])
    yield from grid("CosineSimilarity", [5, 16], [5, 16], dim=[1, 2, -1])
    yield case("CosineSimilarity", [1, 16], [5, 16], dim=-1)
    yield case("CosineSimilarity", [16], [15])
    yield from grid("PairwiseDistance", [16], [16], p=[1.0, 2.0], keepdim=[..., True])
    yield case("PairwiseDistance", [5, 16], [1, 16])
    yield case("PairwiseDistance", [5, 16], [4, 16])


def reshaping() -> Iterator[Case]:
    for shape in ([64, 4, 4], [7, 3], [5]):
        yield case("Flatten", shape)
    yield from grid("Flatten", [3, 4, 5, 6], start_dim=[1, 2, 3], end_dim=[-1, 3, -2])
    yield case("Unflatten", [24], dim=1, unflattened_size=[2, 3, 4])
    yield case("Unflatten", [24], dim=1, unflattened_size=[2, -1])
    yield case("Unflatten", [6, 5], dim=1, unflattened_size=[2, 3])
    yield case("Unflatten", [5, 6], dim=-1, unflattened_size=[3, 2])
    yield from grid("PixelShuffle", [36, 4, 5], upscale_factor=[2, 3])
    yield from grid("PixelUnshuffle", [3, 12, 18], downscale_factor=[2, 3])
    yield case("ChannelShuffle", [6, 4, 5], groups=3)
    yield from grid(
        "Unfold", [3, 10, 12], kernel_size=[2, 3, [3, 2]], stride=[..., 2], padding=[..., 1], dilation=[..., 2]
    )
    yield case("Fold", [12, 20], output_size=[5, 6], kernel_size=2)
    yield case("Fold", [27, 64], output_size=[10, 10], kernel_size=3)
    yield case("Identity", [3, 4])


def resizing() -> Iterator[Case]:
    for rank, space in enumerate(([9], [9, 8], [5, 6, 7]), 1):
        sides = list(range(1, 2 * rank + 1)) if rank < 3 else [1, 0, 2, 1, 0, 1]
        for kind in ("ZeroPad", "ReflectionPad", "ReplicationPad", "CircularPad"):
            yield from grid(f"{kind}{rank}d", [3, *space], padding=[1, 2, sides])
        yield case(f"ConstantPad{rank}d", [3, *space], padding=1, value=0.5)
        yield from grid("Upsample", [3, *space], scale_factor=[2, 1.5])
    yield from grid("Upsample", [3, 9, 8], scale_factor=[2, [2, 3], 0.7], mode=["nearest", "bilinear", "bicubic"])
    yield from grid("Upsample", [3, 9, 8], size=[5, [4, 7]], mode=["nearest", "bilinear"])
    yield case("Upsample", [3, 9], scale_factor=2.5, mode="linear")
    yield case("Upsample", [3, 5, 6, 7], scale_factor=2, mode="trilinear")
    yield case("Upsample", [3, 9, 8], scale_factor=2, mode="bilinear", align_corners=True)
    yield case("UpsamplingNearest2d", [3, 9, 8], scale_factor=2)
    yield case("UpsamplingBilinear2d", [3, 9, 8], size=[12, 10])
    yield case("ZeroPad2d", [3, 9, 8], padding=[-1, -2, 0, 1])


def embedding() -> Iterator[Case]:
    yield case("Embedding", [100], num_embeddings=10000, embedding_dim=256)
    yield case("Embedding", [7], num_embeddings=50, embedding_dim=8, padding_idx=0)
    yield case("Embedding", [3, 7], num_embeddings=50, embedding_dim=8)
    yield from grid("EmbeddingBag", [7], num_embeddings=[50], embedding_dim=[8], mode=[..., "sum"])


def recurrent() -> Iterator[Case]:
    for kind in ("RNN", "GRU", "LSTM"):
        sizes = {"input_size": 5, "hidden_size": 6}
        yield from grid(
            kind,
            [7, 5],
            fixed=sizes | {"batch_first": True},
            num_layers=[..., 2, 3],
            bidirectional=[..., True],
            bias=[..., False],
        )
        yield from grid(kind, [7, 5], fixed=sizes, num_layers=[..., 2], bidirectional=[..., True])
        yield case(kind, [12, 256], input_size=256, hidden_size=256, batch_first=True)
        yield case(kind, [7, 5], input_size=5, hidden_size=6, num_layers=2, dropout=0.2, batch_first=True)
    yield from grid(
        "LSTM",
        [7, 5],
        fixed={"input_size": 5, "hidden_size": 6, "proj_size": 3, "batch_first": True},
        num_layers=[..., 2],
        bidirectional=[..., True],
        bias=[..., False],
    )
    yield case("RNN", [7, 5], input_size=5, hidden_size=6, nonlinearity="relu", batch_first=True)


def norms() -> Iterator[Case]:
    for rank, space in enumerate(([9], [9, 8], [4, 5, 6]), 1):
        yield from grid(
            f"BatchNorm{rank}d", [6, *space], num_features=[6], affine=[..., False], track_running_stats=[..., False]
        )
        yield from grid(
            f"InstanceNorm{rank}d", [6, *space], num_features=[6], affine=[..., True], track_running_stats=[..., True]
        )
    yield case("BatchNorm1d", [6], num_features=6)
    yield case("SyncBatchNorm", [6, 9, 8], num_features=6)
    for size in (16, [16], [5, 16], [3, 5, 16]):
        yield from grid(
            "LayerNorm", [3, 5, 16], normalized_shape=[size], elementwise_affine=[..., False], bias=[..., False]
        )
        yield from grid("RMSNorm", [3, 5, 16], normalized_shape=[size], elementwise_affine=[..., False])
    yield from grid("GroupNorm", [6, 9, 8], num_groups=[1, 2, 3, 6], num_channels=[6], affine=[..., False])
    yield case("GroupNorm", [6, 9], num_groups=3, num_channels=6)
    yield case("LocalResponseNorm", [6, 9, 8], size=2)


def activations() -> Iterator[Case]:
    for kind in (
        "ReLU",
        "ReLU6",
        "LeakyReLU",
        "ELU",
        "CELU",
        "SELU",
        "GELU",
        "SiLU",
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
    ):
        yield case(kind, [6, 9, 8])
    yield case("ReLU", [16], inplace=True)
    yield case("LeakyReLU", [16], negative_slope=0.2)
    yield case("GELU", [16], approximate="tanh")
    yield case("ELU", [16], alpha=0.5)
    yield case("Threshold", [16], threshold=0.1, value=20)
    yield from grid("PReLU", [6, 9, 8], num_parameters=[..., 1, 6])
    for kind in ("Softmax", "LogSoftmax", "Softmin"):
        yield from grid(kind, [7, 5], dim=[1, -1])
    yield case("Softmax2d", [6, 9, 8])
    yield from grid("GLU", [6, 8], dim=[..., 1, -1])


def noise() -> Iterator[Case]:
    yield case("Dropout", [6, 9, 8])
    yield from grid("Dropout", [16], p=[0.1, 0.5], inplace=[..., True])
    for rank, space in enumerate(SPATIAL, 1):
        yield case(f"Dropout{rank}d", [3, *space], p=0.3)
    yield case("AlphaDropout", [7, 5], p=0.3)
    yield case("FeatureAlphaDropout", [6, 9, 8], p=0.3)


def attention() -> Iterator[Case]:
    kind, apart = "MultiheadAttention", ([10, 16], [12, 16], [12, 16])
    yield from grid(kind, *apart, fixed={"embed_dim": 16}, num_heads=[1, 4], bias=[..., False], batch_first=[..., True])
    yield from grid(
        kind,
        *apart,
        fixed={"embed_dim": 16, "num_heads": 4, "batch_first": True},
        add_bias_kv=[True],
        add_zero_attn=[..., True],
    )
    yield from grid(
        kind,
        [10, 16],
        [12, 20],
        [12, 24],
        fixed={"embed_dim": 16, "num_heads": 4, "batch_first": True},
        kdim=[20],
        vdim=[24],
        bias=[..., False],
    )
    yield case(kind, [10, 16], [10, 16], [10, 16], embed_dim=16, num_heads=2, dropout=0.1, batch_first=True)
    width = {"d_model": 16, "nhead": 4, "batch_first": True}
    yield from grid(
        "TransformerEncoderLayer",
        [10, 16],
        fixed=width,
        dim_feedforward=[..., 32],
        norm_first=[..., True],
        bias=[..., False],
    )
    yield case("TransformerEncoderLayer", [10, 16], d_model=16, nhead=4, activation="gelu", dim_feedforward=32)
    yield from grid(
        "TransformerDecoderLayer", [10, 16], [12, 16], fixed=width, dim_feedforward=[..., 32], bias=[..., False]
    )
    inner = {"d_model": 16, "nhead": 4, "dim_feedforward": 32, "batch_first": True}
    yield case("TransformerEncoder", [10, 16], encoder_layer={"TransformerEncoderLayer": inner}, num_layers=3)
    yield case("TransformerDecoder", [10, 16], [12, 16], decoder_layer={"TransformerDecoderLayer": inner}, num_layers=2)
    yield case(
        "Transformer",
        [12, 16],
        [10, 16],
        d_model=16,
        nhead=4,
        num_encoder_layers=2,
        num_decoder_layers=1,
        dim_feedforward=32,
        batch_first=True,
    )


def refused() -> Iterator[Case]:
    """Settings PyTorch turns down."""
    channels = {"in_channels": 4, "out_channels": 6, "kernel_size": 3}
    for changed in (
        {"in_channels": 3},
        {"kernel_size": 10},
        {"groups": 3},
        {"out_channels": 5, "groups": 2},
        {"padding": "same", "stride": 2},
        {"padding": "full"},
        {"padding": "SAME"},
        {"stride": 0},
        {"dilation": 0},
        {"kernel_size": 0},
        {"padding": -1},
        {"padding": [1, 1, 1, 1]},
        {"groups": 0},
        {"padding_mode": "mirror"},
        {"kernel_size": [3, 3, 3]},
        {"strides": 2},
    ):
        yield case("Conv2d", [4, 9, 8], **{**channels, **changed})
    yield case("Conv2d", [4, 9, 8], in_channels=4, out_channels=6)
    yield case("Conv2d", [4, 9, 8, 7], **channels)
    yield case("ConvTranspose2d", [4, 7, 6], **channels, stride=2, output_padding=2)
    yield case("ConvTranspose2d", [4, 7, 6], **channels, padding="same")
    yield case("ConvTranspose2d", [4, 7, 6], **channels, groups=3)
    yield case("ConvTranspose2d", [3, 7, 6], **channels)
    for kind in ("MaxPool2d", "AvgPool2d"):
        for changed in (
            {"kernel_size": 5},
            {"kernel_size": 2, "padding": 2},
            {"kernel_size": 0},
            {"kernel_size": 2, "stride": 0},
            {"kernel_size": 2, "padding": "same"},
            {"pool_size": 2},
        ):
            yield case(kind, [3, 3, 3], **changed)
    yield case("AvgPool2d", [3, 9, 9], kernel_size=2, dilation=2)
    yield case("MaxPool2d", [9, 9], kernel_size=[2, 2, 2])
    yield case("AdaptiveAvgPool2d", [3, 9, 9])
    yield case("Linear", [16], in_features=8, out_features=4)
    yield case("Linear", [16], in_features=16)
    yield case("Linear", [16], in_features=16, out_features=-1)
    yield case("Linear", [16], in_features=16, out_features=4, use_bias=False)
    yield case("Bilinear", [5], [6], in1_features=5, in2_features=5, out_features=4)
    yield case("Unflatten", [24], dim=1, unflattened_size=[5, 5])
    yield case("Flatten", [3, 4], start_dim=4)
    yield case("Flatten", [3, 4, 5], start_dim=3, end_dim=1)
    yield case("PixelShuffle", [10, 4, 5], upscale_factor=3)
    yield case("PixelUnshuffle", [3, 10, 10], downscale_factor=3)
    yield case("Unfold", [3, 4, 4], kernel_size=5)
    yield case("ReflectionPad2d", [3, 4, 4], padding=4)
    yield case("Upsample", [3, 9, 8], scale_factor=2, mode="linear")
    yield case("Upsample", [3, 9, 8])
    yield case("Upsample", [3, 9, 8], scale_factor=2, size=4)
    yield case("Embedding", [7], num_embeddings=-1, embedding_dim=8)
    yield case("Embedding", [7], num_embeddings=50, embedding_dim=8, padding_idx=60)
    yield case("LSTM", [7, 4], input_size=5, hidden_size=6, batch_first=True)
    yield case("LSTM", [7, 5], input_size=5, hidden_size=6, proj_size=6, batch_first=True)
    yield case("GRU", [7, 5], input_size=5, hidden_size=6, proj_size=3, batch_first=True)
    yield case("LSTM", [7, 5], input_size=5, hidden_size=0, batch_first=True)
    yield case("LSTM", [7, 5], input_size=5, hidden_size=6, num_layers=0, batch_first=True)
    yield case("BatchNorm2d", [5, 9, 8], num_features=6)
    yield case("BatchNorm2d", [6, 9], num_features=6)
    yield case("BatchNorm1d", [6, 9, 8], num_features=6)
    yield case("InstanceNorm2d", [5, 9, 8], num_features=6, affine=True)
    yield case("LayerNorm", [3, 5, 16], normalized_shape=[5])
    yield case("GroupNorm", [6, 9, 8], num_groups=4, num_channels=6)
    yield case("GroupNorm", [5, 9, 8], num_groups=3, num_channels=6)
    yield case("PReLU", [5, 9, 8], num_parameters=6)
    yield case("GLU", [6, 7])
    yield case("Dropout", [16], p=1.5)
    yield case("MultiheadAttention", [10, 16], [12, 16], [12, 16], embed_dim=16, num_heads=3, batch_first=True)
    yield case("MultiheadAttention", [10, 16], [12, 20], [12, 20], embed_dim=16, num_heads=4, batch_first=True)
