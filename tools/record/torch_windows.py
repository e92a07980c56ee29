"""The PyTorch modules with windows to record: convolutions, poolings, and seeded draws of their settings."""

from __future__ import annotations

from collections.abc import Iterator

from .rows import Case, case, grid, sample

SPATIAL = ([28], [17, 12], [9, 8, 7])


def convolution() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        kind, inputs, channels = f"Conv{rank}d", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[..., 2, 3], padding=[..., 1, 2])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3], dilation=[2], padding=[0, 2, "same", "valid"])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], groups=[2], bias=[..., False])
        yield case(kind, inputs, in_channels=4, out_channels=8, kernel_size=3, groups=4)
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=4, padding="same")
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, padding=1, padding_mode="reflect")
    pairs = {"in_channels": 3, "out_channels": 55}
    yield from grid(
        "Conv2d", [3, 100, 95], fixed=pairs, kernel_size=[[3, 2], [5, 2]], stride=[[2, 1], [3, 2]], padding=[0, [2, 1]]
    )
    yield case("Conv2d", [3, 224, 224], in_channels=3, out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    yield case("Conv2d", [1, 28, 28], in_channels=1, out_channels=6, kernel_size=5, padding=2)
    yield case("Conv2d", [10, 64, 64], in_channels=10, out_channels=20, kernel_size=3, padding=1, groups=10)
    yield case(
        "Conv2d", [3, 10, 10], in_channels=3, out_channels=4, kernel_size=[3, 2], dilation=[2, 3], padding=[1, 0]
    )
    yield case(
        "Conv3d",
        [2, 9, 8, 7],
        in_channels=2,
        out_channels=4,
        kernel_size=[3, 2, 1],
        stride=[2, 1, 1],
        padding=[1, 0, 0],
    )


def transposed() -> Iterator[Case]:
    for rank, space in enumerate(([11], [7, 6], [5, 4, 3]), 1):
        kind, inputs, channels = f"ConvTranspose{rank}d", [4, *space], {"in_channels": 4, "out_channels": 6}
        yield from grid(kind, inputs, fixed=channels, kernel_size=[2, 3, 4], stride=[..., 2, 3], padding=[..., 1])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], stride=[2], padding=[1], output_padding=[0, 1])
        yield from grid(kind, inputs, fixed=channels, kernel_size=[3], dilation=[2], groups=[1, 2], bias=[..., False])
        yield case(kind, inputs, in_channels=4, out_channels=6, kernel_size=3, stride=1, dilation=2, output_padding=1)
    yield case(
        "ConvTranspose2d",
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
        for kind in (f"MaxPool{rank}d", f"AvgPool{rank}d"):
            yield from grid(
                kind, inputs, kernel_size=[2, 3], stride=[..., 1, 2], padding=[..., 1], ceil_mode=[..., True]
            )
        yield from grid(
            f"MaxPool{rank}d", inputs, kernel_size=[2, 3], stride=[1, 2], dilation=[2], ceil_mode=[False, True]
        )
        yield case(f"AvgPool{rank}d", inputs, kernel_size=3, stride=2, padding=1, count_include_pad=False)
        yield from grid(f"LPPool{rank}d", inputs, norm_type=[2], kernel_size=[3], stride=[..., 2])
    yield case("MaxPool2d", [3, 17, 12], kernel_size=2, return_indices=True)
    yield case("MaxPool2d", [3, 17, 12], kernel_size=[3, 2], stride=[2, 1], padding=[1, 0])
    yield case("AvgPool2d", [3, 17, 12], kernel_size=2, divisor_override=3)


def adaptive() -> Iterator[Case]:
    for rank, space in enumerate(SPATIAL, 1):
        for kind in (f"AdaptiveAvgPool{rank}d", f"AdaptiveMaxPool{rank}d"):
            yield from grid(kind, [3, *space], output_size=[1, 3])
    yield from grid("AdaptiveAvgPool2d", [3, 17, 12], output_size=[[4, 2], [None, 5], [20, 20]])
    yield case("AdaptiveMaxPool2d", [3, 17, 12], output_size=[None, 5])


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
            f"Conv{rank}d",
            shapes,
            {"in_channels": 4, "out_channels": 6},
            kernel_size=[1, 2, 3, 5, 7],
            stride=[..., 1, 2, 3, 5],
            padding=[..., 0, 1, 3],
            dilation=[..., ..., 2, 3],
            groups=[..., 2],
            bias=[..., False],
        )
    yield from sample(
        36,
        2,
        "ConvTranspose2d",
        [[4, n, m] for n in (1, 4, 7) for m in (3, 6)],
        {"in_channels": 4, "out_channels": 6},
        kernel_size=[1, 2, 3, 4, 5],
        stride=[..., 1, 2, 3, 4],
        padding=[..., 0, 1, 2],
        output_padding=[..., ..., 0, 1, 2],
        dilation=[..., ..., 2],
        groups=[..., 2],
    )
    for kind in ("MaxPool2d", "AvgPool2d"):
        yield from sample(
            50,
            3,
            kind,
            [[3, n, m] for n in range(2, 15, 2) for m in range(3, 15, 3)],
            kernel_size=[1, 2, 3, 5],
            stride=[..., 1, 2, 3, 4],
            padding=[..., ..., 1, 2],
            ceil_mode=[False, True],
        )
    for kind in ("MaxPool1d", "AvgPool1d"):
        yield from sample(
            24,
            4,
            kind,
            [[3, n] for n in range(3, 15)],
            kernel_size=[2, 3, 4],
            stride=[2, 3, 4, 5],
            padding=[0, 1, 2],
            ceil_mode=[True],
        )
