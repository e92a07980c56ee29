"""The core of attention as one layer: scores, softmax and weighted sum, with the light work around them.

In: `Units`. Out: sets that hold a `scaled_dot_product_attention`, or a softmax between two products of data, and all
that lies between the projections and it without weights of its own: heads split, rotary positions, keys repeated for
groups of heads, scale, mask, dropout, heads joined again. What something else reads too is left alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ...model import Dim, Shape
from ...ops.core import CoreAttention
from .functions import gives
from .heads import Core, Sizes, core_op
from .kinds import LIGHT
from .shapes import Shapes
from .trace import Node, Src
from .units import Rule, Units

JOINS = frozenset({"cat", "concat", "concatenate", "stack", "copy_", "__setitem__", "index_copy_", "index_put_"})
"""Merges that lay side by side: heads with rotary positions beside heads without."""
TABLES = frozenset({"add", "add_", "__add__", "__iadd__", "mul", "mul_", "__mul__"})
"""How a table of biases, or a learned scale, comes into the scores."""
SCORES = frozenset({"matmul", "__matmul__", "bmm", "baddbmm", "einsum"})
QUIETLY = frozenset({"ident", "layout", "scale"})
FAR = 40
"""So many nodes lie at most between the scores and the softmax."""
MOST_ROOTS = 60
"""So many nodes are looked at for where data come from."""


class Info(NamedTuple):
    """What the builder is told: the op, the sources in order, the outputs in order."""

    op: CoreAttention
    sources: tuple[Src, ...]
    outs: tuple[Src, ...]


def take_attention(units: Units, shapes: Shapes) -> None:
    """Every core of attention is one set."""
    for core in _cores(units, shapes):
        _take(units, shapes, core)


def _cores(units: Units, shapes: Shapes) -> Iterator[Core]:
    for node in units.trace.nodes:
        if not units.free(node.index):
            continue
        if node.op == "scaled_dot_product_attention" and len(node.operands) >= 3:
            places = [_place(node, at, name) for at, name in enumerate(("query", "key", "value"))]
            if None in places:
                continue
            query, key, value = (node.operands[place] for place in places if place is not None)
            masked = node.kwargs.get("attn_mask") is not None or len(node.operands) > 3
            causal = bool(node.kwargs.get("is_causal", node.args[5] if len(node.args) > 5 else False))
            q, k, v = (shapes.of(src) for src in (query, key, value))
            if min(len(q), len(k), len(v)) < 3 or not (isinstance(q[-1], int) and isinstance(v[-1], int)):
                continue
            yield Core(query, key, value, node.index, masked, causal, (node.index,), Sizes(q[-2], k[-2], q[-1], v[-1]))
        elif units.kinds.kind[node.index] == "softmax":
            found = _written_out(units, shapes, node)
            if found is not None:
                yield found


def _place(node: Node, at: int, name: str) -> int | None:
    value = node.kwargs.get(name, node.args[at] if at < len(node.args) else None)
    place = value.get("t") if isinstance(value, dict) else None
    return place if isinstance(place, int) and place < len(node.operands) else None


def _written_out(units: Units, shapes: Shapes, softmax: Node) -> Core | None:
    """A product of data, light work, a softmax, light work, a product with other data."""
    first, between = _back_to_product(units, softmax.index)
    if first is None:
        return None
    last, after = _on_to_product(units, softmax.index)
    if last is None:
        return None
    nodes = units.trace.nodes
    inside = {first, softmax.index, last, *between, *after}
    values = [src for src in nodes[last].operands if units.kinds.flows(src) and src.key not in inside]
    if len(values) != 1:
        return None
    products = [src for src in nodes[first].operands if units.kinds.flows(src)]
    if len(products) < 2:
        return None
    query, key = products[-2], products[-1]
    sizes = _sizes(units, shapes, query, softmax.index, values[0], last)
    if sizes is None:
        return None
    masked = any(nodes[node].op in ("masked_fill", "masked_fill_", "where", "add", "add_") for node in between)
    causal = any(_triangular(units, node) for node in between)
    return Core(query, key, values[0], last, masked and not causal, causal, tuple(sorted(inside)), sizes)


def _sizes(units: Units, shapes: Shapes, query: Src, softmax: int, value: Src, last: int) -> Sizes | None:
    """Lengths by the scores, widths by what is multiplied; values may stand left of the scores, features first."""
    given, scores, out = shapes.of(query), shapes.of(Src("n", softmax)), shapes.of(Src("n", last))
    if min(len(given), len(scores), len(out)) < 3 or units.trace.nodes[last].op == "einsum":
        return None
    flowing = [src for src in units.trace.nodes[last].operands if units.kinds.flows(src)]
    turned = bool(flowing) and flowing[0] == value
    d_v = out[-2] if turned else out[-1]
    sizes = Sizes(scores[-2], scores[-1], given[-1], d_v, turned)
    return sizes if isinstance(sizes.d_k, int) and isinstance(d_v, int) else None


def _is_product(units: Units, node: int) -> bool:
    own = units.trace.nodes[node]
    return units.free(node) and own.op in SCORES and not units.kinds.held[node] and len(units.kinds.data[node]) >= 2


def _back_to_product(units: Units, softmax: int) -> tuple[int | None, set[int]]:
    """The product that made the scores, and what lies between."""
    between: set[int] = set()
    node = softmax
    for _ in range(FAR):
        data = [src.key for src in units.kinds.data[node] if src.kind == "n"]
        if not data:
            return None, between
        before = next((key for key in data if _is_product(units, key)), data[0])
        if len(units.kinds.users.get(before, ())) != 1 or not units.free(before):
            return None, between
        if _is_product(units, before):
            return before, between
        table = units.trace.nodes[before].op in TABLES
        light = units.kinds.kind[before] in LIGHT or (table and units.kinds.kind[before] == "heavy")
        if not light or units.kinds.kind[before] == "softmax":
            return None, between
        between.add(before)
        node = before
    return None, between


def _on_to_product(units: Units, softmax: int) -> tuple[int | None, set[int]]:
    """The product that weighs the values, and what lies between."""
    after: set[int] = set()
    node = softmax
    for _ in range(FAR):
        users = units.kinds.users.get(node, ())
        product = next((user for user in users if _is_product(units, user)), None)
        if product is not None:
            return product, after
        if (
            len(users) != 1
            or not units.free(users[0])
            or units.kinds.kind[users[0]] not in ("ident", "layout", "scale")
        ):
            return None, after
        after.add(users[0])
        node = users[0]
    return None, after


def _triangular(units: Units, node: int) -> bool:
    """Whether a mask of one triangle is made for this node."""
    todo, seen = [node], set[int]()
    while todo and len(seen) < FAR:
        for src in units.trace.nodes[todo.pop()].sources:
            if src.kind == "n" and src.key not in seen and units.kinds.kind[src.key] == "side":
                if units.trace.nodes[src.key].op in ("tril", "triu", "tril_", "triu_"):
                    return True
                seen.add(src.key)
                todo.append(src.key)
    return False


# ---- what belongs to it ----------------------------------------------------------------------------------------------


def _take(units: Units, shapes: Shapes, core: Core) -> None:
    inside = _around(units, core.nodes, _frame(units, core))
    last, after, heads = _joined(units, shapes, core)
    inside |= after
    ends = {src for src in units.trace.outputs if src.kind == "n"}
    extra = tuple(
        Src("n", node)
        for node in sorted(inside)
        if node != last
        and not units.kinds.fixed[node]
        and (Src("n", node) in ends or any(user not in inside for user in units.kinds.users.get(node, ())))
    )
    parts = [_roots_of(units, inside, operand) for operand in (core.query, core.key, core.value)]
    operands = tuple(dict.fromkeys(src for part in parts for src in part))
    others = (src for node in core.nodes for src in _roots_of(units, inside, Src("n", node)))
    sources = tuple(dict.fromkeys((*operands, *others)))
    op = core_op(units, shapes, core, inside, operands, last, heads)
    apart = len(operands) in (1, 3) and all(len(part) == 1 for part in parts)
    op = replace(op, mixed=not (apart and gives(op, [shapes.of(src) for src in sources], ())))
    outs = (Src("n", last), *extra)
    op = replace(op, extra=tuple(shapes.of(src)[1:] for src in extra))
    units.take(inside, last, Rule("attention", Info(op, sources, outs)))
    for node in inside - set(core.nodes):
        units.folded.add(node)


def _frame(units: Units, core: Core) -> int:
    """Where the module begins in which the projections are: light work before it is not the core's."""
    call = units.trace.nodes[core.last].call
    while call >= 0:
        own = units.trace.calls[call]
        if any(units.kinds.held[node] for node in range(own.first, min(own.last, core.nodes[0]))):
            return own.first
        call = own.parent
    return 0


def _around(units: Units, core: Iterable[int], start: int) -> set[int]:
    """The core with all light work that leads to nothing else."""
    inside = set(core)
    ends = {src.key for src in units.trace.outputs if src.kind == "n"}
    todo = [-src.key for node in inside for src in units.kinds.data[node] if src.kind == "n"]
    heapq.heapify(todo)
    seen = set(inside)
    while todo:
        node = -heapq.heappop(todo)
        if node in seen:
            continue
        seen.add(node)
        users = units.kinds.users.get(node, ())
        kind = units.kinds.kind[node]
        if node < start or not units.free(node) or kind not in LIGHT or node in ends:
            continue
        fixed = units.kinds.fixed[node]  # made of parameters alone: the first core that reads it holds it
        if not fixed and not all(user in inside for user in users):
            continue
        if kind == "merge" and not _one_root(units, node, start):
            continue
        inside.add(node)
        for src in units.kinds.data[node]:
            if src.kind == "n":
                heapq.heappush(todo, -src.key)
    return inside


def _one_root(units: Units, node: int, start: int) -> bool:
    """Whether a merge joins what comes from one place, or lays side by side. The place may be a sum itself: of a
    projection and its adapter."""
    if units.trace.nodes[node].op in JOINS:
        return True
    ends: set[Src] = set()
    todo = set(units.kinds.data[node])
    for _ in range(MOST_ROOTS):
        if len(todo | ends) <= 1:
            return True
        if not todo:
            break
        src = max(todo, key=lambda each: each.key if each.kind == "n" else -1)
        todo.remove(src)
        if src.kind == "n" and src.key >= start and units.kinds.kind[src.key] in LIGHT and units.free(src.key):
            todo |= set(units.kinds.data[src.key])
        else:
            ends.add(src)
    return False


def roots(units: Units, node: int, start: int, most: int = MOST_ROOTS) -> set[Src]:
    """Where the data of a node come from, past light work that is not earlier than `start`."""
    found: set[Src] = set()
    todo, seen = list(units.kinds.data[node]), set()
    while todo:
        src = todo.pop()
        if src in seen:
            continue
        seen.add(src)
        light = src.kind == "n" and src.key >= start and units.kinds.kind[src.key] in LIGHT and units.free(src.key)
        if light and len(seen) < most:
            todo += units.kinds.data[src.key]
        else:
            found.add(src)
    return found


def _joined(units: Units, shapes: Shapes, core: Core) -> tuple[int, set[int], int | None]:
    """The node that gives (…, T_q, heads·d_v), the nodes on the way, and how many heads that makes; the last product
    itself where heads are not joined."""
    length, width = core.sizes.queries, core.sizes.d_v
    node, way, best = core.last, [], 0
    heads: int | None = None
    ends = {src.key for src in units.trace.outputs if src.kind == "n"}
    while not core.sizes.turned:
        users = units.kinds.users.get(node, ())
        if node in ends or len(users) != 1 or not units.free(users[0]):
            break
        user = users[0]
        if units.kinds.kind[user] not in ("layout", "ident") or len(units.trace.nodes[user].outs) != 1:
            break
        way.append(user)
        node = user
        shape = shapes.of(Src("n", node))
        count = _times(shape, length, width)
        if count is not None and not best and (count > 1 or _heads(shapes, core) == 1):
            best, heads = len(way), count
    return (way[best - 1] if best else core.last), set(way[:best]), heads


def _times(shape: Shape, length: Dim, width: Dim) -> int | None:
    """How often the width of a head goes into rows of this shape; None if they are no rows of heads."""
    if len(shape) < 3 or shape[-2] != length or not isinstance(shape[-1], int) or not isinstance(width, int):
        return None
    return shape[-1] // width if width and shape[-1] % width == 0 else None


def _heads(shapes: Shapes, core: Core) -> Dim:
    shape = shapes.of(core.query)
    return shape[-3] if len(shape) > 3 else 1


def _roots_of(units: Units, inside: set[int], operand: Src) -> tuple[Src, ...]:
    """What flows in on the way to an operand."""
    found: dict[Src, None] = {}
    todo, seen = [operand], set[Src]()
    while todo:
        src = todo.pop(0)
        if src in seen:
            continue
        seen.add(src)
        if src.kind == "n" and src.key in inside:
            todo += units.kinds.data[src.key]
        elif units.kinds.flows(src):
            found[units.source(src)] = None
    return tuple(found)
