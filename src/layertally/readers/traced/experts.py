"""Mixtures of experts as two layers: the router, and all experts with what hands tokens to them and back.

In: `Units`. Out: sets. A router is what leads to a `topk` over E scores; the experts are what depends on its choice and
holds E times the same matrices, stacked in one tensor or one module after the other in a loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from ...model import Dim
from ...ops.experts import Experts, Matrix, Router
from .kinds import LIGHT, MATMUL, QUIET
from .shapes import Shapes
from .trace import Node, Src
from .units import Rule, Units

WIDEST = 20_000
"""So many operations a module with experts may have."""
WRITES = frozenset({"index_add", "index_add_", "scatter_add", "scatter_add_", "index_copy_", "__setitem__"})
BIASES = frozenset({"add", "add_", "__add__", "__iadd__"})


class Part(NamedTuple):
    """What the builder is told: the op, its sources in order, its outputs; `path` names experts that are one module
    each."""

    op: Router | Experts
    sources: tuple[Src, ...]
    outs: tuple[Src, ...]
    path: str = ""


class Choice(NamedTuple):
    """A choice among experts, and what depends on it: `matrices` are nodes with the experts' weights."""

    node: Node
    experts: int
    active: int
    inside: frozenset[int]
    matrices: tuple[int, ...]
    first: int


def take_experts(units: Units, shapes: Shapes) -> None:
    """Every mixture of experts is two sets."""
    for node in units.trace.nodes:
        # Of a choice within groups of experts only the indices are read: its own numbers lead nowhere.
        if node.op == "topk" and node.outs and node.operands and units.free(node.index):
            choice = _choice(units, node)
            if choice is not None:
                _take(units, shapes, choice)


def _choice(units: Units, node: Node) -> Choice | None:
    """What depends on a choice, in the smallest module that holds matrices for each of the chosen."""
    scores = units.trace.tensor(node.operands[0]).shape
    count, picked = scores[-1] if scores else 0, node.outs[0].shape[-1] if node.outs[0].shape else 0
    call = node.call
    reached: set[int] = {node.index}
    at = node.index + 1
    while count > 1:
        last = units.trace.calls[call].last if call >= 0 else len(units.trace.nodes)
        first = units.trace.calls[call].first if call >= 0 else 0
        if last - first > WIDEST:
            return None
        for index in range(at, last):
            if any(src.kind == "n" and src.key in reached for src in units.trace.nodes[index].sources):
                reached.add(index)
        at = max(at, last)
        heavy = sorted(each for each in reached if _is_matrix(units, each))
        if heavy:
            found = Choice(node, count, picked, frozenset(reached), tuple(heavy), first)
            return found if _alike(units, found) else None
        if call < 0:
            return None
        call = units.trace.calls[call].parent
    return None


def _is_matrix(units: Units, node: int) -> bool:
    own = units.trace.nodes[node]
    idle = own.op in MATMUL and any(0 in out.shape for out in own.outs)  # an expert that no token chose
    return bool(units.kinds.held[node]) and units.kinds.kind[node] == "heavy" and (bool(own.flops) or idle)


def _alike(units: Units, choice: Choice) -> bool:
    """Whether the matrices are E times the same."""
    names = [name for node in choice.matrices for name in units.kinds.held[node]]
    if all(units.trace.params[name].shape[:1] == (choice.experts,) for name in names):
        return True
    numbers = _numbered(names)
    return numbers is not None and 2 <= len(numbers[1]) <= choice.experts


def _numbered(names: list[str]) -> tuple[str, list[int]] | None:
    """Where the modules stand that differ by a number alone, and these numbers: `experts` of `experts.0.weight`."""
    parts = [name.split(".") for name in names]
    for place in range(min(map(len, parts), default=0)):
        own = {part[place] for part in parts}
        if len(own) > 1:
            if all(re.fullmatch(r"\d+", each) for each in own):
                return ".".join(parts[0][:place]), sorted(map(int, own))
            return None
    return None


def _take(units: Units, shapes: Shapes, choice: Choice) -> None:
    first = units.trace.nodes[choice.matrices[0]]
    tokens = _tokens(units, first, choice)
    if tokens is None:
        return
    last = _exit(units, shapes, choice, tokens)
    router, lead = _router(units, choice)
    if last is None or lead is None:
        return
    core = units.kinds.core
    inside = {node for node in choice.inside if node <= last and core[node] and node not in router and units.free(node)}
    inside = _closed(units, inside, last)
    foreign = any(units.trace.nodes[node].flops and not units.kinds.held[node] for node in inside)
    if foreign or not set(choice.matrices) <= inside:
        return
    op = _experts_op(units, shapes, choice, inside)
    matrix = next((node for node in sorted(router) if _is_matrix(units, node)), None)
    if op is None or matrix is None:
        return
    dims = units.trace.params[units.kinds.held[matrix][0]].shape
    width = next((dim for dim in dims if dim != choice.experts), choice.experts)
    fed = units.kinds.data[matrix][0]
    while fed.kind == "n" and fed.key in router:
        fed = units.kinds.data[fed.key][0]
    bias = len(units.kinds.held[matrix]) > 1
    weights = Src("n", lead)
    out = shapes.of(weights)[1:]
    usual = out == (*shapes.of(fed)[1:-1], choice.active)
    choose = Router(choice.experts, choice.active, width, bias, None if usual else out)
    units.take(router, lead, Rule("router", Part(choose, (fed,), (weights,))))
    numbered = _numbered([name for node in choice.matrices for name in units.kinds.held[node]])
    path = numbered[0] if numbered is not None else ""
    units.take(inside, last, Rule("experts", Part(op, (tokens, weights), (Src("n", last),), path)))
    units.folded.update((inside - set(choice.matrices)) | (router - {matrix}))


def _tokens(units: Units, node: Node, choice: Choice) -> Src | None:
    """What the experts see: the data from before the choice that the first matrix works on."""
    todo, seen = list(units.kinds.data[node.index]), set[Src]()
    while todo:
        src = todo.pop(0)
        if src in seen:
            continue
        seen.add(src)
        if src.kind == "n" and src.key in choice.inside and src.key != choice.node.index:
            todo += units.kinds.data[src.key]
        elif not (src.kind == "n" and src.key == choice.node.index):
            return src
    return None


def _exit(units: Units, shapes: Shapes, choice: Choice, tokens: Src) -> int | None:
    """The first step after the last matrix that gives tokens again; where answers are added up in place, the step that
    adds the last."""
    wanted = shapes.of(tokens)[:-1]
    found = [
        node
        for node in sorted(choice.inside)
        if node > choice.matrices[-1] and units.kinds.core[node] and shapes.of(Src("n", node))[:-1] == wanted
    ]
    writes = (node for node in found if units.trace.nodes[node].op in WRITES)
    return next(writes, found[0] if found else None)


def _router(units: Units, choice: Choice) -> tuple[set[int], int | None]:
    """The nodes of the router: its own module where it has one, else what leads to the choice; and what gives the
    weights."""
    trace, kinds = units.trace, units.kinds
    call = choice.node.call
    inside: set[int] = set()
    while call >= 0 and not inside:
        own = trace.calls[call]
        if own.first <= choice.first and own.last > choice.matrices[0]:
            break
        if any(_is_matrix(units, node) for node in range(own.first, choice.node.index)):
            inside = {node for node in range(own.first, own.last) if kinds.core[node]}
        call = own.parent
    if not inside:
        inside = set(_leading(units, choice.node.index))
        todo = list(kinds.users.get(choice.node.index, ()))
        while todo:  # weights of the chosen, made to sum to one
            node = todo.pop()
            weighs = trace.nodes[node].outs[0].shape[:-1] == choice.node.outs[0].shape[:-1]
            from_here = all(src.kind == "n" and src.key in inside for src in kinds.data[node])
            new = node not in inside and node < choice.matrices[0]
            if kinds.kind[node] in LIGHT and weighs and new and from_here:
                inside.add(node)
                todo += kinds.users.get(node, ())
    read = {src.key for node in choice.inside if node not in inside for src in kinds.data[node] if src.kind == "n"}
    leads = [node for node in sorted(inside) if node in read]
    return inside, leads[-1] if leads else choice.node.index


def _leading(units: Units, node: int) -> Iterator[int]:
    """Back from the choice to the scores' matrix."""
    todo, seen = [node], {node}
    while todo:
        own = todo.pop()
        yield own
        if _is_matrix(units, own):
            continue
        for src in units.kinds.data[own]:
            if src.kind == "n" and src.key not in seen and units.kinds.kind[src.key] not in QUIET:
                seen.add(src.key)
                todo.append(src.key)


def _closed(units: Units, inside: set[int], last: int) -> set[int]:
    """Without what something else reads too."""
    while True:
        leaking = {
            node
            for node in inside
            if node != last and any(user not in inside for user in units.kinds.users.get(node, ()))
        }
        if not leaking:
            return inside
        inside = inside - leaking


def _experts_op(units: Units, shapes: Shapes, choice: Choice, inside: set[int]) -> Experts | None:
    """E times the matrices of one expert."""
    trace, kinds = units.trace, units.kinds
    names = [name for node in choice.matrices for name in kinds.held[node]]
    stacked = all(trace.params[name].shape[:1] == (choice.experts,) for name in names)
    numbers = None if stacked else _numbered(names)
    count = choice.experts if stacked else len(numbers[1]) if numbers is not None else 0
    if count < 1 or (not stacked and len(choice.matrices) % count):
        return None
    each = choice.matrices if stacked else choice.matrices[: len(choice.matrices) // count]
    # A bias is added by itself, or each token's is first taken from those of all experts.
    biased = {
        trace.params[name].shape[-1]
        for node in inside
        for name in kinds.held[node]
        if trace.nodes[node].op in BIASES or (stacked and trace.params[name].shape[1:-1] == ())
    }
    matrices: list[Matrix] = []
    for node in each:
        width, out = shapes.of(kinds.data[node][0])[-1], shapes.of(Src("n", node))[-1]
        if not isinstance(width, int) or not isinstance(out, int):
            return None
        own = len(kinds.held[node]) > 1
        matrices.append(Matrix(width, out, own or out in biased))
    rows = shapes.of(Src("n", each[0]))[1:-1]
    total: Dim = 1
    for dim in rows:
        total = None if total is None or dim is None else total * dim
    if not stacked:
        total = _rows(shapes, choice.matrices[:: len(each)])
    acts = {trace.nodes[node].op for node in inside if kinds.kind[node] == "act"}
    active = choice.active
    return Experts(count, active, tuple(matrices), total, acts.pop() if len(acts) == 1 else None)


def _rows(shapes: Shapes, matrices: Sequence[int]) -> int:
    """How many tokens the experts work on, for one sample, as the record says it; some expert may have none."""
    whole = sum(prod(shapes.trace.tensor(Src("n", node)).shape[:-1]) for node in matrices)
    return -(-whole // shapes.batch)
