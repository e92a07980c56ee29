"""Writes through views as writes into the whole: `k[..., :64].copy_(x)`, after which `k` is read.

In: nodes as they were recorded; what reads `k` depends on the write without being given its result (`beside`). Out: the
same nodes, where the write takes `k` and gives `k`, and whoever reads `k` later reads that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .trace import Node, Src

VIEWS = frozenset(
    {
        "__getitem__",
        "view",
        "select",
        "narrow",
        "transpose",
        "permute",
        "unsqueeze",
        "squeeze",
        "reshape",
        "expand",
        "T",
    }
)
FAR = 16


def whole_writes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes with every such write turned into one of the whole."""
    out = list(nodes)
    given = {(src.kind, src.key) for node in nodes for src in node.operands}
    for node in nodes:
        if not node.beside:
            continue
        now = out[node.index]
        for write in sorted(src.key for src in node.beside if src.kind == "n"):
            place = _reads(out, now, write)
            if place is None:
                continue
            whole = now.operands[place]
            if out[write].operands[:1] != (whole,) and ("n", write) not in given:
                shape = out[whole.key].outs[min(whole.output, len(out[whole.key].outs) - 1)]
                out[write] = replace(out[write], operands=(whole, *out[write].operands[1:]), outs=(shape,))
            if out[write].operands[:1] != (whole,):
                continue
            operands = list(now.operands)
            operands[place] = Src("n", write)
            now = replace(now, operands=tuple(operands), beside=tuple(s for s in now.beside if s.key != write))
        out[node.index] = now
    return tuple(out)


def _reads(nodes: Sequence[Node], node: Node, write: int) -> int | None:
    """Which operand of a node lies in the memory that a write went to."""
    target = nodes[write].operands[:1]
    bases = {_base(nodes, src) for src in target}
    for place, src in enumerate(node.operands):
        if src.kind == "n" and src.key != write and _base(nodes, src) in bases:
            return place
    return None


def _base(nodes: Sequence[Node], src: Src) -> Src:
    """The tensor whose memory a view looks at."""
    for _ in range(FAR):
        if src.kind != "n":
            return src
        own = nodes[src.key]
        if not (own.op in VIEWS or own.inplace) or not own.operands:
            return src
        src = own.operands[0]
    return src
