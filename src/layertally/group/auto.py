"""Where a model without given groups is cut: by input, by the stages and blocks that its names and its graph show,
where the resolution changes, at flatten and global pooling.

In: `Annotated`. Out: titles with their layers, in groups of several blocks each layer in the scope of its block. A cut
lies only where a single tensor passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from ..annotation import Annotated, AnnotatedLayer
from .blocks import Block, blocks, cuts, ends_features, has_weights, reduces
from .cells import cells
from .scopes import by_scope, has_scopes
from .titles import Cut, Namer, span

FEW = 3
WIDE = 3
"""A block that joins so many branches is a figure of its own."""


def automatic(annotated: Annotated, by: str, lang: str) -> list[Cut]:
    """The groups of a model that names none, by `auto`, `name`, `resolution`, `scope` or `none`: (title, layers)."""
    if by == "none" or len(annotated.layers) <= FEW:
        return [(annotated.model.name, list(annotated.layers))]
    namer = Namer(lang)
    found: list[Cut] = []
    if by == "scope" or (by == "auto" and has_scopes(annotated)):
        found = by_scope(annotated, namer)
    else:
        towers = _towers(annotated)
        own: list[Cut] = []
        for number, (title, part) in enumerate(towers, 1):
            namer.ends = number == len(towers)
            own = _part(title, part, by, namer)
            found += own
        if len(towers) > 1 and len(own) == 1 and own[0][0] == namer.stage:
            found[-1] = (namer.head(found[-1][1]), found[-1][1])  # where the towers meet, there is one stage: the last
    return distinct(found) if len(found) > 1 else [(annotated.model.name, found[0][1])]


def distinct(found: Sequence[Cut]) -> list[Cut]:
    """Titles that tell the groups apart: a module that runs again has its number behind its name."""
    seen: Counter[str] = Counter()
    out = []
    for title, layers in found:
        seen[title] += 1
        out.append((f"{title} ({seen[title]})" if seen[title] > 1 else title, layers))
    return out


def _part(title: str, part: Sequence[AnnotatedLayer], by: str, namer: Namer) -> list[Cut]:
    """The groups of what hangs on one input, or of the trunk."""
    if len(part) <= FEW:
        return [(title or namer.title("stage"), list(part))]
    known = [] if by == "resolution" else cells(part)
    found = known or ([] if by == "resolution" else blocks(part))
    if sum(bool(block.name) or (block.branches and by != "name") for block in found) >= 2:
        return _of_blocks(found, namer, _by_stride(alone=not known))
    pieces = [list(part)] if by == "name" else _by_resolution(part)
    if title:  # what hangs on one input: its flattening is no group of its own
        pieces = [layers for _, layers in _tidy([(title, piece) for piece in pieces])]
    if len(pieces) == 1 and title:
        return [(title, pieces[0])]
    return [(_plain_title(piece, i > 0, namer), piece) for i, piece in enumerate(pieces)]


def _plain_title(piece: Sequence[AnnotatedLayer], later: bool, namer: Namer) -> str:
    return namer.head(piece) if later and ends_features(piece[0]) else namer.title("stage")


# ---- by blocks -------------------------------------------------------------------------------------------------------


def _of_blocks(found: Sequence[Block], namer: Namer, by_stride: Callable[[Block], object]) -> list[Cut]:
    """Stem, stages of blocks, head."""
    telling = [i for i, block in enumerate(found) if block.branches or block.name]
    first, last = telling[0], telling[-1]
    out: list[Cut] = []
    stem = [layer for block in found[:first] for layer in block.layers]
    if stem:
        out.append((namer.title("stem"), stem))
    out += [(_stage_title(stage, namer), _scoped(stage)) for stage in _stages(found[first : last + 1], by_stride)]
    tail = [layer for block in found[last + 1 :] for layer in block.layers]
    if tail:
        out.append((namer.head(tail), tail))
    return _tidy(out)


def _stages(found: Sequence[Block], by_stride: Callable[[Block], object]) -> list[list[Block]]:
    """Blocks that belong together: of one stage by name, or up to the next that makes the picture smaller."""
    key = _by_name() if any(block.stage for block in found) else by_stride
    return [list(group) for _, group in groupby(found, key)]


def _by_name() -> Callable[[Block], object]:
    current = ""

    def key(block: Block) -> object:
        nonlocal current
        current = block.stage or block.name or current
        return current

    return key


def _by_stride(alone: bool) -> Callable[[Block], object]:
    """`alone`: a wide block is a stage of its own."""
    count = 0

    def key(block: Block) -> object:
        nonlocal count
        large = alone and any(len(layer.layer.inputs) >= WIDE for layer in block.layers)
        count += block.reduces or large or not (block.branches or block.name)
        return count

    return key


def _stage_title(stage: Sequence[Block], namer: Namer) -> str:
    names = [block.name for block in stage if block.name]
    if stage[0].stage:
        return stage[0].stage
    if len(names) == 1:
        return names[0]
    return span(names[0], names[-1]) if names else namer.title("stage")


def _scoped(stage: Sequence[Block]) -> list[AnnotatedLayer]:
    """The layers of a stage, each in the scope of its block where there are several."""
    if sum(block.branches or bool(block.name) for block in stage) < 2:
        return [layer for block in stage for layer in block.layers]
    out = []
    for number, block in enumerate(stage, 1):
        scope = (block.name or f"block {number}",) if block.name or block.branches else ()
        out += [
            replace(layer, layer=replace(layer.layer, scope=(*scope, *layer.layer.scope))) for layer in block.layers
        ]
    return out


def _tidy(found: list[Cut]) -> list[Cut]:
    """A group without weights joins the one before it."""
    out: list[Cut] = []
    for title, layers in found:
        if out and not any(has_weights(layer) for layer in layers):
            out[-1] = (out[-1][0], [*out[-1][1], *layers])
        else:
            out.append((title, layers))
    return out


# ---- by input, by resolution -----------------------------------------------------------------------------------------


def _towers(annotated: Annotated) -> list[Cut]:
    """With several inputs: what hangs on one input alone is a part of its own, the rest is the trunk."""
    inputs = [given.name for given in annotated.model.inputs]
    if len(inputs) < 2:
        return [("", list(annotated.layers))]
    roots: dict[str, frozenset[str]] = {name: frozenset({name}) for name in inputs}
    for layer in annotated.layers:
        found: frozenset[str] = frozenset()
        for ref in layer.layer.inputs:
            found |= roots.get(ref.layer, frozenset())
        roots[layer.name] = found
    parts = [(name, [layer for layer in annotated.layers if roots[layer.name] == {name}]) for name in inputs]
    trunk = [layer for layer in annotated.layers if len(roots[layer.name]) != 1]
    return [(title, part) for title, part in (*parts, ("", trunk)) if part]


def _by_resolution(part: Sequence[AnnotatedLayer]) -> list[list[AnnotatedLayer]]:
    pieces: list[list[AnnotatedLayer]] = [[]]
    smaller = False
    for layer, crossing in zip(part, cuts(part), strict=True):
        fresh = ends_features(layer) or (smaller and has_weights(layer) and layer.family != "norm")
        if pieces[-1] and crossing <= 1 and fresh:
            pieces.append([])
            smaller = False
        pieces[-1].append(layer)
        smaller = smaller or reduces(layer)
    return pieces
