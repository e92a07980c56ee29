"""Whether panels in a row are copies of each other: ops, edges inside, every formula, what they read of each other.

In: panels. Out: a `Run` of copies, which gives one panel with `repeat`, or the panels where they are no copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..model import Ref
from ..ops.activation import Elementary
from ..ops.base import Op
from .panel import Item, Panel, every

MOST_BESIDE = 4
"""Equal branches are drawn one by one up to so many."""
NAMED = ("tensors", "tables")
"""Settings of ops that hold tensors, of each its name first."""
Readers = Mapping[str, Sequence[str]]
"""Who reads each layer; an output of the model is read by ''."""


class Copy(NamedTuple):
    """A panel as a candidate for a fold: what must be equal, what it reads from outside, where its layers stand."""

    panel: Panel
    signature: tuple[object, ...]
    reads: tuple[Ref, ...]
    positions: Mapping[str, int]


Link = tuple[tuple[str, int, int], ...]
"""Where a copy has each of its inputs from: (`out`, layer, index) of the copy before, or (`in`, which of its inputs,
0)."""


class Run:
    """Equal panels in a row; at first one."""

    def __init__(self, first: Copy) -> None:
        self.copies: list[Copy] = [first]
        self.link: Link = ()

    def link_to(self, copy: Copy) -> Link | None:
        """How a further copy hangs on the last one; None if it is not equal, or hangs on it in another way than the
        last one did on that before."""
        last = self.copies[-1]
        if last.signature != copy.signature:
            return None
        link = []
        for place, ref in enumerate(copy.reads):
            if ref.layer in last.positions:
                link.append(("out", last.positions[ref.layer], ref.index))
            elif ref == last.reads[place]:
                link.append(("in", place, 0))
            elif ref in last.reads:
                link.append(("in", last.reads.index(ref), 0))
            else:
                return None
        found = tuple(link)
        return found if len(self.copies) == 1 or found == self.link else None

    def join(self, copy: Copy, link: Link) -> None:
        """Take a further copy."""
        self.copies.append(copy)
        self.link = link

    def folds(self, readers: Readers) -> bool:
        """Whether nothing else reads a copy between, or all stand beside each other."""
        return len(self.copies) > 1 and (self._is_sealed(readers) or self._are_beside(readers))

    def items(self, readers: Readers) -> list[Item]:
        """The fold; the panels by themselves where something else reads a copy between."""
        if not self.folds(readers):
            return [copy.panel for copy in self.copies]
        first, *others = (copy.panel for copy in self.copies)
        items = first.items
        for other in others:
            items = _common(items, other.items)
        layers = tuple(layer for other in others for layer in other.layers)
        last = others[-1].last_title or others[-1].title
        return [first._replace(items=items, repeat=len(self.copies), copies=layers, last_title=last)]

    def _are_beside(self, readers: Readers) -> bool:
        """Whether all copies read the same and are read by the same, each by one tensor, and are many (experts)."""
        if len(self.copies) <= MOST_BESIDE or any(place != "in" for place, _, _ in self.link):
            return False
        outside = []
        for copy in self.copies:
            read = [
                (name, tuple(r for r in readers.get(name, ()) if r not in copy.positions)) for name in copy.positions
            ]
            outside.append([by for _, by in read if by])
        return all(len(by) == 1 for by in outside) and len({by[0] for by in outside}) == 1

    def _is_sealed(self, readers: Readers) -> bool:
        """Whether what a copy puts out goes to the next alone, but for the last one's, and that of the last but one
        where copies read two back."""
        back = 2 if any(kind == "in" and place != at for at, (kind, place, _) in enumerate(self.link)) else 1
        inside = {name for copy in self.copies for name in copy.positions}
        return all(
            reader in inside
            for copy in self.copies[:-back]
            for name in copy.positions
            for reader in readers.get(name, ())
        )


def copy_of(panel: Panel) -> Copy:
    """A panel as a candidate for a fold."""
    layers = list(every(panel.items))
    positions = {layer.name: position for position, layer in enumerate(layers)}
    reads: dict[Ref, int] = {}
    for layer in layers:
        for ref in layer.layer.inputs:
            if ref.layer not in positions:
                reads.setdefault(ref, len(reads))
    return Copy(panel, (panel.type, *_signature(panel.items, positions, reads)), tuple(reads), positions)


def pattern(panel: Panel) -> tuple[object, ...]:
    """What is alike in panels that differ in their numbers alone: classes and edges inside."""
    found = copy_of(panel)

    def of(items: Sequence[Item]) -> Iterator[object]:
        for item in items:
            if isinstance(item, Panel):
                yield (item.repeat > 1, *of(item.items))
            else:
                wires = dict.fromkeys(found.positions.get(ref.layer, -1) for ref in item.layer.inputs)
                yield item.layer.type, tuple(wires)

    return tuple(of(panel.items))


def structure(op: Op | None) -> Op | None:
    """What an op does to shapes and weights; a rate of dropout does nothing to either, nor does a tensor's name."""
    if isinstance(op, Elementary) and op.rate is not None:
        return replace(op, rate=None)
    held = {field: getattr(op, field, ()) for field in NAMED}
    nameless = {field: tuple(("", *rest) for _, *rest in tensors) for field, tensors in held.items() if tensors}
    return replace(op, **nameless) if op is not None and nameless else op


def _common(one: tuple[Item, ...], other: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items of a fold: of layers that differ in a rate, without it, so that the figure is true of every copy."""
    out: list[Item] = []
    for mine, theirs in zip(one, other, strict=True):
        if isinstance(mine, Panel) and isinstance(theirs, Panel):
            out.append(mine._replace(items=_common(mine.items, theirs.items)))
        elif not isinstance(mine, Panel) and not isinstance(theirs, Panel) and _other_rate(mine, theirs):
            out.append(replace(mine, layer=replace(mine.layer, op=structure(mine.layer.op))))
        else:
            out.append(mine)
    return tuple(out)


def _other_rate(mine: AnnotatedLayer, theirs: AnnotatedLayer) -> bool:
    return isinstance(mine.layer.op, Elementary) and mine.layer.op != theirs.layer.op


def _signature(items: Sequence[Item], positions: Mapping[str, int], reads: Mapping[Ref, int]) -> tuple[object, ...]:
    """What must be equal for two panels to be drawn as one: ops, edges inside, every formula with its numbers."""
    out: list[object] = []
    for item in items:
        if isinstance(item, Panel):
            out.append((item.repeat, item.type, *_signature(item.items, positions, reads)))
            continue
        wires = tuple(
            (positions[ref.layer], ref.index) if ref.layer in positions else (-1, reads[ref])
            for ref in item.layer.inputs
        )
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
