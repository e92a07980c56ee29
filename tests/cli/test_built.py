"""A description held against its framework: the real one where it is installed, else one that we invent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layertally import annotate, read
from layertally.model import Input, Model, Ref
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
    | {"Weight", "Constant", "LayerScale", "StochasticDepth", "CustomScaleLayer"}
    | {"LocallyConnected1D", "LocallyConnected2D", "CuDNNGRU", "CuDNNLSTM"},
}


# Random pictures and boxes: no setting of theirs changes a number, so the tables ask for none that Keras requires.
LENIENT = {"MaxNumBoundingBoxes", "RandomColorDegeneration", "RandomHue", "RandomPosterization", "RandomSaturation"}
LENIENT |= {"RandomSharpness", "Discretization"}
ELSEWHERE = ("requires TensorFlow", "requires the scipy module")
"""What Keras answers where a layer needs another package than the one it runs on here."""


def _invented(refuse: int | None = None, off: int = 0) -> Any:
    """A framework that counts one parameter too many in layers of two units, and refuses what is asked of it."""

    def ask(job: Mapping[str, Any]) -> dict[str, Any]:
        assert [layer["class"] for layer in job["layers"]] == ["Linear", "Linear", "Add"]
        said: list[Any] = [
            {"shape": None, "params": params, "trainable": None, "fixed": None, "buffers": None}
            for params in (36, 10 + off)
        ]
        if refuse is not None:
            said[refuse] = {"why": "no such setting"}
        return {"title": "Invented 1.0", "layers": [*said, None]}

    return ask


def _asked(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> list[str]:
    monkeypatch.setattr(built, "ask", _invented(**settings))
    found = judge(annotate(built.report(annotate(read("net.yaml", text=NET)))))
    return [f"{verdict.word}: {verdict.text}" for verdict in found] + [
        detail for verdict in found for detail in verdict.details
    ]


def test_what_agrees_and_what_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(monkeypatch) == [
        "agrees: 2 of 3 layers with Invented 1.0 (parameters)",
        "agrees: the claim of 46 parameters (net.yaml:1)",
        "not asked: 2 (Add)",
    ]


def test_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = _asked(monkeypatch, off=1)
    assert first == "differs: layer 1 (Linear): Invented 1.0 says 11, the formula gives (4 + 1)·2 = 10"


def test_what_is_refused_is_said_and_the_others_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _asked(monkeypatch, refuse=1)
    assert said[0] == "unchecked: layer 1 (Linear): Invented 1.0 refuses it: no such setting"
    assert said[1].startswith("agrees: 1 of 3 layers")


def test_the_frameworks() -> None:
    assert built.frameworks() == ("torch", "keras")


@pytest.mark.live("torch", "keras")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_every_rule_agrees_with_its_framework(framework: str) -> None:
    inputs, layers, written = [], [], {}
    for at, rule in enumerate(rules(framework)):
        assert rule.example is not None
        shapes = rule.example.input_shapes
        given = [Input(f"{at}.{number}", shape or ()) for number, shape in enumerate(shapes)]
        inputs += given
        layers.append(replace(rule.example.layer, name=str(at), inputs=tuple(Ref(each.name) for each in given)))
        written[str(at)] = rule
    model = Model("rules", framework, tuple(inputs), tuple(layers), ())
    off = []
    for found in annotate(built.report(annotate(model))).layers:
        name = written[found.name].type.name
        left_out = name in CALLS[framework] | LENIENT or name.startswith("ops.")
        if found.status != "agrees" and not left_out and not any(word in found.layer.why for word in ELSEWHERE):
            off.append((written[found.name].written, found.status, found.layer.why))
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
