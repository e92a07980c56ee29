"""Functions that slide windows or change the size of an image: pooling, interpolate, pixel_shuffle, unfold."""

from __future__ import annotations

from typing import Any

from ....ops.pool import AdaptivePool, Pool
from ....ops.resize import ChannelShuffle, Fold, PixelShuffle, Resize, Unfold, Upsample
from ....ops.window import Padding, Window
from .call import Given, Made, Rule


def _dims(value: Any, rank: int) -> tuple[int, ...] | None:
    items = tuple(value) if isinstance(value, (list, tuple)) else (value,) * rank
    items = items * rank if len(items) == 1 else items
    return items if len(items) == rank and all(isinstance(item, int) for item in items) else None


def _pool(word: str, rank: int, maximum: bool) -> Rule:
    def rule(given: Given) -> Made | None:
        kernel = _dims(given.get(1, "kernel_size"), rank)
        stride = _dims(given.get(2, "stride") or kernel, rank)
        padding = _dims(given.get(3, "padding", 0), rank)
        dilation = _dims(given.get(4, "dilation", 1) if maximum else 1, rank)
        ceil = given.get(5 if maximum else 4, "ceil_mode", False)
        if kernel is None or stride is None or padding is None or dilation is None:
            return None
        window = Window(kernel, stride, dilation, Padding.of(padding), "trimmed" if ceil else "no")
        settings = {"kernel_size": list(kernel), "stride": list(stride), "padding": list(padding)}
        return Made(
            f"{word}Pool{rank}d", Pool(window, method="max" if maximum else "average", indices=len(given.outs) == 2),
            settings,
        )  # fmt: skip

    return rule


def _adaptive(word: str, rank: int) -> Rule:
    def rule(given: Given) -> Made | None:
        size = given.get(1, "output_size")
        items = tuple(size) if isinstance(size, (list, tuple)) else (size,) * rank
        if len(items) != rank or not all(item is None or isinstance(item, int) for item in items):
            return None
        op = AdaptivePool(items, indices=len(given.outs) == 2)
        return Made(f"Adaptive{word}Pool{rank}d", op, {"output_size": list(items)})

    return rule


def _resize(given: Given) -> Made | None:
    rank = len(given.shape) - 2
    scale, size = given.get(2, "scale_factor"), given.get(1, "size")
    mode = given.get(3, "mode", "nearest")
    if size is None and scale is not None:
        scales = tuple(float(each) for each in (scale if isinstance(scale, (list, tuple)) else (scale,)))
        return Made("Upsample", Upsample(scales, rank=rank), {"scale_factor": list(scales), "mode": mode})
    target = given.out[2:]
    if not all(isinstance(dim, int) for dim in target):
        return None
    sizes = tuple(dim for dim in target if isinstance(dim, int))
    return Made("Upsample", Resize(sizes, channels_last=False, rank=rank), {"size": list(sizes), "mode": mode})


def _shuffle(inverse: bool) -> Rule:
    def rule(given: Given) -> Made | None:
        factor = given.whole(1, "downscale_factor" if inverse else "upscale_factor")
        word = "PixelUnshuffle" if inverse else "PixelShuffle"
        return Made(word, PixelShuffle(factor, inverse)) if factor else None

    return rule


def _channel_shuffle(given: Given) -> Made | None:
    groups = given.whole(1, "groups")
    return Made("ChannelShuffle", ChannelShuffle(groups), {"groups": groups}) if groups else None


def _unfold(given: Given) -> Made | None:
    parts = [_dims(given.get(place, name, default), 2) for place, name, default in _SLIDING]
    kernel, dilation, padding, stride = parts
    if kernel is None or dilation is None or padding is None or stride is None or len(given.shape) != 4:
        return None
    return Made("Unfold", Unfold(Window(kernel, stride, dilation, Padding.of(padding))))


def _fold(given: Given) -> Made | None:
    size = _dims(given.get(1, "output_size"), 2)
    parts = [_dims(given.get(place + 1, name, default), 2) for place, name, default in _SLIDING]
    kernel, dilation, padding, stride = parts
    if size is None or kernel is None or dilation is None or padding is None or stride is None:
        return None
    return Made("Fold", Fold((size[0], size[1]), Window(kernel, stride, dilation, Padding.of(padding))))


_SLIDING = ((1, "kernel_size", None), (2, "dilation", 1), (3, "padding", 0), (4, "stride", 1))


TABLE: dict[str, Rule] = {
    **{f"max_pool{rank}d": _pool("Max", rank, True) for rank in (1, 2, 3)},
    **{f"max_pool{rank}d_with_indices": _pool("Max", rank, True) for rank in (1, 2, 3)},
    **{f"avg_pool{rank}d": _pool("Avg", rank, False) for rank in (1, 2, 3)},
    **{f"adaptive_avg_pool{rank}d": _adaptive("Avg", rank) for rank in (1, 2, 3)},
    **{f"adaptive_max_pool{rank}d": _adaptive("Max", rank) for rank in (1, 2, 3)},
    **dict.fromkeys(("interpolate", "upsample", "upsample_nearest", "upsample_bilinear"), _resize),
    "pixel_shuffle": _shuffle(False),
    "pixel_unshuffle": _shuffle(True),
    **dict.fromkeys(("channel_shuffle", "native_channel_shuffle"), _channel_shuffle),
    "unfold": _unfold,
    "fold": _fold,
}
