"""What a description says is what the model has: names, edges, scopes, groups, inputs, outputs, claims."""

# ruff: noqa: E501, ISC004 - descriptions stand here as one line each

from __future__ import annotations

import json

import pytest

from layertally.formula import Poly
from layertally.model import Model, Ref
from layertally.readers.description import read_text

KERAS = "framework: keras\ninput: [28, 28, 1]\nlayers:\n"
TORCH = "framework: torch\ninput: [8]\nlayers:\n"


def edges(model: Model) -> list[tuple[str, list[str]]]:
    """Each layer with what it reads; a second output as `name.1`."""
    return [
        (layer.name, [f"{ref.layer}.{ref.index}" if ref.index else ref.layer for ref in layer.inputs])
        for layer in model.layers
    ]


GRAPHS = {
    "keras names": (
        KERAS + "  - Conv2D: [32, 3]\n  - Conv2D: [32, 3]\n  - MaxPool2D: 2\n  - Flatten\n  - Dense: 10\n",
        [
            ("conv2d", ["input"]),
            ("conv2d_1", ["conv2d"]),
            ("max_pooling2d", ["conv2d_1"]),
            ("flatten", ["max_pooling2d"]),
            ("dense", ["flatten"]),
        ],
    ),
    "torch names count on through groups": (
        "framework: torch\ninput: [8]\ngroups:\n  - {layers: [{Linear: [8, 4]}, ReLU]}\n  - {layers: [{Linear: [4, 2]}]}\n",
        [("0", ["input"]), ("1", ["0"]), ("2", ["1"])],
    ),
    "paddle names count from 0": (
        "{framework: paddle, input: [8], layers: [{Linear: [8, 4]}, {Linear: [4, 2]}, ReLU]}",
        [("linear_0", ["input"]), ("linear_1", ["linear_0"]), ("re_lu_0", ["linear_1"])],
    ),
    "an automatic name keeps clear of a given one": (
        KERAS + "  - Dense: 3\n  - Dense: {units: 3, name: dense_1}\n  - Dense: 3\n",
        [("dense", ["input"]), ("dense_1", ["dense"]), ("dense_2", ["dense_1"])],
    ),
    "a given name is not counted": (
        KERAS + "  - Dense: {units: 3, name: first}\n  - Dense: 3\n",
        [("first", ["input"]), ("dense", ["first"])],
    ),
    "branches and a merge": (
        KERAS + "  - Dense: {units: 3, name: a}\n  - Dense: {units: 3, inputs: input}\n  - Add: {inputs: [a, dense]}\n",
        [("a", ["input"]), ("dense", ["input"]), ("add", ["a", "dense"])],
    ),
    "a layer may be named before it comes": (
        KERAS + "  - Dense: {units: 3, name: last, inputs: first}\n  - Dense: {units: 3, name: first, inputs: input}\n",
        [("first", ["input"]), ("last", ["first"])],
    ),
    "several inputs": (
        "{framework: keras, input: {a: [3], b: [3]}, layers: [{Dense: {units: 2, inputs: b}}, {Add: {inputs: [a, b]}}]}",
        [("dense", ["b"]), ("add", ["a", "b"])],
    ),
    "the second output of a layer, both spellings": (
        "{framework: keras, input: [5, 3], layers: [{LSTM: {units: 4, return_state: true, name: l}}, "
        "{Dense: {units: 2, inputs: l.1}}, {Dense: {units: 2, inputs: 'l[2]'}}]}",
        [("l", ["input"]), ("dense", ["l.1"]), ("dense_1", ["l.2"])],
    ),
    "a name that ends in a number is a name first": (
        TORCH
        + "  - Linear: {args: [8, 8], name: conv}\n  - Linear: {args: [8, 8], name: conv.1}\n  - ReLU: {inputs: conv.1}\n",
        [("conv", ["input"]), ("conv.1", ["conv"]), ("2", ["conv.1"])],
    ),
    "a block in Keras": (
        "{framework: keras, input: [8], blocks: {mlp: {variables: {width: 4}, layers: [{Dense: $width}, ReLU]}}, "
        "layers: [{mlp: {name: head, width: 2}}, mlp, mlp]}",
        [
            ("head_dense", ["input"]),
            ("head_re_lu", ["head_dense"]),
            ("mlp_dense", ["head_re_lu"]),
            ("mlp_re_lu", ["mlp_dense"]),
            ("mlp_1_dense", ["mlp_re_lu"]),
            ("mlp_1_re_lu", ["mlp_1_dense"]),
        ],
    ),
    "a block that is repeated in Keras": (
        "{framework: keras, input: [8], blocks: {b: [{Dense: {units: 8, name: d}}, {Add: {inputs: [d, input]}}]}, "
        "layers: [{b: {name: block1, repeat: 2}}, {Dense: {units: 2, inputs: block1}}]}",
        [
            ("block1_1_d", ["input"]),
            ("block1_1_add", ["block1_1_d", "input"]),
            ("block1_2_d", ["block1_1_add"]),
            ("block1_2_add", ["block1_2_d", "block1_1_add"]),
            ("dense", ["block1_2_add"]),
        ],
    ),
    "a block that is repeated in PyTorch counts from 0": (
        "{framework: torch, input: [8], blocks: {b: [{Linear: [8, 8]}, {ReLU: {name: act}}]}, layers: [{b: {name: layer1, repeat: 2}}, b]}",
        [
            ("layer1.0.0", ["input"]),
            ("layer1.0.act", ["layer1.0.0"]),
            ("layer1.1.0", ["layer1.0.act"]),
            ("layer1.1.act", ["layer1.1.0"]),
            ("2.0", ["layer1.1.act"]),
            ("2.act", ["2.0"]),
        ],
    ),
    "inside a block its own names come first": (
        "{framework: torch, input: [8], blocks: {b: [{Linear: {args: [8, 8], name: conv}}, {Add: {inputs: [conv, input], name: sum}}]}, "
        "layers: [{Linear: {args: [8, 8], name: conv}}, {b: {name: x}}, {Add: {inputs: [conv, x.conv, x]}}]}",
        [
            ("conv", ["input"]),
            ("x.conv", ["conv"]),
            ("x.sum", ["x.conv", "conv"]),
            ("2", ["conv", "x.conv", "x.sum"]),
        ],
    ),
    "a block with two inputs": (
        "{framework: torch, input: {q: [4, 8], m: [4, 8]}, blocks: {cross: [{Add: {inputs: [input.0, 'input[1]'], name: sum}}]}, "
        "layers: [{cross: {name: c, inputs: [q, m], repeat: 2}}]}",
        [("c.0.sum", ["q", "m"]), ("c.1.sum", ["c.0.sum", "m"])],
    ),
    "blocks in blocks": (
        "{framework: torch, input: [8], blocks: {a: {variables: {n: 1}, layers: [{b: {n: '${n * 2}', name: in}}]}, "
        "b: {variables: {n: 5}, layers: [{Linear: [8, $n]}]}}, layers: [{a: {n: 4, name: out}}]}",
        [("out.in.0", ["input"])],
    ),
    "a group that is repeated": (
        "{framework: torch, input: [8], groups: [{title: Stage, name: stage, repeat: 2, layers: [{Linear: [8, 8]}]}]}",
        [("stage.0.0", ["input"]), ("stage.1.0", ["stage.0.0"])],
    ),
    "shared weights": (
        "{framework: keras, input: {a: [8], b: [8]}, layers: [{Dense: {units: 3, name: d, inputs: a}}, {Dense: {shared: d, inputs: b}}]}",
        [("d", ["a"]), ("dense", ["b"])],
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_names_and_edges(name: str) -> None:
    text, expected = GRAPHS[name]
    assert edges(read_text(text)) == expected


ARGUMENTS = {
    "{Conv2D: {filters: 32, kernel_size: 3}}": {"filters": 32, "kernel_size": 3},
    "{Conv2D: [32, 3]}": {"filters": 32, "kernel_size": 3},
    "{Conv2D: {args: [32, [3, 2]], padding: same}}": {"filters": 32, "kernel_size": [3, 2], "padding": "same"},
    "{Conv2D: {args: 32, kernel_size: 3, kernel_initializer: he_normal}}": {"filters": 32, "kernel_size": 3},
    "{Dropout: 0.25}": {"rate": 0.25},
    "Flatten": {},
    "{Flatten: null}": {},
    "{Reshape: [14, 56]}": {"target_shape": [14, 56]},
    "{Conv2D: {filters: $width, kernel_size: 3}}": {"filters": 64, "kernel_size": 3},
    "{Conv2D: {filters: '${width * 2 - 1}', kernel_size: 3}}": {"filters": 127, "kernel_size": 3},
    "{Conv2D: {filters: ${width * (2 + 1)}, kernel_size: 3}}": {"filters": 192, "kernel_size": 3},
    "{Conv2D: {filters: $(width // 3), kernel_size: 3}}": {"filters": 21, "kernel_size": 3},
    "{Conv2D: {filters: $half, kernel_size: 3}}": {"filters": 32, "kernel_size": 3},
}


@pytest.mark.parametrize("item", ARGUMENTS)
def test_arguments_as_they_are_written(item: str) -> None:
    head = "{framework: keras, input: [28, 28, 1], variables: {width: 64, half: $(width // 2)}, layers: ["
    layer = read_text(f"{head}{item}]}}").layers[0]
    given = {name: value for name, value in layer.arguments.items() if name != "kernel_initializer"}
    assert given == ARGUMENTS[item]


def test_inputs_have_the_batch_first_and_may_be_named() -> None:
    text = "{framework: keras, batch: 4, input: {a: [T, 3], b: {shape: [null], dtype: int64}}, layers: [{Add: {inputs: [a, b]}}]}"
    first, second = read_text(text).inputs
    assert (first.name, first.shape, first.dtype) == ("a", (4, Poly.name("T"), 3), "float32")
    assert (second.name, second.shape, second.dtype) == ("b", (4, None), "int64")


def test_one_input_may_have_a_dtype() -> None:
    (given,) = read_text("{framework: keras, input: {shape: [T], dtype: int64}, layers: [{Embedding: [10, 4]}]}").inputs
    assert (given.name, given.shape, given.dtype) == ("input", (None, Poly.name("T")), "int64")


def test_outputs_are_what_nobody_reads() -> None:
    text = KERAS + "  - Flatten: {name: f}\n  - Dense: {units: 2, inputs: f}\n  - Dense: {units: 3, inputs: f}\n"
    assert read_text(text).outputs == (Ref("dense"), Ref("dense_1"))
    assert read_text(text + "outputs: [f, dense_1]\n").outputs == (Ref("f"), Ref("dense_1"))


def test_groups_and_their_titles() -> None:
    model = read_text(
        "{framework: keras, input: [8], groups: [{title: 第一组, layers: [{Dense: 3}]}, {layers: [ReLU]}]}"
    )
    assert [(group.title, group.layers) for group in model.groups] == [("第一组", ("dense",)), ("2", ("re_lu",))]


def test_scopes_are_the_blocks_a_layer_lies_in() -> None:
    text = "{framework: torch, input: [8], blocks: {a: [{b: {name: in}}], b: [ReLU]}, layers: [{a: {name: out, repeat: 2}}]}"
    assert [layer.scope for layer in read_text(text).layers] == [("out.0", "in"), ("out.1", "in")]


@pytest.mark.parametrize(
    ("written", "value", "tolerance"),
    [
        ("329962", 329962, 0),
        ("329_962", 329962, 0),
        ('"132,863,336"', 132863336, 0),
        ("1.1M", 1100000, 50000),
        ("2M", 2000000, 500000),
        ("61.6K", 61600, 50),
        ("7.55G", 7550000000, 5000000),
        ("33万", 330000, 5000),
    ],
)
def test_claims(written: str, value: int, tolerance: int) -> None:
    (claim,) = read_text(f"framework: keras\ninput: [8]\nexpect: {{params: {written}}}\nlayers: [Flatten]\n").claims
    assert (claim.what, claim.value, claim.tolerance) == ("params", value, tolerance)
    assert claim.place is not None
    assert (claim.place.line, claim.place.column) == (3, 18)


def test_a_nested_model_is_a_layer_with_its_own_names() -> None:
    text = (
        "{framework: keras, input: [8], layers: [{Sequential: {name: enc, layers: [{Dense: 3}, {Dense: 4}]}}, "
        "{Dense: 2}, {Model: {name: two, inputs: [enc, dense], input: {a: [4], b: [2]}, layers: "
        "[{Dense: {units: 2, inputs: a}}, {Add: {inputs: [dense, b]}}]}}, {Sequential: {shared: enc, inputs: input}}]}"
    )
    model = read_text(text)
    assert edges(model) == [
        ("enc", ["input"]),
        ("dense", ["enc"]),
        ("two", ["enc", "dense"]),
        ("sequential", ["input"]),
    ]
    inner = model.layer("enc").model
    two = model.layer("two").model
    assert inner is not None
    assert edges(inner) == [("dense", ["input"]), ("dense_1", ["dense"])]
    assert two is not None
    assert edges(two) == [("dense", ["a"]), ("add", ["dense", "b"])]
    assert model.layer("sequential").shared == "enc"
    assert model.layer("sequential").model is inner


def test_a_custom_layer_counts_by_its_weights() -> None:
    text = (
        "{framework: torch, input: [64, 56, 56], layers: [{Custom: {class: MyScale, output: [64, 56, 56], "
        "weights: {alpha: [64, 1, 1], mean: {shape: [1], trainable: false}}}}, ReLU]}"
    )
    layer = read_text(text).layers[0]
    assert (layer.type, layer.op, layer.name) == ("MyScale", None, "0")
    assert read_text(text.replace("torch", "keras")).layers[0].name == "my_scale"
    assert layer.weights == (("alpha", (64, 1, 1), True), ("mean", (1,), False))
    assert layer.reported is not None
    assert layer.reported.output_shapes == ((None, 64, 56, 56),)


def test_what_is_not_trained() -> None:
    text = (
        "{framework: keras, input: [8], blocks: {b: [{Dense: 3}]}, layers: [{Dense: {units: 2, trainable: false}}, "
        "{b: {trainable: false}}, {Dense: 2}, {Sequential: {trainable: false, layers: [b]}}]}"
    )
    layers = read_text(text).layers
    assert [layer.trainable for layer in layers] == [False, False, True, False]
    assert layers[3].model is not None
    assert layers[3].model.layers[0].trainable is False


def test_a_layer_knows_where_its_inputs_are_named() -> None:
    layer = read_text(KERAS + "  - Dense: {units: 3, name: a}\n  - Add: {inputs: [a, input]}\n").layers[1]
    assert {name: place.column for name, place in layer.places.items()} == {"inputs.0": 20, "inputs.1": 23}


def test_a_layer_knows_its_place_and_its_arguments_places() -> None:
    layer = read_text(KERAS + "  - Conv2D: {filters: 32, kernel_size: 3}\n", "net.yaml").layers[0]
    assert layer.place is not None
    assert (layer.place.path, layer.place.line, layer.place.column, layer.place.length) == ("net.yaml", 4, 5, 6)
    assert {name: (place.column, place.length) for name, place in layer.places.items()} == {
        "filters": (23, 2),
        "kernel_size": (40, 1),
    }


def test_json_is_read_too() -> None:
    description = {
        "model": "ünï 第",
        "framework": "keras",
        "input": [8],
        "layers": [{"Dense": {"units": 3, "name": "a/b"}}],
    }
    for text in (json.dumps(description), json.dumps(description, indent="\t", ensure_ascii=False)):
        model = read_text(text)
        assert (model.name, model.layers[0].name) == ("ünï 第", "a/b")


def test_yaml_words_are_those_of_yaml_1_2() -> None:
    text = "{framework: keras, input: [8], layers: [{Dense: {units: 010, name: yes}}, {Dense: {units: 1, name: on}}]}"
    model = read_text(text)
    assert [(layer.name, layer.arguments["units"]) for layer in model.layers] == [("yes", 10), ("on", 1)]


def test_an_input_that_nobody_reads_is_noted() -> None:
    text = "{framework: keras, input: {a: [3], b: [3]}, layers: [{Dense: {units: 2, inputs: a}}]}"
    assert read_text(text).notes == ("the input `b` is read by no layer",)


def test_markup_in_names_and_titles_is_data() -> None:
    name = '<script>alert("1")</script> & \\textbf{x} `y` | z'
    text = json.dumps(
        {
            "framework": "keras",
            "input": [8],
            "groups": [{"title": name, "layers": [{"Dense": {"units": 1, "name": name}}]}],
        }
    )
    model = read_text(text)
    assert (model.groups[0].title, model.layers[0].name) == (name, name)
