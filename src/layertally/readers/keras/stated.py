"""The shapes that a file states itself: of every tensor that some layer reads.

In: the graph of a configuration. Out: the output shapes of a node, as far as they are stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model import Model, Reported, Shape
from .calls import stated_shape
from .graph import Graph, Node


class Stated:
    """Keras 3 writes the shape of each tensor beside it; Keras 2 wrote what each layer was built for."""

    def __init__(self, graph: Graph) -> None:
        self._shapes: dict[Node, dict[int, Shape]] = {}
        for entry in graph.entries.values():
            for number, call in enumerate(entry.calls):
                read = call.tensors()
                built = entry.build.get("input_shape") if number == 0 else None
                lone = stated_shape(built)
                many = [stated_shape(each) for each in built] if isinstance(built, list) and lone is None else [lone]
                for at, tensor in enumerate(read):
                    shape = tensor.shape or (many[at] if len(many) == len(read) else None)
                    if shape:
                        self._shapes.setdefault(graph.node(tensor, entry.name), {})[tensor.index] = shape

    def of(self, node: Node) -> tuple[Shape, ...]:
        """The shapes of its outputs, from the first on as long as they are stated."""
        known = self._shapes.get(node, {})
        out: list[Shape] = []
        while len(out) in known:
            out.append(known[len(out)])
        return tuple(out)


def completed(model: Model, shapes: Sequence[Shape]) -> Model:
    """The model with the shapes that come out of it: nothing inside a file states those of its last layers, on which a
    layer without a rule depends."""
    told = {ref.layer: shape for ref, shape in zip(model.outputs, shapes, strict=False) if ref.index == 0}
    layers = []
    for layer in model.layers:
        shape = told.get(layer.name)
        if shape is not None and layer.model is not None:
            layers.append(replace(layer, model=completed(layer.model, (shape,))))
        elif shape is not None and layer.op is None:
            layers.append(replace(layer, reported=(layer.reported or Reported())._replace(output_shapes=(shape,))))
        else:
            layers.append(layer)
    return replace(model, layers=tuple(layers))


def silent(model: Model) -> Model:
    """The model without the shapes that are stated inside it."""
    layers = []
    for layer in model.layers:
        told = (
            layer.reported._replace(output_shapes=None) if layer.reported is not None and layer.op is not None else None
        )
        inner = silent(layer.model) if layer.model is not None else None
        layers.append(replace(layer, reported=told or layer.reported, model=inner))
    return replace(model, layers=tuple(layers))
