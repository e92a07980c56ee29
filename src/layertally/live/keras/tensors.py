"""Symbolic tensors as a configuration has them: inputs, references, shapes with an open batch.

In: tensors of Keras. Out: dicts and lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .plain import shape_of
from .trace import BATCH


def open_batch(shape: list[int | None]) -> list[int | None]:
    """The shape with its batch open where it is the one that code was followed with."""
    if shape and shape[0] is not None and shape[0] and shape[0] % BATCH == 0:
        return [None, *shape[1:]]
    return shape


def input_layer(tensor: Any, name: str) -> dict[str, Any]:
    """An input of a model, as an entry of its layers."""
    config = {"batch_shape": open_batch(shape_of(tensor)), "dtype": str(tensor.dtype), "name": name}
    return {"name": name, "module": "keras.layers", "class_name": "InputLayer", "config": config, "inbound_nodes": []}


def reference(value: Any, place: Sequence[Any]) -> dict[str, Any]:
    """A tensor as an argument of a call: where it comes from, its shape."""
    config = {"shape": open_batch(shape_of(value)), "dtype": str(value.dtype), "keras_history": list(place)}
    return {"class_name": "__keras_tensor__", "config": config}


def keras_name(tensor: Any) -> str:
    """The name of the input layer that a tensor comes out of."""
    history = getattr(tensor, "_keras_history", None)
    return str(history.operation.name if history is not None else tensor.name)
