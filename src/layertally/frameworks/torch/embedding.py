"""PyTorch's embeddings. Source: docs.pytorch.org, torch.nn, 2.13."""

from __future__ import annotations

from ...ops.base import Op
from ...ops.embedding import Embedding
from ..base import (
    ANY,
    ANY_INT,
    FLAG,
    NUMBER,
    POSITIVE,
    Arg,
    ArgumentError,
    Arguments,
    LayerType,
    choice,
    optional,
    table,
)

SIZES = (Arg("num_embeddings", POSITIVE), Arg("embedding_dim", POSITIVE))
NORM = (Arg("max_norm", optional(NUMBER), None), Arg("norm_type", NUMBER, 2.0), Arg("scale_grad_by_freq", FLAG, False))
PADDING = Arg("padding_idx", optional(ANY_INT), None)


def within_table(a: Arguments) -> None:
    """ArgumentError if `padding_idx` is a row that the table does not have."""
    padding, rows = a["padding_idx"], a["num_embeddings"]
    if padding is not None and not -rows <= padding < rows:
        raise ArgumentError(f"padding_idx {padding} is not a row of {rows}", f"write one from 0 to {rows - 1}")


def _embedding(a: Arguments) -> Op:
    within_table(a)
    return Embedding(a["num_embeddings"], a["embedding_dim"])


def _bag(a: Arguments) -> Op:
    within_table(a)
    return Embedding(a["num_embeddings"], a["embedding_dim"], pooled=a["mode"])


TYPES = table(
    LayerType(
        "Embedding",
        (*SIZES, PADDING, *NORM, Arg("sparse", FLAG, False), Arg("_weight", ANY, None), Arg("_freeze", FLAG, False)),
        _embedding,
    ),
    LayerType(
        "EmbeddingBag",
        (
            *SIZES,
            *NORM,
            Arg("mode", choice("sum", "mean", "max"), "mean"),
            Arg("sparse", FLAG, False),
            Arg("_weight", ANY, None),
            Arg("include_last_offset", FLAG, False),
            PADDING,
        ),
        _bag,
    ),
)
