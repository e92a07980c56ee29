"""The shapes that a file states itself: of every tensor that some layer reads.

In: the graph of a configuration. Out: the output shapes of a node, as far as they are stated.
"""

from __future__ import annotations

from ...model import Shape
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
