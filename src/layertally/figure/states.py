"""Cards of layers that are not as they should be, or hold a model: not reached, broken, without a rule, nested.

In: a `Writer` and the card's first layer. Out: `Content` that says its state in its family, its badge and its words.
"""

from __future__ import annotations

from .. import words
from ..annotation import AnnotatedLayer
from .ledger import Content, Row
from .texts import anchor, number, shape_text
from .writer import Writer, worked_params


def ghost(w: Writer, layer: AnnotatedLayer) -> Content:
    """What lies behind an error: only what its settings say of its parameters."""
    return Content(
        w.type(),
        w.name(),
        (w.say("not_reached"),),
        (),
        "ghost",
        slim=True,
        right=number(layer.count.value),
        right_formula=worked_params(layer) if layer.count.value is not None else "",
        key=layer.name,
    )


def broken(w: Writer, layer: AnnotatedLayer) -> Content:
    """A layer that its inputs do not fit: both numbers side by side, the reason, what to write instead."""
    problem = layer.problem
    assert problem is not None
    said = words.problem(problem.key, w.options.lang, **problem.values)
    mend = words.fix(problem, w.options.lang)
    rows = _wrong_input(w, layer)
    if layer.count.formula is not None:
        rows.append(Row(w.say("params"), worked_params(layer), number(layer.count.value)))
    return Content(
        w.type(),
        w.name(),
        w.facts(),
        tuple(rows),
        "err",
        badge=w.say("error"),
        sentences=(said, mend) if mend else (said,),
        key=layer.name,
    )


def _wrong_input(w: Writer, layer: AnnotatedLayer) -> list[Row]:
    """`1,568 ≠ 512` where two numbers disagree, else only the shape that does not fit."""
    problem = layer.problem
    assert problem is not None
    got, expected = problem.values.get("got"), problem.values.get("expected")
    shape = layer.input_shapes[problem.operand] if problem.operand < len(layer.input_shapes) else None
    text = shape_text(shape, w.batch, w.short)
    if got is not None and expected is not None:
        value = str(got).rpartition(" = ")[2] or str(got)
        return [Row(w.say("in"), f"{value} ≠ {expected}", text, error=True)]
    return [Row(w.say("in"), "", text, error=True)] if shape is not None else []


def unexplained(w: Writer, layer: AnnotatedLayer) -> Content:
    """A class without a rule: its shape as reported, its parameters from its tensors."""
    reported = w.say("reported" if layer.shape is not None else "unknown")
    return Content(
        w.type(),
        w.name(),
        (layer.layer.why or w.say("no_rule"),),
        (Row(w.say("out"), reported, w.shape(), words=True), _tensors(w, layer)),
        "unk",
        badge="?",
        anchor=anchor(layer.name),
        key=layer.name,
    )


def _tensors(w: Writer, layer: AnnotatedLayer) -> Row:
    label, value = w.say("params"), number(layer.count.value)
    if layer.count.formula is None:
        return Row(label, "" if layer.count.value is not None else w.say("unknown"), value, words=True)
    named = ", ".join(f"{name} ({', '.join(map(str, shape))})" for name, shape, _ in layer.layer.weights or ())
    return Row(label, worked_params(layer), value, symbols=named if w.teaching else "", anchor=anchor(layer.name))


def nested(w: Writer, layer: AnnotatedLayer) -> Content:
    """A model that is drawn closed: what it puts out, and of how many layers its parameters are the sum."""
    assert layer.inner is not None
    weighted = [part for part in layer.inner.layers if part.count.value]
    types = {part.layer.type for part in weighted}
    if len(types) == 1:
        what = f"{len(weighted)} {types.pop()}" if len(weighted) > 1 else types.pop()
    else:
        what = w.say("layers", len(weighted))
    said = w.say("sum_of", what) if weighted else w.say("no_weights")
    return Content(
        w.type(),
        w.name(),
        (w.say("nested", len(layer.inner.layers)),),
        (
            Row(w.say("out"), "", w.shape()),
            Row(w.say("params"), said, number(layer.count.value), words=True, anchor=anchor(layer.name)),
        ),
        layer.family,
        anchor=anchor(layer.name),
        key=layer.name,
    )
