"""Cuts an annotated model into groups and finds what repeats inside them.

In: `Annotated`, `Cutting`. Out: `Grouped`: groups in the model's order, each a tree of layers and panels (scopes),
equal panels in a row folded to one with `repeat`; the edges between groups. Groups are the author's, or those that
scopes, names and the resolution show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ..annotation import Annotated, AnnotatedLayer, main_family
from ..formula import Value, added
from ..model import Ref
from .auto import automatic
from .closing import closed_below
from .copies import pattern
from .cutting import AUTO, BY, Cutting, cutting
from .fold import fold, unwrapped
from .nested import opened as open_nested
from .panel import Item, Panel, every, leaves, sum_params
from .scopes import classes_of
from .titles import span


class Group(NamedTuple):
    """A group: `id` is stable (its number), `layers` are all of them in order, `items` the tree with folds.

    A part of a fold is drawn once and counts `repeat` times; `twins` are the tensors that leave it with those of the
    last copy, which are what is read outside; of blocks that take `turns` there are so many in a copy. A stage of an
    overview has `members`: the groups it stands for."""

    id: str
    title: str
    layers: tuple[AnnotatedLayer, ...]
    items: tuple[Item, ...]
    inputs: tuple[Ref, ...]
    outputs: tuple[Ref, ...]
    repeat: int = 1
    twins: tuple[tuple[Ref, Ref], ...] = ()
    members: tuple[Group, ...] = ()
    turns: int = 1

    @property
    def params(self) -> Value | None:
        """Parameters of all layers, None where one is not known."""
        return sum_params(self.layers)

    @property
    def known_params(self) -> Value:
        """Parameters of the layers of which they are known."""
        return sum_params(layer for layer in self.layers if layer.count.value is not None) or 0

    @property
    def macs(self) -> Value | None:
        """Multiply-adds of one sample, None where one layer's are not known."""
        return added(layer.macs_value for layer in self.layers)

    @property
    def family(self) -> str:
        """The family that holds the most parameters."""
        return main_family(self.layers)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(layer.name for layer in self.layers)


class Within(NamedTuple):
    """What the groups of a stage are a part of: the model with all its groups, and the stage."""

    whole: Grouped
    stage: Group


@dataclass(frozen=True)
class Grouped:
    """An annotated model in groups. Group ids are "1", "2", …; a single group means that the model is one figure.
    `inner` are the groups of scopes that have a figure of their own while one is drawn; `within` tells of which stage
    these are all groups."""

    annotated: Annotated
    groups: tuple[Group, ...]
    cutting: Cutting = AUTO
    inner: tuple[Group, ...] = ()
    within: Within | None = None

    def find(self, wanted: str) -> Group | None:
        """By id or title."""
        for group in self.groups:
            if wanted in (group.id, group.title):
                return group
        return None

    def group_of(self, layer: str) -> Group | None:
        """The group that holds a layer; None for an input of the model."""
        return self._home.get(layer)

    @cached_property
    def _home(self) -> Mapping[str, Group]:
        return {layer.name: group for group in reversed((*self.inner, *self.groups)) for layer in group.layers}

    def edges(self) -> list[tuple[str, str, Ref]]:
        """Between groups: (group id or input name, group id, what flows), each once, in order."""
        seen: dict[tuple[str, str, Ref], None] = {}
        for group in self.groups:
            for ref in group.inputs:
                home = self.group_of(ref.layer)
                seen[(home.id if home is not None else ref.layer, group.id, ref)] = None
        return list(seen)

    def share(self, value: Value | None) -> float | None:
        """Which part of all parameters this is, 0 to 1."""
        whole = self.annotated.totals.known_params
        return value / whole if isinstance(value, int) and isinstance(whole, int) and whole else None


def group(annotated: Annotated, lang: str = "en", cutting: Cutting = AUTO) -> Grouped:
    """The groups of a model: as given, or cut as `cutting` says."""
    model = annotated.model
    if model.groups and cutting.by == "auto":
        cuts = [(spec.title, [annotated[name] for name in spec.layers]) for spec in model.groups]
    else:
        cuts = automatic(annotated, cutting.by, lang)
    groups = tuple(
        _group(str(number), title, tuple(layers), annotated, cutting.depth)
        for number, (title, layers) in enumerate(cuts, 1)
        if layers
    )
    return Grouped(annotated, groups, cutting)


def opened(grouped: Grouped) -> Grouped:
    """The same groups with nested models opened, for drawing."""
    annotated, became = open_nested(grouped.annotated)
    if annotated is grouped.annotated:
        return grouped
    groups = tuple(
        _group(
            group.id,
            group.title,
            tuple(made for layer in group.layers for made in _became(layer, became[layer.name], annotated)),
            annotated,
            grouped.cutting.depth,
        )
        for group in grouped.groups
    )
    return replace(grouped, annotated=annotated, groups=groups)


def _became(layer: AnnotatedLayer, names: tuple[str, ...], annotated: Annotated) -> list[AnnotatedLayer]:
    """A layer as it is drawn: itself in the scope that its group gave it, or the layers of a nested model."""
    made = [annotated[name] for name in names]
    return [replace(made[0], layer=replace(made[0].layer, scope=layer.layer.scope))] if names == (layer.name,) else made


def _group(
    number: str, title: str, layers: tuple[AnnotatedLayer, ...], annotated: Annotated, depth: int | None
) -> Group:
    items = unwrapped(fold(layers, annotated.readers, classes_of(layers, annotated)))
    if depth is not None:
        items = closed_below(items, depth)
    return part_of(Group(number, title, layers, items, (), ()), annotated)


def part_of(group: Group, annotated: Annotated) -> Group:
    """The group with what it reads and puts out, found anew."""
    own, readers, final = group.names, annotated.readers, set(annotated.model.outputs)
    inputs: dict[Ref, None] = {}
    outputs: dict[Ref, None] = {}
    for layer in group.layers:
        for ref in layer.layer.inputs:
            if ref.layer not in own:
                inputs[ref] = None
        read = any(reader and reader not in own for reader in readers.get(layer.name, ()))
        for index in range(max(1, len(layer.outputs))):
            ref = Ref(layer.name, index)
            if ref in final or (index == 0 and read):
                outputs[ref] = None
    return group._replace(inputs=tuple(inputs), outputs=tuple(outputs))


__all__ = [
    "AUTO",
    "BY",
    "Cutting",
    "Group",
    "Grouped",
    "Item",
    "Panel",
    "Within",
    "closed_below",
    "cutting",
    "every",
    "group",
    "leaves",
    "opened",
    "part_of",
    "pattern",
    "span",
    "sum_params",
]
