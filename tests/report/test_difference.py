"""The figure of a difference: each change by its word and its sign, the flow of both models, the same folded."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from figure.graphs import random_description
from layertally.annotation import annotate
from layertally.cli import main
from layertally.errors import LayertallyError
from layertally.figure import Options
from layertally.figure.refusal import PaperError
from layertally.paint.audit import audit, unshown
from layertally.paint.canvas import Edge, Text
from layertally.readers import read
from layertally.report.compare import Comparison, compare
from layertally.report.difference import figure
from layertally.report.difference.merged import Wire, merged

MODELS = Path(__file__).parents[1] / "cli" / "models"
BASE = "{framework: keras, input: [8], layers: [%s]}"


def compared(before: str, after: str) -> Comparison:
    sides = [annotate(read(name, text=BASE % text)) for name, text in (("a.yaml", before), ("b.yaml", after))]
    return compare(*sides)


def drawn(before: str, after: str, **options: object) -> list[str]:
    made = figure(compared(before, after), ("a.yaml", "b.yaml"), Options(**options))  # type: ignore[arg-type]
    assert audit(made.drawing) == []
    return [item.string for item in made.drawing.flat() if isinstance(item, Text)]


def test_each_change_has_its_word_and_sign() -> None:
    texts = drawn("{Dense: 4}, {Dropout: 0.5}, {Dense: 2}", "{Dense: 5}, {Dense: 2}, ReLU")
    assert {"≠ changed", "− removed", "+ added"} <= set(texts)
    assert "units 4 → 5" in texts
    assert "36 → 45" in texts  # (8 + 1)·4 → (8 + 1)·5
    assert "+9" in texts
    assert "a.yaml → b.yaml" in texts


def test_chinese_words() -> None:
    texts = drawn("{Dense: 4}, {Dropout: 0.5}", "{Dense: 5}, ReLU", lang="zh")
    assert {"≠ 改动", "− 删除", "+ 新增"} <= set(texts)


def test_what_is_the_same_is_one_line() -> None:
    texts = drawn("{Dense: 4}, {Dense: 4}, {Dense: 2}", "{Dense: 4}, {Dense: 4}, {Dense: 3}")
    assert "2 layers" in texts
    assert "= same" in texts
    assert "no difference" in drawn("{Dense: 4}", "{Dense: 4}")


@pytest.mark.parametrize("preset", ["page", "narrow", "ieee", "nature"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_models_are_drawn_without_a_fault(preset: str, lang: str) -> None:
    before, after = (annotate(read(MODELS / name)) for name in ("vgg.yaml", "vgg-small.yaml"))
    made = figure(compare(before, after), ("vgg.yaml", "vgg-small.yaml"), Options(preset=preset, lang=lang))
    assert audit(made.drawing) == []
    assert unshown(made.drawing) == []
    assert "−131,200" in made.drawing.description


SKIP = "{Dense: {name: a, units: 8}}, {Dense: {name: b, units: 8}}, %s{Dense: {name: c, units: 8}}"
TWO = "{Dense: {name: a, units: 8}}, %s{Dense: {name: r, units: 8, inputs: [a]}}, {Add: {name: s, inputs: [%sr, a]}}"


@pytest.mark.parametrize(
    ("before", "after", "nodes", "wires"),
    [
        # put in between: the line past it was there before
        ("{Dense: 4}, {Dense: 2}", "{Dense: 4}, ReLU, {Dense: 2}", "input same added same",
         {(0, 1, "same"), (1, 2, "added"), (2, 3, "added"), (1, 3, "removed")}),
        # taken out: the line past it is new
        ("{Dense: 4}, ReLU, {Dense: 2}", "{Dense: 4}, {Dense: 2}", "input same removed same",
         {(0, 1, "same"), (1, 2, "removed"), (2, 3, "removed"), (1, 3, "added")}),
        # replaced: both columns hang on the same neighbours
        ("{Dense: 4}, {Dropout: 0.5}, {Dense: 2}", "{Dense: 4}, ReLU, {Dense: 2}", "input same removed added same",
         {(0, 1, "same"), (1, 2, "removed"), (2, 4, "removed"), (1, 3, "added"), (3, 4, "added")}),
        # a new skip: what is the same ends where it leaves
        (SKIP % "", SKIP % "{Add: {name: s, inputs: [b, a]}}, ", "input same same added same",
         {(0, 1, "same"), (1, 2, "same"), (1, 3, "added"), (2, 3, "added"), (3, 4, "added"), (2, 4, "removed")}),
        # a branch that went, and a skip that both have
        (TWO % ("{ReLU: {name: l}}, ", "l, "), TWO % ("", ""), "input same removed same changed",
         {(0, 1, "same"), (1, 2, "removed"), (2, 4, "removed"), (1, 3, "same"), (3, 4, "same"), (1, 4, "same")}),
        ("{Dense: 4}", "{Dense: 4}", "input same", {(0, 1, "same")}),
    ],
)  # fmt: skip
def test_both_models_are_one_graph(before: str, after: str, nodes: str, wires: set[tuple[int, int, str]]) -> None:
    graph = merged(compared(before, after))
    assert " ".join(node.kind for node in graph.nodes) == nodes
    assert {tuple(wire) for wire in graph.wires} == wires


def test_layers_of_nested_models_are_joined_through_their_borders() -> None:
    inner = "{Sequential: {name: body, layers: [{Dense: 8}, %s{Dense: 4}]}}, {Dense: 2}"
    graph = merged(compared(inner % "", inner % "ReLU, "))
    assert [node.kind for node in graph.nodes] == ["input", "same", "added", "same"]
    assert Wire(2, 3, "added") in graph.wires


def test_a_line_says_without_colour_which_model_has_it() -> None:
    made = figure(compared("{Dense: 4}, {Dense: 2}", "{Dense: 4}, ReLU, {Dense: 2}"), ("a", "b")).drawing
    edges = [item for item in made.flat() if isinstance(item, Edge)]
    assert {edge.stroke for edge in edges} == {"edge"}
    assert [bool(edge.dash) for edge in edges].count(True) == 1
    signs = [item.string for item in made.flat() if isinstance(item, Text) and item.plated]
    assert sorted(signs) == ["+", "+", "−"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seeds=st.tuples(st.integers(0, 10**6), st.integers(0, 3)),
    size=st.integers(3, 30),
    tangled=st.sampled_from([0.0, 0.3]),
    preset=st.sampled_from(["page", "narrow", "nature-2"]),
)
def test_any_two_graphs_are_drawn_without_a_fault(
    seeds: tuple[int, int], size: int, tangled: float, preset: str
) -> None:
    before, after = (
        annotate(read("a.json", text=json.dumps(random_description(seed, size + more, tangled))))
        for seed, more in ((seeds[0], 0), (seeds[0] + seeds[1] // 2, seeds[1]))
    )
    with suppress(PaperError):
        assert audit(figure(compare(before, after), ("a", "b"), Options(preset=preset)).drawing) == []


def test_paper_gets_a_line_a_change_before_it_refuses() -> None:
    before, after = ("{Dense: 16}, " + ", ".join([f"{{Dense: {units}}}"] * 10) for units in (4, 5))
    texts = drawn(before, after, preset="ieee")
    assert texts.count("≠ changed") == 10
    assert "units 4 → 5" in drawn(before, after)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("{Conv2D: [4, 1]}", "{Conv2D: {filters: 4, kernel_size: 3, padding: same}}",
         "kernel_size 1×1 → 3×3, padding mode valid → same"),
        ("{MaxPool2D: 2}", "{MaxPool2D: 3}", "kernel_size 2×2 → 3×3, stride 2×2 → 3×3"),
        ("{ZeroPadding2D: 1}", "{ZeroPadding2D: 2}", "pairs 1×1, 1×1 → 2×2, 2×2"),
    ],
)  # fmt: skip
def test_what_changed_in_a_setting_with_settings_of_its_own(before: str, after: str, what: str) -> None:
    base = "{framework: keras, input: [9, 9, 3], layers: [%s]}"
    sides = (annotate(read(name, text=base % text)) for name, text in (("a.yaml", before), ("b.yaml", after)))
    assert [change.what for change in compare(*sides).changes] == [what]


def test_long_lists_and_paper() -> None:
    before, after = ", ".join(["{Dense: 4}"] * 100), ", ".join(["{Dense: 5}"] * 100)
    assert "and 20 more" in drawn(before, after)
    with pytest.raises(LayertallyError, match="the changes do not fit the preset `ieee`"):
        drawn(before, after, preset="ieee")


def test_the_command_draws_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["diff", str(MODELS / "vgg.yaml"), str(MODELS / "vgg-small.yaml"), "-o"]
    assert main([*call, str(tmp_path / "diff.svg")]) == 1
    assert "units 256 → 128" in (tmp_path / "diff.svg").read_text(encoding="utf-8")
    assert "450 px" in capsys.readouterr().out
    assert main([*call, str(tmp_path / "diff.txt")]) == 2
    assert main([*call, str(tmp_path / "diff.dot")]) == 2
