"""Shapes as a figure shows them: the batch first and unknown, whatever a model did with it in between.

In: a `Trace`, whose tensors have the batch that the inputs had. Out: for each tensor the shape of one sample with None
for the batch in front. Windows, heads or steps that a model folded into the batch stay a dim of their own, so no
multiplication is lost: (64·B, 49, 96) is (None, 64, 49, 96). Dims that are a multiple of a named input dim's
distinctive size are written with its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, NamedTuple

from ...formula import Poly
from ...model import Dim, Shape
from .trace import Dims, Node, Src, Trace

SEQUENCE_FIRST = frozenset({"lstm", "gru", "rnn_tanh", "rnn_relu"})
BESIDE = {**dict.fromkeys(SEQUENCE_FIRST, 1), "multi_head_attention_forward": 0}
"""Where the batch is in outputs beside the first: states are (layers, batch, features), weights (batch, T_q, T_k)."""
PACKING = frozenset({"_pack_padded_sequence", "_pad_packed_sequence"})
"""What gives lengths beside the same numbers."""
REPEATING = frozenset({"expand", "expand_as", "broadcast_to", "repeat"})
"""What gives a row of numbers, such as positions, to every sample of a batch."""
VIEWS = frozenset(
    {"view", "reshape", "flatten", "unflatten", "view_as", "reshape_as", "ravel", "squeeze", "contiguous"}
)


class Batch(NamedTuple):
    """Where a tensor has the batch: dim `axis` holds it `times` over."""

    axis: int
    times: int = 1


class Shapes:
    """The shape of every tensor of a trace, batch in front."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.named = {size: Poly.name(name) for name, size in trace.named.items()}
        self.batch, self._inputs = _batch(trace)
        self._at: dict[Src, Batch | None] = {}
        self._learned: dict[Src, Batch] = {}
        for node in trace.nodes:
            self._follow(node)
        self._learned = self._beside_data()
        for node in trace.nodes if self._learned else ():
            self._follow(node)

    def of(self, src: Src) -> Shape:
        """The shape of a tensor with None for the batch in front."""
        shape, at = self.trace.tensor(src).shape, self.at(src)
        if at is None:
            rest = shape[1:] if shape[:1] == (1,) else shape
        elif at.times == 1:
            rest = (*shape[: at.axis], *shape[at.axis + 1 :])
        else:
            rest = (*shape[: at.axis], at.times, *shape[at.axis + 1 :])
        return (None, *(self.dim(size) for size in rest))

    def axis(self, src: Src, dim: int) -> int:
        """Where a dim of the tensor as it was stands in `of(src)`."""
        shape, at = self.trace.tensor(src).shape, self.at(src)
        dim = dim + len(shape) if dim < 0 else dim
        if at is None:
            return dim if shape[:1] == (1,) else dim + 1
        if at.times > 1:
            return dim + 1
        return 0 if dim == at.axis else dim + 1 if dim < at.axis else dim

    def dim(self, size: int) -> Dim:
        """A size, with the name of an input's dim where it is a multiple of that.

        >>> from .trace import Trace
        >>> from types import SimpleNamespace
        >>> trace = SimpleNamespace(named={"T": 131}, inputs={}, nodes=())
        >>> str(Shapes(trace).dim(131 * 64)), Shapes(trace).dim(64)
        ('64·T', 64)
        """
        for unit, name in self.named.items():
            if size and size % unit == 0:
                rest = self.dim(size // unit)
                return name if rest == 1 else rest * name if rest is not None else None
        return size

    def at(self, src: Src) -> Batch | None:
        """Where a tensor has the batch; None if it has none."""
        if src.kind == "i":
            return self._inputs.get(src.key)
        return self._at.get(src)

    def _follow(self, node: Node) -> None:
        given = next(((src, at) for src in node.operands if (at := self.at(src)) is not None), None)
        for index, out in enumerate(node.outs):
            found = None
            if given is not None:
                later = BESIDE.get(node.op) if index else None
                before = self.trace.tensor(given[0]).shape
                found = Batch(later) if later is not None else _carried(node, before, given[1], out.shape, self.batch)
            elif node.op in REPEATING and node.operands and len(out.shape) > 1 and out.shape[0] == self.batch > 1:
                found = Batch(0) if self.trace.tensor(node.operands[0]).shape[:1] == (1,) else None
            src = Src("n", node.index, index)
            self._at[src] = self._learned.get(src, found)

    def _beside_data(self) -> dict[Src, Batch]:
        """What is made of parameters alone and works beside data whose batch does not come first has its batch there
        too: learned queries (100, B, 256) of a decoder that takes sequences first."""
        found: dict[Src, Batch] = {}
        for node in reversed(self.trace.nodes):
            src = Src("n", node.index)
            at = self.at(src) or found.get(src)
            if at is None or at.axis == 0 or at.times != 1 or not node.outs:
                continue
            shape = node.outs[0].shape
            for own in node.operands:
                theirs = self.trace.tensor(own).shape
                alike = len(theirs) == len(shape) and theirs[at.axis] == shape[at.axis] and theirs[:1] != (1,)
                if own.kind == "n" and alike and self.at(own) is None and _beside(node):
                    found[own] = at
        return found


def _batch(trace: Trace) -> tuple[int, dict[str, Batch]]:
    """The size of the batch and where each input has it: first, or second where a sequence comes first."""
    second = set()
    for node in trace.nodes:
        first = node.operands[0] if node.operands else None
        if first is None or first.kind != "i":
            continue
        recurrent = node.op in SEQUENCE_FIRST and len(node.args) > 8 and node.args[8] is False
        attention = node.op == "multi_head_attention_forward"
        if (recurrent or attention) and len(trace.tensor(first).shape) == 3:
            second.add(first.key)
    places = {name: int(name in second) for name, given in trace.inputs.items() if given.shape}
    sizes = [trace.inputs[name].shape[axis] for name, axis in places.items()]
    batch = sizes[0] if sizes else 1
    alike = [name for name, axis in places.items() if trace.inputs[name].shape[axis] == batch or len(places) == 1]
    found = {name: Batch(places[name]) for name in alike}
    return batch or 1, found


def _carried(node: Node, before: Dims, at: Batch, after: Dims, batch: int) -> Batch | None:
    """Where the batch of an operand is in an output."""
    axis = _exact(node, before, at.axis)
    if axis is not None:
        return None if axis < 0 else _there(axis, after, batch, at)
    if node.op in VIEWS:
        return _laid_out(before, at, after, batch)
    if len(before) == len(after):
        return _there(at.axis, after, batch, at)
    if before[: at.axis + 1] == after[: at.axis + 1]:
        return at
    place = at.axis - len(before) + len(after)
    if place >= 0 and after[place] == before[at.axis]:
        return Batch(place, at.times)
    return Batch(0, at.times) if after and after[0] == before[at.axis] else None


def _beside(node: Node) -> bool:
    """Whether the dims of all that flows in lie as those of what comes out."""
    return node.op not in VIEWS and node.op not in ("permute", "transpose", "swapaxes", "swapdims", "movedim")


def _there(axis: int, after: Dims, batch: int, at: Batch) -> Batch | None:
    if axis >= len(after):
        return None
    if after[axis] % batch == 0 and after[axis]:
        return Batch(axis, after[axis] // batch)
    return Batch(axis, at.times) if after[axis] == 0 else None


def _laid_out(before: Dims, at: Batch, after: Dims, batch: int) -> Batch | None:
    """Through a view: the dim that begins where the batch began."""
    ahead = prod(before[: at.axis])
    there = [axis for axis in range(len(after)) if prod(after[:axis]) == ahead]
    if batch == 1:  # any dim of 1 can be the batch: the one that stands where it stood, else the first
        lone = next((axis for axis in there if after[axis] == 1), None)
        if lone is not None:
            return Batch(lone)
        if at.times == 1 and ahead != 1:
            return Batch(0) if after[:1] == (1,) else None
    for axis in there:
        if after[axis] and after[axis] % batch == 0:
            return Batch(axis, after[axis] // batch)
    return next((Batch(axis, size // batch) for axis, size in enumerate(after) if size and size % batch == 0), None)


def _exact(node: Node, before: Dims, axis: int) -> int | None:
    """Where a dim goes in what moves dims by their numbers; -1 if it goes away, None if this is no such operation."""
    rank = len(before)
    if node.op == "permute":
        order = numbers(node, 1, "dims")
        return [dim % rank for dim in order].index(axis) if len(order) == rank else None
    if node.op in ("transpose", "swapaxes", "swapdims", "transpose_"):
        pair = [dim % rank for dim in numbers(node, 1, "")[:2]]
        if len(pair) != 2:
            pair = [int(node.kwargs[key]) % rank for key in ("dim0", "dim1") if key in node.kwargs]
        if len(pair) != 2:
            return None
        return pair[1] if axis == pair[0] else pair[0] if axis == pair[1] else axis
    if node.op in ("t", "T", "mT", "t_", "adjoint") and rank >= 2:
        return {rank - 1: rank - 2, rank - 2: rank - 1}.get(axis, axis)
    if node.op in ("unsqueeze", "unsqueeze_"):
        given = numbers(node, 1, "dim")
        return None if len(given) != 1 else axis + ((given[0] % (rank + 1)) <= axis)
    if node.op in ("stack", "unbind"):
        dim = (numbers(node, 1, "dim") or [0])[0] % (rank + (node.op == "stack"))
        return axis + (dim <= axis) if node.op == "stack" else -1 if dim == axis else axis - (dim < axis)
    if node.op == "__getitem__" and len(node.args) > 1:
        return _through_index(node.args[1], rank, axis)
    return None


def _through_index(key: Any, rank: int, axis: int) -> int | None:
    """Where a dim goes in `x[key]`; None where tensors stand in the key."""
    parts = list(key) if isinstance(key, (list, tuple)) else [key]
    used = sum(part is not None and not is_ellipsis(part) for part in parts)
    out = at = 0
    for part in (*parts, {"ellipsis": True}) if not any(map(is_ellipsis, parts)) else parts:
        if part is None:
            out += 1
        elif is_ellipsis(part):
            spare = rank - used
            if at <= axis < at + spare:
                return out + axis - at
            at, out = at + spare, out + spare
        elif isinstance(part, Mapping) and "slice" in part:
            if at == axis:
                return out
            at, out = at + 1, out + 1
        elif isinstance(part, int) and not isinstance(part, bool):
            if at == axis:
                return -1
            at += 1
        else:
            return None
    return None


def is_ellipsis(part: Any) -> bool:
    """Whether a part of an index is `...`."""
    return part == "..." or (isinstance(part, Mapping) and "ellipsis" in part)


def numbers(node: Node, start: int, name: str) -> list[int]:
    """The whole numbers of an argument that may be one list or several arguments."""
    given = node.kwargs[name] if name in node.kwargs else node.args[start:]
    flat = given[0] if isinstance(given, (list, tuple)) and len(given) == 1 else given
    items = flat if isinstance(flat, (list, tuple)) else [flat]
    return [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
