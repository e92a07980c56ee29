"""What is folded is said: how many operations, in how many layers, and in each layer which."""

from __future__ import annotations

from collections import Counter

import pytest

from layertally.group import group
from layertally.report.coverage import beside, coverage
from layertally.report.rows import View
from layertally.report.teaching import layer_lines
from layertally.report.terminal import table
from readers.traces import annotated


@pytest.mark.parametrize("name", ["hf_llama", "hf_gpt2", "tv_swin_t", "hf_mixtral"])
def test_every_folded_operation_is_counted(name: str) -> None:
    model = annotated(name)
    counts = Counter[str]()
    for layer in model.layers:
        counts.update(dict(layer.layer.folded))
    holders = sum(bool(layer.layer.folded) for layer in model.layers)
    assert coverage(model).startswith(f"{counts.total():,} operations stand in {holders} layers")
    assert coverage(model, "zh").startswith(f"{counts.total():,} 个运算归入所服务的 {holders} 层：")


def test_a_layer_names_what_works_for_it() -> None:
    model = annotated("hf_llama")
    core = model["model.layers.1.self_attn.scaled_dot_product_attention"]
    assert beside(core).startswith("view × 3, transpose × 4, ")
    said = "\n".join(line.plain for line in layer_lines(core, View(density="teaching"), 100))
    assert "transpose × 4" in said


def test_the_table_ends_with_it_at_any_width() -> None:
    model = annotated("hf_llama")
    for cells in (60, 80, 120):
        text = "\n".join(line.plain for line in table(group(model), View(), cells))
        assert "operations stand in" in text
        assert max(len(each) for each in text.splitlines()) <= cells


def test_a_model_with_nothing_folded_says_nothing() -> None:
    assert coverage(annotated("tv_vgg11")) == ""
