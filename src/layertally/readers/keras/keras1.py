"""Settings of Keras 1 in the words of Keras 2 and 3: `nb_filter`, `border_mode`, `dim_ordering`.

In: a class and its settings. Out: both as they are called since 2017; others pass as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RENAMED = {
    "nb_filter": "filters",
    "border_mode": "padding",
    "subsample": "strides",
    "subsample_length": "strides",
    "filter_length": "kernel_size",
    "atrous_rate": "dilation_rate",
    "pool_length": "pool_size",
    "stride": "strides",
    "bias": "use_bias",
    "inner_activation": "recurrent_activation",
    "sigma": "stddev",
}
"""What was renamed in every class."""
OWN = {
    **{name: {"p": "rate"} for name in ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianDropout")},
    **{name: {"output_dim": "units"} for name in ("Dense", "SimpleRNN", "GRU", "LSTM")},
    "UpSampling1D": {"length": "size"},
}
"""What was renamed in these alone."""
CLASSES = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "SeparableConvolution2D": "SeparableConv2D",
    "Deconvolution2D": "Conv2DTranspose",
}
MERGES = {
    "sum": "Add",
    "mul": "Multiply",
    "ave": "Average",
    "max": "Maximum",
    "concat": "Concatenate",
    "dot": "Dot",
}
FORMATS = {"tf": "channels_last", "th": "channels_first"}
KERNEL = ("kernel_dim1", "kernel_dim2", "kernel_dim3"), ("nb_row", "nb_col")
MARKS = frozenset({*RENAMED, "dim_ordering", "nb_row", "kernel_dim1", "W_regularizer", "init", "p", "concat_axis"})
"""What only Keras 1 wrote."""


def translated(type_: str, config: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Class and settings in today's words.

    >>> translated("Convolution2D", {"nb_filter": 8, "nb_row": 3, "nb_col": 5, "border_mode": "same"})
    ('Conv2D', {'filters': 8, 'padding': 'same', 'kernel_size': [3, 5]})
    """
    if not MARKS & set(config):
        return type_, config
    names = {**RENAMED, **OWN.get(type_, {})}
    out = {names.get(name, name): value for name, value in config.items()}
    for dims in KERNEL:
        if all(name in out for name in dims):
            out["kernel_size"] = [out.pop(name) for name in dims]
    if "dim_ordering" in out:
        ordering = out.pop("dim_ordering")
        if isinstance(ordering, str) and ordering in FORMATS:
            out["data_format"] = FORMATS[ordering]
    if type_ == "Merge" and isinstance(out.get("mode"), str) and out["mode"] in MERGES:
        type_ = MERGES[out["mode"]]
        out = {"name": out.get("name"), "axis": out.get("concat_axis", -1), "axes": out.get("dot_axes", -1)}
    return CLASSES.get(type_, type_), out
