"""Who feeds whom among the groups, and which of the three forms that asks for.

In: `Grouped`. Out: its graph as a `Level` whose nodes are groups; a chain, towers, or neither.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from ...group import Group, Grouped
from ...model import Ref
from ..graph import Level
from ..tree import Key, Parallel, Series, decompose, is_chain

PER_ROW = 3
"""Cards side by side."""


class Links(NamedTuple):
    """The graph of the groups: `level` for `place`, `tree` of it, `groups` by the keys of its nodes; `ends` are the
    places of inputs and outputs among those of the model, or of the stage."""

    level: Level
    tree: Series
    groups: Mapping[Hashable, Group]
    ends: Mapping[Hashable, int]


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
