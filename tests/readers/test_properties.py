"""Whatever the text, only errors of our own; whatever is written well is read back as it was meant."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings, strategies as st

from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.readers.description import read_text

WORDS = st.sampled_from(
    """framework keras torch paddle input layers groups title Conv2D Dense Flatten Add Sequential Custom name inputs
    shared blocks variables repeat b $b ${b*2} expect params class output weights outputs batch model LSTM Bidirectional
    layer args T""".split()  # noqa: SIM905 - a list of these would be a page
)
SCALARS = WORDS | st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=8)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def _harmless(text: str) -> None:
    with contextlib.suppress(LayertallyError):
        read_text(text, "net.yaml", max_layers=500)


@given(st.text(alphabet=st.sampled_from("ab:-{}[]&*!|>'\"%@`#, \n\t?$()01.é第"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    _harmless(text)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_characters(text: str) -> None:
    _harmless(text)
    _harmless("framework: keras\ninput: [8]\nlayers:\n  - " + text)


@given(TREES)
@settings(max_examples=200, deadline=None)
def test_any_tree(tree: Any) -> None:
    _harmless(yaml.safe_dump(tree, allow_unicode=True))


@given(
    st.sampled_from(["keras", "torch", "paddle"]),
    TREES,
    TREES,
    st.lists(TREES, min_size=1, max_size=4),
    st.dictionaries(WORDS, TREES, max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_any_tree_that_looks_like_a_description(
    framework: str, given_: Any, blocks: Any, layers: list[Any], rest: Any
) -> None:
    _harmless(
        yaml.safe_dump(
            {
                "input": [4, 4, 3],
                **rest,
                "framework": framework,
                "blocks": {"b": blocks},
                "layers": layers,
                "expect": given_,
            }
        )
    )


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).filter(
    lambda n: "$" not in n
)


@st.composite
def _descriptions(draw: st.DrawFn) -> tuple[dict[str, Any], list[tuple[str, list[str]]]]:
    """A description of dense layers and sums with names of all kinds, and its edges."""
    names = draw(st.lists(NAMES, min_size=1, max_size=8, unique=True).filter(lambda found: "input" not in found))
    layers: list[Any] = []
    edges = []
    known = ["input"]
    for name in names:
        if draw(st.booleans()):
            read = draw(st.lists(st.sampled_from(known), min_size=2, max_size=3))
            layers.append({"Add": {"name": name, "inputs": read}})
        else:
            read = [draw(st.sampled_from(known))]
            layers.append({"Dense": {"name": name, "inputs": read[0], "units": draw(st.integers(1, 2**40))}})
        edges.append((name, read))
        known.append(name)
    return {"framework": "keras", "input": [8], "layers": layers}, edges


@given(_descriptions())
@settings(deadline=None)
def test_what_is_written_is_read_back(case: tuple[dict[str, Any], list[tuple[str, list[str]]]]) -> None:
    description, edges = case
    for text in (
        json.dumps(description),
        json.dumps(description, ensure_ascii=False, indent=2),
        yaml.safe_dump(description, allow_unicode=True),
        yaml.safe_dump(description, default_flow_style=True),
    ):
        model = read_text(text)
        assert [(layer.name, [ref.layer for ref in layer.inputs]) for layer in model.layers] == edges
        written = [item["Dense"]["units"] for item in description["layers"] if "Dense" in item]
        assert [layer.arguments["units"] for layer in model.layers if layer.type == "Dense"] == written


EXAMPLES = sorted((Path(__file__).resolve().parent.parent.parent / "examples").glob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]
PIECES = st.sampled_from(
    [
        "",
        "[",
        "]",
        "{",
        "}",
        ":",
        " ",
        "\n",
        "- ",
        "$",
        "${",
        "&a ",
        "*a",
        "'",
        '"',
        "#",
        "|",
        "-1",
        "0",
        "null",
        "T",
        "\t",
    ]
)


@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES), min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_an_example_with_slips_of_the_hand(text: str, slips: list[tuple[float, int, str]]) -> None:
    for where, cut, piece in slips:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + cut :]
    with contextlib.suppress(LayertallyError):
        annotate(read_text(text, "net.yaml", max_layers=500))
