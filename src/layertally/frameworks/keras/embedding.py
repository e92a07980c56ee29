"""Keras' embedding. Source: keras.io, core layers, 3.15; `input_length` was Keras 2's and changes nothing."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.embedding import Embedding
from ..base import ANY, FLAG, POSITIVE, Arg, Arguments, LayerType, optional, table


def _embedding(a: Arguments) -> Op:
    return Embedding(a["input_dim"], a["output_dim"], a["lora_rank"])


TYPES = table(
    LayerType(
        "Embedding",
        (
            Arg("input_dim", POSITIVE),
            Arg("output_dim", POSITIVE),
            Arg("embeddings_initializer", ANY, None),
            Arg("embeddings_regularizer", ANY, None),
            Arg("embeddings_constraint", ANY, None),
            Arg("mask_zero", FLAG, False),
            Arg("input_length", ANY, None),
            Arg("lora_rank", optional(POSITIVE), None),
        ),
        _embedding,
    ),
    LayerType(
        "ReversibleEmbedding",
        (
            Arg("input_dim", POSITIVE),
            Arg("output_dim", POSITIVE),
            Arg("tie_weights", FLAG, True),
            Arg("embeddings_initializer", ANY, None),
            Arg("embeddings_regularizer", ANY, None),
            Arg("embeddings_constraint", ANY, None),
            Arg("mask_zero", FLAG, False),
            Arg("reverse_dtype", ANY, None),
            Arg("logit_soft_cap", ANY, None),
            Arg("reverse", FLAG, False, call=True),
        ),
        lambda a: Embedding(a["input_dim"], a["output_dim"], reverse=not a["tie_weights"], back=a["reverse"]),
    ),
)
