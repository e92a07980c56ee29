"""Cases go in, what Keras says about each comes out: ``tests/data/rules/keras.json``.

Run from the repository root, in an environment with ``keras==3.15.1 torch==2.13.0``::

    KERAS_BACKEND=torch python -m tools.record.keras

Every layer is called twice: on ``keras.Input`` (the shape a summary shows, the row's ``output``) and on zeros.
``ran`` is added where the shapes differ, ``run_error`` where a summary prints the layer but it cannot run.
"""

from __future__ import annotations

import math
import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy
import torch

from .keras_cases import cases
from .rows import Case, Row, first_line, record

BATCH = 2
INTEGER = {"Embedding", "ReversibleEmbedding"}
WRAPPED = ("layer", "backward_layer")


def build(kind: str, args: dict[str, Any]) -> Any:
    """The layer; a wrapped one is written as ``layer: {LSTM: {units: 8}}``."""
    made = {key: build(*next(iter(value.items()))) if key in WRAPPED else value for key, value in args.items()}
    return getattr(keras.layers, kind)(**made)


def plain(shapes: Any) -> Any:
    """Shapes without their batch; a list of shapes when there are several outputs."""
    if isinstance(shapes, (list, tuple)) and shapes and isinstance(shapes[0], (list, tuple)):
        return [list(shape[1:]) for shape in shapes]
    return list(shapes[1:])


def shapes_of(tensors: Any) -> Any:
    if isinstance(tensors, (list, tuple)):
        return [tuple(tensor.shape) for tensor in tensors]
    return tuple(tensors.shape)


def call(layer: Any, kind: str, tensors: list[Any]) -> Any:
    """Call as a functional model would: attention takes its tensors apart or as a list, merges take a list."""
    if kind in {"MultiHeadAttention", "GroupQueryAttention"}:
        return layer(*tensors)
    return layer(tensors[0] if len(tensors) == 1 else tensors)


def measure(each: Case) -> Row:
    """What Keras says of one layer. Raises whatever Keras raises."""
    keras.backend.clear_session()
    layer = build(each.type, dict(each.args))
    dtype = "int32" if each.type in INTEGER else "float32"
    if each.type == "Normalization":
        layer.build((None, *each.input[0]))
    symbolic = shapes_of(call(layer, each.type, [keras.Input(tuple(shape), dtype=dtype) for shape in each.input]))
    row: Row = {"output": plain(symbolic)}
    with torch.no_grad():
        zeros = [numpy.zeros((BATCH, *shape), dtype) for shape in each.input]
        try:
            ran = plain(shapes_of(call(layer, each.type, zeros)))
            if ran != row["output"]:
                row["ran"] = ran
        except Exception as error:  # what the summary prints is still worth keeping
            row["run_error"] = first_line(error)
    trainable = {id(weight) for weight in layer.trainable_weights}
    weights = [(name_of(weight, layer), list(weight.shape), id(weight) in trainable) for weight in layer.weights]
    row["params"] = layer.count_params()
    row["trainable"] = sum(math.prod(shape) for _, shape, learns in weights if learns)
    row["non_trainable"] = row["params"] - row["trainable"]
    row["weights"] = weights
    return row


def name_of(weight: Any, layer: Any) -> str:
    return str(weight.path).removeprefix(layer.name + "/")


if __name__ == "__main__":
    record(cases(), measure, "keras", {"keras": keras.__version__, "torch": torch.__version__.split("+")[0]})
