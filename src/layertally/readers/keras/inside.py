"""A model inside a wrapper (`TimeDistributed(model)`) → one op.

In: the model that was read. Out: `Network`; ArgumentError if a part of it has no rule.
"""

from __future__ import annotations

from ...frameworks.base import ArgumentError
from ...model import Layer, Model, Ref
from ...ops.base import Op
from ...ops.network import Frozen, Network, Step


def network(model: Model) -> Network:
    """The model as one op. Raises ArgumentError."""
    numbers = {given.name: str(number) for number, given in enumerate(model.inputs)}

    def end(ref: Ref) -> str:
        name = numbers.get(ref.layer, ref.layer)
        return f"{name}:{ref.index}" if ref.index else name

    steps = tuple(
        Step(layer.name, _op(layer), tuple(end(ref) for ref in layer.inputs), layer.shared is not None)
        for layer in model.layers
    )
    return Network(len(model.inputs), steps, tuple(end(ref) for ref in model.outputs))


def _op(layer: Layer) -> Op:
    if layer.model is not None:
        return network(layer.model)
    if layer.op is None:
        raise ArgumentError(f"the model inside has a layer without a rule, `{layer.name}`: {layer.why}")
    return layer.op if layer.trainable else Frozen(layer.op)
