"""Verdicts: which word, which exit code, which slip explains a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layertally import annotate, check, diff, read
from layertally.model import Layer, Ref, Reported
from layertally.report.compare import compare
from layertally.report.verdict import exit_code, judge
from report.models import grouped, reported, vgg


@pytest.mark.parametrize(
    ("claimed", "sentence", "delta"),
    [
        (329962 + 2 * 9 * 32, "the claim fits `conv2d` with 3 input channels", "= 3·3·(1 − 3)·32"),
        (329962 - 10, "the claim fits `dense_1` with no bias", ""),
        (329962 - (32 + 32 + 64 + 64), "the claim fits every convolution with no bias", ""),
        (329962 - (32 + 32 + 64 + 64 + 256 + 10), "the claim fits every layer with no bias", ""),
        (329962 + 257 * 90, "the claim fits `dense_1` with 100 units", "= (256 + 1)·(10 − 100)"),
        (329963, "", ""),
        (12, "", ""),
    ],
)
def test_a_claim_is_explained_only_where_it_is_exact(claimed: int, sentence: str, delta: str) -> None:
    (verdict,) = (one for one in judge(annotate(vgg(claimed))) if one.word == "differs")
    assert verdict.help.split(";")[0] == sentence
    assert verdict.ledger[0] == ("claimed", f"{claimed:,}", "")
    assert verdict.ledger[1] == ("predicted", "329,962", "6 formulas")
    assert verdict.ledger[-1][2] == delta


def test_an_output_that_a_layer_has_not_is_a_difference() -> None:
    text = "{framework: keras, input: [8], layers: [{Dense: {units: 2, name: a}}, {Dense: {units: 3, inputs: a.1}}]}"
    found = annotate(read("net.yaml", text=text))
    (verdict,) = judge(found)[:1]
    assert (verdict.word, exit_code(judge(found))) == ("differs", 1)
    assert "reads output 1 of a, which has 1, counted from 0" in str(verdict)


def test_vgg11_of_the_article() -> None:
    text = (
        "{framework: torch, input: [1, 224, 224], expect: {params: 1792},"
        " layers: [{Conv2d: {in_channels: 1, out_channels: 64,"
        " kernel_size: 3, padding: 1}}]}"
    )
    (verdict,) = (one for one in check(read("n.yaml", text=text), ask=False) if one.word == "differs")
    assert verdict.ledger[-1] == ("delta", "−1,152", "= 3·3·(1 − 3)·64")


@pytest.mark.parametrize(
    ("words", "require", "code"),
    [
        ([], False, 0), (["agrees"], False, 0), (["unchecked"], False, 0), (["unchecked"], True, 1),
        (["agrees", "differs"], False, 1),
        (["unexplained"], False, 1), (["agrees"], True, 0),
    ],
)  # fmt: skip
def test_exit_codes(words: list[str], require: bool, code: int) -> None:
    from layertally.report.verdict import Verdict

    assert exit_code([Verdict(word, "") for word in words], require) == code  # type: ignore[arg-type]


def test_what_needs_an_eye_comes_first() -> None:
    assert [one.word for one in judge(annotate(vgg(1)))] == ["differs", "unchecked"]
    assert [one.word for one in judge(annotate(reported(vgg(1))))] == ["differs", "agrees"]
    assert [one.word for one in judge(annotate(vgg()), first="claims")] == ["agrees", "unchecked"]


def test_a_layer_that_the_framework_counts_otherwise() -> None:
    model = reported(vgg())
    layers = tuple(
        replace(one, reported=Reported(params=2571)) if one.name == "dense_1" else one for one in model.layers
    )
    found = judge(annotate(replace(model, layers=layers)))
    assert found[0].word == "differs"
    assert found[0].text == "layer `dense_1` (Dense): Keras 3.15.1 says 2,571, the formula gives (256 + 1)·10 = 2,570"
    assert found[1].text.startswith("11 of 12 layers")


def test_layers_without_a_rule_are_named_with_their_weights() -> None:
    model = reported(vgg())
    scale = [
        Layer(f"blocks.{i}.ls", "LayerScale", None, (Ref(model.layers[-1].name),), weights=(("gamma", (10,), True),))
        for i in range(3)
    ]
    found = judge(annotate(replace(model, layers=(*model.layers, *scale), groups=(), claims=())))
    assert [one.word for one in found] == ["unexplained", "agrees"]
    assert found[0].text == "3 layers have no rule"
    assert found[0].details == ("blocks.0.ls … blocks.2.ls   LayerScale   10 each, from gamma [10]",)
    assert "30 parameters are counted from the weights" in found[0].help
    assert found[1].text == "every other layer and the total with Keras 3.15.1"


def test_an_unknown_total_is_not_held_against_a_claim() -> None:
    text = "{framework: keras, input: [8], expect: {params: 3}, layers: [{Custom: {class: X, output: [4]}}]}"
    found = check(read("n.yaml", text=text), ask=False)
    assert [one.word for one in found] == ["unexplained", "unchecked"]
    assert found[1].text.endswith("the total is not known")


NET = "{framework: keras, input: [8], layers: [{Dense: 4}, {Dropout: 0.5}, {Dense: 2}]}"


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        (NET, []),
        (
            NET.replace("Dense: 4", "Dense: 5"),
            [("changed", "dense", "units 4 → 5"), ("changed", "dense_1", "c_in 4 → 5")],
        ),
        (NET.replace("{Dropout: 0.5}, ", ""), [("removed", "dropout", "")]),
        (NET.replace("{Dropout: 0.5}", "BatchNormalization, {Dropout: 0.5}"), [("added", "batch_normalization", "")]),
        (NET.replace("[8]", "[9]"), [("changed", "input", "8 → 9"), ("changed", "dense", "c_in 8 → 9")]),
        (NET.replace("Dropout: 0.5", "Dropout: 0.1"), [("changed", "dropout", "rate 0.5 → 0.1")]),
        (NET.replace("Dense: 2", "Dense: {units: 2, use_bias: false}"), [("changed", "dense_1", "bias yes → no")]),
    ],
)
def test_what_changed(other: str, changes: list[tuple[str, str, str]]) -> None:
    found = diff(read("a.yaml", text=NET), read("b.yaml", text=other))
    assert [(one.kind, one.name, one.what) for one in found.changes if one.kind != "same"] == changes
    assert found.equal is (not changes)


def test_a_wire_that_moved_is_a_change() -> None:
    text = (
        "{framework: keras, input: [8],"
        " layers: [{Dense: {units: 8, name: a}}, {Dense: {units: 8, name: b}}, {Add: {inputs: [a, b]}}]}"
    )
    found = diff(read("a.yaml", text=text), read("b.yaml", text=text.replace("[a, b]", "[a, a]")))
    assert [one.what for one in found.changes if one.kind == "changed"] == ["inputs a, b → a, a"]


def test_a_model_is_the_same_as_itself() -> None:
    found = grouped(vgg()).annotated
    assert compare(found, found).equal
