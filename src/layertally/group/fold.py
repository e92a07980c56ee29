"""What repeats inside a group: scopes become panels, equal panels in a row become one with `repeat`.

In: annotated layers with their scopes. Out: a tree of layers and panels. Two panels are equal only if every op, every
edge inside, every formula with its numbers and what they read of each other is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..formula import Value, added
from ..model import Ref
from ..ops.activation import Elementary
from ..ops.base import Op
from .paths import Path, path_of

MOST_BESIDE = 4
"""Equal branches are drawn one by one up to so many."""
Readers = Mapping[str, Sequence[str]]
"""Who reads each layer; an output of the model is read by ''."""


class Panel(NamedTuple):
    """A scope inside a group. `items` are those of its first copy; `copies` are all layers of the other copies. `type`
    is the class of the module behind it, where that is known. A `closed` one is drawn as one card;
    `figure` is the number of its own figure, or of that which it is `like`."""

    title: str
    items: tuple[Item, ...]
    repeat: int = 1
    copies: tuple[AnnotatedLayer, ...] = ()
    last_title: str = ""
    type: str = ""
    closed: bool = False
    figure: str = ""
    like: str = ""

    @property
    def params(self) -> Value | None:
        """Of one copy."""
        return sum_params(every(self.items))

    @property
    def layers(self) -> list[AnnotatedLayer]:
        """Every layer of it and of its copies, in order."""
        return [*every(self.items), *self.copies]

    @property
    def output(self) -> AnnotatedLayer:
        """The last layer that no other of it reads."""
        layers = self.layers
        read = {ref.layer for layer in layers for ref in layer.layer.inputs}
        return next((layer for layer in reversed(layers) if layer.name not in read), layers[-1])


Item = AnnotatedLayer | Panel


def leaves(items: Sequence[Item]) -> Iterator[AnnotatedLayer]:
    """The layers that are drawn: of folded panels, the first copy."""
    for item in items:
        if isinstance(item, Panel):
            yield from leaves(item.items)
        else:
            yield item


def every(items: Iterable[Item]) -> Iterator[AnnotatedLayer]:
    """Every layer, those of the copies too."""
    for item in items:
        if isinstance(item, Panel):
            yield from every(item.items)
            yield from item.copies
        else:
            yield item


def sum_params(layers: Iterable[AnnotatedLayer]) -> Value | None:
    """Parameters of some layers, None where one is not known."""
    return added(layer.count.value for layer in layers)


def fold(
    layers: Sequence[AnnotatedLayer], readers: Readers, classes: Mapping[Path, str] | None = None
) -> tuple[Item, ...]:
    """Scopes become panels; neighbours whose every formula and setting is equal become one with `repeat`. `classes` are
    those of the scopes."""
    return _fold([(path_of(layer), layer) for layer in layers], 0, readers, classes or {})


Placed = tuple[Path, AnnotatedLayer]


def _fold(layers: Sequence[Placed], depth: int, readers: Readers, classes: Mapping[Path, str]) -> tuple[Item, ...]:
    runs: list[Run] = []
    start = 0
    while start < len(layers):
        path, layer = layers[start]
        if len(path) <= depth:
            runs.append(Run(layer))
            start += 1
            continue
        scope, end = path[: depth + 1], start
        while end < len(layers) and layers[end][0][: depth + 1] == scope:
            end += 1
        panel = Panel(scope[depth], _fold(layers[start:end], depth + 1, readers, classes), type=classes.get(scope, ""))
        copy = _copy(panel)
        link = runs[-1].link_to(copy) if runs else None
        if link is not None:
            runs[-1].join(copy, link)
        else:
            runs.append(Run(panel, copy))
        start = end
    return tuple(item for run in runs for item in run.items(readers))


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
    """An item, or equal panels in a row."""

    def __init__(self, first: Item, copy: Copy | None = None) -> None:
        self.first, self.copies, self.link = first, [copy] if copy is not None else [], None if copy is None else ()

    link: Link | None

    def link_to(self, copy: Copy) -> Link | None:
        """How a further copy hangs on the last one; None if it is not equal, or hangs on it in another way than the
        last one did on that before."""
        if not self.copies or self.copies[-1].signature != copy.signature:
            return None
        last = self.copies[-1]
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

    def items(self, readers: Readers) -> list[Item]:
        """The fold; the panels by themselves where something else reads a copy between."""
        if len(self.copies) < 2:
            return [self.first]
        if not self._is_sealed(readers) and not self._are_beside(readers):
            return [copy.panel for copy in self.copies]
        first, *others = (copy.panel for copy in self.copies)
        items = first.items
        for other in others:
            items = _common(items, other.items)
        layers = tuple(layer for other in others for layer in other.layers)
        return [first._replace(items=items, repeat=len(self.copies), copies=layers, last_title=others[-1].title)]

    def _are_beside(self, readers: Readers) -> bool:
        """Whether all copies read the same and are read by the same, each by one tensor, and are many (experts)."""
        if len(self.copies) <= MOST_BESIDE or any(place != "in" for place, _, _ in self.link or ()):
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
        back = 2 if any(kind == "in" and place != at for at, (kind, place, _) in enumerate(self.link or ())) else 1
        inside = {name for copy in self.copies for name in copy.positions}
        return all(
            reader in inside
            for copy in self.copies[:-back]
            for name in copy.positions
            for reader in readers.get(name, ())
        )


def _copy(panel: Panel) -> Copy:
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
    found = _copy(panel)

    def of(items: Sequence[Item]) -> Iterator[object]:
        for item in items:
            if isinstance(item, Panel):
                yield (item.repeat > 1, *of(item.items))
            else:
                wires = dict.fromkeys(found.positions.get(ref.layer, -1) for ref in item.layer.inputs)
                yield item.layer.type, tuple(wires)

    return tuple(of(panel.items))


def unwrapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A group that is one block needs no panel round it."""
    while len(items) == 1 and isinstance(items[0], Panel) and items[0].repeat == 1:
        items = items[0].items
    return items


def structure(op: Op | None) -> Op | None:
    """What an op does to shapes and weights; a rate of dropout does nothing to either, nor does a tensor's name."""
    if isinstance(op, Elementary) and op.rate is not None:
        return replace(op, rate=None)
    tensors = getattr(op, "tensors", None)
    if op is not None and tensors:
        return replace(op, tensors=tuple(("", *rest) for _, *rest in tensors))  # type: ignore[call-arg]
    return op


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
