"""The Paddle layers with windows to record: convolutions, poolings, and seeded draws of their settings."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Case, case, grid, sample

SPATIAL = ([28], [17, 12], [9, 8, 7])
LAST = ("NLC", "NHWC", "NDHWC")


def convolution() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        kind, inputs, channels = f"Conv{rank}D", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(
            kind, inputs, fixed=channels, kernel_size=[3], stride=[..., 2, 3], padding=[..., 1, "SAME", "VALID"]
        )
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3], dilation=[2], padding=[0, 2, "SAME", "VALID"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], groups=[2], bias_attr=[..., False])
        yield case(kind, inputs, in_channels=4, out_channels=8, kernel_size=3, groups=4)
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=list(range(1, 2 * rank + 1)))
        yield case(
            kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=[[0, 0], [0, 0], *[[1, 2]] * rank]
        )
        yield case(kind, [*space, 4], in_channels=4, out_channels=6, kernel_size=3, data_format=LAST[rank - 1])
        yield case(
            kind,
            [*space, 4],
            in_channels=4,
            out_channels=6,
            kernel_size=3,
            stride=2,
            padding="SAME",
            data_format=LAST[rank - 1],
        )
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=1, padding_mode="reflect")
    yield case(
        "Conv2D",
        [17, 12, 4],
        in_channels=4,
        out_channels=6,
        kernel_size=3,
        padding=[[0, 0], [1, 2], [3, 0], [0, 0]],
        data_format="NHWC",
    )
    yield case("Conv2D", [2, 320, 320], in_channels=2, out_channels=4, kernel_size=3, padding=[1, 1])
    yield case("Conv2D", [1, 28, 28], in_channels=1, out_channels=6, kernel_size=3, stride=1, padding=1)
    yield case("Conv2D", [6, 14, 14], in_channels=6, out_channels=16, kernel_size=5, stride=1, padding=0)
    yield from grid(
        "Conv2D",
        [3, 100, 95],
        fixed={"in_channels": 3, "out_channels": 5},
        kernel_size=[[3, 2], [5, 2]],
        stride=[[2, 1], [3, 2]],
        padding=["VALID", "SAME", [2, 1]],
    )
    yield case("Conv2D", [10, 64, 64], in_channels=10, out_channels=20, kernel_size=3, padding=1, groups=10)
    yield case("Conv2D", [4, 9, 8], in_channels=4, out_channels=6, kernel_size=3, bias=False)
    yield case(
        "Conv3D",
        [2, 9, 8, 7],
        in_channels=2,
        out_channels=4,
        kernel_size=[3, 2, 1],
        stride=[2, 1, 1],
        padding=[1, 0, 0],
    )


def transposed() -> Iterator[Case]:
    for rank, space in enumerate(([11], [7, 6], [5, 4, 3]), 1):
        kind, inputs, channels = f"Conv{rank}DTranspose", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3, 4], stride=[..., 2, 3], padding=[..., 1])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[1, 2], padding=["SAME", "VALID"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[2], padding=[1], output_padding=[0, 1])
        yield from grid(
            kind, inputs, fixed=channels, kernel_size=[3], dilation=[2], groups=[1, 2], bias_attr=[..., False]
        )
    yield case(
        "Conv2DTranspose", [4, 7, 6], in_channels=4, out_channels=3, kernel_size=3, stride=2, padding=[1, 2, 0, 1]
    )
    yield case(
        "Conv2DTranspose",
        [4, 7, 6],
        in_channels=4,
        out_channels=3,
        kernel_size=3,
        padding=[[0, 0], [0, 0], [1, 2], [0, 1]],
    )
    yield case("Conv2DTranspose", [7, 6, 4], in_channels=4, out_channels=3, kernel_size=3, stride=2, data_format="NHWC")
    yield case(
        "Conv2DTranspose",
        [4, 7, 6],
        in_channels=4,
        out_channels=3,
        kernel_size=[3, 2],
        stride=[2, 1],
        padding=[1, 0],
        output_padding=[1, 0],
    )


def pooling() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        inputs = [3, *space]
        for kind in (f"MaxPool{rank}D", f"AvgPool{rank}D"):
            yield from grid(
                kind, inputs, kernel_size=[2, 3], stride=[..., 1, 2], padding=[..., 1], ceil_mode=[..., True]
            )
            yield from grid(kind, inputs, kernel_size=[2, 3], stride=[..., 1, 2], padding=["SAME", "VALID"])
            yield case(kind, inputs, kernel_size=4, padding=[1, 2] * rank)
            yield case(kind, inputs, kernel_size=4, padding=[[0, 0], [0, 0], *[[1, 2]] * rank])
            if rank > 1:
                yield case(kind, [*space, 3], kernel_size=2, data_format=LAST[rank - 1])
        yield case(f"AvgPool{rank}D", inputs, kernel_size=3, stride=2, padding=1, exclusive=False)
        yield case(f"MaxPool{rank}D", inputs, kernel_size=2, return_mask=True)
    yield from grid("AvgPool2D", [1, 6, 6], kernel_size=[3], stride=[1], padding=[0, 1])
    yield from grid("AvgPool2D", [1, 12, 6], kernel_size=[[3, 5]], stride=[1], padding=[0, [1, 2]])
    for size, named in ((2, "SAME"), (1, "SAME"), (2, "VALID")):
        yield case("AvgPool2D", [1, 6, 6], kernel_size=size, padding=named)
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
        yield from sample(
            count,
            1,
            f"Conv{rank}D",
            shapes,
            {"in_channels": 4, "out_channels": 6},
            kernel_size=[1, 2, 3, 5, 7],
            stride=[..., 1, 2, 3, 5],
            padding=[..., 0, 1, 3, "SAME"],
            dilation=[..., ..., 2, 3],
            groups=[..., 2],
            bias_attr=[..., False],
        )
    yield from sample(
        30,
        2,
        "Conv2DTranspose",
        [[4, n, m] for n in (1, 4, 7) for m in (3, 6)],
        {"in_channels": 4, "out_channels": 6},
        kernel_size=[2, 3, 4, 5],
        stride=[..., 1, 2, 3, 4],
        padding=[..., 0, 1],
        output_padding=[..., ..., 0, 1],
        dilation=[..., ..., 2],
        groups=[..., 2],
    )
    for kind in ("MaxPool2D", "AvgPool2D"):
        yield from sample(
            40,
            3,
            kind,
            [[3, n, m] for n in range(2, 15, 2) for m in range(3, 15, 3)],
            kernel_size=[2, 3, 5],
            stride=[..., 1, 2, 3, 4],
            padding=[..., ..., 1, "SAME"],
            ceil_mode=[False, True],
        )
    for kind in ("MaxPool1D", "AvgPool1D"):
        yield from sample(
            20,
            4,
            kind,
            [[3, n] for n in range(3, 15)],
            kernel_size=[2, 3, 4],
            stride=[2, 3, 4, 5],
            padding=[0, 1],
            ceil_mode=[True],
        )
