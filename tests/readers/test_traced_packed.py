"""Quantised, adapted, parametrised and wrapped layers of recorded runs: what is told of their weights."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest

from layertally.ops.packed import Packed
from layertally.readers.traced.packed import is_code, width
from layertally.report.memory import lines
from layertally.words import facts
from readers.traces import annotated, record

GROUPED = "kept as 1,056 int32, 384 float32, 64 int64"
TOLD = {
    # name -> layer -> parameters, numbers beside them, what is said of the weights
    "dynamic": {
        "a": (0, 544, "(16 + 1)·32 = 544 numbers, no parameters; kept as 512 qint8, 32 float32"),
        "b": (0, 264, "(32 + 1)·8 = 264 numbers, no parameters; kept as 256 qint8, 8 float32"),
    },
    "dynamic_lstm": {
        "rnn": (0, 1664, "4·16·(8 + 16 + 2) = 1,664 numbers, no parameters; kept as 1,536 qint8, 128 float32"),
    },
    "static": {
        "conv": (0, 224, "(3·3·3 + 1)·8 = 224 numbers, no parameters; kept as 216 qint8, 8 float32"),
        "fc": (0, 36, "(8 + 1)·4 = 36 numbers, no parameters; kept as 32 qint8, 4 float32"),
    },
    "four_bit": {
        "0": (4224, 144, "64×128 weights of 4 bits; kept as 4,096 uint8, 272 float32"),
        "2": (2048, 80, "128×32 weights of 4 bits; kept as 2,048 uint8, 80 float32"),
    },
    "grouped": {
        "0": (0, 1504, "(64 + 1)·128 = 8,320 numbers, no parameters; 64×128 weights of 4 bits; " + GROUPED),
    },
    "subclass": {"0": (136, 0, "kept as 128 int8, 16 float32")},
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_is_kept_of_quantised_weights_is_said(name: str) -> None:
    for path, wanted in TOLD[name].items():
        layer = annotated(name)[path]
        op: Any = layer.layer.op
        assert (layer.count.value, layer.count.buffers, "; ".join(facts(op.storage()))) == wanted


@pytest.mark.parametrize("name", TOLD)
def test_all_that_is_kept_is_in_memory(name: str) -> None:
    """Bytes are those of the tensors: parameters as they are inside, packed tensors, buffers beside codes."""
    found, said = annotated(name), record(name)
    kept = [each for param in said["params"] for each in param.get("stored") or [param]]
    kept += [each for module in said["modules"] for each in module.get("packed", ())]
    coded = {layer.name for layer in found.layers if isinstance(layer.layer.op, Packed)}
    kept += [each for each in said["buffers"] if each["name"].rpartition(".")[0] in coded]
    bytes_ = sum(prod(each["shape"]) * width(each["dtype"]) for each in kept) // 8
    assert sum(size for _, _, size in found.model.stored) == bytes_
    assert [label for label, _ in lines(found)] == ["weights"]


@pytest.mark.parametrize("name", ["observed", "aware", "adapters", "pruned", "tied", "hf_mixtral", "tv_swin_t"])
def test_weights_that_are_no_codes_are_not_called_so(name: str) -> None:
    assert annotated(name).model.stored == ()
    assert not any(isinstance(layer.layer.op, Packed) for layer in annotated(name).layers)


FORMULAS = {
    "aware": {"conv": ("ConvBnReLU2d", "8 + 8·3·3·3 + 8 + 8")},
    "adapters": {
        "0.base": ("Linear", "(64 + 1)·128"),
        "0.lora_A": ("Linear", "64·4"),
        "0.lora_B": ("Linear", "4·128"),
        "2": ("Merged", "(128 + 1)·32 + 4·(128 + 32)"),
        "4": ("Dora", "16·4 + 4·32 + 16·32 + 16 + 16"),
        "5.ia3_l.default": ("Multiply", "8"),
    },
    "old_norms": {"0": ("Conv1d", "(3·4 + 1)·8 + 8"), "2": ("Conv1d", "(3·8 + 1)·8"), "4": ("Conv1d", "3·8·4 + 4")},
    "pruned": {"a": ("Linear", "(16 + 1)·32"), "b": ("Linear", "(32 + 1)·8")},
    "lists": {"each.0": ("Linear", "8·8"), "each.1": ("Linear", "8·8"), "last.weight": ("Linear", "(8 + 1)·4")},
    "wrapped_inside": {"0.a": ("Linear", "(16 + 1)·32"), "0.b": ("Linear", "(32 + 1)·8")},
    "compiled_script": {"model": ("Sequential", "32·16 + 32 + 8·32 + 8")},
}


@pytest.mark.parametrize("name", FORMULAS)
def test_each_has_its_name_and_formula(name: str) -> None:
    layers = [layer for layer in annotated(name).layers if layer.count.formula is not None]
    found = {layer.name: (layer.layer.type, layer.count.formula.worked()) for layer in layers if layer.count.formula}
    assert {path: found[path] for path in FORMULAS[name]} == FORMULAS[name]


def test_what_is_trained_of_adapters_is_split_off() -> None:
    totals = annotated("adapters").totals
    thin = 4 * (64 + 128) + 4 * (128 + 32) + 4 * (32 + 16)
    assert totals.trainable == thin + 32 + 16 + 8  # the bias beside the second, the lengths of the third, the factors
    assert totals.non_trainable == 64 * 128 + 128 + 128 * 32 + 32 * 16 + 16 + 16 * 8 + 8
    assert totals.params == record("adapters")["totals"]["params"]


def test_why_a_compiled_module_has_no_rule() -> None:
    assert annotated("compiled_script")["model"].layer.why.startswith("torch.jit made it")


@pytest.mark.parametrize("dtype", ["int64", "bool", "float32", "bfloat16", "complex64", "float16"])
def test_what_is_no_code(dtype: str) -> None:
    assert not is_code(dtype)
