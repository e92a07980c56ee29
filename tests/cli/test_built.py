"""A description held against its framework: the real one where it is installed, else one that we invent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from layertally import annotate, read
from layertally.model import Input, Layer, Model, Ref, Reported
from layertally.readers import built
from layertally.report.catalogue import rules
from layertally.report.verdict import exit_code, judge

NET = (
    "{framework: torch, input: [8], expect: {params: 46},"
    " layers: [{Linear: [8, 4]}, {Linear: [4, 2]}, {Add: {inputs: ['0', '0']}}]}"
)
# What is a call in its framework and no class, or a class that other versions have.
CALLS = {
    "torch": {"Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum", "Average", "Concatenate", "MatMul"}
    | {"KMaxPooling", "Reshape", "Permute", "Select"},
    "keras": {"KMaxPooling", "Select", "ThresholdedReLU", "UpSampling1D"}
    | {"LocallyConnected1D", "LocallyConnected2D", "CuDNNGRU", "CuDNNLSTM"},
}


# Random pictures and boxes: no setting of theirs changes a number, so the tables ask for none that Keras requires.
LENIENT = {"MaxNumBoundingBoxes", "RandomColorDegeneration", "RandomHue", "RandomPosterization", "RandomSaturation"}
LENIENT |= {"RandomSharpness", "Discretization"}
ELSEWHERE = ("requires TensorFlow", "requires the scipy module")
"""What Keras answers where a layer needs another package than the one it runs on here."""


class _Invented:
    """A framework that counts one parameter too many in layers of two units, and refuses what is asked of it."""

    title = "Invented 1.0"

    def __init__(self, refuse: str = "", off: int = 0) -> None:
        self.refuse, self.off = refuse, off

    def ask(self, layer: Layer, _shapes: Any) -> Reported | None:
        if layer.name == self.refuse:
            raise ValueError("no such\n setting")
        if layer.type != "Linear":
            return None
        return Reported(params={"0": 36, "1": 10 + self.off}[layer.name])


def _asked(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> list[str]:
    monkeypatch.setitem(built._BUILDERS, "torch", lambda: _Invented(**settings))
    found = judge(annotate(built.report(annotate(read("net.yaml", text=NET)))))
    return [f"{verdict.word}: {verdict.text}" for verdict in found] + [
        detail for verdict in found for detail in verdict.details
    ]


def test_what_agrees_and_what_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(monkeypatch) == [
        "agrees: 2 of 3 layers with Invented 1.0 (shapes, parameters)",
        "agrees: the claim of 46 parameters (net.yaml:1)",
        "not asked: 2 (Add)",
    ]


def test_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = _asked(monkeypatch, off=1)
    assert first == "differs: layer 1 (Linear): Invented 1.0 says 11, the formula gives (4 + 1)·2 = 10"


def test_what_is_refused_is_said_and_the_others_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _asked(monkeypatch, refuse="1")
    assert said[0] == "unchecked: layer 1 (Linear): Invented 1.0 refuses it: no such setting"
    assert said[1].startswith("agrees: 1 of 3 layers")


def test_the_frameworks() -> None:
    assert built.frameworks() == ("torch", "keras")


@pytest.mark.live("torch", "keras")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_every_rule_agrees_with_its_framework(framework: str) -> None:
    off = []
    for rule in rules(framework):
        example = rule.example
        assert example is not None
        names = [ref.layer for ref in example.layer.inputs]
        inputs = tuple(Input(name, shape or ()) for name, shape in zip(names, example.input_shapes, strict=True))
        model = Model("rule", framework, inputs, (example.layer,), (Ref(example.name),))
        (found,) = annotate(built.report(annotate(model))).layers
        name = rule.type.name
        left_out = name in CALLS[framework] | LENIENT or name.startswith("ops.")
        if found.status != "agrees" and not left_out and not any(word in found.layer.why for word in ELSEWHERE):
            off.append((rule.written, found.status, found.layer.why))
    assert off == []


@pytest.mark.live("torch", "keras")
@pytest.mark.filterwarnings("ignore")
def test_every_example_agrees_with_its_framework(root: Path) -> None:
    for path in sorted((root / "examples").glob("*.yaml")):
        model = read(path)
        if model.framework in built.frameworks():
            verdicts = judge(annotate(built.report(annotate(model))))
            assert exit_code(verdicts) == (1 if path.stem == "small" else 0), path
            assert any(verdict.word == "agrees" and " layers with " in verdict.text for verdict in verdicts)
