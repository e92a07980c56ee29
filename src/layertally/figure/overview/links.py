"""Who feeds whom among the groups, and which of the three forms that asks for.

In: `Grouped`. Out: its graph as a `Level` whose nodes are groups; a chain, towers, or neither.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...group import Group, Grouped
from ...model import Ref
from ..graph import Level
from ..tree import Key, Parallel, Series, decompose, is_chain

PER_ROW, MOST_PORTS = 3, 4
"""Cards side by side; ports of one card."""


class Links(NamedTuple):
    """The graph of the groups: `level` for `place`, `tree` of it, `groups` by the keys of its nodes; `ends` are the
    places of inputs and outputs among those of the model, or of the stage."""

    level: Level
    tree: Series
    groups: Mapping[Hashable, Group]
    ends: Mapping[Hashable, int]


class Ported(NamedTuple):
    """What comes into each group of a chain and leaves it beside the chain itself: places among what comes into the
    model and leaves it."""

    comes: tuple[tuple[int, ...], ...]
    goes: tuple[tuple[int, ...], ...]


class Skipping(NamedTuple):
    """A chain whose groups have `ports`, and what skips ahead in it: places of two groups."""

    ports: Ported
    skips: tuple[tuple[int, int], ...]


class Strands(NamedTuple):
    """Groups by their places: the `upper` chain leads into the one at place `at` of the `lower`, which begins `shift`
    columns from the left."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    at: int
    shift: int
    ports: Ported


class Towers(NamedTuple):
    """Chains that hang on an input each, and the chain in which they meet."""

    towers: tuple[tuple[Group, ...], ...]
    trunk: tuple[Group, ...]


def ends_of(grouped: Grouped) -> tuple[tuple[Ref, ...], tuple[Ref, ...]]:
    """What comes in and goes out: of the model, or of the stage whose groups these are, each layer once."""
    if grouped.within is None:
        model = grouped.annotated.model
        return tuple(Ref(given.name) for given in model.inputs), model.outputs
    stage = grouped.within.stage
    entries: dict[str, Ref] = {}
    for ref in stage.inputs:
        entries.setdefault(ref.layer, ref)
    return tuple(entries.values()), stage.outputs


def links(grouped: Grouped) -> Links:
    """The graph of the groups."""
    comes, goes = ends_of(grouped)
    groups: dict[Key, Group] = {("node", i): group for i, group in enumerate(grouped.groups)}
    key = {group.id: k for k, group in groups.items()}
    inputs: dict[str, Key] = {ref.layer: ("in", i) for i, ref in enumerate(comes)}
    edges: dict[tuple[Key, Key], Ref] = {}
    for start, end, ref in grouped.edges():
        edges.setdefault((key[start] if start in key else inputs[start], key[end]), ref)
    exits: dict[Key, Ref] = {}
    for i, ref in enumerate(goes):
        home = grouped.group_of(ref.layer)
        if home is not None:
            exits["out", i] = ref
            edges[key[home.id], ("out", i)] = ref
    entries: dict[Key, tuple[Ref, ...]] = {("in", i): (ref,) for i, ref in enumerate(comes)}
    order = (*entries, *groups, *exits)
    ends: dict[Key, int] = {("in", i): i for i in range(len(comes))}
    ends |= {("out", i): i for i in range(len(goes))}
    level = Level({}, entries, exits, order, tuple(edges), edges)
    return Links(level, decompose(order, level.edges), groups, ends)


def chain_of(found: Links) -> bool:
    """Whether the groups are a chain with one input and one output."""
    return is_chain(found.tree)


def ported_chain(found: Links) -> Ported | None:
    """The ports of a chain of groups; None where the groups are none. What several read stands at each."""
    between, ports = _ports(found)
    chain = between == set(pairwise(range(len(found.groups))))
    return ports if chain and ports.comes and ports.comes[0] and ports.goes[-1] and _few(ports) else None


def skipping_chain(found: Links) -> Skipping | None:
    """A chain with what skips ahead in it; None where the groups are none, or something comes in late."""
    between, ports = _ports(found)
    steps = set(pairwise(range(len(found.groups))))
    skips = tuple(sorted(between - steps))
    chain = steps <= between and all(a < b for a, b in skips)
    first, *late = ports.comes or ((),)
    fed = len(first) == 1 and not any(late) and bool(ports.goes[-1])
    return Skipping(ports, skips) if chain and skips and fed and _few(ports) else None


def strands_of(found: Links) -> Strands | None:
    """Two chains, the first of which leads into the second; None where the groups are none, or too many for a sheet."""
    between, ports = _ports(found)
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for a, b in sorted(between):
        after.setdefault(a, []).append(b)
        before.setdefault(b, []).append(a)
    joins = [b for b, reads in before.items() if len(reads) == 2]
    starts = [i for i in range(len(found.groups)) if i not in before]
    if len(joins) != 1 or len(starts) != 2 or any(len(each) > 1 for each in after.values()) or not _few(ports):
        return None
    upper, lower = (_follow(start, after) for start in starts)
    at = lower.index(joins[0])
    upper = upper[: upper.index(joins[0])]
    ends_well = bool(ports.goes[lower[-1]]) and all(ports.comes[start] for start in starts)
    if not upper or not ends_well or (ports.comes[joins[0]] and joins[0] != lower[0]):
        return None
    shift = max(0, len(upper) - 1 - at)
    return Strands(upper, lower, at, shift, ports) if shift + len(lower) <= PER_ROW else None


def _follow(start: int, after: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    out = [start]
    while out[-1] in after:
        out.append(after[out[-1]][0])
    return tuple(out)


def _ports(found: Links) -> tuple[set[tuple[int, int]], Ported]:
    """Which groups feed which, by their places; what comes into each and leaves it."""
    place = {key: i for i, key in enumerate(found.groups)}
    comes: list[list[int]] = [[] for _ in place]
    goes: list[list[int]] = [[] for _ in place]
    between = set()
    for a, b in found.level.edges:
        if a in place and b in place:
            between.add((place[a], place[b]))
        elif b in place:
            comes[place[b]].append(found.ends[a])
        elif a in place:
            goes[place[a]].append(found.ends[b])
    return between, Ported(tuple(map(tuple, comes)), tuple(map(tuple, goes)))


def _few(ports: Ported) -> bool:
    """Whether there is room for the ports of every group."""
    return max(map(len, (*ports.comes, *ports.goes)), default=0) <= MOST_PORTS


def towers_of(found: Links) -> Towers | None:
    """The towers, where each input has a chain of its own and all meet in a chain; three columns at the most."""
    first, *rest = found.tree.parts or (None,)
    if not isinstance(first, Parallel) or any(isinstance(part, Parallel) for part in rest):
        return None
    if not all(is_chain(branch) and branch.parts for branch in first.branches):
        return None
    towers = tuple(_groups(found, branch) for branch in first.branches)
    trunk = _groups(found, Series(tuple(rest)))
    if not trunk or not all(towers) or len(found.level.exits) != 1:
        return None
    return Towers(towers, trunk) if max(map(len, towers)) + len(trunk) <= PER_ROW else None


def _groups(found: Links, chain: Series) -> tuple[Group, ...]:
    return tuple(found.groups[key] for key in chain.nodes() if key in found.groups)
