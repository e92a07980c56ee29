"""Keras 3 and the Keras 2 of TensorFlow: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import FAMILIES, Framework, Types

FRAMEWORK = Framework(
    "keras",
    "Keras",
    Types(__name__, (*FAMILIES, "image", "preprocess", "operations", "functions", "held", "applications")),
    batch="None",
    channels_last=True,
    first_plain=True,
    ignored=frozenset(
        {
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "activity_regularizer",
            "kernel_constraint",
            "bias_constraint",
            "dtype",
            "seed",
            "depthwise_initializer",
            "depthwise_regularizer",
            "depthwise_constraint",
            "pointwise_initializer",
            "pointwise_regularizer",
            "pointwise_constraint",
        }
    ),
)
