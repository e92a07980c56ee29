"""A chain too long for one sheet becomes parts: `3a`, `3b`, each with its own sum.

In: a group. Out: groups that are figures of their own. A part ends after a layer that changes the resolution, where
there is one near.
"""

from __future__ import annotations

from dataclasses import replace

from ..annotation import AnnotatedLayer
from ..group import Group, Grouped
from ..model import Ref

MOST = 32


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
        parts.append(list(layers[start:end]))
        start = end
    made = []
    for i, part in enumerate(part for part in parts if part):
        mark = chr(ord("a") + i) if i < 26 else f".{i + 1}"
        inputs = group.inputs if i == 0 else (part[0].layer.inputs[0],)
        outputs = group.outputs if i == len(parts) - 1 else (Ref(part[-1].name),)
        made.append(
            group._replace(
                id=f"{group.id}{mark}",
                title=f"{group.title} {mark}",
                layers=tuple(part),
                items=tuple(part),
                inputs=inputs,
                outputs=outputs,
            )
        )
    return tuple(made)


def with_parts(grouped: Grouped, group: Group, parts: tuple[Group, ...]) -> Grouped:
    """The same model with the parts in place of their group, so that ports lead from part to part."""
    groups = [own for each in grouped.groups for own in (parts if each.id == group.id else (each,))]
    return replace(grouped, groups=tuple(groups))


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
