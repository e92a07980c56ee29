"""Files of Keras 1 and 2: their own spellings, functions of TensorFlow, nested models counted from 1."""

from __future__ import annotations

import json
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.model import Shape
from layertally.readers import read

Config = dict[str, Any]


def given(name: str = "x", shape: tuple[int | None, ...] = (None, 4, 6)) -> Config:
    config = {"batch_input_shape": list(shape), "dtype": "float32", "name": name}
    return {"class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def layer(type_: str, name: str, nodes: list[Any], **config: Any) -> Config:
    return {"class_name": type_, "config": {"name": name, **config}, "name": name, "inbound_nodes": nodes}


def model(*layers: Config, outputs: list[list[Any]] | None = None, version: str = "2.6.0") -> Config:
    ends = outputs or [[layers[-1]["name"], 0, 0]]
    config = {"name": "net", "layers": [given(), *layers], "input_layers": [["x", 0, 0]], "output_layers": ends}
    return {"class_name": "Functional", "config": config, "keras_version": version, "backend": "tensorflow"}


def opened(config: Config) -> Annotated:
    return annotate(read("old.json", text=json.dumps(config)))


FUNCTIONS: dict[str, tuple[list[Any], list[Shape]]] = {
    "math.add": (["x", 0, 0, {"y": ["x", 0, 0], "name": None}], [(None, 4, 6)]),
    "__operators__.mul": (["x", 0, 0, {"y": 2.0, "name": None}], [(None, 4, 6)]),
    "math.truediv": (["x", 0, 0, {"y": [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]}], [(None, 4, 6)]),
    "math.reduce_mean": (["x", 0, 0, {"axis": [1], "keepdims": True}], [(None, 1, 6)]),
    "math.reduce_sum": (["x", 0, 0, {"axis": -1}], [(None, 4)]),
    "nn.relu": (["x", 0, 0, {"name": None}], [(None, 4, 6)]),
    "nn.silu": (["x", 0, 0, {}], [(None, 4, 6)]),
    "math.sigmoid": (["x", 0, 0, {}], [(None, 4, 6)]),
    "reshape": (["x", 0, 0, {"shape": [-1, 24]}], [(None, 24)]),
    "transpose": (["x", 0, 0, {"perm": [0, 2, 1]}], [(None, 6, 4)]),
    "expand_dims": (["x", 0, 0, {"axis": 1}], [(None, 1, 4, 6)]),
    "split": (["x", 0, 0, {"num_or_size_splits": [2, 4], "axis": -1}], [(None, 4, 2), (None, 4, 4)]),
    "tile": (["x", 0, 0, {"multiples": [1, 2, 3]}], [(None, 8, 18)]),
    "one_hot": (["x", 0, 0, {"depth": 7}], [(None, 4, 6, 7)]),
    "cast": (["x", 0, 0, {"dtype": "float16"}], [(None, 4, 6)]),
    "clip_by_value": (["x", 0, 0, {"clip_value_min": 0, "clip_value_max": 1}], [(None, 4, 6)]),
    "linalg.matmul": (["x", 0, 0, {"b": ["y", 0, 0]}], [(None, 4, 4)]),
    "concat": ([["x", 0, 0, {"axis": -1}], ["x", 0, 0, {"axis": -1}]], [(None, 4, 12)]),
    "stack": ([["x", 0, 0, {"axis": 1}], ["x", 0, 0, {"axis": 1}]], [(None, 2, 4, 6)]),
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_of_tensorflow_are_operations(function: str) -> None:
    node, shapes = FUNCTIONS[function]
    other = layer("Permute", "y", [[["x", 0, 0, {}]]], dims=[2, 1])
    found = opened(model(other, layer("TFOpLambda", "f", [node], function=function)))["f"]
    assert [out.shape for out in found.outputs] == shapes
    assert found.layer.type.startswith("ops.")
    assert found.count.value == 0


@pytest.mark.parametrize(
    ("spec", "shape", "key"),
    [
        ([{"start": None, "stop": None, "step": None}, 0], (None, 6), "[:, 0]"),
        ([{"class_name": "__ellipsis__"}, -1], (None, 4), "[..., -1]"),
        (
            [{"start": None, "stop": None, "step": None}, {"start": 1, "stop": 3, "step": None}],
            (None, 2, 6),
            "[:, 1:3]",
        ),
    ],
)
def test_slices_of_tensorflow(spec: list[Any], shape: Shape, key: str) -> None:
    nodes = [["x", 0, 0, {"slice_spec": spec}]]
    found = opened(model(layer("SlicingOpLambda", "s", nodes, function="__operators__.getitem")))["s"]
    assert (found.shape, dict(found.layer.arguments)) == (shape, {"key": key})


def test_nodes_of_a_graph_as_tensorflow_2_0_wrote_them() -> None:
    node = {"name": "AddV2", "op": "AddV2", "input": ["a", "b"], "attr": {"T": {"type": "DT_FLOAT"}}}
    mean = {"name": "Mean", "op": "Mean", "input": ["a", "b"], "attr": {"keep_dims": {"b": True}}}
    found = opened(
        model(
            layer("TensorFlowOpLayer", "add", [[["x", 0, 0, {}]]], node_def=node, constants={"1": 1.0}),
            layer("TensorFlowOpLayer", "mean", [[["add", 0, 0, {}]]], node_def=mean, constants={"1": [1]}),
        )
    )
    assert [layer.shape for layer in found.layers] == [(None, 4, 6), (None, 1, 6)]


def test_a_function_without_a_rule_has_no_weights_either() -> None:
    shape = layer("TFOpLambda", "shape", [["x", 0, 0, {}]], function="compat.v1.shape")
    found = opened(model(shape))["shape"]
    assert (found.status, found.count.value, found.outputs) == ("unexplained", 0, ())


def test_operands_that_are_named_in_the_call() -> None:
    other = layer("Dense", "y", [[["x", 0, 0, {}]]], units=6)
    attend = layer("MultiHeadAttention", "mha", [[["x", 0, 0, {"value": ["y", 0, 0]}]]], num_heads=2, key_dim=3)
    found = opened(model(other, attend))
    assert [ref.layer for ref in found["mha"].layer.inputs] == ["x", "y"]
    assert found["mha"].count.value == 3 * (6 + 1) * 2 * 3 + (2 * 3 + 1) * 6


@pytest.mark.parametrize("start", [0, 1])
def test_calls_of_a_nested_model_are_counted_from_0_or_1(start: int) -> None:
    inner = model(layer("Dense", "d", [[["x", 0, 0, {}]]], units=3))["config"]
    nested = {"class_name": "Functional", "config": inner, "name": "inner"}
    nested["inbound_nodes"] = [[["x", 0, 0, {}]], [["a", 0, 0, {}]]]
    a = layer("Activation", "a", [[["x", 0, 0, {}]]], activation="relu")
    cat = layer("Concatenate", "cat", [[["inner", start, 0, {}], ["inner", start + 1, 0, {}]]], axis=-1)
    found = opened(model(a, nested, cat))
    assert [ref.layer for ref in found["cat"].layer.inputs] == ["inner", "inner (call 2)"]
    assert found["cat"].shape == (None, 4, 6)
    assert found.totals.params == (6 + 1) * 3


def test_gru_of_the_time_before_reset_after() -> None:
    found = opened(model(layer("GRU", "gru", [[["x", 0, 0, {}]]], units=5)))["gru"]
    assert found.count.value == 3 * 5 * (6 + 5 + 1)


def test_a_chain_of_keras_2_0_is_a_list_of_layers() -> None:
    first = {"class_name": "Dense", "config": {"name": "dense_1", "units": 3, "batch_input_shape": [None, 8]}}
    second = {"class_name": "Dense", "config": {"name": "dense_2", "units": 2}}
    found = opened({"class_name": "Sequential", "config": [first, second], "keras_version": "2.1.6"})
    assert [layer.count.value for layer in found.layers] == [27, 8]


def test_lenet_as_keras_1_wrote_it() -> None:
    """The articles' LeNet in the words of 2015."""
    conv = {"nb_row": 5, "nb_col": 5, "border_mode": "valid", "subsample": [1, 1], "dim_ordering": "tf", "bias": True}
    pool = {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", "dim_ordering": "tf"}
    first = {
        "batch_input_shape": [None, 28, 28, 1],
        "nb_filter": 6,
        "activation": "relu",
        **conv,
        "border_mode": "same",
    }
    layers: list[tuple[str, Config]] = [
        ("Convolution2D", first),
        ("MaxPooling2D", pool),
        ("Convolution2D", {"nb_filter": 16, "activation": "relu", **conv}),
        ("MaxPooling2D", pool),
        ("Dropout", {"p": 0.25}),
        ("Flatten", {}),
        ("Dense", {"output_dim": 120, "init": "glorot_uniform", "bias": True}),
        ("Dense", {"output_dim": 84, "init": "glorot_uniform", "bias": True}),
        ("Dense", {"output_dim": 10, "init": "glorot_uniform", "bias": True}),
    ]
    config = [{"class_name": type_, "config": {"name": f"layer_{n}", **own}} for n, (type_, own) in enumerate(layers)]
    found = opened({"class_name": "Sequential", "config": config, "keras_version": "1.2.2"})
    assert found.totals.params == 61_706
    assert found["layer_4"].layer.arguments == {"rate": 0.25}


@pytest.mark.parametrize(("mode", "shape"), [("concat", (None, 4, 12)), ("sum", (None, 4, 6)), ("ave", (None, 4, 6))])
def test_merges_of_keras_1(mode: str, shape: Shape) -> None:
    merge = layer("Merge", "m", [[["x", 0, 0], ["x", 0, 0]]], mode=mode, concat_axis=-1, dot_axes=-1)
    assert opened(model(merge, version="1.2.2"))["m"].shape == shape


VOCABULARY = {"vocabulary_size": 12, "max_tokens": None, "num_oov_indices": 1, "mask_token": None, "oov_token": "[UNK]"}
CODES: dict[str, tuple[str, Config, tuple[int | None, ...], Shape]] = {
    "words": ("StringLookup", {**VOCABULARY, "output_mode": "int"}, (None, 5), (None, 5)),
    "words, one hot": ("StringLookup", {**VOCABULARY, "output_mode": "one_hot"}, (None, 5), (None, 5, 12)),
    "one word, one hot": ("StringLookup", {**VOCABULARY, "output_mode": "one_hot"}, (None, 1), (None, 12)),
    "words, many hot": ("StringLookup", {**VOCABULARY, "output_mode": "multi_hot"}, (None, 5), (None, 12)),
    "padded": (
        "StringLookup",
        {**VOCABULARY, "output_mode": "count", "max_tokens": 40, "pad_to_max_tokens": True},
        (None, 5),
        (None, 40),
    ),
    "integers": (
        "IntegerLookup",
        {
            "vocabulary": [3, 5, 8],
            "vocabulary_size": None,
            "num_oov_indices": 2,
            "mask_token": 0,
            "output_mode": "tf_idf",
        },
        (None, 5),
        (None, 6),
    ),
    "text": ("TextVectorization", {"output_mode": "int", "output_sequence_length": 9}, (None,), (None, 9)),
    "text of any length": ("TextVectorization", {"output_mode": "int"}, (None, 1), (None, None)),
    "text, many hot": ("TextVectorization", {"output_mode": "multi_hot", "vocabulary_size": 30}, (None,), (None, 30)),
    "hashing": ("Hashing", {"num_bins": 6, "output_mode": "int"}, (None, 5), (None, 5)),
    "hashing, many hot": ("Hashing", {"num_bins": 6, "output_mode": "multi_hot"}, (None, 5), (None, 6)),
}


@pytest.mark.parametrize("name", CODES)
def test_lookups_which_keras_builds_only_with_tensorflow(name: str) -> None:
    """Shapes as `compute_output_shape` of Keras 3.15.1 has them."""
    type_, config, fed, shape = CODES[name]
    own = {"class_name": type_, "config": {"name": "code", "module": "keras.layers", **config}}
    start = {"class_name": "InputLayer", "config": {"batch_shape": list(fed), "name": "x", "dtype": "string"}}
    found = opened({"class_name": "Sequential", "config": {"name": "s", "layers": [start, own]}})["code"]
    assert (found.shape, found.count.value) == (shape, 0)


def test_crossed_features_take_two_inputs() -> None:
    cross = layer("HashedCrossing", "c", [[["x", 0, 0, {}], ["x", 0, 0, {}]]], num_bins=9, output_mode="one_hot")
    assert opened(model(cross))["c"].shape == (None, 4, 6, 9)


OLD_LAYERS: dict[str, tuple[str, Config, Shape, Shape, int]] = {
    # Counts as the classes of Keras 2.3 and tf.keras 2.15 declare their weights.
    "CuDNNLSTM": ("CuDNNLSTM", {"units": 5}, (None, 4, 6), (None, 5), 4 * 5 * (6 + 5 + 2)),
    "CuDNNGRU": ("CuDNNGRU", {"units": 5, "return_sequences": True}, (None, 4, 6), (None, 4, 5), 3 * 5 * (6 + 5 + 2)),
    "LocallyConnected1D": (
        "LocallyConnected1D",
        {"filters": 3, "kernel_size": [2], "strides": [1], "padding": "valid", "implementation": 1},
        (None, 4, 6),
        (None, 3, 3),
        3 * (2 * 6 + 1) * 3,
    ),
    "LocallyConnected2D": (
        "LocallyConnected2D",
        {"filters": 3, "kernel_size": [3, 3], "strides": [2, 2], "padding": "valid", "use_bias": False},
        (None, 9, 7, 2),
        (None, 4, 3, 3),
        4 * 3 * (3 * 3 * 2) * 3,
    ),
    "SyncBatchNormalization": ("SyncBatchNormalization", {"axis": [2]}, (None, 4, 6), (None, 4, 6), 4 * 6),
}


@pytest.mark.parametrize("name", OLD_LAYERS)
def test_layers_that_keras_3_no_longer_has(name: str) -> None:
    type_, config, fed, shape, params = OLD_LAYERS[name]
    own = {"class_name": type_, "config": {"name": "own", **config}}
    start = {"class_name": "InputLayer", "config": {"batch_input_shape": list(fed), "name": "x"}}
    found = opened({"class_name": "Sequential", "config": {"name": "s", "layers": [start, own]}})["own"]
    assert (found.shape, found.count.value) == (shape, params)
    assert found.count.formula is not None
    assert found.count.formula.value == params


def test_a_layer_that_stands_in_two_models_is_counted_once() -> None:
    tied = layer("Dense", "tied", [[["x", 0, 0, {}]]], units=6) | {"shared_object_id": 7}
    nested = {"class_name": "Functional", "config": model(tied)["config"], "name": "inner"}
    nested["inbound_nodes"] = [[["x", 0, 0, {}]]]
    again = layer("Dense", "tied", [[["inner", 1, 0, {}]]], units=6) | {"shared_object_id": 7}
    found = opened(model(nested, again))
    assert (found["inner"].count.value, found["tied"].count.value) == (42, 0)
    assert found["tied"].count.tied_to == "inner/tied"
    assert found.totals.params == 42
