"""Why a layer has no output: the sentence's numbers with where they come from, and what would mend it.

In: the `ShapeError` of an op, the layer, what was worked out before it. Out: `Problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import ShapeError
from ..formula import Expr, Value, thousands
from ..model import Layer, Shape
from ..ops.base import Out
from .values import AnnotatedLayer, Problem

Known = dict[str, tuple[Out, ...]]
"""What flows: the outputs of every input and layer by name; none where they are not known."""


def problem_of(
    layer: Layer,
    error: ShapeError,
    inputs: Sequence[Shape],
    known: Known,
    done: dict[str, AnnotatedLayer],
) -> Problem:
    """Why a layer has no output, what to write instead, and where."""
    values = {key: _with_result(value) if isinstance(value, Expr) else value for key, value in error.values.items()}
    if error.axis is not None and "got" in values:
        values["got"] = _provenance(layer, error, known, done) or values["got"]
    for key in ("expected", "got"):
        if isinstance(number := values.get(key), int):
            values[key] = thousands(number)
    place = layer.places.get(error.argument) or layer.place
    fix = (error.argument or error.fix[0], error.fix[1]) if error.fix else None
    return Problem(error.key, values, place, error.operand, fix, _fix_params(layer, error, inputs))


def _with_result(formula: Expr) -> str:
    """`⌊(2 − 3)/1⌋ + 1 = 0`."""
    value = formula.value
    return f"{formula.worked()} = {thousands(value) if isinstance(value, int) else value}"


def _provenance(
    layer: Layer,
    error: ShapeError,
    known: Known,
    done: dict[str, AnnotatedLayer],
) -> str | None:
    """Where the number comes from: `32·7·7 = 1,568`, from the layer that worked it out."""
    ref = layer.inputs[error.operand]
    while True:
        outputs = known.get(ref.layer, ())
        if ref.index >= len(outputs):
            return None
        out = outputs[ref.index]
        axis = (error.axis or 0) % len(out.shape)
        for size in out.sizes:
            if size.axis == axis and isinstance(size.formula.value, int):
                worked = size.formula.worked()
                value = thousands(size.formula.value)
                return value if worked == value or worked.isdigit() else f"{worked} = {value}"
        before = done.get(ref.layer)
        # An op that passes the shape on has worked nothing out: ask the layer before it.
        if before is None or len(before.layer.inputs) != 1 or before.input_shapes[0] != out.shape:
            dim = out.shape[axis]
            return thousands(dim) if isinstance(dim, int) else None
        ref = before.layer.inputs[0]


def _fix_params(layer: Layer, error: ShapeError, inputs: Sequence[Shape]) -> tuple[str, Value] | None:
    """What the parameters would be once mended: (worked, value)."""
    if error.fix is None or layer.op is None or not hasattr(layer.op, error.fix[0]):
        return None
    try:
        weights = replace(layer.op, **{error.fix[0]: error.fix[1]}).weigh(inputs)
    except ShapeError:
        return None
    if weights is None or weights.params.value is None:
        return None
    return weights.params.worked(), weights.params.value
