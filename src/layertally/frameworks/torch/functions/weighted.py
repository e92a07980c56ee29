"""PyTorch's functions with tensors of weights (`F.linear(x, w, b)`, `torch.addmm`, `x + p`) as ops.

In: a `Given` whose parameters have their dims. Out: `Made`; None where there is no rule for this form. Source:
docs.pytorch.org, torch.nn.functional, 2.13.
"""

from __future__ import annotations

from typing import Any

from ....ops.activation import PReLU
from ....ops.attention import ModelAttention
from ....ops.bare import Driven
from ....ops.conv import Conv
from ....ops.dense import Dense, EinsumDense
from ....ops.embedding import Embedding
from ....ops.norm import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from ....ops.transposed import TransposedConv
from ....ops.window import Padding, Window
from .call import Given, Made, Rule


def _dims(given: Given, place: int, name: str) -> tuple[int, ...] | None:
    """The dims of the parameter that stands in this argument."""
    value = given.get(place, name)
    if isinstance(value, dict) and isinstance(value.get("t"), int) and value["t"] < len(given.operands):
        return given.operands[value["t"]].dims
    return None


def _linear(given: Given) -> Made | None:
    weight = _dims(given, 1, "weight")
    if weight is None or len(weight) != 2:
        return None
    return _dense(weight[1], weight[0], _dims(given, 2, "bias") is not None)


def _dense(before: int, after: int, bias: bool) -> Made:
    settings: dict[str, Any] = {"in_features": before, "out_features": after}
    return Made("Linear", Dense(after, bias, before), settings if bias else {**settings, "bias": False})


def _addmm(given: Given) -> Made | None:
    bias, weight = _dims(given, 0, "input"), _dims(given, 2, "mat2")
    if weight is None or len(weight) != 2 or bias != weight[1:]:
        return None
    return _dense(weight[0], weight[1], True)


def _matmul(given: Given) -> Made | None:
    """A matrix of weights right of the data: a dense layer without bias; left of it: one over the dim before last."""
    if len(given.operands) != 2:
        return None
    left = given.operands[0].dims
    if left is not None and len(left) == 2 and len(given.operands[1].shape) == 3:
        return Made("Linear", EinsumDense("bct,dc->bdt", (left[0], None)), {"out_features": left[0]})
    if not given.operands[0].data:
        return None
    weight = given.operands[1].dims
    if weight is None or len(weight) != 2 or given.operands[0].shape[-1] != weight[0]:
        return None
    return _dense(weight[0], weight[1], False)


def _several(value: Any, rank: int) -> tuple[int, ...] | None:
    items = tuple(value) if isinstance(value, (list, tuple)) else (value,) * rank
    items = items * rank if len(items) == 1 else items
    return items if len(items) == rank and all(isinstance(item, int) for item in items) else None


def _padding(value: Any, rank: int) -> Padding | None:
    if isinstance(value, str):
        return {"same": Padding("stride_one_same"), "valid": Padding("valid")}.get(value)
    amounts = _several(value, rank)
    return Padding.of(amounts) if amounts is not None else None


def _conv(rank: int) -> Rule:
    def rule(given: Given) -> Made | None:
        weight, groups = _dims(given, 1, "weight"), given.whole(6, "groups", 1) or 1
        stride, dilation = _several(given.get(3, "stride", 1), rank), _several(given.get(5, "dilation", 1), rank)
        padding = _padding(given.get(4, "padding", 0), rank)
        if weight is None or len(weight) != rank + 2 or stride is None or dilation is None or padding is None:
            return None
        bias = _dims(given, 2, "bias") is not None
        window = Window(weight[2:], stride, dilation, padding)
        op = Conv(window, weight[0], groups, bias, c_in=weight[1] * groups)
        settings: dict[str, Any] = {
            "in_channels": weight[1] * groups,
            "out_channels": weight[0],
            "kernel_size": list(weight[2:]),
            "stride": list(stride),
            "padding": given.get(4, "padding", 0),
            "dilation": list(dilation),
            "groups": groups,
            "bias": bias,
        }
        return Made(f"Conv{rank}d", op, settings)

    return rule


def _transposed(rank: int) -> Rule:
    def rule(given: Given) -> Made | None:
        weight, groups = _dims(given, 1, "weight"), given.whole(6, "groups", 1) or 1
        stride, padding = _several(given.get(3, "stride", 1), rank), _several(given.get(4, "padding", 0), rank)
        extra = _several(given.get(5, "output_padding", 0), rank)
        dilation = _several(given.get(7, "dilation", 1), rank)
        if weight is None or len(weight) != rank + 2 or None in (stride, padding, extra, dilation):
            return None
        assert stride is not None and padding is not None and dilation is not None  # noqa: PT018
        bias = _dims(given, 2, "bias") is not None
        window = Window(weight[2:], stride, dilation, Padding.of(padding))
        op = TransposedConv(window, weight[1] * groups, groups, bias, c_in=weight[0], output_padding=extra)
        return Made(f"ConvTranspose{rank}d", op)

    return rule


def _embedding(given: Given) -> Made | None:
    weight = _dims(given, 1, "weight")
    if weight is None or len(weight) != 2:
        return None
    rows, width = weight
    return Made("Embedding", Embedding(rows, width), {"num_embeddings": rows, "embedding_dim": width})


def _layer_norm(given: Given) -> Made | None:
    shape = given.wholes(1, "normalized_shape")
    if shape is None:
        return None
    scale, shift = _dims(given, 2, "weight") is not None, _dims(given, 3, "bias") is not None
    return Made("LayerNorm", LayerNorm(shape=tuple(shape), scale=scale, center=shift), {"normalized_shape": shape})


def _rms_norm(given: Given) -> Made | None:
    shape = given.wholes(1, "normalized_shape")
    if shape is None:
        return None
    scale = _dims(given, 2, "weight") is not None
    return Made("RMSNorm", RMSNorm(shape=tuple(shape), scale=scale), {"normalized_shape": shape})


def _batch_norm(given: Given) -> Made | None:
    scale, shift = _dims(given, 3, "weight"), _dims(given, 4, "bias")
    channels = given.shape[1] if len(given.shape) > 1 else None
    if not isinstance(channels, int):
        return None
    kept = "buffer" if isinstance(given.get(1, "running_mean"), dict) else None
    op = BatchNorm(1, scale is not None, shift is not None, channels, statistics=kept, counter=kept is not None)
    return Made("BatchNorm", op, {"num_features": channels})


def _group_norm(given: Given) -> Made | None:
    groups = given.whole(1, "num_groups")
    channels = given.shape[1] if len(given.shape) > 1 else None
    if groups is None or not isinstance(channels, int):
        return None
    scale, shift = _dims(given, 2, "weight") is not None, _dims(given, 3, "bias") is not None
    op = GroupNorm(1, scale, shift, channels, "num_channels", groups=groups)
    return Made("GroupNorm", op, {"num_groups": groups, "num_channels": channels})


def _instance_norm(given: Given) -> Made | None:
    channels = given.shape[1] if len(given.shape) > 1 else None
    if not isinstance(channels, int):
        return None
    scale, shift = _dims(given, 3, "weight") is not None, _dims(given, 4, "bias") is not None
    return Made("InstanceNorm", InstanceNorm(1, scale, shift, channels, statistics=None), {"num_features": channels})


def _prelu(given: Given) -> Made | None:
    slopes = _dims(given, 1, "weight")
    return Made("PReLU", PReLU(slopes[0]), {"num_parameters": slopes[0]}) if slopes is not None and slopes else None


def _multi_head(given: Given) -> Made | None:
    """`F.multi_head_attention_forward`: queries, keys, values, width, heads, then weights and masks."""
    width, heads = given.whole(3, "embed_dim_to_check"), given.whole(4, "num_heads")
    if width is None or heads is None or len(given.data) < 3:
        return None
    one = ModelAttention(width, heads, scores="mean" if len(given.outs) > 1 else None)
    return Made("MultiheadAttention", Driven(one, 3), {"embed_dim": width, "num_heads": heads})


TABLE: dict[str, Rule] = {
    "linear": _linear,
    "multi_head_attention_forward": _multi_head,
    "addmm": _addmm,
    **dict.fromkeys(("matmul", "__matmul__", "mm"), _matmul),
    **{f"conv{rank}d": _conv(rank) for rank in (1, 2, 3)},
    **{f"conv_transpose{rank}d": _transposed(rank) for rank in (1, 2, 3)},
    "embedding": _embedding,
    "layer_norm": _layer_norm,
    "rms_norm": _rms_norm,
    "batch_norm": _batch_norm,
    "group_norm": _group_norm,
    "instance_norm": _instance_norm,
    "prelu": _prelu,
}
