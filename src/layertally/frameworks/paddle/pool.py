"""Paddle's pooling layers, and `KMaxPooling: {k: 3}`, which text models define themselves: (B, C, T) → (B, C, k)."""

from __future__ import annotations

from typing import Literal

from ...ops.base import Op
from ...ops.pool import AdaptivePool, KMaxPool, Pool
from ...ops.window import Window
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, LayerType, ints, optional, table
from ..spatial import sizes
from .common import channels_last, data_format, padding

_CEIL = Arg("ceil_mode", FLAG, False)
_MASK = Arg("return_mask", FLAG, False)


def _window(a: Arguments, rank: int) -> Window:
    if a["ceil_mode"] and a["padding"].mode == "valid":
        raise ArgumentError("Paddle does not take ceil_mode with padding VALID", "write padding: 0")
    stride = a["stride"] or a["kernel_size"]
    return Window(
        a["kernel_size"], stride, (1,) * rank, a["padding"], "naive" if a["ceil_mode"] else "no", clipped=True
    )


def _kernel(rank: int) -> tuple[Arg, ...]:
    return Arg("kernel_size", ints(rank)), Arg("stride", optional(ints(rank)), None), padding(rank)


def _format(rank: int) -> tuple[Arg, ...]:
    return (data_format(rank),) if rank > 1 else ()


def _max(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return Pool(_window(a, rank), channels_last(a), indices=a["return_mask"])

    return LayerType(f"MaxPool{rank}D", (*_kernel(rank), _MASK, _CEIL, *_format(rank)), build)


def _average(rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return Pool(_window(a, rank), channels_last(a), "average")

    exclusive = Arg("exclusive", FLAG, True)
    rest = (exclusive, _CEIL) if rank == 1 else (_CEIL, exclusive, Arg("divisor_override", ANY, None))
    return LayerType(f"AvgPool{rank}D", (*_kernel(rank), *rest, *_format(rank)), build)


def _power(rank: int) -> LayerType:
    return LayerType(
        f"LPPool{rank}D",
        (Arg("norm_type", NUMBER), *_kernel(rank), _CEIL, data_format(rank)),
        lambda a: Pool(_window(a, rank), channels_last(a), "lp"),
    )


def _adaptive(word: Literal["Avg", "Max"], rank: int) -> LayerType:
    more = (_MASK,) if word == "Max" else _format(rank)
    return LayerType(
        f"Adaptive{word}Pool{rank}D",
        (Arg("output_size", sizes(rank)), *more),
        lambda a: AdaptivePool(a["output_size"], channels_last(a), a.get("return_mask", False)),
    )


TYPES = table(
    *(make(rank) for make in (_max, _average) for rank in (1, 2, 3)),
    *(_power(rank) for rank in (1, 2)),
    *(_adaptive("Avg", rank) for rank in (1, 2, 3)),
    *(_adaptive("Max", rank) for rank in (1, 2, 3)),
    LayerType("KMaxPooling", (Arg("k", POSITIVE),), lambda a: KMaxPool(a["k"], channels_last=False)),
)
