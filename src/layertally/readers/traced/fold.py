"""Work beside the flow: casts, views that change nothing, masks, positions and index arithmetic join the step they
belong to.

In: `Units` with the sets that rules have taken. Out: the same, with every node either a step, or folded into one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ...ops.reshape import Identity
from .functions import function_op
from .kinds import QUIET
from .shapes import PACKING, Shapes
from .trace import Node, Src
from .units import Units


def pass_on(units: Units, shapes: Shapes) -> None:
    """Nodes that give on what they were given: edges go past them."""
    for node in units.trace.nodes:
        kind, data = units.kinds.kind[node.index], units.kinds.data[node.index]
        if not units.free(node.index) or len(data) != 1 or (len(node.outs) != 1 and node.op not in PACKING):
            continue
        if kind == "ident" or (kind in ("layout", "scale", "step") and _changes_nothing(units, shapes, node, data[0])):
            units.past[node.index] = data[0]


def _changes_nothing(units: Units, shapes: Shapes, node: Node, data: Src) -> bool:
    out = Src("n", node.index)
    if shapes.of(data) != shapes.of(out):
        return False
    if node.op == "__getitem__":
        key = node.args[1] if len(node.args) > 1 else None
        parts = key if isinstance(key, (list, tuple)) else [key]
        return all(isinstance(part, Mapping) and "slice" in part for part in parts)
    if node.op in ("pad", "constant_pad_nd"):
        return units.trace.tensor(data).shape == node.outs[0].shape
    found, _ = function_op(units, shapes, node)
    return found is not None and isinstance(found.op, Identity)


def fold_rest(units: Units) -> None:
    """What is no step joins its first reader, else what it reads, else the next step."""
    trace = units.trace
    readers: dict[int, list[int]] = defaultdict(list)
    for own in trace.nodes:
        for src in own.sources:
            if src.kind == "n":
                readers[src.key].append(own.index)
    ends = {src.key for src in trace.outputs if src.kind == "n"}
    steps = [node for node in range(len(trace.nodes)) if _is_step(units, node, ends)]
    for node in reversed(range(len(trace.nodes))):
        if not units.free(node) or _is_step(units, node, ends):
            continue
        before = units.past.get(node)
        if before is not None and units.source(before).kind == "n":
            continue  # joined below, when what it reads is settled
        after = readers.get(node)
        units.fold(node, min(after) if after else _near(units, node, steps))
    for node in sorted(units.past):
        src = units.source(units.past[node])
        if units.find(node) == node and node not in units.rule and src.kind == "n":
            units.fold(node, src.key)


def _is_step(units: Units, node: int, ends: set[int]) -> bool:
    """Whether a node is in a set of its own right."""
    if not units.free(node):
        return True
    if node in units.past:
        return False
    return units.kinds.kind[node] not in QUIET or node in ends


def _near(units: Units, node: int, steps: list[int]) -> int:
    """For what nobody reads: the step that it looks at, else the next one, else the last."""
    for src in units.trace.nodes[node].sources:
        if src.kind == "n" and src.key in steps:
            return int(src.key)
    return next((step for step in steps if step > node), steps[-1] if steps else node)
