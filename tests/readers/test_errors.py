"""What is wrong with a description is said with place, reason and fix; all of a file at once."""

# ruff: noqa: E501 - descriptions stand here as one line each

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.errors import DescriptionErrors, LimitError
from layertally.readers.description import read_text
from readers.faults import HEAD, SINGLE

ROOT = Path(__file__).resolve().parent.parent.parent
VGG = (ROOT / "examples" / "vgg.yaml").read_text(encoding="utf-8")

# The transcripts that the command promises: (description, the whole message).
PROMISED = {
    "no comma": (
        VGG.replace("filters: 32, kernel_size: 3, activation: relu", "filters: 32 kernel_size: 3", 1),
        """\
error: not valid YAML: expected `}` or `,`, found `kernel_size`
  --> vgg.yaml:8:30
   |
 8 |       - Conv2D: {filters: 32 kernel_size: 3}
   |                              ^^^^^^^^^^^
  help: put a comma before `kernel_size`""",
    ),
    "unknown layer": (
        VGG.replace("Conv2D", "Conv2d", 1),
        """\
error: unknown layer `Conv2d` in a Keras description
  --> vgg.yaml:8:9
   |
 8 |       - Conv2d: {filters: 32, kernel_size: 3, activation: relu}
   |         ^^^^^^
  help: write `Conv2D`; `Conv2d` is PyTorch's name (framework: torch)""",
    ),
    "unknown argument": (
        VGG.replace("kernel_size", "kernal_size", 1),
        """\
error: Conv2D has no argument `kernal_size`
  --> vgg.yaml:8:31
   |
 8 |       - Conv2D: {filters: 32, kernal_size: 3, activation: relu}
   |                               ^^^^^^^^^^^
  help: write `kernel_size`; Conv2D takes filters, kernel_size, strides, padding, … (layertally rules Conv2D)""",
    ),
    "a choice": (
        VGG.replace("activation: relu", "padding: smae", 1),
        """\
error: `padding: smae` is not one of valid, same
  --> vgg.yaml:8:56
   |
 8 |       - Conv2D: {filters: 32, kernel_size: 3, padding: smae}
   |                                                        ^^^^
  help: write `padding: same`""",
    ),
    "text for a number": (
        VGG.replace("filters: 32", 'filters: "32"', 1),
        """\
error: `filters: "32"` is text, not a number
  --> vgg.yaml:8:27
   |
 8 |       - Conv2D: {filters: "32", kernel_size: 3, activation: relu}
   |                           ^^^^
  help: take the quotes away""",
    ),
    "one name twice": (
        HEAD
        + "  - Conv2D: {name: conv, filters: 32, kernel_size: 3}\n  - Conv2D: {name: conv, filters: 32, kernel_size: 3}\n",
        """\
error: two layers are called `conv`
  --> vgg.yaml:4:20 and vgg.yaml:5:20
  help: rename one; `shared: conv` uses the same weights again""",
    ),
    "unknown input": (
        HEAD
        + "  - Dense: {name: left, units: 3}\n  - Dense: {name: right, units: 3}\n  - Add: {inputs: [left, rigth]}\n",
        """\
error: `inputs: [left, rigth]` names no layer `rigth`
  --> vgg.yaml:6:26
   |
 6 |   - Add: {inputs: [left, rigth]}
   |                          ^^^^^
  help: write `right` (line 5)""",
    ),
    "a circle": (
        HEAD
        + "  - Dense: {name: a, units: 3, inputs: c}\n  - Dense: {name: b, units: 3}\n  - Dense: {name: c, units: 3}\n",
        """\
error: layers depend on each other in a circle: a → b → c → a
  --> vgg.yaml:4, 5, 6
  help: an input must come from an earlier layer""",
    ),
    "too many layers": (
        "framework: keras\ninput: [8]\nblocks: {inner: [ReLU], outer: [{inner: {repeat: 1024}}]}\nlayers: [{outer: {repeat: 1024}}]\n",
        """\
error: vgg.yaml was refused: 1,048,576 layers after expansion, the bound is 100,000
  --> vgg.yaml:3  `repeat: 1024` inside `repeat: 1024`
  help: --max-layers N raises the bound""",
    ),
}


@pytest.mark.parametrize("name", PROMISED)
def test_the_promised_words(name: str) -> None:
    text, expected = PROMISED[name]
    with pytest.raises((DescriptionErrors, LimitError)) as caught:
        read_text(text, "vgg.yaml")
    assert str(caught.value) == expected


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_fault(name: str) -> None:
    text, place, reason, fix = SINGLE[name]
    with pytest.raises(DescriptionErrors) as caught:
        read_text(text, "vgg.yaml")
    found = [(str(error.place), error.reason, error.fix) for error in caught.value.errors]
    assert found == [(f"vgg.yaml:{place}", reason, fix)]


@pytest.mark.parametrize("name", SINGLE)
def test_the_same_words_without_libyaml(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    test_a_single_fault(name)


def test_all_faults_of_a_file_at_once_in_the_order_of_its_lines() -> None:
    text = (
        VGG.replace("filters: 32", "filter: 32", 1)
        .replace("Flatten", "Flaten")
        .replace("units: 10", 'units: "10"')
        .replace("[28, 28, 1]", "[28, 0, 1]")
    )
    with pytest.raises(DescriptionErrors) as caught:
        read_text(text, "vgg.yaml")
    assert [(error.place.line if error.place else None) for error in caught.value.errors] == [3, 8, 20, 23]
    assert str(caught.value).endswith("4 errors in vgg.yaml; nothing was drawn")


def test_a_fault_in_a_block_is_said_once_however_often_it_is_used() -> None:
    text = "framework: keras\ninput: [8]\nblocks: {b: [{Dense: {unit: 3}}]}\nlayers: [{b: {repeat: 40}}, b]\n"
    with pytest.raises(DescriptionErrors) as caught:
        read_text(text)
    assert len(caught.value.errors) == 1


def test_a_wide_character_before_the_spot_keeps_the_carets_in_place() -> None:
    text = HEAD + "  - Dense: {name: 第一组, unit: 3}\n"
    with pytest.raises(DescriptionErrors) as caught:
        read_text(text, "vgg.yaml")
    lines = str(caught.value).splitlines()
    cells = sum(2 if ord(character) > 0x2E80 else 1 for character in lines[3][: lines[3].index("unit")])
    assert lines[4].index("^") == cells
