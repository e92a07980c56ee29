"""PyTorch's attention and transformer layers. Source: docs.pytorch.org, torch.nn, 2.13: MultiheadAttention is
called with query, key, value and returns the mean attention of its heads beside the output."""

from __future__ import annotations

from ...ops.attention import ModelAttention
from ...ops.base import Op
from ..base import ANY, FLAG, NUMBER, POSITIVE, Arg, Arguments, LayerType, optional, table
from ..settings import RATE
from ..transformers import divides, transformer_types


def _multi_head(a: Arguments) -> Op:
    divides(a["embed_dim"], a["num_heads"], "embed_dim")
    return ModelAttention(
        a["embed_dim"],
        a["num_heads"],
        a["bias"],
        a["kdim"],
        a["vdim"],
        extra_kv=a["add_bias_kv"],
        zero=a["add_zero_attn"],
    )


TYPES = table(
    LayerType(
        "MultiheadAttention",
        (
            Arg("embed_dim", POSITIVE),
            Arg("num_heads", POSITIVE),
            Arg("dropout", RATE, 0.0),
            Arg("bias", FLAG, True),
            Arg("add_bias_kv", FLAG, False),
            Arg("add_zero_attn", FLAG, False),
            Arg("kdim", optional(POSITIVE), None),
            Arg("vdim", optional(POSITIVE), None),
            Arg("batch_first", FLAG, False),
        ),
        _multi_head,
        aliases=("MultiHeadAttention",),
    )
) | transformer_types(
    "torch",
    lambda a: (a["bias"], a["bias"]),
    True,
    Arg("dim_feedforward", POSITIVE, 2048),
    (
        Arg("layer_norm_eps", NUMBER, 1e-5),
        Arg("batch_first", FLAG, False),
        Arg("norm_first", FLAG, False),
        Arg("bias", FLAG, True),
        Arg("custom_encoder", ANY, None),
        Arg("custom_decoder", ANY, None),
    ),
)
