"""Groups of recorded Keras networks: those that their papers name."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.group import Grouped, Panel, cutting, group
from layertally.group.auto import distinct
from layertally.readers import read

DATA = Path(__file__).resolve().parent.parent / "data"
APPLICATIONS = DATA / "corpus" / "keras" / "applications"

TITLES = {
    "ResNet50": ["conv1", "conv2", "conv3", "conv4", "conv5", "Classifier"],
    "VGG16": ["block1", "block2", "block3", "block4", "block5", "Classifier"],
    "InceptionV3": ["Stem", *(f"mixed{number}" for number in range(11)), "Classifier"],
    "EfficientNetB1": ["Stem", *(f"block{number}" for number in range(1, 8)), "Classifier"],
    "MobileNetV2": ["Stem", "block_1–2", "block_3–5", "block_6–12", "block_13–16", "Classifier"],
}


def panels(found: Grouped, title: str) -> list[str]:
    """The panels of a group: `cell 2–5 ×4`."""
    (wanted,) = [each for each in found.groups if each.title == title]
    return [f"{item.title} ×{item.repeat}" for item in wanted.items if isinstance(item, Panel)]


@pytest.mark.parametrize("name", TITLES)
def test_titles(name: str) -> None:
    found = group(annotate(read(APPLICATIONS / f"{name}.config.json.gz")))
    assert [each.title for each in found.groups] == TITLES[name]


def nasnet() -> Grouped:
    golden = json.loads(gzip.decompress((DATA / "keras_models" / "nasnet_large.json.gz").read_bytes()))
    return group(annotate(read("nasnet.json", text=json.dumps(golden["config"]))))


def test_cells_of_nasnet() -> None:
    """Zoph et al. 2018: N normal cells between reduction cells; each reads the two cells before it."""
    found = nasnet()
    assert [each.title for each in found.groups] == [
        "Stem",
        "stem_1",
        "stem_2",
        "cell 0–5",
        "reduce_6",
        "cell 7–12",
        "reduce_12",
        "cell 13–18",
        "Classifier",
    ]
    assert panels(found, "cell 7–12") == ["cell 7 ×1", "cell 8 ×1", "cell 9 ×4"]
    assert all(len(each.inputs) <= 2 for each in found.groups)


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("name", ["conv1", "conv2", "conv3", "conv4", "conv5", "Classifier"]),
        ("none", ["resnet50"]),
        ("resolution", ["Stage 1", "Stage 2", "Stage 3", "Stage 4", "Stage 5", "Classifier"]),
    ],
)
def test_other_ways_to_cut(by: str, titles: list[str]) -> None:
    found = group(annotate(read(APPLICATIONS / "ResNet50.config.json.gz")), "en", cutting(by))
    assert [each.title for each in found.groups] == titles


def test_blocks_whose_merge_a_framework_named_have_the_name_that_their_layers_share() -> None:
    """InceptionResNetV2: `block35_1_mixed`, `block35_1_conv`, and a sum that is called `add_3`."""
    layers: list[dict[str, dict[str, object]]] = [{"Conv2D": {"filters": 8, "kernel_size": 3, "name": "stem"}}]
    before = "stem"
    for number in range(1, 5):
        at = f"block35_{number}"
        layers += [
            {"Conv2D": {"filters": 4, "kernel_size": 1, "inputs": before, "name": f"conv2d_{2 * number}"}},
            {"Conv2D": {"filters": 4, "kernel_size": 1, "inputs": before, "name": f"conv2d_{2 * number + 1}"}},
            {"Concatenate": {"inputs": [f"conv2d_{2 * number}", f"conv2d_{2 * number + 1}"], "name": f"{at}_mixed"}},
            {"Conv2D": {"filters": 8, "kernel_size": 1, "name": f"{at}_conv"}},
            {"Add": {"inputs": [before, f"{at}_conv"], "name": f"add_{number}"}},
            {"ReLU": {"name": f"{at}_ac"}},
        ]
        before = f"{at}_ac"
    text = json.dumps({"framework": "keras", "input": [32, 32, 3], "layers": layers})
    found = group(annotate(read("net.yaml", text=text)))
    assert [each.title for each in found.groups] == ["Stem", "block35"]
    assert panels(found, "block35") == ["block35_1 ×4"]


TOWERS = """
framework: keras
input: {age: [1], city: [1]}
layers:
  - Discretization: {bin_boundaries: [1.0, 2.0], inputs: age}
  - Embedding: {input_dim: 8, output_dim: 4}
  - Flatten: {name: flat}
  - Dense: {name: years, units: 4}
  - ReLU: {name: grown}
  - CategoryEncoding: {num_tokens: 10, output_mode: one_hot, inputs: city, name: place}
  - Concatenate: {inputs: [grown, place]}
  - Dense: {units: 3}
"""


def test_what_hangs_on_one_input_has_no_head() -> None:
    found = group(annotate(read("net.yaml", text=TOWERS)))
    assert [each.title for each in found.groups] == ["Stage 1", "Stage 2", "city", "Classifier"]


def test_titles_tell_groups_apart() -> None:
    found = distinct([("lat", []), ("Stage 1", []), ("lat", []), ("lat", [])])
    assert [title for title, _ in found] == ["lat", "Stage 1", "lat (2)", "lat (3)"]
