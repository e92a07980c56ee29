"""Keras 3 and the Keras 2 of TensorFlow: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import activation, attention, conv, dense, embedding, image, merge, norm, pool, recurrent, reshape

FRAMEWORK = framework(
    "keras", "Keras",
    (
        conv.TYPES,
        pool.TYPES,
        reshape.TYPES,
        image.TYPES,
        dense.TYPES,
        embedding.TYPES,
        recurrent.TYPES,
        norm.TYPES,
        merge.TYPES,
        activation.TYPES,
        attention.TYPES,
    ),
    batch="None", channels_last=True, counts_statistics=True, first_plain=True,
    ignored=frozenset({
        "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer",
        "kernel_constraint", "bias_constraint", "dtype", "seed", "depthwise_initializer", "depthwise_regularizer",
        "depthwise_constraint", "pointwise_initializer", "pointwise_regularizer", "pointwise_constraint",
    }),
)
