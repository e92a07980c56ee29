"""Whole architectures in their real size: counts a module, as forward hooks and the configurations' own models gave
them, recorded apart from the traces (`tests/data/goldens.json.gz`: transformers 5.23, torchvision 0.28, timm 1.0)."""

from __future__ import annotations

import gzip
import json
import time
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.formula import Poly, Value
from layertally.readers.traced import read_record

DATA = Path(__file__).resolve().parent.parent / "data"
GOLDENS: dict[str, dict[str, Any]] = json.loads(gzip.decompress((DATA / "goldens.json.gz").read_bytes()))
CONFIGS = sorted(name for name in GOLDENS if name.startswith("hf/"))
TOGETHER = ("hf/deberta-v3-base", "encoder.LayerNorm")
"""A norm of a table of positions: no operation reads the table alone, so the two are one layer."""
RENAMED = {"hf/mixtral-8x7b", "hf/deberta-v3-base", "hf/vit-base-16", "hf/whisper-large-v3"}


@cache
def record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((DATA / f"{name}.json.gz").read_bytes()))
    return found


@cache
def annotated(name: str) -> Annotated:
    return annotate(read_record(record(name), name))


def at(value: Value | None, named: dict[str, int]) -> int | None:
    """A polynomial at the lengths that the model was run on."""
    if not isinstance(value, Poly):
        return value
    total = 0
    for monomial, factor in value.terms:
        total += factor * prod(named[str(symbol)] ** power for symbol, power in monomial)
    return total


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_totals(name: str) -> None:
    totals, golden = annotated(name).totals, GOLDENS[name]["totals"]
    assert totals.params == golden["params"]
    assert at(totals.macs, record(name).get("named") or {}) == record(name)["totals"]["flops"] // 2


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_every_layer_agrees(name: str) -> None:
    assert {layer.name: layer.status for layer in annotated(name).layers if layer.status != "agrees"} == {}


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_multiply_adds_at_the_length_that_was_run(name: str) -> None:
    named = record(name).get("named") or {}
    for layer in annotated(name).layers:
        assert layer.layer.reported is not None
        assert at(layer.macs_value, named) == layer.layer.reported.macs, layer.name


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_modules_have_the_parameters_and_shapes_that_were_recorded(name: str) -> None:
    layers = {layer.name: layer for layer in annotated(name).layers}
    compared = 0
    for path, type_, params, shape, shared in GOLDENS[name]["modules"]:
        layer = layers.get(path)
        if layer is None or shared or layer.count.tied_to is not None or (name, path) == TOGETHER:
            continue
        compared += 1
        inner = "attention" in path.lower() and type_ == "MultiheadAttention"  # its output projection is in it
        assert layer.count.value == params or inner, path
        if shape is not None and not inner and layer.shape is not None:
            assert list(layer.shape[1:]) == shape[1:] or [*layer.shape[1:]] == shape, path
    weighted = sum(bool(params) for _, _, params, _, _ in GOLDENS[name]["modules"])
    assert compared >= (0.4 if name in RENAMED else 0.9) * weighted


def test_a_large_model_is_read_in_a_moment() -> None:
    """Llama-3-70B: 80 layers, 4,028 operations. A moment on a slow machine is still less than this."""
    own = record("hf/llama-3-70b")
    began = time.process_time()
    read_record(own, "llama")
    assert time.process_time() - began < 8


def test_a_block_of_llama() -> None:
    found = annotated("hf/llama-3-70b")
    block = "model.layers.7"
    inside = [layer for layer in found.layers if layer.layer.scope[:3] == ("model", "layers", "7")]
    assert [(layer.name.removeprefix(f"{block}."), layer.layer.type) for layer in inside] == [
        ("input_layernorm", "LlamaRMSNorm"),
        ("self_attn.q_proj", "Linear"),
        ("self_attn.k_proj", "Linear"),
        ("self_attn.v_proj", "Linear"),
        ("self_attn.scaled_dot_product_attention", "ScaledDotProductAttention"),
        ("self_attn.o_proj", "Linear"),
        ("add", "Add"),
        ("post_attention_layernorm", "LlamaRMSNorm"),
        ("mlp.gate_proj", "Linear"),
        ("mlp.act_fn", "SiLUActivation"),
        ("mlp.up_proj", "Linear"),
        ("mlp.mul", "Multiply"),
        ("mlp.down_proj", "Linear"),
        ("add_1", "Add"),
    ]
    core = found[f"{block}.self_attn.scaled_dot_product_attention"]
    assert core.macs is not None
    assert (core.macs.worked(), str(core.macs.value)) == ("2·T·T·64·128", "16,384·T²")
    assert core.layer.op is not None
    assert dict(core.layer.op.facts()) | {"kv_heads": 8, "rotary": True, "causal": True} == dict(core.layer.op.facts())
    edges = {layer.name.removeprefix(f"{block}."): [ref.layer for ref in layer.layer.inputs] for layer in inside}
    assert edges["self_attn.scaled_dot_product_attention"] == [f"{block}.self_attn.{part}_proj" for part in "qkv"]
    assert edges["add_1"] == [f"{block}.add", f"{block}.mlp.down_proj"]
    assert sum(count for _, count in core.layer.folded) > 20


def test_a_mixture_of_experts() -> None:
    found = annotated("hf/mixtral-8x7b")
    experts = found["model.layers.0.mlp.experts"]
    assert experts.count.formula is not None
    assert experts.count.formula.worked() == "8·(4096·28672 + 14336·4096)"
    assert experts.layer.op is not None
    assert dict(experts.layer.op.facts())["active"] == 2 * 3 * 4096 * 14336
    assert [ref.layer for ref in experts.layer.inputs] == [
        "model.layers.0.post_attention_layernorm",
        "model.layers.0.mlp.gate",
    ]


def test_two_lengths() -> None:
    """T5: what is read is S long, what is written T."""
    found = annotated("hf/t5-small")
    cross = found["decoder.block.0.layer.1.EncDecAttention.scaled_dot_product_attention"]
    assert str(cross.macs_value) == "1,024·S·T"
    assert [str(dim) for dim in cross.shape or ()] == ["None", "T", "512"]


@pytest.mark.parametrize(
    ("name", "layer", "worked"),
    [
        # A choice among groups of experts; biases that are taken from a table of all experts'.
        ("hf_deepseek_v3", "model.layers.1.mlp.experts", "8·(64·64 + 32·64)"),
        ("hf_gpt_oss", "model.layers.1.mlp.experts", "8·((64 + 1)·128 + (64 + 1)·64)"),
    ],
)
def test_experts_of_all_kinds_are_one_layer(name: str, layer: str, worked: str) -> None:
    found = annotated(f"traces/{name}")[layer]
    assert found.count.formula is not None
    assert found.count.formula.worked() == worked
    assert found.layer.reported is not None
    assert (found.count.value, found.macs_value) == (found.layer.reported.params, found.layer.reported.macs)
