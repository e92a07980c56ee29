"""Calls → a graph: every call a node with a name of its own, each after what it reads.

In: entries. Out: `Node` values in an order in which they can be worked out, and a way to find the node that a reference
means. A circle, or a layer that is not there, is one error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...model import Ref
from ..order import in_order
from .calls import Call, Tensor
from .entries import Entry, broken


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One call of a layer. `first` is False for the second call and later ones: they share the weights of the first."""

    name: str
    entry: Entry
    call: Call
    first: bool = True


class Graph:
    """The nodes of one model."""

    def __init__(self, entries: Sequence[Entry], outputs: Sequence[Tensor], source: str) -> None:
        self.source = source
        self.entries = {entry.name: entry for entry in entries}
        self._nodes = self._named(entries)
        self._reads: dict[str, set[int]] = {}
        for entry in entries:
            for call in entry.calls:
                for tensor in call.tensors():
                    self._reads.setdefault(tensor.layer, set()).add(tensor.node)
        self._asked: dict[str, set[int]] = {}
        for tensor in outputs:
            self._asked.setdefault(tensor.layer, set()).add(tensor.node)
        read = [tensor for entry in entries for call in entry.calls for tensor in call.tensors()]
        self.widths: dict[str, int] = {}
        """How many outputs of a layer are read, by its name."""
        for tensor in (*read, *outputs):
            self.widths[tensor.layer] = max(self.widths.get(tensor.layer, 1), tensor.index + 1)

    def ref(self, tensor: Tensor, reader: str = "", output: bool = False) -> Ref:
        """The end of an edge. Raises LayertallyError for a layer or a call that is not there."""
        return Ref(self.node(tensor, reader, output).name, tensor.index)

    def node(self, tensor: Tensor, reader: str = "", output: bool = False) -> Node:
        """The call that a tensor comes out of."""
        nodes = self._nodes.get(tensor.layer)
        who, what = "the model's outputs name" if output else f"`{reader[:80]}` reads", f"`{tensor.layer[:80]}`"
        if nodes is None:
            raise broken(self.source, f"{who} {what}, which is no layer of the model")
        number = tensor.node - self._base(tensor.layer, output)
        if not 0 <= number < len(nodes):
            raise broken(self.source, f"{who} call {tensor.node} of {what}, which is called {len(nodes)} times")
        return nodes[number]

    def order(self) -> list[Node]:
        """Every node that is no input, each after what it reads; as in the file wherever that is possible."""
        nodes = [node for group in self._nodes.values() for node in group]
        sources = {node: {self.node(tensor, node.name) for tensor in node.call.tensors()} for node in nodes}
        out, left = in_order(nodes, sources)
        if left:
            raise self._circle(left)
        return [node for node in out if not node.entry.is_input]

    def _base(self, layer: str, output: bool) -> int:
        """What the calls of a layer are counted from. Keras counts those of a nested model from 1 in some places: its
        call 0 is the model itself."""
        count, first = len(self._nodes[layer]), self.entries[layer].first
        if first is not None:
            return first
        if not self.entries[layer].nested:
            return 0
        seen = (self._asked if output else self._reads).get(layer, set())
        if max(seen, default=0) >= count:
            return 1
        if 0 in seen:
            return 0
        legacy = any(call.old for call in self.entries[layer].calls)
        return 1 if legacy or (output and self.entries[layer].type != "Sequential") else 0

    @staticmethod
    def _named(entries: Iterable[Entry]) -> dict[str, list[Node]]:
        entries = list(entries)
        taken = {entry.name for entry in entries}
        out: dict[str, list[Node]] = {}
        for entry in entries:
            group = [Node(entry.name, entry, entry.calls[0] if entry.calls else Call())]
            for number, call in enumerate(entry.calls[1:], start=2):
                name = f"{entry.name} (call {number})"
                while name in taken:
                    name += "'"
                taken.add(name)
                group.append(Node(name, entry, call, first=False))
            out[entry.name] = group
        return out

    def _circle(self, left: list[Node]) -> Exception:
        """One circle among the nodes that never became ready: going back from any of them runs into one."""
        stuck = set(left)
        path: list[Node] = []
        seen: dict[Node, int] = {}
        current = left[0]
        while current not in seen:
            seen[current] = len(path)
            path.append(current)
            sources = (self.node(tensor, current.name) for tensor in current.call.tensors())
            current = next(source for source in sources if source in stuck)
        circle = path[seen[current] :][::-1]  # in the direction of the data
        first = min(range(len(circle)), key=lambda at: left.index(circle[at]))
        names = [node.name[:60] for node in (*circle[first:], *circle[:first])]
        shown = names if len(names) <= 8 else [*names[:4], "…", *names[-3:]]
        return broken(self.source, f"layers depend on each other in a circle: {' → '.join([*shown, shown[0]])}")
