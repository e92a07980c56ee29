"""A chain too long for one sheet becomes parts: `3a`, `3b`, each with its own sum.

In: a group. Out: groups that are figures of their own. A part ends after a layer that changes the resolution, where
there is one near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..annotation import AnnotatedLayer
from ..group import Group, Grouped, Item, Panel, every
from ..model import Ref

MOST = 32
LETTERS = 26


def split(group: Group, longest: int = MOST) -> tuple[Group, ...]:
    """The parts of a group: itself, unless it is a plain chain of more than `longest` layers."""
    layers = group.layers
    if len(group.items) <= longest or not _is_chain(group):
        return (group,)
    parts: list[list[AnnotatedLayer]] = []
    count = -(-len(layers) // longest)
    start = 0
    for left in range(count, 0, -1):
        size = -(-(len(layers) - start) // left)
        end = _good_end(layers, start, start + size, longest) if left > 1 else len(layers)
        if end > start:
            parts.append(list(layers[start:end]))
        start = end
    return tuple(_part(group, part, number, len(parts)) for number, part in enumerate(parts))


def part_group(grouped: Grouped, group: Group, items: Sequence[Item], number: int, fold: Panel | None = None) -> Group:
    """The part of a group that holds these items, with a port for all that comes in and goes out. Inside a `fold` they
    are those of its first copy, and the layers of the others are counted with them."""
    layers = [layer for item in items for layer in _all(item)]
    own = {layer.name for layer in layers}
    inputs = dict.fromkeys(ref for layer in layers for ref in layer.layer.inputs if ref.layer not in own)
    copies = _copies(grouped, fold) if fold is not None else {}
    hidden = {twin.name for others in copies.values() for twin in others}
    final, readers = set(grouped.annotated.model.outputs), grouped.annotated.readers
    inside = hidden | set(copies)

    def leaves_it(ref: Ref, within: set[str]) -> bool:
        return ref in final or (
            ref.index == 0 and any(reader and reader not in within for reader in readers.get(ref.layer, ()))
        )

    outputs: list[Ref] = []
    twins: list[tuple[Ref, Ref]] = []
    for layer in layers:
        last = copies[layer.name][-1].name if layer.name in copies else layer.name
        for index in range(max(1, len(layer.outputs))):
            ref, twin = Ref(layer.name, index), Ref(last, index)
            if ref != twin and leaves_it(twin, inside):
                twins.append((ref, twin))
            if leaves_it(ref, own | hidden) or (ref, twin) in twins:
                outputs.append(ref)
    others = [twin for layer in layers for twin in copies.get(layer.name, ())]
    mark = marked(number)
    return Group(
        f"{group.id}{mark}",
        f"{group.title} {mark}",
        (*layers, *others),
        tuple(items),
        tuple(inputs),
        tuple(outputs),
        fold.repeat if fold is not None else 1,
        tuple(twins),
    )


def within_fold(grouped: Grouped, group: Group) -> Group:
    """A group that is nothing but an open fold as the first copy, which counts `repeat` times: its frame is the
    figure's own. Any other group as it is."""
    lone = group.items[0] if len(group.items) == 1 else None
    if not isinstance(lone, Panel) or lone.repeat == 1 or lone.closed or len(lone.items) == 1 or group.repeat > 1:
        return group
    return part_group(grouped, group, lone.items, 0, lone)._replace(id=group.id, title=group.title, turns=lone.turns)


def _all(item: Item) -> list[AnnotatedLayer]:
    return list(every((item,)))


def _copies(grouped: Grouped, fold: Panel) -> dict[str, list[AnnotatedLayer]]:
    """The layers of a fold's first copy, each with its likes in the other copies, in order."""
    order = {layer.name: at for at, layer in enumerate(grouped.annotated.layers)}
    first = sorted((layer for item in fold.items for layer in _all(item)), key=lambda layer: order[layer.name])
    rest = sorted(fold.copies, key=lambda layer: order[layer.name])
    return {layer.name: rest[at :: len(first)] for at, layer in enumerate(first)}


def marked(number: int) -> str:
    """The mark of a part: `a` to `z`, then `aa`, `ab` and so on."""
    before, last = divmod(number, LETTERS)
    return (marked(before - 1) if before else "") + chr(ord("a") + last)


def siblings(one: Group, other: Group) -> bool:
    """Whether two figures are parts of the same group."""
    first, second = part_number(one), part_number(other)
    return first is not None and second is not None and first[0] == second[0]


def part_number(group: Group) -> tuple[str, int] | None:
    """(the group, which of its parts): of `3b`, `3` and 2; None for a whole group."""
    found = re.fullmatch(r"([\d.]+)([a-z]+)", group.id)
    if found is None:
        return None
    number = 0
    for letter in found[2]:
        number = number * LETTERS + ord(letter) - ord("a") + 1
    return found[1], number


def with_parts(grouped: Grouped, group: Group, parts: tuple[Group, ...]) -> Grouped:
    """The same model with the parts in place of their group, so that ports lead from part to part."""
    if len(parts) < 2:
        return grouped
    groups, inner = (
        tuple(own for each in some for own in (parts if each.id == group.id else (each,)))
        for some in (grouped.groups, grouped.inner)
    )
    return replace(grouped, groups=groups, inner=inner)


def _part(group: Group, layers: Sequence[AnnotatedLayer], number: int, count: int) -> Group:
    """A part of a chain: one tensor comes in, one goes out."""
    mark = marked(number)
    return group._replace(
        id=f"{group.id}{mark}",
        title=f"{group.title} {mark}",
        layers=tuple(layers),
        items=tuple(layers),
        inputs=group.inputs if number == 0 else (layers[0].layer.inputs[0],),
        outputs=group.outputs if number == count - 1 else (Ref(layers[-1].name),),
    )


def _is_chain(group: Group) -> bool:
    names = [layer.name for layer in group.layers]
    if len(group.items) != len(group.layers) or len(group.inputs) > 1 or len(group.outputs) > 1:
        return False
    follows = all(len(layer.layer.inputs) == 1 for layer in group.layers)
    return follows and all(b.layer.inputs[0].layer == a for a, b in zip(names, group.layers[1:], strict=False))


def _good_end(layers: tuple[AnnotatedLayer, ...], start: int, wanted: int, longest: int) -> int:
    """Near `wanted`, after a pooling layer."""
    near = [
        i + 1
        for i in range(start, min(len(layers), start + longest))
        if layers[i].family == "pool" and abs(i + 1 - wanted) <= longest // 4
    ]
    return min(near, key=lambda i: abs(i - wanted)) if near else wanted
