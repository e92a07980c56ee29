"""The numbers of the articles that layertally grew from: every shape, count and total they state, and what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from layertally.annotate import AnnotatedLayer, annotate
from layertally.readers.description import read_text

FILE = Path(__file__).resolve().parent / "data" / "seed_cases.json"
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]}


def differences(said: dict[str, Any], layer: AnnotatedLayer) -> Iterator[str]:
    """What one layer has otherwise than the case says."""
    own = {
        "output_shape": list(layer.shape or ())[1:],
        "params": layer.count.value,
        "trainable": layer.count.trainable,
        "non_trainable": layer.count.non_trainable,
        "macs": layer.macs_value,
    }
    for key, value in own.items():
        expected = said[key][1:] if key == "output_shape" else said[key]
        if value != expected:
            yield f"{said['name']}: {key} {value}, not {expected}"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_number_of_the_article(case: dict[str, Any]) -> None:
    model = annotate(read_text(json.dumps(case["description"], ensure_ascii=False)))
    assert [layer.name for layer in model.layers] == [said["name"] for said in case["layers"]]
    read = [[ref.layer for ref in layer.layer.inputs] for layer in model.layers]
    assert read == [said["inputs"] for said in case["layers"]]
    pairs = zip(case["layers"], model.layers, strict=True)
    wrong = [text for said, layer in pairs for text in differences(said, layer)]
    assert not wrong, "\n".join(wrong)
    totals = {key: getattr(model.totals, key) for key in ("params", "trainable", "non_trainable", "macs")}
    assert totals == {key: case["totals"][key] for key in totals}


@pytest.mark.parametrize("case", [case for case in CASES.values() if "groups" in case], ids=lambda case: case["id"])
def test_groups_are_the_articles(case: dict[str, Any]) -> None:
    model = read_text(json.dumps(case["description"], ensure_ascii=False))
    assert [group.title for group in model.groups] == list(case["groups"].values())
    for number, group in zip(case["groups"], model.groups, strict=True):
        assert list(group.layers) == [layer["name"] for layer in case["layers"] if str(layer["group"]) == number]


def test_nothing_is_left_out() -> None:
    assert len(CASES) == 23
    assert sum(len(case["layers"]) for case in CASES.values()) == 75
