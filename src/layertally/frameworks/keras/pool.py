"""Keras' pooling layers, and `KMaxPooling: {k: 3}`, which text models define themselves: the k largest over time."""

from __future__ import annotations

from typing import Literal

from ...ops.base import Op
from ...ops.pool import AdaptivePool, GlobalPool, KMaxPool, Pool
from ...ops.window import Padding, Window
from ..base import FLAG, POSITIVE, REQUIRED, Arg, Arguments, LayerType, choice, ints, optional, table
from ..spatial import sizes
from .common import DATA_FORMAT, channels_last

_FORMAT = Arg("data_format", optional(DATA_FORMAT), None)
_WORDS: dict[str, tuple[str, Literal["max", "average"]]] = {"Max": ("Max", "max"), "Average": ("Avg", "average")}


def _pool(word: str, rank: int) -> LayerType:
    short, method = _WORDS[word]

    def build(a: Arguments) -> Op:
        stride = a["strides"] or a["pool_size"]
        return Pool(Window(a["pool_size"], stride, (1,) * rank, Padding(a["padding"])), channels_last(a), method)

    return LayerType(
        f"{word}Pooling{rank}D",
        (
            Arg("pool_size", ints(rank), 2 if word == "Max" else REQUIRED),
            Arg("strides", optional(ints(rank)), None),
            Arg("padding", choice("valid", "same", fold_case=True), "valid"),
            _FORMAT,
        ),
        build,
        aliases=(f"{short}Pool{rank}D",),
    )


def _global(word: str, rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return GlobalPool(rank, channels_last(a), a["keepdims"])

    return LayerType(
        f"Global{word}Pooling{rank}D",
        (_FORMAT, Arg("keepdims", FLAG, False)),
        build,
        aliases=(f"Global{_WORDS[word][0]}Pool{rank}D",),
    )


def _adaptive(word: str, rank: int) -> LayerType:
    def build(a: Arguments) -> Op:
        return AdaptivePool(a["output_size"], channels_last(a))

    return LayerType(f"Adaptive{word}Pooling{rank}D", (Arg("output_size", sizes(rank)), _FORMAT), build)


def _k_max(a: Arguments) -> Op:
    return KMaxPool(a["k"], channels_last(a))


TYPES = table(
    *(make(word, rank) for make in (_pool, _global, _adaptive) for word in _WORDS for rank in (1, 2, 3)),
    LayerType("KMaxPooling", (Arg("k", POSITIVE), _FORMAT), _k_max),
)
