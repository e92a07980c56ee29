"""Every recorded Keras model, read from its file without Keras: each layer's shape and counts are what Keras said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.readers import read
from readers.keras_recorded import differences, totals_differ, unexplained

DATA = Path(__file__).resolve().parent.parent / "data"
CORPUS = sorted(
    [*(DATA / "corpus" / "keras").rglob("*.config.json.gz"), *(DATA / "corpus" / "tfkeras").glob("*.config.json.gz")]
)
MODELS = sorted((DATA / "keras_models").glob("*.json.gz"))
RAN: dict[str, dict[str, Any]] = {
    # Keras 3.15.1 turns the dims round when it states the shape; run on ones of 3×4×5×10 it gives 3×4×5×12.
    "dense_all": {"e3": [[None, 4, 5, 12]]},
    # It states the scores as query × query; run on queries of 5 and keys of 7 they are 5×7.
    "attention": {"scores": [[None, 5, 8], [None, 2, 5, 7]]},
}
"""Shapes that Keras states wrongly: what comes out when it runs."""
NO_RULE = {
    "operations_without_rule": ["rfft", "sum"],
    "operations_shapes": ["broadcast_to"],
    "own_classes": ["scale", "squared"],
}
"""What no rule can know; everything else in the recorded models has one."""


def name_of(path: Path) -> str:
    return path.name.split(".", 1)[0]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}-{name_of(path)}")
def test_the_corpus(path: Path) -> None:
    golden = json.loads(gzip.decompress(path.with_name(path.name.replace(".config.", ".golden.")).read_bytes()))
    annotated = annotate(read(path))
    assert [*differences(annotated, golden["layers"], RAN.get(name_of(path), {}))] == []
    assert [*totals_differ(annotated, golden["totals"])] == []
    assert unexplained(annotated) == []


def recorded(path: Path) -> tuple[dict[str, Any], Annotated]:
    golden = json.loads(gzip.decompress(path.read_bytes()))
    return golden, annotate(read(f"{name_of(path)}.json", text=json.dumps(golden["config"])))


@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_models_of_all_that_a_file_can_hold(path: Path) -> None:
    golden, annotated = recorded(path)
    opaque = NO_RULE.get(name_of(path), [])
    rows = [row for row in golden["layers"] if row["name"] not in opaque]
    assert [*differences(annotated, rows, RAN.get(name_of(path), {}))] == []
    assert unexplained(annotated) == opaque
    if not opaque:
        assert [*totals_differ(annotated, golden["totals"])] == []


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) == 48
    assert len(MODELS) == 19


def test_what_has_no_rule_keeps_the_shape_that_the_file_states() -> None:
    _, annotated = recorded(DATA / "keras_models" / "own_classes.json.gz")
    assert annotated["scale"].shape == (None, 6, 4)
    assert annotated["scale"].count.value is None
    assert annotated["squared"].shape == (None, 6, 3)
    assert annotated["squared"].count.value == 0
    assert annotated["out"].count.value == 8
    assert annotated.totals.params is None
    assert annotated.totals.known_params == 23


def test_a_nested_model_called_twice_is_counted_once_and_worked_out_for_each_size() -> None:
    _, annotated = recorded(DATA / "keras_models" / "shared_models.json.gz")
    first, second, third = (annotated[name] for name in ("encoder", "encoder (call 2)", "encoder (call 3)"))
    assert (first.count.value, second.count.value, third.count.tied_to) == (128, 0, "encoder")
    assert [layer.outputs[1].shape for layer in (first, second, third)] == [(None, n, n, 4) for n in (6, 14, 8)]


def test_what_an_author_would_write_is_kept_of_the_settings() -> None:
    _, annotated = recorded(DATA / "keras_models" / "wrappers.json.gz")
    assert dict(annotated["td_conv"].layer.arguments) == {"layer": {"Conv2D": {"filters": 2, "kernel_size": 3}}}
    assert dict(annotated["cells"].layer.arguments) == {
        "cell": {"StackedRNNCells": {"cells": [{"LSTMCell": {"units": 3}}, {"GRUCell": {"units": 4}}]}}
    }
