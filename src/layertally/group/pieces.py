"""What a scope falls into: its scopes, runs of blocks of one container, layers that lie in it directly.

In: a run of layers. Out: `Piece`s, runs of layers again, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..annotation import Annotated, AnnotatedLayer
from .blocks import has_weights, reduces
from .fold import fold
from .panel import Item, leaves
from .paths import Path, path_of, stem


@dataclass(slots=True)
class Piece:
    """A run of layers that lie in `path`. `blocks` names those of a container, whose stem then ends the path; `stage`:
    some of them, or (without blocks) layers that lie in the path directly."""

    path: Path
    layers: list[AnnotatedLayer]
    blocks: tuple[str, ...] = ()
    stage: bool = False

    @property
    def inner(self) -> int:
        """How many parts of a path lead to what is inside."""
        return len(self.path) - (1 if self.blocks else 0)

    @property
    def loose(self) -> bool:
        """Whether its layers have no scope of their own."""
        return self.stage and not self.blocks

    @property
    def weighted(self) -> bool:
        """Whether it has weights."""
        return any(has_weights(layer) for layer in self.layers)


def pieces(piece: Piece) -> list[Piece]:
    """What is inside; the piece's own content as one piece where it does not fall apart."""
    if piece.blocks:
        return _stages(piece)
    at = len(piece.path)
    runs = [(name, list(group)) for name, group in groupby(piece.layers, lambda layer: _part(layer, at))]
    out: list[Piece] = []
    for common, members in groupby(runs, lambda run: stem(run[0]) or (run[0] and f" {run[0]}")):
        found = list(members)
        layers = [layer for _, own in found for layer in own]
        names = tuple(dict.fromkeys(name for name, _ in found))
        if not common:
            out.append(Piece(piece.path, layers, stage=True))
        elif len(names) > 1:
            out.append(Piece((*piece.path, common), layers, names))
        else:
            out.append(Piece((*piece.path, names[0]), layers))
    heavy = [each for each in out if each.weighted]
    if len(heavy) == 1 and not heavy[0].loose:  # one scope that holds all
        inside = pieces(heavy[0])
        at_all = out.index(heavy[0])
        return [*out[:at_all], *inside, *out[at_all + 1 :]] if len(inside) > 1 else [piece]
    return out


def _part(layer: AnnotatedLayer, at: int) -> str:
    path = path_of(layer)
    return path[at] if len(path) > at else ""


def _stages(piece: Piece) -> list[Piece]:
    """The blocks of a container, a new stage with each that makes the picture smaller. Blocks that hold containers
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


def size(piece: Piece, annotated: Annotated) -> int:
    """How many cards the whole piece is, folds drawn once."""
    return sum(is_card(layer) for layer in leaves(_folded(piece, annotated)))


def is_card(layer: AnnotatedLayer) -> bool:
    """Whether a layer is a card of its own as a rule: norms and activations stand on that of the layer before."""
    return layer.family not in ("norm", "plain") or len(layer.layer.inputs) > 1


def repeats(piece: Piece, annotated: Annotated) -> bool:
    """Whether the blocks of a container are mostly alike: then they stay one group, however large one is."""
    if not piece.blocks:
        return False
    items = _folded(piece, annotated)
    return len(items) <= 2 or 2 * len(items) <= len(piece.blocks)


def _folded(piece: Piece, annotated: Annotated) -> Sequence[Item]:
    return fold(relative(piece), annotated.readers)


def relative(piece: Piece) -> list[AnnotatedLayer]:
    """The layers, each in the scope that it has within the piece."""
    return [_in_scope(layer, _below(path_of(layer), piece)) for layer in piece.layers]


def _below(path: Path, piece: Piece) -> Path:
    own = piece.path[: piece.inner]
    return path[len(own) :] if path[: len(own)] == own else ()


def _in_scope(layer: AnnotatedLayer, scope: Path) -> AnnotatedLayer:
    return layer if layer.layer.scope == scope else replace(layer, layer=replace(layer.layer, scope=scope))
