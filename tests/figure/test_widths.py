"""What is said in a figure never makes it wider than its sheet, and stays within what it stands in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from layertally.annotation import annotate
from layertally.figure import Options, figure, figures
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.sheets import LAYOUTS
from layertally.readers.description import read_text
from readers.traces import annotated

LONG = "A model whose name is much longer than it ought to be, honestly, for no name is as long as this one"


def dense(name: str, *inputs: str) -> dict[str, Any]:
    return {"Dense": {"units": 8, "name": name, "inputs": list(inputs)}}


def described(groups: dict[str, list[dict[str, Any]]], name: str = "net") -> str:
    parts = [{"title": title, "layers": layers} for title, layers in groups.items()]
    return json.dumps({"model": name, "framework": "keras", "input": {"x": [8]}, "groups": parts})


@pytest.mark.parametrize("preset", LAYOUTS)
def test_a_long_title_keeps_to_the_sheet(preset: str) -> None:
    text = described({LONG: [dense("a", "x")], f"{LONG}, again": [dense("b", "a")]}, LONG)
    options = Options(preset=preset)
    for each in figures(group(annotate(read_text(text))), options):
        assert each.drawing.width <= options.sheet.widest
        assert audit(each.drawing) == []


@pytest.mark.parametrize(("preset", "density"), [("eccv", "worked"), ("nature-2", "teaching"), ("page", "worked")])
def test_a_port_at_the_side_stands_clear_of_a_panel_with_a_lane(preset: str, density: str) -> None:
    """Two residual panels; what is between them feeds both the classes of the head and the second panel."""
    residual = [
        dense("d", "x"),
        {"LayerNormalization": {"name": "norm", "inputs": ["d"]}},
        {"Add": {"name": "inner", "inputs": ["norm", "x"]}},
        {"Add": {"name": "a_rather_long_layer_name_that_ends_a_block_1", "inputs": ["inner", "x"]}},
    ]
    ends = residual[-1]["Add"]["name"]
    gate = {"Multiply": {"name": "a_rather_long_layer_name_that_ends_a_block_2", "inputs": [ends, "g"]}}
    layers = [*residual, dense("g", ends), gate, dense("one", ends), dense("two", ends)]
    text = json.dumps({"framework": "keras", "input": {"x": [8]}, "layers": layers})
    for each in figures(group(annotate(read_text(text))), Options(preset=preset, density=density)):
        assert audit(each.drawing) == []


@pytest.mark.parametrize("preset", LAYOUTS)
def test_a_list_of_shapes_keeps_to_its_card(preset: str) -> None:
    """DeBERTa's relative positions leave each group beside its output."""
    made = figure(group(annotated("hf_deberta_v2")), "overview", Options(preset=preset))
    assert audit(made.drawing) == []


@pytest.mark.parametrize("preset", LAYOUTS)
@pytest.mark.parametrize("wanted", ["4", "6"])
def test_dense_connections_stand_on_a_rail(preset: str, wanted: str) -> None:
    """Huang et al. 2017: each layer reads all before it; 24 of them would be 300 lines."""
    made = figure(group(annotated("tv_densenet121")), wanted, Options(preset=preset))
    assert audit(made.drawing) == []
    assert made.drawing.height < 2400
