"""The Keras layers with windows to record: convolutions, poolings, and seeded draws of their settings."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Case, case, grid, sample

SPATIAL = ([28], [17, 12], [9, 8, 7])


def convolution() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        kind, inputs = f"Conv{rank}D", [*space, 4]
        yield from grid(kind, inputs, filters=[6], kernel_size=[3], padding=[..., "same"], strides=[..., 2, 3])
        yield from grid(kind, inputs, filters=[6], kernel_size=[2], padding=["valid", "same"], dilation_rate=[2, 3])
        yield from grid(kind, inputs, filters=[6], kernel_size=[3], groups=[2], use_bias=[True, False])
        yield case(kind, [4, *space], filters=6, kernel_size=3, strides=2, data_format="channels_first")
        yield case(
            kind, [4, *space], filters=6, kernel_size=3, padding="same", data_format="channels_first", use_bias=False
        )
        yield case(kind, inputs, filters=4, kernel_size=1, activation="relu")
        yield case(kind, inputs, filters=8, kernel_size=3, groups=4, padding="same")
    yield from grid(
        "Conv1D", [28, 4], filters=[6], kernel_size=[3], padding=["causal"], strides=[1, 2], dilation_rate=[1]
    )
    yield from grid("Conv1D", [28, 4], filters=[6], kernel_size=[2, 3], padding=["causal"], dilation_rate=[1, 2, 4])
    yield from grid(
        "Conv2D",
        [100, 95, 3],
        filters=[55],
        kernel_size=[[3, 2], [5, 2]],
        strides=[[2, 1], [3, 2]],
        padding=["valid", "same"],
    )
    yield case("Conv2D", [28, 28, 1], filters=32, kernel_size=3, activation="relu")
    yield case("Conv2D", [28, 28, 1], filters=32, kernel_size=[3, 3], kernel_initializer="he_normal", name="first")
    yield case("Conv2D", [17, 12, 4], filters=6, kernel_size=[3, 2], dilation_rate=[2, 1])
    yield case("Conv3D", [9, 8, 7, 2], filters=4, kernel_size=[3, 2, 1], strides=[2, 1, 1], padding="same")
    yield case("Conv1D", [4, 28], filters=6, kernel_size=3, padding="causal", data_format="channels_first")
    yield case("Convolution2D", [12, 12, 3], filters=4, kernel_size=3)


def transposed() -> Iterator[Case]:
    for rank, space in enumerate(([11], [7, 6], [5, 4, 3]), 1):
        kind, inputs = f"Conv{rank}DTranspose", [*space, 4]
        yield from grid(kind, inputs, filters=[6], kernel_size=[2, 3, 4], strides=[1, 2, 3], padding=["valid", "same"])
        yield from grid(
            kind, inputs, filters=[3], kernel_size=[3, 4], strides=[2], padding=["valid", "same"], output_padding=[0, 1]
        )
        yield case(kind, inputs, filters=5, kernel_size=3, use_bias=False)
        yield case(kind, [4, *space], filters=5, kernel_size=3, strides=2, data_format="channels_first")
    yield from grid(
        "Conv2DTranspose", [7, 6, 4], filters=[3], kernel_size=[3], dilation_rate=[2], padding=["valid", "same"]
    )
    yield case("Conv2DTranspose", [7, 6, 4], filters=3, kernel_size=[3, 2], strides=[2, 1], padding="valid")


def depthwise() -> Iterator[Case]:
    for rank, space in enumerate(([28], [17, 12]), 1):
        inputs = [*space, 5]
        kind = f"DepthwiseConv{rank}D"
        yield from grid(
            kind, inputs, kernel_size=[3], depth_multiplier=[..., 2], padding=["valid", "same"], use_bias=[True, False]
        )
        yield from grid(kind, inputs, kernel_size=[3], strides=[2], padding=["valid", "same"])
        yield case(kind, inputs, kernel_size=3, dilation_rate=2)
        yield case(kind, [5, *space], kernel_size=3, depth_multiplier=3, data_format="channels_first")
        kind = f"SeparableConv{rank}D"
        yield from grid(
            kind,
            inputs,
            filters=[8],
            kernel_size=[3],
            depth_multiplier=[..., 2, 3],
            padding=["valid", "same"],
            use_bias=[True, False],
        )
        yield case(kind, inputs, filters=8, kernel_size=3, strides=2, padding="same")
        yield case(kind, inputs, filters=8, kernel_size=3, dilation_rate=2)
        yield case(kind, [5, *space], filters=8, kernel_size=3, data_format="channels_first")
    yield from grid("DepthwiseConv2D", [224, 224, 10], kernel_size=[3], padding=["same"], depth_multiplier=[1, 2])
    yield from grid(
        "SeparableConv2D", [224, 224, 10], filters=[32], kernel_size=[3], padding=["same"], depth_multiplier=[1, 2]
    )
    yield case("SeparableConv1D", [20, 4], filters=8, kernel_size=3, padding="causal")


def pooling() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        for verb in ("Max", "Average"):
            kind = f"{verb}Pooling{rank}D"
            yield case(kind, [*space, 3])
            yield from grid(kind, [*space, 3], pool_size=[2, 3], strides=[..., 1, 2], padding=["valid", "same"])
            yield case(kind, [3, *space], pool_size=2, data_format="channels_first")
            kind = f"Global{verb}Pooling{rank}D"
            yield from grid(kind, [*space, 3], keepdims=[..., True])
            yield from grid(kind, [3, *space], keepdims=[False, True], data_format=["channels_first"])
    yield from grid(
        "MaxPooling2D", [100, 95, 3], pool_size=[[3, 2], [5, 2]], strides=[[2, 1], [3, 2]], padding=["valid", "same"]
    )
    yield case("MaxPool2D", [24, 24, 32], pool_size=2)
    yield case("AvgPool2D", [7, 7, 8], pool_size=2)
    yield case("MaxPool1D", [7, 8], pool_size=2)
    yield case("GlobalAvgPool2D", [7, 7, 8])
    yield case("GlobalMaxPool1D", [7, 8])


def adaptive() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        for verb in ("Average", "Max"):
            yield from grid(f"Adaptive{verb}Pooling{rank}D", [*space, 3], output_size=[1, 3])
            yield case(f"Adaptive{verb}Pooling{rank}D", [3, *space], output_size=2, data_format="channels_first")
    yield case("AdaptiveAveragePooling2D", [17, 12, 3], output_size=[4, 2])


def drawn() -> Iterator[Case]:
    """Seeded settings: steps that round down, windows larger than the input, steps larger than the window."""
    sizes = range(1, 8)
    yield from sample(
        30,
        1,
        "Conv1D",
        [[n, 2] for n in range(3, 25)],
        {"filters": 3},
        kernel_size=sizes,
        strides=[..., 1, 2, 3, 5],
        padding=["valid", "same", "causal"],
        dilation_rate=[..., 1, 2],
        use_bias=[..., False],
    )
    yield from sample(
        50,
        2,
        "Conv2D",
        [[n, m, 4] for n in range(2, 19, 3) for m in range(3, 20, 4)],
        {"filters": 6},
        kernel_size=[1, 2, 3, 5, 7, [1, 3], [4, 2]],
        strides=[..., 1, 2, 3, 4, [2, 1]],
        padding=["valid", "same"],
        dilation_rate=[..., ..., 2],
        groups=[..., 2],
        use_bias=[..., False],
    )
    yield from sample(
        14,
        3,
        "Conv3D",
        [[n, 5, 6, 2] for n in range(3, 10)],
        {"filters": 4},
        kernel_size=[1, 2, 3, [3, 1, 2]],
        strides=[..., 1, 2, 3],
        padding=["valid", "same"],
    )
    yield from sample(
        36,
        4,
        "Conv2DTranspose",
        [[n, m, 4] for n in (1, 4, 7) for m in (3, 6)],
        {"filters": 3},
        kernel_size=[1, 2, 3, 4, 5, [3, 2]],
        strides=[..., 2, 3, 4, [1, 2]],
        padding=["valid", "same"],
        output_padding=[..., ..., 0, 1, 2],
    )
    for kind in ("MaxPooling2D", "AveragePooling2D"):
        yield from sample(
            24,
            5,
            kind,
            [[n, m, 3] for n in range(2, 15, 2) for m in range(3, 15, 3)],
            pool_size=[1, 2, 3, 5, [2, 3]],
            strides=[..., 1, 2, 3, 4],
            padding=["valid", "same"],
        )
    yield from sample(
        12,
        6,
        "MaxPooling1D",
        [[n, 3] for n in range(2, 15)],
        pool_size=[1, 2, 3, 4, 5],
        strides=[..., 1, 2, 3, 6],
        padding=["valid", "same"],
    )
