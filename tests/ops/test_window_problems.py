"""What is said when a window or a shape does not fit: the reason with its numbers, and the setting that mends it."""

from __future__ import annotations

from typing import Any

import pytest

from layertally import frameworks
from layertally.annotation import AnnotatedLayer, annotate
from layertally.frameworks.base import ArgumentError
from layertally.model import Input, Layer, Model, Ref, Shape
from layertally.words import LANGUAGES, problem


def stack(framework: str, shape: Shape, *layers: tuple[str, dict[str, Any]]) -> tuple[AnnotatedLayer, ...]:
    """A chain of layers, annotated."""
    made, before = [], "x"
    for index, (type_, args) in enumerate(layers):
        found = frameworks.load(framework).type(type_)
        assert found is not None
        made.append(Layer(f"l{index}", type_, found.op(args), (Ref(before),), args))
        before = f"l{index}"
    return annotate(Model("net", framework, (Input("x", shape),), tuple(made), (Ref(before),))).layers


CONV = {"filters": 64, "kernel_size": 3}
LINE: list[tuple[str, Shape, str, dict[str, Any], str, tuple[str, Any] | None]] = [
    (
        "keras",
        (None, 2, 2, 64),
        "Conv2D",
        CONV,
        "the kernel is larger than the image: ⌊(2 − 3)/1⌋ + 1 = 0",
        ("padding", "same"),
    ),
    (
        "keras",
        (None, 4, 8),
        "Conv1D",
        {"filters": 6, "kernel_size": 5},
        "the kernel is longer than the sequence: ⌊(4 − 5)/1⌋ + 1 = 0",
        ("padding", "same"),
    ),
    (
        "torch",
        (None, 3, 2, 2),
        "Conv2d",
        {"in_channels": 3, "out_channels": 8, "kernel_size": 5, "stride": 2},
        "the kernel is larger than the image: ⌊(2 − 5)/2⌋ + 1 = −1",
        ("padding", 2),
    ),
    (
        "torch",
        (None, 3, 1, 1),
        "MaxPool2d",
        {"kernel_size": 2},
        "the kernel is larger than the image: ⌊(1 − 2)/2⌋ + 1 = 0",
        ("padding", 1),
    ),
    (
        "torch",
        (None, 4, 9, 9),
        "Conv2d",
        {"in_channels": 3, "out_channels": 8, "kernel_size": 3},
        "expects 3 channels, gets 4",
        ("in_channels", 4),
    ),
    (
        "keras",
        (None, 9, 9, 4),
        "Conv2D",
        {"filters": 6, "kernel_size": 3, "groups": 3},
        "4 channels do not divide into 3 groups",
        None,
    ),
    ("keras", (None, 9, 4), "Conv2D", CONV, "expects 3 dims beside the batch, gets 2", None),
    ("keras", (None, 9, 8, 3), "Cropping2D", {"cropping": 5}, "nothing is left of the image: 9 − 2·5 = −1", None),
    (
        "torch",
        (None, 3, 4, 4),
        "ReflectionPad2d",
        {"padding": 4},
        "a border of 4 needs more than the 4 rows there are; at most 3",
        ("padding", 3),
    ),
    ("keras", (None, 4, 12), "Reshape", {"target_shape": [7, 7]}, "4×12 = 48 elements do not make 7×7", None),
    ("torch", (None, 24), "Unflatten", {"dim": 1, "unflattened_size": [5, -1]}, "24 elements do not make 5×?", None),
    ("torch", (None, 20, 8), "Select", {"dim": 1, "index": 20}, "there is no element 20 in a dim of 20", None),
    ("keras", (None, 2, 8), "KMaxPooling", {"k": 3}, "takes the 3 largest of 2 steps", ("k", 2)),
    ("torch", (None, 10, 4, 4), "PixelShuffle", {"upscale_factor": 3}, "C = 10 does not divide by 9", None),
    (
        "paddle",
        (None, 4, 7, 7),
        "Conv2DTranspose",
        {"in_channels": 4, "out_channels": 3, "kernel_size": 3, "stride": 2, "output_size": 20},
        "can only come to 15 to 16 here, not 20",
        ("output_size", 16),
    ),
]


@pytest.mark.parametrize(
    ("framework", "shape", "type_", "args", "sentence", "fix"), LINE, ids=[f"{row[2]}-{row[4]}" for row in LINE]
)
def test_the_sentence_and_what_mends_it(
    framework: str, shape: Shape, type_: str, args: dict[str, Any], sentence: str, fix: tuple[str, object] | None
) -> None:
    (layer,) = stack(framework, shape, (type_, args))
    assert layer.problem is not None
    assert problem(layer.problem.key, "en", **layer.problem.values) == sentence
    assert layer.problem.fix == fix
    for lang in LANGUAGES:
        assert "{" not in problem(layer.problem.key, lang, **layer.problem.values)


MENDED = [(row[0], row[1], row[2], {**row[3], row[5][0]: row[5][1]}) for row in LINE if row[5] is not None]


@pytest.mark.parametrize(("framework", "shape", "type_", "args"), MENDED, ids=[f"{row[2]}-{row[3]}" for row in MENDED])
def test_what_is_advised_works(framework: str, shape: Shape, type_: str, args: dict[str, Any]) -> None:
    (layer,) = stack(framework, shape, (type_, args))
    assert layer.problem is None
    assert layer.shape is not None


def test_the_numbers_say_where_they_come_from() -> None:
    declared = {"in_channels": 16, "out_channels": 8, "kernel_size": 3}
    layers = stack(
        "torch",
        (None, 3, 9, 9),
        ("Conv2d", {**declared, "in_channels": 3, "out_channels": 6}),
        ("ReLU", {}),
        ("Conv2d", declared),
    )
    broken = layers[2]
    assert broken.problem is not None
    assert problem(broken.problem.key, "en", **broken.problem.values) == "expects 16 channels, gets 6"
    assert broken.problem.fix == ("in_channels", 6)
    assert broken.problem.fix_params == ("(3·3·6 + 1)·8", 440)


def test_a_declared_layer_shows_its_parameters_after_a_failing_one() -> None:
    layers = stack(
        "torch",
        (None, 3, 2, 2),
        ("Conv2d", {"in_channels": 3, "out_channels": 8, "kernel_size": 5}),
        ("Conv2d", {"in_channels": 8, "out_channels": 4, "kernel_size": 3}),
        ("MaxPool2d", {"kernel_size": 2}),
    )
    assert not layers[1].reached
    assert layers[1].count.formula is not None
    assert layers[1].count.formula.worked() == "(3·3·8 + 1)·4"
    assert (layers[0].count.value, layers[1].count.value, layers[2].count.value) == (608, 292, 0)


REFUSED = [
    (
        "torch",
        "Conv2d",
        {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "stride": 2, "padding": "same"},
        'PyTorch does not take padding "same" with a stride above 1',
        "write padding: 1",
    ),
    (
        "torch",
        "Conv2d",
        {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "padding": "SAME"},
        'padding "SAME" is not one of same, valid',
        "write `same`",
    ),
    (
        "torch",
        "Conv2d",
        {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "groups": 3},
        "in_channels 4 does not divide by groups 3",
        "write in_channels: 6",
    ),
    (
        "torch",
        "MaxPool2d",
        {"kernel_size": 2, "padding": 2},
        "padding 2 is more than half of kernel_size 2",
        "write padding: 1",
    ),
    (
        "torch",
        "ConvTranspose2d",
        {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "stride": 2, "output_padding": 2},
        "output_padding must be below stride or dilation in every dim",
        "write output_padding: 1",
    ),
    (
        "keras",
        "Conv2D",
        {"filters": 6, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
        "Keras does not take strides above 1 together with a dilation_rate above 1",
        "write strides: 1",
    ),
    (
        "keras",
        "Conv2D",
        {"filters": 6, "kernel_size": 3, "padding": "smae"},
        "smae is not one of valid, same",
        "write `same`",
    ),
    (
        "keras",
        "Conv2D",
        {"filters": 5, "kernel_size": 3, "groups": 2},
        "5 filters do not divide into 2 groups",
        "write filters: 6",
    ),
    (
        "paddle",
        "MaxPool2D",
        {"kernel_size": 2, "padding": "VALID", "ceil_mode": True},
        "Paddle does not take ceil_mode with padding VALID",
        "write padding: 0",
    ),
    (
        "paddle",
        "Conv2D",
        {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "padding": [[1, 1], [0, 0], [1, 2], [1, 2]]},
        "batch and channels cannot be padded",
        "write [0, 0] for them",
    ),
    ("torch", "Upsample", {}, "Upsample takes either size or scale_factor", "write scale_factor: 2"),
]


@pytest.mark.parametrize(("framework", "type_", "args", "reason", "fix"), REFUSED, ids=[row[3] for row in REFUSED])
def test_a_combination_that_a_framework_refuses(
    framework: str, type_: str, args: dict[str, Any], reason: str, fix: str
) -> None:
    found = frameworks.load(framework).type(type_)
    assert found is not None
    with pytest.raises(ArgumentError) as caught:
        found.op(args)
    assert (caught.value.reason, caught.value.fix) == (reason, fix)
