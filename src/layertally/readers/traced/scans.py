"""A loop over the steps of a sequence, unrolled in the trace, as one layer: state spaces and what is like them.

In: `Units`. Out: sets that end where the results of many steps are put together, and begin at the tensors of which each
step takes its own piece.
"""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import NamedTuple

from ...ops.scan import Scan
from .kinds import LIGHT, MATMUL
from .shapes import Shapes
from .trace import Node, Src
from .units import Rule, Units

FEWEST = 6
"""So many steps make a loop."""
JOINS = frozenset({"stack", "cat", "concat"})
ARITHMETIC = frozenset({"mul", "add", "sub", "div", "__mul__", "__add__", "multiply"})
PIECES = frozenset({"__getitem__", "select", "unbind"})


class Info(NamedTuple):
    """What the builder is told."""

    op: Scan
    sources: tuple[Src, ...]
    out: Src


def take_scans(units: Units, shapes: Shapes) -> None:
    """Every loop without weights is one set."""
    for node in units.trace.nodes:
        if (
            node.op in JOINS
            and len(node.operands) >= FEWEST
            and units.free(node.index)
            and units.kinds.core[node.index]
        ):
            _take(units, shapes, node)


def _take(units: Units, shapes: Shapes, node: Node) -> None:
    trace, kinds = units.trace, units.kinds
    start = trace.calls[node.call].first if node.call >= 0 else 0
    inside, todo = {node.index}, [node.index]
    while todo:
        for src in kinds.data[todo.pop()]:
            if src.kind == "n" and src.key in inside:
                continue
            if src.kind == "n" and src.key >= start and _is_step(units, src.key) and not _is_shared(units, src):
                inside.add(src.key)
                todo.append(src.key)
    steps = len(node.operands)
    if len(inside) < 3 * steps or any(
        each != node.index and any(user not in inside for user in kinds.users.get(each, ())) for each in inside
    ):
        return
    total = sum(trace.nodes[each].flops for each in inside) // 2
    product = _product(units, shapes, inside, total, steps)
    inside |= _before(units, inside, start)
    last = _skipped(units, inside, node.index)
    read = dict.fromkeys(units.source(src) for each in sorted(inside) for src in kinds.data[each])
    given = tuple(src for src in read if not (src.kind == "n" and src.key in inside))
    out = Src("n", last)
    units.take(inside, last, Rule("scan", Info(Scan(shapes.of(out)[1:], steps, product), given, out)))
    units.folded.update(inside - {last})


def _before(units: Units, inside: set[int], start: int) -> set[int]:
    """What makes ready what the steps take: products with a parameter or with each other, exponentials."""
    kinds, found = units.kinds, set[int]()
    todo = sorted({src.key for each in inside for src in kinds.data[each] if src.kind == "n"} - inside)
    while todo:
        node = todo.pop()
        everyone = all(user in inside or user in found for user in kinds.users.get(node, ()))
        if node < start or node in found or not everyone or not _makes_ready(units, node):
            continue
        found.add(node)
        todo = sorted({*todo, *(src.key for src in kinds.data[node] if src.kind == "n")} - inside - found)
    return found


def _makes_ready(units: Units, node: int) -> bool:
    own, kind = units.trace.nodes[node], units.kinds.kind[node]
    weighted = kind == "heavy" and own.op in ARITHMETIC
    return units.free(node) and len(own.outs) == 1 and (weighted or kind in ("layout", "scale", "merge", "ident"))


def _skipped(units: Units, inside: set[int], last: int) -> int:
    """On to a sum with the input, scaled by a parameter; `inside` grows by what that takes."""
    kinds = units.kinds
    users = kinds.users.get(last, ())
    if len(users) != 1 or units.trace.nodes[users[0]].op not in ("add", "__add__") or not units.free(users[0]):
        return last
    others = [src.key for src in kinds.data[users[0]] if src.kind == "n" and src.key != last]
    if len(others) != 1 or not _makes_ready(units, others[0]) or kinds.kind[others[0]] != "heavy":
        return last
    read = {units.source(src) for each in inside for src in kinds.data[each]}
    if kinds.users.get(others[0]) != users or not all(units.source(src) in read for src in kinds.data[others[0]]):
        return last
    inside |= {users[0], others[0]}
    return users[0]


def _is_step(units: Units, node: int) -> bool:
    own = units.trace.nodes[node]
    if not units.free(node) or (units.kinds.held[node] and own.op not in ARITHMETIC):
        return False
    return bool(units.kinds.held[node]) or units.kinds.kind[node] in LIGHT or own.op in MATMUL


def _is_shared(units: Units, src: Src) -> bool:
    """Whether each step takes its own piece of a tensor."""
    pieces = Counter(units.trace.nodes[user].op for user in units.kinds.users.get(src.key, ()))
    return sum(pieces[op] for op in PIECES) >= FEWEST


def _product(units: Units, shapes: Shapes, inside: set[int], total: int, steps: int) -> tuple[int, ...]:
    """The dims of one step's product; where these do not come to what was counted, that alone."""
    for node in sorted(inside):
        own = units.trace.nodes[node]
        if own.flops and own.operands:
            dims = [dim for dim in shapes.of(own.operands[0])[1:] if isinstance(dim, int)]
            if prod(dims) * steps == total:
                return tuple(dims)
    return (total // steps,) if total else ()
