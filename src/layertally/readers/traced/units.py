"""Which operations become one layer: sets of nodes, joined step by step, until each node is in exactly one.

In: a `Trace` and its `Kinds`. Out: `Units`: who leads each set, what it is, and which nodes pass on what they are given
(a cast, a view that changes nothing), so that edges go past them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .kinds import Kinds
from .trace import Node, Src, Trace

FAR = 40
LOOKS = frozenset({"index_select", "gather", "take", "take_along_dim", "embedding"})
JOINS = frozenset({"cat", "concat", "concatenate", "stack", "hstack", "vstack"})


class Rule(NamedTuple):
    """What a set of nodes is: `kind` (`module`, `norm`, `attention`, `region`, `experts`, …) and what its builder needs
    to know."""

    kind: str
    info: Any = None


@dataclass(slots=True, eq=False)
class Units:
    """Sets of nodes. `rule` by the node that leads a set; `past`: the source that stands for an output of a node that
    changes nothing; `folded`: nodes that work for their set without being part of what it computes."""

    trace: Trace
    kinds: Kinds
    home: list[int] = field(default_factory=list)
    rule: dict[int, Rule] = field(default_factory=dict)
    past: dict[int, Src] = field(default_factory=dict)
    folded: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.home = list(range(len(self.trace.nodes)))

    def find(self, node: int) -> int:
        """Who leads the set of a node."""
        home = self.home
        while home[node] != node:
            home[node] = home[home[node]]
            node = home[node]
        return node

    def free(self, node: int) -> bool:
        """Whether no rule has taken a node yet."""
        return self.home[node] == node and node not in self.rule

    def take(self, nodes: Iterable[int], lead: int, rule: Rule) -> None:
        """These nodes are one layer, led by `lead`; what was joined with one of them comes along."""
        for node in nodes:
            own = self.find(node)
            if own != lead:
                self.rule.pop(own, None)
                self.home[own] = lead
        self.rule[lead] = rule

    def fold(self, node: int, into: int) -> None:
        """A node works for the layer that `into` is in."""
        self.folded.add(node)
        lead = self.find(into)
        if self.find(node) != lead:
            self.home[self.find(node)] = lead

    def source(self, src: Src) -> Src:
        """A source past all nodes that change nothing."""
        while src.kind == "n" and src.key in self.past:
            src = self.past[src.key]
        return src

    def readers(self, node: int) -> tuple[int, ...]:
        """Who reads a node in the end, past all nodes that change nothing."""
        found: dict[int, None] = {}
        for user in self.kinds.users.get(node, ()):
            if user in self.past:
                found.update(dict.fromkeys(self.readers(user)))
            else:
                found[user] = None
        return tuple(found)

    def reached(self, src: Src) -> tuple[str, ...]:
        """The parameters that a source is made of, where nothing else flows into it."""
        if src.kind == "p":
            return (src.key,)
        return self.kinds.held[src.key] if src.kind == "n" and self.kinds.kind[src.key] == "prep" else ()

    def looked_up(self, src: Src) -> bool:
        """Whether rows of parameters are picked one by one on the way to a source."""
        return self._made_by(src, _looks_up)

    def laid_together(self, src: Src) -> bool:
        """Whether parameters are laid side by side on the way to a source."""
        return self._made_by(src, lambda node: node.op in JOINS)

    def _made_by(self, src: Src, wanted: Callable[[Node], bool]) -> bool:
        todo, seen = [src], set[Src]()
        while todo and len(seen) < FAR:
            one = todo.pop()
            if one in seen or one.kind != "n" or self.kinds.kind[one.key] != "prep":
                continue
            seen.add(one)
            if wanted(self.trace.nodes[one.key]):
                return True
            todo += self.trace.nodes[one.key].sources
        return False

    def sets(self) -> dict[int, list[int]]:
        """The nodes of each set by its leader, in order."""
        found: dict[int, list[int]] = {}
        for node in range(len(self.home)):
            found.setdefault(self.find(node), []).append(node)
        return found


def _looks_up(node: Node) -> bool:
    return node.op in LOOKS or (node.op == "__getitem__" and len(node.operands) > 1)
