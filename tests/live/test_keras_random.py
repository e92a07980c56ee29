"""Models that nobody wrote: what is worked out of each layer is what Keras says of it, from the configuration alone and
from the live model."""

from __future__ import annotations

import json
import os
from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st

from layertally.annotation import Annotated, annotate
from layertally.readers import read
from layertally.readers.keras.live import read_record
from layertally.readers.source import Source

pytestmark = [pytest.mark.live("keras", "torch")]
pytestmark.append(pytest.mark.filterwarnings("ignore"))  # Keras draws seeds with `random`, NumPy advises Keras

OPAQUE = "the author's own"
"""Said of a Lambda in a file, or in a wrapper: what no rule can know."""
EXAMPLES = int(os.environ.get("LAYERTALLY_MODELS", "40"))


def differences(annotated: Annotated, path: str = "") -> list[str]:
    """Every layer that is not as Keras says."""
    out = []
    for layer in annotated.layers:
        if layer.status != "agrees":
            own = [one.shape for one in layer.outputs]
            said = layer.problem or layer.layer.why or layer.layer.reported
            what = f"{path}{layer.name} ({layer.layer.type} {dict(layer.layer.arguments)}) of {layer.input_shapes}"
            out.append(f"{what}: {layer.status} {own}, {layer.count.value}; {said}")
        if layer.inner is not None:
            out += differences(layer.inner, f"{path}{layer.name}/")
    return out


def models() -> st.SearchStrategy[Any]:
    """Models of Keras, which is imported when the first is drawn."""
    from live import keras_random

    return keras_random.models()


def runs(model: Any) -> bool:
    """Whether Keras itself can run it: where it does not know a dim, it may have put together what does not fit."""
    import keras

    inputs = [keras.ops.zeros([2, *(dim or 12 for dim in each.shape[1:])], dtype=each.dtype) for each in model.inputs]
    try:
        with keras.device("meta"):
            model(inputs if len(inputs) > 1 else inputs[0])
    except (ValueError, RuntimeError, TypeError, IndexError, NotImplementedError):
        return False
    return True


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="LAYERTALLY_MODELS" not in os.environ,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate] if EXAMPLES < 100 else [Phase.generate, Phase.shrink],
)
@given(st.deferred(models))
def test_what_is_worked_out_is_what_keras_says(model: Any) -> None:
    from layertally.live.keras import record

    told = json.loads(json.dumps(record(lambda: model, reference="random")))
    annotated = annotate(read_record(told, Source("random")))
    off = [text for text in differences(annotated) if OPAQUE not in text]
    assume(not off or runs(model))
    assert off == []
    params = sum(prod(shape) for _, shape, _ in told["weights"])
    assert annotated.totals.params == params == model.count_params()
    assert annotated.totals.trainable == sum(prod(weight.shape) for weight in model.trainable_weights)

    plain = annotate(read("random.json", text=model.to_json()))
    off = [text for text in differences(plain) if ": unchecked" not in text]
    assert [text for text in off if OPAQUE not in text] == []
    assert off or plain.totals[:3] == annotated.totals[:3]
