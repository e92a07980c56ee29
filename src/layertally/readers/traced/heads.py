"""What a core of attention is: heads, their widths, lengths, what is laid out before and after.

In: the operands of a core and what flows into it. Out: the op.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...model import Dim, Shape
from ...ops.core import CoreAttention
from .shapes import Shapes
from .trace import Src
from .units import Units


class Sizes(NamedTuple):
    """How long and how wide a core is; `turned`: features come before positions in what it gives."""

    queries: Dim
    keys: Dim
    d_k: Dim
    d_v: Dim
    turned: bool = False


class Core(NamedTuple):
    """What makes one core: the sources of its operands, its last product, and `mask`, `causal` as the call says."""

    query: Src
    key: Src
    value: Src
    last: int
    masked: bool
    causal: bool
    nodes: tuple[int, ...]
    sizes: Sizes


def core_op(
    units: Units, shapes: Shapes, core: Core, inside: set[int], sources: tuple[Src, ...], last: int, heads: int | None
) -> CoreAttention:
    """The op of a core: `inside` are its nodes, `last` gives its output, `heads` is known where heads are joined."""
    queries, keys, d_k, d_v, _ = core.sizes
    before = shapes.of(core.query)[1:-2]
    count = _whole(before)
    at = shapes.at(core.query)
    folded = heads is None and at is not None and at.times > 1 and len(before) == 1  # windows, not heads
    own = heads or (before[-1] if before and isinstance(before[-1], int) and not folded else 1)
    own = own if count % own == 0 else 1
    lead: tuple[Dim, ...] = before[:-1] if before and before[-1] == own else (() if count == own else (count // own,))
    assert isinstance(d_k, int) and isinstance(d_v, int)  # noqa: PT018
    out = shapes.of(Src("n", last))
    merged = (None, *lead, queries, own * d_v)
    names = [units.trace.nodes[node].op for node in inside]
    rotary = ("neg" in names and "cat" in names and "mul" in names) or "view_as_complex" in names
    kv_heads = _kv_heads(shapes, core, sources, own, lead)
    return CoreAttention(
        own,
        d_k,
        d_v,
        queries,
        keys,
        kv_heads if kv_heads != own else None,
        lead,
        None if out == merged else out[1:],
        operands=len(sources),
        rotary=rotary,
        causal=core.causal,
        mask=core.masked,
        window=_window(units, core) if core.masked or core.causal else None,
    )


def _window(units: Units, core: Core) -> int | None:
    """How far back a query sees, where the module says so."""
    module = units.trace.module(units.trace.nodes[core.last].call)
    given = module.settings.get("sliding_window") if module is not None else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _kv_heads(shapes: Shapes, core: Core, sources: tuple[Src, ...], heads: int, lead: tuple[Dim, ...]) -> int:
    """How many heads of keys there are, by how many numbers come in."""
    sizes = core.sizes
    given = {1: (0, 1), 3: (1, 0)}.get(
        len(sources)
    )  # which source holds keys; whether queries and values are in it too
    if given is None or not isinstance(sizes.d_k, int) or not isinstance(sizes.d_v, int):
        key = shapes.of(core.key)
        return key[-3] if len(key) > 3 and isinstance(key[-3], int) and key[-3] < heads else heads
    have = _product(shapes.of(sources[given[0]])[1:])
    for count in range(1, heads):
        if heads % count:
            continue
        each = sizes.d_k * count if not given[1] else heads * sizes.d_k + count * (sizes.d_k + sizes.d_v)
        if have is not None and _product((*lead, sizes.keys, each)) == have:
            return count
    return heads


def _product(dims: Iterable[Dim]) -> Dim:
    """How many numbers; None where a dim is unknown."""
    count: Dim = 1
    for dim in dims:
        if dim is None or count is None:
            return None
        count = count * dim
    return count


def _whole(dims: Shape) -> int:
    count = 1
    for dim in dims:
        count *= dim if isinstance(dim, int) else 1
    return count
