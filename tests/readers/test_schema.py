"""The JSON Schema agrees with the reader: what is read passes it, typical mistakes do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from layertally.report.schema import schema

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
CASES = json.loads((ROOT / "tests" / "data" / "seed_cases.json").read_text(encoding="utf-8"))["cases"]
HEAD: dict[str, Any] = {"framework": "keras", "input": [28, 28, 1]}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_pass(path: Path, validator: Draft202012Validator) -> None:
    validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_the_articles_models_pass(case: dict[str, Any], validator: Draft202012Validator) -> None:
    validator.validate(case["description"])


GOOD: list[Any] = [
    "Flatten",
    {"Dropout": 0.25},
    {"Conv2D": [32, 3]},
    {"Conv2D": {"args": [32, [3, 2]], "padding": "same", "name": "a", "inputs": ["input"], "trainable": False}},
    {"Conv2D": {"filters": "$width", "kernel_size": "$(k + 2)", "kernel_initializer": "he_normal"}},
    {"MaxPool2D": 2},
    {"Reshape": [14, 56]},
    {"Bidirectional": {"layer": {"LSTM": {"units": 64}}, "merge_mode": "concat"}},
    {"Sequential": {"layers": [{"Dense": 3}], "name": "encoder"}},
    {"Custom": {"class": "MyScale", "output": [64, 56, 56], "weights": {"alpha": [64, 1, 1]}}},
    {"my_block": {"width": 3, "repeat": 2}},
    "my_block",
]


@pytest.mark.parametrize("item", GOOD, ids=str)
def test_items_that_pass(item: Any, validator: Draft202012Validator) -> None:
    validator.validate({**HEAD, "layers": [item]})


BAD: dict[str, dict[str, Any]] = {
    "no framework": {"input": [8], "layers": ["Flatten"]},
    "unknown framework": {**HEAD, "framework": "pytorch", "layers": ["Flatten"]},
    "no input": {"framework": "keras", "layers": ["Flatten"]},
    "dim 0": {"framework": "keras", "input": [0], "layers": ["Flatten"]},
    "dim in quotes": {"framework": "keras", "input": ["28"], "layers": ["Flatten"]},
    "no layers": HEAD,
    "layers and groups": {**HEAD, "layers": ["Flatten"], "groups": [{"layers": ["Flatten"]}]},
    "unknown key": {**HEAD, "layers": ["Flatten"], "titel": "x"},
    "unknown key of a group": {**HEAD, "groups": [{"titel": "x", "layers": ["Flatten"]}]},
    "unknown claim": {**HEAD, "layers": ["Flatten"], "expect": {"parms": 3}},
    "claim in words": {**HEAD, "layers": ["Flatten"], "expect": {"params": "many"}},
    "unknown argument": {**HEAD, "layers": [{"Conv2D": {"filters": 32, "kernal_size": 3}}]},
    "a choice": {**HEAD, "layers": [{"Conv2D": {"filters": 32, "kernel_size": 3, "padding": "smae"}}]},
    "text for a number": {**HEAD, "layers": [{"Conv2D": {"filters": "32", "kernel_size": 3}}]},
    "below one": {**HEAD, "layers": [{"Dense": {"units": 0}}]},
    "another framework's argument": {**HEAD, "layers": [{"Dense": {"in_features": 3, "units": 3}}]},
    "arguments beside": {**HEAD, "layers": [{"Dense": None, "units": 3}]},
    "inputs by number": {**HEAD, "layers": [{"Dense": {"units": 3, "inputs": [1]}}]},
    "a custom layer without a class": {**HEAD, "layers": [{"Custom": {"output": [3]}}]},
    "a nested model without layers": {**HEAD, "layers": [{"Sequential": {"name": "a"}}]},
    "inside a block": {**HEAD, "blocks": {"b": {"layers": [{"Dense": {"unit": 3}}]}}, "layers": ["b"]},
}


@pytest.mark.parametrize("name", BAD)
def test_mistakes_that_do_not_pass(name: str, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(BAD[name])
