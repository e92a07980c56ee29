"""Groups by the modules in which layers lie: a framework's own scopes, or those of a description's blocks.

In: `Annotated`. Out: titles with their layers, each layer in the scope that it has within its group. Scopes that hold
nearly everything are opened until each group is a figure that can be read; blocks of one container stay together, or
are cut into stages where the picture becomes smaller. Every group is a run of layers in the model's order, so groups
never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..annotation import Annotated, AnnotatedLayer
from .blocks import ends_features, has_weights
from .paths import Path, joined, path_of
from .pieces import Piece, is_card, pieces, relative, repeats, size
from .scope_titles import only_blocks, titles
from .titles import Cut, Namer

MOST = 14
"""So many cards are a figure that can be read."""
MOST_GROUPS = 16
HOLDS = 0.8
"""A scope of more than so many of all layers holds nearly all."""
TINY = 3
"""A scope of so few cards is no group of its own."""


def has_scopes(annotated: Annotated) -> bool:
    """Whether at least half of the layers with weights lie in scopes, and in more than one."""
    weighted = [layer for layer in annotated.layers if has_weights(layer)]
    scoped = [layer for layer in weighted if layer.layer.scope]
    return 2 * len(scoped) >= max(2, len(weighted)) and len({layer.layer.scope for layer in scoped}) > 1


def by_scope(annotated: Annotated, namer: Namer) -> list[Cut]:
    """The groups: (title, layers)."""
    run, idle = _in_the_flow(annotated)
    found = [each for piece in pieces(Piece((), run)) for each in _opened(piece, len(run))]
    sizes = {id(piece): size(piece, annotated) for piece in found}
    while (large := _next(found, sizes, annotated)) is not None:
        at, inside = large
        found[at : at + 1] = inside
        sizes |= {id(each): size(each, annotated) for each in inside}
    found = _joined(found, sizes)
    cuts = [
        (title, relative(piece))
        for title, piece in zip(titles(found, annotated.model.classes, namer), found, strict=True)
    ]
    return [*cuts, (namer.title("idle"), idle)] if idle else cuts


def _in_the_flow(annotated: Annotated) -> tuple[list[AnnotatedLayer], list[AnnotatedLayer]]:
    """The layers that run, and those that no forward pass reaches: they read nothing and nothing reads them."""
    idle = [layer for layer in annotated.layers if not layer.layer.inputs and layer.name not in annotated.readers]
    names = {layer.name for layer in idle}
    return [layer for layer in annotated.layers if layer.name not in names], idle


def _opened(piece: Piece, whole: int) -> list[Piece]:
    """A scope that holds nearly all is no group: what is in it are."""
    inside = pieces(piece) if HOLDS * whole < len(piece.layers) and not piece.blocks else []
    return [each for one in inside for each in _opened(one, whole)] if len(inside) > 1 else [piece]


def _next(found: Sequence[Piece], sizes: Mapping[int, int], annotated: Annotated) -> tuple[int, list[Piece]] | None:
    """The largest piece that is too large for a figure and can be opened: where it stands, what is inside."""
    for piece in sorted(found, key=lambda piece: -sizes[id(piece)]):
        if sizes[id(piece)] <= MOST:
            return None
        inside = pieces(piece)
        if 1 < len(inside) <= MOST_GROUPS + 1 - len(found) and not repeats(piece, annotated):
            return next(at for at, each in enumerate(found) if each is piece), inside
    return None


def _joined(found: Sequence[Piece], sizes: Mapping[int, int]) -> list[Piece]:
    """Neighbours too small for a figure joined, but for the blocks of a container; what has no weights, or is a norm
    alone, goes with what is before."""
    out: list[Piece] = []
    small = False
    for number, piece in enumerate(found):
        at_end = all(each.loose for each in found[number:])
        held = any("." in name for name in piece.blocks or only_blocks(piece))
        own = piece.loose or (sizes[id(piece)] <= TINY and not held)
        if out and _belongs(out[-1], piece, at_end):
            out[-1] = replace(out[-1], layers=[*out[-1].layers, *piece.layers])
        elif out and own and small:
            out[-1] = Piece(_common_path(out[-1], piece), [*out[-1].layers, *piece.layers], stage=True)
        else:
            out.append(piece)
            small = own
    return out


def _belongs(before: Piece, piece: Piece, at_end: bool) -> bool:
    """Whether a piece without a card of its own is the end of what stands before it."""
    first = piece.layers[0]
    if first.layer.inputs and ends_features(first):
        return False
    if not piece.weighted:
        return True
    near = before.path[: len(piece.path)] == piece.path
    return not at_end and piece.loose and near and not any(is_card(layer) for layer in piece.layers)


def _common_path(one: Piece, other: Piece) -> Path:
    shared = 0
    while shared < min(one.inner, other.inner) and one.path[shared] == other.path[shared]:
        shared += 1
    return one.path[:shared]


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
