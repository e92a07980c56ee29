"""The five articles' numbers: every layer's name, shape, parameters and MACs, and every total, as stated there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.model import json_shape
from layertally.readers.description import read_text

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "seed_cases.json").read_text(encoding="utf-8")
)["cases"]


def _annotated(case: dict[str, Any]) -> Annotated:
    return annotate(read_text(json.dumps(case["description"]), f"{case['id']}.json"))


def test_all_cases_are_here() -> None:
    assert len(CASES) == 23


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_every_number_of_the_article(case: dict[str, Any]) -> None:
    found = _annotated(case)
    rows = [
        {
            "name": layer.name,
            "output_shape": json_shape(layer.shape or ())[1:],
            "params": layer.count.value,
            "trainable": layer.count.trainable,
            "non_trainable": layer.count.non_trainable,
            "macs": layer.macs_value,
        }
        for layer in found.layers
    ]
    # A description leaves the batch out; the articles' tables have 1, 12 or None there.
    expected = [
        {**{key: layer[key] for key in rows[0]}, "output_shape": layer["output_shape"][1:]} for layer in case["layers"]
    ]
    assert rows == expected
    for total in ("params", "trainable", "non_trainable", "macs"):
        assert getattr(found.totals, total) == case["totals"][total], total


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_edges_are_those_of_the_article(case: dict[str, Any]) -> None:
    model = _annotated(case).model
    assert [[ref.layer for ref in layer.inputs] for layer in model.layers] == [
        layer["inputs"] for layer in case["layers"]
    ]


@pytest.mark.parametrize("case", [case for case in CASES if case.get("groups")], ids=lambda case: str(case["id"]))
def test_groups_are_those_of_the_article(case: dict[str, Any]) -> None:
    model = _annotated(case).model
    expected: dict[str, list[str]] = {title: [] for title in case["groups"].values()}
    for layer in case["layers"]:
        expected[case["groups"][str(layer["group"])]].append(layer["name"])
    assert {group.title: list(group.layers) for group in model.groups} == expected
