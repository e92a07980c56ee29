"""The calls between two sets of symbolic tensors, and how a model's tensors are named in a configuration.

In: inputs and outputs of a model, or of a layer that was followed. Out: `Graph`: its nodes, each after what it reads,
and for each tensor `[layer, call, output]`. BrokenGraphError where a tensor comes from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .trace import BATCH, Origins


class BrokenGraphError(Exception):
    """A tensor that is neither an input nor comes out of a call."""


class Source(NamedTuple):
    """A tensor that nothing flows into: `tensor` itself, the variables that it is made of."""

    tensor: Any
    variables: tuple[Any, ...]


class Graph:
    """`nodes` are calls of Keras in an order in which they can run. `sources` are constants that some call reads."""

    def __init__(
        self,
        inputs: Sequence[Any],
        outputs: Sequence[Any],
        origins: Origins | None = None,
        steps: Sequence[Any] = (),
    ) -> None:
        """`steps` are the calls where they are known already, in the order in which they ran."""
        self.inputs, self.outputs = list(inputs), list(outputs)
        self._starts = {id(tensor) for tensor in inputs}
        self._origins = origins
        self._constants = origins.constants if origins is not None else {}
        self.nodes: list[Any] = []
        self.sources: dict[int, Source] = {}
        self.read: set[int] = set()
        if steps:
            self.nodes = list(steps)
            read = [*(tensor for step in steps for tensor in step.input_tensors), *outputs]
            self.read = {id(tensor) for tensor in read} & self._starts
        else:
            self._visit(outputs)

    def _visit(self, outputs: Sequence[Any]) -> None:
        """Depth first, without recursion: a network may be thousands of layers deep."""
        done: set[int] = set()
        stack: list[tuple[Any, bool]] = [(tensor, False) for tensor in reversed(outputs)]
        while stack:
            item, ready = stack.pop()
            if ready:
                self.nodes.append(item)
                continue
            node = self._maker(item)
            if node is None or id(node) in done:
                continue
            done.add(id(node))
            stack.append((node, True))
            stack.extend((tensor, False) for tensor in reversed(node.input_tensors))

    def _maker(self, tensor: Any) -> Any:
        """The call that a tensor comes out of; None for an input or a constant. BrokenGraphError if there is none."""
        if id(tensor) in self._starts:
            self.read.add(id(tensor))
            return None
        if id(tensor) in self._constants:
            self.sources[id(tensor)] = Source(*self._constants[id(tensor)])
            return None
        history = getattr(tensor, "_keras_history", None)
        if history is None:
            raise BrokenGraphError
        node = history.operation._inbound_nodes[history.node_index]  # noqa: SLF001 - Keras offers no other way to its calls
        if node.is_input:
            raise BrokenGraphError
        return node

    def source(self, value: Any, library: Any) -> Source | None:
        """A value as a source of its own: a weight, what is made of weights, or a constant that has the batch; None of
        what is none."""
        if isinstance(value, library.Variable):
            return Source(value, (value,))
        if self._origins is None or not library.src.backend.is_tensor(value):
            return None
        variables = self._origins.of(value)
        batched = len(value.shape) > 0 and value.shape[0] == BATCH
        return Source(value, variables) if variables or batched else None
