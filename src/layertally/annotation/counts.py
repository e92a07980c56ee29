"""How many numbers a layer holds, and how many all layers do.

In: a layer with its weights, or with nothing but its settings or its tensors. Out: `Count`; of many layers `Totals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from math import prod

from ..errors import ShapeError
from ..formula import Num, Value, added, times, total
from ..model import Layer, Shape
from ..ops.base import Op, Weights
from .values import AnnotatedLayer, Count, Totals


def counted(layer: Layer, weights: Weights | None) -> Count:
    """The parameters of a layer that has a rule."""
    if weights is None:
        return Count()
    sizes: dict[str, list[Value | None]] = {"trainable": [], "fixed": [], "buffer": []}
    for tensor in weights.tensors:
        role = "fixed" if tensor.role == "trainable" and not layer.trainable else tensor.role
        sizes[role].append(tensor.size.value)
    trainable, fixed, buffers = (added(sizes[role]) for role in ("trainable", "fixed", "buffer"))
    split = weights.split if layer.trainable else None
    formula = weights.params if weights.params != Num(0) else None  # there is nothing to work out
    return Count(added((trainable, fixed)), trainable, fixed, buffers, formula, split)


def counted_tensors(layer: Layer) -> Count:
    """The parameters of a layer without a rule: from its tensors, else as reported, else not known."""
    reported = layer.reported
    if layer.shared is not None:
        return Count(tied_to=layer.shared)
    if layer.weights:
        formula = total(*(times(*shape) if shape else Num(1) for _, shape, _ in layer.weights))
        trained = sum(prod(shape) for _, shape, trainable in layer.weights if trainable)
        everything = sum(prod(shape) for _, shape, _ in layer.weights)
        return Count(everything, trained, everything - trained, 0, formula)
    if reported and reported.params is not None:
        return Count(reported.params, reported.trainable, reported.non_trainable, reported.buffers)
    return Count(None, None, None, None)


def declared(layer: Layer, op: Op, inputs: Sequence[Shape] | None = None) -> Count:
    """What the settings alone say of the parameters, of a layer that is not reached or does not fit; where they do not
    say enough, what they say together with the `inputs` that came (a kernel that is too large has its weights)."""
    if layer.shared is not None:
        return Count(tied_to=layer.shared)
    for known in (None, inputs):
        with suppress(ShapeError):
            return counted(layer, op.weigh(known))
    return Count(None, None, None, None)


def totals_of(layers: Sequence[AnnotatedLayer]) -> Totals:
    """The sums over all layers."""
    counts = [layer.count for layer in layers]
    known = added(count.value for count in counts if count.value is not None)
    return Totals(
        added(count.value for count in counts),
        added(count.trainable for count in counts),
        added(count.non_trainable for count in counts),
        added(count.buffers for count in counts),
        added(layer.macs_value for layer in layers),
        0 if known is None else known,
    )
