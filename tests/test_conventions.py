"""Costs of whole models as the counters themselves gave them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layertally import frameworks
from layertally.annotation import Annotated, annotate
from layertally.conventions import CONVENTIONS, convention, total, value_of
from layertally.conventions.rules import Call, cost
from layertally.errors import LayertallyError
from layertally.readers.description import read_text
from ops.recorded import build, inputs, rows

SEEDS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "seed_cases.json").read_text("utf-8"))[
    "cases"
]

LENET = """
framework: paddle
input: [1, 28, 28]
layers:
- Conv2D: {in_channels: 1, out_channels: 6, kernel_size: 3, padding: 1}
- ReLU
- MaxPool2D: {kernel_size: 2, stride: 2}
- Conv2D: {in_channels: 6, out_channels: 16, kernel_size: 5}
- ReLU
- MaxPool2D: {kernel_size: 2, stride: 2}
- Flatten
- Linear: [400, 120]
- Linear: [120, 84]
- Linear: [84, 10]
"""
LSTM = "{framework: torch, input: [10, 32], layers: [{LSTM: {input_size: 32, hidden_size: 64, batch_first: true}}]}"
UP = "{framework: torch, input: [8, 10, 10], layers: [{ConvTranspose2d: [8, 4, 4, 2, 1]}]}"
DEPTHWISE = """
framework: torch
input: [8, 10, 10]
layers: [{Conv2d: {in_channels: 8, out_channels: 8, kernel_size: 3, padding: 1, groups: 8}}]
"""
EVERYTHING = """
framework: torch
input: [T, 16]
layers:
- Linear: [16, 16]
- LayerNorm: 16
- GELU
- TransformerEncoderLayer: [16, 4, 32]
- GRU: {input_size: 16, hidden_size: 8, bidirectional: true}
- Dropout: 0.1
"""


def model(text: str) -> Annotated:
    return annotate(read_text(text))


@pytest.mark.parametrize(
    ("text", "name", "cost"),
    [
        (LENET, "macs", 341_256),
        (LENET, "flops", 682_512),
        (LENET, "paddle", 347_560),
        (LENET, "fvcore", 341_256),
        (LENET, "torchinfo", 347_774),
        (LENET, "full", 701_424),
        (LSTM, "macs", 245_760),
        (LSTM, "fvcore", 0),
        (LSTM, "paddle", 0),
        (LSTM, "torchinfo", 250_880),
        (LSTM, "full", 497_920),
        (UP, "macs", 51_200),
        (UP, "flops", 102_400),
        (UP, "fvcore", 51_200),
        (UP, "paddle", 206_400),
        (UP, "torchinfo", 206_400),
        (UP, "full", 104_000),
        (DEPTHWISE, "macs", 7_200),
        (DEPTHWISE, "fvcore", 7_200),
        (DEPTHWISE, "paddle", 8_000),
        (DEPTHWISE, "torchinfo", 8_000),
        (DEPTHWISE, "full", 15_200),
    ],
)
def test_a_counter_is_reproduced(text: str, name: str, cost: int) -> None:
    assert total(model(text), name) == cost


@pytest.mark.parametrize(
    "case", [case for case in SEEDS if "flops_paddle" in case["totals"]], ids=lambda case: case["id"]
)
def test_paddle_flops_of_the_articles(case: dict[str, Any]) -> None:
    texts = {
        "002-conv": "{framework: paddle, input: [2, 320, 320], layers: [{Conv2D: [2, 4, 3, 1, 1]}]}",
        "002-linear": "{framework: paddle, input: [2], layers: [{Linear: [2, 4]}]}",
        "002-batchnorm": "{framework: paddle, input: [6, 4, 4], layers: [{BatchNorm2D: 6}]}",
        "002-lenet": LENET,
    }
    annotated = model(texts[case["id"]])
    assert total(annotated, "paddle") == case["totals"]["flops_paddle"]
    assert [value_of(layer, "paddle") for layer in annotated.layers] == [
        layer["flops_paddle"] for layer in case["layers"]
    ]


@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_named_length_stays_in_the_cost(name: str) -> None:
    cost = total(model(EVERYTHING), name)
    assert isinstance(cost, int) or (cost is not None and cost.names == ("T",))


@pytest.mark.parametrize("framework", frameworks.NAMES)
def test_every_recorded_layer_costs_something_definite(framework: str) -> None:
    for row in rows(framework):
        if "output" not in row:
            continue
        op, fed = build(framework, row), tuple(inputs(row))
        call = Call(op, fed, op.infer(fed), row["type"])
        own = op.macs(fed, call.outputs)
        for found in CONVENTIONS.values():
            formula = cost(found.rules, call)
            assert formula is None or isinstance(formula.value, int), (row, found.name)
        macs = cost(CONVENTIONS["macs"].rules, call)
        assert (macs.value if macs else 0) == (own.value if own else 0), row


@pytest.mark.parametrize("name", CONVENTIONS)
def test_flops_are_never_labelled_macs(name: str) -> None:
    found = convention(name)
    assert found.label[0] in {"MACs", "FLOPs"}
    assert all(text for texts in (found.label, found.title, found.about) for text in texts)


def test_a_misspelt_convention_names_the_nearest() -> None:
    with pytest.raises(LayertallyError, match="no convention `flop`") as caught:
        convention("flop")
    assert caught.value.fix == "write `flops`"
