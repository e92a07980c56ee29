"""PyTorch's pooling layers, and `KMaxPooling: {k: 3}`, which text models define themselves: (B, C, T) → (B, C, k)."""

from __future__ import annotations

from typing import Literal

from ...ops.base import Op
from ...ops.pool import AdaptivePool, KMaxPool, Pool
from ...ops.window import Window
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, Arguments, LayerType, ints, optional, table
from ..spatial import paddings, sizes
from .common import half_of_kernel

_CEIL = Arg("ceil_mode", FLAG, False)


def _window(a: Arguments, rank: int) -> Window:
    kernel, stride = a["kernel_size"], a["stride"] or a["kernel_size"]
    dilation = a.get("dilation") or (1,) * rank
    padding = a["padding"] if "padding" in a else paddings(rank).parse(0)
    return Window(kernel, stride, dilation, padding, "trimmed" if a["ceil_mode"] else "no")


def _kernel(rank: int) -> tuple[Arg, ...]:
    return Arg("kernel_size", ints(rank)), Arg("stride", optional(ints(rank)), None)


def _max(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        window = _window(a, rank)
        reach = tuple(d * (k - 1) + 1 for k, d in zip(window.kernel_size, window.dilation, strict=True))
        half_of_kernel(window, window.kernel_size if rank == 1 else reach)
        return Pool(window, indices=a["return_indices"])

    return LayerType(
        f"MaxPool{rank}d",
        (
            *_kernel(rank),
            Arg("padding", paddings(rank), 0),
            Arg("dilation", ints(rank), 1),
            Arg("return_indices", FLAG, False),
            _CEIL,
        ),
        build,
    )


def _average(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        window = _window(a, rank)
        half_of_kernel(window, window.kernel_size)
        return Pool(window, method="average")

    divisor = (Arg("divisor_override", ANY, None),) if rank > 1 else ()
    return LayerType(
        f"AvgPool{rank}d",
        (*_kernel(rank), Arg("padding", paddings(rank), 0), _CEIL, Arg("count_include_pad", FLAG, True), *divisor),
        build,
    )


def _power(rank: int) -> LayerType:
    return LayerType(
        f"LPPool{rank}d",
        (Arg("norm_type", NUMBER), *_kernel(rank), _CEIL),
        lambda a: Pool(_window(a, rank), method="lp"),
    )


def _adaptive(word: Literal["Avg", "Max"], rank: int) -> LayerType:
    indices = (Arg("return_indices", FLAG, False),) if word == "Max" else ()
    return LayerType(
        f"Adaptive{word}Pool{rank}d",
        (Arg("output_size", sizes(rank)), *indices),
        lambda a: AdaptivePool(a["output_size"], indices=a.get("return_indices", False)),
    )


TYPES = table(
    *(make(rank) for make in (_max, _average, _power) for rank in (1, 2, 3)),
    *(_adaptive("Avg", rank) for rank in (1, 2, 3)),
    *(_adaptive("Max", rank) for rank in (1, 2, 3)),
    LayerType("KMaxPooling", (Arg("k", POSITIVE),), lambda a: KMaxPool(a["k"], channels_last=False)),
)
