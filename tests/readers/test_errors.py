"""What is wrong with a description is said with place, reason and fix; all of a file at once."""

# ruff: noqa: E501 - descriptions stand here as one line each

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.errors import DescriptionErrors, LimitError
from layertally.readers.description import read_text

ROOT = Path(__file__).resolve().parent.parent.parent
VGG = (ROOT / "examples" / "vgg.yaml").read_text(encoding="utf-8")
HEAD = "framework: keras\ninput: [28, 28, 1]\nlayers:\n"

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


# (description, line:column, reason, fix) of faults that stand alone.
SINGLE = {
    "empty": ("", "1:1", "nothing is written here", "begin with framework:, input: and layers:"),
    "a list": (
        "- Flatten",
        "1:1",
        "a description is a mapping, not a list",
        "begin with framework:, input: and layers:",
    ),
    "no framework": (
        "input: [3]\nlayers: [Flatten]\n",
        "1:1",
        "a description needs `framework`",
        "write framework: keras, torch or paddle, whose layer names the layers below follow",
    ),
    "pytorch": (
        HEAD.replace("keras", "pytorch") + "  - ReLU\n",
        "1:12",
        "unknown framework `pytorch`",
        "write `framework: torch`",
    ),
    "tensorflow": (
        HEAD.replace("keras", "TensorFlow") + "  - ReLU\n",
        "1:12",
        "unknown framework `TensorFlow`",
        "write `framework: keras`",
    ),
    "kreas": (
        HEAD.replace("keras", "kreas") + "  - ReLU\n",
        "1:12",
        "unknown framework `kreas`",
        "write `framework: keras`",
    ),
    "jax": (
        HEAD.replace("keras", "jax") + "  - ReLU\n",
        "1:12",
        "unknown framework `jax`",
        "the frameworks are keras, torch, paddle",
    ),
    "no input": (
        "framework: keras\nlayers: [Flatten]\n",
        "1:1",
        "a description needs `input`",
        "write input: [28, 28, 1], without the batch",
    ),
    "input is a number": (
        "framework: keras\ninput: 8\nlayers: [Flatten]\n",
        "2:8",
        "the shape of `input` is a number, not a list",
        "write it as [28, 28, 1], without the batch",
    ),
    "no layers": (
        "framework: keras\ninput: [8]\n",
        "1:1",
        "a description needs `layers` or `groups`",
        "write layers: and a list",
    ),
    "unknown key": (
        HEAD.replace("layers", "layer") + "  - ReLU\nlayers: [ReLU]\n",
        "3:1",
        "a description has no key `layer`",
        "write `layers`; a description has model, framework, input, batch, expect, variables, blocks, groups, layers, outputs, $schema",
    ),
    "dim 0": (
        "framework: keras\ninput: [8, 0]\nlayers: [Flatten]\n",
        "2:12",
        "a dim of 0 is not positive",
        "an unknown dim has a name, such as T",
    ),
    "dim -1": (
        "framework: keras\ninput: [-1]\nlayers: [Flatten]\n",
        "2:9",
        "a dim of -1 is not positive",
        "an unknown dim has a name, such as T",
    ),
    "dim 10^30": (
        f"framework: keras\ninput: [{10**30}]\nlayers: [Flatten]\n",
        "2:9",
        f"a dim of {10**30} is larger than any dim (the bound is 2^40)",
        "",
    ),
    "dim in quotes": (
        "framework: keras\ninput: ['28']\nlayers: [Flatten]\n",
        "2:9",
        "`'28'` is text, not a number",
        "take the quotes away",
    ),
    "units 10^30": (
        HEAD + f"  - Dense: {10**30}\n",
        "4:12",
        f"`units: {10**30}` is larger than any layer's setting (the bound is 2^40)",
        "",
    ),
    "units 0": (HEAD + "  - Dense: {units: 0}\n", "4:20", "`units: 0` is below 1", ""),
    "units true": (HEAD + "  - Dense: {units: true}\n", "4:20", "`units: true` is not a positive number", ""),
    "units with a point": (
        HEAD + "  - Dense: {units: 3.0}\n",
        "4:20",
        "`units: 3.0` is not a whole number",
        "write `units: 3`",
    ),
    "a digit too many": (
        HEAD + "  - Dense: {units: " + "9" * 41 + "}\n",
        "4:20",
        "a number of 41 digits",
        "the bound is 40",
    ),
    "required": (
        HEAD + "  - Conv2D\n",
        "4:5",
        "Conv2D needs `filters` and `kernel_size`",
        "write Conv2D: {filters: …, kernel_size: …}; filters is a positive number",
    ),
    "given twice": (
        HEAD + "  - Dense: {args: 3, units: 4}\n",
        "4:22",
        "Dense is given `units` twice",
        "keep one of them",
    ),
    "key twice": (
        HEAD + "  - Dense: {units: 3, units: 4}\n",
        "4:13 and vgg.yaml:4:23",
        "the key `units` is written twice",
        "keep one of them",
    ),
    "no space after a colon": (
        HEAD + "  - Dropout: {rate:0.5}\n",
        "4:15",
        "Dropout has no argument `rate:0.5`",
        "put a space after `:`; Dropout takes rate, noise_shape (layertally rules Dropout)",
    ),
    "arguments beside": (
        HEAD + "  - Dense:\n    units: 3\n",
        "5:5",
        "`units` stands beside `Dense`, not inside it",
        "indent what belongs to Dense further, or write Dense: {…} on one line",
    ),
    "layers as values": (
        HEAD + "  - Add: [a, b]\n",
        "4:10",
        "Add takes no values without a name",
        "write Add: {inputs: [a, b]}",
    ),
    "no such layer anywhere": (
        HEAD + "  - MyScale\n",
        "4:5",
        "unknown layer `MyScale` in a Keras description",
        "a layer of your own is `Custom: {class: MyScale, output: [...], weights: {...}}`",
    ),
    "unknown variable": (
        "framework: keras\ninput: [8]\nvariables: {width: 4}\nlayers: [{Dense: $widht}]\n",
        "4:18",
        "there is no variable `widht`",
        "write `$width`",
    ),
    "a slash": (
        "framework: keras\ninput: [8]\nvariables: {width: 4}\nlayers: [{Dense: ${width / 2}}]\n",
        "4:18",
        "`/` is not arithmetic",
        "write `//` for a whole quotient",
    ),
    "block uses itself": (
        "framework: keras\ninput: [8]\nblocks: {a: [b], b: [a]}\nlayers: [a]\n",
        "3:10",
        "block `a` uses itself: a → b → a",
        "a block may only use other blocks",
    ),
    "block's variable": (
        "framework: keras\ninput: [8]\nblocks: {a: {variables: {width: 3}, layers: [{Dense: $width}]}}\nlayers: [{a: {widht: 4}}]\n",
        "4:15",
        "block `a` has no variable `widht`",
        "write `width`; it takes width, name, inputs, repeat, trainable",
    ),
    "block called like a layer": (
        "framework: keras\ninput: [8]\nblocks: {Dense: [ReLU]}\nlayers: [ReLU]\n",
        "3:10",
        "`Dense` is a layer of Keras, not a new block",
        "choose another name",
    ),
    "which input": (
        "framework: keras\ninput: {a: [3], b: [3]}\nlayers: [{Dense: 3}]\n",
        "3:11",
        "which input does the first layer read?",
        "the model has several: write inputs: [...]",
    ),
    "input and layer": (
        "framework: keras\ninput: {a: [3]}\nlayers: [{Dense: {units: 3, name: a}}]\n",
        "2:9 and vgg.yaml:3:35",
        "an input and a layer are both called `a`",
        "rename one",
    ),
    "nested model looks out": (
        HEAD + "  - Dense: {units: 3, name: out}\n  - Sequential: {layers: [{Dense: {units: 3, inputs: xyz}}]}\n",
        "5:54",
        "`inputs: xyz` names no layer `xyz`",
        "a nested model sees only its own inputs and layers; give it more with inputs:",
    ),
    "nested model with two inputs": (
        HEAD + "  - Model: {name: m, input: {a: [3], b: [3]}, layers: [{Add: {inputs: [a, b]}}]}\n",
        "4:5",
        "the model `m` has 2 inputs and is given 1",
        "name one layer for each: inputs: [...]",
    ),
    "shared with another class": (
        HEAD + "  - Flatten: {name: f}\n  - Dense: {shared: f}\n",
        "5:5",
        "Dense cannot use the weights of `f`, which is Flatten",
        "write Flatten",
    ),
    "shared and its own settings": (
        HEAD + "  - Dense: {name: f, units: 3}\n  - Dense: {shared: f, units: 4}\n",
        "5:24",
        "`units` is already given by `f`, whose weights are shared",
        "delete it",
    ),
    "shared with itself": (
        HEAD + "  - Dense: {name: z, shared: z}\n",
        "4:30",
        "`shared: z` shares with itself",
        "name the layer that has the weights",
    ),
    "reads itself": (
        HEAD + "  - Flatten: {name: a, inputs: a}\n",
        "4",
        "layers depend on each other in a circle: a → a",
        "an input must come from an earlier layer",
    ),
    "claim with commas": (
        "framework: keras\ninput: [8]\nexpect: {params: 132,863}\nlayers: [Flatten]\n",
        "3:22",
        "`expect` has no key `863`",
        "put a number with commas in quotes",
    ),
    "claim in words": (
        "framework: keras\ninput: [8]\nexpect: {params: many}\nlayers: [Flatten]\n",
        "3:18",
        "`params: many` is not a number",
        'write 329962, "132,863,336" or 1.1M',
    ),
    "empty name": (HEAD + "  - Flatten: {name: ''}\n", "4:21", "a name is empty", "write letters, digits, _ . -"),
    "line break in a name": (
        HEAD + '  - Flatten: {name: "a\\nb"}\n',
        "4:21",
        "a line break is not read inside a word",
        "delete it",
    ),
    "escape in a name": (
        HEAD + '  - Flatten: {name: "a\\e[31m"}\n',
        "4:21",
        "the character U+001B is not read inside a word",
        "delete it",
    ),
    "direction override": (
        HEAD + "  - Flatten: {name: a\u202eb}\n",
        "4:22",
        "the character U+202E is not read in a description",
        "delete it",
    ),
    "direction mark in a name": (
        HEAD + "  - Flatten: {name: a\u200fb}\n",
        "4:21",
        "a name holds U+200F, which cannot be seen",
        "write letters, digits, _ . -",
    ),
    "a tag": (
        HEAD + "  - !!python/object/apply:os.system [ls]\n",
        "4:5",
        "the tag `!!python/object/apply:os.system` is not read",
        "a description holds words, numbers, lists and mappings",
    ),
    "a second document": (
        HEAD + "  - Flatten\n---\na: 1\n",
        "5:1",
        "a second document begins here",
        "one description a file",
    ),
    "a merge key": (
        HEAD + "  - Dense: {<<: {units: 3}}\n",
        "4:13",
        "merge keys `<<` are not read",
        "define a block once and use it: blocks:",
    ),
    "a tab": (HEAD + "\t- Flatten\n", "4:1", "not valid YAML: a tab cannot indent", "indent with spaces"),
    "an open bracket": (
        HEAD + "  - Dense: {units: 3\n  - Flatten\n",
        "4:12",
        "not valid YAML: `{` is never closed",
        "write `}` at the end of line 4",
    ),
    "an open quote": (
        HEAD + "  - Dense: {name: 'a}\n",
        "4:19",
        "not valid YAML: a quotation mark is never closed",
        "close it on the same line",
    ),
    "a bracket too many": (
        HEAD + "  - Dense: {units: 3}}\n",
        "4:22",
        "not valid YAML: `}` closes nothing",
        "delete it",
    ),
    "a backtick": (
        HEAD + "  - Dense: `3`\n",
        "4:12",
        "not valid YAML: a word cannot begin with ```",
        "put it in quotes",
    ),
    "two colons": (
        HEAD + "  - Dense: units: 3\n",
        "4:17",
        "not valid YAML: a second `:` in one line",
        "put the part after the first `:` in braces: {name: value}",
    ),
    "an item without a colon": (
        HEAD + "  - Dense\n      units: 3\n",
        "5:7",
        "not valid YAML: this belongs to an item that has no `:`",
        "end line 4 with `:` and indent this line further",
    ),
    "indentation": (
        "framework: keras\n  input: [8]\nlayers: [Flatten]\n",
        "2:8",
        "not valid YAML: `:` is not expected here",
        "check the line above: every key ends with `:`",
    ),
}


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
