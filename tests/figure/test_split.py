"""Figures that their paper cannot hold: what is said of them, and what `split` makes of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from figure.graphs import random_description
from layertally.annotation import annotate
from layertally.figure import Figure, Options, figure, figures, figures_of
from layertally.figure.made import shown_of
from layertally.figure.refusal import refusal
from layertally.figure.split import marked, part_number, siblings
from layertally.group import Grouped, group, opened
from layertally.paint.audit import audit
from layertally.paint.canvas import Text
from layertally.paint.sheets import PRESETS
from layertally.readers import read
from layertally.readers.description import read_text
from layertally.report.painted import Look, painted

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "data" / "corpus" / "keras" / "applications"
MODELS = {
    **{name: ROOT / "examples" / f"{name}.yaml" for name in ("inception", "unet-small", "resnet-bottleneck", "vgg")},
    **{name: CORPUS / f"{name}.config.json.gz" for name in ("ResNet50", "MobileNet", "EfficientNetB0")},
}

INCEPTION_CUTS = "`branch5x5_2.relu` and `branch3x3dbl_3.relu`"


def grouped(name: str) -> Grouped:
    return opened(group(annotate(read(MODELS[name]))))


def texts(made: Figure) -> list[str]:
    return [item.string for item in made.drawing.flat() if isinstance(item, Text)]


@pytest.mark.parametrize(
    ("name", "preset"), [*((name, "ieee") for name in MODELS), ("unet-small", "nature"), ("EfficientNetB0", "eccv")]
)
def test_every_part_fits_its_paper_and_no_layer_is_lost(name: str, preset: str) -> None:
    model = grouped(name)
    options = Options(preset=preset, split=True)
    for each in model.groups:
        parts = shown_of(model, each, options)[0].parts
        assert sorted(layer.name for part in parts for layer in part.layers) == sorted(each.names)
        assert sum(part.known_params for part in parts) == each.known_params
    sheet = PRESETS[preset]
    for made in figures(model, options):
        assert made.misfit == ""
        assert audit(made.drawing) == []
        inches = made.drawing.height * (sheet.inches or 0) / made.drawing.width
        assert inches <= sheet.height + 0.01


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(5, 30),
    tangled=st.sampled_from([0.0, 0.3]),
    preset=st.sampled_from(["ieee", "neurips", "nature"]),
)
def test_any_graph_is_split_without_a_fault(seed: int, size: int, tangled: float, preset: str) -> None:
    text = json.dumps(random_description(seed, size, tangled))
    model, options = opened(group(annotate(read_text(text, "random.json")))), Options(preset=preset, split=True)
    for each in model.groups:
        parts = shown_of(model, each, options)[0].parts
        assert sorted(layer.name for part in parts for layer in part.layers) == sorted(each.names)
    assert [audit(made.drawing) for made in figures(model, options) if audit(made.drawing)] == []


def test_parts_lead_to_each_other_and_the_last_has_the_sum_of_sums() -> None:
    first, second, last = figures(grouped("inception"), Options(preset="ieee", split=True))
    assert [made.id for made in (first, second, last)] == ["1a", "1b", "1c"]
    assert texts(first).count("64×35×35 → fig. 1c") == 2  # the narrow column has no room for "continued in"
    assert "96×35×35 → continued in fig. 1c" in texts(second)
    assert {"from fig. 1a · 64×35×35", "from fig. 1b · 96×35×35"} <= set(texts(last))
    assert {"Σ of parts", "98,656 + 151,040", "+ 6,208 =", "255,904"} <= set(texts(last))
    assert "Σ of parts" not in texts(second)


def test_a_part_of_a_fold_says_how_often_it_counts() -> None:
    made = {each.id: each for each in figures(grouped("ResNet50"), Options(preset="ieee", split=True))}
    assert "× 3" in texts(made["3c"])
    assert {"Σ of one", "3·214,272 =", "642,816"} <= set(texts(made["3c"]))
    assert "28×28×512 → continued in fig. 3c, 3d" in texts(made["3b"])
    assert "28×28×512 → conv4" in texts(made["3d"])  # what leaves is the last copy's; the first copy's is drawn
    assert "fig. 3a–d" in texts(made["overview"])


def test_a_group_is_all_its_parts_and_a_part_is_one() -> None:
    model, options = grouped("inception"), Options(preset="ieee", split=True)
    assert [made.id for made in figures_of(model, "1", options)] == ["1a", "1b", "1c"]
    assert [made.id for made in figures_of(model, "1b", options)] == ["1b"]
    assert [made.id for made in figures_of(model, "1", Options())] == ["1"]
    long = grouped("MobileNet")  # a long chain is parts on any sheet
    assert [made.id for made in figures_of(long, "5")] == ["5a", "5b"]


def test_parts_are_written_as_dot_too() -> None:
    model = grouped("ResNet50")
    made = {each.id: each for each in figures(model, Options(preset="ieee", split=True))}
    text = painted(model, made["3d"], "dot", Look(preset="ieee")).decode()
    assert 'label="× 3";' in text
    nodes = set(re.findall(r"^ *(\w+) \[label", text, re.MULTILINE))
    ends = {end for edge in re.findall(r"(\w+) -> (\w+)", text) for end in edge}
    assert ends <= nodes
    assert len(nodes) == 2 + 4  # two tensors come in; convolution, its norm, sum, activation


def test_letters_shrink_as_far_as_they_may_before_anything_is_refused() -> None:
    made = figure(grouped("resnet-bottleneck"), "1", Options(preset="ieee"))
    assert made.misfit == ""
    assert made.drawing.width == 396
    assert 11 * 3.5 * 72 / 396 >= 7


@pytest.mark.parametrize(
    ("model", "wanted", "preset", "reason", "fix"),
    [
        (
            "inception", "1", "ieee",
            "group 1 does not fit the preset `ieee` (3.5 in): it is # in high, 8.5 in is the most",
            f"--preset ieee-2, --density compact, or --split makes 3 figures of it, cut after {INCEPTION_CUTS}",
        ),
        (
            "unet-small", "1", "column",
            "group 1 does not fit the preset `column` (3.5 in): it is # in high, 8.5 in is the most",
            "--density compact, or --split makes 3 figures of it, cut after `d1.relu2` and `d2.relu2`",
        ),
        (
            "MobileNet", "5a", "ieee",
            "group 5a does not fit the preset `ieee` (3.5 in): it is # in high, 8.5 in is the most",
            "--density compact, or --split makes 2 figures of it, cut after `conv_pw_9_relu`",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_says_so_and_what_would(model: str, wanted: str, preset: str, reason: str, fix: str) -> None:
    options, found = Options(preset=preset), grouped(model)
    error = refusal(found, figure(found, wanted, options), options)
    # How high exactly is a matter of the layout; that it is too high, and what would do, is not.
    assert re.sub(r"is \d+\.\d in high", "is # in high", error.reason) == reason
    assert (error.fix, error.exit_code) == (fix, 1)


def test_an_overview_gives_up_what_is_inside_before_it_is_refused() -> None:
    model = grouped("EfficientNetB0")
    on_page, on_paper = (figure(model, "overview", Options(preset=preset)) for preset in ("narrow", "ieee"))
    assert on_paper.misfit == ""
    assert "DepthwiseConv2D" in " ".join(texts(on_page))
    assert "DepthwiseConv2D" not in " ".join(texts(on_paper))
    assert {f"fig. {group.id}" for group in model.groups} <= set(texts(on_paper))


def test_on_a_screen_everything_fits() -> None:
    assert [made.misfit for made in figures(grouped("unet-small"), Options(preset="narrow", split=True))] == [""] * 4


def test_marks_of_parts() -> None:
    whole = grouped("vgg").groups[0]
    a, b, late, other = (whole._replace(id=mark) for mark in ("1a", "1b", f"1{marked(26)}", "2.1a"))
    assert [part_number(each) for each in (whole, a, late, other)] == [None, ("1", 1), ("1", 27), ("2.1", 1)]
    assert siblings(a, b)
    assert siblings(a, late)
    assert not siblings(a, other)
    assert not siblings(whole, a)
