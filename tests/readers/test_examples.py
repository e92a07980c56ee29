"""Every example reads, adds up to what its source says, and holds its claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.readers import read

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"

# Parameters and MACs of a sample: from the articles (`seed_cases.json`); of the stage of ResNet-50 and of Mixed_5b as
# torchvision counts its modules; of the U-Net part by part: d1, d2, d3, u2, c2, u1, c1, out.
TOTALS = {
    "vgg": (329962, 9970304),
    "article001-conv": (20330, 19940690),
    "article001-pool": (0, 0),
    "vqa": (165077800, 8705929216),
    "lenet-paddle": (61610, 341256),
    "paddle-pooling": (0, 0),
    "vgg11": (132862184, 7551287296),
    "conv-kinds": (2912 + 100 + 442, 144506880 + 4515840 + 20572160),
    "resnet-bottleneck": (75008 + 2 * 70400, None),
    "inception": (12416 + (9312 + 76928) + (12416 + 55488 + 83136) + 6208, None),
    "unet-small": (2544 + 14016 + 55680 + 8224 + 27840 + 2064 + 7008 + 34, None),
}


@pytest.mark.parametrize("name", TOTALS)
def test_totals_and_claims(name: str) -> None:
    found = annotate(read(EXAMPLES / f"{name}.yaml"))
    params, macs = TOTALS[name]
    assert found.totals.params == params
    assert macs is None or found.totals.macs == macs
    assert [claim.agrees for claim in found.claims] == [True]
    assert {layer.status for layer in found.layers} == {"unchecked"}


def test_the_broken_example_breaks_where_it_says() -> None:
    found = annotate(read(EXAMPLES / "small.yaml"))
    broken = found.broken
    assert broken is not None
    assert broken.problem is not None
    assert broken.problem.place is not None
    assert (broken.name, broken.problem.place.line, broken.problem.place.column) == ("7", 14, 31)
    assert (broken.problem.values["expected"], broken.problem.values["got"]) == ("1,050", "32·7·7 = 1,568")
    assert broken.problem.fix_params == ("(1,568 + 1)·128", 200832)


def test_no_example_is_forgotten() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yaml")} == {*TOTALS, "small"}


def test_each_example_takes_its_words_from_its_framework() -> None:
    frameworks = {path.stem: read(path).framework for path in EXAMPLES.glob("*.yaml")}
    assert set(frameworks.values()) == {"keras", "torch", "paddle"}


def test_vqa_keeps_the_vision_model_nested() -> None:
    model = read(EXAMPLES / "vqa.yaml")
    inner = model.layer("sequential_1").model
    assert inner is not None
    assert annotate(model)["sequential_1"].count.value == 1735488
    assert [group.layers for group in model.groups] == [
        ("sequential_1",),
        ("embedding_1", "lstm_1"),
        ("concatenate_1", "dense_1"),
    ]
