"""What repeats inside a group: scopes become panels, equal panels in a row become one with `repeat`.

In: annotated layers with their scopes. Out: a tree of layers and panels. Blocks that take turns (`A, B, A, B`: windowed
and shifted attention, local and global layers, dense and sparse experts) fold together: one panel holds a turn of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..annotation import AnnotatedLayer
from .copies import Copy, Readers, Run, copy_of
from .panel import Item, Panel
from .paths import Path, path_of

MOST_TURNS = 8
"""Blocks that take turns are so many at the most."""
Placed = tuple[Path, AnnotatedLayer]


def fold(
    layers: Sequence[AnnotatedLayer], readers: Readers, classes: Mapping[Path, str] | None = None
) -> tuple[Item, ...]:
    """Scopes become panels; neighbours whose every formula and setting is equal become one with `repeat`. `classes` are
    those of the scopes."""
    return _fold([(path_of(layer), layer) for layer in layers], 0, readers, classes or {})


def _fold(layers: Sequence[Placed], depth: int, readers: Readers, classes: Mapping[Path, str]) -> tuple[Item, ...]:
    found: list[AnnotatedLayer | Copy] = []
    start = 0
    while start < len(layers):
        path, layer = layers[start]
        if len(path) <= depth:
            found.append(layer)
            start += 1
            continue
        scope, end = path[: depth + 1], start
        while end < len(layers) and layers[end][0][: depth + 1] == scope:
            end += 1
        inside = _fold(layers[start:end], depth + 1, readers, classes)
        found.append(copy_of(Panel(scope[depth], inside, type=classes.get(scope, ""))))
        start = end
    return _folded(found, readers)


def _folded(found: Sequence[AnnotatedLayer | Copy], readers: Readers, most: int = MOST_TURNS) -> tuple[Item, ...]:
    """The longest folds from the first on, of `most` turns at the most; of equally long ones that of the fewest."""
    out: list[Item] = []
    apart = dict.fromkeys(range(1, most + 1), 0)  # up to where blocks are alike, but no fold
    start = 0
    while start < len(found):
        first = found[start]
        if not isinstance(first, Copy):
            out.append(first)
            start += 1
            continue
        best, taken = Run(first), 1
        for turns in range(1, min(most, (len(found) - start) // 2) + 1):
            run = _run(found, start, turns, readers) if start >= apart[turns] else None
            reach = turns * len(run.copies) if run is not None else 0
            if run is None or reach <= taken:
                continue
            if run.folds(readers):
                best, taken = run, reach
            else:
                apart[turns] = start + reach
        out += best.items(readers)
        start += taken
    return tuple(out)


def _run(found: Sequence[AnnotatedLayer | Copy], start: int, turns: int, readers: Readers) -> Run | None:
    """The copies of so many blocks in a row that begin at `start`; None where there is one alone."""
    end = start + turns
    while end < len(found) and _alike(found[end], found[end - turns]):
        end += 1
    count = (end - start) // turns
    if count < 2:
        return None
    groups = [found[at : at + turns] for at in range(start, start + count * turns, turns)]
    run = Run(_turn(groups[0], readers))
    for group in groups[1:]:
        copy = _turn(group, readers)
        link = run.link_to(copy)
        if link is None:
            break
        run.join(copy, link)
    return run if len(run.copies) > 1 else None


def _alike(one: AnnotatedLayer | Copy, other: AnnotatedLayer | Copy) -> bool:
    return isinstance(one, Copy) and isinstance(other, Copy) and one.signature == other.signature


def _turn(group: Sequence[AnnotatedLayer | Copy], readers: Readers) -> Copy:
    """Several blocks as one."""
    blocks = [one for one in group if isinstance(one, Copy)]
    if len(blocks) == 1:
        return blocks[0]
    first, last = blocks[0].panel, blocks[-1].panel
    inside = _folded(blocks, readers, len(blocks) // 2)
    return copy_of(Panel(first.title, inside, last_title=last.title, turns=len(blocks)))


def unwrapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A group that is one block needs no panel round it."""
    while len(items) == 1 and isinstance(items[0], Panel) and items[0].repeat == 1:
        items = items[0].items
    return items
