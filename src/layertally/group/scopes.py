"""Groups by the modules in which layers lie: a framework's own scopes, or those of a description's blocks.

In: `Annotated`. Out: titles with their layers, each layer in the scope that it has within its group. Scopes that hold
nearly everything are opened until each group is a figure that can be read; blocks of one container stay together, or
are cut into stages where the picture becomes smaller. Every group is a run of layers in the model's order, so groups
never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..annotation import Annotated, AnnotatedLayer
from .blocks import ends_features, has_weights, reduces
from .fold import Panel, fold, leaves
from .paths import Path, joined, path_of, stem
from .titles import Cut, Namer, span

MOST = 14
"""So many cards are a figure that can be read."""
MOST_GROUPS = 16
HOLDS = 0.8
"""A scope of more than so many of all layers holds nearly all."""
TINY = 2
"""A scope of so few cards is no group of its own."""


@dataclass(slots=True)
class Piece:
    """A run of layers that lie in `path`; `parts` are the blocks of a sequence, by their paths."""

    path: Path
    layers: list[AnnotatedLayer]
    blocks: tuple[str, ...] = ()
    stage: bool = False

    @property
    def inner(self) -> int:
        """How many parts of a path lead to what is inside."""
        return len(self.path) - (1 if self.blocks else 0)


def has_scopes(annotated: Annotated) -> bool:
    """Whether at least half of the layers with weights lie in scopes, and in more than one."""
    weighted = [layer for layer in annotated.layers if has_weights(layer)]
    scoped = [layer for layer in weighted if layer.layer.scope]
    return 2 * len(scoped) >= max(2, len(weighted)) and len({layer.layer.scope for layer in scoped}) > 1


def by_scope(annotated: Annotated, namer: Namer) -> list[Cut]:
    """The groups: (title, layers)."""
    pieces = [each for piece in _pieces(Piece((), list(annotated.layers))) for each in _opened(piece, annotated)]
    sizes = {id(piece): _size(piece, annotated) for piece in pieces}
    while len(pieces) <= MOST_GROUPS:
        for piece in sorted(pieces, key=lambda piece: -sizes[id(piece)]):
            inside = _pieces(piece) if sizes[id(piece)] > MOST else []
            if len(inside) > 1 and len(pieces) + len(inside) - 1 <= MOST_GROUPS and not _repeats(piece, annotated):
                at = pieces.index(piece)
                pieces[at : at + 1] = inside
                sizes |= {id(each): _size(each, annotated) for each in inside}
                break
        else:
            break
    return _named(_joined(pieces, sizes), annotated.model.classes, namer)


def _opened(piece: Piece, annotated: Annotated) -> list[Piece]:
    """A scope that holds nearly all is no group: what is in it are."""
    inside = _pieces(piece) if HOLDS * len(annotated.layers) < len(piece.layers) and not piece.blocks else []
    return [each for one in inside for each in _opened(one, annotated)] if len(inside) > 1 else [piece]


def _pieces(piece: Piece) -> list[Piece]:
    """What a piece falls into: its scopes, runs of blocks with a common stem, layers that lie in it directly."""
    if piece.blocks:
        return _stages(piece)
    at = len(piece.path)
    runs: list[tuple[str, list[AnnotatedLayer]]] = []
    for name, group in groupby(piece.layers, lambda layer: _part(layer, at)):
        runs.append((name, list(group)))
    out: list[Piece] = []
    for common, members in groupby(runs, lambda run: stem(run[0]) or (run[0] and f" {run[0]}")):
        found = list(members)
        layers = [layer for _, own in found for layer in own]
        if not common:
            out.append(Piece(piece.path, layers, stage=True))
        elif len(found) > 1:
            out.append(Piece((*piece.path, common), layers, tuple(name for name, _ in found)))
        else:
            out.append(Piece((*piece.path, found[0][0]), layers))
    if len(out) == 1 and len(out[0].path) > at:  # one scope that holds all
        inside = _pieces(out[0])
        return inside if len(inside) > 1 else out
    return out


def _part(layer: AnnotatedLayer, at: int) -> str:
    path = path_of(layer)
    return path[at] if len(path) > at else ""


def _stages(piece: Piece) -> list[Piece]:
    """The blocks of a sequence, a new stage with each that makes the picture smaller. Blocks that hold sequences
    themselves are a stage each."""
    at = piece.inner
    blocks = [(name, list(own)) for name, own in groupby(piece.layers, lambda layer: _part(layer, at))]
    if all(len({part for layer in own if stem(part := _part(layer, at + 1))}) > 1 for _, own in blocks):
        return [Piece((*piece.path[:-1], name), own) for name, own in blocks]
    stages: list[list[tuple[str, list[AnnotatedLayer]]]] = []
    for name, own in blocks:
        if not stages or any(reduces(layer) for layer in own):
            stages.append([])
        stages[-1].append((name, own))
    return [
        Piece(piece.path, [layer for _, own in stage for layer in own], tuple(name for name, _ in stage), stage=True)
        for stage in stages
    ]


def _folded(piece: Piece, annotated: Annotated) -> tuple[Panel | AnnotatedLayer, ...]:
    return fold(_relative(piece), annotated.readers)


def _size(piece: Piece, annotated: Annotated) -> int:
    """How many cards the whole piece is, folds drawn once."""
    return sum(is_card(layer) for layer in leaves(_folded(piece, annotated)))


def is_card(layer: AnnotatedLayer) -> bool:
    """Whether a layer is a card of its own as a rule: norms and activations stand on that of the layer before."""
    return layer.family not in ("norm", "plain") or len(layer.layer.inputs) > 1


def _repeats(piece: Piece, annotated: Annotated) -> bool:
    """Whether the blocks of a sequence are mostly alike: then they stay one group, however large one is."""
    if not piece.blocks:
        return False
    items = _folded(piece, annotated)
    return len(items) <= 2 or 2 * len(items) <= len(piece.blocks)


# ---- small pieces ----------------------------------------------------------------------------------------------------


def _joined(pieces: Sequence[Piece], sizes: Mapping[int, int]) -> list[Piece]:
    """Neighbours too small for a figure joined; what has no weights goes with what is before it."""
    out: list[Piece] = []
    loose = False
    for piece in pieces:
        small = piece.path == () or (piece.stage and not piece.blocks) or sizes[id(piece)] <= TINY
        ends = piece.layers[0].layer.inputs != () and ends_features(piece.layers[0])
        weightless = not any(has_weights(layer) for layer in piece.layers) and not ends
        if out and (weightless or (small and loose)):
            before = out[-1]
            joint = _common_path(before, piece)
            out[-1] = Piece(joint, [*before.layers, *piece.layers], stage=True) if loose else _with(before, piece)
        else:
            out.append(piece)
            loose = small
    return out


def _common_path(one: Piece, other: Piece) -> Path:
    shared = 0
    while shared < min(one.inner, other.inner) and one.path[shared] == other.path[shared]:
        shared += 1
    return one.path[:shared]


def _with(piece: Piece, more: Piece) -> Piece:
    """A scope with the weightless layers that follow it."""
    return replace(piece, layers=[*piece.layers, *more.layers])


# ---- titles ----------------------------------------------------------------------------------------------------------


def _named(pieces: Sequence[Piece], classes: Mapping[str, str], namer: Namer) -> list[Cut]:
    out: list[Cut] = []
    names = _short([_path_name(piece) for piece in pieces])
    for number, (piece, name) in enumerate(zip(pieces, names, strict=True)):
        plain = piece.stage and not piece.blocks
        if plain and number == 0:
            title = namer.title("embedding" if _is_embedding(piece) else "stem")
        elif plain and number == len(pieces) - 1:
            title = namer.head(piece.layers)
        elif plain:
            weighted = [layer.name for layer in piece.layers if has_weights(layer)]
            title = span(weighted[0], weighted[-1]) if weighted else namer.title("stage")
        else:
            title = f"{name}{_of_class(piece, classes)}"
        out.append((title, _relative(piece)))
    return out


def _is_embedding(piece: Piece) -> bool:
    return any(layer.family == "embed" for layer in piece.layers) and all(
        layer.family in ("embed", "plain", "norm") for layer in piece.layers
    )


def _path_name(piece: Piece) -> Path:
    """The path that names a piece: of a part of a sequence, the span of its blocks."""
    if piece.blocks and piece.stage:
        return (*piece.path[:-1], span(piece.blocks[0], piece.blocks[-1]))
    return piece.path


def _short(paths: Sequence[Path]) -> list[str]:
    """Each path by as few of its last parts as tell it from the others."""
    out = []
    for path in paths:
        length = 1
        while length < len(path) and sum(other[-length:] == path[-length:] for other in paths) > 1:
            length += 1
        out.append(".".join(path[-length:]))
    return out


def _of_class(piece: Piece, classes: Mapping[str, str]) -> str:
    """` · Bottleneck × 3`, where the class of the blocks is known."""
    if piece.blocks:
        base = piece.path[:-1]
        kinds = {classes.get(".".join((*base, name)), "") for name in piece.blocks}
        count = len(piece.blocks)
    else:
        kinds, count = {classes.get(".".join(piece.path), "")}, 1
    kind = kinds.pop() if len(kinds) == 1 else ""
    if kind in ("", "Sequential", "ModuleList", "LayerList"):
        return f" × {count}" if count > 1 and len(kinds) == 0 and kind else ""
    return f" · {kind}" + (f" × {count}" if count > 1 else "")


def _relative(piece: Piece) -> list[AnnotatedLayer]:
    """The layers, each in the scope that it has within the piece."""
    return [_in_scope(layer, _below(path_of(layer), piece)) for layer in piece.layers]


def _below(path: Path, piece: Piece) -> Path:
    own = piece.path[: piece.inner]
    return path[len(own) :] if path[: len(own)] == own else ()


def _in_scope(layer: AnnotatedLayer, scope: Path) -> AnnotatedLayer:
    return layer if layer.layer.scope == scope else replace(layer, layer=replace(layer.layer, scope=scope))


def classes_of(layers: Sequence[AnnotatedLayer], annotated: Annotated) -> dict[Path, str]:
    """The classes of the scopes that layers have within their group."""
    if not annotated.model.classes:
        return {}
    out: dict[Path, str] = {}
    for layer in layers:
        own = path_of(layer)
        whole = joined(annotated[layer.name].layer.scope) if layer.name in annotated.names else own
        if own and whole[-len(own) :] == own:
            before = len(whole) - len(own)
            for end in range(1, len(own) + 1):
                found = annotated.model.classes.get(".".join(whole[: before + end]))
                if found is not None:
                    out[own[:end]] = found
    return out
