"""Cells that no single tensor leads into: those of NASNet and the like, known by the marks that end layers' names.

In: layers in order. Out: `Block`s in an order in which none reads a later one, or none where names show no cells. A
layer with an automatic name belongs to the cell that reads it.

>>> mark("separable_conv_1_bn_normal_left5_12"), mark("reduction_concat_stem_1"), mark("mixed0")
(('12', ''), ('1', 'stem_1'), ('', ''))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ..annotation import AnnotatedLayer
from .blocks import Block, cuts, is_automatic

LEAST = 8
"""So many layers share a mark before it is taken for a cell's."""
SHARE = 0.5
"""At least so many of all layers lie in cells."""
STEM, TAIL = " stem", " tail"


def cells(layers: Sequence[AnnotatedLayer]) -> list[Block]:
    """The cells of a part of a model, what lies before, between and after them as blocks without a name."""
    marks = _marks(layers)
    if len(set(marks.values())) < 2 or len(marks) < SHARE * len(layers) or not _is_tangled(layers):
        return []
    home = _homes(layers, marks)
    order = _ordered(layers, home)
    if order is None:
        return []
    members: dict[str, list[AnnotatedLayer]] = {cell: [] for cell in order}
    for layer in layers:
        members[home[layer.name]].append(layer)
    return [
        Block(tuple(found), "" if cell in (STEM, TAIL) else _title(cell), branches=cell not in (STEM, TAIL))
        for cell, found in members.items()
    ]


def _is_tangled(layers: Sequence[AnnotatedLayer]) -> bool:
    """Whether more than one tensor passes nearly everywhere: else blocks are found by their cuts."""
    crossing = cuts(layers)
    return sum(count > 1 for count in crossing) > 0.9 * len(crossing)


def mark(name: str) -> tuple[str, str]:
    """The number that ends a name, and the same with the word before it; empty where there is none."""
    found = re.fullmatch(r".*?(?:_([A-Za-z]+))?_(\d+)", name)
    if found is None:
        return "", ""
    word, number = found.groups()
    return number, f"{word}_{number}" if word else ""


def _marks(layers: Sequence[AnnotatedLayer]) -> dict[str, str]:
    """The cell of each layer whose name says one."""
    given = {layer.name: mark(layer.name) for layer in layers if not is_automatic(layer)}
    worded = Counter(word for _, word in given.values() if word)
    own = {name: word if worded[word] >= LEAST else number for name, (number, word) in given.items()}
    counts = Counter(own.values())
    return {name: cell for name, cell in own.items() if cell and counts[cell] >= LEAST}


def _homes(layers: Sequence[AnnotatedLayer], marks: Mapping[str, str]) -> dict[str, str]:
    """The cell of every layer. What has weights and reads no cell is the stem; a layer without a mark belongs to the
    first cell that reads it, else it comes after all."""
    home, own_names = dict(marks), {layer.name for layer in layers}
    for layer in layers:
        fed = all(home.get(ref.layer) == STEM or ref.layer not in own_names for ref in layer.layer.inputs)
        if layer.name not in home and fed and not is_automatic(layer):
            home[layer.name] = STEM
    rank = {cell: i for i, cell in enumerate(dict.fromkeys(marks.values()))}
    reached: dict[str, str] = {}
    for layer in reversed(layers):
        own = home.setdefault(layer.name, reached.get(layer.name, TAIL))
        for ref in layer.layer.inputs if own in rank else ():
            reached[ref.layer] = min(own, reached.get(ref.layer, own), key=lambda cell: rank[cell])
    return home


def _title(cell: str) -> str:
    return f"cell {cell}" if cell.isdigit() else cell


def _ordered(layers: Sequence[AnnotatedLayer], home: Mapping[str, str]) -> list[str] | None:
    """The cells in an order in which none reads a later one; None if there is no such order."""
    before: dict[str, set[str]] = {}
    for layer in layers:
        own = home[layer.name]
        reads = {home[ref.layer] for ref in layer.layer.inputs if ref.layer in home}
        before.setdefault(own, set()).update(reads - {own})
    out: list[str] = []
    waiting = list(before)
    while waiting:
        ready = next((cell for cell in waiting if before[cell] <= set(out)), None)
        if ready is None:
            return None
        out.append(ready)
        waiting.remove(ready)
    return out
