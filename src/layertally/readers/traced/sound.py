"""Whether a record holds together: every source stands before what reads it, every call inside its parent.

In: a parsed `Trace`. Out: nothing; ValueError that says what does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from .trace import Src, Trace

MOST_DIMS = 64
LARGEST = 2**62


def check(trace: Trace) -> None:
    """Raises ValueError for a record that no run could have written."""
    for node in trace.nodes:
        if not -1 <= node.call < len(trace.calls):
            raise ValueError(f"operation {node.index} belongs to no call")
        _sources(trace, node.sources, node.index, f"operation {node.index}")
        for out in node.outs:
            _dims(out.shape)
    for call in trace.calls:
        if not -1 <= call.parent < call.index or not 0 <= call.first <= call.last <= len(trace.nodes):
            raise ValueError(f"call {call.index} lies in no other")
        _sources(trace, (*call.ins, *call.outs), len(trace.nodes), f"call {call.index}")
    _sources(trace, trace.outputs, len(trace.nodes), "the output")
    for tensor in (*trace.inputs.values(), *trace.buffers.values()):
        _dims(tensor.shape)
    for param in trace.params.values():
        _dims(param.shape)
    for name, size in trace.named.items():
        if not name or not _is_whole(size) or size < 2:
            raise ValueError("a named length is no number")


def _sources(trace: Trace, sources: Iterable[Src], before: int, who: str) -> None:
    held = {"i": trace.inputs, "p": trace.params, "b": trace.buffers}
    for src in sources:
        if src.kind == "n":
            if not _is_whole(src.key) or not 0 <= src.key < before:
                raise ValueError(f"{who} reads what has not run")
            if not _is_whole(src.output) or src.output < 0:
                raise ValueError(f"{who} reads no output")
        elif src.kind not in held or src.key not in held[src.kind]:
            raise ValueError(f"{who} reads an unknown tensor")


def _dims(shape: tuple[int, ...]) -> None:
    if len(shape) > MOST_DIMS:
        raise ValueError(f"a tensor has more than {MOST_DIMS} dims")
    for dim in shape:
        if not _is_whole(dim) or not 0 <= dim < LARGEST:
            raise ValueError("a dim is no size")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
