"""Live models of Keras as people write them: what is worked out of each layer is what Keras says of it."""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from math import prod
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.live.keras import record
from layertally.readers.keras.live import read_record
from layertally.readers.source import Source

pytestmark = pytest.mark.live("keras", "torch")

if find_spec("keras") is None and not os.environ.get("LAYERTALLY_LIVE"):
    pytest.skip("Keras is not installed", allow_module_level=True)

from live.keras_zoo import ZOO  # noqa: E402 - only where Keras is


def read(name: str) -> tuple[Annotated, dict[str, Any]]:
    """The model as a user's command reads it: the record goes through JSON."""
    sample = ZOO[name]
    told = json.loads(json.dumps(record(sample.make, inputs=sample.inputs, reference=f"zoo:{name}")))
    return annotate(read_record(told, Source(f"zoo:{name}", inputs=sample.inputs))), told


def statuses(annotated: Annotated, path: str = "") -> dict[str, str]:
    """Status of every layer by path."""
    out: dict[str, str] = {}
    for layer in annotated.layers:
        out[f"{path}{layer.name}"] = layer.status
        if layer.inner is not None:
            out |= statuses(layer.inner, f"{path}{layer.name}/")
    return out


@pytest.mark.parametrize("name", ZOO)
def test_every_layer_agrees_with_keras(name: str) -> None:
    annotated, told = read(name)
    off = {path: status for path, status in statuses(annotated).items() if status != "agrees"}
    assert list(off.values()) == ["unexplained"] * ZOO[name].opaque, off
    assert annotated.totals.params == sum(prod(shape) for _, shape, _ in told["weights"])
    assert annotated.totals.trainable == sum(prod(shape) for _, shape, on in told["weights"] if on)
