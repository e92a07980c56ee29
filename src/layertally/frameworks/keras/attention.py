"""Keras' attention layers. Source: keras.io, attention layers, 3.15: called with query, value and, if it is
another, key."""

from __future__ import annotations

from typing import Any

from ...ops.attention import DotAttention, HeadAttention
from ...ops.base import Op
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, Kind, LayerType, choice, optional, table
from ..settings import AXES, RATE


def _one_width(value: Any) -> int:
    """The width of the output: a number, or a list of one."""
    item = value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value
    width: int = POSITIVE.parse(item)
    return width


def _multi_head(a: Arguments) -> Op:
    return HeadAttention(
        a["num_heads"],
        a["key_dim"],
        a["value_dim"] or a["key_dim"],
        None,
        a["output_shape"],
        a["use_bias"],
        a["attention_axes"],
        a["use_gate"],
        a["return_attention_scores"],
    )


def _group_query(a: Arguments) -> Op:
    heads, shared = a["num_query_heads"], a["num_key_value_heads"]
    if heads % shared:
        raise ArgumentError(f"num_query_heads {heads} does not divide by num_key_value_heads {shared}", "")
    return HeadAttention(
        heads,
        a["head_dim"],
        a["head_dim"],
        shared,
        None,
        a["use_bias"],
        gate=a["use_gate"],
        scores=a["return_attention_scores"],
    )


def _dot(a: Arguments) -> Op:
    names = (("scale", a["use_scale"]), ("concat_score_weight", a["score_mode"] == "concat"))
    return DotAttention(tuple(name for name, there in names if there), scores=a["return_attention_scores"])


WIDTH = Kind("a number", _one_width, {"type": ["integer", "array"]})
SHARED = (Arg("dropout", RATE, 0.0), Arg("use_bias", FLAG, True))
FLASH = (Arg("sliding_window", ANY, None), Arg("flash_attention", ANY, None))
GATE = Arg("use_gate", FLAG, False)
SEED = Arg("seed", optional(NUMBER), None)
SCORES = Arg("return_attention_scores", FLAG, False, call=True)
"""The scores come out too."""

TYPES = table(
    LayerType(
        "MultiHeadAttention",
        (
            Arg("num_heads", POSITIVE),
            Arg("key_dim", POSITIVE),
            Arg("value_dim", optional(POSITIVE), None),
            *SHARED,
            Arg("output_shape", optional(WIDTH), None),
            Arg("attention_axes", optional(AXES), None),
            *FLASH,
            GATE,
            SEED,
            SCORES,
        ),
        _multi_head,
    ),
    LayerType(
        "GroupQueryAttention",
        (
            Arg("head_dim", POSITIVE),
            Arg("num_query_heads", POSITIVE),
            Arg("num_key_value_heads", POSITIVE),
            *SHARED,
            *FLASH,
            GATE,
            SEED,
            SCORES,
        ),
        _group_query,
        aliases=("GroupedQueryAttention",),
    ),
    LayerType(
        "Attention",
        (
            Arg("use_scale", FLAG, False),
            Arg("score_mode", choice("dot", "concat"), "dot"),
            Arg("dropout", RATE, 0.0),
            SEED,
            SCORES,
        ),
        _dot,
    ),
    LayerType(
        "AdditiveAttention",
        (Arg("use_scale", FLAG, True), Arg("dropout", RATE, 0.0), SCORES),
        lambda a: DotAttention(additive=True, scaled=a["use_scale"], scores=a["return_attention_scores"]),
    ),
)
