"""Norms written out in plain operations: `x · rsqrt(mean(x²) + ε) · weight`, and with the mean taken away before.

In: `Units`. Out: sets that are an RMS norm or a layer norm, each with its op: from one source, through a mean and a
root to a product with that source, then scale and shift.
"""

from __future__ import annotations

from typing import NamedTuple

from ...ops.base import Op
from ...ops.norm import LayerNorm, RMSNorm
from .attention import roots
from .kinds import LIGHT
from .shapes import Shapes
from .trace import Node, Src
from .units import Rule, Units

ROOTS = frozenset({"rsqrt", "sqrt", "rsqrt_", "sqrt_", "std", "pow", "__pow__"})
MEANS = frozenset({"mean", "var", "std", "var_mean", "std_mean"})
ARITHMETIC = frozenset(
    ["mul", "div", "add", "sub", "multiply", "divide", "true_divide", "reciprocal", "__mul__", "__truediv__", "__add__"]
)
SCALES = frozenset({"mul", "mul_", "multiply", "__mul__", "__imul__", "__rmul__"})
SHIFTS = frozenset({"add", "add_", "__add__", "__iadd__", "__radd__"})
LONGEST = 24


class Norm(NamedTuple):
    """What the builder is told."""

    op: Op
    source: Src
    out: Src


def take_norms(units: Units, shapes: Shapes) -> None:
    """Every written-out norm is one set."""
    for node in units.trace.nodes:
        if node.op not in ROOTS or not units.free(node.index) or units.kinds.kind[node.index] not in LIGHT:
            continue
        if node.op in ("pow", "__pow__") and not _is_root(node):
            continue
        found = _norm(units, shapes, node)
        if found is not None:
            nodes, norm = found
            units.take(nodes, norm.out.key, Rule("norm", norm))


def _is_root(node: Node) -> bool:
    given = node.args[1] if len(node.args) > 1 else node.kwargs.get("exponent")
    return isinstance(given, float) and abs(given) == 0.5


def _norm(units: Units, shapes: Shapes, node: Node) -> tuple[set[int], Norm] | None:
    start = units.trace.calls[node.call].first if node.call >= 0 else 0
    found = {units.source(src) for src in roots(units, node.index, start, LONGEST)}
    if len(found) != 1:
        return None
    (source,) = found
    inside = _between(units, node.index, source, start)
    if inside is None:
        return None
    last = _product(units, shapes, node.index, inside, source)
    if last is None:
        return None
    last, scales, shifts = _scaled(units, shapes, last, inside)
    if _leaks(units, inside, last):
        return None
    op = _op(units, shapes, inside, source, scales, shifts)
    return (inside, Norm(op, source, Src("n", last))) if op is not None else None


def _between(units: Units, node: int, source: Src, start: int) -> set[int] | None:
    """The nodes from the source to the root, with a mean among them."""
    inside, todo = {node}, [node]
    while todo:
        for src in units.kinds.data[todo.pop()]:
            if src == source or src.kind != "n" or src.key < start or src.key in inside:
                continue
            if units.source(src) == source:
                continue
            inside.add(src.key)
            todo.append(src.key)
        if len(inside) > LONGEST:
            return None
    return inside if any(units.trace.nodes[each].op in MEANS for each in inside) else None


def _only_user(units: Units, node: int, inside: set[int]) -> int | None:
    users = [user for user in units.kinds.users.get(node, ()) if user not in inside]
    return users[0] if len(users) == 1 and units.free(users[0]) else None


def _product(units: Units, shapes: Shapes, node: int, inside: set[int], source: Src) -> int | None:
    """Where the root meets the source again: from there on the shape is that of the source."""
    while len(inside) <= LONGEST:
        user = _only_user(units, node, inside)
        if user is None or units.trace.nodes[user].op.rstrip("_") not in ARITHMETIC or units.kinds.held[user]:
            return None
        data = units.kinds.data[user]
        if not all(src.key in inside or units.source(src) == source for src in data):
            return None
        inside.add(user)
        node = user
        if len(data) > 1 and shapes.of(Src("n", node)) == shapes.of(source):
            return node
    return None


def _scaled(units: Units, shapes: Shapes, node: int, inside: set[int]) -> tuple[int, int, int]:
    """On through casts, a scale and a shift; how many of these there are."""
    scales = shifts = 0
    shape = shapes.of(Src("n", node))
    while True:
        user = _only_user(units, node, inside)
        if user is None or shapes.of(Src("n", user)) != shape or len(units.kinds.data[user]) != 1:
            return node, scales, shifts
        own = units.trace.nodes[user]
        if units.kinds.kind[user] == "heavy" and own.op in SCALES and not (scales or shifts):
            scales += 1
        elif units.kinds.kind[user] == "heavy" and own.op in SHIFTS and not shifts:
            shifts += 1
        elif units.kinds.kind[user] != "ident" or own.call != units.trace.nodes[node].call:
            return node, scales, shifts
        inside.add(user)
        node = user


def _leaks(units: Units, inside: set[int], last: int) -> bool:
    """Whether something else reads what lies inside."""
    ends = {src.key for src in units.trace.outputs if src.kind == "n"}
    return any(
        node != last and (node in ends or any(user not in inside for user in units.kinds.users.get(node, ())))
        for node in inside
    )


def _op(units: Units, shapes: Shapes, inside: set[int], source: Src, scales: int, shifts: int) -> Op | None:
    """A layer norm where the mean is taken away, else an RMS norm; over the dims of its mean."""
    nodes = [units.trace.nodes[node] for node in sorted(inside)]
    means = [node for node in nodes if node.op in MEANS]
    shape = shapes.of(source)
    axes: set[int] = set()
    for node in means:
        given = node.kwargs.get("dim", node.args[1] if len(node.args) > 1 else None)
        dims = given if isinstance(given, list) else [given]
        if not all(isinstance(dim, int) and not isinstance(dim, bool) for dim in dims):
            return None
        axes |= {shapes.axis(node.operands[0], dim) for dim in dims}
    centered = any(node.op.rstrip("_") in ("sub", "var", "std", "var_mean", "__sub__") for node in nodes)
    kind = LayerNorm if centered else RMSNorm
    if axes == {len(shape) - 1} and isinstance(shape[-1], int):
        return kind(shape=(shape[-1],), scale=bool(scales), center=bool(shifts))
    if len(axes) == 1 and 0 not in axes:
        return kind(axes=tuple(axes), scale=bool(scales), center=bool(shifts))
    return None
