"""Any model as a description: what is written reads back to the same model, for every model that is recorded."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings, strategies as st

from group.networks import encoder_decoder, language_model, mobilenet_v2, resnet50
from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.formula import Poly, Value
from layertally.formula.value import floor_div
from layertally.formula.written import parsed, written
from layertally.model import Cache, GroupSpec, Input, Layer, Model, Ref, Reported
from layertally.ops.dense import Dense
from layertally.ops.spelled import SpellingError, known, made, spelled
from layertally.readers import read
from layertally.readers.traced import read_record
from layertally.report.freeze import freeze
from layertally.report.freeze.proof import differences
from layertally.report.schema import schema
from layertally.report.stale import staleness

DATA = Path(__file__).resolve().parent.parent / "data"
EXAMPLES = DATA.parent.parent / "examples"


def _config(path: Path) -> Model:
    recorded = json.loads(gzip.decompress(path.read_bytes()))
    return read("recorded.json", text=json.dumps(recorded["config"]))


def _trace(path: Path) -> Model:
    return read_record(json.loads(gzip.decompress(path.read_bytes())), path.name)


def models() -> Iterator[tuple[str, Callable[[], Model]]]:
    """Every model of the project by name."""
    for path in sorted((DATA / "corpus").rglob("*.config.json.gz")):
        yield f"{path.parent.name}-{path.name.split('.')[0]}", partial(read, path)
    for path in sorted((DATA / "keras_models").glob("*.gz")):
        yield path.name.split(".")[0], partial(_config, path)
    for path in sorted((DATA / "traces").glob("*.gz")):
        yield f"trace-{path.name.split('.')[0]}", partial(_trace, path)
    for path in sorted(EXAMPLES.rglob("*.yaml")):
        yield f"example-{path.stem}", partial(read, path)
    for build in (resnet50, mobilenet_v2, language_model, encoder_decoder):
        yield build.__name__, build


MODELS = dict(models())


@pytest.mark.parametrize("name", MODELS)
def test_what_is_written_is_the_same_model(name: str) -> None:
    annotated = annotate(MODELS[name]())
    back = annotate(read("frozen.yaml", text=freeze(annotated)))
    assert list(differences(annotated, back)) == []
    assert back.totals == annotated.totals
    assert all(claim.agrees for claim in back.claims)


def test_all_are_there() -> None:
    assert len(MODELS) >= 110


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


@pytest.mark.parametrize(
    "name", ["trace-hf_llama", "trace-timm_convnext_atto", "wrappers", "nested_models", "resnet50"]
)
def test_the_schema_takes_what_is_written(name: str, validator: jsonschema.Draft202012Validator) -> None:
    build = next(build for own, build in MODELS.items() if own.endswith(name))
    assert list(validator.iter_errors(document(build()))) == []


def test_tensors_of_a_scope_do_not_keep_blocks_apart() -> None:
    """ConvNeXt scales each block by a tensor of its own: with its full name no two blocks would be alike."""
    written_down = freeze(annotate(MODELS["trace-timm_convnext_atto"]()))
    assert "repeat: 6" in written_down
    assert '"@gamma"' in written_down


def test_a_difference_is_seen() -> None:
    """The proof is no formality: it finds what is changed in one layer."""
    model = resnet50()
    layers = list(model.layers)
    for change, said in (
        ({"scope": ()}, "layer1.0.conv1: scope"),
        ({"trainable": False}, "layer1.0.conv1: params"),
        ({"inputs": (Ref("conv1"),)}, "layer1.0.conv1: inputs"),
        ({"type": "Conv1d"}, "layer1.0.conv1: type"),
    ):
        at = next(at for at, layer in enumerate(layers) if layer.name == "layer1.0.conv1")
        other = replace(model, layers=(*layers[:at], replace(layers[at], **change), *layers[at + 1 :]))
        assert any(each.startswith(said) for each in differences(annotate(model), annotate(other)))


def document(model: Model) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(freeze(annotate(model)))
    return found


def test_equal_blocks_are_written_once() -> None:
    written_down = document(language_model(12))
    assert written_down["layers"][0]["Scope"]["layers"][1] == {"LlamaDecoderLayer": {"name": "layers", "repeat": 12}}
    assert len(freeze(annotate(language_model(12))).splitlines()) == len(
        freeze(annotate(language_model(24))).splitlines()
    )


def test_layers_that_all_read_the_encoder_are_a_block_too() -> None:
    scopes = {
        each["Scope"]["name"]: each["Scope"] for each in document(encoder_decoder(6))["layers"] if "Scope" in each
    }
    (first,) = scopes["decoder"]["layers"][0].items()
    assert first[1]["repeat"] == 6


def dense(name: str, *inputs: str, scope: tuple[str, ...] = (), **settings: Any) -> Layer:
    return Layer(
        name, "Linear", Dense(4), tuple(map(Ref, inputs)), {"in_features": 4, "out_features": 4}, scope, **settings
    )


def net(*layers: Layer, **settings: Any) -> Model:
    return Model("net", "torch", (Input("x", (None, 4)),), layers, (Ref(layers[-1].name),), **settings)


ODD: dict[str, Model] = {
    "names that do not follow their scopes": net(
        dense("a", "x", scope=("enc",)), dense("enc.b", "a", scope=("enc",)), dense("c", "enc.b")
    ),
    "a scope that comes twice": net(
        dense("enc.a", "x", scope=("enc",)), dense("b", "enc.a"), dense("enc.c", "b", scope=("enc",))
    ),
    "a layer called like a scope": net(dense("enc", "x"), dense("enc.a", "enc", scope=("enc",))),
    "a layer called input in a scope": net(
        dense("enc.input", "x", scope=("enc",)), dense("enc.a", "x", scope=("enc",))
    ),
    "an inner name that hides an outer one": net(
        dense("a", "x"), dense("enc.a", "x", scope=("enc",)), dense("enc.b", "a", scope=("enc",))
    ),
    "a dollar sign, a colon, a number": net(dense("$x", "x"), dense("a: b", "$x"), dense("7", "a: b")),
    "a class of the word Scope": net(Layer("s", "Scope", Dense(4), (Ref("x"),)), dense("a", "s")),
    "a class that is no word": net(Layer("s", "lambda x: x + 1", Dense(4), (Ref("x"),)), dense("a", "s")),
    "groups": net(
        dense("enc.a", "x", scope=("enc",)),
        dense("b", "enc.a"),
        groups=(GroupSpec("one: 1", ("enc.a",)), GroupSpec("二", ("b",))),
    ),
    "classes and a cache": net(
        dense("enc.a", "x", scope=("enc",)), classes={"enc": "Encoder"}, cache=Cache(full=2, kv_heads=8, key=4, value=4)
    ),
    "classes of scopes that are written flat": net(
        dense("a", "x", scope=("enc", "0")), classes={"enc.0": "Encoder"}
    ),
    "nothing known but the number of parameters": net(
        Layer("own", "Own", None, (Ref("x"),), reported=Reported(((None, 4),), 12, 12, 0, 3), why="no rule"),
        dense("a", "own"),
    ),
    "weights that are partly trained": net(
        Layer("own", "Own", None, (Ref("x"),), weights=(("w", (2, 3), True), ("v", (4,), False)),
              reported=Reported(((None, 4),))),
        dense("a", "own"),
    ),
    "the same weights under another class": net(
        dense("a", "x"), Layer("b", "Other", Dense(4), (Ref("a"),), shared="a"), dense("c", "b")
    ),
    "the same weights at another shape": net(
        Layer("own", "Own", None, (Ref("x"),), weights=(("w", (4,), True),), reported=Reported(((None, 4),))),
        Layer("two", "Own", None, (Ref("own"),), weights=(("w", (4,), True),), shared="own",
              reported=Reported(((None, 4, 4),))),
    ),
    "nothing that it reads": net(dense("a", "x"), Layer("aux", "Own", Dense(4, c_in=4), ()), dense("b", "a")),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_models_are_the_same_too(name: str) -> None:
    annotated = annotate(ODD[name])
    assert list(differences(annotated, annotate(read("frozen.yaml", text=freeze(annotated))))) == []


def test_several_inputs_with_a_named_dim() -> None:
    t = Poly.name("T")
    model = Model(
        "two",
        "torch",
        (Input("a", (None, t, 4)), Input("b", (None, 2), "int64")),
        (
            Layer("own", "Own", None, (Ref("a"), Ref("b")), reported=Reported(((None, t * 2 + 1, 4),), 0, 0, 0, 0)),
            dense("out", "own"),
        ),
        (Ref("out"),),
    )
    back = annotate(read("frozen.yaml", text=freeze(annotate(model))))
    assert back["out"].shape == (None, t * 2 + 1, 4)


def test_what_cannot_be_written_is_an_error_and_no_file() -> None:
    model = net(Layer("a" * 300, "Linear", Dense(4), (Ref("x"),), {"in_features": 4, "out_features": 4}))
    with pytest.raises(LayertallyError, match="cannot be written as a description"):
        freeze(annotate(model))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda model: model, None),
        (lambda model: replace(model, name="other"), None),
        (lambda model: replace(model, groups=(GroupSpec("all", tuple(layer.name for layer in model.layers)),)), None),
        (lambda model: replace(model, outputs=(Ref("layer4.2.relu.2"),)), "outputs"),
        (lambda model: replace(model, classes={}), "classes"),
        (lambda model: replace(model, layers=model.layers[:-1], outputs=(Ref("flatten"),)), "fc"),
    ],
)
def test_staleness(change: Callable[[Model], Model], said: str | None) -> None:
    live = annotate(resnet50())
    (verdict,) = staleness(annotate(change(resnet50())), live, "frozen.yaml", "zoo:resnet50")
    assert verdict.word == ("agrees" if said is None else "differs")
    assert said is None or said in "\n".join(verdict.details)


# ---- ops and sizes as plain values -----------------------------------------------------------------------------------


def test_every_op_of_every_model_is_its_own_spelling() -> None:
    for build in MODELS.values():
        for layer in build().all_layers():
            if layer.op is not None:
                assert made(json.loads(json.dumps(spelled(layer.op)))) == layer.op


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"os.system": {}}, "there is no rule `os.system`"),
        ({"Window": {"kernel_size": [1], "stride": [1], "dilation": [1]}}, "Window is a part of rules, not one"),
        ({"Dense": {"units": True}}, "`units` of Dense does not take True"),
        ({"Dense": {"units": {"Dense": {"units": 3}}}}, "`units` of Dense does not take {'Dense': {'units': 3}}"),
        ({"Dense": {"units": 2**41}}, "`units` of Dense is beyond 1,099,511,627,776"),
        ({"Dense": [3]}, "the settings of Dense are a mapping"),
        ({"Held": {}}, "there is no rule `Held`"),
    ],
)
def test_what_is_no_op_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(SpellingError) as raised:
        made(value)
    assert raised.value.reason == reason


def test_only_parts_of_ops_can_be_made() -> None:
    assert all(cls.__module__.startswith("layertally.ops.") for cls in known().values())


@pytest.mark.parametrize(
    "text",
    [
        "{Conv: {window: {Window: {kernel_size: [3], stride: [1, 1], dilation: [1]}}, filters: 3}}",
        "{Conv: {window: {Window: {kernel_size: [0, 0], stride: [0, 0], dilation: [0, 0]}}, filters: 0}}",
        "{Slice: {key: [99, 99]}}",
        "{Network: {inputs: 1, steps: [], outputs: [nowhere]}}",
        "{Elementary: {function: no such function}}",
        "{Concatenate: {axis: 99}}",
        "{EinsumDense: {equation: nonsense, output: [3]}}",
    ],
)
def test_a_rule_with_nonsense_is_a_result_and_no_crash(text: str) -> None:
    model = read(
        "odd.yaml",
        text=f"framework: torch\ninput: [4, 4]\nlayers:\n  - Custom: {{class: A, rule: {text}}}\n  - ReLU\n",
    )
    found = annotate(model)
    assert found.layers[0].problem is not None or found.layers[0].outputs


ATOMS = st.sampled_from(["T", "H", "batch_2"]).map(Poly.name)
SIZES: st.SearchStrategy[Value] = st.recursive(
    st.one_of(ATOMS, st.integers(-50, 50)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.integers(1, 9)).map(lambda pair: floor_div(*pair)),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(SIZES)
def test_a_size_is_its_own_text(size: Value) -> None:
    assert parsed(written(size)) == size


@pytest.mark.parametrize("text", ["", "T +", "T T", "(T", "T // H", "T // 0", "2 ** T", "T.x", "__import__('os')"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"size|bracket|divided"):
        parsed(text)


def test_a_size_cannot_grow_without_end() -> None:
    with pytest.raises(ValueError, match="more than"):
        parsed("*".join(f"(a{number} + b{number})" for number in range(20)))
