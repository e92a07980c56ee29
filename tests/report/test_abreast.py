"""Models side by side: which layers stand in a row, which rows differ, and why."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.errors import LayertallyError
from layertally.readers.description import read_text
from layertally.report.abreast import Abreast, abreast
from layertally.report.abreast_lines import contract, lines
from layertally.report.cells import width


def model(framework: str, layers: str, input_: str = "[T]", name: str = "Net") -> Annotated:
    return annotate(read_text(f"{{model: {name}, framework: {framework}, input: {input_}, layers: [{layers}]}}"))


KERAS = model("keras", "{Embedding: [10000, 128]}, {LSTM: 64}, BatchNormalization, {Dense: 10}")
TORCH = model(
    "torch",
    "{Embedding: [10000, 128]}, {LSTM: {input_size: 128, hidden_size: 64, batch_first: true}},"
    "{Select: {dim: 1, index: -1}}, {BatchNorm1d: 64}, {Linear: [64, 10]}",
)
PADDLE = model(
    "paddle",
    "{Embedding: [10000, 128]}, {LSTM: {input_size: 128, hidden_size: 64}},"
    "{Select: {dim: 1, index: -1}}, {BatchNorm1D: 64}, {Linear: [64, 10]}",
)


def rows(found: Abreast) -> list[tuple[str, str, list[Any]]]:
    values = [[cell and cell.value for cell in row.cells] for row in found.rows]
    return [(row.state, row.what, own) for row, own in zip(found.rows, values, strict=True)]


def test_a_text_classifier_in_three_frameworks() -> None:
    # Totals as Keras 3.15.1, PyTorch 2.13.0 and Paddle 3.3.1 count these modules.
    found = abreast([KERAS, TORCH, PADDLE])
    assert found.titles == ("Keras", "PyTorch", "Paddle")
    assert rows(found) == [
        ("same", "embedding", ["1,280,000"] * 3),
        ("differs", "LSTM", ["49,408", "49,664", "49,664"]),
        ("only", "select", [None, "0", "0"]),
        ("differs", "batch norm", ["256", "128", "256"]),
        ("same", "dense", ["650"] * 3),
    ]
    assert {each.what: each.values for each in found.sums} == {
        "params": (1330314, 1330442, 1330570),
        "trainable": (1330186, 1330442, 1330442),
        "buffers": (0, 129, 0),
    }
    assert not found.equal


@pytest.mark.parametrize(
    ("sides", "lang", "why"),
    [
        ([KERAS, TORCH, PADDLE], "en", "PyTorch and Paddle keep two biases a gate, Keras one: 4·64 = 256 fewer."),
        ([KERAS, TORCH], "zh", "PyTorch 每个门有两个偏置,Keras 只有一个:少 4·64 = 256。"),
        (
            [
                model("keras", "{GRU: {units: 8, reset_after: false}}", "[T, 3]"),
                model("torch", "{GRU: [3, 8]}", "[T, 3]"),
            ],
            "en",
            "PyTorch keeps two biases a gate, Keras one: 3·8 = 24 fewer.",
        ),
        (
            [model("keras", "{Dense: 4}", "[3]"), model("torch", "{Linear: [3, 4, false]}", "[3]")],
            "en",
            "Keras adds a bias, one for each filter or unit, PyTorch none.",
        ),
        (
            [
                model("keras", "{BatchNormalization: {scale: false}}", "[3]", "A"),
                model("keras", "BatchNormalization", "[3]", "B"),
            ],
            "en",
            "B trains a scale and a shift, A only a shift.",
        ),
        (
            [
                model("keras", "{Dense: {units: 4, trainable: false}}", "[3]", "A"),
                model("keras", "{Dense: 4}", "[3]", "B"),
            ],
            "en",
            "A does not train this layer.",
        ),
        ([model("keras", "{Dense: 4}", "[3]", "A"), model("keras", "{Dense: 5}", "[3]", "B")], "en", ""),
        (
            [
                model("torch", "{BatchNorm1d: [3, 1.0e-5, 0.1, true, false]}", "[3]"),
                model("paddle", "{BatchNorm1D: 3}", "[3]"),
            ],
            "en",
            "Paddle counts the moving mean and variance as parameters that are not trained, PyTorch keeps none.",
        ),
    ],
)  # fmt: skip
def test_why_a_row_differs(sides: list[Annotated], lang: str, why: str) -> None:
    found = next(row for row in abreast(sides, lang).rows if row.state == "differs")
    assert found.why == why


@pytest.mark.parametrize(
    ("sides", "why"),
    [
        ([KERAS, TORCH], "Keras returns the last step alone; elsewhere all steps come out, and one is taken."),
        (
            [
                model("keras", "{Dense: {units: 4, activation: relu}}", "[3]"),
                model("torch", "{Linear: [3, 4]}, ReLU", "[3]"),
            ],
            "Keras names the activation in the layer before.",
        ),
        ([model("keras", "{Dense: 4}", "[3]"), model("torch", "{Linear: [3, 4]}, {Dropout: 0.5}", "[3]")], ""),
    ],
)  # fmt: skip
def test_a_layer_without_weights_that_some_do_without(sides: list[Annotated], why: str) -> None:
    found = abreast(sides)
    only = next(row for row in found.rows if row.state == "only")
    assert (only.cells[0], only.why) == (None, why)


def test_a_weighted_layer_that_some_do_without_differs() -> None:
    found = abreast([model("keras", "{Dense: 4}, {Dense: 2}", "[3]", "A"), model("keras", "{Dense: 4}", "[3]", "B")])
    assert rows(found) == [("same", "dense", ["16", "16"]), ("differs", "dense", ["10", None])]


def test_other_kinds_of_one_family_stand_in_one_row() -> None:
    found = abreast([model("keras", "{LSTM: 4}", "[T, 3]", "A"), model("keras", "{GRU: 4}", "[T, 3]", "B")])
    assert rows(found) == [("differs", "LSTM", ["128", "108"])]
    assert found.titles == ("A", "B")


def test_another_shape_alone_differs_too() -> None:
    sides = [model("keras", f"{{Conv2D: [8, 3, {stride}]}}", "[9, 9, 1]", "Net") for stride in (1, 2)]
    found = abreast(sides)
    assert found.titles == ("Net (1)", "Net (2)")
    (row,) = found.rows
    assert row.state == "differs"
    assert [cell.shape for cell in row.cells if cell] == ["7×7×8", "4×4×8"]
    assert [cell.call for cell in row.cells if cell] == ["Conv2D(8, 3)", "Conv2D(8, 3, strides=2)"]


@pytest.mark.parametrize("count", [1, 7])
def test_two_to_six_models(count: int) -> None:
    with pytest.raises(LayertallyError, match="side by side stand 2 to 6 models"):
        abreast([KERAS] * count)


@pytest.mark.parametrize("columns", [44, 60, 72, 100, 140])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(columns: int, lang: str) -> None:
    shown = lines(abreast([KERAS, TORCH, PADDLE], lang), columns, lang)
    assert max(width(one.plain) for one in shown) <= columns
    text = "\n".join(one.plain for one in shown)
    for number in ("1,330,314", "1,330,442", "1,330,570", "49,408"):
        assert number in text


def test_for_scripts() -> None:
    said = contract(abreast([KERAS, TORCH]), ["a", "b"])
    assert said["schema"] == "layertally-side-by-side/1"
    assert said["totals"]["params"] == [1330314, 1330442]
    assert said["rows"][2]["layers"][0] is None
    assert said["rows"][1]["layers"][1]["call"] == "LSTM(128, 64, batch_first=True)"


@pytest.mark.live("keras")
def test_keras_counts_the_text_classifier_so() -> None:
    import keras

    layers = keras.layers
    net = keras.Sequential(
        [
            keras.Input((7,)),
            layers.Embedding(10000, 128),
            layers.LSTM(64),
            layers.BatchNormalization(),
            layers.Dense(10),
        ]
    )
    trained = sum(prod(weight.shape) for weight in net.trainable_weights)
    assert (net.count_params(), trained) == (KERAS.totals.params, KERAS.totals.trainable) == (1330314, 1330186)


@pytest.mark.live("torch")
def test_pytorch_counts_the_text_classifier_so() -> None:
    from torch import nn

    modules = [nn.Embedding(10000, 128), nn.LSTM(128, 64, batch_first=True), nn.BatchNorm1d(64), nn.Linear(64, 10)]
    params = sum(tensor.numel() for module in modules for tensor in module.parameters())
    buffers = sum(tensor.numel() for module in modules for tensor in module.buffers())
    assert (params, buffers) == (TORCH.totals.params, TORCH.totals.buffers) == (1330442, 129)


@pytest.mark.live("paddle")
@pytest.mark.filterwarnings("ignore:No ccache found")
def test_paddle_counts_the_text_classifier_so() -> None:
    from paddle import nn

    modules = [nn.Embedding(10000, 128), nn.LSTM(128, 64), nn.BatchNorm1D(64), nn.Linear(64, 10)]
    tensors = [tensor for module in modules for tensor in module.parameters()]
    trained = sum(prod(tensor.shape) for tensor in tensors if not tensor.stop_gradient)
    assert (sum(prod(tensor.shape) for tensor in tensors), trained) == (1330570, 1330442)
    assert (PADDLE.totals.params, PADDLE.totals.trainable) == (1330570, 1330442)


def test_another_kind_of_pooling_is_another_layer() -> None:
    found = abreast([model("keras", "{MaxPool2D: 2}", "[4, 4, 1]"), model("torch", "{AvgPool2d: 2}", "[1, 4, 4]")])
    assert rows(found) == [("only", "max pool", ["0", None]), ("only", "average pool", [None, "0"])]


def test_an_activation_after_a_dropout_is_still_that_of_the_layer_before() -> None:
    keras = model("keras", "{Dense: {units: 4, activation: tanh}}, {Dropout: 0.5}, {Dense: 2}", "[3]")
    torch = model("torch", "{Linear: [3, 4]}, Tanh, {Dropout: 0.5}, {Linear: [4, 2]}", "[3]")
    (only,) = [row for row in abreast([keras, torch]).rows if row.state == "only"]
    assert only.why == "Keras names the activation in the layer before."
