"""Scopes of a description: what their layers are called, how they are named from inside and from outside."""

from __future__ import annotations

import pytest

from layertally.errors import DescriptionErrors, LimitError
from layertally.model import Model
from layertally.readers.description import read_text


def net(layers: str, head: str = "framework: torch\ninput: [8]\n") -> Model:
    return read_text(f"{head}layers:\n{layers}", "net.yaml")


def edges(model: Model) -> dict[str, list[str]]:
    return {layer.name: [ref.layer for ref in layer.inputs] for layer in model.layers}


NESTED = """
  - Linear: {name: stem, in_features: 8, out_features: 8}
  - Scope:
      name: encoder
      class: Encoder
      layers:
        - LayerNorm: {name: norm, normalized_shape: 8}
        - Scope:
            name: mlp
            layers:
              - Linear: {name: up, in_features: 8, out_features: 8}
              - Add: {name: sum, inputs: [up, norm]}
        - Add: {name: add, inputs: [input, mlp.up]}
  - Add: {name: last, inputs: [encoder, encoder.mlp.sum]}
"""


def test_names_go_from_the_scope_outwards() -> None:
    assert edges(net(NESTED)) == {
        "stem": ["input"],
        "encoder.norm": ["stem"],
        "encoder.mlp.up": ["encoder.norm"],
        "encoder.mlp.sum": ["encoder.mlp.up", "encoder.norm"],
        "encoder.add": ["stem", "encoder.mlp.up"],
        "last": ["encoder.add", "encoder.mlp.sum"],
    }


def test_scopes_and_classes() -> None:
    model = net(NESTED)
    assert {layer.name: layer.scope for layer in model.layers}["encoder.mlp.up"] == ("encoder", "mlp")
    assert model.classes == {"encoder": "Encoder"}


def test_keras_joins_with_a_line() -> None:
    model = net(
        "  - Scope: {name: enc, trainable: false, layers: [{Dense: {units: 4, name: a}}]}\n"
        "  - Dense: {units: 2, name: b}\n",
        "framework: keras\ninput: [8]\n",
    )
    assert [(layer.name, layer.trainable) for layer in model.layers] == [("enc_a", False), ("b", True)]


def test_a_layer_may_say_its_scope_itself() -> None:
    model = net('  - Scope: {name: a, layers: [{ReLU: {name: x, scope: [b, "0"]}}]}\n  - ReLU: {name: y, scope: c}\n')
    assert [layer.scope for layer in model.layers] == [("a", "b", "0"), ("c",)]


def test_classes_of_blocks() -> None:
    head = (
        "framework: torch\ninput: [8]\nblocks:\n"
        "  Res: [ReLU]\n  Other: {class: null, layers: [ReLU]}\n  Third: {class: T, layers: [ReLU]}\n"
    )
    layers = "  - Res: {name: a, repeat: 2}\n  - Other: {name: b}\n  - Third: {name: c}\n  - Res: {name: Res}\n"
    assert net(layers, head).classes == {"a.0": "Res", "a.1": "Res", "c": "T"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "framework: torch\ninput: {a: [8], b: [8]}\nlayers:\n  - Scope: {name: s, layers: [ReLU]}\n",
            "which input does the scope read?",
        ),
        (
            (
                "framework: torch\ninput: [8]\nlayers:\n  - Scope: {name: s, layers: [ReLU]}\n"
                "  - Scope: {name: s, layers: [ReLU]}\n"
            ),
            "two layers are called `s`",
        ),
        (
            "framework: torch\ninput: [8]\nblocks: {b: [{Scope: {name: s, layers: [b]}}]}\nlayers: [b]\n",
            "block `b` uses itself: b → b",
        ),
    ],
)
def test_faults(text: str, reason: str) -> None:
    with pytest.raises(DescriptionErrors) as raised:
        read_text(text, "net.yaml")
    assert reason in [error.reason for error in raised.value.errors]


def test_repeats_inside_scopes_are_bounded() -> None:
    with pytest.raises(LimitError):
        net(
            "  - Scope: {name: a, layers: [{b: {repeat: 1000000}}]}\n",
            "framework: torch\ninput: [8]\nblocks: {b: [ReLU, ReLU]}\n",
        )
