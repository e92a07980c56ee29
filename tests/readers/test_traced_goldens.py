"""Whole networks, held module by module against tables that were recorded apart from us (`tests/data/goldens.json.gz`).

`tests/live/test_goldens.py` does the same with what the frameworks give on the day.
"""

from __future__ import annotations

import gzip
import json
import time
from copy import deepcopy
from functools import cache
from math import prod
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.readers.traced import read_record
from live.golden_layers import at, missed
from live.goldens import DATA, differences, goldens, names, recorded

ALL = names("")
UNEXPLAINED = {"zoo/hand_conv2d_kinds": {"m.fmp": "no rule for `fractional_max_pool2d`"}}
UNCOUNTED = ("Bilinear",)
"""What torch's counter takes for nothing."""
BESIDE = ("position_ids", "token_type_ids", "inv_freq", "original_inv_freq", "embed_scale")
"""Buffers of positions and factors: what works on them is folded into a layer that has no buffers by its rule."""


@cache
def record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((DATA / f"{name}.json.gz").read_bytes()))
    return found


@cache
def annotated(name: str) -> Annotated:
    return annotate(read_record(record(name), name))


def test_nothing_is_left_out() -> None:
    """28 networks of PyTorch, 15 configurations of transformers; a record of each, and no record of no golden."""
    assert (len(names("zoo/", "traces/")), len(names("hf/"))) == (28, 15)
    recorded_files = {
        f"{folder}/{path.name.removesuffix('.json.gz')}"
        for folder in ("zoo", "hf")
        for path in (DATA / folder).iterdir()
    }
    assert set(names("zoo/", "hf/")) == recorded_files


@pytest.mark.parametrize("name", ALL)
def test_the_record_has_the_table_of_the_golden(name: str) -> None:
    """Every module: class, settings, parameters, buffers, tied weights, shapes, number and order of calls."""
    assert differences(goldens()[name], recorded(record(name))) == []


@pytest.mark.parametrize("name", ALL)
def test_every_module_is_a_layer_of_its_count_and_shape(name: str) -> None:
    assert list(missed(name, goldens()[name], record(name), annotated(name))) == []


@pytest.mark.parametrize("name", ALL)
def test_totals(name: str) -> None:
    totals, golden = annotated(name).totals, goldens()[name]["totals"]
    assert totals.params == golden["params"]
    assert totals.trainable == golden.get("trainable", totals.trainable)
    beside = [prod(each["shape"]) for each in record(name)["buffers"] if each["name"].rpartition(".")[2] in BESIDE]
    assert totals.buffers is not None
    assert totals.buffers + sum(beside) == golden["buffers"]


@pytest.mark.parametrize("name", ALL)
def test_every_layer_agrees(name: str) -> None:
    others = {layer.name: layer.layer.why for layer in annotated(name).layers if layer.status != "agrees"}
    assert others == UNEXPLAINED.get(name, {})


@pytest.mark.parametrize("name", ALL)
def test_multiply_adds_are_those_that_torch_counted(name: str) -> None:
    """Of one sample, at the lengths that were run; torch's counter saw the whole batch."""
    own = record(name)
    batch = own["inputs"][0]["shape"][0]
    for layer in annotated(name).layers:
        assert layer.layer.reported is not None
        if layer.layer.type not in UNCOUNTED and layer.layer.op is not None:
            assert layer.layer.reported.macs == batch * (at(layer.macs_value, own.get("named") or {}) or 0), layer.name
    assert sum(layer.layer.reported.macs or 0 for layer in annotated(name).layers if layer.layer.reported) == (
        own["totals"]["flops"] // 2
    )


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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda own: own["modules"][1].update({"class": "Linear"}), "emb: class Linear, not Embedding"),
        (lambda own: own["modules"][2]["settings"].update(out_features=17), "block: out_features 17, not 16"),
        (lambda own: own["params"][0].update(shape=[17]), "the model: param_shapes {'scale': [17]}, not"),
        (lambda own: own["params"][1].update(size=3201), "emb: params 3201, not 3200"),
        (lambda own: own["calls"][1]["outs"][0].update(shape=[2, 9, 17]), "emb: out [[2, 9, 17]], not [[2, 9, 16]]"),
        (lambda own: own["calls"].pop(3), "norm: calls 1, not 2"),
        (lambda own: own["modules"].pop(), "modules: ['unused']"),
    ],
)
def test_a_table_that_is_not_the_golden_is_told(change: Any, said: str) -> None:
    own = deepcopy(record("zoo/hand_tied"))
    change(own)
    assert said in "\n".join(differences(goldens()["zoo/hand_tied"], recorded(own)))


@pytest.mark.parametrize(
    ("path", "changed", "said"),
    [
        ("block", {"param_shapes": {"weight": [16, 17], "bias": [16]}}, "block: 272, not 288"),
        ("block", {"output_shape": [2, 9, 17]}, "block: [9, 16], not [2, 9, 17]"),
        ("scale", {"name": "extra", "class": "Linear", "param_shapes": {}}, "extra: Linear is no layer"),
    ],
)
def test_a_layer_that_is_not_the_golden_is_told(path: str, changed: dict[str, Any], said: str) -> None:
    name = "zoo/hand_tied"
    golden = deepcopy(goldens()[name])
    rows = {row["name"]: row for row in golden["modules"]}
    row = rows.get(path) or dict(rows["block"])
    row.update(changed)
    golden["modules"] = [*golden["modules"], *([row] if path not in rows else [])]
    assert said in "\n".join(missed(name, golden, record(name), annotated(name)))
