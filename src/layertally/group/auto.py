"""Where a model without given groups is cut: by input, where the resolution changes, at flatten and global pooling.

In: `Annotated`. Out: titles with their layers. A cut lies only where a single tensor passes.
"""

from __future__ import annotations

from ..annotation import Annotated, AnnotatedLayer
from ..model import Ref, Shape

TITLES = {
    "stage": ("Stage {}", "阶段 {}"),
    "classifier": ("Classifier", "分类器"),
    "head": ("Head", "输出头"),
    "all": ("{}", "{}"),
    "tower": ("{} branch", "{} 分支"),
    "merge": ("Merge", "合并"),
}


def automatic(annotated: Annotated, lang: str) -> list[tuple[str, list[AnnotatedLayer]]]:
    layers = annotated.layers
    if len(layers) <= 3:
        return [(annotated.model.name, list(layers))]
    towers = _towers(annotated)
    cuts: list[tuple[str, list[AnnotatedLayer]]] = []
    zh = lang == "zh"
    stage = 0
    for title, part in towers:
        pieces = _by_resolution(part, annotated) if len(part) > 3 else [part]
        for piece in pieces:
            ends = _is_head(piece)
            if ends and cuts:
                name = TITLES[
                    "classifier" if piece[-1].family == "dense" or any(p.family == "dense" for p in piece) else "head"
                ][zh]
            elif len(pieces) == 1 and title:
                name = title
            else:
                stage += 1
                name = TITLES["stage"][zh].format(stage)
            cuts.append((name, piece))
    if len(cuts) == 1:
        return [(annotated.model.name, cuts[0][1])]
    return cuts


def _towers(annotated: Annotated) -> list[tuple[str, list[AnnotatedLayer]]]:
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


def _by_resolution(part: list[AnnotatedLayer], annotated: Annotated) -> list[list[AnnotatedLayer]]:
    pieces: list[list[AnnotatedLayer]] = [[]]
    reduced = False
    crossing = _crossing(part, annotated)
    for position, layer in enumerate(part):
        fresh = (
            bool(pieces[-1])
            and crossing[position] <= 1
            and (_ends_features(layer) or (reduced and _has_weights(layer)))
        )
        if fresh:
            pieces.append([])
            reduced = False
        pieces[-1].append(layer)
        reduced = reduced or _reduces(layer)
    return pieces


def _crossing(part: list[AnnotatedLayer], annotated: Annotated) -> list[int]:
    """How many tensors made inside the part (or fed to it) are still read at or after each position."""
    own = {layer.name: position for position, layer in enumerate(part)}
    last: dict[Ref, int] = {}
    first: dict[Ref, int] = {}
    for position, layer in enumerate(part):
        for ref in layer.layer.inputs:
            last[ref] = position
            first.setdefault(ref, own.get(ref.layer, -1))
    return [sum(1 for ref in last if first[ref] < position <= last[ref]) for position in range(len(part))]


def _spatial(shape: Shape | None) -> int | None:
    """How many dims beside batch and channels."""
    return len(shape) - 2 if shape else None


def _reduces(layer: AnnotatedLayer) -> bool:
    window = getattr(layer.layer.op, "window", None)
    return (
        window is not None
        and any(stride > 1 for stride in window.stride)
        and getattr(layer.layer.op, "kind", "") != "transposed"
    )


def _has_weights(layer: AnnotatedLayer) -> bool:
    return layer.count.value != 0 or layer.count.tied_to is not None


def _ends_features(layer: AnnotatedLayer) -> bool:
    """Flatten or global pooling: the picture becomes a vector."""
    before = layer.input_shapes[0] if layer.input_shapes else None
    after = layer.shape
    if not before or not after or len(before) < 3:
        return False
    ones = all(dim == 1 for dim in after[2:]) and len(after) > 2 and any(dim != 1 for dim in before[2:])
    return len(after) == 2 or (ones and layer.family == "pool")


def _is_head(piece: list[AnnotatedLayer]) -> bool:
    return _ends_features(piece[0])
