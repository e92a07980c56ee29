"""The JSON contract: its keys, exact numbers, what is unknown and what is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layertally import annotate, read
from layertally.group import group
from layertally.report.json import contract, dump, write
from report.models import grouped, reported, vgg

LAYER_KEYS = {"name", "type", "inputs", "output_shape", "output", "params", "macs", "reported", "status"}


def _of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(group(annotate(read("net.yaml", text=text)))))
    return found


def test_the_contract_of_the_vgg_like_network() -> None:
    found = json.loads(write(grouped(reported(vgg()))))
    assert found["schema"] == "layertally/1"
    assert found["model"] == {
        "name": "VGG-like CNN",
        "framework": "keras",
        "source": "vgg.yaml",
        "reported_by": "Keras 3.15.1",
    }
    assert found["inputs"] == [{"name": "input", "shape": [None, 28, 28, 1]}]
    assert found["outputs"] == ["dense_1"]
    assert found["groups"][0] == {
        "id": "1", "title": "第一组", "repeat": 1, "params": 9568,
        "layers": ["conv2d", "conv2d_1", "max_pooling2d", "dropout"],
    }  # fmt: skip
    conv = found["layers"][0]
    assert set(conv) == LAYER_KEYS
    assert conv["output_shape"] == [None, 26, 26, 32]
    assert conv["output"][0] == {
        "dim": "H",
        "symbols": "⌊(H − k_h)/s_h⌋ + 1",
        "worked": "⌊(28 − 3)/1⌋ + 1",
        "value": 26,
    }
    assert conv["params"]["latex"].startswith("\\left(k_h")
    assert {key: value for key, value in conv["params"].items() if key != "latex"} == {
        "value": 320, "trainable": 320, "non_trainable": 0,
        "symbols": "(k_h·k_w·c_in + 1)·c_out", "worked": "(3·3·1 + 1)·32",
    }  # fmt: skip
    assert conv["macs"]["value"] == 194688
    assert conv["reported"]["params"] == 320
    assert conv["reported"]["output_shape"] == [None, 26, 26, 32]
    assert conv["status"] == "agrees"
    assert found["totals"] == {
        "params": 329962,
        "trainable": 329962,
        "non_trainable": 0,
        "macs": 9970304,
        "convention": "macs",
    }
    assert found["claims"] == [
        {"what": "params", "claimed": 329962, "predicted": 329962, "agrees": True, "place": "vgg.yaml:4"}
    ]


def test_a_named_dim_is_a_string_and_large_numbers_are_exact() -> None:
    found = _of("{framework: keras, input: [T, 64], layers: [{Conv1D: [32, 3]}, {Dense: 3000000000}]}")
    assert found["layers"][0]["output_shape"] == [None, "T − 2", 32]
    assert found["layers"][0]["macs"]["value"] == "6,144·T − 12,288"
    assert found["totals"]["params"] == (3 * 64 + 1) * 32 + 33 * 3000000000


def test_batch_norm_statistics_and_buffers() -> None:
    keras = _of("{framework: keras, input: [8, 8, 4], layers: [BatchNormalization]}")
    assert (keras["totals"]["params"], keras["totals"]["non_trainable"]) == (16, 8)
    assert "buffers" not in keras["totals"]
    torch = _of("{framework: torch, input: [4, 8, 8], layers: [{BatchNorm2d: 4}]}")
    assert (torch["totals"]["params"], torch["totals"]["non_trainable"], torch["totals"]["buffers"]) == (8, 0, 9)
    assert torch["layers"][0]["params"]["buffers"] == 9


def test_a_layer_that_does_not_fit() -> None:
    found = _of("framework: torch\ninput: [4]\nlayers:\n  - Linear: {in_features: 5, out_features: 2}\n  - ReLU\n")
    broken, after = found["layers"]
    assert broken["status"] == "differs"
    assert broken["output_shape"] is None
    assert broken["problem"] == {
        "sentence": "expects 5 features, gets 4",
        "place": "net.yaml:4:27",
        "fix": "write in_features: 4, which gives (4 + 1)·2 = 10 parameters",
    }
    assert after["reached"] is False
    assert found["totals"]["macs"] is None


def test_several_outputs_and_a_nested_model() -> None:
    found = _of(
        "{framework: torch, input: [7, 5], layers: [{LSTM: {input_size: 5, hidden_size: 3, batch_first: true}}]}"
    )
    assert found["layers"][0]["output_shape"] == [[None, 7, 3], [None, 1, 3], [None, 1, 3]]
    nested = _of("{framework: keras, input: [8], layers: [{Sequential: {layers: [{Dense: 4}, {Dense: 2}]}}]}")
    assert [layer["name"] for layer in nested["layers"][0]["layers"]] == ["dense", "dense_1"]
    assert nested["layers"][0]["params"]["value"] == 46


def test_every_example_round_trips(root: Path) -> None:
    for path in sorted((root / "examples").glob("*.yaml")):
        found = contract(group(annotate(read(path))))
        assert json.loads(dump(found)) == found
        assert all(set(layer) >= LAYER_KEYS for layer in found["layers"])
        known = [layer["params"]["value"] for layer in found["layers"]]
        assert sum(known) == found["totals"]["params"] == sum(one["params"] for one in found["groups"])


@pytest.mark.parametrize("text", ["\ud800", "\x00", '"', "第一组", "\u2028"])
def test_any_name_makes_valid_json(text: str) -> None:
    assert isinstance(json.loads(dump({"name": text, "list": [{"name": text}]}))["name"], str)
