"""Drafts → edges and an order in which each layer comes after what it reads.

In: drafts whose inputs are references. Out: the same drafts sorted (as written wherever that is possible), with `Ref`s.
Circles are problems.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Ref
from .drafts import Draft, Wire, resolve
from .order import in_order
from .problems import Problems, lines_of

Edges = dict[Draft, tuple[Wire, ...]]


def connect(drafts: Sequence[Draft], problems: Problems) -> Edges:
    """What each draft reads; references that mean nothing are problems and left out."""
    out: Edges = {}
    for draft in drafts:
        wires = [resolve(end, problems) for end in draft.inputs]
        out[draft] = tuple(wire for wire in wires if wire is not None)
    return out


def order(drafts: Sequence[Draft], edges: Edges, problems: Problems) -> list[Draft]:
    """Sorted so that each comes after what it reads."""
    sources = {draft: {wire.source for wire in edges[draft] if isinstance(wire.source, Draft)} for draft in drafts}
    out, left = in_order(drafts, sources)
    if left:
        _say_circle(left, sources, problems)
    return out


def _say_circle(left: list[Draft], sources: dict[Draft, set[Draft]], problems: Problems) -> None:
    """One circle among the layers that never became ready: going back from any of them runs into one."""
    position = {draft: index for index, draft in enumerate(left)}
    path: list[Draft] = []
    seen: dict[Draft, int] = {}
    current = left[0]
    while current not in seen:
        seen[current] = len(path)
        path.append(current)
        current = min(
            (source for source in sources[current] if source in position), key=lambda source: position[source]
        )
    circle = path[seen[current] :][::-1]  # in the direction of the data
    first = min(range(len(circle)), key=lambda at: position[circle[at]])
    circle = circle[first:] + circle[:first]
    names = [draft.name for draft in circle]
    shown = names if len(names) <= 8 else [*names[:4], "…", *names[-3:]]
    places = [draft.place for draft in circle]
    problems.add(
        f"layers depend on each other in a circle: {' → '.join([*shown, names[0]])}",
        lines_of(places[:8]),
        "an input must come from an earlier layer",
    )


def ref(wire: Wire) -> Ref:
    """The edge's end as the model has it."""
    return Ref(wire.source if isinstance(wire.source, str) else wire.source.name, wire.index)
