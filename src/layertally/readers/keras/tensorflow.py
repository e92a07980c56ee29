"""Functions of TensorFlow in models of Keras 2 (`TFOpLambda`, `SlicingOpLambda`, `TensorFlowOpLayer`), as the
operations of Keras 3 that do the same.

In: an entry and its call. Out: the operation's name with its arguments, or None where it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .calls import Call, Constant, tensors
from .entries import Entry

NAMES = {
    "truediv": "true_divide",
    "div": "true_divide",
    "realdiv": "true_divide",
    "div_no_nan": "divide_no_nan",
    "floordiv": "floor_divide",
    "mul": "multiply",
    "addv2": "add",
    "sub": "subtract",
    "neg": "negative",
    "pow": "power",
    "gt": "greater",
    "ge": "greater_equal",
    "lt": "less",
    "le": "less_equal",
    "eq": "equal",
    "ne": "not_equal",
    "swish": "silu",
    "clip_by_value": "clip",
    "l2_normalize": "normalize",
    "reduce_mean": "mean",
    "reduce_sum": "sum",
    "reduce_max": "max",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_std": "std",
    "reduce_variance": "var",
    "reduce_any": "any",
    "reduce_all": "all",
    "reduce_logsumexp": "logsumexp",
    "concat": "concatenate",
    "concatv2": "concatenate",
    "gather": "take",
    "getitem": "get_item",
    "resize_bilinear": "resize",
    "batch_dot": "matmul",
    "batchmatmulv2": "matmul",
    "expanddims": "expand_dims",
}
"""TensorFlow's word → Keras' own, where they differ."""
ARGUMENTS = {
    "shape": "newshape",
    "perm": "axes",
    "multiples": "repeats",
    "paddings": "pad_width",
    "depth": "num_classes",
    "slice_spec": "key",
    "keep_dims": "keepdims",
    "dims": "axis",
}
SECOND = {"reshape": "newshape", "mean": "axis", "sum": "axis", "max": "axis", "min": "axis", "expand_dims": "axis"}
"""What the constant of an old `TensorFlowOpLayer` means."""


def spelled(entry: Entry, call: Call) -> tuple[str, Call, dict[str, Any]] | None:
    """The operation of Keras: its name, a call with what it works on, its arguments."""
    config = entry.config
    if entry.type == "TensorFlowOpLayer":
        return _node(config, call)
    function = config.get("function")
    if not isinstance(function, str):
        return None
    word = function.rsplit(".", 1)[-1].lower()
    name = NAMES.get(word, word)
    given = {ARGUMENTS.get(key, key): value for key, value in call.kwargs.items() if key not in ("name", "dtype")}
    operands = [*call.args, *(value for value in given.values() if tensors(value))]
    settings = {key: value for key, value in given.items() if not tensors(value)}
    if name == "split":
        settings = _parts(settings)
    if name == "get_item":
        return name, Call((operands[0], _slices(settings.get("key"))), old=True), {}
    if name == "matmul" and (settings.get("transpose_a") or settings.get("transpose_b")):
        return None
    constants = [value for key, value in settings.items() if key in ("y", "x", "b", "a") and value is not None]
    settings = {key: value for key, value in settings.items() if key not in ("y", "x", "b", "a")}
    return name, Call((*operands, *constants), old=True), settings


def _node(config: Mapping[str, Any], call: Call) -> tuple[str, Call, dict[str, Any]] | None:
    """What TensorFlow 2.0 to 2.3 wrote: a node of a graph and its constants by place."""
    node, constants = config.get("node_def"), config.get("constants")
    if not isinstance(node, Mapping) or not isinstance(node.get("op"), str):
        return None
    word = node["op"].lower()
    name = NAMES.get(word, word)
    values = list(constants.values()) if isinstance(constants, Mapping) else []
    if name in SECOND:
        attributes = node.get("attr")
        kept = attributes.get("keep_dims") if isinstance(attributes, Mapping) else None
        keep = isinstance(kept, Mapping) and kept.get("b") is True
        settings = {SECOND[name]: values[0]} if values else {}
        return name, call, {**settings, **({"keepdims": True} if keep else {})}
    if name == "concatenate":
        return name, call, {"axis": values[0]} if values else {}
    return name, Call((*call.args, *(Constant(_shape(value)) for value in values)), old=True), {}


def _parts(settings: Mapping[str, Any]) -> dict[str, Any]:
    """TensorFlow gives the sizes of the parts, Keras where they begin."""
    value = settings.get("num_or_size_splits")
    if isinstance(value, list) and all(isinstance(size, int) and size >= 0 for size in value):
        value = [sum(value[: at + 1]) for at in range(len(value) - 1)]
    return {"indices_or_sections": value, "axis": settings.get("axis", 0)}


def _slices(spec: Any) -> Any:
    if isinstance(spec, list):
        return [_slices(part) for part in spec]
    if isinstance(spec, dict) and set(spec) <= {"start", "stop", "step"}:
        return slice(spec.get("start"), spec.get("stop"), spec.get("step"))
    if isinstance(spec, dict) and spec.get("class_name") == "__ellipsis__":
        return ...
    return spec


def _shape(value: Any) -> tuple[int, ...]:
    shape: list[int] = []
    while isinstance(value, list) and len(shape) < 16:
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)
