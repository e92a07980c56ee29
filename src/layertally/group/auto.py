"""Where a model without given groups is cut: by input, by the stages and blocks that its names and its graph show,
where the resolution changes, at flatten and global pooling.

In: `Annotated`. Out: titles with their layers, in groups of several blocks each layer in the scope of its block. A cut
lies only where a single tensor passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..annotation import Annotated, AnnotatedLayer
from .blocks import Block, blocks, cuts, has_weights, reduces

TITLES = {
    "stem": ("Stem", "起始层"),
    "stage": ("Stage {}", "阶段 {}"),
    "classifier": ("Classifier", "分类器"),
    "head": ("Head", "输出头"),
}
FEW = 3
WIDE = 3
"""A block that joins so many branches is a figure of its own."""

Cut = tuple[str, list[AnnotatedLayer]]


def automatic(annotated: Annotated, lang: str = "en") -> list[Cut]:
    """The groups of a model that names none: (title, layers)."""
    if len(annotated.layers) <= FEW:
        return [(annotated.model.name, list(annotated.layers))]
    namer = _Namer(lang)
    found = [cut for title, part in _towers(annotated) for cut in _part(title, part, namer)]
    return found if len(found) > 1 else [(annotated.model.name, found[0][1])]


@dataclass(slots=True)
class _Namer:
    """Titles that a human would write; stages are counted through the model."""

    lang: str
    stages: int = 0

    def title(self, key: str) -> str:
        if key == "stage":
            self.stages += 1
        return TITLES[key][self.lang == "zh"].format(self.stages)


def _part(title: str, part: Sequence[AnnotatedLayer], namer: _Namer) -> list[Cut]:
    """The groups of what hangs on one input, or of the trunk."""
    if len(part) <= FEW:
        return [(title or namer.title("stage"), list(part))]
    found = blocks(part)
    if sum(block.branches or bool(block.name) for block in found) >= 2:
        return _of_blocks(found, namer)
    pieces = _by_resolution(part)
    if len(pieces) == 1 and title:
        return [(title, pieces[0])]
    return [(_plain_title(piece, i > 0, namer), piece) for i, piece in enumerate(pieces)]


def _plain_title(piece: Sequence[AnnotatedLayer], later: bool, namer: _Namer) -> str:
    return _head_title(piece, namer) if later and _ends_features(piece[0]) else namer.title("stage")


def _head_title(piece: Sequence[AnnotatedLayer], namer: _Namer) -> str:
    return namer.title("classifier" if any(layer.family == "dense" for layer in piece) else "head")


# ---- by blocks -------------------------------------------------------------------------------------------------------


def _of_blocks(found: Sequence[Block], namer: _Namer) -> list[Cut]:
    """Stem, stages of blocks, head."""
    telling = [i for i, block in enumerate(found) if block.branches or block.name]
    first, last = telling[0], telling[-1]
    out: list[Cut] = []
    stem = [layer for block in found[:first] for layer in block.layers]
    if stem:
        out.append((namer.title("stem"), stem))
    out += [(_stage_title(stage, namer), _scoped(stage)) for stage in _stages(found[first : last + 1])]
    tail = [layer for block in found[last + 1 :] for layer in block.layers]
    if tail:
        out.append((_head_title(tail, namer), tail))
    return _tidy(out)


def _stages(found: Sequence[Block]) -> list[list[Block]]:
    """Blocks that belong together: of one stage by name, or up to the next that makes the picture smaller. A wide block
    stands alone."""
    key = _by_name() if any(block.stage for block in found) else _by_stride()
    return [list(group) for _, group in groupby(found, key)]


def _by_name() -> Callable[[Block], object]:
    current = ""

    def key(block: Block) -> object:
        nonlocal current
        current = block.stage or block.name or current
        return current

    return key


def _by_stride() -> Callable[[Block], object]:
    count = 0

    def key(block: Block) -> object:
        nonlocal count
        large = any(len(layer.layer.inputs) >= WIDE for layer in block.layers)
        count += block.reduces or large or not (block.branches or block.name)
        return count

    return key


def _stage_title(stage: Sequence[Block], namer: _Namer) -> str:
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
            replace(layer, layer=replace(layer.layer, scope=(*layer.layer.scope, *scope))) for layer in block.layers
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


def span(first: str, last: str) -> str:
    """`block2.0` to `block2.3` as `block2.0–3`.

    >>> span("block2.0", "block2.3"), span("a", "b"), span("a", "a")
    ('block2.0–3', 'a–b', 'a')
    """
    if first == last:
        return first
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    while shared and first[shared - 1].isdigit():
        shared -= 1
    return f"{first}–{last[shared:]}"


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
        fresh = _ends_features(layer) or (smaller and has_weights(layer) and layer.family != "norm")
        if pieces[-1] and crossing <= 1 and fresh:
            pieces.append([])
            smaller = False
        pieces[-1].append(layer)
        smaller = smaller or reduces(layer)
    return pieces


def _ends_features(layer: AnnotatedLayer) -> bool:
    """Flatten or global pooling: the picture becomes a vector."""
    before = layer.input_shapes[0] if layer.input_shapes else None
    after = layer.shape
    if not before or not after or len(before) < 3:
        return False
    ones = len(after) > 2 and all(dim == 1 for dim in after[2:]) and any(dim != 1 for dim in before[2:])
    return len(after) == 2 or (ones and layer.family == "pool")
