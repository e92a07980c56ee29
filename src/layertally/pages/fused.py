"""Which layers a figure draws as one card: a convolution with its normalisation shows one sum, and that sum wants a
card.

In: drawn figures and the layers of a group. Out: for the first layer of each such card, the layers that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..annotation import AnnotatedLayer
from ..figure import Figure
from ..figure.content import anchor, number
from ..formula import added
from ..paint.canvas import Item, Link

LONGEST = 6


def fused(figures: Iterable[Figure], layers: Sequence[AnnotatedLayer]) -> dict[str, tuple[AnnotatedLayer, ...]]:
    """By the name of the first layer; only cards whose number is not that of their first layer alone."""
    shown = {link.href: link.label.rpartition(": ")[2] for figure in figures for link in _links(figure.drawing.items)}
    by_name = {layer.name: layer for layer in layers}
    readers: dict[str, list[AnnotatedLayer]] = {}
    for layer in layers:
        for ref in layer.layer.inputs:
            readers.setdefault(ref.layer, []).append(layer)
    out: dict[str, tuple[AnnotatedLayer, ...]] = {}
    for name, first in by_name.items():
        text = shown.get(f"#{anchor(name)}")
        if text is None or text == number(first.count.value):
            continue
        chain = _chain(first, text, readers)
        if chain:
            out[name] = chain
    return out


def _chain(first: AnnotatedLayer, text: str, readers: dict[str, list[AnnotatedLayer]]) -> tuple[AnnotatedLayer, ...]:
    """The layers from the first on whose parameters add up to what the card says."""
    chain = [first]
    while len(chain) < LONGEST and len(readers.get(chain[-1].name, ())) == 1:
        chain.append(readers[chain[-1].name][0])
        if number(added(layer.count.value for layer in chain)) == text:
            return tuple(layer for layer in chain if layer.count.value)
    return ()


def _links(items: Iterable[Item]) -> Iterator[Link]:
    for item in items:
        if isinstance(item, Link):
            yield item
            yield from _links(item.items)
