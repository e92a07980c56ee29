"""Records of live Keras models, read without Keras: every layer is as Keras said, and broken records are one error."""

from __future__ import annotations

import copy
import gzip
import json
from math import prod
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.errors import LayertallyError
from layertally.model import Ref
from layertally.readers.keras.live import read_record
from layertally.readers.source import Source

RECORDS = sorted((Path(__file__).resolve().parent.parent / "data" / "keras_live").glob("*.json.gz"))


def load(name: str) -> dict[str, Any]:
    """One record with what was asked for."""
    path = next(path for path in RECORDS if path.name == f"{name}.json.gz")
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def read(whole: dict[str, Any]) -> Annotated:
    """The model, worked out."""
    return annotate(read_record(whole["record"], Source("zoo:build", inputs=tuple(whole["inputs"]))))


def statuses(annotated: Annotated, path: str = "") -> dict[str, str]:
    """Status of every layer by path."""
    out: dict[str, str] = {}
    for layer in annotated.layers:
        out[f"{path}{layer.name}"] = layer.status
        if layer.inner is not None:
            out |= statuses(layer.inner, f"{path}{layer.name}/")
    return out


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name.removesuffix(".json.gz"))
def test_every_layer_is_as_keras_said(path: Path) -> None:
    whole = load(path.name.removesuffix(".json.gz"))
    annotated, weights = read(whole), whole["record"]["weights"]
    off = [status for status in statuses(annotated).values() if status != "agrees"]
    assert off == ["unexplained"] * whole["opaque"]
    assert annotated.totals.params == sum(prod(shape) for _, shape, _ in weights)
    assert annotated.totals.trainable == sum(prod(shape) for _, shape, on in weights if on)
    assert annotated.model.reported_by == "Keras 3.15.1"


def test_a_class_is_opened_and_a_weight_without_a_layer_is_one() -> None:
    annotated = read(load("class_token"))
    assert [layer.name for layer in annotated.layers] == [
        "reshape", "dense", "class_token", "block", "get_item", "dense_3",
    ]  # fmt: skip
    inner = annotated["class_token"].inner
    assert inner is not None
    assert [(layer.name, layer.layer.type, layer.shape) for layer in inner.layers] == [
        ("token", "Weight", (None, 1, 32)),
        ("concatenate", "ops.concatenate", (None, 65, 32)),
    ]
    assert inner["token"].count.formula is not None
    assert inner["token"].count.formula.worked() == "1·1·32"


def test_a_block_that_is_called_twice_has_its_weights_once() -> None:
    annotated = read(load("block_called_twice"))
    first, second = annotated.layers
    assert (first.name, second.name) == ("residual", "residual (call 2)")
    assert second.layer.shared == "residual"
    assert second.layer.inputs == (Ref("residual"),)
    assert (annotated.totals.params, second.count.value) == (first.count.value, 0)


def test_weights_that_no_layer_uses_are_counted_and_say_so() -> None:
    annotated = read(load("weights_that_nothing_uses"))
    assert annotated["weights"].count.value == 36
    assert (annotated["fixed_weights"].count.value, annotated["fixed_weights"].count.trainable) == (25, 0)


def test_code_that_is_only_run_keeps_its_edges() -> None:
    annotated = read(load("code_between_layers"))
    code = annotated["code"]
    assert [ref.layer for ref in code.layer.inputs] == ["conv2d", "conv2d_1"]
    assert (code.status, code.shape) == ("unexplained", (None, 32, 32, 16))
    assert any("`code`" in note for note in annotated.model.notes)


def test_named_dims_go_through_a_class() -> None:
    whole = load("two_arguments")
    model = read_record(whole["record"], Source("zoo:build", inputs=("1,T,4", "1,T,6")))
    assert str(annotate(model)["dense"].shape) != ""
    assert [str(dim) for dim in annotate(model).shape_of(model.outputs[0]) or ()] == ["None", "T", "4"]


BROKEN: dict[str, Any] = {
    "no weights": lambda record: record.pop("weights"),
    "a weight without a shape": lambda record: record["weights"].append(["w", None, True]),
    "no configuration": lambda record: record.pop("config"),
    "a configuration of nothing": lambda record: record.update(config={"class_name": "Functional", "config": {}}),
    "a layer that is no layer": lambda record: record["config"]["config"]["layers"].append(7),
    "what is told is a list": lambda record: record.update(told=[1]),
    "a weight that is not there": lambda record: record["told"]["dense"].update(weights=[999]),
    "a circle": lambda record: record["config"]["config"]["layers"][1].update(
        inbound_nodes=[{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["dense", 0, 0]}}]}]
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_one_error(name: str) -> None:
    whole = copy.deepcopy(load("called_before"))
    BROKEN[name](whole["record"])
    with pytest.raises(LayertallyError) as caught:
        read(whole)
    assert caught.value.reason
