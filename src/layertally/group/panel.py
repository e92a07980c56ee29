"""A scope inside a group, and folds of equal ones: a tree of layers and panels.

In: annotated layers. Out: `Panel`s, walked by `leaves` (what is drawn) and `every` (all that there is).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..formula import Value, added


class Panel(NamedTuple):
    """A scope inside a group. `items` are those of its first copy; `copies` are all layers of the other copies. `type`
    is the class of the module behind it, where that is known. Of blocks that take `turns` there are so many in a copy,
    its items. A `closed` one is drawn as one card;
    `figure` is the number of its own figure, or of that which it is `like`."""

    title: str
    items: tuple[Item, ...]
    repeat: int = 1
    copies: tuple[AnnotatedLayer, ...] = ()
    last_title: str = ""
    turns: int = 1
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
