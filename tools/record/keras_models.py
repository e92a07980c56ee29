"""Record whole models from Keras 3: `model.to_json()` and what Keras says of each layer, as tests/data/keras_models.

Run with a Python that has keras, torch and scipy: `python -m tools.record.keras_models tests/data/keras_models`. Each
file holds one model: {"config": …, "layers": [rows], "totals": …}; a row is a layer with its output shapes by call.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
from tools.record.keras_networks import NETWORKS


def row(layer: Any, model: Any) -> dict[str, Any]:
    """What Keras says of one layer or operation: each call's output shape, its parameters."""
    out: dict[str, Any] = {"name": layer.name, "class": type(layer).__name__}
    nodes = layer._inbound_nodes  # noqa: SLF001 - Keras offers no other way to its calls
    here = {id(node) for each in model._nodes_by_depth.values() for node in each}  # noqa: SLF001
    own = [node for node in nodes if id(node) in here]
    out["calls"] = [[list(tensor.shape) for tensor in keras.tree.flatten(node.output_tensors)] for node in own]
    if isinstance(layer, keras.layers.Layer):
        out["params"] = layer.count_params() if layer.built else None
        trainable = sum(_size(weight) for weight in layer.trainable_weights)
        out["trainable"], out["non_trainable"] = trainable, (out["params"] or 0) - trainable
    else:
        out |= {"params": 0, "trainable": 0, "non_trainable": 0}
    if isinstance(layer, keras.Model):
        out["layers"] = rows(layer)
    return out


def rows(model: Any) -> list[dict[str, Any]]:
    """Every layer and operation of a model; a Sequential's calls are those of the function inside it."""
    inner = getattr(model, "_functional", None) or model
    return [row(layer, inner) for layer in (inner.operations if hasattr(inner, "operations") else model.layers)]


def _size(weight: Any) -> int:
    size = 1
    for dim in weight.shape:
        size *= dim
    return size


def main(folder: str) -> None:
    """Write every model."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, build in NETWORKS.items():
        keras.utils.clear_session()
        model = build()
        trainable = sum(_size(weight) for weight in model.trainable_weights)
        totals = {"params": model.count_params(), "trainable": trainable}
        totals["non_trainable"] = totals["params"] - trainable
        text = json.dumps(
            {
                "keras": keras.__version__,
                "config": json.loads(model.to_json()),
                "layers": rows(model),
                "totals": totals,
            },
            separators=(",", ":"),
        )
        (target / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        print(f"{name}: {len(model.layers)} layers, {totals}")


if __name__ == "__main__":
    main(sys.argv[1])
