"""Paddle's embedding. Source: paddlepaddle.org.cn, paddle.nn, 3.3."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.embedding import Embedding
from ..base import ANY, ANY_INT, FLAG, NUMBER, POSITIVE, Arg, ArgumentError, Arguments, LayerType, optional, table


def _embedding(a: Arguments) -> Op:
    padding, rows = a["padding_idx"], a["num_embeddings"]
    if padding is not None and not -rows <= padding < rows:
        raise ArgumentError(f"padding_idx {padding} is not a row of {rows}", f"write one from 0 to {rows - 1}")
    return Embedding(rows, a["embedding_dim"])


TYPES = table(
    LayerType(
        "Embedding",
        (
            Arg("num_embeddings", POSITIVE),
            Arg("embedding_dim", POSITIVE),
            Arg("padding_idx", optional(ANY_INT), None),
            Arg("max_norm", optional(NUMBER), None),
            Arg("norm_type", NUMBER, 2.0),
            Arg("sparse", FLAG, False),
            Arg("scale_grad_by_freq", FLAG, False),
            Arg("weight_attr", ANY, None),
        ),
        _embedding,
    )
)
