"""One walk through a model: each op asked for its outputs and weights, in the model's order.

In: a `Model`. Out: `Annotated`. A layer that something unknown flows into keeps what its settings alone say.
"""

from __future__ import annotations

from dataclasses import replace

from ..errors import ShapeError
from ..model import Layer, Model, Shape
from ..ops.base import Op, Out
from .agreement import hold, status_of
from .blame import Known, problem_of
from .counts import counted, counted_tensors, declared, totals_of
from .values import Annotated, AnnotatedLayer, Count, Problem, Status

STATED = "rule"
"""The place of a rule that a description writes out."""


def annotate(model: Model) -> Annotated:
    """Work everything out. Raises nothing for what does not fit: see `Annotated.broken`.

    >>> from layertally.readers.description import read_text
    >>> a = annotate(read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}]}"))
    >>> a["conv2d"].count.formula.worked(), a.totals.params, a["conv2d"].shape
    ('(3·3·1 + 1)·32', 320, (None, 26, 26, 32))
    """
    return _walk(model, {given.name: (Out(given.shape),) for given in model.inputs})


def _walk(model: Model, known: Known) -> Annotated:
    """`known` is what the inputs are; empty where nothing reaches the model. It grows by the outputs of every layer."""
    done: dict[str, AnnotatedLayer] = {}
    for layer in model.layers:
        shapes = tuple(_shape(known.get(ref.layer, ()), ref.index) for ref in layer.inputs)
        result = _layer(layer, shapes, known, done)
        done[layer.name] = result
        known[layer.name] = result.outputs
    layers = tuple(done.values())
    totals = totals_of(layers)
    return Annotated(model, layers, totals, tuple(hold(claim, totals) for claim in model.claims))


def _shape(outputs: tuple[Out, ...], index: int) -> Shape | None:
    return outputs[index].shape if index < len(outputs) else None


def _layer(
    layer: Layer, shapes: tuple[Shape | None, ...], known: Known, done: dict[str, AnnotatedLayer]
) -> AnnotatedLayer:
    if layer.model is not None:
        return _nested(layer, layer.model, shapes)
    if layer.op is None:
        return _unexplained(layer, shapes)
    inputs = [shape for shape in shapes if shape is not None]
    if len(inputs) < len(shapes):
        missing = next((ref for ref in layer.inputs if 0 < len(known.get(ref.layer, ())) <= ref.index), None)
        if missing is not None:
            said = {"name": missing.layer, "index": missing.index, "count": len(known[missing.layer])}
            problem = Problem("no_output", said, layer.places.get("inputs") or layer.place)
            return _broken(layer, shapes, problem, _said(layer, layer.op))
        return AnnotatedLayer(layer, shapes, (), None, _said(layer, layer.op), None, "unchecked", reached=False)
    try:
        outputs = layer.op.infer(inputs)
        weights = layer.op.weigh(inputs)
        count, macs = counted(layer, weights), layer.op.macs(inputs, outputs)
    except ShapeError as error:
        return _broken(layer, shapes, problem_of(layer, error, inputs, known, done), declared(layer, layer.op, inputs))
    except Exception:  # a rule that is written out may have settings that no table would give it
        if STATED not in layer.places:
            raise
        problem = Problem("rule", {}, layer.places[STATED])
        return _broken(layer, shapes, problem, Count(None, None, None, None))
    if layer.shared is not None:
        count = Count(formula=count.formula, tied_to=layer.shared)
    status = status_of(layer, outputs, count)
    return AnnotatedLayer(layer, shapes, outputs, weights, count, macs, status)


def _said(layer: Layer, op: Op) -> Count:
    """What the settings alone say of a layer that is not reached; else what its file holds."""
    try:
        count = declared(layer, op)
        return count if count.value is not None or layer.shared is not None else counted_tensors(layer)
    except Exception:
        if STATED not in layer.places:
            raise
        return Count(None, None, None, None)


def _broken(layer: Layer, shapes: tuple[Shape | None, ...], problem: Problem, count: Count) -> AnnotatedLayer:
    return AnnotatedLayer(layer, shapes, (), None, count, None, "differs", problem)


def _nested(layer: Layer, model: Model, shapes: tuple[Shape | None, ...]) -> AnnotatedLayer:
    """A model as a layer: worked out with the shapes that it is given here."""
    inputs = [shape for shape in shapes if shape is not None]
    reached = len(inputs) == len(shapes)
    if reached and len(inputs) == len(model.inputs):
        given = zip(model.inputs, inputs, strict=True)
        model = replace(model, inputs=tuple(replace(own, shape=shape) for own, shape in given))
    inner = annotate(model) if reached else _walk(model, {})
    outputs = tuple(Out(shape) for shape in inner.output_shapes if shape is not None)
    totals = inner.totals
    count = Count(totals.params, totals.trainable, totals.non_trainable, totals.buffers)
    if layer.shared is not None:
        count = Count(tied_to=layer.shared)
    if len(outputs) < len(inner.output_shapes):  # a layer without a rule on the way: the shapes that are reported
        outputs = _reported(layer)
        status: Status = "differs" if inner.broken else "unchecked"
        return AnnotatedLayer(layer, shapes, outputs, None, count, None, status, inner=inner, reached=reached)
    status = "differs" if inner.broken else status_of(layer, outputs, count) if reached else "unchecked"
    return AnnotatedLayer(layer, shapes, outputs, None, count, None, status, inner=inner, reached=reached)


def _unexplained(layer: Layer, shapes: tuple[Shape | None, ...]) -> AnnotatedLayer:
    """No rule: shape as reported, parameters from the weight tensors."""
    return AnnotatedLayer(layer, shapes, _reported(layer), None, counted_tensors(layer), None, "unexplained")


def _reported(layer: Layer) -> tuple[Out, ...]:
    """The outputs as the framework or the author states them."""
    reported = layer.reported
    return tuple(Out(shape) for shape in reported.output_shapes or ()) if reported is not None else ()
