"""Loops over steps of recorded runs are drawn once: as many steps as ran, parameters once, costs of all."""

from __future__ import annotations

import pytest

from layertally.annotation import annotate
from layertally.model import Input, Layer, Model, Ref, Reported
from layertally.ops.dense import Dense
from layertally.ops.merge import Elementwise
from layertally.ops.unrolled import Collected, Unrolled
from layertally.readers.traced.steps import FEWEST, joined
from layertally.words import facts
from readers.traces import annotated, record

LOOPS = {
    # name -> layer -> steps, what it reads
    "cells": {
        "getitem": (6, ["x"]), "first": (6, ["getitem"]), "second": (6, ["first"]), "out": (6, ["second"]),
        "stack": (1, ["out"]),
    },
    "recurs": {
        "unbind": (1, ["x"]), "given": (6, ["unbind"]), "kept": (6, []), "add": (6, ["given", "kept"]),
        "tanh": (6, ["add"]), "out": (1, ["tanh"]),
    },
    "refines": {
        "start": (1, ["x"]), "block.0": (5, ["start"]), "block.1": (5, ["block.0"]), "block.2": (5, ["block.1"]),
        "add": (5, ["start", "block.2"]), "end": (1, ["add"]),
    },
    "frames": {
        "getitem": (5, ["x"]), "encode.0": (5, ["getitem"]), "encode.1": (5, ["encode.0"]),
        "encode.2": (5, ["encode.1"]), "encode.3": (5, ["encode.2"]), "stack": (1, ["encode.3"]), "rnn": (1, ["stack"]),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_one_step(name: str) -> None:
    found = {
        layer.name: (layer.op.in_loop if layer.op is not None else 0, [ref.layer for ref in layer.inputs])
        for layer in annotated(name).model.layers
    }
    assert found == LOOPS[name]


@pytest.mark.parametrize("name", LOOPS)
def test_its_steps_are_those_that_ran(name: str) -> None:
    ran = [call["path"] for call in record(name)["calls"]]
    for layer in annotated(name).layers:
        if layer.layer.op is not None and layer.name in ran:
            assert layer.layer.op.in_loop == ran.count(layer.name)


def test_what_differs_between_steps_is_not_said() -> None:
    op = annotated("cells")["getitem"].layer.op
    assert isinstance(op, Unrolled)
    assert facts(op.facts()) == ("× 6 steps",)
    cell = annotated("cells")["second"].layer.op
    assert isinstance(cell, Unrolled)
    assert facts(cell.facts()) == ("16 units", "× 6 steps", "reads the step before")


def test_results_of_all_steps_are_put_together() -> None:
    stack = annotated("cells")["stack"]
    assert isinstance(stack.layer.op, Collected)
    assert stack.shape == (None, 6, 4)


def test_layers_of_their_own_and_few_calls_are_no_loop() -> None:
    names = {layer.name for layer in annotated("several").model.layers}
    assert {"same_3", "ways.3", "short_2"} <= names


def test_a_stack_of_matrices_is_one_product_of_groups_and_no_loop() -> None:
    """A step that takes another matrix is not the same step again."""
    found = annotated("stacked")
    grouped = found["weight"]
    assert (grouped.layer.type, grouped.shape, grouped.macs_value) == ("Linear", (None, 12, 8), 12 * 8 * 8)
    assert grouped.count.formula is not None
    assert grouped.count.formula.worked() == "6·8·8"
    assert [layer.layer.op.in_loop for layer in found.layers if layer.layer.op is not None] == [1] * 7


def chain(steps: int, *, reads: str = "", bias: int = 0) -> Model:
    """A dense layer that is run on its own result; `reads`: what the last step reads beside, `bias`: which step's shape
    is another."""
    said = Reported(((None, 8),), 72, 72, 0, 0, 64)
    layers = [Layer("a", "Linear", Dense(8, c_in=8), (Ref("x"),), weights=(("a.w", (8, 9), True),), reported=said)]
    before = "a"
    for step in range(1, steps):
        shape = (None, 8) if step != bias else (None, 4, 2)
        inputs = (Ref(before), *((Ref(reads),) if reads and step == steps - 1 else ()))
        own = Reported((shape,), 0, 0, 0, 0, 64)
        layers.append(Layer(f"a_{step}", "Linear", Dense(8, c_in=8), inputs, shared="a", reported=own))
        before = f"a_{step}"
    end = Reported(((None, 8),), 0, 0, 0, 0, 0)
    layers.append(Layer("end", "Add", Elementwise("add"), (Ref("a"), Ref(before)), reported=end))
    return Model("m", "torch", (Input("x", (None, 8)),), tuple(layers), (Ref("end"),))


@pytest.mark.parametrize("steps", [2, 3, 4, 5, 9])
def test_from_four_steps_on(steps: int) -> None:
    found = joined(chain(steps))
    assert len(found.layers) == (2 if steps >= FEWEST else steps + 1)
    assert annotate(found).totals[:2] == annotate(chain(steps)).totals[:2]
    assert annotate(found).totals.macs == steps * 64


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (chain(6, reads="x"), 3),  # the last step reads something else
        (chain(4, reads="x"), 5),
        (chain(6, bias=3), 7),  # a step of another shape: three before it, two after
        (chain(9, bias=4), 4),  # four before it are a loop, and four after it
    ],
)
def test_steps_that_differ_are_not_joined(given: Model, left: int) -> None:
    assert len(joined(given).layers) == left
