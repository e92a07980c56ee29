"""What holds for dense, recurrent, norm, merge and attention layers whatever their settings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from layertally import frameworks
from layertally.errors import ShapeError
from layertally.formula import Expr, Poly, Sym
from layertally.model import Dim, Shape
from layertally.ops.activation import Gated, PReLU
from layertally.ops.attention import DotAttention, HeadAttention, ModelAttention
from layertally.ops.base import Op
from layertally.ops.dense import Bilinear, Dense
from layertally.ops.embedding import Embedding
from layertally.ops.merge import Concatenate, Elementwise
from layertally.ops.norm import BatchNorm, GroupNorm, LayerNorm, Standardize
from layertally.ops.recurrent import GRU, LSTM, RNN, CellStep, Recurrent
from layertally.ops.recurrent_stack import Stack
from layertally.ops.transformer import Transformer, TransformerLayer, TransformerStack
from layertally.ops.wrap import Bidirectional, TimeDistributed
from layertally.words import FACTS, SYMBOLS
from ops.arithmetic import work_out
from ops.recorded import build, inputs, rows

SIZE = st.integers(1, 9)
FLAG = st.booleans()
CELL = st.sampled_from([RNN, GRU, LSTM])
ROLES = st.lists(st.sampled_from(["trainable", "fixed"]), max_size=2).map(tuple)


@st.composite
def layers(draw: st.DrawFn) -> tuple[Op, list[Shape]]:
    n, x, t, h, p = (draw(SIZE) for _ in range(5))
    d = 2 * n
    steps: Shape = (None, t, x)
    recurrent = Recurrent(draw(CELL), h, draw(st.integers(0, 2)), draw(FLAG), draw(FLAG))
    stack = Stack(
        LSTM, x, h + p, draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(ROLES), draw(st.sampled_from([0, p]))
    )
    kept = draw(st.sampled_from(["fixed", "buffer", None]))
    layer = TransformerLayer(d, n, h, draw(FLAG), False, draw(FLAG), draw(FLAG))
    crossed = TransformerLayer(d, n, h, draw(FLAG), True, draw(FLAG), draw(FLAG))
    wide: Shape = (None, t, d)
    query: Shape = (None, p, x)
    choices: list[tuple[Op, list[Shape]]] = [
        (Dense(h, draw(FLAG), lora_rank=draw(st.sampled_from([None, 2]))), [steps]),
        (Bilinear(x, t, h, draw(FLAG), draw(st.sampled_from([None, 1]))), [(None, x), (None, t)]),
        (Embedding(n, h, draw(st.sampled_from([None, 2])), reverse=draw(FLAG)), [(None, t)]),
        (recurrent, [steps]),
        (CellStep(draw(CELL), h, draw(ROLES), draw(st.sampled_from([None, x]))), [(None, x)]),
        (stack, [steps]),
        (Bidirectional(recurrent, draw(st.sampled_from(["concat", "sum", None]))), [steps]),
        (TimeDistributed(Dense(h)), [steps]),
        (BatchNorm(-1, draw(FLAG), draw(FLAG), statistics=kept, counter=draw(FLAG)), [steps]),
        (GroupNorm(-1, draw(FLAG), draw(FLAG), groups=1), [steps]),
        (LayerNorm((-1, 1)[: draw(st.integers(1, 2))], None, draw(FLAG), draw(FLAG), draw(FLAG)), [steps]),
        (Standardize((1, 2)[: draw(st.integers(0, 2))]), [steps]),
        (PReLU(shared_axes=(1, 2)[: draw(st.integers(0, 2))]), [steps]),
        (Gated(-1), [wide]),
        (Concatenate(draw(st.sampled_from([-1, 2]))), [steps, (None, t, h), (None, t, p)]),
        (Elementwise("add"), [steps, (None, 1, x)]),
        (HeadAttention(n, h, p, None, draw(st.sampled_from([None, 5])), draw(FLAG), gate=draw(FLAG)), [query, steps]),
        (HeadAttention(2 * n, h, h, n), [query, steps, steps]),
        (ModelAttention(d, n, draw(FLAG), x, t, draw(FLAG), draw(FLAG)), [wide, (None, 3, x), (None, 3, t)]),
        (DotAttention(additive=True, scaled=True), [query, steps]),
        (layer, [wide]),
        (crossed, [wide, (None, p, d)]),
        (TransformerStack(layer, draw(st.integers(1, 3)), draw(st.integers(0, 2))), [wide]),
        (Transformer(TransformerStack(layer, 1), TransformerStack(crossed, 2)), [wide, (None, p, d)]),
    ]  # fmt: skip
    return draw(st.sampled_from(choices))


def formulas(op: Op, fed: list[Shape]) -> list[Expr]:
    outputs, weights, macs = op.infer(fed), op.weigh(fed), op.macs(fed, op.infer(fed))
    found = [size.formula for out in outputs for size in out.sizes]
    return [*found, *([weights.params, *(weights.split or ())] if weights else []), *([macs] if macs else [])]


@given(layers())
@settings(max_examples=400, deadline=None)
def test_the_tensors_hold_what_the_formula_counts(case: tuple[Op, list[Shape]]) -> None:
    op, fed = case
    weights = op.weigh(fed)
    if weights is None:
        return
    held = {"trainable": 0, "fixed": 0, "buffer": 0}
    for tensor in weights.tensors:
        size = tensor.size.value
        assert isinstance(size, int)
        held[tensor.role] += size
    assert weights.params.value == held["trainable"] + held["fixed"]
    if weights.split is not None:
        assert [part.value for part in weights.split] == [held["trainable"], held["fixed"]]


@given(layers())
@settings(max_examples=400, deadline=None)
def test_the_text_comes_to_the_value(case: tuple[Op, list[Shape]]) -> None:
    for formula in formulas(*case):
        assert work_out(formula.worked()) == formula.value
        assert work_out(formula.worked(full=True)) == formula.value


@given(layers())
@settings(max_examples=200, deadline=None)
def test_every_size_is_the_dim_it_explains(case: tuple[Op, list[Shape]]) -> None:
    for out in case[0].infer(case[1]):
        for size in out.sizes:
            assert size.formula.value == out.shape[size.axis]


@given(layers(), st.sampled_from([None, Poly.name("T")]))
@settings(max_examples=300, deadline=None)
def test_unknown_and_named_dims_pass_through(case: tuple[Op, list[Shape]], dim: Dim) -> None:
    op, fed = case
    for axis in (1, -1):
        loose: list[Shape] = [
            (None, *(dim if n == axis % len(shape) else own for n, own in enumerate(shape) if n)) for shape in fed
        ]
        for formula in formulas(op, loose):
            assert formula.worked()
            assert formula.symbols()
            assert formula.latex()


@pytest.mark.parametrize("framework", frameworks.NAMES)
def test_every_symbol_and_setting_has_words(framework: str) -> None:
    for row in rows(framework):
        if "output" not in row:
            continue
        op, fed = build(framework, row), inputs(row)
        for formula in formulas(op, fed):
            unnamed = {node.name for node in formula.walk() if isinstance(node, Sym)} - SYMBOLS.keys()
            assert not unnamed, row["type"]
        assert {key for key, _ in op.facts()} <= FACTS.keys(), row["type"]


@pytest.mark.parametrize("framework", frameworks.NAMES)
def test_declared_sizes_are_enough_to_count(framework: str) -> None:
    """A layer that is not reached counts its parameters from its settings, or says that it cannot."""
    for row in rows(framework):
        if "params" not in row:
            continue
        op = build(framework, row)
        try:
            weights = op.weigh(None)
        except ShapeError:
            with pytest.raises(ShapeError, match="not_reached"):
                op.weigh(None)
        else:
            assert (weights.params.value if weights else 0) == row["params"], row["type"]
