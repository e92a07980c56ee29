"""Two models as one graph: what is the same stands there once, and every edge says which of the two has it.

In: `Comparison`. Out: `Merged`: nodes in an order in which both models run, wires between them. Neighbours that are the
same are one node; it ends where something leaves it that does not go on to the next, and begins where such a thing
comes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from ...annotation import Annotated
from ..compare import Change, Comparison

MOST = 80
"""Cards; beyond that a list is read better in the terminal."""
Pair = tuple[int, int]


class Node(NamedTuple):
    """`kind`: of its changes; `input`: inputs that both have; `more`: what there is no room for."""

    kind: str
    changes: tuple[Change, ...] = ()


class Wire(NamedTuple):
    """From one node to a later one, by their places; `kind` is `same`, `added` or `removed`."""

    start: int
    end: int
    kind: str


class Merged(NamedTuple):
    """Nodes and wires, each pair of nodes at most once."""

    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class _Both:
    """The changes one by one (the first None where inputs are the same), and the edges of each side between them."""

    items: list[Change | None]
    before: set[Pair]
    after: set[Pair]

    def same(self, at: int) -> bool:
        item = self.items[at]
        return item is not None and item.kind == "same"


def merged(found: Comparison, *, fine: bool = True) -> Merged:
    """The graph of both. Where it is not to be `fine`, all neighbours that are the same are one node, whatever leaves
    them."""
    both = _both(found)
    ends = _ends(both, fine)
    home: list[int] = []
    for at in range(len(both.items)):
        joined = at > 0 and both.same(at) and both.same(at - 1) and at - 1 not in ends
        home.append(home[-1] if joined else (home[-1] + 1 if home else 0))
    home, hidden = _cut(both, home)
    held: list[list[Change | None]] = [[] for _ in range(home[-1] + 1)] if home else []
    for item, place in zip(both.items, home, strict=True):
        held[place].append(item)
    nodes = [_node(items) for items in held]
    if hidden:
        nodes[-1] = Node("more", nodes[-1].changes)
    return Merged(tuple(nodes), tuple(_wires(both, home)))


def _node(items: Sequence[Change | None]) -> Node:
    changes = tuple(item for item in items if item is not None)
    return Node(changes[0].kind if changes else "input", changes)


def _wires(both: _Both, home: Sequence[int]) -> list[Wire]:
    before, after = (_between(edges, home) for edges in (both.before, both.after))
    kinds = {pair: "same" if pair in before and pair in after else "added" for pair in after}
    kinds = {**dict.fromkeys(before, "removed"), **kinds}
    return [Wire(*pair, kinds[pair]) for pair in sorted(kinds)]


def _between(edges: Iterable[Pair], home: Sequence[int]) -> set[Pair]:
    return {(home[a], home[b]) for a, b in edges if home[a] < home[b]}


def _ends(both: _Both, fine: bool) -> set[int]:
    """After which of the same layers a node ends."""
    if not fine:
        return set()
    run = 0
    runs = []
    for at in range(len(both.items)):
        run += not (both.same(at) and both.same(at - 1)) if at else 0
        runs.append(run)
    ends: set[int] = set()
    for a, b in both.before | both.after:
        if runs[a] != runs[b] or ((a, b) in both.before) != ((a, b) in both.after):
            ends |= {a} if both.same(a) else set()
            ends |= {b - 1} if both.same(b) else set()
    return ends


def _cut(both: _Both, home: list[int]) -> tuple[list[int], bool]:
    """All that comes after so many changes is one node."""
    changed = [at for at, item in enumerate(both.items) if item is not None and item.kind != "same"]
    if len(changed) <= MOST:
        return home, False
    last = home[changed[MOST]]
    return [min(place, last) for place in home], True


def _both(found: Comparison) -> _Both:
    inputs = [change for change in found.changes if change.before is None and change.after is None]
    layers = [change for change in found.changes if change.before is not None or change.after is not None]
    pairs = list(zip_longest(found.before.model.inputs, found.after.model.inputs))
    moved = [one is None or other is None or one.shape != other.shape for one, other in pairs]
    kept: list[None] = [None] if not all(moved) else []
    items: list[Change | None] = [*kept, *inputs, *layers]
    numbers = iter(range(len(kept), len(items)))
    given = [(next(numbers),) if each else (0,) for each in moved]
    first = len(kept) + len(inputs)
    sides = []
    for side in (0, 1):
        place = {
            id(layer): first + at
            for at, change in enumerate(layers)
            if (layer := (change.before, change.after)[side]) is not None
        }
        edges, _ = _flow((found.before, found.after)[side], given, place)
        sides.append({(a, b) for a, b in edges if a < b})
    return _Both(items, *sides)


def _flow(
    model: Annotated, given: Sequence[tuple[int, ...]], place: Mapping[int, int]
) -> tuple[list[Pair], list[tuple[int, ...]]]:
    """The edges between the layers of a model, through nested ones, and where its outputs come from; `given` is where
    its inputs come from."""
    ends = {each.name: source for each, source in zip(model.model.inputs, given, strict=False)}
    edges: list[Pair] = []
    for layer in model.layers:
        sources = [ends.get(ref.layer, ()) for ref in layer.layer.inputs]
        if layer.inner is None:
            at = place[id(layer)]
            edges += [(source, at) for each in sources for source in each]
            ends[layer.name] = (at,)
        else:
            inside, outputs = _flow(layer.inner, sources, place)
            edges += inside
            ends[layer.name] = tuple(source for each in outputs for source in each)
    return edges, [ends.get(ref.layer, ()) for ref in model.model.outputs]
