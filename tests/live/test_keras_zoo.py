"""Live models of Keras as people write them: what is worked out of each layer is what Keras says of it."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.readers.keras.live import read_record
from layertally.readers.source import Source

pytestmark = pytest.mark.live("keras", "torch")

NAMES = sorted(
    path.name.removesuffix(".json.gz") for path in (Path(__file__).parents[1] / "data" / "keras_live").iterdir()
)
"""Those that are recorded; Keras is imported when the first is built."""


def read(name: str) -> tuple[Annotated, dict[str, Any]]:
    """The model as a user's command reads it: the record goes through JSON."""
    from layertally.live.keras import record
    from live.keras_zoo import ZOO

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


@pytest.mark.parametrize("name", NAMES)
def test_every_layer_agrees_with_keras(name: str) -> None:
    from live.keras_zoo import ZOO

    annotated, told = read(name)
    off = {path: status for path, status in statuses(annotated).items() if status != "agrees"}
    assert list(off.values()) == ["unexplained"] * ZOO[name].opaque, off
    assert annotated.totals.params == sum(prod(shape) for _, shape, _ in told["weights"])
    assert annotated.totals.trainable == sum(prod(shape) for _, shape, on in told["weights"] if on)


def test_each_model_is_recorded() -> None:
    from live.keras_zoo import ZOO

    assert set(NAMES) == set(ZOO)
