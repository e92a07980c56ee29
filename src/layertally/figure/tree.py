"""From edges to a tree: series and parallel, by reduction.

In: nodes in the model's order and edges between them. Out: `Series` of nodes and `Parallel`s, or `Tangle` for what does
not reduce. Every edge carries a subtree, at first empty. Edges with the same two ends melt into a parallel, a node with
one edge in and one out melts into a series; if one edge is left the graph is series-parallel (Valdes, Tarjan & Lawler
1982).

>>> edges = [("c1", "c2"), ("c2", "add"), ("c1", "add"), ("add", "relu")]
>>> print(decompose(["c1", "c2", "add", "relu"], edges))
c1 [c2 | –] add relu
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Sequence
from dataclasses import dataclass

Key = Hashable
SOURCE, SINK = "\x00source", "\x00sink"
DEEPEST = 40
"""Branches within branches; no sheet has room for so many lanes, so what is nested deeper counts as not reducible."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """Branches in the order in which the model defines them; an empty one is a skip."""

    branches: tuple[Series, ...]

    def __str__(self) -> str:
        return "[" + " | ".join(str(branch) for branch in self.branches) + "]"


@dataclass(frozen=True, slots=True)
class Tangle:
    """What is not series-parallel: the edges that are left, each with its finished subtree."""

    edges: tuple[tuple[Key, Key, Series], ...]

    def __str__(self) -> str:
        return "{" + ", ".join(f"{_name(a)}-{part}-{_name(b)}" for a, b, part in self.edges) + "}"


@dataclass(frozen=True, slots=True)
class Series:
    """Nodes, parallels and at most one tangle, one after the other."""

    parts: tuple[Key | Parallel | Tangle, ...] = ()

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.parts) or "–"

    def nodes(self) -> Iterator[Key]:
        """Every node in it."""
        for part in self.parts:
            if isinstance(part, Parallel):
                for branch in part.branches:
                    yield from branch.nodes()
            elif isinstance(part, Tangle):
                for a, _b, inside in part.edges:
                    yield from (node for node in (a,) if node not in (SOURCE, SINK))
                    yield from inside.nodes()
            else:
                yield part


def decompose(nodes: Sequence[Key], edges: Sequence[tuple[Key, Key]]) -> Series:
    """The tree of a graph; `nodes` in the model's order, which is also the order of branches."""
    order = {node: i for i, node in enumerate(nodes)}
    into = {b for _, b in edges}
    out_of = {a for a, _ in edges}
    work: list[tuple[Key, Key, Series]] = [(a, b, Series()) for a, b in dict.fromkeys(edges)]
    work += [(SOURCE, node, Series()) for node in nodes if node not in into]
    work += [(node, SINK, Series()) for node in nodes if node not in out_of]
    left, right = _index(work)
    pending = list(nodes)
    for _ in range(DEEPEST):
        melted = _melt_parallel(left, right, order)
        waiting, pending = pending, []
        for node in waiting:
            if _lone(right[node]) and _lone(left[node]):
                _melt_series(node, left, right)
                melted = True
            else:
                pending.append(node)
        if not melted:
            break
    rest = [(a, b, part) for a, outs in left.items() for b, parts in outs.items() for part in parts]
    if len(rest) == 1:
        return rest[0][2]
    return Series((Tangle(tuple(rest)),))


def whole(nodes: Sequence[Key], edges: Sequence[tuple[Key, Key]]) -> Tangle:
    """Every edge by itself, as if nothing reduced."""
    starts, ends = {a for a, _ in edges}, {b for _, b in edges}
    every: list[tuple[Key, Key, Series]] = [(a, b, Series()) for a, b in edges]
    every += [(SOURCE, key, Series()) for key in nodes if key not in ends]
    every += [(key, SINK, Series()) for key in nodes if key not in starts]
    return Tangle(tuple(every))


def branchwise(tree: Series, order: Sequence[Key]) -> list[Key]:
    """The nodes of a tree one branch after the other; those of a tangle in the model's `order`."""
    out: list[Key] = []
    for part in tree.parts:
        if isinstance(part, Parallel):
            out += [key for branch in part.branches for key in branchwise(branch, order)]
        elif isinstance(part, Tangle):
            inside = set(Series((part,)).nodes())
            out += [key for key in order if key in inside]
        else:
            out.append(part)
    return out


def weight(tree: Series) -> int:
    """How many nodes a branch has."""
    return sum(1 for _ in tree.nodes())


def is_chain(tree: Series) -> bool:
    """Whether nothing in it branches."""
    return not any(isinstance(part, (Parallel, Tangle)) for part in tree.parts)


def has_columns(tree: Series, cards: Container[Key]) -> bool:
    """Whether branches with `cards` of their own stand side by side somewhere in a tree.

    >>> tree = decompose("abcd", [("a", "b"), ("b", "d"), ("a", "c"), ("c", "d")])
    >>> has_columns(tree, "abcd"), has_columns(tree, "abd")
    (True, False)
    """
    for part in tree.parts:
        if isinstance(part, Tangle):
            return True
        if isinstance(part, Parallel):
            full = [branch for branch in part.branches if any(key in cards for key in branch.nodes())]
            if len(full) > 1 or any(has_columns(branch, cards) for branch in full):
                return True
    return False


Table = dict[Key, dict[Key, list[Series]]]


def _index(work: Sequence[tuple[Key, Key, Series]]) -> tuple[Table, Table]:
    """Edges by their start, and by their end."""
    left: Table = {SOURCE: {}, SINK: {}}
    right: Table = {SOURCE: {}, SINK: {}}
    for a, b, part in work:
        for table, one, other in ((left, a, b), (right, b, a)):
            table.setdefault(one, {}).setdefault(other, []).append(part)
    for a, b, _ in work:
        for node in (a, b):
            left.setdefault(node, {})
            right.setdefault(node, {})
    return left, right


def _lone(edges: dict[Key, list[Series]]) -> bool:
    return len(edges) == 1 and len(next(iter(edges.values()))) == 1


def _melt_parallel(left: Table, right: Table, order: dict[Key, int]) -> bool:
    melted = False
    for a, outs in left.items():
        for b, parts in outs.items():
            if len(parts) > 1:
                joined = [_parallel(parts, order)]
                outs[b] = joined
                right[b][a] = joined
                melted = True
    return melted


def _melt_series(node: Key, left: Table, right: Table) -> None:
    ((before, incoming),) = right[node].items()
    ((after, outgoing),) = left[node].items()
    joined = Series((*incoming[0].parts, node, *outgoing[0].parts))
    right[node], left[node] = {}, {}
    del left[before][node], right[after][node]
    left[before].setdefault(after, []).append(joined)
    right[after][before] = left[before][after]


def _parallel(parts: Sequence[Series], order: dict[Key, int]) -> Series:
    branches: list[Series] = []
    for part in parts:
        lone = part.parts[0] if len(part.parts) == 1 else None
        branches += lone.branches if isinstance(lone, Parallel) else (part,)
    first = {id(branch): min((order[n] for n in branch.nodes()), default=len(order)) for branch in branches}
    branches.sort(key=lambda branch: first[id(branch)])
    return Series((Parallel(tuple(branches)),))


def _name(key: Key) -> str:
    return {SOURCE: "^", SINK: "$"}.get(key, str(key)) if isinstance(key, str) else str(key)
