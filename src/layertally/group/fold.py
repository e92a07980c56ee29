"""What repeats inside a group: scopes become panels, equal panels in a row become one with `repeat`.

In: annotated layers with their scopes. Out: a tree of layers and panels. Two panels are equal only if every op, every
edge inside and every formula with its numbers is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..formula import Value, added
from ..ops.activation import Elementary
from ..ops.base import Op


class Panel(NamedTuple):
    """A scope inside a group. `items` are those of its first copy; `copies` are all layers of the other copies."""

    title: str
    items: tuple[Item, ...]
    repeat: int = 1
    copies: tuple[AnnotatedLayer, ...] = ()
    last_title: str = ""

    @property
    def params(self) -> Value | None:
        """Of one copy."""
        return sum_params(leaves(self.items))


Item = AnnotatedLayer | Panel


def leaves(items: Sequence[Item]) -> Iterator[AnnotatedLayer]:
    """The layers that are drawn: of folded panels, the first copy."""
    for item in items:
        if isinstance(item, Panel):
            yield from leaves(item.items)
        else:
            yield item


def sum_params(layers: Iterable[AnnotatedLayer]) -> Value | None:
    """Parameters of some layers, None where one is not known."""
    return added(layer.count.value for layer in layers)


def fold(layers: Sequence[AnnotatedLayer], depth: int) -> tuple[Item, ...]:
    """Scopes become panels; neighbours whose every formula and setting is equal become one with `repeat`."""
    items: list[Item] = []
    start = 0
    while start < len(layers):
        scope = layers[start].layer.scope[: depth + 1]
        if len(scope) <= depth:
            items.append(layers[start])
            start += 1
            continue
        end = start
        while end < len(layers) and layers[end].layer.scope[: depth + 1] == scope:
            end += 1
        inside = layers[start:end]
        panel = Panel(scope[depth], fold(inside, depth + 1))
        previous = items[-1] if items else None
        if isinstance(previous, Panel) and _signature(previous.items, _names(previous.items)) == _signature(
            panel.items, _names(panel.items)
        ):
            items[-1] = Panel(
                previous.title,
                _common(previous.items, panel.items),
                previous.repeat + 1,
                (*previous.copies, *inside),
                panel.title,
            )
        else:
            items.append(panel)
        start = end
    return tuple(items)


def unwrapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A group that is one block needs no panel round it."""
    while len(items) == 1 and isinstance(items[0], Panel) and items[0].repeat == 1:
        items = items[0].items
    return items


def structure(op: Op | None) -> Op | None:
    """What an op does to shapes and weights; a rate of dropout does nothing to either."""
    return replace(op, rate=None) if isinstance(op, Elementary) and op.rate is not None else op


def _common(one: tuple[Item, ...], other: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items of a fold: of layers that differ in a rate, without it, so that the figure is true of every copy."""
    out: list[Item] = []
    for mine, theirs in zip(one, other, strict=True):
        if isinstance(mine, Panel) and isinstance(theirs, Panel):
            out.append(mine._replace(items=_common(mine.items, theirs.items)))
        elif (
            isinstance(mine, AnnotatedLayer) and isinstance(theirs, AnnotatedLayer) and mine.layer.op != theirs.layer.op
        ):
            out.append(replace(mine, layer=replace(mine.layer, op=structure(mine.layer.op))))
        else:
            out.append(mine)
    return tuple(out)


def _names(items: Sequence[Item]) -> dict[str, int]:
    return {layer.name: position for position, layer in enumerate(leaves(items))}


def _signature(items: Sequence[Item], names: dict[str, int]) -> tuple[object, ...]:
    """What must be equal for two panels to be drawn as one: ops, edges inside, every formula with its numbers."""
    out: list[object] = []
    for item in items:
        if isinstance(item, Panel):
            out.append((item.repeat, *_signature(item.items, names)))
            continue
        wires = tuple((names.get(ref.layer, "outside"), ref.index) for ref in item.layer.inputs)
        formula = item.count.formula.worked(full=True) if item.count.formula is not None else ""
        out.append(
            (
                item.layer.type,
                structure(item.layer.op),
                wires,
                item.shape,
                formula,
                item.count.value,
                item.status,
                item.layer.trainable,
            )
        )
    return tuple(out)
