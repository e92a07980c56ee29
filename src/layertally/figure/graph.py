"""The graph of one level of a group: which cards, panels and ports there are and what flows between them.

In: items of a group or a panel. Out: `Level`: nodes by key, edges between keys, in the model's order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..group import Item, Panel
from ..model import Ref
from .tree import Key, Parallel, Series, Tangle, decompose
from .units import Node, units

Edge = tuple[Key, Key]


@dataclass(frozen=True)
class Level:
    """`nodes` are cards and panels; `entries` and `exits` are the ports (at the top) or the tap (inside a panel)."""

    nodes: Mapping[Key, Node]
    entries: Mapping[Key, tuple[Ref, ...]]
    exits: Mapping[Key, Ref]
    order: tuple[Key, ...]
    edges: tuple[Edge, ...]
    sources: Mapping[Edge, Ref]
    ported: bool = True

    def inputs_of(self, key: Key) -> Sequence[Key]:
        """What a node reads, in the model's order."""
        return self._inputs.get(key, ())

    @cached_property
    def _inputs(self) -> Mapping[Key, Sequence[Key]]:
        found: dict[Key, list[Key]] = {}
        for a, b in self.edges:
            found.setdefault(b, []).append(a)
        return found

    @cached_property
    def tree(self) -> Series:
        """Its series and parallels; a branch that reads nothing (a table of positions) stands beside those that it
        joins, not beside all that leads to them."""
        return self._hung(decompose(self.order, self.edges))

    def reads_nothing(self, branch: Series) -> bool:
        """Whether a branch begins with a tensor that no layer makes: a weight, a constant."""
        first = next(branch.nodes(), None)
        return first is not None and first not in self.entries and not self.inputs_of(first)

    def has_panel(self, branch: Series) -> bool:
        """Whether there is a scope in a branch, drawn as a panel."""
        return any(isinstance(self.nodes.get(key), Panel) for key in branch.nodes())

    def _hung(self, tree: Series) -> Series:
        parts: list[Key | Parallel | Tangle] = []
        for part in tree.parts:
            if not isinstance(part, Parallel):
                parts.append(part)
                continue
            branches = tuple(map(self._hung, part.branches))
            led = [branch for branch in branches if not self.reads_nothing(branch)]
            last = led[0].parts[-1] if len(led) == 1 and led[0].parts else None
            if isinstance(last, Parallel) and len(branches) > 1:
                alone = tuple(branch for branch in branches if branch is not led[0])
                parts += [*led[0].parts[:-1], Parallel((*last.branches, *alone))]
            else:
                parts.append(Parallel(branches))
        return Series(tuple(parts))


def level(
    items: Sequence[Item],
    readers: Mapping[str, Sequence[str]],
    *,
    fuse: bool,
    inputs: Sequence[Ref] = (),
    outputs: Sequence[Ref] = (),
    ports: bool = True,
) -> Level:
    """One level. With `ports` each input and output is a node of its own; without, all that comes from outside is one
    tap."""
    nodes: dict[Key, Node] = {("node", i): node for i, node in enumerate(units(items, readers, fuse))}
    home = {name: key for key, node in nodes.items() for name in names_of(node)}
    entries: dict[Key, tuple[Ref, ...]] = {}
    exits: dict[Key, Ref] = {}
    edges: dict[Edge, Ref] = {}
    where: dict[Ref, Key] = {}
    if ports:
        for i, ref in enumerate(inputs):
            entries[("in", i)] = (ref,)
            where[ref] = ("in", i)
    for key, node in nodes.items():
        for ref in reads_of(node):
            if ref.layer in home:
                if home[ref.layer] != key:
                    edges.setdefault((home[ref.layer], key), ref)
            else:
                entry = where.get(ref, ("in", 0))
                entries.setdefault(entry, (ref,))
                edges.setdefault((entry, key), ref)
    if ports:
        for i, ref in enumerate(outputs):
            if ref.layer in home:
                exits[("out", i)] = ref
                edges[(home[ref.layer], ("out", i))] = ref
    order = (*entries, *nodes, *exits)
    return Level(nodes, entries, exits, order, tuple(edges), edges, ports)


def names_of(node: Node) -> list[str]:
    """The layers in a node, copies of a folded panel included."""
    return [layer.name for layer in node.layers]


def reads_of(node: Node) -> list[Ref]:
    """What a node reads from outside itself, each once, in order."""
    own = set(names_of(node))
    return list(dict.fromkeys(ref for layer in node.layers for ref in layer.layer.inputs if ref.layer not in own))


def longest(level: Level, count: Callable[[Key], int]) -> int:
    """The most that `count` sums to along one path."""
    best: dict[Key, int] = {}
    for key in level.order:
        best[key] = count(key) + max((best.get(before, 0) for before in level.inputs_of(key)), default=0)
    return max(best.values(), default=0)
