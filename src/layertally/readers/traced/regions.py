"""Light work without weights as one layer: activations written out, rotary positions, slices laid side by side, and
dims rearranged in several steps.

In: `Units`. Out: sets with one source and one result, each with a name and an op.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ...model import Shape
from ...ops.activation import Elementary
from ...ops.bare import Into
from ...ops.base import Op
from ...ops.reshape import Relaid
from ...ops.resize import ChannelShuffle, PixelShuffle
from .functions import fitted
from .kinds import LIGHT, QUIET
from .shapes import Shapes
from .trace import Call, Src
from .units import Rule, Units

LARGEST = 40
PRODUCTS = frozenset({"matmul", "mm", "__matmul__", "bmm"})
MOVES = frozenset(
    [
        "view",
        "reshape",
        "permute",
        "transpose",
        "flatten",
        "unflatten",
        "swapaxes",
        "movedim",
        "contiguous",
        "squeeze",
        "unsqueeze",
    ]
)
FUNCTIONS: tuple[tuple[frozenset[str], frozenset[str], str, str], ...] = (
    (frozenset({"tanh", "pow"}), frozenset({"mul", "add"}), "GELU", "gelu"),
    (frozenset({"erf"}), frozenset({"mul", "add", "div"}), "GELU", "gelu"),
    (frozenset({"softplus", "tanh", "mul"}), frozenset(), "Mish", "mish"),
    (frozenset({"sigmoid", "mul"}), frozenset(), "SiLU", "silu"),
    (frozenset({"relu6", "mul"}), frozenset({"add", "div"}), "Hardswish", "hard_silu"),
    (frozenset({"relu", "pow"}), frozenset(), "ReLU²", "relu_squared"),
    (frozenset({"relu", "square"}), frozenset(), "ReLU²", "relu_squared"),
    (
        frozenset({"neg", "cat", "mul", "add"}),
        frozenset({"getitem", "chunk", "unsqueeze", "split"}),
        "Rotary",
        "rotary",
    ),
    (frozenset({"neg", "stack", "mul", "add"}), frozenset({"getitem", "reshape", "flatten"}), "Rotary", "rotary"),
    (frozenset({"view_as_complex", "view_as_real", "mul"}), frozenset({"reshape", "flatten"}), "Rotary", "rotary"),
)
"""What must be there, what else may be, the word for it, the field's name."""


class Region(NamedTuple):
    """What the builder is told."""

    type: str
    op: Op
    source: Src
    out: Src


def take_biases(units: Units) -> None:
    """A product with a matrix of weights and the bias that is added to it are one dense layer."""
    owner = {name: module.path for module in units.trace.modules.values() for name in module.params}
    for node in units.trace.nodes:
        held, users = units.kinds.held[node.index], units.kinds.users.get(node.index, ())
        if node.op not in PRODUCTS or not units.free(node.index) or len(held) != 1 or len(users) != 1:
            continue
        add = units.trace.nodes[users[0]]
        bias = units.kinds.held[add.index]
        same = len(bias) == 1 and owner.get(bias[0]) == owner.get(held[0]) and len(units.kinds.data[add.index]) == 1
        if same and add.op in ("add", "__add__", "add_") and units.free(add.index):
            units.take((node.index, add.index), add.index, Rule("affine", node.index))


def take_regions(units: Units, shapes: Shapes) -> None:
    """Modules that are one light step, functions written out, dims rearranged."""
    done = 0
    for call in units.trace.calls:
        small = call.path and call.last - call.first <= LARGEST
        if small and call.first >= done and _module(units, shapes, call):
            done = call.last
    for node in reversed(units.trace.nodes):
        if units.free(node.index) and units.kinds.kind[node.index] == "merge":
            _function(units, shapes, node.index)
    take_moves(units, shapes)


def _module(units: Units, shapes: Shapes, call: Call) -> bool:
    """A module all of whose work is light, from one source to one result of its shape."""
    core = [node for node in range(call.first, call.last) if units.kinds.kind[node] not in QUIET]
    if len(core) < 2 or len(call.outs) != 1 or call.outs[0].kind != "n" or call.outs[0].key not in core:
        return False
    if not all(units.free(node) and units.kinds.kind[node] in LIGHT for node in core):
        return False
    last = call.outs[0].key
    found = {
        units.source(src) for node in core for src in units.kinds.data[node] if src.key not in core or src.kind == "i"
    }
    kinds = {units.kinds.kind[node] for node in core}
    if len(found) != 1 or kinds <= {"layout", "ident"} or not _sealed(units, set(core), last):
        return False
    (source,) = found
    if shapes.of(source) != shapes.of(Src("n", last)):
        return False
    named = _named(units, core)
    function = (
        named[1]
        if named is not None
        else units.trace.modules[call.path].type
        if call.path in units.trace.modules
        else "steps"
    )
    type_ = named[0] if named is not None else function
    units.take(core, last, Rule("region", Region(type_, Elementary(function), source, Src("n", last))))
    units.folded.update(node for node in core if node != last)
    return True


def _sealed(units: Units, inside: set[int], last: int) -> bool:
    """Whether nothing but the result is read from outside."""
    ends = {src.key for src in units.trace.outputs if src.kind == "n"}
    return all(
        node == last or (node not in ends and all(user in inside for user in units.kinds.users.get(node, ())))
        for node in inside
    )


def _named(units: Units, nodes: Iterable[int]) -> tuple[str, str] | None:
    """What these operations are together."""
    ops = Counter(units.trace.nodes[node].op.strip("_") for node in nodes if units.kinds.kind[node] != "ident")
    own = set(ops)
    for wanted, allowed, word, function in FUNCTIONS:
        if wanted <= own <= wanted | allowed:
            return (word, function) if function != "silu" or ops["mul"] == 1 else ("QuickGELU", "gelu")
    return None


def _function(units: Units, shapes: Shapes, last: int) -> None:
    """A function written out in the midst of a module."""
    trace, kinds = units.trace, units.kinds
    call = trace.nodes[last].call
    start = trace.calls[call].first if call >= 0 else 0
    inside, todo = {last}, list(kinds.data[last])
    found: set[Src] = set()
    while todo:
        src = todo.pop()
        light = src.kind == "n" and src.key >= start and kinds.kind[src.key] in LIGHT and units.free(src.key)
        if (
            light
            and all(user in inside or user > last for user in kinds.users.get(src.key, ()))
            and len(inside) < LARGEST
        ):
            if src.key not in inside:
                inside.add(src.key)
                todo += kinds.data[src.key]
        else:
            found.add(units.source(src))
    inside = {node for node in inside if trace.nodes[node].call == call or node == last}
    found = {
        units.source(src) for node in inside for src in kinds.data[node] if not (src.kind == "n" and src.key in inside)
    }
    if len(found) != 1 or len(inside) < 2 or not _sealed(units, inside, last):
        return
    (source,) = found
    out = Src("n", last)
    named = _named(units, inside)
    if named is not None and shapes.of(source) == shapes.of(out):
        op: Op = Elementary(named[1])
        units.take(inside, last, Rule("region", Region(named[0], op, source, out)))
        units.folded.update(inside - {last})
        return
    ops = {trace.nodes[node].op for node in inside if node != last}
    if trace.nodes[last].op in ("cat", "concat") and ops == {"__getitem__"} and len(inside) > 4:
        op = PixelShuffle(2, inverse=True)
        op = op if fitted(op, [shapes.of(source)], [shapes.of(out)]) == op else Into(shapes.of(out)[1:])
        units.take(inside, last, Rule("region", Region("SpaceToDepth", op, source, out)))
        units.folded.update(inside - {last})


# ---- dims rearranged -------------------------------------------------------------------------------------------------


def take_moves(units: Units, shapes: Shapes) -> None:
    """Views and permutations one after the other: the way from the first shape to the last."""
    for node in reversed(units.trace.nodes):
        if not _moves(units, node.index):
            continue
        chain = [node.index]
        while True:
            src = units.source(units.kinds.data[chain[0]][0])
            if src.kind != "n" or not _moves(units, src.key) or units.trace.nodes[src.key].call != node.call:
                break
            if len(units.readers(src.key)) != 1 or _is_end(units, src.key):
                break
            chain.insert(0, src.key)
        if len(chain) < 2:
            continue
        source, out = units.source(units.kinds.data[chain[0]][0]), Src("n", node.index)
        word, op = _rearranged(shapes.of(source), shapes.of(out), [shapes.of(Src("n", each)) for each in chain])
        units.take(chain, node.index, Rule("region", Region(word, op, source, out)))
        units.folded.update(chain[:-1])


def _moves(units: Units, node: int) -> bool:
    own = units.trace.nodes[node]
    return (
        units.free(node)
        and node not in units.past
        and own.op.rstrip("_") in MOVES
        and units.kinds.kind[node] == "layout"
        and len(own.outs) == 1
    )


def _is_end(units: Units, node: int) -> bool:
    return any(src.kind == "n" and src.key == node for src in units.trace.outputs)


def _rearranged(before: Shape, after: Shape, steps: list[Shape]) -> tuple[str, Op]:
    """What a rearrangement is called, where the shapes on the way tell it."""
    shuffle = before == after and len(before) == 4 and {len(step) for step in steps} in ({5}, {4, 5})
    groups = steps[0][1] if shuffle and len(steps[0]) == 5 else None
    if shuffle and isinstance(groups, int):
        return "ChannelShuffle", ChannelShuffle(groups)
    pixels = len(before) == len(after) == 4 and any(len(step) == 6 for step in steps)
    if pixels and isinstance(before[2], int) and isinstance(after[2], int) and before[2] and after[2] % before[2] == 0:
        op = PixelShuffle(after[2] // before[2])
        if after[2] > before[2] and fitted(op, [before], [after]) == op:
            return "PixelShuffle", op
    apart = [i for i, step in enumerate(steps) if len(step) == 6]
    # What is cut, and what is put together, may be one view of a chain of them: tokens are made an image first.
    whole = [before, *steps, after]
    cut = bool(apart) and _is_tiled(whole[apart[0]], steps[apart[0]])
    joined = bool(apart) and _is_tiled(whole[apart[-1] + 2], steps[apart[-1]])
    if cut != joined:
        return "WindowPartition" if cut else "WindowReverse", Relaid(after[1:])
    return "Rearrange", Relaid(after[1:])


def _is_tiled(image: Shape, tiles: Shape) -> bool:
    """Whether an image of (H, W, C) is cut into rows and columns of square tiles: (H/w, w, W/w, w, C)."""
    whole = [dim for dim in image[1:] if isinstance(dim, int)]
    parts = [dim for dim in tiles[1:] if isinstance(dim, int)]
    if len(whole) != 3 or len(parts) != 5:
        return False
    rows, height, columns, width, channels = parts
    return height == width and [rows * height, columns * width, channels] == whole
