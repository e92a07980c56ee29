"""Records with parts replaced or taken out: a model or one clear error, never anything else, and always soon."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.readers.traced import read_record
from readers.traces import record

SMALL = ("attention", "bare", "cached", "experts", "in_place", "nested", "normed", "packed", "recurrent", "rotary",
         "shared", "tied", "unet", "unreached", "window", "lazy", "inception", "residual", "asks")  # fmt: skip
VALUES: list[Any] = [
    *(None, True, -1, 0, 1, 3, 10**30, 1.5, "x", "linear", "scaled_dot_product_attention", "topk", "stack"),
    *([], [None], [1, 2], ["n", 0, 0], ["n", 99, 0], ["p", "x"], ["i", "x"], {}, {"t": 0}, {"t": 99}, {"slice": [1]}),
]
Way = tuple[Any, ...]


def ways(value: Any, before: Way = ()) -> Iterator[Way]:
    yield before
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from ways(value[key], (*before, key))


@cache
def places(name: str) -> list[Way]:
    return [*ways(record(name))][1:]


def change(root: Any, way: Way, value: Any) -> None:
    """Put a value in the place, or take away what is there (`...`)."""
    with suppress(KeyError, IndexError, TypeError):
        for key in way[:-1]:
            root = root[key]
        if value is ...:
            del root[way[-1]]
        else:
            root[way[-1]] = copy.deepcopy(value)


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_changed_record_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SMALL))
    root = copy.deepcopy(record(name))
    for _ in range(data.draw(st.integers(1, 3))):
        change(root, data.draw(st.sampled_from(places(name))), data.draw(st.sampled_from([..., *VALUES])))
    with suppress(LayertallyError):
        annotate(read_record(root, name))


@pytest.mark.parametrize(
    ("way", "value", "said"),
    [
        (("format",), "layertally-trace/9", "is a trace of format layertally-trace/9, not layertally-trace/1"),
        (("nodes",), None, "holds no whole trace"),
        (("nodes", 0, "tensors", 0), ["n", 7, 0], "operation 0 reads what has not run"),
        (("nodes", 1, "tensors", 0), ["i", "y"], "operation 1 reads an unknown tensor"),
        (("nodes", 1, "outs", 0, "shape"), [1, -4], "a dim is no size"),
        (("nodes", 1, "call"), 99, "operation 1 belongs to no call"),
        (("calls", 1, "parent"), 1, "call 1 lies in no other"),
        (("outputs", 0, "src"), ["n", 99, 0], "the output reads what has not run"),
    ],
)
def test_what_is_wrong_is_said(way: Way, value: Any, said: str) -> None:
    root = copy.deepcopy(record("residual"))
    change(root, way, value)
    with pytest.raises(LayertallyError) as raised:
        read_record(root, "net:build")
    assert said in str(raised.value)


def test_a_model_that_could_not_be_run_keeps_its_parameters() -> None:
    root = copy.deepcopy(record("residual"))
    root |= {"how": "structure", "nodes": [], "calls": [], "outputs": [], "inputs": []}
    found = annotate(read_record(root, "net:build"))
    assert found.totals.params == root["totals"]["params"]
    assert all(layer.layer.op is not None and ("idle", False) in layer.layer.op.facts() for layer in found.layers)
