"""Where whole numbers come from with which a table is read: an input behind index arithmetic, or positions alone.

In: a node that reads a table. Out: the inputs that it hangs on.
"""

from __future__ import annotations

from ...model import Dim
from .kinds import QUIET
from .shapes import Shapes
from .trace import Node, Src
from .units import Units

FAR = 400
"""So many operations are looked at."""


def origins(units: Units, node: Node) -> tuple[Src, ...]:
    """Where whole numbers come from that a table is read with: the inputs behind index arithmetic."""
    found: dict[Src, None] = {}
    todo, seen = list(node.sources), set()
    while todo:
        src = todo.pop()
        if src.kind == "i":
            found[src] = None
        elif src.kind == "n" and src.key not in seen and units.kinds.kind[src.key] in QUIET:
            seen.add(src.key)
            todo += units.trace.nodes[src.key].sources
    return tuple(found)[:1]


def counted(units: Units, shapes: Shapes, lead: int, at: tuple[Dim, ...]) -> tuple[Src, ...]:
    """The input whose positions a table has rows for: it feeds what the rows are added to, and is as long."""
    kinds, trace = units.kinds, units.trace
    todo = [src for user in kinds.users.get(lead, ())[:1] for src in kinds.data[user] if src.key != lead]
    seen: set[Src] = set()
    found: dict[Src, None] = {}
    while todo and len(seen) < FAR:
        src = todo.pop()
        if src in seen:
            continue
        seen.add(src)
        if src.kind == "i":
            found[src] = None
        elif src.kind == "n":
            todo += trace.nodes[src.key].sources
    fitting = tuple(src for src in found if shapes.of(src)[1:] == at)
    return fitting if len(found) == 1 else ()
