"""The catalogue, the schema, frozen descriptions: what is made from the tables and the models."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from layertally import LayertallyError, annotate, diff, read
from layertally.frameworks import NAMES
from layertally.report.catalogue import find, rules
from layertally.report.dot import dot
from layertally.report.freeze import freeze, scalar
from layertally.report.rule_lines import contract
from layertally.report.schema import dump


@pytest.mark.parametrize("framework", NAMES)
def test_every_rule_has_an_example_that_works(framework: str) -> None:
    assert [rule.type.name for rule in rules(framework) if rule.example is None] == []


@pytest.mark.parametrize("framework", NAMES)
def test_an_example_can_be_written_in_a_description(framework: str) -> None:
    for rule in rules(framework):
        assert rule.example is not None
        shapes = {f"in{number}": list(shape[1:]) for number, shape in enumerate(rule.example.input_shapes) if shape}
        layer = {rule.type.name: {**rule.given, "inputs": list(shapes)}}
        text = yaml.safe_dump({"framework": framework, "input": shapes or [8], "layers": [layer]})
        assert annotate(read("rule.yaml", text=text)).totals.params == rule.example.count.value, rule.written


@pytest.mark.parametrize(
    ("name", "framework", "written", "params"),
    [
        ("Conv2D", "keras", "Conv2D: {filters: 32, kernel_size: 3}", 896),
        ("Linear", "torch", "Linear: {in_features: 64, out_features: 10}", 650),
        ("LSTM", "torch", "LSTM: {input_size: 64, hidden_size: 128}", 99328),
        ("MaxPool2D", "keras", "MaxPooling2D", 0),
    ],
)
def test_one_rule(name: str, framework: str, written: str, params: int) -> None:
    (rule,) = find(name, framework)
    assert rule.written == written
    assert rule.example is not None
    assert rule.example.count.value == params


def test_a_name_that_there_is_not() -> None:
    with pytest.raises(LayertallyError) as caught:
        find("Conf2D", "keras")
    assert caught.value.fix == "write `Conv2D`"


def test_the_catalogue_is_json() -> None:
    found = json.loads(json.dumps(contract(find("Conv2D", "keras"))))
    assert found["rules"][0]["params"] == "(k_h·k_w·c_in + 1)·c_out"
    assert found["rules"][0]["arguments"][0] == {"name": "filters", "kind": "a positive number", "required": True}


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(dump())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_takes_every_example(validator: jsonschema.Draft202012Validator, root: Path) -> None:
    for path in sorted((root / "examples").glob("*.yaml")):
        assert [
            error.message for error in validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))
        ] == [], path


@pytest.mark.parametrize(
    "wrong",
    [
        "{input: [8], layers: [Flatten]}",
        "{framework: karas, input: [8], layers: [Flatten]}",
        "{framework: keras, input: [8], layers: [{Dense: {unitz: 3}}]}",
        "{framework: keras, input: [8], layers: [{Dense: {units: -3}}]}",
        "{framework: keras, input: [8], layers: [{Conv2D: {filters: 3, kernel_size: 3, padding: smae}}]}",
        "{framework: keras, input: [8], layers: [{Dense: 3}], grups: []}",
        "{framework: keras, input: [8], layers: []}",
        "{framework: keras, input: [8], layers: [{Dense: 3}], groups: [{layers: [Flatten]}]}",
        "{framework: keras, input: [8], layers: [{Dense: 3}], expect: {parms: 3}}",
        "{framework: torch, input: [8], groups: [{titel: a, layers: [Flatten]}]}",
    ],
)
def test_the_schema_sees_what_is_wrong(validator: jsonschema.Draft202012Validator, wrong: str) -> None:
    assert list(validator.iter_errors(yaml.safe_load(wrong))) != []
    with pytest.raises(LayertallyError):
        read("wrong.yaml", text=wrong)


def test_a_frozen_example_is_the_same_model(root: Path) -> None:
    for path in sorted((root / "examples").glob("*.yaml")):
        model = read(path)
        again = read("again.yaml", text=freeze(annotate(model)))
        assert diff(model, again).equal, path
        assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]
        assert annotate(again).claims[0].agrees


@pytest.mark.parametrize(
    "text",
    [
        "{framework: torch, input: [T, 64], layers: [{Linear: [64, 8]}]}",
        (
            "{framework: torch, input: {a: [7, 5], b: {shape: [9], dtype: int64}},"
            " layers: [{Linear: {inputs: a, args: [5, 5]}}, {Embedding: {inputs: b, args: [100, 5]}}]}"
        ),
        (
            "{framework: torch, input: [7, 5],"
            " layers: [{LSTM: {name: rnn, input_size: 5, hidden_size: 3, batch_first: true}},"
            " {Linear: {args: [3, 2], inputs: rnn.1}}]}"
        ),
        (
            "{framework: keras, input: [8],"
            " layers: [{Dense: {units: 8, name: a, trainable: false}}, {Dense: {shared: a, name: again}}]}"
        ),
        (
            "{framework: keras, input: [8],"
            " layers: [{Custom: {class: Scale, output: [8], weights: {gamma: [8]}, why: no rule}},"
            " {Dense: 2}]}"
        ),
        (
            "{framework: keras, model: 'a: \"b\" # c', input: [8, 8],"
            " layers: [{Bidirectional: {layer: {LSTM: {units: 4}}}}]}"
        ),
        (
            "{framework: keras, input: [8], batch: 12,"
            " layers: [{Sequential: {name: inner, layers: [{Dense: 4}, {Dense: 2}]}}, {Dense: 3}]}"
        ),
    ],
)
def test_freezing_keeps(text: str) -> None:
    model = read("net.yaml", text=text)
    again = read("again.yaml", text=freeze(annotate(model)))
    assert diff(model, again).equal
    assert again.inputs[0].shape == model.inputs[0].shape
    assert again.name == model.name
    assert [ref for layer in again.layers for ref in layer.inputs] == [
        ref for layer in model.layers for ref in layer.inputs
    ]


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "1e3",
        "0x1F",
        "1:30",
        "~",
        "",
        " a",
        "a: b",
        "- a",
        "#",
        "第一组",
        "&a",
        "*a",
        "!x",
        "%",
        "@",
        "1_000",
        "2024-01-01",
        1e-07,
        1e20,
        0.25,
        None,
        True,
        "a\nb",
        "é\u2028",
    ],
)
def test_a_scalar_is_read_back(value: object) -> None:
    assert yaml.safe_load(f"[{scalar(value)}]") == [value]
    assert yaml.safe_load(f"{{k: {scalar(value)}}}") == {"k": value}


def test_dot_of_an_overview_shows_stages_and_of_a_stage_its_groups(root: Path) -> None:
    from layertally.group import group

    found = group(annotate(read(root / "examples" / "gallery" / "googlenet.yaml")))
    whole, stage = dot(found, "overview").splitlines(), dot(found, "overview-9-10").splitlines()
    assert '  g9 [label="inception5\\n2,325,984 params\\n35.1 %"];' in whole
    assert [line for line in whole if "->" in line][-1] == '  g9 -> g11 [label="1024×7×7"];'
    assert [line.strip() for line in stage if "->" in line] == [
        'i0 -> g9 [label="832×7×7"];',
        'g9 -> g10 [label="832×7×7"];',
    ]
    assert '  i0 [label="inception4e\\n832×7×7", shape=plaintext];' in stage


def test_dot_is_escaped_and_whole(root: Path) -> None:
    import graphviz

    from layertally.group import group

    found = group(annotate(read(root / "examples" / "resnet-bottleneck.yaml")))
    for wanted in ("overview", "1", "2"):
        text = dot(found, wanted)
        assert text.count("{") == text.count("}")
        assert graphviz.Source(text).source == text
    nasty = group(
        annotate(
            read(
                "n.yaml",
                text='{framework: keras, model: "a\\"b", input: [8], layers: [{Dense: {units: 2, name: "x.y"}}]}',
            )
        )
    )
    assert dot(nasty, "1").startswith('digraph "a\\"b" {')
