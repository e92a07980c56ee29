"""A layer written inside a layer: every spelling comes to the same op, a wrong one says what to write."""

from __future__ import annotations

from typing import Any

import pytest

from layertally import frameworks
from layertally.frameworks.base import ArgumentError
from layertally.ops.base import Op


def op(framework: str, type_: str, **args: Any) -> Op:
    found = frameworks.load(framework).type(type_)
    assert found is not None
    return found.op(args)


@pytest.mark.parametrize(
    "layer",
    [
        {"LSTM": {"units": 64}},
        {"LSTM": 64},
        {"LSTM": [64]},
        {"LSTM": {"units": 64, "name": "inner", "kernel_initializer": "zeros"}},
        {"class_name": "LSTM", "config": {"units": 64, "name": "lstm", "a_later_setting": 1}},
    ],
)
def test_all_spellings_are_one_layer(layer: Any) -> None:
    assert op("keras", "Bidirectional", layer=layer) == op("keras", "Bidirectional", layer={"LSTM": {"units": 64}})


@pytest.mark.parametrize(
    ("type_", "args", "reason", "fix"),
    [
        ("TimeDistributed", {"layer": {"Dens": 10}}, "no layer `Dens` in Keras", "write `Dense`"),
        ("TimeDistributed", {"layer": {"Dense": {"unit": 10}}}, "Dense has no argument `unit`", "write `units`"),
        ("TimeDistributed", {"layer": 10}, "10 is not a layer", "write it as {Dense: 10}"),
        ("TimeDistributed", {"layer": {"Flatten": [1, 2, 3]}}, "Flatten takes 1 arguments, not 3", ""),
        (
            "Bidirectional",
            {"layer": {"Dense": 10}},
            "`layer` is not a recurrent layer",
            "write one such as {LSTM: {units: 64}}",
        ),
        (
            "Bidirectional",
            {"layer": {"LSTM": 8}, "backward_layer": {"Dense": 8}},
            "`backward_layer` is not a recurrent layer",
            "write one such as {LSTM: {units: 64}}",
        ),
        ("RNN", {"cell": {"Dense": 10}}, "`cell` is not a recurrent cell", "write one such as {LSTMCell: {units: 64}}"),
    ],
)
def test_a_wrong_one_says_what_to_write(type_: str, args: dict[str, Any], reason: str, fix: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        op("keras", type_, **args)
    assert (caught.value.reason, caught.value.fix) == (reason, fix)


def test_a_backward_layer_that_is_the_same_is_no_second_rule() -> None:
    given = op("keras", "Bidirectional", layer={"GRU": 8}, backward_layer={"GRU": {"units": 8, "go_backwards": True}})
    assert given == op("keras", "Bidirectional", layer={"GRU": 8})


def test_a_backward_layer_of_its_own_counts_for_itself() -> None:
    back = {"GRU": {"units": 8, "use_bias": False, "return_sequences": True}}
    both = op("keras", "Bidirectional", layer={"GRU": {"units": 8, "return_sequences": True}}, backward_layer=back)
    weights = both.weigh([(None, 5, 32)])
    assert weights is not None
    assert weights.params.value == 1968  # Keras 3.15.1
    assert [out.shape for out in both.infer([(None, 5, 32)])] == [(None, 5, 16)]


@pytest.mark.parametrize(
    "cells", [[{"LSTMCell": 6}, {"LSTMCell": 4}], {"StackedRNNCells": {"cells": [{"LSTMCell": 6}, {"LSTMCell": 4}]}}]
)
def test_cells_on_top_of_each_other(cells: Any) -> None:
    loop = op("keras", "RNN", cell=cells, return_sequences=True, return_state=True)
    weights = loop.weigh([(None, 12, 7)])
    assert weights is not None
    assert weights.params.worked() == "4·6·(7 + 6 + 1) + 4·4·(6 + 4 + 1)"
    assert [out.shape for out in loop.infer([(None, 12, 7)])] == [
        (None, 12, 4),
        (None, 6),
        (None, 6),
        (None, 4),
        (None, 4),
    ]


@pytest.mark.parametrize(
    ("norm", "params"),
    [
        (None, 6_672),
        ({"LayerNorm": 16}, 6_704),
        ({"RMSNorm": 16}, 6_688),
        ({"LayerNorm": {"normalized_shape": 16, "bias": False}}, 6_688),
    ],
)
def test_the_norm_at_the_end_of_a_stack(norm: Any, params: int) -> None:
    inner = {"TransformerEncoderLayer": {"d_model": 16, "nhead": 4, "dim_feedforward": 32}}
    weights = op("torch", "TransformerEncoder", encoder_layer=inner, num_layers=3, norm=norm).weigh(None)
    assert weights is not None
    assert weights.params.value == params == sum(int(str(tensor.size.value)) for tensor in weights.tensors)
