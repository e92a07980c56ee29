"""Which operations become one layer: sets of nodes, joined step by step, until each node is in exactly one.

In: a `Trace` and its `Kinds`. Out: `Units`: who leads each set, what it is, and which nodes pass on what they are given
(a cast, a view that changes nothing), so that edges go past them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .kinds import Kinds
from .trace import Src, Trace


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

    def sets(self) -> dict[int, list[int]]:
        """The nodes of each set by its leader, in order."""
        found: dict[int, list[int]] = {}
        for node in range(len(self.home)):
            found.setdefault(self.find(node), []).append(node)
        return found
