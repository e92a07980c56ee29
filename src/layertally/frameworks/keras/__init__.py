"""Keras 3 and the Keras 2 of TensorFlow: names, spellings, defaults, counting."""

from __future__ import annotations

from ..base import framework
from . import conv

FRAMEWORK = framework(
    "keras", "Keras", (conv.TYPES,), batch="None", channels_last=True, counts_statistics=True, first_plain=True,
    ignored=frozenset({
        "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer",
        "kernel_constraint", "bias_constraint", "dtype", "seed",
    }),
)
