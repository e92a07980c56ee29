"""The Keras layers to record, in Keras' own class names and argument spellings."""

from __future__ import annotations

from collections.abc import Iterator

from .keras_windows import adaptive, convolution, depthwise, drawn, pooling, transposed
from .rows import Case, case, grid

SPATIAL = ([28], [17, 12], [9, 8, 7])


def cases() -> Iterator[Case]:
    """All cases, family by family."""
    for family in (
        convolution,
        transposed,
        depthwise,
        pooling,
        adaptive,
        drawn,
        dense,
        reshaping,
        resizing,
        embedding,
        recurrent,
        wrappers,
        merging,
        norms,
        activations,
        noise,
        attention,
        preprocessing,
        refused,
    ):
        yield from family()


def dense() -> Iterator[Case]:
    for shape in ([16], [5, 16], [3, 5, 16]):
        yield from grid("Dense", shape, units=[1, 10], use_bias=[..., False])
    yield case("Dense", [1024], units=256, activation="relu")
    yield case("Dense", [16], units=10, lora_rank=2)
    yield case("EinsumDense", [8, 16], equation="abc,cd->abd", output_shape=[None, 32], bias_axes="d")
    yield case("EinsumDense", [8, 16], equation="abc,cd->abd", output_shape=[8, 32])
    yield case("EinsumDense", [16], equation="ab,bc->ac", output_shape=64, bias_axes="c")
    yield case("EinsumDense", [8, 16], equation="abc,cde->abde", output_shape=[None, 2, 4], bias_axes="de")
    yield case("EinsumDense", [8, 2, 4], equation="abcd,cde->abe", output_shape=[None, 16], bias_axes="e")


def reshaping() -> Iterator[Case]:
    for shape in ([4, 4, 64], [7, 3], [5]):
        yield case("Flatten", shape)
    yield case("Flatten", [3, 4, 5], data_format="channels_first")
    for target in ([-1], [2, -1], [6, 8], [-1, 3, 4]):
        yield case("Reshape", [4, 12], target_shape=target)
    yield case("Reshape", [24], target_shape=[2, 3, 4])
    for dims in ([2, 1, 3], [3, 1, 2], [1, 2, 3]):
        yield case("Permute", [4, 5, 6], dims=dims)
    yield case("RepeatVector", [7], n=3)


def resizing() -> Iterator[Case]:
    yield from grid("ZeroPadding1D", [9, 3], padding=[..., 2, [1, 2]])
    yield from grid("ZeroPadding2D", [9, 8, 3], padding=[..., 2, [1, 2], [[1, 2], [3, 0]]])
    yield case("ZeroPadding2D", [3, 9, 8], padding=[1, 2], data_format="channels_first")
    yield from grid("ZeroPadding3D", [5, 6, 7, 2], padding=[..., 2, [1, 2, 3], [[1, 0], [0, 2], [1, 1]]])
    yield from grid("Cropping1D", [9, 3], cropping=[..., 2, [1, 2]])
    yield from grid("Cropping2D", [9, 8, 3], cropping=[..., 2, [1, 2], [[1, 2], [3, 0]]])
    yield from grid("Cropping3D", [5, 6, 7, 2], cropping=[..., 2, [1, 2, 3], [[1, 0], [0, 2], [1, 1]]])
    yield case("Cropping2D", [3, 9, 8], cropping=1, data_format="channels_first")
    yield from grid("UpSampling1D", [9, 3], size=[..., 3])
    yield from grid("UpSampling2D", [9, 8, 3], size=[..., 3, [2, 3]], interpolation=[..., "bilinear"])
    yield case("UpSampling2D", [3, 9, 8], size=2, data_format="channels_first")
    yield from grid("UpSampling3D", [4, 5, 6, 2], size=[..., 2, [1, 2, 3]])
    yield case("Resizing", [9, 8, 3], height=4, width=6)
    yield case("CenterCrop", [9, 8, 3], height=4, width=6)


def embedding() -> Iterator[Case]:
    yield case("Embedding", [100], input_dim=10000, output_dim=256)
    yield case("Embedding", [7], input_dim=50, output_dim=8, mask_zero=True)
    yield case("Embedding", [3, 7], input_dim=50, output_dim=8)
    yield case("Embedding", [7], input_dim=50, output_dim=8, lora_rank=2)
    yield case("ReversibleEmbedding", [7], input_dim=50, output_dim=8)


def recurrent() -> Iterator[Case]:
    for kind in ("SimpleRNN", "GRU", "LSTM"):
        yield from grid(kind, [7, 5], units=[6], return_sequences=[..., True], return_state=[..., True])
        yield from grid(kind, [7, 5], units=[6], use_bias=[False], return_sequences=[..., True])
        yield case(kind, [7, 5], units=6, go_backwards=True, dropout=0.1, recurrent_dropout=0.2)
        yield case(kind, [12, 256], units=256)
    yield from grid("GRU", [7, 5], units=[6], reset_after=[False, True], use_bias=[True, False])
    yield case("LSTM", [7, 5], units=6, unit_forget_bias=False, activation="relu")
    for rank, space in enumerate(([9], [9, 8]), 1):
        kind = f"ConvLSTM{rank}D"
        yield from grid(
            kind, [3, *space, 2], filters=[4], kernel_size=[3], padding=["valid", "same"], return_sequences=[..., True]
        )
        yield case(kind, [3, *space, 2], filters=4, kernel_size=3, strides=2, padding="same")
        yield case(kind, [3, *space, 2], filters=4, kernel_size=3, use_bias=False)
        yield case(kind, [3, 2, *space], filters=4, kernel_size=3, padding="same", data_format="channels_first")
        yield case(kind, [3, *space, 2], filters=4, kernel_size=3, padding="same", return_state=True)
    yield case("ConvLSTM2D", [3, 9, 8, 2], filters=4, kernel_size=[3, 2], dilation_rate=[2, 1])
    yield case("ConvLSTM3D", [2, 4, 5, 6, 2], filters=3, kernel_size=3, padding="same")


def wrappers() -> Iterator[Case]:
    for kind in ("SimpleRNN", "GRU", "LSTM"):
        yield from grid(
            "Bidirectional",
            [7, 5],
            layer=[{kind: {"units": 6}}, {kind: {"units": 6, "return_sequences": True}}],
            merge_mode=[..., "sum", "mul", "ave"],
        )
    yield case("Bidirectional", [7, 5], layer={"LSTM": {"units": 6}}, merge_mode=None)
    yield case("Bidirectional", [7, 5], layer={"LSTM": {"units": 6, "return_state": True}})
    yield case("Bidirectional", [7, 5], layer={"GRU": {"units": 6, "reset_after": False, "use_bias": False}})
    yield case("TimeDistributed", [7, 5], layer={"Dense": {"units": 6}})
    yield case("TimeDistributed", [4, 9, 8, 3], layer={"Conv2D": {"filters": 6, "kernel_size": 3}})
    yield case("TimeDistributed", [4, 9, 8, 3], layer={"MaxPooling2D": {"pool_size": 2}})
    yield case("TimeDistributed", [4, 9, 3], layer={"Flatten": {}})
    yield case("TimeDistributed", [4, 9, 8, 3], layer={"BatchNormalization": {}})
    yield case("SpectralNormalization", [9, 8, 3], layer={"Conv2D": {"filters": 6, "kernel_size": 3}})
    yield case("SpectralNormalization", [16], layer={"Dense": {"units": 6}})


def merging() -> Iterator[Case]:
    for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield case(kind, [4, 5], [4, 5])
        yield case(kind, [4, 5], [4, 5], [4, 5])
        yield case(kind, [4, 5], [1, 5])
        yield case(kind, [4, 5], [5])
    yield case("Subtract", [4, 5], [4, 5])
    yield case("Concatenate", [256], [160000])
    yield case("Concatenate", [4, 5], [4, 3])
    yield case("Concatenate", [4, 5], [2, 5], [3, 5], axis=1)
    yield case("Concatenate", [6, 7, 3], [6, 7, 2], axis=-1)
    yield case("Concatenate", [6, 7, 3], [6, 2, 3], axis=2)
    yield case("Dot", [7, 5], [3, 5], axes=[2, 2])
    yield case("Dot", [7, 5], [3, 5], axes=2)
    yield case("Dot", [5], [5], axes=1)
    yield case("Dot", [5], [5], axes=1, normalize=True)
    yield case("Dot", [7, 5], [5, 3], axes=[2, 1])


def norms() -> Iterator[Case]:
    for shape in ([9, 8, 6], [16], [7, 5]):
        yield from grid("BatchNormalization", shape, scale=[..., False], center=[..., False])
        yield from grid("LayerNormalization", shape, scale=[..., False], center=[..., False])
        yield case("RMSNormalization", shape)
        yield case("UnitNormalization", shape)
    yield case("BatchNormalization", [6, 9, 8], axis=1)
    yield case("BatchNormalization", [9, 8, 6], momentum=0.9, epsilon=1e-5, trainable=False)
    yield from grid("LayerNormalization", [9, 8, 6], axis=[1, [1, 2], [-2, -1], [1, 2, 3]])
    yield from grid("RMSNormalization", [9, 8, 6], axis=[1, -1])
    yield from grid("GroupNormalization", [9, 8, 6], groups=[1, 2, 3, 6, -1], scale=[..., False])
    yield case("GroupNormalization", [9, 8, 64])
    yield case("GroupNormalization", [6, 9, 8], groups=3, axis=1)
    yield from grid("UnitNormalization", [9, 8, 6], axis=[1, [1, 2]])


def activations() -> Iterator[Case]:
    for kind in ("ReLU", "LeakyReLU", "ELU", "Softmax"):
        yield case(kind, [9, 8, 6])
    yield case("ReLU", [16], max_value=6)
    yield case("LeakyReLU", [16], negative_slope=0.2)
    yield case("ELU", [16], alpha=0.5)
    yield case("Softmax", [4, 16], axis=1)
    yield from grid("PReLU", [9, 8, 6], shared_axes=[..., [1], [1, 2], [1, 2, 3]])
    yield case("PReLU", [16])
    for name in (
        "relu",
        "gelu",
        "silu",
        "swish",
        "softmax",
        "tanh",
        "sigmoid",
        "selu",
        "mish",
        "relu6",
        "hard_swish",
        "linear",
    ):
        yield case("Activation", [7, 5], activation=name)


def noise() -> Iterator[Case]:
    yield case("Dropout", [12, 12, 32], rate=0.25)
    yield case("Dropout", [7, 5], rate=0.25, noise_shape=[None, 1, 5])
    for rank, space in enumerate(SPATIAL, 1):
        yield case(f"SpatialDropout{rank}D", [*space, 3], rate=0.3)
    yield case("GaussianDropout", [7, 5], rate=0.3)
    yield case("AlphaDropout", [7, 5], rate=0.3)
    yield case("GaussianNoise", [7, 5], stddev=0.1)
    yield case("ActivityRegularization", [7, 5], l1=0.1)
    yield case("Masking", [7, 5], mask_value=0)
    yield case("Identity", [7, 5])


def attention() -> Iterator[Case]:
    kind = "MultiHeadAttention"
    yield from grid(kind, [10, 16], [12, 16], num_heads=[1, 4], key_dim=[4, 8], use_bias=[..., False])
    yield case(kind, [10, 16], [10, 16], num_heads=4, key_dim=8, value_dim=6)
    yield case(kind, [10, 16], [12, 20], num_heads=4, key_dim=8, output_shape=24)
    yield case(kind, [10, 16], [12, 20], [12, 18], num_heads=2, key_dim=8, value_dim=5)
    yield case(kind, [5, 6, 16], [5, 6, 16], num_heads=2, key_dim=8, attention_axes=[2])
    yield case(kind, [10, 16], [10, 16], num_heads=2, key_dim=8, dropout=0.1)
    kind = "GroupQueryAttention"
    yield from grid(
        kind,
        [10, 32],
        [12, 32],
        head_dim=[8],
        num_query_heads=[4],
        num_key_value_heads=[1, 2, 4],
        use_bias=[..., False],
    )
    yield from grid("Attention", [10, 16], [12, 16], use_scale=[..., True], score_mode=[..., "concat"])
    yield case("Attention", [10, 16], [12, 8], [12, 16])
    yield case("Attention", [10, 16], [12, 8], [12, 16], score_mode="concat")
    yield from grid("AdditiveAttention", [10, 16], [12, 16], use_scale=[..., False])
    yield case("AdditiveAttention", [10, 16], [12, 16], [12, 16])


def preprocessing() -> Iterator[Case]:
    yield case("Normalization", [9, 8, 3])
    yield case("Normalization", [5], axis=-1)
    yield case("Normalization", [5, 4], axis=[1, 2])
    yield case("Normalization", [5, 4], axis=None)
    yield case("Normalization", [5], mean=2.0, variance=3.0)
    yield case("Rescaling", [9, 8, 3], scale=0.00392, offset=0.0)
    yield case("RandomFlip", [9, 8, 3], mode="horizontal")
    yield case("RandomRotation", [9, 8, 3], factor=0.1)
    yield case("RandomCrop", [9, 8, 3], height=4, width=4)


def refused() -> Iterator[Case]:
    """Settings Keras turns down."""
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=10)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, groups=3)
    yield case("Conv2D", [9, 8, 4], filters=5, kernel_size=3, groups=2)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, padding="full")
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, padding="causal")
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, padding=1)
    yield case("Conv2D", [9, 8, 4], filters=0, kernel_size=3)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=0)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, strides=0)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, strides=2, dilation_rate=2)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=[3, 3, 3])
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, data_format="NHWC")
    yield case("Conv2D", [9, 8, 4], filters=6)
    yield case("Conv2D", [9, 8, 4], filters=6, kernel_size=3, stride=2)
    yield case("Conv2D", [9, 4], filters=6, kernel_size=3)
    yield case("Conv1D", [28, 4], filters=6, kernel_size=3, padding="causal", strides=2, dilation_rate=2)
    yield case("Conv2DTranspose", [7, 6, 4], filters=3, kernel_size=3, strides=2, output_padding=2)
    yield case("Conv2DTranspose", [7, 6, 4], filters=3, kernel_size=3, strides=2, dilation_rate=2)
    yield case("DepthwiseConv2D", [9, 8, 4], kernel_size=3, depth_multiplier=0)
    yield case("MaxPooling2D", [3, 3, 4], pool_size=5)
    yield case("AveragePooling2D", [3, 3, 4], pool_size=5)
    yield case("MaxPooling2D", [9, 8, 4], pool_size=0)
    yield case("MaxPooling2D", [9, 8], pool_size=2)
    yield case("Dense", [16], units=0)
    yield case("Dense", [16], units=-3)
    yield case("Dense", [16], units=4, activation="no_such_activation")
    yield case("Dropout", [16], rate=1.5)
    yield case("Dropout", [16], rate=-0.1)
    yield case("Reshape", [4, 12], target_shape=[5, -1])
    yield case("Reshape", [4, 12], target_shape=[7, 7])
    yield case("Reshape", [4, 12], target_shape=[-1, -1])
    yield case("Permute", [4, 5, 6], dims=[0, 1, 2])
    yield case("Permute", [4, 5, 6], dims=[1, 2])
    yield case("RepeatVector", [7, 5], n=3)
    yield case("Cropping2D", [9, 8, 3], cropping=5)
    yield case("ZeroPadding2D", [9, 8], padding=1)
    yield case("Embedding", [7], input_dim=0, output_dim=8)
    yield case("LSTM", [5], units=6)
    yield case("LSTM", [7, 5], units=0)
    yield case("Concatenate", [4, 5], [3, 5])
    yield case("Concatenate", [4, 5])
    yield case("Add", [4, 5], [4, 6])
    yield case("Add", [4, 5])
    yield case("Subtract", [4, 5], [4, 5], [4, 5])
    yield case("Dot", [7, 5], [3, 6], axes=[2, 2])
    yield case("BatchNormalization", [9, 8, 6], axis=5)
    yield case("LayerNormalization", [9, 8, 6], axis=5)
    yield case("GroupNormalization", [9, 8, 6], groups=4)
    yield case("GroupNormalization", [9, 8, 6], groups=12)
    yield case("MultiHeadAttention", [10, 16], [10, 16], num_heads=0, key_dim=8)
    yield case("GroupQueryAttention", [10, 32], [10, 32], head_dim=8, num_query_heads=4, num_key_value_heads=3)
    yield case("Attention", [10, 16], [12, 8])
    yield case("EinsumDense", [8, 16], equation="abc,cd->abe", output_shape=[8, 32])
