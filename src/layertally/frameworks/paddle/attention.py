"""Paddle's attention and transformer layers. Source: paddlepaddle.org.cn, paddle.nn, 3.3: without `bias_attr` the
norms of a transformer layer keep their shift."""

from __future__ import annotations

from ...ops.attention import ModelAttention
from ...ops.base import Op
from ..base import ANY, FLAG, POSITIVE, Arg, Arguments, LayerType, optional, table
from ..settings import RATE
from ..transformers import divides, transformer_types
from .common import BIAS, has_bias

ATTRIBUTES = (Arg("weight_attr", ANY, None), Arg("bias_attr", BIAS, None))


def _multi_head(a: Arguments) -> Op:
    divides(a["embed_dim"], a["num_heads"], "embed_dim")
    return ModelAttention(
        a["embed_dim"],
        a["num_heads"],
        has_bias(a["bias_attr"]),
        a["kdim"],
        a["vdim"],
        packed=False,
        scores="heads" if a["need_weights"] else None,
        alone=True,
    )


TYPES = table(
    LayerType(
        "MultiHeadAttention",
        (
            Arg("embed_dim", POSITIVE),
            Arg("num_heads", POSITIVE),
            Arg("dropout", RATE, 0.0),
            Arg("kdim", optional(POSITIVE), None),
            Arg("vdim", optional(POSITIVE), None),
            Arg("need_weights", FLAG, False),
            *ATTRIBUTES,
        ),
        _multi_head,
    )
) | transformer_types(
    "paddle",
    lambda a: (has_bias(a["bias_attr"]), True),
    False,
    Arg("dim_feedforward", POSITIVE),
    (
        Arg("attn_dropout", optional(RATE), None),
        Arg("act_dropout", optional(RATE), None),
        Arg("normalize_before", FLAG, False),
        *ATTRIBUTES,
        Arg("custom_encoder", ANY, None),
        Arg("custom_decoder", ANY, None),
    ),
)
