"""What holds for any settings: the text comes to the value, the tensors to the parameters, unknown dims never break."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from layertally import frameworks
from layertally.errors import ShapeError
from layertally.formula import Expr, Poly, Sym
from layertally.frameworks.base import ArgumentError
from layertally.model import Dim, Shape
from layertally.ops.base import Op
from layertally.ops.conv import Conv, DepthwiseConv, SeparableConv
from layertally.ops.pool import Pool
from layertally.ops.transposed import TransposedConv
from layertally.ops.window import Padding, Window
from layertally.words import SYMBOLS
from ops.arithmetic import work_out

SMALL = st.integers(1, 6)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    rank = draw(st.integers(1, 3))

    def each(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(low, high)) for _ in range(rank))

    mode = draw(st.sampled_from(["valid", "same", "explicit", "pairs"]))
    paddings = {
        "explicit": lambda: Padding.of(each(0, 3)),
        "pairs": lambda: Padding("explicit", tuple(zip(each(0, 3), each(0, 3), strict=True))),
    }
    padding = paddings[mode]() if mode in paddings else Padding("same" if mode == "same" else "valid")
    return Window(each(1, 5), each(1, 4), each(1, 3), padding, draw(st.sampled_from(["no", "trimmed", "naive"])))


@st.composite
def layers(draw: st.DrawFn) -> tuple[Op, Shape]:
    window, groups, last = draw(windows()), draw(st.integers(1, 3)), draw(st.booleans())
    c_in, c_out, bias, m = groups * draw(SMALL), groups * draw(SMALL), draw(st.booleans()), draw(st.integers(1, 3))
    space = tuple(draw(st.integers(1, 20)) for _ in range(window.rank))
    op: Op = draw(
        st.sampled_from(
            [
                Conv(window, c_out, groups, bias, last),
                TransposedConv(window, c_out, groups, bias, last),
                TransposedConv(window, c_out, groups, bias, last, output_padding=(0,) * window.rank),
                TransposedConv(window, c_out, groups, bias, last, same_as_conv=True),
                DepthwiseConv(window, m, bias, last),
                SeparableConv(window, c_out, m, bias, last),
                Pool(window, last),
            ]
        )
    )
    return op, (None, *space, c_in) if last else (None, c_in, *space)


def agrees(formula: Expr) -> None:
    for full in (False, True):
        assert work_out(formula.worked(full=full)) == formula.value, formula.worked(full=full)


@settings(deadline=None)
@given(layers())
def test_text_tensors_and_value_agree(layer: tuple[Op, Shape]) -> None:
    op, shape = layer
    try:
        outputs = op.infer([shape])
    except ShapeError:
        return
    for size in outputs[0].sizes:
        agrees(size.formula)
        assert size.formula.value == outputs[0].shape[size.axis]
        assert isinstance(size.formula.value, int)
        assert size.formula.value > 0
    weights, macs = op.weigh([shape]), op.macs([shape], outputs)
    if weights is not None:
        assert weights.params.value == sum(int(str(tensor.size.value)) for tensor in weights.tensors)
        agrees(weights.params)
    if macs is not None:
        assert isinstance(macs.value, int)
        assert macs.value > 0
        agrees(macs)


@settings(deadline=None)
@given(layers(), st.data())
def test_unknown_and_named_dims_pass_through(layer: tuple[Op, Shape], data: st.DataObject) -> None:
    op, shape = layer
    kinds: list[Dim] = [None, Poly.name("H"), Poly.name("T") * 2 + 1]
    loose = (None, *(data.draw(st.sampled_from([dim, *kinds])) for dim in shape[1:]))
    try:
        outputs = op.infer([loose])
        weights, macs = op.weigh([loose]), op.macs([loose], outputs)
    except ShapeError:
        return
    for formula in (
        *(size.formula for size in outputs[0].sizes),
        *([weights.params] if weights else ()),
        *([macs] if macs else ()),
    ):
        assert formula.symbols()
        assert formula.worked(full=True)
        assert formula.latex(numbers=True)


@settings(deadline=None)
@given(layers(), st.integers(1, 9))
def test_a_named_dim_stands_for_every_number(layer: tuple[Op, Shape], more: int) -> None:
    """What the rule says of a named dim, at n, is what it says of n."""
    op, shape = layer
    axis = 1 if getattr(op, "channels_last", False) else 2
    n = shape[axis]
    if not isinstance(n, int):
        return
    known, named = (list(shape), list(shape))
    known[axis], named[axis] = n + more, Poly.name("N")
    try:
        want, got = op.infer([tuple(known)])[0].shape, op.infer([tuple(named)])[0].shape
    except ShapeError:
        return
    dim = got[axis]
    window = getattr(op, "window", None)
    trimmed = window is not None and window.ceil_mode == "trimmed"  # decided by the number alone
    if isinstance(dim, Poly) and not trimmed:
        assert work_out(str(dim).replace("N", str(n + more))) == want[axis]


TYPES = [(name, type_) for name in frameworks.NAMES for type_ in sorted(frameworks.load(name).types)]
GUESSES: dict[str, Any] = {
    "filters": 4,
    "kernel_size": 2,
    "kernel_sizes": 2,
    "in_channels": 4,
    "out_channels": 4,
    "pool_size": 2,
    "norm_type": 2,
    "output_size": 2,
    "output_sizes": 4,
    "k": 2,
    "target_shape": [-1],
    "unflattened_size": [-1],
    "shape": [-1],
    "dims": [2, 1],
    "n": 3,
    "dim": 1,
    "axis": 1,
    "index": 0,
    "padding": 1,
    "value": 0,
    "size": 2,
    "scale_factor": 2,
    "upscale_factor": 2,
    "downscale_factor": 2,
    "groups": 2,
    "height": 4,
    "width": 4,
    "perm": [0, 2, 1],
}
MODULES = {"conv", "pool", "reshape", "resize", "transposed"}


@pytest.mark.parametrize(("framework", "name"), TYPES)
def test_every_layer_takes_unknown_and_named_dims(framework: str, name: str) -> None:
    """Any rank, every dim unknown or named: a result or a ShapeError, and only symbols that have a meaning."""
    type_ = frameworks.load(framework).types[name]
    try:
        op = type_.op(
            {
                arg.name: GUESSES[arg.name]
                for arg in type_.args
                if arg.name in GUESSES and (arg.required or arg.name == "size")
            }
        )
    except (ArgumentError, KeyError):
        return
    if type(op).__module__.rsplit(".", 1)[-1] not in MODULES:
        return
    taken = 0
    for rank in range(1, 6):
        for dims in ((None,) * rank, (Poly.name("N"),) * rank, (12,) * rank, (12, *(None,) * (rank - 1))):
            try:
                outputs = op.infer([(None, *dims)])
                weights, macs = op.weigh([(None, *dims)]), op.macs([(None, *dims)], outputs)
            except ShapeError:
                continue
            taken += 1
            texts = [size.formula for out in outputs for size in out.sizes]
            for formula in (*texts, *([weights.params] if weights else ()), *([macs] if macs else ())):
                assert formula.symbols()
                assert {node.name for node in formula.walk() if isinstance(node, Sym)} <= set(SYMBOLS)
    assert taken, "no shape at all is taken"
