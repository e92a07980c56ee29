"""Descriptions that mean harm: refused, with the bound that they pass, in bounded time and memory."""

from __future__ import annotations

import sys
import time

import pytest

from layertally.errors import DescriptionErrors, LayertallyError, LimitError
from layertally.readers.description import read_text

HEAD = "framework: keras\ninput: [8]\nlayers:\n"
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i + 1}: &a{i + 1} [{', '.join([f'*a{i}'] * 10)}]\n" for i in range(20)
)
DOUBLING = "framework: keras\ninput: [8]\nblocks:\n" + "".join(f"  b{i}: [b{i + 1}, b{i + 1}]\n" for i in range(30))

REFUSED = {
    "aliases that laugh": (LAUGHS, "more than 200,000 values, aliases expanded"),
    "lists, 10,000 deep": (HEAD + "  - " + "[" * 10_000 + "]" * 10_000, "nested deeper than 64 levels"),
    "mappings, 10,000 deep": ("{a: " * 10_000, "nested deeper than 64 levels"),
    "items, 10,000 deep": ("- " * 10_000, "nested deeper than 64 levels"),
    "keys, 10,000 deep": ("? " * 10_000, "nested deeper than 64 levels"),
    "nested models": (
        HEAD + "  - " + "Sequential: {layers: [{" * 40 + "ReLU: {}" + "}]}" * 40,
        "nested deeper than 64 levels",
    ),
    "a long word": (HEAD + "  - " + "a" * 100_000, "a word of 100,000 characters, the bound is 1,000"),
    "a large text": ("#" * (8 * 2**20 + 1), "8,388,609 characters, the bound is 8,388,608"),
    "many values": (HEAD + "  - {Dense: {units: 3}}\n" * 60_000, "more than 200,000 values, aliases expanded"),
    "many layers": (
        "{framework: keras, input: [8], blocks: {b: [ReLU]}, layers: [{b: {repeat: 1000000000000}}]}",
        "1,000,000,000,000 layers after expansion, the bound is 100,000",
    ),
    "blocks that double": (
        DOUBLING + "  b30: [ReLU]\nlayers: [b0]\n",
        "1,073,741,824 layers after expansion, the bound is 100,000",
    ),
    "blocks that double, each use another": (
        "framework: keras\ninput: [8]\nblocks:\n"
        + "".join(
            f"  b{i}: {{variables: {{n: 1}}, layers: [{{{use}: {{n: $(n * 2)}}}}, {{{use}: {{n: $(n * 2 + 1)}}}}]}}\n"
            for i, use in enumerate(f"b{number}" for number in range(1, 31))
        )
        + "  b30: [ReLU]\nlayers: [b0]\n",
        "blocks used in more than 10,000 different ways",
    ),
    "a long chain of blocks": (
        "framework: keras\ninput: [8]\nblocks:\n"
        + "".join(f"  b{i}: [b{i + 1}]\n" for i in range(1000))
        + "  b1000: [ReLU]\nlayers: [b0]\n",
        "blocks nested deeper than 32",
    ),
    "variables that double": (
        "framework: keras\ninput: [8]\nvariables:\n  v0: abcdefgh\n"
        + "".join(f"  v{i + 1}: $v{i}$v{i}\n" for i in range(60))
        + "layers: [ReLU]\n",
        "a word of 1,024 characters, the bound is 1,000",
    ),
    "many variables": (
        "framework: keras\ninput: [8]\nvariables: {"
        + ", ".join(f"v{i}: 1" for i in range(1000))
        + "}\nlayers: [ReLU]\n",
        "1000 variables, the bound is 200",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_bound(name: str) -> None:
    text, bound = REFUSED[name]
    start = time.process_time()
    with pytest.raises(LimitError) as caught:
        read_text(text, "net.yaml")
    assert caught.value.reason == f"net.yaml was refused: {bound}"
    assert time.process_time() - start < 20


NOTED = {
    "lists that double": "framework: keras\ninput: [8]\nvariables:\n  v0: [1, 2]\n"
    + "".join(f"  v{i + 1}: [$v{i}, $v{i}]\n" for i in range(60))
    + "layers: [{Dense: $v60}]\n",
    "an alias to itself": "a: &a [*a]\n",
    "an expression, deep": HEAD + "  - Dense: $(" + "(" * 90 + "1" + ")" * 90 + ")\n",
    "an expression, large": HEAD + "  - Dense: $(" + "99999 * " * 20 + "1)\n",
    "a digit string": HEAD + "  - Dense: " + "9" * 900 + "\n",
    "a float out of range": HEAD + "  - Dropout: 1e999\n",
    "not a number": HEAD + "  - Dropout: .nan\n",
    "thousands of faults": HEAD + "".join(f"  - Foo{i}: {{x: 3}}\n" for i in range(5_000)),
    "thousands of bad inputs": HEAD + "".join(f"  - ReLU: {{name: n{i}, inputs: x{i}}}\n" for i in range(5_000)),
    "a circle of thousands": HEAD + "  - ReLU: {inputs: last}\n" + "  - ReLU\n" * 5_000 + "  - ReLU: {name: last}\n",
    "surrogates": HEAD + '  - ReLU: {name: "\\ud83d"}\n',
    "nul": "framework: keras\x00",
}


@pytest.mark.parametrize("name", NOTED)
def test_noted_in_bounded_time(name: str) -> None:
    start = time.process_time()
    with pytest.raises(DescriptionErrors) as caught:
        read_text(NOTED[name], "net.yaml")
    assert 0 < len(caught.value.errors) <= 51
    assert time.process_time() - start < 20
    str(caught.value).encode("utf-8")


def test_many_layers_are_read_without_deep_recursion() -> None:
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        backwards = "".join(f"  - ReLU: {{name: a{i}, inputs: a{i + 1}}}\n" for i in range(3_000))
        model = read_text(HEAD + backwards + "  - ReLU: {name: a3000, inputs: input}\n")
    finally:
        sys.setrecursionlimit(limit)
    assert [layer.name for layer in model.layers] == [f"a{i}" for i in range(3_000, -1, -1)]


def test_the_bound_on_layers_can_be_raised_and_lowered() -> None:
    text = "{framework: keras, input: [8], blocks: {b: [ReLU, ReLU]}, layers: [{b: {repeat: 6}}]}"
    assert len(read_text(text, max_layers=12).layers) == 12
    with pytest.raises(LimitError, match="12 layers after expansion, the bound is 11"):
        read_text(text, max_layers=11)


@pytest.mark.parametrize(
    "written",
    [
        "__import__('os').system('true')",
        "().__class__.__mro__",
        "lambda: 1",
        "width.bit_length",
        "width ** 9",
        "[width]",
        "1 if width else 2",
        "width = 3",
        "exec",
    ],
)
def test_an_expression_is_arithmetic_and_nothing_else(written: str) -> None:
    text = (
        f'{{"framework": "keras", "input": [8], "variables": {{"width": 4}}, "layers": [{{"Dense": "$({written})"}}]}}'
    )
    with pytest.raises(LayertallyError):
        read_text(text)
